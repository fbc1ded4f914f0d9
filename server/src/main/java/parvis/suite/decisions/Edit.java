package parvis.suite.decisions;

import java.util.EnumMap;
import java.util.Map;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What somebody wants of a decision.
///
/// @param request their device's name for this one wish, so that it is done once
/// @param base the version of the decision that they saw; 0 where they make it
/// @param set the values it is to have
record Edit(String request, long base, Map<Field, JsonValue> set) {
  static final int REQUEST_CHARS_MAX = 64;

  /// The wish for a new decision.
  static Edit make(Body body) {
    var edit = new Edit(request(body), 0, set(body.object("set")));
    if (!edit.set().containsKey(Field.TITLE)) {
      throw Refused.missingParam("\"title\" is missing");
    }
    return edit;
  }

  static Edit change(Body body) {
    return new Edit(request(body), body.integer("base"), set(body.object("set")));
  }

  private static String request(Body body) {
    return body.string("request_id", REQUEST_CHARS_MAX);
  }

  /// A name that is none of a field is refused: nothing that was meant is passed over.
  private static Map<Field, JsonValue> set(JsonObject said) {
    var set = new EnumMap<Field, JsonValue>(Field.class);
    for (var entry : said.entries()) {
      var field =
          Field.of(entry.name())
              .orElseThrow(() -> Said.invalid(entry.name(), "is nothing of a decision"));
      set.put(field, field.read(entry.value()));
    }
    return set;
  }
}
