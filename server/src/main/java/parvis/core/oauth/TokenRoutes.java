package parvis.core.oauth;

import static parvis.platform.http.Route.post;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCode;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.device.UserCode;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.Servers;
import parvis.core.oauth.DeviceCodes.Made;
import parvis.core.oauth.Grants.Granted;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;

/// What applications call by themselves.
final class TokenRoutes {
  static final String APPLICATIONS = "/api/v1/oauth/applications";
  static final String TOKENS = "/api/v1/oauth/tokens";
  static final String DEVICE_CODES = "/api/v1/oauth/device_codes";
  static final String REVOCATION = "/api/v1/oauth/revocation";

  private final Servers servers;
  private final Applications applications;
  private final Grants grants;
  private final DeviceCodes deviceCodes;
  private final URI wordPage;

  TokenRoutes(
      Servers servers,
      Applications applications,
      Grants grants,
      DeviceCodes deviceCodes,
      String publicAddress) {
    this.servers = servers;
    this.applications = applications;
    this.grants = grants;
    this.deviceCodes = deviceCodes;
    this.wordPage = URI.create(publicAddress + "/link");
  }

  List<Route> all() {
    return List.of(
        open(APPLICATIONS, "Register an application", this::register)
            .takes(Shapes.REGISTERED)
            .costs(RateClass.LOGIN),
        open(TOKENS, "The tokens of an application", this::tokens)
            .takesForm(Shapes.TOKENS)
            .answers(Shapes.TOKENS_GIVEN),
        open(DEVICE_CODES, "Ask for a word to be typed elsewhere", this::deviceCode)
            .takesForm(Shapes.ASKED)
            .answers(Shapes.WORDS)
            .costs(RateClass.LOGIN),
        open(REVOCATION, "Sign an application out", this::revoke)
            .takesForm(Shapes.REVOKED)
            .answers(Shapes.NOTHING));
  }

  private static Route open(String path, String title, Protocol.Speaker speaker) {
    return post(path, title, Protocol.speaking(speaker)).open().bodyMax(Protocol.BODY_BYTES_MAX);
  }

  private Reply register(Call call) throws GeneralException {
    Application application =
        applications.register(servers.at(call.host()), Registration.read(call.json()));
    return Protocol.kept(
        Reply.json(201, application.metadata().with("client_id", application.id())));
  }

  private Reply tokens(Call call) throws GeneralException {
    TokenRequest request = Protocol.read(() -> TokenRequest.parse(Protocol.form(call)));
    if (request.getClientAuthentication() != null) {
      throw Protocol.refused(OAuth2Error.INVALID_CLIENT, "No application has a secret here");
    }
    Application application = application(call, request.getClientID());
    return switch (request.getAuthorizationGrant()) {
      case AuthorizationCodeGrant grant -> reply(byCode(call, application, grant));
      case RefreshTokenGrant grant ->
          reply(grants.byRefreshToken(application, grant.getRefreshToken().getValue()));
      case DeviceCodeGrant grant ->
          reply(
              grants.byDeviceCode(
                  application, grant.getDeviceCode().getValue(), call.remoteAddress()));
      default ->
          throw Protocol.refused(OAuth2Error.UNSUPPORTED_GRANT_TYPE, "This grant is not offered");
    };
  }

  private Reply deviceCode(Call call) throws GeneralException {
    DeviceAuthorizationRequest request =
        Protocol.read(() -> DeviceAuthorizationRequest.parse(Protocol.form(call)));
    if (request.getClientAuthentication() != null) {
      throw Protocol.refused(OAuth2Error.INVALID_CLIENT, "No application has a secret here");
    }
    Application application = application(call, request.getClientID());
    if (!application.mayUse(DeviceCodeGrant.GRANT_TYPE.getValue())) {
      throw Protocol.refused(
          OAuth2Error.UNAUTHORIZED_CLIENT, "This application did not register for this");
    }
    Made made = deviceCodes.make(application, AskedScope.read(request.getScope()));
    String word = DeviceCodes.shown(made.word());
    return Protocol.reply(
        new DeviceAuthorizationSuccessResponse(
                new DeviceCode(made.code()),
                new UserCode(word),
                wordPage,
                URI.create(wordPage + "?user_code=" + word),
                DeviceCodes.LIFE.toSeconds(),
                DeviceCodes.INTERVAL.toSeconds(),
                null)
            .toHTTPResponse());
  }

  private Application application(Call call, @Nullable ClientID id) throws GeneralException {
    return Optional.ofNullable(id)
        .flatMap(named -> applications.find(servers.at(call.host()), named.getValue()))
        .orElseThrow(
            () ->
                Protocol.refused(OAuth2Error.INVALID_CLIENT, "This application is not known here"));
  }

  private Granted byCode(Call call, Application application, AuthorizationCodeGrant grant)
      throws GeneralException {
    if (grant.getCodeVerifier() == null || grant.getRedirectionURI() == null) {
      throw Protocol.refused(
          OAuth2Error.INVALID_REQUEST, "code_verifier and redirect_uri are needed");
    }
    return grants.byCode(
        application,
        grant.getAuthorizationCode().getValue(),
        grant.getRedirectionURI().toString(),
        CodeChallenge.compute(CodeChallengeMethod.S256, grant.getCodeVerifier()).getValue(),
        call.remoteAddress());
  }

  private static Reply reply(Granted granted) {
    long seconds = granted.tokens().life().map(Duration::toSeconds).orElse(0L);
    var access =
        new BearerAccessToken(granted.tokens().access(), seconds, Scope.parse(granted.scope()));
    var refresh = granted.tokens().refresh().map(RefreshToken::new).orElse(null);
    return Protocol.reply(new AccessTokenResponse(new Tokens(access, refresh)).toHTTPResponse());
  }

  /// What is no token of ours is worth nothing already.
  private Reply revoke(Call call) throws GeneralException {
    List<String> tokens =
        Protocol.read(() -> Protocol.form(call).getBodyAsFormParameters())
            .getOrDefault("token", List.of());
    if (tokens.size() != 1) {
      throw Protocol.refused(OAuth2Error.INVALID_REQUEST, "token must be there once");
    }
    grants.revoke(tokens.getFirst());
    return Protocol.kept(Reply.empty());
  }
}
