package parvis.conformance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;

/// The words that clients of Docker tie to things in order to find them again.
final class Labels {
  private static final Pattern CHANGE =
      Pattern.compile("LABEL \"(?<key>.*?)\"=\"(?<value>.*)\"", Pattern.DOTALL);

  private Labels() {}

  /// Those in the body of a call.
  static Map<String, String> of(JsonObject body) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (var entry : body.object("Labels").orElse(JsonObject.EMPTY).entries())
      if (entry.value() instanceof JsonString(String value)) labels.put(entry.name(), value);
    return labels;
  }

  /// Those of a container, changed as a commit asks.
  static Map<String, String> changed(Map<String, String> labels, Iterable<String> changes) {
    Map<String, String> changed = new LinkedHashMap<>(labels);
    for (String change : changes) {
      Matcher label = CHANGE.matcher(change);
      if (!label.matches()) throw new Refusal(400, "only LABEL changes are understood: " + change);
      changed.put(label.group("key"), label.group("value"));
    }
    return changed;
  }
}
