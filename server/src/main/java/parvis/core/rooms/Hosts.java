package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Users;
import parvis.core.organisations.House;
import parvis.core.organisations.Standings;
import parvis.core.rooms.HostlessStore.Found;
import parvis.platform.db.Db;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Who looks after rooms, spaces among them: where somebody is the last one, by whom it would go on
/// without them, and which rooms the server itself keeps since nobody was there to succeed
/// ([Succession]).
public final class Hosts {
  /// Rooms that are kept and told at once.
  private static final int KEPT_MAX = 500;

  /// Rooms that were found of which it is looked at once whether they wait.
  private static final int PAGE_MAX = 100;

  /// People of one room who could look after it and are told.
  private static final int CANDIDATES_MAX = 200;

  /// Members of one room of whom it is looked whether they could, those with most power first.
  private static final int LOOKED_AT_MAX = 1_000;

  private static final int OF_TWO = 2;

  /// Whoever has more is asked about those that come first.
  private static final int LAST_MAX = 1_000;

  private static final String KEPT =
      """
      select m.room from membership m
       where m."user" = ? and m.membership = 1 order by m.pos desc limit ?\
      """;

  private final Db db;
  private final Rooms rooms;
  private final Users users;
  private final AccessRules rules;
  private final Standings standings;
  private final Succession succession;
  private final Bars bars;
  private final HostlessStore hostless;

  Hosts(
      Db db,
      Rooms rooms,
      Users users,
      AccessRules rules,
      Standings standings,
      Succession succession,
      Bars bars,
      HostlessStore hostless) {
    this.hostless = hostless;
    this.db = db;
    this.rooms = rooms;
    this.users = users;
    this.rules = rules;
    this.standings = standings;
    this.succession = succession;
    this.bars = bars;
  }

  /// By whom a room is administered once somebody has left it.
  public enum Rule {
    /// By others, who do so already; or the one who leaves never did.
    OTHERS,
    /// By those with most power after them.
    MODERATORS,
    /// By those of its people who approve in its organisation.
    APPROVERS,
    /// By all of its people.
    ALL,
    /// By whom those name who decide on what nobody looks after.
    NAMED_LATER,
    /// By nobody: a plain room of Matrix is left as it is.
    NOBODY
  }

  /// A room in which somebody is the last who administers, while others are there.
  ///
  /// @param heirs who would succeed; empty where the rule says nobody by name
  public record Last(Room room, Rule rule, List<UserId> heirs) {}

