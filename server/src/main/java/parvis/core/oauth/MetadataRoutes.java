package parvis.core.oauth;

import static parvis.platform.http.Route.get;

import java.util.List;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Where applications find what they need of us, and what we know of OAuth.
///
/// spec: cs-api#get_matrixclientv1auth_metadata
final class MetadataRoutes {
  /// The page of the web client where people decide.
  static final String AUTHORIZE_PAGE = "/authorize";

  private final JsonObject metadata;

  MetadataRoutes(String publicAddress) {
    this.metadata =
        JsonObject.builder()
            .put("issuer", publicAddress + "/")
            .put("authorization_endpoint", publicAddress + AUTHORIZE_PAGE)
            .put("registration_endpoint", publicAddress + TokenRoutes.APPLICATIONS)
            .put("token_endpoint", publicAddress + TokenRoutes.TOKENS)
            .put("revocation_endpoint", publicAddress + TokenRoutes.REVOCATION)
            .put("response_types_supported", JsonArray.of("code"))
            .put("response_modes_supported", JsonArray.of("query", "fragment"))
            .put(
                "grant_types_supported",
                JsonArray.of(Application.CODE_GRANT, Application.REFRESH_GRANT))
            .put("code_challenge_methods_supported", JsonArray.of("S256"))
            .put("token_endpoint_auth_methods_supported", JsonArray.of("none"))
            .put("revocation_endpoint_auth_methods_supported", JsonArray.of("none"))
            .build();
  }

  List<Route> all() {
    return List.of(
        get("/_matrix/client/v1/auth_metadata", "How applications are let in", _ -> reply()).open(),
        get(
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "The same, before it was specified",
                _ -> reply())
            .open());
  }

  private Reply reply() {
    return Reply.json(metadata);
  }
}
