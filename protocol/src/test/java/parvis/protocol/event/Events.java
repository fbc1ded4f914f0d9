package parvis.protocol.event;

import java.util.List;
import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signer;
import parvis.protocol.sign.TestKey;

/// Events for tests, really hashed and really signed.
public final class Events {
  public static final ServerName DOMAIN = new ServerName("domain");
  public static final UserId ALICE = new UserId("@alice:domain");
  public static final UserId BOB = new UserId("@bob:domain");
  public static final RoomId ROOM = new RoomId("!room:domain");

  private Events() {}

  public static Pdu sign(RoomVersion version, EventDraft draft, List<EventId> prev) {
    return sign(version, draft, prev, TestKey.SPEC);
  }

  public static Pdu sign(RoomVersion version, EventDraft draft, List<EventId> prev, Signer signer) {
    List<EventReference> auth = references(version, List.of(new EventId("$auth")));
    return Pdu.sign(
        version, draft, references(version, prev), auth, 3, draft.sender().server(), signer);
  }

  /// References to events that nobody will look up, so that any hash will do.
  private static List<EventReference> references(RoomVersion version, List<EventId> events) {
    Optional<String> hash = version.eventIdsWritten() ? Optional.of("hash") : Optional.empty();
    return events.stream().map(event -> new EventReference(event, hash)).toList();
  }

  public static Pdu message(RoomVersion version, JsonObject content) {
    return sign(
        version,
        EventDraft.message("m.room.message", ALICE, ROOM, content, 1_000_000),
        List.of(new EventId("$prev")));
  }

  public static Pdu create(RoomVersion version, UserId creator, JsonObject content) {
    JsonObject whole =
        version.namesCreator() && !content.has("creator")
            ? content.with("creator", creator.value())
            : content;
    Optional<RoomId> room = version.roomIdIsCreateHash() ? Optional.empty() : Optional.of(ROOM);
    return sign(
        version,
        new EventDraft(
            EventType.CREATE,
            Optional.of(""),
            creator,
            room,
            whole.with("room_version", version.id()),
            0,
            Optional.empty()),
        List.of());
  }
}
