package parvis.core.push;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonObject;

/// A device of somebody's that is told of what happens while it sleeps, and how.
///
/// @param data what its app wants the gateway to know, `url` included
/// @param setMs when it was last set
record Pusher(
    long nid,
    long user,
    long session,
    String kind,
    String appId,
    String pushkey,
    String appName,
    String deviceName,
    @Nullable String profileTag,
    String lang,
    JsonObject data,
    long setMs) {

  private static final String ID_ONLY = "event_id_only";

  /// One that asks a gateway over HTTP.
  static final String HTTP = "http";

  /// One that writes mails to `pushkey`.
  static final String EMAIL = "email";

  /// One that tells a browser through the push service of its maker: `pushkey` is its public key.
  static final String BROWSER = "webpush";

  boolean isBrowser() {
    return kind.equals(BROWSER);
  }

  /// What a browser gave to be written to.
  AgentKeys keys() {
    return AgentKeys.of(pushkey, data.string("auth").orElse("")).orElseThrow();
  }

  /// Whether a browser may be told the names of room and sender.
  boolean tellsNames() {
    return data.bool("names").orElse(false);
  }

  /// Until when a browser wants to be left alone; empty: it does not, now.
  OptionalLong quietUntil(Clock clock) {
    return isBrowser()
        ? Hours.of(data, clock.getZone()).quietUntil(clock.millis())
        : OptionalLong.empty();
  }

  boolean isMail() {
    return kind.equals(EMAIL);
  }

  static boolean isFormat(String format) {
    return format.equals(ID_ONLY);
  }

  /// The gateway, or the push service of a browser.
  URI url() {
    return URI.create(data.string("url").orElseThrow());
  }

  /// Whether the gateway is told nothing of an event but its id.
  boolean idOnly() {
    return data.string("format").filter(ID_ONLY::equals).isPresent();
  }

  /// The pusher as its owner sees it.
  /// spec: cs-api#get_matrixclientv3pushers
  JsonObject json() {
    return JsonObject.builder()
        .put("pushkey", pushkey)
        .put("kind", kind)
        .put("app_id", appId)
        .put("app_display_name", appName)
        .put("device_display_name", deviceName)
        .putIf("profile_tag", Optional.ofNullable(profileTag))
        .put("lang", lang)
        .put("data", data)
        .build();
  }
}
