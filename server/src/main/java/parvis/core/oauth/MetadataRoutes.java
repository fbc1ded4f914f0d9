package parvis.core.oauth;

import static parvis.platform.http.Route.get;

import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import java.util.List;
import java.util.stream.Stream;
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

  /// The page of the web client that leads to what somebody may do to their account.
  private static final String ACCOUNT_PAGE = "/account";

  private static final String ACTIONS_NAME = "account_management_actions_supported";

  /// spec: cs-api#account-management-url-actions
  private static final List<String> ACTIONS =
      List.of(
          "org.matrix.profile",
          "org.matrix.devices_list",
          "org.matrix.device_view",
          "org.matrix.device_delete",
          "org.matrix.account_deactivate",
          "org.matrix.cross_signing_reset");

  /// What some of them were called before.
  private static final List<String> EARLY_ACTIONS =
      List.of("org.matrix.sessions_list", "org.matrix.session_view", "org.matrix.session_end");

  private final JsonObject metadata;

  MetadataRoutes(String publicAddress) {
    this.metadata =
        JsonObject.builder()
            .put("issuer", publicAddress + "/")
            .put("authorization_endpoint", publicAddress + AUTHORIZE_PAGE)
            .put("registration_endpoint", publicAddress + TokenRoutes.APPLICATIONS)
            .put("token_endpoint", publicAddress + TokenRoutes.TOKENS)
            .put("device_authorization_endpoint", publicAddress + TokenRoutes.DEVICE_CODES)
            .put("account_management_uri", publicAddress + ACCOUNT_PAGE)
            .put(ACTIONS_NAME, JsonArray.of(ACTIONS.toArray()))
            .put("revocation_endpoint", publicAddress + TokenRoutes.REVOCATION)
            .put("response_types_supported", JsonArray.of("code"))
            .put("response_modes_supported", JsonArray.of("query", "fragment"))
            .put(
                "grant_types_supported",
                JsonArray.of(
                    Application.CODE_GRANT,
                    Application.REFRESH_GRANT,
                    DeviceCodeGrant.GRANT_TYPE.getValue()))
            .put("prompt_values_supported", JsonArray.of("create"))
            .put("code_challenge_methods_supported", JsonArray.of("S256"))
            .put("token_endpoint_auth_methods_supported", JsonArray.of("none"))
            .put("revocation_endpoint_auth_methods_supported", JsonArray.of("none"))
            .build();
  }

  List<Route> all() {
    return List.of(
        get(
                "/_matrix/client/v1/auth_metadata",
                "How applications are let in",
                _ -> Reply.json(metadata))
            .open(),
        get(
                "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata",
                "The same, before it was specified",
                _ -> Reply.json(early()))
            .open());
  }

  private JsonObject early() {
    Object[] actions = Stream.concat(ACTIONS.stream(), EARLY_ACTIONS.stream()).toArray();
    return metadata.with(ACTIONS_NAME, JsonArray.of(actions));
  }
}
