package parvis.core.organisations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Row;

/// How much an organisation uses the house, week by week: counted from what is written anyway, for
/// all together, and never for fewer than [#PEOPLE_MIN] people.
final class Statistics {
  /// A figure about fewer people is not told: it would say what one of them does.
  static final int PEOPLE_MIN = 10;

  /// Weeks that are told, the last one ending now.
  static final int WEEKS = 12;

  private static final Duration WEEK = Duration.ofDays(7);

  /// How long what was counted is told again: counting reads what everybody wrote.
  private static final Duration LIFE = Duration.ofHours(1);

  private static final int CACHED_MAX = 1_000;

  private static final String PEOPLE =
      """
      select count(*) filter (where sponsor is null and not over) as agents,
             count(*) filter (where sponsor is not null and not over) as externals,
             count(*) filter (where over) as expired
        from post where organisation = ? and until_ms is null\
      """;

  private static final String WRITTEN =
      """
      with people as (
        select "user" from post where organisation = ? and until_ms is null),
      rooms as (
        select distinct m.room from people p join membership m on m."user" = p."user")
      select w.week, count(e.nid) as messages, count(distinct e.sender) as people,
             count(distinct e.room) as rooms
        from generate_series(0, ? - 1) as w (week)
        left join rooms r on true
        left join lateral (
          select nid, sender, room from event
           where event.room = r.room and event.pos is not null
             and event.ts > ?::bigint - (w.week + 1) * ?::bigint
             and event.ts <= ?::bigint - w.week * ?::bigint
             and event.type in ('m.room.message', 'm.room.encrypted', 'm.sticker')
             and event.sender in (select "user" from people)) e on true
       group by w.week order by w.week desc\
      """;

  private final Organisations organisations;
  private final Db db;
  private final Clock clock;
  private final Cache<Long, Counted> counted =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).expireAfterWrite(LIFE).build();

  Statistics(Organisations organisations, Db db, Clock clock) {
    this.organisations = organisations;
    this.db = db;
    this.clock = clock;
  }

  /// What was counted. A figure that would be of too few people is absent.
  ///
  /// @param expired accounts whose time is over
  record Counted(
      OptionalLong agents, OptionalLong externals, OptionalLong expired, List<Week> weeks) {}

  /// One week.
  ///
  /// @param fromMs when it began
  /// @param active how many people wrote something
  record Week(long fromMs, OptionalLong active, OptionalLong messages, OptionalLong rooms) {}

  Counted of(Actor actor, String id) {
    var of = organisations.in(actor, id, Right.ADMINISTER, (tx, o) -> o);
    return counted.get(of.nid(), this::count);
  }

  private Counted count(long organisation) {
    long now = clock.millis();
    long week = WEEK.toMillis();
    return db.read(
        tx -> {
          var weeks =
              tx.list(row -> week(row, now), WRITTEN, organisation, WEEKS, now, week, now, week);
          return tx.first(
                  row ->
                      new Counted(
                          told(row.number("agents"), row.number("agents")),
                          told(row.number("externals"), row.number("externals")),
                          told(row.number("expired"), row.number("expired")),
                          weeks),
                  PEOPLE,
                  organisation)
              .orElseThrow();
        });
  }

  private static Week week(Row row, long now) {
    long people = row.number("people");
    return new Week(
        now - (row.number("week") + 1) * WEEK.toMillis(),
        told(people, people),
        told(row.number("messages"), people),
        told(row.number("rooms"), people));
  }

  private static OptionalLong told(long figure, long people) {
    return people < PEOPLE_MIN ? OptionalLong.empty() : OptionalLong.of(figure);
  }
}
