package parvis.core.rights;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Standing;
import parvis.core.organisations.Standings;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.protocol.id.UserId;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Who may do what in a space: what every leaf asks before it does anything.
public final class Rights {
  /// What asks for the level of whoever writes in the feed.
  private static final Set<Action> WRITING = EnumSet.of(Action.POST, Action.COMMENT);

  /// What asks for being in the feed.
  private static final Set<Action> IN_FEED =
      EnumSet.of(Action.READ, Action.REACT, Action.CONFIRM, Action.POST, Action.COMMENT);

  /// What is set apart in one space, as it is told.
  private static final int APART_MAX = 200;

  private final Rooms rooms;
  private final Users users;
  private final Standings standings;
  private final Affiliations affiliations;
  private final Predicate<String> known;

  /// @param known whether the house made a space of that id
  public Rights(
      Rooms rooms,
      Users users,
      Standings standings,
      Affiliations affiliations,
      Predicate<String> known) {
    this.rooms = rooms;
    this.users = users;
    this.standings = standings;
    this.affiliations = affiliations;
    this.known = known;
  }

  /// The space of that id, whoever asks. What a room says of itself makes no space of it.
  public Optional<Space> find(String spaceId) {
    return rooms.find(spaceId).flatMap(Space::of).filter(space -> known.test(spaceId));
  }

  /// The space of which a room is the feed, or a room.
  public Optional<Space> around(Room room) {
    return parents(room).stream()
        .flatMap(id -> find(id).stream())
        .filter(space -> space.rooms(rooms).stream().anyMatch(one -> one.nid() == room.nid()))
        .findFirst();
  }

  /// Whether somebody is from outside, where anybody is: in a house without organisations nobody
  /// is.
  public boolean isExternal(UserId user) {
    return standings.telling(() -> standings.areThere() && standings.of(user).external());
  }

  /// Whether the house has organisations at all.
  public boolean areOrganisations() {
    return standings.telling(standings::areThere);
  }

  /// How somebody stands to a space.
  public Preset preset(UserId user, Space space) {
    if (space.has(user, Membership.JOIN)) {
      if (isExternal(user)) {
        return Preset.GUEST;
      }
      var level = space.levels().user(user);
      return level >= Space.ANIMATOR_LEVEL
          ? Preset.ANIMATOR
          : level >= Space.CONTRIBUTOR_LEVEL ? Preset.CONTRIBUTOR : Preset.READER;
    }
    var here = space.rooms(rooms).stream().anyMatch(room -> isIn(user, room, Membership.JOIN));
    return here ? Preset.GUEST_HERE : Preset.NONE;
  }

  /// The spaces that somebody is in.
  public Stream<Space> joined(Actor actor) {
    var own = rooms.memberships().of(actor.userNid()).all();
    return StreamSupport.stream(own.spliterator(), false)
        .filter(standing -> standing.membership() == Membership.JOIN)
        .flatMap(standing -> rooms.find(standing.room()).stream())
        .flatMap(room -> find(room.id().value()).stream());
  }

