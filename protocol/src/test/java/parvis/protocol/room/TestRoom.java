package parvis.protocol.room;

import java.util.ArrayList;
import java.util.List;
import parvis.protocol.event.EventDraft;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Events;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signer;
import parvis.protocol.sign.TestKey;

/// A room whose state is whatever a test says, and which is then asked what it thinks of an event.
final class TestRoom {
  static final UserId ALICE = Events.ALICE;
  static final UserId BOB = Events.BOB;
  static final UserId CAROL = new UserId("@carol:elsewhere");

  /// Signatures are not what these tests are about.
  private static final Signer ZEROS =
      new Signer() {
        @Override
        public KeyId keyId() {
          return TestKey.SPEC.keyId();
        }

        @Override
        public byte[] sign(byte[] message) {
          return new byte[64];
        }
      };

  final RoomVersion version;
  final Pdu create;
  private final List<Pdu> state = new ArrayList<>();

  /// A room that Alice created and joined.
  TestRoom(RoomVersion version) {
    this(version, JsonObject.EMPTY);
  }

  TestRoom(RoomVersion version, JsonObject createContent) {
    this.version = version;
    this.create = Events.create(version, ALICE, createContent);
    state.add(create);
    member(ALICE, "join");
  }

  TestRoom member(UserId user, String membership) {
    return state(EventType.MEMBER, user.value(), user, JsonObject.of("membership", membership));
  }

  TestRoom joinRule(String rule) {
    return state(EventType.JOIN_RULES, "", ALICE, JsonObject.of("join_rule", rule));
  }

  TestRoom levels(JsonObject levels) {
    return state(EventType.POWER_LEVELS, "", ALICE, levels);
  }

  TestRoom state(String type, String key, UserId sender, JsonObject content) {
    state.add(event(type, key, sender, content));
    return this;
  }

  RoomState now() {
    return RoomState.of(state);
  }

  RoomId id() {
    return create.roomId();
  }

  Pdu event(String type, String key, UserId sender, JsonObject content) {
    return made(
        EventDraft.state(type, key, sender, id(), content, 0), List.of(new EventId("$earlier")));
  }

  Pdu made(EventDraft draft, List<EventId> prev) {
    return Events.sign(version, draft, prev, ZEROS);
  }

  Pdu message(UserId sender) {
    return made(
        EventDraft.message("m.room.message", sender, id(), JsonObject.of("body", "x"), 0),
        List.of(new EventId("$earlier")));
  }

  boolean takes(Pdu event) {
    return AuthRules.check(event, now()).allowed();
  }

  boolean takesMessage(UserId sender) {
    return takes(message(sender));
  }

  boolean takesMember(UserId sender, UserId target, String membership) {
    return takesMember(sender, target, JsonObject.of("membership", membership));
  }

  boolean takesMember(UserId sender, UserId target, JsonObject content) {
    return takes(event(EventType.MEMBER, target.value(), sender, content));
  }

  boolean takesState(UserId sender, String type, String key, JsonObject content) {
    return takes(event(type, key, sender, content));
  }

  boolean takesLevels(UserId sender, JsonObject levels) {
    return takesState(sender, EventType.POWER_LEVELS, "", levels);
  }
}
