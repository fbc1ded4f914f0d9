package parvis.suite.tasks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What somebody wants of many tasks of a space, as one.
///
/// @param edits what each task is to have, by its id
/// @param each whether what cannot be done is left out and told; otherwise it is all or none
record Many(String request, Map<String, Edit> edits, boolean each) {
  static final int TASKS_MAX = 200;

  /// What stands for them where it is noted what devices asked for.
  static final String NAME = "many";

  /// What all are to have is said once; what one is to have besides, or instead, beside its id.
  static Many read(Body body) {
    var word = "tasks";
    var request = Edit.request(body);
    var set = body.optionalObject("set").orElse(JsonObject.EMPTY);
    var edits = new LinkedHashMap<String, Edit>();
    for (var one : Said.list(word, body.array(word), TASKS_MAX)) {
      var task = new Body(Said.object(word, one));
      var own = set.toBuilder();
      task.optionalObject("set")
          .ifPresent(more -> more.entries().forEach(entry -> own.put(entry.name(), entry.value())));
      var edit = new Edit(request, task.integer("base"), Edit.set(own.build()));
      if (edit.set().isEmpty()) {
        throw Refused.missingParam("\"set\" is missing");
      }
      if (edits.put(Said.id(word, task.string("id")), edit) != null) {
        throw Said.invalid(word, "names a task twice");
      }
    }
    if (edits.isEmpty()) {
      throw Refused.missingParam("\"tasks\" names none");
    }
    return new Many(request, edits, body.bool("each", false));
  }

  /// A task that stays as it is, and why.
  record Left(String id, Refused why) {
    JsonObject json() {
      var told =
          JsonObject.builder()
              .put("id", id)
              .put("why", why.kind().name().toLowerCase(Locale.ROOT))
              .put("error", why.sentence());
      why.fields().forEach(told::put);
      return told.build();
    }
  }

  /// What became of them.
  record Result(List<Tasks.Found> tasks, List<Left> left) {
    JsonObject json() {
      return JsonObject.of(
          "tasks",
          JsonArray.of(tasks.stream().map(Tasks.Found::card).toArray()),
          "refused",
          JsonArray.of(left.stream().map(Left::json).toArray()));
    }
  }
}
