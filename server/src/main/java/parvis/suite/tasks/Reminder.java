package parvis.suite.tasks;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// When somebody wants to be told of a task: so many days before it is due, at a minute of that day
/// where they are.
///
/// @param atMs the moment; absent while the task has no day
record Reminder(String user, int days, int minute, String zone, OptionalLong atMs) {
  static final long DAYS_MAX = 365;
  static final long MINUTE_MAX = 24 * 60 - 1;
  static final int ZONE_CHARS_MAX = 60;

  /// @throws parvis.base.Refused badJson, missingParam or invalidParam
  static Reminder read(String user, Body body) {
    var days = body.optionalInteger("days_before").orElse(0);
    var minute = body.integer("minute");
    if (days < 0 || days > DAYS_MAX) {
      throw Said.invalid("days_before", "lies between 0 and " + DAYS_MAX);
    }
    if (minute < 0 || minute > MINUTE_MAX) {
      throw Said.invalid("minute", "is a minute of the day, from 0 to " + MINUTE_MAX);
    }
    var zone = body.string("zone", ZONE_CHARS_MAX);
    try {
      ZoneId.of(zone);
    } catch (DateTimeException none) {
      throw Said.invalid("zone", "is a zone of time, as in Europe/Paris");
    }
    return new Reminder(user, (int) days, (int) minute, zone, OptionalLong.empty());
  }

  /// The moment, for a task as it is.
  Optional<Long> at(Task task) {
    return task.day(Field.DUE)
        .map(LocalDate::parse)
        .map(due -> due.minusDays(days).atStartOfDay().plusMinutes(minute))
        .map(moment -> moment.atZone(ZoneId.of(zone)).toInstant().toEpochMilli());
  }

  JsonObject json() {
    var at = atMs.isPresent() ? atMs.getAsLong() : JsonNull.NULL;
    return JsonObject.of("days_before", days, "minute", minute, "zone", zone, "at", at);
  }
}
