package parvis.suite.tasks;

import java.util.LinkedHashMap;
import java.util.Map;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonValue;

/// One change that somebody wants of many tasks of a space.
///
/// @param bases the version of each task that they saw, by its id
record Many(String request, Map<String, Long> bases, Map<Field, JsonValue> set) {
  static final int TASKS_MAX = 200;

  /// What stands for them where it is noted what devices asked for.
  static final String NAME = "many";

  static Many read(Body body) {
    var word = "tasks";
    var bases = new LinkedHashMap<String, Long>();
    for (var one : Values.list(word, body.array(word), TASKS_MAX)) {
      var task = new Body(Values.object(word, one));
      if (bases.put(Values.id(word, task.string("id")), task.integer("base")) != null) {
        throw Values.invalid(word, "names a task twice");
      }
    }
    if (bases.isEmpty()) {
      throw Refused.missingParam("\"tasks\" names none");
    }
    return new Many(Edit.request(body), bases, Edit.set(body.object("set")));
  }

  Edit edit(long base) {
    return new Edit(request, base, set);
  }
}
