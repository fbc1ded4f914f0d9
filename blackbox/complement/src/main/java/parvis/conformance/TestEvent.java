package parvis.conformance;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;

/// One line that Go's test runner prints when asked for JSON.
///
/// @param action such as `run`, `output`, `pass`, `fail`, `skip`
/// @param test `package/Test/subtest`, the package by the last part of its path; only the package
///     when the event is about the whole of it
/// @param output what the test printed, for `output`
record TestEvent(String action, String test, double seconds, String output) {

  /// The event in a line; empty when the line is something else, such as a compiler's complaint.
  static Optional<TestEvent> of(String line) {
    if (!line.startsWith("{")) return Optional.empty();
    try {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      if (!(JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject event))
        return Optional.empty();
      return event.string("Action").map(action -> of(action, event));
    } catch (JsonRefused notAnEvent) {
      return Optional.empty();
    }
  }

  private static TestEvent of(String action, JsonObject event) {
    String suite = event.string("Package").orElse("").replaceFirst(".*/", "");
    String test = event.string("Test").map(name -> suite + "/" + name).orElse(suite);
    return new TestEvent(action, test, seconds(event), event.string("Output").orElse(""));
  }

  private static double seconds(JsonObject event) {
    return switch (event.get("Elapsed")) {
      case JsonInteger(long whole) -> whole;
      case JsonDecimal decimal -> Double.parseDouble(decimal.toString());
      case null, default -> 0;
    };
  }

  boolean aboutATest() {
    return test.contains("/");
  }

  /// Whether this is about a test that stands in no other.
  boolean topLevel() {
    return aboutATest() && test.indexOf('/') == test.lastIndexOf('/');
  }

  /// What is known of the test after this event. A test that has begun counts as failed until it is
  /// said to have ended: a panic or a timeout says nothing more.
  Optional<Verdict> verdict() {
    if (!aboutATest()) return Optional.empty();
    return switch (action) {
      case "run", "fail" -> Optional.of(Verdict.FAIL);
      case "pass" -> Optional.of(Verdict.PASS);
      case "skip" -> Optional.of(Verdict.SKIP);
      default -> Optional.empty();
    };
  }

  boolean ends() {
    return action.equals("pass") || action.equals("fail") || action.equals("skip");
  }
}
