package parvis.suite.tasks;

import java.util.List;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What somebody says of a task, to who sees it.
///
/// @param editedMs when it was written anew; 0: never
/// @param mentions whom it calls
record Comment(long nid, String id, Fact said, long editedMs, String text, List<String> mentions) {
  JsonObject json() {
    var json =
        JsonObject.of(
            "id", id,
            "by", said.by(),
            "at", said.atMs(),
            "text", text,
            "mentions", JsonArray.of(mentions.toArray()));
    return editedMs == 0 ? json : json.with("edited_at", editedMs);
  }

  Comment reworded(String words, List<String> called, long atMs) {
    return new Comment(nid, id, said, atMs, words, called);
  }
}
