package parvis.suite.tasks;

import java.util.List;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What somebody says of a task, to who sees it.
///
/// @param mentions whom it calls
record Comment(long nid, String id, Fact said, String text, List<String> mentions) {
  JsonObject json() {
    return JsonObject.of(
        "id", id,
        "by", said.by(),
        "at", said.atMs(),
        "text", text,
        "mentions", JsonArray.of(mentions.toArray()));
  }
}
