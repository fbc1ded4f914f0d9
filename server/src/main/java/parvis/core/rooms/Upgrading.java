package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.PowerLevels;

/// Replaces a room by a new one of another version, and leads people there.
/// spec: cs-api#room-upgrades
final class Upgrading {
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
          "m.room.join_rules");

  private static final int QUIET = 50;
  private static final int ADMIN = 100;

  private final Rooms rooms;
  private final Creating creating;
  private final Sending sending;
  private final Aliases aliases;
  private final Db db;

  Upgrading(Rooms rooms, Creating creating, Sending sending, Aliases aliases, Db db) {
    this.rooms = rooms;
    this.creating = creating;
    this.sending = sending;
    this.aliases = aliases;
    this.db = db;
  }

  /// @param additionalCreators creators of the new room beside the actor, from version 12 on
  record Wish(RoomVersion version, List<UserId> additionalCreators) {}

  RoomId upgrade(Actor actor, String roomId, Wish wish) {
    var old = rooms.joined(actor, roomId);
    var levels = PowerLevels.of(old.version(), old.published().state());
    if (levels.user(actor.user()) < levels.event("m.room.tombstone", true)) {
      throw Refused.forbidden("You may not replace this room.");
    }
    var listed = aliases.isPublished(old);
    var created = creating.create(actor, request(actor, old, wish, listed));
    var replacement = rooms.find(created.value()).orElseThrow();
    sending.state(
        actor,
        roomId,
        "m.room.tombstone",
        "",
        JsonObject.of("body", "Ce salon a été remplacé.", "replacement_room", created.value()));
    db.write(
        tx -> {
          aliases.move(tx, old.nid(), replacement.nid());
          if (listed) {
            aliases.publish(tx, old.nid(), false);
          }
          return created;
        });
    quieten(actor, old, levels);
    return created;
  }

  private CreateRequest request(Actor actor, Room old, Wish wish, boolean listed) {
    var version = wish.version();
    var creators =
        version.creatorsAbovePowerLevels() ? wish.additionalCreators() : List.<UserId>of();
    var state = old.published().state();
    var carried = new ArrayList<CreateRequest.InitialState>();
    for (var event : state.others()) {
      if (CARRIED.contains(event.type())) {
        carried.add(initial(event));
      }
    }
    state.event("m.room.canonical_alias", "").map(Upgrading::initial).ifPresent(carried::add);
    for (var member : state.members()) {
      if (State.membership(member).filter(m -> m == Membership.BAN).isPresent()) {
        carried.add(initial(member));
      }
    }
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
        listed,
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

  /// Nobody but moderators speaks or invites in the old room any more.
  private void quieten(Actor actor, Room old, PowerLevels levels) {
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
    sending.state(
        actor,
        old.id().value(),
        "m.room.power_levels",
        "",
        content.with("events_default", quiet).with("invite", quiet));
  }
}
