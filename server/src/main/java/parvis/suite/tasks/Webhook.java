package parvis.suite.tasks;

import java.net.URI;
import java.util.OptionalLong;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// A program of others that is told when something of a board changed.
///
/// @param answered the last status that it answered; absent before the first
/// @param failed how many things it was not told in the end
record Webhook(
    long nid,
    String id,
    URI uri,
    byte[] sealedSecret,
    Fact made,
    OptionalLong answered,
    long failed) {
  JsonObject json() {
    return JsonObject.of(
        "id",
        id,
        "uri",
        uri.toString(),
        "by",
        made.by(),
        "at",
        made.atMs(),
        "answered",
        answered.isPresent() ? answered.getAsLong() : JsonNull.NULL,
        "failed",
        failed);
  }
}
