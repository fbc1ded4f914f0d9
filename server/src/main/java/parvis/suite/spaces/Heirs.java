package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.organisations.Remits;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Hosts;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Body;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;

/// What becomes of the spaces and rooms of somebody whose account is about to end, where they are
/// the last who looks after them: who ends it names who takes each over, or leaves it to the rule.
final class Heirs {
  /// Places that are asked about at once.
  static final int PLACES_MAX = 100;

  private final Db db;
  private final Rooms rooms;
  private final Hosts hosts;
  private final Rights rights;
  private final Remits remits;
  private final Hands hands;
  private final Telling telling;

  Heirs(SpacesFeature.Needs needs, Telling telling) {
    this.db = needs.db();
    this.rooms = needs.rooms();
    this.hosts = needs.hosts();
    this.rights = needs.rights();
    this.remits = needs.remits();
    this.hands = new Hands(needs);
    this.telling = telling;
  }

  /// A space with its rooms, or a room.
  ///
  /// @param space absent: a room that is told by itself
  record Place(Hosts.Last last, Optional<Space> space) {
    Room room() {
      return last.room();
    }

    String name() {
      return Rights.name(room());
    }
  }

  /// @param untold how many more there are that are not the reader's to know
  record Told(List<Place> places, int untold) {}

  /// Where the actor is the last one.
  Told own(Actor actor) {
    return new Told(places(actor), 0);
  }

  /// Where somebody is on whom the actor decides. What is secret, of others, or a private room is
  /// counted, unless the actor is in it.
  ///
  /// @throws Refused as [Remits#over]
  Told of(Actor actor, Optional<String> organisation, UserId member) {
    var going = rights.acting(member);
    var remit = remits.over(actor, organisation, going);
    var all = places(going);
    var known = all.stream().filter(place -> isKnown(actor, remit, organisation, place)).toList();
    return new Told(known, all.size() - known.size());
  }

  /// Spaces first, and rooms of others; a room of a space that is told goes with it.
  private List<Place> places(Actor of) {
    var last = hosts.last(of);
    var spaces = new ArrayList<Place>();
    var within = new HashSet<Long>();
    for (var one : last) {
      rights
          .find(one.room().id().value())
          .ifPresent(
              space -> {
                spaces.add(new Place(one, Optional.of(space)));
                within.add(space.room().nid());
                space.rooms(rooms).forEach(room -> within.add(room.nid()));
              });
    }
    var alone = last.stream().filter(one -> !within.contains(one.room().nid()));
    return Stream.concat(
            spaces.stream().filter(place -> !place.space().orElseThrow().archived()),
            alone.filter(one -> !isFeed(one.room())).map(one -> new Place(one, Optional.empty())))
        .sorted(
            Comparator.comparing((Place place) -> place.space().isEmpty())
                .thenComparing(place -> Folded.of(place.name())))
        .limit(PLACES_MAX)
        .toList();
  }

  private static boolean isFeed(Room room) {
    return room.published().state().event(Space.FEED, "").isPresent();
  }

  private boolean isKnown(
      Actor actor, Remits.Remit remit, Optional<String> organisation, Place place) {
    return Coming.is(actor.user(), place.room(), Membership.JOIN)
        || place
            .space()
            .map(space -> isOpen(space, remit, organisation))
            .orElseGet(() -> isOpen(place.room(), remit, organisation));
  }

  private static boolean isOpen(Space space, Remits.Remit remit, Optional<String> organisation) {
    return space.visibility() != Space.Visibility.SECRET
        && (remit.isHouse() || organisation.filter(space.organisations()::contains).isPresent());
  }

  private boolean isOpen(Room room, Remits.Remit remit, Optional<String> organisation) {
    var around = rights.around(room);
    if (around.isPresent()) {
      return isOpen(around.get(), remit, organisation) && around.get().admits(room);
    }
    return JoinRule.of(room.version(), room.published().state()) == JoinRule.PUBLIC
        && remit.reaches(hosts.organisation(room));
  }

