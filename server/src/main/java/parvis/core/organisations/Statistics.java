package parvis.core.organisations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.RowReader;
import parvis.platform.db.Tx;
import parvis.protocol.id.ServerName;

/// How much an organisation uses the house, or all of it do, week by week: counted from what is
/// written anyway, for all together, and never for fewer than [#PEOPLE_MIN] people.
public final class Statistics {
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

  /// Of the whole house who is no guest is an agent, also who is of no organisation.
  private static final String ALL_PEOPLE =
      """
      select count(*) filter (where p.sponsor is null and not a.expired) as agents,
             count(*) filter (where p.sponsor is not null and not a.expired) as externals,
             count(*) filter (where a.expired) as expired
        from account a left join post p on p."user" = a."user" and p.until_ms is null
       where a.server = ? and a.deactivated_ms is null and not a.guest and a.localpart <> ?\
      """;

  private static final String OF_ORGANISATION =
      "with people as (select \"user\" from post where organisation = ? and until_ms is null),";

  private static final String OF_HOUSE =
      "with people as (select \"user\" from account where server = ? and deactivated_ms is null),";

  private static final String WRITTEN =
      """

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

  /// Which of some rooms were written in since a moment.
  private static final String LIVELY =
      """
      select r.room from unnest(?::bigint[]) as r (room)
       where exists (
         select from event e
          where e.room = r.room and e.pos is not null and e.ts > ?
            and e.type in ('m.room.message', 'm.room.encrypted', 'm.sticker'))\
      """;

  private final Remits remits;
  private final Db db;
  private final Clock clock;
  private volatile Places places = (_, _) -> List.of();
  private final Cache<Remit, Counted> counted =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).expireAfterWrite(LIFE).build();

  Statistics(Remits remits, Db db, Clock clock) {
    this.remits = remits;
    this.db = db;
    this.clock = clock;
  }

  /// The spaces of an organisation, or of the whole server: of each the nids of its rooms.
  public interface Places {
    List<List<Long>> of(ServerName server, Optional<String> organisation);
  }

  /// Counts spaces, which are made in a layer above.
  void counts(Places spaces) {
    this.places = spaces;
  }

  /// What was counted. A figure that would be of too few people is absent.
  ///
  /// @param expired accounts whose time is over
  /// @param spaces all that there are
  /// @param activeSpaces those in which somebody wrote in the last week
  record Counted(
      OptionalLong agents,
      OptionalLong externals,
      OptionalLong expired,
      OptionalLong spaces,
      OptionalLong activeSpaces,
      List<Week> weeks) {}

  /// One week.
  ///
  /// @param fromMs when it began
  /// @param active how many people wrote something
  record Week(long fromMs, OptionalLong active, OptionalLong messages, OptionalLong rooms) {}

  /// @param organisation absent: the whole server
  /// @throws parvis.base.Refused as [Remits#in]
  Counted of(Actor actor, Optional<String> organisation) {
    var remit = remits.in(actor, organisation);
    var server = actor.user().server();
    return counted.get(remit, of -> count(of, places.of(server, organisation)));
  }

  private Counted count(Remit of, List<List<Long>> spaces) {
    long now = clock.millis();
    long week = WEEK.toMillis();
    long whose = of.organisation().orElse(of.server());
    return db.read(
        tx -> {
          var sql = (of.isHouse() ? OF_HOUSE : OF_ORGANISATION) + WRITTEN;
          var weeks = tx.list(row -> week(row, now), sql, whose, WEEKS, now, week, now, week);
          var people = people(tx, of);
          var rooms = spaces.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
          var lively =
              Set.copyOf(tx.list(row -> row.number("room"), LIVELY, (Object) rooms, now - week));
          var active = spaces.stream().filter(in -> in.stream().anyMatch(lively::contains)).count();
          return new Counted(
              told(people.agents(), people.agents()),
              told(people.externals(), people.externals()),
              told(people.expired(), people.expired()),
              told(spaces.size(), people.agents()),
              weeks.getLast().active().isPresent() ? OptionalLong.of(active) : OptionalLong.empty(),
              weeks);
        });
  }

  private record People(long agents, long externals, long expired) {}

  private static People people(Tx tx, Remit of) {
    RowReader<People> read =
        row -> new People(row.number("agents"), row.number("externals"), row.number("expired"));
    return (of.isHouse()
            ? tx.first(read, ALL_PEOPLE, of.server(), Accounts.SERVER_ITSELF)
            : tx.first(read, PEOPLE, of.organisation().orElseThrow()))
        .orElseThrow();
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
