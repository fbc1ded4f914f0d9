package parvis.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// What a run found: the settings that repeat it, and one row of figures for each of its steps.
final class Report {
  private final Map<String, Object> settings = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private boolean failed;

  /// Notes that the load did not do what it was to do.
  Report fail() {
    failed = true;
    return this;
  }

  boolean failed() {
    return failed;
  }

  /// A number of the report; none when it was not measured.
  OptionalDouble figure(String step, String figure) {
    return rows.stream()
        .filter(row -> row.name.equals(step))
        .map(row -> row.figures.get(figure))
        .filter(Number.class::isInstance)
        .mapToDouble(number -> ((Number) number).doubleValue())
        .findFirst();
  }

  Report set(String name, Object value) {
    settings.put(name, value);
    return this;
  }

  Row row(String name) {
    var row = new Row(name);
    rows.add(row);
    return row;
  }

  /// The figures of one step, in the order in which they were put.
  static final class Row {
    private final String name;
    private final Map<String, Object> figures = new LinkedHashMap<>();

    private Row(String name) {
      this.name = name;
    }

    Row put(String figure, Object value) {
      figures.put(figure, value);
      return this;
    }
  }

  /// A table with a line for each figure and a column for each step.
  String text() {
    var text = new StringBuilder();
    settings.forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    Set<String> figures = new LinkedHashSet<>();
    rows.forEach(row -> figures.addAll(row.figures.keySet()));
    int label = figures.stream().mapToInt(String::length).max().orElse(0);
    text.append(pad("", label));
    for (Row row : rows) text.append("  ").append(left(row.name, width(row)));
    text.append('\n');
    for (String figure : figures) {
      text.append(pad(figure, label));
      for (Row row : rows) {
        text.append("  ").append(left(shown(row.figures.getOrDefault(figure, "")), width(row)));
      }
      text.append('\n');
    }
    return text.toString();
  }

  JsonObject json() {
    var results = new ArrayList<JsonValue>();
    for (Row row : rows) {
      var object = JsonObject.builder().put("step", row.name);
      row.figures.forEach((figure, value) -> object.put(figure, jsonOf(value)));
      results.add(object.build());
    }
    var object = JsonObject.builder();
    settings.forEach((name, value) -> object.put(name, jsonOf(value)));
    return object.put("results", new JsonArray(results)).build();
  }

  private static Object jsonOf(Object value) {
    return switch (value) {
      case Double decimal -> new JsonDecimal(String.format(Locale.ROOT, "%.3f", decimal));
      case Integer number -> (long) number;
      case Long number -> number;
      case Map<?, ?> counts -> object(counts);
      default -> value.toString();
    };
  }

  private static JsonObject object(Map<?, ?> counts) {
    var object = JsonObject.builder();
    counts.forEach((name, value) -> object.put(name.toString(), jsonOf(value)));
    return object.build();
  }

  private static String shown(Object value) {
    return switch (value) {
      case Double decimal when decimal >= 1_000 -> String.format(Locale.ROOT, "%.0f", decimal);
      case Double decimal -> String.format(Locale.ROOT, "%.2f", decimal);
      case Map<?, ?> counts when counts.isEmpty() -> "none";
      case Map<?, ?> counts ->
          counts.entrySet().stream()
              .map(entry -> entry.getValue() + " x " + entry.getKey())
              .collect(Collectors.joining(", "));
      default -> value.toString();
    };
  }

  private static int width(Row row) {
    int widest =
        row.figures.values().stream().mapToInt(value -> shown(value).length()).max().orElse(0);
    return Math.max(row.name.length(), widest);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String left(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
