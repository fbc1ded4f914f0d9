package parvis.core.rooms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.platform.db.Db;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;

/// Replaces a room by a new one of another version, and leads people there.
/// spec: cs-api#room-upgrades
final class Upgrading {
  private static final Logger logger = LoggerFactory.getLogger(Upgrading.class);

  /// What the new room takes over as it is.
  private static final Set<String> CARRIED =
      Set.of(
          "m.room.server_acl",
          "m.room.encryption",
          "m.room.name",
          "m.room.avatar",
          "m.room.topic",
          "m.room.guest_access",
          "m.room.history_visibility",
          "m.room.join_rules",
          AccessRules.RETENTION,
          AccessRule.TYPE,
          Closing.TYPE,
          AccessRule.FORUM);

  /// How spaces and what is in them name each other.
  private static final Set<String> LINKS = Set.of(Parents.CHILD, "m.space.parent");

  private static final String TOMBSTONE = "m.room.tombstone";

  /// Bans, and children of a space, that are written at once.
  static final int BANS_AT_ONCE = 100;

  /// How often it is tried to leave a room that came to nothing: each time as long as anybody waits
  /// for the database. After that it waits for the next start.
  private static final int SETTLING_TRIES_MAX = 3;

  /// When somebody may ask again for an upgrade that another node took back.
  private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

  private static final int QUIET = 50;
  private static final int ADMIN = 100;

  private final Rooms rooms;
  private final Creating creating;
  private final Sending sending;
  private final Joining joining;
  private final Commits commits;
  private final Preparer preparer;
  private final Aliases aliases;
  private final Users users;
  private final Upgrades upgrades;
  private final AccessRules rules;
  private final TakingAlong along;
  private final Parents parents;
  private final Db db;

  Upgrading(
      Rooms rooms,
      Creating creating,
      Sending sending,
      Joining joining,
      Commits commits,
      Preparer preparer,
      Aliases aliases,
      Users users,
      AccessRules rules,
      TakingAlong along,
      Upgrades upgrades,
      Parents parents,
      Db db) {
    this.along = along;
    this.parents = parents;
    this.rules = rules;
    this.rooms = rooms;
    this.creating = creating;
    this.sending = sending;
    this.joining = joining;
    this.commits = commits;
    this.preparer = preparer;
    this.aliases = aliases;
    this.users = users;
    this.upgrades = upgrades;
    this.db = db;
  }

  /// @param additionalCreators creators of the new room beside the actor, from version 12 on
  record Wish(RoomVersion version, List<UserId> additionalCreators) {}

  /// Everything that may be refused is looked at before there is a new room. It is listed, and
  /// found by the old one's aliases, only when the old one leads there; when that is refused in the
  /// end, because something changed meanwhile, or fails, nobody is in the new room and nothing
  /// leads to it. What a kill leaves half done is settled by the next start.
  RoomId upgrade(Actor actor, String roomId, Wish wish) {
    var old = rooms.joined(actor, roomId);
    var before = old.published();
    var levels = PowerLevels.of(old.version(), before.state());
    if (levels.user(actor.user()) < levels.event(TOMBSTONE, true)) {
      throw Refused.forbidden("You may not replace this room.");
    }
    rules.refuseReplacing(actor, old);
    var entries = entries(actor, before);
    var sequel =
        new Creating.Sequel(
            entries, (tx, nid) -> upgrades.begin(tx, nid, old.nid(), actor.userNid()));
    var created = creating.create(actor, request(actor, old, wish), OptionalLong.empty(), sequel);
    try {
      var replacement = rooms.find(created.value()).orElseThrow();
      write(replacement, entries);
      if (!upgrades.isOurs(replacement.nid())) {
        throw Refused.unavailable(TRY_AGAIN);
      }
      bury(actor, old, before, created);
      settle(actor, old, replacement);
    } catch (RuntimeException failure) {
      abandon(actor, old, created, failure);
      throw failure;
    }
    return created;
  }

  /// Settles what was begun and neither ended nor taken back when the node that was at work on it
  /// ended. The log has started.
  void resume() {
    for (var begun : upgrades.begun()) {
      try {
        resume(begun);
      } catch (RuntimeException e) {
        logger.error("an upgrade could be neither ended nor taken back: see the next start", e);
      }
    }
  }

  private void resume(Upgrades.Begun begun) {
    var ours =
        db.write(
            tx -> {
              var taken = upgrades.take(tx, begun);
              if (taken) aliases.abandon(tx, begun.replacement());
              return taken;
            });
    if (!ours) {
      return;
    }
    var replacement = rooms.find(begun.replacement());
    if (replacement.isPresent()) {
      var old = rooms.find(begun.old()).orElseThrow();
      var maker = new Actor(users.id(begun.user()), begun.user(), "", 0, 0, false);
      settle(maker, old, replacement.get());
      logger.info("an upgrade that was cut off is settled");
    }
  }

  private void abandon(Actor actor, Room old, RoomId created, RuntimeException failure) {
    for (int tries = 0; tries < SETTLING_TRIES_MAX; tries++) {
      try {
        settle(actor, old, rooms.find(created.value()).orElseThrow());
        return;
      } catch (RuntimeException again) {
        failure.addSuppressed(again);
      }
    }
  }

