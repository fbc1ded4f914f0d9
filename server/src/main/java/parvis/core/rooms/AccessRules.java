package parvis.core.rooms;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.House;
import parvis.core.organisations.Standing;
import parvis.core.organisations.Standings;
import parvis.core.organisations.Unlooked;
import parvis.core.rooms.AccessRule.Rule;
import parvis.core.rooms.AccessTable.Attempt;
import parvis.core.rooms.AccessTable.Kind;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Holds rooms to their access rules, event by event, where events are authorised: whoever sends
/// what, by which address, at once or later.
///
/// A room has them when the organisation that its maker was of, as they made it, has switched them
/// on. Neither what the room says nor what its maker becomes later takes it out; other rooms are
/// plain rooms of Matrix, whatever events they hold. What is refused stands in [AccessTable].
final class AccessRules {
  /// How long a forum keeps what is said, at most.
  static final Duration FORUM_RETENTION_MAX = Duration.ofDays(90);

  static final String RETENTION = "m.room.retention";
  static final String LIFETIME = "max_lifetime";
  static final String LEVELS = "m.room.power_levels";

  private static final Set<String> WATCHED =
      Set.of(
          AccessRule.TYPE,
          State.MEMBER,
          LEVELS,
          RETENTION,
          "m.room.join_rules",
          "m.room.encryption",
          "m.room.history_visibility",
          "m.room.name",
          "m.room.topic",
          "m.room.avatar",
          Closing.TYPE,
          AccessRule.FORUM);

  private static final Set<String> RULING =
      Set.of(AccessRule.TYPE, RETENTION, Closing.TYPE, AccessRule.FORUM);

  private final Standings standings;
  private final LongPredicate listed;

  /// What was looked up for the decision that comes next, and for no other.
  private final Map<Long, Boolean> listings = new ConcurrentHashMap<>();

  /// @param listed whether the directory shows a room, by nid
  AccessRules(Standings standings, LongPredicate listed) {
    this.standings = standings;
    this.listed = listed;
  }

  /// Does what has rooms held to their rules: all of [#check] is called inside of it.
  <T> T telling(Supplier<T> work) {
    return standings.telling(work);
  }

  /// @return what the rules of the room refuse to all but who is exempt
  /// @throws Refused forbidden when the room's access rules deny what the rules of Matrix allow
  Optional<Passed> check(Preparer.Place place, RoomView on, Draft draft) {
    if (draft.redacts().isPresent()) {
      return checkRedaction(on, draft, draft.redacts().get());
    }
    var watched = WATCHED.contains(draft.type()) && draft.stateKey().isPresent();
    if (!watched || isBeingMade(on, draft) || !house(on.state()).rules()) {
      return Optional.empty();
    }
    var kind = AccessRule.kind(on.state());
    var passed = Optional.<Passed>empty();
    for (var tried : tried(place, on.state(), draft)) {
      if (!AccessTable.allows(tried.attempt(), kind) && tried.made().getAsBoolean()) {
        passed = Optional.of(pass(on.state(), draft, tried.attempt()));
      }
    }
    return passed;
  }

  /// What somebody does whom the rules of a room do not bind.
  ///
  /// @param by whose being exempt counts
  /// @param what in words of the journal
  record Passed(UserId by, long organisation, String what) {}

  /// @throws Refused forbidden unless somebody is exempt: who does it, who invited them, or who is
  ///     invited
  private Passed pass(State state, Draft draft, Attempt attempt) {
    var house = house(state);
    if (AccessTable.exempts(attempt)) {
      for (var user : answering(state, draft)) {
        if (standings.isExempt(house, user)) {
          return new Passed(user, house.organisation(), attempt.name().toLowerCase(Locale.ROOT));
        }
      }
    }
    throw refused(attempt);
  }

