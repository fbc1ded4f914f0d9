package parvis.protocol.push;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// A way to a property of an event, such as `content.m\.mentions.room`.
///
/// spec: appendices#dot-separated-property-paths
record PropertyPath(List<String> names) {
  static PropertyPath parse(String text) {
    var names = new ArrayList<String>();
    var name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else if (c != '\\' || (next != '.' && next != '\\')) {
        name.append(c);
      } else {
        name.append(next);
        i = i + 1;
      }
    }
    names.add(name.toString());
    return new PropertyPath(List.copyOf(names));
  }

  /// The value there, null when there is none.
  @Nullable JsonValue in(JsonObject event) {
    JsonValue value = event;
    for (String name : names) {
      if (!(value instanceof JsonObject object)) return null;
      value = object.get(name);
    }
    return value;
  }
}
