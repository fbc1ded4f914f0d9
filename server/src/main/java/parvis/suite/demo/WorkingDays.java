package parvis.suite.demo;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// The days of an office, counted back from the last one on which everything written for it has
/// already happened.
final class WorkingDays {
  private final ZoneId zone;
  private final LocalDate last;

  /// @param ends the last time of day that is written for day 0
  WorkingDays(Clock clock, LocalTime ends) {
    this.zone = clock.getZone();
    var now = ZonedDateTime.ofInstant(clock.instant(), zone);
    var day = now.toLocalTime().isAfter(ends) ? now.toLocalDate() : now.toLocalDate().minusDays(1);
    this.last = working(day);
  }

  /// Milliseconds since 1970 of a time of day, that many working days ago.
  long millis(int daysAgo, LocalTime at) {
    var day = last;
    for (int i = 0; i < daysAgo; i++) day = working(day.minusDays(1));
    return day.atTime(at).atZone(zone).toInstant().toEpochMilli();
  }

  private static LocalDate working(LocalDate day) {
    var found = day;
    while (found.getDayOfWeek() == DayOfWeek.SATURDAY || found.getDayOfWeek() == DayOfWeek.SUNDAY) {
      found = found.minusDays(1);
    }
    return found;
  }
}