  private static List<UserId> answering(State state, Draft draft) {
    var target = draft.stateKey().flatMap(UserId::parse);
    if (!draft.type().equals(State.MEMBER) || target.isEmpty()) {
      return List.of(draft.sender());
    }
    var wanted = draft.content().string("membership").flatMap(Membership::of);
    var inviter =
        wanted.filter(now -> now == Membership.JOIN).isPresent()
            ? inviter(state, target.get())
            : Optional.<UserId>empty();
    var invited = target.filter(_ -> wanted.filter(now -> now == Membership.INVITE).isPresent());
    return Stream.of(Optional.of(draft.sender()), inviter, invited)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<UserId> inviter(State state, UserId invited) {
    return state
        .member(invited)
        .filter(event -> State.membership(event).filter(Membership.INVITE::equals).isPresent())
        .flatMap(event -> UserId.parse(event.sender()));
  }

  /// A room gets levels right after its maker and its rule, which were looked at by [Founding].
  private static boolean isBeingMade(RoomView on, Draft draft) {
    return !draft.type().equals(LEVELS) && on.state().event(LEVELS, "").isEmpty();
  }

  /// Redacting what rules a room would take it away, for less than it takes to say it.
  private Optional<Passed> checkRedaction(RoomView on, Draft draft, RoomEvent target) {
    if (!RULING.contains(target.type())
        || !on.state().holds(target)
        || !house(on.state()).rules()) {
      return Optional.empty();
    }
    var attempt = target.type().equals(RETENTION) ? Attempt.RETENTION_UNSET : Attempt.RULE_REDACTED;
    return AccessTable.allows(attempt, AccessRule.kind(on.state()))
        ? Optional.empty()
        : Optional.of(pass(on.state(), draft, attempt));
  }

  /// The organisation whose room this is.
  House house(State state) {
    return made(state).map(standings::house).orElse(House.NONE);
  }

  /// The same of many rooms, so that each is known after one query.
  Map<Standings.Made, House> houses(List<State> states) {
    return standings.houses(states.stream().flatMap(state -> made(state).stream()).toList());
  }

  private static Optional<Standings.Made> made(State state) {
    var made = state.event("m.room.create", "");
    return made.flatMap(create -> UserId.parse(create.sender()))
        .map(maker -> new Standings.Made(maker, made.orElseThrow().ts()));
  }

  boolean isExternal(UserId user) {
    return standings.of(user).external();
  }

  /// How a room stands to people from outside.
  ForExternals forExternals(Room room) {
    var state = room.published().state();
    if (!telling(() -> house(state).rules())) {
      return ForExternals.FREE;
    }
    return switch (AccessRule.kind(state)) {
      case PRIVATE, CLEAR -> ForExternals.REFUSED;
      case OPENED -> ForExternals.ADMITTED;
      case CLOSED -> ForExternals.CLOSED;
      case DIRECT, FORUM, WIDE -> ForExternals.NEVER;
    };
  }

  /// Those from outside who are in a room, invited or asking: whom closing it takes out. To be
  /// called inside of [#telling].
  List<UserId> externals(State state) {
    var here =
        state.members().stream()
            .filter(member -> State.membership(member).filter(AccessRules::isHere).isPresent())
            .flatMap(member -> member.stateKey().flatMap(UserId::parse).stream())
            .toList();
    var known = standings.all(here);
    return here.stream()
        .filter(user -> known.getOrDefault(user, Standing.NONE).external())
        .toList();
  }

  private static boolean isHere(Membership membership) {
    return membership == Membership.JOIN
        || membership == Membership.INVITE
        || membership == Membership.KNOCK;
  }

  /// Whether an organisation invited somebody from outside.
  boolean isGuest(Actor actor) {
    return telling(() -> standings.of(actor.user()).guest());
  }

  /// Something that an event may be about, and whether it is.
  private record Tried(Attempt attempt, BooleanSupplier made) {
    static List<Tried> one(Attempt attempt) {
      return List.of(new Tried(attempt, () -> true));
    }
  }

  private List<Tried> tried(Preparer.Place place, State state, Draft draft) {
    var content = draft.content();
    var key = draft.stateKey().orElseThrow();
    if (draft.type().equals(State.MEMBER)) {
      return UserId.parse(key).map(target -> member(state, target, content)).orElse(List.of());
    }
    if (!key.isEmpty()) {
      return List.of();
    }
    return switch (draft.type()) {
      case AccessRule.TYPE -> rule(place, state, content);
      case LEVELS ->
          List.of(
              new Tried(Attempt.LEVEL_FOR_ALL, () -> raisesAll(content)),
              new Tried(Attempt.LEVEL_FOR_EXTERNAL, () -> raisesExternal(content)));
      case "m.room.join_rules" ->
          Tried.one(
              content.string("join_rule").filter("public"::equals).isPresent()
                  ? Attempt.JOIN_RULE_PUBLIC
                  : Attempt.JOIN_RULE_INVITE);
      case "m.room.encryption" ->
          List.of(
              new Tried(Attempt.ENCRYPTED, () -> true),
              new Tried(Attempt.ENCRYPTED_WHILE_PUBLIC, () -> AccessRule.joinsArePublic(state)));
      case "m.room.history_visibility" ->
          content.string("history_visibility").filter("world_readable"::equals).isPresent()
              ? Tried.one(Attempt.HISTORY_FOR_THE_WORLD)
              : List.of();
      case RETENTION -> Tried.one(retention(content));
      case Closing.TYPE -> Tried.one(Attempt.EXTERNALS_DECIDED);
      case AccessRule.FORUM -> Tried.one(Attempt.FORUM_WIDENED);
      case "m.room.name", "m.room.topic", "m.room.avatar" -> Tried.one(Attempt.RENAMED);
      default -> List.of();
    };
  }

  private static Attempt retention(JsonObject content) {
    var millis = content.integer(LIFETIME);
    if (millis.isEmpty() || millis.getAsLong() <= 0) {
      return Attempt.RETENTION_UNSET;
    }
    return millis.getAsLong() > FORUM_RETENTION_MAX.toMillis()
        ? Attempt.RETENTION_LONGER
        : Attempt.RETENTION_SHORTER;
  }

  private List<Tried> rule(Preparer.Place place, State state, JsonObject content) {
    var now = AccessRule.of(state);
    var next = AccessRule.of(content);
    var said = state.event(AccessRule.TYPE, "").isPresent();
    var visibility = said || next.visibility().isPresent();
    var changed = visibility && !seen(next, said).equals(seen(now, said));
    return List.of(
        new Tried(
            next.rule()
                .map(
                    rule ->
                        switch (rule) {
                          case RESTRICTED -> Attempt.RULE_RESTRICTED;
                          case UNRESTRICTED -> Attempt.RULE_UNRESTRICTED;
                          case DIRECT -> Attempt.RULE_DIRECT;
                        })
                .orElse(Attempt.RULE_UNKNOWN),
            () -> true),
        new Tried(Attempt.VISIBILITY_REMOVED, () -> changed && next.visibility().isEmpty()),
        new Tried(Attempt.VISIBILITY_CHANGED, () -> changed && next.visibility().isPresent()),
        new Tried(Attempt.CLEAR_CHANGED, () -> said && !next.clear().equals(now.clear())),
        new Tried(
            Attempt.RULE_UNRESTRICTED_WITH_LEVEL_FOR_ALL,
            () -> opens(next) && state.event(LEVELS, "").filter(this::raises).isPresent()),
        new Tried(
            Attempt.RULE_UNRESTRICTED_WHILE_LISTED, () -> opens(next) && isListed(place.room())));
  }

  /// A room that never said so is private when it is not public.
  private static Optional<String> seen(AccessRule rule, boolean said) {
    return said ? rule.visibility() : rule.visibility().or(() -> Optional.of(AccessRule.PRIVATE));
  }

  private static boolean opens(AccessRule next) {
    return next.rule().filter(rule -> rule == Rule.UNRESTRICTED).isPresent();
  }

  private boolean raises(RoomEvent levels) {
    var content = levels.pdu().content();
    return raisesAll(content) || raisesExternal(content);
  }

  private static boolean raisesAll(JsonObject levels) {
    return levels.integer("users_default").orElse(0) != 0;
  }

  private boolean raisesExternal(JsonObject levels) {
    var users = levels.object("users").orElse(JsonObject.EMPTY);
    var raised =
        users.keys().stream()
            .filter(user -> users.integer(user).orElse(0) != 0)
            .flatMap(user -> UserId.parse(user).stream())
            .toList();
    return standings.all(raised).values().stream().anyMatch(standing -> standing.external());
  }

  private boolean isListed(long room) {
    var known = listings.remove(room);
    if (known == null) {
      throw new Unlooked(() -> listings.put(room, listed.test(room)));
    }
    return known;
  }

  private List<Tried> member(State state, UserId target, JsonObject content) {
    var before = state.membership(target);
    var wanted = content.string("membership").flatMap(Membership::of).orElse(Membership.LEAVE);
    if (before.filter(now -> now == Membership.JOIN).isPresent()) {
      return List.of();
    }
    var third = new Tried(Attempt.THIRD_MEMBER, () -> isThird(state, target));
    BooleanSupplier external = () -> isExternal(target);
    return switch (wanted) {
      case INVITE -> List.of(third, new Tried(Attempt.EXTERNAL_INVITED, external));
      case KNOCK -> List.of(third, new Tried(Attempt.EXTERNAL_JOINING_UNINVITED, external));
      case JOIN -> {
        var invited = before.filter(now -> now == Membership.INVITE).isPresent();
        var joining =
            invited ? Attempt.EXTERNAL_JOINING_INVITED : Attempt.EXTERNAL_JOINING_UNINVITED;
        var stranger =
            new Tried(
                Attempt.AGENT_OF_ANOTHER_JOINING,
                () -> !invited && !standings.of(target).isOf(house(state)));
        yield List.of(third, new Tried(joining, external), stranger);
      }
      case LEAVE, BAN -> List.of(third);
    };
  }

  /// Who left a room of two may come back, and nobody comes in their place; a ban or a knock would
  /// make them one who was there.
  private static boolean isThird(State state, UserId target) {
    return state.member(target).isEmpty() && state.members().size() >= 2;
  }

  /// What decides who learns of a room without being in it.
  ///
  /// @param made who made it, and when
  /// @param own whether it is for the agents of its own organisation alone
  record Sign(Optional<Standings.Made> made, boolean own) {
    static Sign of(State state) {
      return new Sign(AccessRules.made(state), AccessRule.kind(state) == Kind.FORUM);
    }
  }

  /// Those of some rooms of which somebody learns who is in none of them: a room with access rules
  /// is for agents.
  ///
  /// @param reader absent: somebody who is not signed in
  <T> List<T> shown(Optional<Actor> reader, List<T> rooms, Function<T, Sign> sign) {
    return telling(
        () -> {
          var standing = reader.map(actor -> standings.of(actor.user())).orElse(Standing.NONE);
          var makers = rooms.stream().flatMap(room -> sign.apply(room).made().stream()).toList();
          var houses = standings.houses(makers);
          return rooms.stream()
              .filter(
                  room ->
                      sign.apply(room)
                          .made()
                          .map(made -> houses.getOrDefault(made, House.NONE))
                          .filter(house -> isHidden(standing, house, sign.apply(room)))
                          .isEmpty())
              .toList();
        });
  }

  private static boolean isHidden(Standing standing, House house, Sign sign) {
    return house.rules() && (standing.external() || (sign.own() && !standing.isOf(house)));
  }

  /// Refuses to show a room in the directory that is not for all agents.
  void refuseListing(Room room) {
    var state = room.published().state();
    var denied =
        telling(
            () ->
                house(state).rules()
                    && !AccessTable.allows(Attempt.LISTED, AccessRule.kind(state)));
    if (denied) {
      throw refused(Attempt.LISTED);
    }
  }

  /// The forums of organisations with access rules.
  Retention.Forums forums() {
    return new Retention.Forums(() -> telling(standings::areThere), this::isForum);
  }

  private boolean isForum(Room room) {
    var state = room.published().state();
    return !AccessTable.allows(Attempt.RETENTION_UNSET, AccessRule.kind(state))
        && telling(() -> house(state).rules());
  }

  /// Refuses to replace a room that has access rules to whose new room would be of another
  /// organisation.
  void refuseReplacing(Actor actor, Room room) {
    var state = room.published().state();
    var next = new Standings.Made(actor.user(), Long.MAX_VALUE);
    var lost =
        telling(
            () ->
                house(state).rules()
                    && standings.house(next).organisation() != house(state).organisation());
    if (lost) {
      throw Refused.forbidden(
          "The new room would be of another organisation; somebody else replaces it.");
    }
  }

  /// Whether a room may be in the directory, by what it says itself.
  static boolean isForAll(Room room) {
    var kind = AccessRule.kind(room.published().state());
    return AccessTable.allows(Attempt.LISTED, kind);
  }

  private static Refused refused(Attempt attempt) {
    return Refused.forbidden(
        switch (attempt) {
          case RULE_RESTRICTED, RULE_UNRESTRICTED, RULE_DIRECT, RULE_UNKNOWN, RULE_REDACTED ->
              "A room may be opened to externals once, and nothing else of its access rule changes.";
          case RULE_UNRESTRICTED_WHILE_LISTED, LISTED ->
              "A room that is open to externals, or of two, is not in the directory.";
          case RULE_UNRESTRICTED_WITH_LEVEL_FOR_ALL, LEVEL_FOR_ALL, LEVEL_FOR_EXTERNAL ->
              "In a room that is open to externals, they have no power, and nobody has it by default.";
          case AGENT_OF_ANOTHER_JOINING -> "This forum is for the agents of one organisation.";
          case FORUM_WIDENED -> "This room is no forum.";
          case EXTERNALS_DECIDED -> "This room was never open to externals.";
          case VISIBILITY_CHANGED, VISIBILITY_REMOVED, CLEAR_CHANGED ->
              "What a room was made as does not change.";
          case JOIN_RULE_PUBLIC -> "A direct message is not open to others.";
          case JOIN_RULE_INVITE -> "A forum stays open to all agents.";
          case ENCRYPTED, ENCRYPTED_WHILE_PUBLIC -> "A room that all may join is not encrypted.";
          case EXTERNAL_INVITED, EXTERNAL_JOINING_UNINVITED, EXTERNAL_JOINING_INVITED ->
              "This room is closed to externals.";
          case THIRD_MEMBER -> "A direct message is of two people.";
          case RENAMED -> "A direct message has the names of its people.";
          case HISTORY_FOR_THE_WORLD -> "What is said here is for its members.";
          case RETENTION_LONGER, RETENTION_UNSET, RETENTION_SHORTER ->
              "A forum keeps what is said for at most 90 days.";
        });
  }
}
