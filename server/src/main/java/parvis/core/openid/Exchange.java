package parvis.core.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.Identifier;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.UserInfoSuccessResponse;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.core.openid.Attempts.Attempt;
import parvis.core.openid.Attempts.Begun;
import parvis.core.openid.Discovery.Known;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonObject;

/// What we ask of providers, and what of their answers is believed.
final class Exchange {
  /// Characters of what is kept of a name or an organisation.
  private static final int TEXT_CHARS_MAX = 200;

  private static final int SUBJECT_CHARS_MAX = 255;

  private final Discovery discovery;
  private final Wire wire;
  private final URI redirect;
  private final URI home;

  /// @param publicAddress what people open in the browser, without a slash at the end
  Exchange(Discovery discovery, Wire wire, String publicAddress) {
    this.discovery = discovery;
    this.wire = wire;
    this.redirect = URI.create(publicAddress + FrontRoutes.CALLBACK);
    this.home = URI.create(publicAddress + "/sign-in");
  }

  /// Where a browser is sent that begins: no parameter is in it but those that the provider's
  /// administrator knows of, since some providers refuse others.
  URI address(Provider provider, Begun begun) throws Trouble {
    Attempt attempt = begun.attempt();
    Scope scope = new Scope(provider.all("scopes").toArray(String[]::new));
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(ResponseType.CODE, scope, provider.clientId(), redirect)
            .endpointURI(discovery.of(provider).metadata().getAuthorizationEndpointURI())
            .state(new State(begun.state()))
            .nonce(new Nonce(attempt.nonce()));
    if (provider.is("pkce")) {
      request.codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256);
    }
    List<String> contexts = provider.all("acr_values");
    if (!contexts.isEmpty()) request.acrValues(contexts.stream().map(ACR::new).toList());
    provider
        .settings()
        .object("request_claims")
        .map(JsonObject::toString)
        .ifPresent(claims -> request.customParameter("claims", claims));
    try {
      if (!provider.text("prompt").isEmpty()) {
        request.prompt(Prompt.parse(provider.text("prompt")));
      }
    } catch (ParseException e) {
      throw Trouble.wrong(e);
    }
    return request.build().toURI();
  }

  /// Changes a code into what the provider says of whoever brought it.
  Told told(Provider provider, Secret secret, Attempt attempt, String code) throws Trouble {
    Known known = discovery.of(provider);
    try {
      OIDCTokens tokens = tokens(provider, known, secret, attempt, code);
      JWT signed = tokens.getIDToken();
      Known now = discovery.of(provider, key(signed));
      IDTokenClaimsSet claims =
          new IDTokenValidator(provider.issuer(), provider.clientId(), now.selector(), null)
              .validate(signed, new Nonce(attempt.nonce()));
      if (!isForUs(provider, claims)) {
        throw Trouble.of(Trouble.Kind.WRONG, "the provider tells it to somebody else");
      }
      Optional<UserInfo> more = userInfo(provider, now, tokens);
      if (more.isPresent() && !more.get().getSubject().equals(claims.getSubject())) {
        throw Trouble.of(Trouble.Kind.WRONG, "the provider tells of two people");
      }
      return told(provider, claims, more, signed.getParsedString());
    } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
      // The library takes no empty code, and no claims without a subject.
      throw Trouble.wrong(e);
    }
  }

  private OIDCTokens tokens(
      Provider provider, Known known, Secret secret, Attempt attempt, String code)
      throws Trouble, ParseException {
    ClientAuthentication shown =
        switch (provider.authentication()) {
          case BASIC -> new ClientSecretBasic(provider.clientId(), secret);
          case POST -> new ClientSecretPost(provider.clientId(), secret);
        };
    CodeVerifier verifier = provider.is("pkce") ? new CodeVerifier(attempt.verifier()) : null;
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, verifier);
    TokenRequest request =
        new TokenRequest.Builder(known.metadata().getTokenEndpointURI(), shown, grant).build();
    TokenResponse answer = OIDCTokenResponseParser.parse(wire.send(request.toHTTPRequest()));
    if (!answer.indicatesSuccess()) {
      throw untaken(answer.toErrorResponse().getErrorObject());
    }
    return ((OIDCTokenResponse) answer.toSuccessResponse()).getOIDCTokens();
  }

  /// A code is good for half a minute at some providers: a person who waited longer begins again,
  /// while nobody helps them who has us known there by another secret.
  private static Trouble untaken(ErrorObject error) {
    return OAuth2Error.INVALID_GRANT.getCode().equals(error.getCode())
        ? Trouble.of(Trouble.Kind.OVER, "the code is over")
        : Trouble.of(Trouble.Kind.REFUSED, "the provider does not take the code");
  }

  /// The library leaves out who the token is for when it is for several, or names that party.
  ///
  /// spec: OpenID Connect Core 1.0 §3.1.3.7, 4 and 5
  private static boolean isForUs(Provider provider, IDTokenClaimsSet claims) {
    AuthorizedParty party = claims.getAuthorizedParty();
    return party == null
        ? claims.getAudience().size() == 1
        : party.getValue().equals(provider.clientId().getValue());
  }

  private static String key(JWT signed) {
    return signed.getHeader() instanceof JWSHeader header && header.getKeyID() != null
        ? header.getKeyID()
        : "";
  }

  private Optional<UserInfo> userInfo(Provider provider, Known known, OIDCTokens tokens)
      throws Trouble, ParseException, BadJOSEException, JOSEException {
    URI at = known.metadata().getUserInfoEndpointURI();
    Provider.UserInfo form = provider.userInfo();
    if (form == Provider.UserInfo.NONE || at == null) return Optional.empty();
    HTTPRequest request = new UserInfoRequest(at, tokens.getBearerAccessToken()).toHTTPRequest();
    boolean signed = form == Provider.UserInfo.SIGNED;
    request.setAccept(signed ? "application/jwt" : "application/json");
    UserInfoResponse answer = UserInfoResponse.parse(wire.send(request));
    if (!answer.indicatesSuccess()) {
      throw Trouble.of(Trouble.Kind.REFUSED, "the provider tells nothing of the person");
    }
    UserInfoSuccessResponse said = answer.toSuccessResponse();
    if (!signed) return Optional.of(plain(said));
    if (said.getUserInfoJWT() == null) {
      throw Trouble.of(Trouble.Kind.WRONG, "what the provider tells is not signed");
    }
    return Optional.of(verified(provider, known, said.getUserInfoJWT()));
  }

  private static UserInfo plain(UserInfoSuccessResponse said) throws Trouble {
    UserInfo told = said.getUserInfo();
    if (told == null) throw Trouble.of(Trouble.Kind.WRONG, "what the provider tells is no JSON");
    return told;
  }

  private static UserInfo verified(Provider provider, Known known, JWT signed)
      throws Trouble, ParseException, BadJOSEException, JOSEException {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(known.selector());
    JWTClaimsSet claims = processor.process(signed, null);
    boolean from =
        claims.getIssuer() == null || claims.getIssuer().equals(provider.issuer().getValue());
    boolean to =
        claims.getAudience().isEmpty()
            || claims.getAudience().contains(new Audience(provider.clientId()).getValue());
    if (!from || !to) {
      throw Trouble.of(Trouble.Kind.WRONG, "the provider tells it to somebody else");
    }
    return new UserInfo(claims);
  }

  private static Told told(
      Provider provider, IDTokenClaimsSet claims, Optional<UserInfo> more, String token)
      throws Trouble {
    String subject = claims.getSubject().getValue();
    if (subject.length() > SUBJECT_CHARS_MAX) {
      throw Trouble.of(Trouble.Kind.WRONG, "the provider calls somebody by too long a name");
    }
    Said said = new Said(provider, claims, more);
    String name =
        Stream.of(said.text("given_name"), said.text("usual_name"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return new Told(
        provider.id(),
        provider.text("issuer"),
        subject,
        said.text("address").flatMap(Address::parse),
        provider.is("addresses_verified") || said.isVerified(),
        Optional.of(name).filter(text -> !text.isEmpty()),
        said.text("organisation"),
        said.isStrong(),
        Optional.ofNullable(claims.getSessionID())
            .map(Identifier::getValue)
            .filter(session -> session.length() <= SUBJECT_CHARS_MAX),
        token);
  }

  /// What was said of somebody: beside who they are, and in the token itself.
  private record Said(Provider provider, IDTokenClaimsSet claims, Optional<UserInfo> more) {
    Optional<String> text(String ours) {
      String theirs = provider.claim(ours);
      if (theirs.isEmpty()) return Optional.empty();
      return sets()
          .flatMap(set -> Optional.ofNullable(set.getStringClaim(theirs)).stream())
          .map(String::strip)
          .filter(text -> !text.isEmpty() && text.length() <= TEXT_CHARS_MAX)
          .filter(text -> text.codePoints().noneMatch(Character::isISOControl))
          .findFirst();
    }

    /// The same place that tells the address must say that it is theirs.
    boolean isVerified() {
      String address = provider.claim("address");
      String verified = provider.claim("address_verified");
      return sets()
          .filter(set -> set.getStringClaim(address) != null)
          .findFirst()
          .filter(set -> !verified.isEmpty() && Boolean.TRUE.equals(set.getBooleanClaim(verified)))
          .isPresent();
    }

    /// Only what is signed for us says so.
    boolean isStrong() {
      List<String> strong = provider.all("second_factors");
      boolean byContext = claims.getACR() != null && strong.contains(claims.getACR().getValue());
      return byContext
          || (claims.getAMR() != null
              && claims.getAMR().stream().anyMatch(amr -> strong.contains(amr.getValue())));
    }

    private Stream<ClaimsSet> sets() {
      return Stream.concat(more.stream(), Stream.of(claims));
    }
  }

  /// What a provider says that has signed somebody out, or a session of theirs.
  ///
  /// @param name of what is said, which is heard once
  record SignedOut(String name, Optional<String> subject, Optional<String> session) {}

  /// Reads it, signed as it is.
  ///
  /// spec: OpenID Connect Back-Channel Logout 1.0 §2.6
  SignedOut signedOut(Provider provider, String token) throws Trouble {
    try {
      JWT signed = JWTParser.parse(token);
      Known known = discovery.of(provider, key(signed));
      LogoutTokenClaimsSet claims =
          new LogoutTokenValidator(
                  provider.issuer(), provider.clientId(), false, known.selector(), null)
              .validate(signed);
      return new SignedOut(
          claims.getJWTID().getValue(),
          Optional.ofNullable(claims.getSubject()).map(Identifier::getValue),
          Optional.ofNullable(claims.getSessionID()).map(Identifier::getValue));
    } catch (java.text.ParseException
        | BadJOSEException
        | JOSEException
        | IllegalArgumentException e) {
      throw Trouble.wrong(e);
    }
  }

  /// Where a browser is sent to be signed out at the provider, too; empty where it takes none.
  Optional<URI> end(Provider provider, String token, String state) throws Trouble {
    URI at = discovery.of(provider).metadata().getEndSessionEndpointURI();
    if (!provider.is("signs_out") || at == null) return Optional.empty();
    try {
      JWT hint = JWTParser.parse(token);
      return Optional.of(new LogoutRequest(at, hint, home, new State(state)).toURI());
    } catch (java.text.ParseException e) {
      throw Trouble.wrong(e);
    }
  }

  /// Whether an answer that names an issuer names this one.
  boolean isFrom(Provider provider, Optional<String> issuer) throws Trouble {
    boolean named = discovery.of(provider).metadata().supportsAuthorizationResponseIssuerParam();
    return issuer.map(provider.text("issuer")::equals).orElse(!named);
  }
}
