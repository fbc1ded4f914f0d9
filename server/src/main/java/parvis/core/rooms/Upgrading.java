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

  RoomId upgrade(Actor actor, String roomId, String newVersion) {
    var old = rooms.joined(actor, roomId);
    var version = RoomVersion.of(newVersion).orElseThrow(Refused::unsupportedRoomVersion);
    var levels = PowerLevels.of(old.version(), old.published().state());
    if (levels.user(actor.user()) < levels.event("m.room.tombstone", true)) {
      throw Refused.forbidden("You may not replace this room.");
    }
    var listed = aliases.isPublished(old);
    var created = creating.create(actor, request(actor, old, version, listed));
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

  private CreateRequest request(Actor actor, Room old, RoomVersion version, boolean listed) {
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
    var creation = state.event("m.room.create", "").orElseThrow().pdu().content();
    var predecessor = JsonObject.of("room_id", old.id().value());
    return new CreateRequest(
        version,
        CreateRequest.Preset.PRIVATE_CHAT,
        listed,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        false,
        creation.without("additional_creators").with("predecessor", predecessor),
        carried,
        levels(actor, old, version));
  }

  /// The old room's power levels; from version 12 on creators are not named in them.
  private static JsonObject levels(Actor actor, Room old, RoomVersion version) {
    var content =
        old.published()
            .state()
            .event("m.room.power_levels", "")
            .map(e -> e.pdu().content())
            .orElse(JsonObject.EMPTY);
    var users = content.object("users").orElse(JsonObject.EMPTY);
    return version.creatorsAbovePowerLevels()
        ? content.with("users", users.without(actor.user().value()))
        : content;
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
