package parvis.core.organisations;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.platform.http.Body;

/// Until when somebody from outside is let in: to the end of a day, or for so long. Nobody is for
/// more than half a year of the calendar at once, which is also meant when nothing is said.
///
/// @param day the last one, where the house is
record Term(Optional<LocalDate> day, OptionalLong lifeMs) {
  static final int MONTHS_MAX = 6;
  static final Term LONGEST = new Term(Optional.empty(), OptionalLong.empty());

  private static final int DAY_CHARS = 10;

  static Term read(Body body) {
    return new Term(
        body.optionalString("until", DAY_CHARS).map(Term::day),
        body.optionalInteger("expires_in_ms"));
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      throw Refused.invalidParam("\"until\" is a day, such as 2027-05-26");
    }
  }

  /// When it ends.
  ///
  /// @param fromMs when it begins
  /// @param zone where the house is
  /// @throws Refused invalidParam when that is not later, or too late
  long ends(long fromMs, ZoneId zone) {
    var latest =
        endOf(Instant.ofEpochMilli(fromMs).atZone(zone).toLocalDate().plusMonths(MONTHS_MAX), zone);
    var ends =
        day.map(last -> endOf(last, zone))
            .orElseGet(() -> lifeMs.isPresent() ? sum(fromMs, lifeMs.getAsLong()) : latest);
    if (ends <= fromMs || ends > latest) {
      throw Refused.invalidParam("An invitation ends later, within " + MONTHS_MAX + " months");
    }
    return ends;
  }

  private static long sum(long fromMs, long lifeMs) {
    return fromMs + Math.clamp(lifeMs, 0, Long.MAX_VALUE - fromMs);
  }

  private static long endOf(LocalDate day, ZoneId zone) {
    return day.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli() - 1;
  }
}
