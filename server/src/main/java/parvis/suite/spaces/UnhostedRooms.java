package parvis.suite.spaces;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Affiliation;
import parvis.core.organisations.Remits;
import parvis.core.rights.Rights;
import parvis.core.rooms.Hosts;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Rooms outside spaces that nobody administers any more: the last one who did has gone, nobody was
/// there to succeed, and the server itself keeps them; or they are kept out of the house.
///
/// Who approves in the organisation of a room, or runs the server, names somebody of it. What the
/// server keeps they may take over themselves; while whoever administers it may come back, nobody
/// comes in from outside.
final class UnhostedRooms {
  /// Those that are told at once.
  static final int ROOMS_MAX = 100;

  private static final Set<String> FOR_THOSE_THERE = Set.of("invited", "joined");

  private static final OptionalLong NOW = OptionalLong.empty();

  private final Db db;
  private final Rooms rooms;
  private final Hosts hosts;
  private final Writing writing;
  private final Rights rights;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Hands hands;
  private final Telling telling;

  UnhostedRooms(SpacesFeature.Needs needs, Telling telling) {
    this.db = needs.db();
    this.rooms = needs.rooms();
    this.hosts = needs.hosts();
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
    this.hands = new Hands(needs);
    this.telling = telling;
  }

  /// Those of which the actor decides, by name; none for who decides nothing.
  List<Room> of(Actor actor) {
    var own = deciding(actor);
    if ((own.isEmpty() && !actor.admin()) || remits.hindrance(actor).isPresent()) {
      return List.of();
    }
    var server = actor.user().server();
    Predicate<Room> decided = room -> (actor.admin() || isOf(room, own)) && isOffered(room);
    var kept = hosts.unhosted(hosts.kept(server).stream().filter(decided).toList());
    return Stream.concat(kept.stream(), hosts.waiting(server, decided, ROOMS_MAX).stream())
        .distinct()
        .sorted(Comparator.comparing(room -> Folded.of(Rights.name(room))))
        .limit(ROOMS_MAX)
        .toList();
  }

  private Optional<Affiliation> deciding(Actor actor) {
    return Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user()))
        .filter(post -> post.approver() && !post.external());
  }

  private boolean isOf(Room room, Optional<Affiliation> post) {
    var of = hosts.organisation(room);
    return post.filter(one -> of.filter(nid -> nid == one.organisation().nid()).isPresent())
        .isPresent();
  }

  private boolean isOffered(Room room) {
    return room.published().joined().length > 0
        && rights.find(room.id().value()).isEmpty()
        && rights.around(room).isEmpty();
  }

  /// A room of which the actor decides, while nobody administers it. Others look as if they were
  /// none.
  ///
  /// @throws Refused notFound; forbidden for who decides, but not from where they act
  private Offered require(Actor actor, String id) {
    var room =
        rooms
            .find(id)
            .filter(one -> rights.find(id).isEmpty() && rights.around(one).isEmpty())
            .filter(one -> actor.admin() || isOf(one, deciding(actor)))
            .orElseThrow(Refused::notFound);
    remits
        .hindrance(actor)
        .ifPresent(
            refused -> {
              throw refused;
            });
    var server = actor.user().server();
    var kept = hosts.kept(server).stream().anyMatch(one -> one.nid() == room.nid());
    if (kept ? hosts.isHosted(room) : !hosts.isWaiting(server, room)) {
      throw Refused.notFound();
    }
    return new Offered(room, kept);
  }

  /// @param kept whether the server itself keeps it: whoever administered it does not come back
  private record Offered(Room room, boolean kept) {}

  /// What whoever takes a room over reads of what was said in it before. Nothing is hidden from
  /// them that a newcomer reads, and nothing opened: the room says so itself, event by event, and
  /// what was said while newcomers read all of it cannot be taken back.
  enum History {
    ALL("all"),
    FROM_NOW("from_now"),
    ENCRYPTED("encrypted");

    private final String word;

    History(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    static History of(Room room) {
      var state = room.published().state();
      if (state.event("m.room.encryption", "").isPresent()) {
        return ENCRYPTED;
      }
      var said =
          state
              .event("m.room.history_visibility", "")
              .flatMap(event -> event.pdu().content().string("history_visibility"));
      return said.filter(FOR_THOSE_THERE::contains).isPresent() ? FROM_NOW : ALL;
    }
  }

  /// Who could administer it: who is in it, is not from outside and is let in.
  Candidates candidates(Actor actor, String id) {
    var offered = require(actor, id);
    var room = offered.room();
    return new Candidates(
        room, hosts.candidates(room, Optional.empty()), History.of(room), offered.kept());
  }

  /// @param open whether whoever decides may come in by taking it over
  record Candidates(Room room, List<UserId> people, History history, boolean open) {}

  /// Names who administers it from now on: somebody of the room, or the actor, who comes in by
  /// that. Those in it are told in the room who came in and what they read; it is noted before
  /// anything is given.
  void name(Actor actor, String id, UserId named) {
    var offered = require(actor, id);
    var room = offered.room();
    var own = named.equals(actor.user());
    if (!own && !hosts.isCandidate(room, named)) {
      throw Refused.notFound("There is no such member.");
    }
    var comes = !Coming.is(named, room, Membership.JOIN);
    if (comes && !offered.kept()) {
      throw Refused.forbidden("Whoever administers this room may come back: name a member.");
    }
    var deed = comes ? "take room over" : "name room administrator";
    var line = remits.line();
    db.write(
        tx -> {
          remits.note(tx, line, actor, hosts.organisation(room), deed, Rights.name(room));
          return line;
        });
    if (comes) {
      bring(actor, room);
      hands.say(room, words(actor.user(), room), "room-taken-over-" + line);
    }
    hands.raise(room, named);
    if (!own) {
      telling.tell(List.of(named), said(room, line), () -> {});
    }
  }

  /// What those in a room read of who has come in by taking it over.
  private static String words(UserId who, Room room) {
    var name =
        room.published()
            .state()
            .member(who)
            .flatMap(member -> member.pdu().content().string("displayname"))
            .orElse(who.value());
    return switch (History.of(room)) {
      case ALL ->
          sentence(
              name, "y lit aussi ce qui s’est écrit avant", "also reads what was written before");
      case FROM_NOW ->
          sentence(
              name,
              "n’y lit que ce qui s’écrit désormais",
              "reads only what is written from now on");
      case ENCRYPTED ->
          sentence(
              name,
              "ne peut y lire les messages chiffrés d’avant",
              "cannot read encrypted messages from before");
    };
  }

  private static String sentence(String name, String french, String english) {
    return "Plus personne n’administrait ce salon. "
        + name
        + " l’administre désormais, et "
        + french
        + ".\n\nNobody administered this room any more. "
        + name
        + " administers it from now on, and "
        + english
        + ".";
  }

  private void bring(Actor actor, Room room) {
    if (!Coming.is(actor.user(), room, Membership.INVITE)) {
      hands.keeper(room).ifPresent(by -> writing.invite(by, room.id(), actor.user(), NOW));
    }
    writing.join(actor, room.id(), NOW);
  }

  static Telling.Said said(Room room, long line) {
    var name = Rights.name(room);
    return new Telling.Said(
        "room-hosted-" + line,
        new Spoken("Vous administrez un salon", "You administer a room"),
        new Spoken(
            "Vous administrez désormais le salon « " + name + " ».",
            "You administer the room “" + name + "” from now on."),
        JsonObject.of("kind", "room_hosted", "room_id", room.id().value(), "name", name),
        "/rooms/" + room.id().value());
  }
}
