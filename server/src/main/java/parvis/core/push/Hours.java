package parvis.core.push;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.OptionalInt;
import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonObject;

/// When mails about what is unread go: soon, or once a day at an hour; and never in the quiet
/// hours, in which browsers are told nothing either.
///
/// It stands in the `data` of a pusher: `daily_hour`, and `quiet_from` and `quiet_until`, which are
/// hours of a clock in `zone`. Without them mails go soon, at any time.
///
/// @param daily the hour of the one mail of a day; empty: soon
/// @param quietFrom when quiet hours begin; empty: there are none
/// @param quietUntil when they end, perhaps on the next day
record Hours(ZoneId zone, OptionalInt daily, OptionalInt quietFrom, OptionalInt quietUntil) {
  private static final int HOUR_MAX = 23;
  private static final String ZONE = "zone";
  private static final String DAILY = "daily_hour";
  private static final String FROM = "quiet_from";
  private static final String UNTIL = "quiet_until";

  /// @param house where it is: so are those who do not say where they are
  /// @throws Refused invalidParam when an hour or the zone is none, or quiet hours have one end
  /// only
  static Hours of(JsonObject data, ZoneId house) {
    var body = new Body(data);
    var from = hour(body, FROM);
    var until = hour(body, UNTIL);
    if (from.isPresent() != until.isPresent()) {
      throw Refused.invalidParam("Quiet hours have a beginning and an end.");
    }
    return new Hours(zone(body, house), hour(body, DAILY), from, until);
  }

  private static ZoneId zone(Body body, ZoneId house) {
    try {
      return body.optionalString(ZONE, Body.NAME_BYTES_MAX).map(ZoneId::of).orElse(house);
    } catch (DateTimeException _) {
      throw Refused.invalidParam("There is no such time zone.");
    }
  }

  private static OptionalInt hour(Body body, String name) {
    OptionalLong hour = body.optionalInteger(name);
    if (hour.isEmpty()) {
      return OptionalInt.empty();
    }
    if (hour.getAsLong() < 0 || hour.getAsLong() > HOUR_MAX) {
      throw Refused.invalidParam("An hour is a number from 0 to 23.");
    }
    return OptionalInt.of((int) hour.getAsLong());
  }

  /// What a pusher keeps of it.
  JsonObject json() {
    var kept = JsonObject.builder();
    daily.ifPresent(hour -> kept.put(DAILY, hour));
    quietFrom.ifPresent(hour -> kept.put(FROM, hour));
    quietUntil.ifPresent(hour -> kept.put(UNTIL, hour));
    return kept.isEmpty() ? JsonObject.EMPTY : kept.put(ZONE, zone.getId()).build();
  }

  /// When a mail goes that may not go before a moment.
  long due(long earliestMs) {
    var earliest = Instant.ofEpochMilli(earliestMs).atZone(zone);
    var at = daily.isPresent() ? next(earliest, daily.getAsInt()) : earliest;
    return (isQuiet(at) ? next(at, quietUntil.orElseThrow()) : at).toInstant().toEpochMilli();
  }

  /// When the quiet hours end that a moment lies in; empty when it lies in none.
  OptionalLong quietUntil(long nowMs) {
    var now = Instant.ofEpochMilli(nowMs).atZone(zone);
    return isQuiet(now)
        ? OptionalLong.of(next(now, quietUntil.orElseThrow()).toInstant().toEpochMilli())
        : OptionalLong.empty();
  }

  private boolean isQuiet(ZonedDateTime at) {
    if (quietFrom.isEmpty()) {
      return false;
    }
    var from = quietFrom.getAsInt();
    var until = quietUntil.orElseThrow();
    var hour = at.getHour();
    return from <= until ? hour >= from && hour < until : hour >= from || hour < until;
  }

  /// The first time from a moment on at which a clock shows a full hour.
  private static ZonedDateTime next(ZonedDateTime from, int hour) {
    var today = from.with(LocalTime.of(hour, 0));
    return today.isBefore(from) ? from.plusDays(1).with(LocalTime.of(hour, 0)) : today;
  }
}
