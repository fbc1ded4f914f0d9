package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Users;
import parvis.core.organisations.House;
import parvis.core.organisations.Standings;
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
    var state = room.published().state();
    var here =
        state.members().stream()
            .filter(member -> State.membership(member).filter(Membership.JOIN::equals).isPresent())
            .flatMap(member -> member.stateKey().flatMap(UserId::parse).stream())
            .filter(user -> but.filter(user::equals).isEmpty())
            .toList();
    var levels = PowerLevels.of(room.version(), state);
    var first =
        here.stream()
            .sorted(Comparator.comparingLong((UserId user) -> -levels.user(user)))
            .limit(LOOKED_AT_MAX)
            .toList();
    return acting(state, first).stream().limit(CANDIDATES_MAX).toList();
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
    var acting = new HashSet<>(bars.acting(people));
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
    var state = room.published().state();
    var levels = PowerLevels.of(room.version(), state);
    var needed = levels.event(AccessRules.LEVELS, true);
    var named =
        levels.named().stream()
            .filter(user -> levels.user(user) >= needed)
            .filter(user -> isJoined(state, user))
            .toList();
    return levels.usersDefault() >= needed || !acting(state, named).isEmpty();
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
  public List<Room> waiting(ServerName server) {
    return db.read(tx -> hostless.all(tx, KEPT_MAX)).stream()
        .flatMap(nid -> rooms.find(nid).stream())
        .filter(room -> RoomIndex.isOf(server, room) && isWaiting(room))
        .toList();
  }

  private boolean isWaiting(Room room) {
    var on = room.published();
    return !isOver(on.state())
        && !isOfTwo(on)
        && !isHosted(room)
        && !candidates(room, Optional.empty()).isEmpty();
  }

  /// The organisation of a room, by nid: that which its maker was of when they made it.
  public Optional<Long> organisation(Room room) {
    var state = room.published().state();
    return Optional.of(rules.telling(() -> rules.house(state)))
        .map(House::organisation)
        .filter(nid -> nid != 0);
  }
}