  /// Who could take a place over.
  List<UserId> candidates(Place place, UserId but) {
    return hosts.candidates(place.room(), Optional.of(but));
  }

  /// Who takes each place over, as `wish` says, what was asked with the end of the account. A place
  /// that has somebody else by now needs nobody.
  ///
  /// @param organisation whose agent they are, where others decide
  /// @return gives everything over, and ends the account then. If that is refused after all,
  ///     somebody looks after what was given together with who stays, and the refusal says so
  /// @throws Refused invalidParam for what names no place and person; conflict when somebody is
  ///     there no more who was named, or a place cannot be given to them: nothing is done then
  Consumer<Runnable> plan(Actor by, Actor going, Optional<String> organisation, Body wish) {
    var named = read(wish);
    if (named.isEmpty()) {
      return Runnable::run;
    }
    var own = by.user().equals(going.user());
    var told = own ? own(going) : of(by, organisation, going.user());
    var chosen = new LinkedHashMap<Place, UserId>();
    for (var place : told.places()) {
      var heir = named.get(place.room().id().value());
      if (heir != null) {
        if (heir.equals(going.user()) || !hosts.isCandidate(place.room(), heir)) {
          throw Refused.conflict("Somebody who was to take a place over is not there any more.");
        }
        chosen.put(place, heir);
      }
    }
    chosen.forEach(this::permit);
    return end -> give(by, own, organisation, chosen, end);
  }

  /// All that is to be given is looked at before any of it is given.
  private void permit(Place place, UserId heir) {
    try {
      all(place).forEach(room -> hands.permit(room, heir));
    } catch (Refused refused) {
      throw Refused.conflict(
          "“" + place.name() + "” cannot be given over, nothing is done: " + refused.sentence());
    }
  }

  private List<Room> all(Place place) {
    var all = new ArrayList<Room>();
    place.space().ifPresent(space -> all.addAll(space.rooms(rooms)));
    all.add(place.room());
    return all;
  }

  /// Others may change a room between the look and the deed: what was given by then is told.
  private void give(
      Actor by,
      boolean own,
      Optional<String> organisation,
      Map<Place, UserId> chosen,
      Runnable end) {
    var given = new ArrayList<String>();
    try {
      for (var one : chosen.entrySet()) {
        var place = one.getKey();
        given.add("“" + place.name() + "” (in part)");
        give(by, own, organisation, place, one.getValue());
        given.set(given.size() - 1, "“" + place.name() + "”");
      }
      end.run();
    } catch (Refused refused) {
      throw given.isEmpty() ? refused : stopped(refused, given);
    }
  }

  private static Refused stopped(Refused refused, List<String> given) {
    return Refused.conflict(
        "The account has not ended: "
            + refused.sentence()
            + " Given over already: "
            + String.join(", ", given)
            + ".");
  }

  private void give(
      Actor by, boolean own, Optional<String> organisation, Place place, UserId heir) {
    var line = remits.line();
    if (!own) {
      var of = remits.in(by, organisation).organisation();
      var deed = place.space().isPresent() ? "name animator" : "name room administrator";
      db.write(
          tx -> {
            remits.note(tx, line, by, of, deed, place.name());
            return line;
          });
    }
    all(place).forEach(room -> hands.raise(room, heir));
    var said =
        place
            .space()
            .map(space -> Unanimated.said(space, line))
            .orElseGet(() -> UnhostedRooms.said(place.room(), line));
    if (!heir.equals(by.user())) {
      telling.tell(List.of(heir), said, () -> {});
    }
  }

  private static Map<String, UserId> read(Body wish) {
    var named = new LinkedHashMap<String, UserId>();
    for (var body : wish.optionalInners("heirs", Accounts.HEIRS_MAX).orElse(List.of())) {
      var place = body.string("place");
      var heir = UserId.parse(body.string("user_id"));
      if (RoomId.parse(place).isEmpty() || heir.isEmpty()) {
        throw Refused.invalidParam("\"heirs\" names places and people");
      }
      named.put(place, heir.get());
    }
    return named;
  }
}
