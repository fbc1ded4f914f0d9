package parvis.core.organisations;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;

/// How people stand to organisations, from memory, for who decides under a lock and may not wait
/// for the database.
///
/// What is not known is thrown as a question, answered outside of the lock, and asked again: see
/// [#telling]. What is known is true for at most [#LIFE], also when another node changed it.
public final class Standings {
  /// How long anything is believed.
  static final Duration LIFE = Duration.ofSeconds(4);

  private static final int PEOPLE_MAX = 50_000;
  private static final int ROOMS_MAX = 50_000;

  /// Questions that one decision may have, one after the other.
  private static final int QUESTIONS_MAX = 8;

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private static final String PEOPLE =
      """
      select u.user_id, p.sponsor is not null as guest, p.role <> 'member' as approver,
             o.access_rules,
             not exists (
               select from account a
                where a."user" = u.nid and a.deactivated_ms is null
                  and not (a.locked or a.withdrawn or a.shut or a.suspended or a.expired)
             ) as barred,
             array(with recursive above (nid, parent) as (
                     select o.nid, o.parent
                      union select p.nid, p.parent
                       from above join organisation p on p.nid = above.parent)
                   select nid from above) as within
        from matrix_user u
        join post p on p."user" = u.nid and p.until_ms is null
        join organisation o on o.nid = p.organisation
       where u.user_id = any(?)\
      """;

  private static final String HOUSES =
      """
      select m.user_id, m.at_ms, o.nid, o.access_rules, o.promotes_all, o.bypass, o.bypass_for
        from unnest(?::text[], ?::bigint[]) as m (user_id, at_ms)
        join matrix_user u on u.user_id = m.user_id
        join post p on p."user" = u.nid and p.sponsor is null
         and p.since_ms <= m.at_ms and (p.until_ms is null or p.until_ms > m.at_ms)
        join organisation o on o.nid = p.organisation\
      """;

  private static final String RUNNING =
      """
      select 1 from organisation o
        join account a on a.server = o.server and a.admin and a.deactivated_ms is null
        join matrix_user u on u.nid = a."user"
       where o.nid = ? and u.user_id = ?\
      """;

  /// Approvers of one organisation that are looked at.
  private static final int APPROVERS_MAX = 200;

  private static final String APPROVERS =
      """
      select u.user_id from post p join matrix_user u on u.nid = p."user"
       where p.organisation = ? and p.until_ms is null and p.role <> 'member'
       order by p.nid limit ?\
      """;

  private static final String ANY = "select 1 from organisation limit 1";

  private final Db db;

  /// Whether there are organisations at all; most small houses have none, and ask nothing more.
  private final Cache<String, Boolean> any =
      Caffeine.newBuilder().maximumSize(1).expireAfterWrite(LIFE).build();

  private final Cache<UserId, Standing> people =
      Caffeine.newBuilder().maximumSize(PEOPLE_MAX).expireAfterWrite(LIFE).build();
  private final Cache<Long, Set<UserId>> approvers =
      Caffeine.newBuilder().maximumSize(ROOMS_MAX).expireAfterWrite(LIFE).build();
  private final Cache<Trusted, Boolean> running =
      Caffeine.newBuilder().maximumSize(PEOPLE_MAX).expireAfterWrite(LIFE).build();
  private final Cache<Made, House> houses =
      Caffeine.newBuilder().maximumSize(ROOMS_MAX).expireAfterWrite(LIFE).build();

  /// A room, as far as it tells of an organisation: who made it, and when.
  public record Made(UserId by, long atMs) {}

  /// Somebody before the access rules of an organisation, by nid.
  private record Trusted(long organisation, UserId user) {}

  Standings(Db db) {
    this.db = db;
  }

  /// How somebody stands. To be called inside of [#telling].
  public Standing of(UserId user) {
    return all(Set.of(user)).getOrDefault(user, Standing.NONE);
  }

  /// How these people stand. To be called inside of [#telling].
  public Map<UserId, Standing> all(Collection<UserId> users) {
    var known = new HashMap<UserId, Standing>();
    if (!areThere()) {
      users.forEach(user -> known.put(user, Standing.NONE));
      return known;
    }
    var unknown = new HashSet<UserId>();
    for (var user : users) {
      var standing =
          user.localpart().equals(Accounts.SERVER_ITSELF)
              ? Standing.ITSELF
              : people.getIfPresent(user);
      if (standing == null) {
        unknown.add(user);
      } else {
        known.put(user, standing);
      }
    }
    if (!unknown.isEmpty()) {
      throw new Unlooked(() -> people.putAll(people(unknown)));
    }
    return known;
  }

  /// Who decides in an organisation what people ask for; some of them, when they are many. To be
  /// called inside of [#telling].
  public Set<UserId> approvers(House house) {
    var known = approvers.getIfPresent(house.organisation());
    if (known == null) {
      var of = house.organisation();
      throw new Unlooked(() -> approvers.put(of, approvers(of)));
    }
    return known;
  }

