package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationErrorResponse;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.Prompt;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.platform.http.Call;

/// Reads what applications ask of people.
///
/// Who is not known, or is not where it said, is refused here and told nothing: the address to go
/// back to may be anybody's. All else that is wrong goes back to the application, if the person
/// follows.
///
/// spec: cs-api#authorisation-code-flow
final class Requests {
  private static final List<String> PARAMETERS =
      List.of(
          "client_id",
          "code_challenge",
          "code_challenge_method",
          "prompt",
          "redirect_uri",
          "request",
          "request_uri",
          "response_mode",
          "response_type",
          "scope",
          "state");

  /// The SHA-256 hash in base64url: 43 letters.
  private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final Servers servers;
  private final Applications applications;

  Requests(Servers servers, Applications applications) {
    this.servers = servers;
    this.applications = applications;
  }

  /// @throws Refused invalidParam when the application is not known or not at that address
  Request read(Call call) {
    Map<String, List<String>> asked = new TreeMap<>();
    for (String name : PARAMETERS) {
      List<String> values = call.queryAll(name);
      if (!values.isEmpty()) asked.put(name, values);
    }
    Server server = servers.at(call.host());
    Application application =
        applications
            .find(server, only(asked, "client_id"))
            .orElseThrow(() -> Refused.invalidParam("This application is not known here"));
    String redirect = only(asked, "redirect_uri");
    if (!application.isAt(redirect)) {
      throw Refused.invalidParam("This application is not at the address where it wants to be");
    }
    return read(application, URI.create(redirect), asked);
  }

  private static String only(Map<String, List<String>> asked, String name) {
    List<String> values = asked.getOrDefault(name, List.of());
    if (values.size() != 1) throw Refused.invalidParam("\"" + name + "\" must be there once");
    return values.getFirst();
  }

  private static Request read(
      Application application, URI redirect, Map<String, List<String>> asked) {
    Optional<State> state =
        Optional.ofNullable(asked.get("state"))
            .map(List::getFirst)
            .filter(text -> !text.isEmpty())
            .map(State::new);
    ResponseMode mode =
        asked.getOrDefault("response_mode", List.of()).contains("fragment")
            ? ResponseMode.FRAGMENT
            : ResponseMode.QUERY;
    try {
      AuthorizationRequest request = Protocol.read(() -> AuthorizationRequest.parse(asked));
      check(application, request);
      return new Request.Fit(
          application,
          redirect,
          AskedScope.read(request.getScope()),
          challenge(request),
          refusal(redirect, OAuth2Error.ACCESS_DENIED, state, mode),
          code ->
              new AuthorizationSuccessResponse(
                      redirect, new AuthorizationCode(code), null, state.orElse(null), mode)
                  .toURI());
    } catch (GeneralException refused) {
      ErrorObject error = Protocol.error(refused);
      return new Request.Unfit(application, error.getCode(), refusal(redirect, error, state, mode));
    }
  }

  private static void check(Application application, AuthorizationRequest request)
      throws GeneralException {
    if (!application.mayUse(Application.CODE_GRANT)) {
      throw Protocol.refused(
          OAuth2Error.UNAUTHORIZED_CLIENT, "This application did not register for codes");
    }
    if (request.specifiesRequestObject()) {
      throw Protocol.refused(OAuth2Error.REQUEST_NOT_SUPPORTED, "Request objects are not read");
    }
    if (!request.getResponseType().impliesCodeFlow()) {
      throw Protocol.refused(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE, "response_type is code");
    }
    ResponseMode mode = request.impliedResponseMode();
    if (!mode.equals(ResponseMode.QUERY) && !mode.equals(ResponseMode.FRAGMENT)) {
      throw Protocol.refused(OAuth2Error.INVALID_REQUEST, "response_mode is query or fragment");
    }
    if (request.getPrompt() != null && request.getPrompt().contains(Prompt.Type.NONE)) {
      throw Protocol.refused(OAuth2Error.ACCESS_DENIED, "Nobody is let in without being asked");
    }
  }

  private static String challenge(AuthorizationRequest request) throws GeneralException {
    if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())
        || !CHALLENGE.matcher(request.getCodeChallenge().getValue()).matches()) {
      throw Protocol.refused(
          OAuth2Error.INVALID_REQUEST, "A code_challenge of the method S256 is needed");
    }
    return request.getCodeChallenge().getValue();
  }

  private static URI refusal(
      URI redirect, ErrorObject error, Optional<State> state, ResponseMode mode) {
    return new AuthorizationErrorResponse(redirect, error, state.orElse(null), mode).toURI();
  }
}
