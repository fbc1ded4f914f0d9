package parvis.core.presence;

import parvis.protocol.json.JsonObject;

/// What others see of somebody.
///
/// @param status what they wrote about it; empty when nothing
/// @param lastActive when they last did something, in milliseconds; 0 when they never did
/// @param active whether that was a moment ago
public record Appearance(
    Availability availability, String status, long lastActive, boolean active) {

  static final Appearance ABSENT = new Appearance(Availability.OFFLINE, "", 0, false);

  boolean looksLike(Appearance other) {
    return availability == other.availability
        && active == other.active
        && status.equals(other.status);
  }

  /// The content of `m.presence`.
  /// spec: cs-api#mpresence
  public JsonObject json(long now) {
    var json = JsonObject.builder().put("presence", availability.word());
    if (lastActive > 0) {
      json.put("last_active_ago", Math.max(0, now - lastActive));
    }
    if (!status.isEmpty()) {
      json.put("status_msg", status);
    }
    return json.put("currently_active", active).build();
  }
}