  /// Gives the new room the place of the old one if that leads there, and takes its maker out of it
  /// if not. Each step may be taken again; that all are taken is noted last.
  private void settle(Actor maker, Room old, Room replacement) {
    if (leadsTo(old, replacement.id())) {
      db.write(
          tx -> {
            aliases.move(tx, old.nid(), replacement.nid());
            return old;
          });
      quieten(maker, old);
      parents.replace(maker, old, replacement);
      along.take(maker, old, replacement);
    } else {
      joining.leave(maker, replacement, Optional.empty());
      rooms.memberships().forget(maker.userNid(), replacement.nid());
    }
    db.write(
        tx -> {
          Upgrades.end(tx, replacement.nid());
          return replacement;
        });
  }

  /// Whether a room says itself that another took its place.
  static boolean leadsTo(Room old, RoomId replacement) {
    return old.published()
        .state()
        .event(TOMBSTONE, "")
        .flatMap(stone -> stone.pdu().content().string("replacement_room"))
        .filter(replacement.value()::equals)
        .isPresent();
  }

  /// What there may be many of, and follows the room into its successor: who is banned, what a
  /// space lists, and in which spaces the room says that it is.
  private static List<Draft> entries(Actor actor, RoomView view) {
    var banned =
        view.state().members().stream()
            .filter(
                member -> State.membership(member).filter(m -> m == Membership.BAN).isPresent());
    var linked =
        view.state().others().stream()
            .filter(event -> LINKS.contains(event.type()))
            .filter(event -> event.pdu().content().array("via").isPresent());
    return Stream.concat(banned, linked)
        .map(
            event ->
                Draft.state(
                    actor.user(),
                    actor.userNid(),
                    event.type(),
                    event.stateKey().orElse(""),
                    event.pdu().content()))
        .toList();
  }

  private void write(Room replacement, List<Draft> entries) {
    for (int from = 0; from < entries.size(); from += BANS_AT_ONCE) {
      var some = entries.subList(from, Math.min(from + BANS_AT_ONCE, entries.size()));
      some.forEach(preparer::warm);
      commits.commit(replacement, _ -> some, null);
    }
  }

  /// Says in the old room which one took its place, unless somebody else said so meanwhile.
  private void bury(Actor actor, Room old, RoomView before, RoomId replacement) {
    var content =
        JsonObject.of("body", "Ce salon a été remplacé.", "replacement_room", replacement.value());
    var draft = Draft.state(actor.user(), actor.userNid(), TOMBSTONE, "", content);
    var stone = before.state().event(TOMBSTONE, "").map(RoomEvent::eventId);
    preparer.warm(Preparer.Place.of(old), old.published(), draft);
    commits.commit(
        old,
        on -> {
          if (!on.state().event(TOMBSTONE, "").map(RoomEvent::eventId).equals(stone)) {
            throw Refused.forbidden("Somebody else has just replaced this room.");
          }
          return List.of(draft);
        },
        null);
  }

  private CreateRequest request(Actor actor, Room old, Wish wish) {
    var version = wish.version();
    var creators =
        version.creatorsAbovePowerLevels() ? wish.additionalCreators() : List.<UserId>of();
    var state = old.published().state();
    var carried = new ArrayList<CreateRequest.InitialState>();
    for (var event : state.others()) {
      if (CARRIED.contains(event.type()) && event.stateKey().filter(""::equals).isPresent()) {
        carried.add(initial(event));
      }
    }
    state.event("m.room.canonical_alias", "").map(Upgrading::initial).ifPresent(carried::add);
    var predecessor = JsonObject.of("room_id", old.id().value());
    var creation =
        state
            .event("m.room.create", "")
            .orElseThrow()
            .pdu()
            .content()
            .without("additional_creators")
            .with("predecessor", predecessor);
    if (!creators.isEmpty()) {
      var named = creators.stream().map(UserId::value).toArray();
      creation = creation.with("additional_creators", JsonArray.of(named));
    }
    return new CreateRequest(
        version,
        CreateRequest.Preset.PRIVATE_CHAT,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        creation,
        carried,
        levels(actor, old, version, creators));
  }

  /// The old room's power levels. From version 12 on creators are not named in them; whoever was a
  /// creator there and is not in the new version is named in its.
  private static JsonObject levels(
      Actor actor, Room old, RoomVersion version, List<UserId> creators) {
    var content =
        old.published()
            .state()
            .event("m.room.power_levels", "")
            .map(e -> e.pdu().content())
            .orElse(JsonObject.EMPTY);
    var users = content.object("users").orElse(JsonObject.EMPTY);
    if (version.creatorsAbovePowerLevels()) {
      users = users.without(actor.user().value());
      for (var creator : creators) {
        users = users.without(creator.value());
      }
    } else if (old.version().creatorsAbovePowerLevels()) {
      users = users.with(actor.user().value(), ADMIN);
    }
    return content.with("users", users);
  }

  private static CreateRequest.InitialState initial(RoomEvent event) {
    return new CreateRequest.InitialState(
        event.type(), event.stateKey().orElse(""), event.pdu().content());
  }

  /// Nobody but moderators speaks or invites in the old room any more. It has been replaced by now,
  /// whether its rules allow this or not.
  private void quieten(Actor actor, Room old) {
    var levels = PowerLevels.of(old.version(), old.published().state());
    if (levels.user(actor.user()) < levels.event("m.room.power_levels", true)) {
      return;
    }
    var content =
        old.published()
            .state()
            .event("m.room.power_levels", "")
            .map(e -> e.pdu().content())
            .orElse(JsonObject.EMPTY);
    var quiet = Math.max(QUIET, content.integer("users_default").orElse(0) + 1);
    var quieter = content.with("events_default", quiet).with("invite", quiet);
    try {
      sending.state(actor, old.id().value(), "m.room.power_levels", "", quieter);
    } catch (Refused refused) {
      logger.info("a replaced room stays as loud as it was: {}", refused.sentence());
    }
  }
}