  /// How somebody stands to each of many spaces: their own rooms are walked once, and those of a
  /// space only when one of theirs says that it is among them.
  public Function<Space, Preset> presets(Actor actor) {
    var parents = new HashSet<String>();
    for (var standing : rooms.memberships().of(actor.userNid()).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms.find(standing.room()).ifPresent(room -> parents.addAll(parents(room)));
      }
    }
    return space ->
        space.has(actor.user(), Membership.JOIN) || parents.contains(space.id().value())
            ? preset(actor.user(), space)
            : Preset.NONE;
  }

  private static List<String> parents(Room room) {
    return room.published().state().others().stream()
        .filter(event -> event.type().equals(Space.PARENT))
        .flatMap(event -> event.stateKey().stream())
        .toList();
  }

  private static boolean isIn(UserId user, Room room, Membership membership) {
    return room.published().state().membership(user).filter(membership::equals).isPresent();
  }

  /// Whether a space lets somebody find it, or has invited them.
  public boolean finds(UserId user, Space space) {
    return finds(user).test(space);
  }

  /// Which spaces let somebody find them, or have invited them. What is looked up is looked up once
  /// for all that are asked about.
  public Predicate<Space> finds(UserId user) {
    var meant = new HashMap<List<String>, Boolean>();
    return space ->
        space.has(user, Membership.INVITE)
            || (space.visibility() != Space.Visibility.SECRET
                && !space.has(user, Membership.BAN)
                && meant.computeIfAbsent(space.organisations(), ids -> isMeant(user, ids)));
  }

  /// Whether a room may be found and entered by its rule by somebody: a space by whom it lets find
  /// it, its rooms by who is not from outside, others by everybody.
  ///
  /// @param user absent: somebody who is not signed in
  public boolean isMeant(Optional<UserId> user, Room room) {
    return find(room.id().value())
        .map(
            space ->
                user.map(one -> finds(one, space))
                    .orElse(
                        space.visibility() == Space.Visibility.PUBLIC
                            && space.organisations().isEmpty()))
        .orElseGet(
            () -> user.filter(this::isExternal).filter(_ -> around(room).isPresent()).isEmpty());
  }

  /// Whether somebody is of one of some organisations, or of a part of one; where none is named
  /// everybody is meant who is not from outside.
  private boolean isMeant(UserId user, List<String> organisations) {
    if (isExternal(user)) {
      return false;
    }
    if (organisations.isEmpty()) {
      return true;
    }
    var within =
        standings.telling(() -> standings.areThere() ? standings.of(user) : Standing.NONE).within();
    return affiliations.named(organisations).stream().anyMatch(one -> within.contains(one.nid()));
  }

  /// What somebody may do in a space.
  public Set<Action> of(UserId user, Space space) {
    var allowed = allowed(user, space);
    var feed = space.feed(rooms);
    if (feed.filter(room -> isIn(user, room, Membership.JOIN)).isEmpty()) {
      allowed.removeAll(IN_FEED);
    } else if (level(user, feed.get()) < eventsDefault(feed.get())) {
      allowed.removeAll(WRITING);
    }
    return allowed;
  }

  /// What the table allows somebody in a space, and what is set apart for them, but for what its
  /// feed asks besides.
  public Set<Action> allowed(UserId user, Space space) {
    var preset = preset(user, space);
    var found = RightTable.asksWhetherFound(preset) && finds(user, space);
    var allowed = RightTable.allowed(preset, found);
    Grants.of(space, user).forEach(apart -> apart.grant().apply(allowed, preset));
    TaskGrant.narrow(allowed, space);
    DecisionGrant.narrow(allowed, space);
    return allowed;
  }

  private static long level(UserId user, Room room) {
    return PowerLevels.of(room.version(), room.published().state()).user(user);
  }

  private static long eventsDefault(Room room) {
    return PowerLevels.of(room.version(), room.published().state()).event("m.room.message", false);
  }

  /// The space of that id, if the actor may do this in it.
  ///
  /// @throws Refused notFound for who may not even learn of it, forbidden for who may not do this
  public Space require(Actor actor, String spaceId, Action action) {
    return granted(actor, spaceId, action).space();
  }

  /// A space, and what somebody may do in it by the table, but for what its feed asks besides.
  public record Granted(Space space, Set<Action> actions) {}

  /// The same as [#require], and what else the actor may do there.
  public Granted granted(Actor actor, String spaceId, Action least) {
    var space = find(spaceId).orElseThrow(Rights::none);
    var allowed = allowed(actor.user(), space);
    if (!allowed.contains(Action.LOOK)) {
      throw none();
    }
    if (!allowed.contains(least)) {
      throw Refused.forbidden("This is for others to do in this space.");
    }
    return new Granted(space, allowed);
  }

  private static Refused none() {
    return Refused.notFound("There is no such space here.");
  }

  /// A room that the actor is in, and of which they learn who reads it.
  ///
  /// @throws Refused forbidden
  public Room readable(Actor actor, String roomId) {
    return rooms.joined(actor, roomId);
  }

  /// Who reads a room.
  public Audience audience(Room room) {
    var shares =
        affiliations.counts(room.nid()).stream()
            .map(count -> new Audience.Share(count.label(), count.people()))
            .toList();
    var guests = affiliations.externals(room.nid()).getOrDefault(room.nid(), 0L);
    return new Audience(room.published().joined().length, guests, shares, why(room));
  }

  static Audience.Why why(Room room) {
    return switch (JoinRule.of(room.version(), room.published().state())) {
      case PUBLIC -> Audience.Why.FREE;
      case KNOCK -> Audience.Why.APPROVAL;
      case RESTRICTED, KNOCK_RESTRICTED -> Audience.Why.SPACE;
      case INVITE, PRIVATE -> Audience.Why.INVITATION;
    };
  }

  /// Whether somebody who is in a space learns of a room of it.
  public boolean shows(UserId user, Space space, Room room) {
    var open = JoinRule.of(room.version(), room.published().state()) == JoinRule.PUBLIC;
    return isIn(user, room, Membership.JOIN)
        || isIn(user, room, Membership.INVITE)
        || ((open || space.admits(room)) && !isExternal(user));
  }

  /// What somebody sees of a space and what they do not, as far as `by` learns of it.
  public View view(UserId by, Space space, UserId user) {
    var preset = preset(user, space);
    var sees = new ArrayList<View.Part>();
    var not = new ArrayList<View.Part>();
    var of = space.has(user, Membership.JOIN);
    var found = finds(user, space);
    var itself =
        of
            ? View.Why.MEMBER
            : preset == Preset.GUEST_HERE
                ? View.Why.NAME_ONLY
                : found ? View.Why.FOUND : View.Why.NOT_OF_SPACE;
    (itself == View.Why.NOT_OF_SPACE ? not : sees)
        .add(new View.Part("space", space.id().value(), space.name(), itself));
    for (var room : space.rooms(rooms)) {
      if (shows(by, space, room)) {
        var why = why(space, room, user, of);
        var seen = why == View.Why.MEMBER || why == View.Why.MAY_COME;
        var kind = space.isFeed(room) ? "feed" : "room";
        (seen ? sees : not).add(new View.Part(kind, room.id().value(), name(room), why));
      }
    }
    var may = of(user, space);
    if (space.apps().contains(TaskGrant.APP)) {
      var why = why(may, Action.SEE_ALL_TASKS, Action.SEE_TASKS, of);
      var seen = why == View.Why.MEMBER || why == View.Why.OWN;
      (seen ? sees : not).add(new View.Part("tasks", space.id().value(), space.name(), why));
    }
    if (space.apps().contains(DecisionGrant.APP)) {
      var why = why(may, Action.SEE_ALL_DECISIONS, Action.SEE_DECISIONS, of);
      var seen = why == View.Why.MEMBER || why == View.Why.OWN;
      (seen ? sees : not).add(new View.Part("decisions", space.id().value(), space.name(), why));
    }
    return new View(preset, may, List.copyOf(sees), List.copyOf(not), apart(space, List.of(user)));
  }

  private static View.Why why(Set<Action> may, Action all, Action own, boolean of) {
    if (may.contains(all)) {
      return View.Why.MEMBER;
    }
    return may.contains(own) ? View.Why.OWN : of ? View.Why.SET_APART : View.Why.NOT_OF_SPACE;
  }

  /// What is set apart in a space and holds now: for whom, which app, and who chose it.
  public List<Grants.Apart> apart(Space space) {
    return apart(space, Grants.named(space));
  }

  /// Those of an app that the space has, for who is in it and does not animate it.
  private List<Grants.Apart> apart(Space space, List<UserId> users) {
    return users.stream()
        .filter(user -> Grant.touches(preset(user, space)))
        .flatMap(user -> Grants.of(space, user).stream())
        .filter(one -> one.grant() instanceof FeedGrant || space.apps().contains(one.grant().app()))
        .limit(APART_MAX)
        .toList();
  }

  private View.Why why(Space space, Room room, UserId user, boolean of) {
    if (isIn(user, room, Membership.JOIN)) {
      return View.Why.MEMBER;
    }
    if (space.isFeed(room) && of) {
      return View.Why.SET_APART;
    }
    var open =
        JoinRule.of(room.version(), room.published().state()) == JoinRule.PUBLIC
            || (of && space.admits(room));
    if (open) {
      return isExternal(user) ? View.Why.EXTERNAL : View.Why.MAY_COME;
    }
    return of ? View.Why.NOT_INVITED : View.Why.NOT_OF_SPACE;
  }

  /// What a room calls itself.
  public static String name(Room room) {
    return room.published()
        .state()
        .event("m.room.name", "")
        .flatMap(event -> event.pdu().content().string("name"))
        .orElse("");
  }

  /// Somebody whom we know, in whose name the house does what follows from what they decided.
  ///
  /// @throws Refused notFound
  public Actor acting(UserId user) {
    var nid = users.find(user).orElseThrow(Refused::notFound);
    return new Actor(user, nid, "", 0, 0, false);
  }
}