  /// Those of somebody. Conversations of two and rooms that were replaced are none.
  public List<Last> last(Actor who) {
    var found = new ArrayList<Last>();
    for (var standing : rooms.memberships().of(who.userNid()).all()) {
      if (standing.membership() == Membership.JOIN && found.size() < LAST_MAX) {
        rooms.find(standing.room()).flatMap(room -> last(room, who.user())).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Last> last(Room room, UserId who) {
    var on = room.published();
    if (on.joined().length <= 1 || isOver(on.state()) || isOfTwo(on)) {
      return Optional.empty();
    }
    var outlook = rules.telling(() -> succession.outlook(room.version(), on, who));
    return outlook.rule() == Hosts.Rule.OTHERS
        ? Optional.empty()
        : Optional.of(new Last(room, outlook.rule(), outlook.heirs()));
  }

  private static boolean isOver(State state) {
    return state.event("m.room.tombstone", "").isPresent();
  }

  /// Whether it is a conversation of two, or what is left of one: made as such, or a room that was
  /// given no name, with no more people in it.
  static boolean isOfTwo(RoomView on) {
    var direct =
        AccessRule.of(on.state()).rule().filter(AccessRule.Rule.DIRECT::equals).isPresent();
    return direct || (on.joined().length <= OF_TWO && !isNamed(on.state()));
  }

  private static boolean isNamed(State state) {
    return state
        .event("m.room.name", "")
        .flatMap(event -> event.pdu().content().string("name"))
        .filter(name -> !name.isBlank())
        .isPresent();
  }

  /// Who could look after a room: who is in it, acts, and is not from outside where those have no
  /// power; those with most power first.
  ///
  /// @param but who goes
  public List<UserId> candidates(Room room, Optional<UserId> but) {
    var first = first(room, but);
    return acting(room.published().state(), first).stream().limit(CANDIDATES_MAX).toList();
  }

  /// Who is in a room, those with most power first.
  private static List<UserId> first(Room room, Optional<UserId> but) {
    var state = room.published().state();
    var levels = PowerLevels.of(room.version(), state);
    return state.members().stream()
        .filter(member -> State.membership(member).filter(Membership.JOIN::equals).isPresent())
        .flatMap(member -> member.stateKey().flatMap(UserId::parse).stream())
        .filter(user -> but.filter(user::equals).isEmpty())
        .sorted(Comparator.comparingLong((UserId user) -> -levels.user(user)))
        .limit(LOOKED_AT_MAX)
        .toList();
  }

  /// Whether somebody could look after a room, told among those who could or not.
  public boolean isCandidate(Room room, UserId user) {
    var state = room.published().state();
    return isJoined(state, user) && !acting(state, List.of(user)).isEmpty();
  }

  private static boolean isJoined(State state, UserId user) {
    return state.membership(user).filter(Membership.JOIN::equals).isPresent();
  }

  /// Those whom nothing bars, and who may have power there.
  private List<UserId> acting(State state, List<UserId> people) {
    return acting(state, people, bars.acting(people));
  }

  private List<UserId> acting(State state, List<UserId> people, Set<UserId> acting) {
    return people.stream()
        .filter(acting::contains)
        .filter(user -> !user.localpart().equals(Accounts.SERVER_ITSELF))
        .filter(user -> !isExternal(state, user))
        .toList();
  }

  private boolean isExternal(State state, UserId user) {
    return rules.telling(
        () ->
            (rules.house(state).rules() || Succession.isOfSpace(state))
                && standings.areThere()
                && standings.of(user).external());
  }

  /// Whether anybody administers a room who acts.
  public boolean isHosted(Room room) {
    return unhosted(List.of(room)).isEmpty();
  }

  /// Those of some rooms that nobody administers who acts.
  public List<Room> unhosted(List<Room> some) {
    return without(some.stream().filter(Hosts::isForFew).toList(), Hosts::named);
  }

  /// Whether not everybody in a room administers it.
  private static boolean isForFew(Room room) {
    var levels = PowerLevels.of(room.version(), room.published().state());
    return levels.usersDefault() < levels.event(AccessRules.LEVELS, true);
  }

  /// Those in a room who are named as administrators.
  private static List<UserId> named(Room room) {
    var state = room.published().state();
    var levels = PowerLevels.of(room.version(), state);
    var needed = levels.event(AccessRules.LEVELS, true);
    return levels.named().stream()
        .filter(user -> levels.user(user) >= needed)
        .filter(user -> isJoined(state, user))
        .toList();
  }

  /// Those of some rooms where none of these people acts; all are looked up at once.
  private List<Room> without(List<Room> some, Function<Room, List<UserId>> people) {
    var all = new LinkedHashMap<Room, List<UserId>>();
    some.forEach(room -> all.put(room, people.apply(room)));
    var acting = bars.acting(all.values().stream().flatMap(List::stream).distinct().toList());
    rules.telling(() -> standings.all(acting));
    return all.entrySet().stream()
        .filter(one -> acting(one.getKey().published().state(), one.getValue(), acting).isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Rooms of a server that it keeps itself, since nobody was there to succeed, the latest first.
  /// What has become a conversation of two is none: it is for nobody to look into.
  public List<Room> kept(ServerName server) {
    var self = users.find(UserId.of(Accounts.SERVER_ITSELF, server).orElseThrow());
    if (self.isEmpty()) {
      return List.of();
    }
    return db
        .read(tx -> tx.list(row -> row.number("room"), KEPT, self.getAsLong(), KEPT_MAX))
        .stream()
        .flatMap(nid -> rooms.find(nid).stream())
        .filter(room -> !isOfTwo(room.published()))
        .toList();
  }

  /// Rooms of a server whose last administrator is kept out of the house and may come back, as far
  /// as there is somebody who could administer them meanwhile. The rest of it is as of [#kept].
  ///
  /// @param wanted which of them are asked for: those of others cost nothing and hide none
  /// @param max how many are told, the latest found first
  public List<Room> waiting(ServerName server, Predicate<Room> wanted, int max) {
    var waiting = new ArrayList<Room>();
    var page = before(Found.AFTER_ALL);
    while (!page.isEmpty() && waiting.size() < max) {
      var there =
          page.stream()
              .flatMap(one -> rooms.find(one.room()).stream())
              .filter(room -> mayWait(server, room))
              .toList();
      rules.telling(
          () -> rules.houses(there.stream().map(room -> room.published().state()).toList()));
      waiting.addAll(waiting(there.stream().filter(wanted).toList()));
      page = before(page.getLast());
    }
    return waiting.stream().limit(max).toList();
  }

  private List<Found> before(Found last) {
    return db.read(tx -> hostless.latest(tx, last, PAGE_MAX));
  }

  private List<Room> waiting(List<Room> some) {
    var unhosted = unhosted(some);
    var lost = Set.copyOf(without(unhosted, room -> first(room, Optional.empty())));
    return unhosted.stream().filter(room -> !lost.contains(room)).toList();
  }

  /// Whether a room of a server is one of [#waiting].
  public boolean isWaiting(ServerName server, Room room) {
    return mayWait(server, room)
        && db.read(tx -> hostless.isThere(tx, room.nid()))
        && !waiting(List.of(room)).isEmpty();
  }

  private static boolean mayWait(ServerName server, Room room) {
    var on = room.published();
    return RoomIndex.isOf(server, room) && !isOver(on.state()) && !isOfTwo(on);
  }

  /// The organisation of a room, by nid: that which its maker was of when they made it.
  public Optional<Long> organisation(Room room) {
    var state = room.published().state();
    return Optional.of(rules.telling(() -> rules.house(state)))
        .map(House::organisation)
        .filter(nid -> nid != 0);
  }
}