  /// Whether the access rules of an organisation do not bind somebody: it exempts who runs its
  /// server and those whom it names, where it exempts anybody. To be called inside of [#telling].
  public boolean isExempt(House house, UserId user) {
    return house.exempting() && (house.exempt().contains(user) || isRunning(house, user));
  }

  private boolean isRunning(House house, UserId user) {
    var asked = new Trusted(house.organisation(), user);
    var known = running.getIfPresent(asked);
    if (known == null) {
      throw new Unlooked(
          () ->
              running.put(
                  asked,
                  db.read(
                      tx ->
                          tx.first(row -> true, RUNNING, house.organisation(), user.value())
                              .isPresent())));
    }
    return known;
  }

  private Set<UserId> approvers(long organisation) {
    return Set.copyOf(
        db.read(
            tx ->
                tx.list(
                    row -> new UserId(row.text("user_id")),
                    APPROVERS,
                    organisation,
                    APPROVERS_MAX)));
  }

  /// The organisation of a room: that which its maker was of when they made it. To be called inside
  /// of [#telling].
  public House house(Made room) {
    return houses(List.of(room)).getOrDefault(room, House.NONE);
  }

  /// The same of many rooms, by at most one query.
  public Map<Made, House> houses(Collection<Made> rooms) {
    var known = new HashMap<Made, House>();
    var unknown = new HashSet<Made>();
    if (!areThere()) {
      return known;
    }
    for (var room : rooms) {
      var house = houses.getIfPresent(room);
      if (house == null) {
        unknown.add(room);
      } else {
        known.put(room, house);
      }
    }
    if (!unknown.isEmpty()) {
      throw new Unlooked(() -> houses.putAll(read(unknown)));
    }
    return known;
  }

  /// Whether there are organisations at all. To be called inside of [#telling].
  public boolean areThere() {
    var known = any.getIfPresent(ANY);
    if (known == null) {
      throw new Unlooked(() -> any.put(ANY, db.read(tx -> tx.first(row -> true, ANY)).isPresent()));
    }
    return known;
  }

  /// Does what asks for standings, again for each thing that must be looked up first. It has no
  /// effect before the last question is answered.
  public <T> T telling(Supplier<T> work) {
    for (int questions = 0; questions < QUESTIONS_MAX; questions++) {
      try {
        return work.get();
      } catch (Unlooked unlooked) {
        unlooked.look();
      }
    }
    throw Refused.unavailable(TRY_AGAIN);
  }

  private Map<UserId, Standing> people(Set<UserId> users) {
    var ids = users.stream().map(UserId::value).toArray(String[]::new);
    var found = new HashMap<UserId, Standing>();
    users.forEach(user -> found.put(user, Standing.NONE));
    db.read(
        tx ->
            tx.list(
                row ->
                    found.put(
                        new UserId(row.text("user_id")),
                        new Standing(
                            row.bool("guest"),
                            row.bool("guest"),
                            row.bool("approver"),
                            LongStream.of(row.numbers("within"))
                                .boxed()
                                .collect(Collectors.toUnmodifiableSet()),
                            row.bool("access_rules"),
                            row.bool("barred"))),
                PEOPLE,
                (Object) ids));
    return found;
  }

  private Map<Made, House> read(Set<Made> rooms) {
    var makers = rooms.stream().map(room -> room.by().value()).toArray(String[]::new);
    var times = rooms.stream().mapToLong(Made::atMs).toArray();
    var found = new HashMap<Made, House>();
    rooms.forEach(room -> found.put(room, House.NONE));
    db.read(
        tx ->
            tx.list(
                row ->
                    found.put(
                        new Made(new UserId(row.text("user_id")), row.number("at_ms")),
                        new House(
                            row.number("nid"),
                            row.bool("access_rules"),
                            row.bool("promotes_all"),
                            row.bool("bypass"),
                            row.texts("bypass_for").stream()
                                .map(UserId::new)
                                .collect(Collectors.toUnmodifiableSet()))),
                HOUSES,
                makers,
                times));
    return found;
  }

  /// Forgets what is known of somebody whose post has changed. What rooms they made are of another
  /// organisation's is a matter of the past and stays.
  void forget(UserId user) {
    people.invalidate(user);
    approvers.invalidateAll();
  }

  /// Forgets what is known of somebody who was kept out, or let in again.
  public void accessChanged(UserId user) {
    people.invalidate(user);
    running.asMap().keySet().removeIf(asked -> asked.user().equals(user));
  }

  /// Forgets everything, since an organisation decided otherwise.
  void forgetAll() {
    any.invalidateAll();
    approvers.invalidateAll();
    people.invalidateAll();
    houses.invalidateAll();
  }
}
