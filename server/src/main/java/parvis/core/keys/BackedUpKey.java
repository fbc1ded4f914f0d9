package parvis.core.keys;

import java.util.Comparator;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonWriter;

/// The key of one encrypted conversation as a client leaves it with us: what it is worth, and the
/// key itself, which we cannot read.
///
/// @param data JSON
/// spec: cs-api#server-side-key-backups
record BackedUpKey(long firstMessageIndex, long forwardedCount, boolean verified, byte[] data) {
  private static final int DATA_BYTES_MAX = 16_384;

  /// The best key first: one whose sender was verified, then one that reads more messages, then one
  /// that went through fewer hands.
  private static final Comparator<BackedUpKey> BEST_FIRST =
      Comparator.comparing(BackedUpKey::verified)
          .reversed()
          .thenComparingLong(BackedUpKey::firstMessageIndex)
          .thenComparingLong(BackedUpKey::forwardedCount);

  static BackedUpKey read(Body body) {
    var data = JsonWriter.write(body.object("session_data"));
    if (data.length > DATA_BYTES_MAX) {
      throw Refused.tooLarge("session_data has at most 16,384 bytes.");
    }
    return new BackedUpKey(
        count(body, "first_message_index"),
        count(body, "forwarded_count"),
        body.bool("is_verified"),
        data);
  }

  private static long count(Body body, String name) {
    var count = body.integer(name);
    if (count < 0) {
      throw Refused.invalidParam(name + " is not negative.");
    }
    return count;
  }

  /// Whether this one is kept and the other one given up.
  boolean betterThan(BackedUpKey other) {
    return BEST_FIRST.compare(this, other) < 0;
  }

  JsonObject json() {
    return JsonObject.of(
        "first_message_index",
        firstMessageIndex,
        "forwarded_count",
        forwardedCount,
        "is_verified",
        verified,
        "session_data",
        JsonReader.read(data, JsonLimits.REQUEST));
  }
}
