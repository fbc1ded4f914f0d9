package parvis.core.oauth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// An application of others, and what it says of itself.
///
/// @param metadata the fields of its registration that were kept
record Application(String id, JsonObject metadata) {
  static final String CODE_GRANT = "authorization_code";
  static final String REFRESH_GRANT = "refresh_token";

  /// The page that tells of it.
  URI uri() {
    return URI.create(metadata.string("client_uri").orElseThrow());
  }

  /// Its name, as it calls itself or as its page is called.
  String name() {
    return metadata.string("client_name").orElseGet(() -> uri().getHost());
  }

  boolean isNative() {
    return metadata.string("application_type").orElse("web").equals("native");
  }

  boolean mayUse(String grantType) {
    return strings("grant_types").contains(grantType);
  }

  /// Whether it is at this address, by what it registered. A program on somebody's own machine gets
  /// whatever port is free there.
  ///
  /// spec: cs-api#redirect-uri-validation
  boolean isAt(String redirect) {
    List<String> registered = strings("redirect_uris");
    if (registered.contains(redirect)) return true;
    return isNative()
        && RedirectRules.withoutPort(redirect).filter(registered::contains).isPresent();
  }

  private List<String> strings(String field) {
    return metadata.array(field).orElse(JsonArray.EMPTY).strings();
  }

  /// What a person is shown of it, in their language where it speaks that.
  ///
  /// @param home the host where it gets what it asks for: all else is only said
  JsonObject shown(String language, Optional<String> home) {
    return JsonObject.builder()
        .put("name", said("client_name", language).orElse(name()))
        .put("uri", uri().toString())
        .putIf("host", home)
        .putIf("policy_uri", said("policy_uri", language))
        .putIf("tos_uri", said("tos_uri", language))
        .build();
  }

  private Optional<String> said(String field, String language) {
    return metadata.string(field + "#" + language).or(() -> metadata.string(field));
  }
}
