package parvis.suite.tasks;

import java.time.LocalDate;
import java.util.Optional;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// That a task comes again, by a rule of calendars, and whether it does so once it is done, or at
/// its day, done or not.
/// spec: RFC 5545, 3.3.10
record Repeats(String rule, boolean atDay) {
  static final int RULE_CHARS_MAX = 200;
  private static final String RULE = "rule";
  private static final String WHEN = "when";
  private static final String DONE = "done";
  private static final String DAY = "day";

  /// Days that are looked at to find the next one.
  private static final int STEPS_MAX = 1_000;

  /// The wish of somebody, or null: it does not come again.
  static JsonValue read(String word, JsonValue said) {
    if (said instanceof JsonNull) {
      return said;
    }
    var body = new Body(Said.object(word, said));
    var when = body.optionalString(WHEN, RULE_CHARS_MAX).orElse(DONE);
    if (!when.equals(DONE) && !when.equals(DAY)) {
      throw Said.invalid(word, "comes when it is \"done\", or at its \"day\"");
    }
    var rule = body.string(RULE, RULE_CHARS_MAX);
    var read = parsed(rule).orElseThrow(() -> Said.invalid(word, "has no rule, as in FREQ=WEEKLY"));
    return JsonObject.of(RULE, read.toString(), WHEN, when);
  }

  /// What is said of a task.
  static Optional<Repeats> of(Task task) {
    return task.value(Field.REPEATS) instanceof JsonObject said
        ? said.string(RULE)
            .map(rule -> new Repeats(rule, said.string(WHEN).filter(DAY::equals).isPresent()))
        : Optional.empty();
  }

  JsonObject json() {
    return JsonObject.of(RULE, rule, WHEN, atDay ? DAY : DONE);
  }

  /// Rules of days and more, that go on from any day.
  private static Optional<RecurrenceRule> parsed(String text) {
    try {
      var rule = new RecurrenceRule(text, RfcMode.RFC5545_STRICT);
      var freq = rule.getFreq();
      if (freq == Freq.SECONDLY || freq == Freq.MINUTELY || freq == Freq.HOURLY) {
        return Optional.empty();
      }
      // Some rules are found to lead nowhere by who follows them.
      return rule.iterator(day(Said.DAY_MIN)).hasNext() ? Optional.of(rule) : Optional.empty();
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private static DateTime day(LocalDate day) {
    return new DateTime(day.getYear(), day.getMonthValue() - 1, day.getDayOfMonth());
  }

  /// The day of the next one, and what that one says itself: of so many times one is over.
  record Next(LocalDate day, Repeats repeats) {}

  /// The next after a day, which is not before `least`; empty when it was the last.
  Optional<Next> next(LocalDate last, LocalDate least) {
    var left = parsed(rule);
    var count = left.map(RecurrenceRule::getCount).orElse(null);
    if (left.isEmpty() || (count != null && count <= 1)) {
      return Optional.empty();
    }
    if (count != null) {
      left.get().setCount(count - 1);
    }
    var next = new Repeats(left.get().toString(), atDay);
    return following(rule, last, least).map(day -> new Next(day, next));
  }

  private static Optional<LocalDate> following(String rule, LocalDate last, LocalDate least) {
    try {
      var from = least.isAfter(last) ? least : last.plusDays(1);
      var days = new RecurrenceRule(rule, RfcMode.RFC5545_STRICT).iterator(day(last));
      days.fastForward(day(from));
      for (int i = 0; i < STEPS_MAX && days.hasNext(); i++) {
        var found = days.nextDateTime();
        var day = LocalDate.of(found.getYear(), found.getMonth() + 1, found.getDayOfMonth());
        if (!day.isBefore(from)) {
          return day.isAfter(Said.DAY_MAX) ? Optional.empty() : Optional.of(day);
        }
      }
      return Optional.empty();
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException never) {
      return Optional.empty();
    }
  }
}
