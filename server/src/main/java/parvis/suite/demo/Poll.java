package parvis.suite.demo;

import java.util.ArrayList;
import java.util.List;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A poll that is written `[poll|question|answer|answer]`.
/// spec: MSC3381
final class Poll {
  static final String START = "org.matrix.msc3381.poll.start";
  static final String RESPONSE = "org.matrix.msc3381.poll.response";
  private static final String BEGIN = "[poll|";
  private static final String TEXT = "org.matrix.msc1767.text";

  private Poll() {}

  static boolean is(String words) {
    return words.startsWith(BEGIN) && words.endsWith("]");
  }

  static JsonObject of(String words) {
    var parts = List.of(words.substring(BEGIN.length(), words.length() - 1).split("\\|", -1));
    var answers = new ArrayList<JsonObject>();
    for (int at = 1; at < parts.size(); at++) {
      answers.add(JsonObject.of("id", Integer.toString(at), TEXT, parts.get(at)));
    }
    var question = parts.getFirst();
    return JsonObject.of(
        START,
        JsonObject.of(
            "question",
            JsonObject.of("body", question, "msgtype", "m.text", TEXT, question),
            "kind",
            "org.matrix.msc3381.poll.disclosed",
            "max_selections",
            1,
            "answers",
            JsonArray.of(answers.toArray())),
        TEXT,
        question + "\n" + String.join("\n", parts.subList(1, parts.size())));
  }

  static JsonObject vote(String poll, String answer) {
    return JsonObject.of(
        "m.relates_to",
        JsonObject.of("rel_type", "m.reference", "event_id", poll),
        RESPONSE,
        JsonObject.of("answers", JsonArray.of(answer)));
  }
}
