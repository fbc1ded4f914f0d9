package parvis.suite.objections;

import java.util.Optional;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What somebody objects to.
///
/// @param userNid nid of who does
/// @param organisation nid of whose administrators answer; absent: those of the server
/// @param label of that organisation
record Objection(
    String id,
    long userNid,
    UserId user,
    Optional<String> name,
    Optional<Long> organisation,
    Optional<String> label,
    String text,
    long atMs,
    Optional<Answer> answer) {

  /// @param by nid of who answered
  record Answer(String text, long atMs, long by) {}

  /// As who objects is told of it.
  JsonObject own() {
    return JsonObject.builder()
        .put("id", id)
        .put("text", text)
        .put("at", atMs)
        .putIf("answer", answer.map(Answer::text))
        .putIf("answered_at", answer.map(Answer::atMs))
        .build();
  }

  /// As who answers is told of it.
  JsonObject waiting() {
    return JsonObject.builder()
        .put("id", id)
        .put("user_id", user.value())
        .putIf("display_name", name)
        .putIf("organisation", label)
        .put("text", text)
        .put("at", atMs)
        .build();
  }
}
