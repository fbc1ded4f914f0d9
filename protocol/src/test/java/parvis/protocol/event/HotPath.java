package parvis.protocol.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.room.AuthEvents;
import parvis.protocol.room.AuthRules;
import parvis.protocol.room.RoomState;
import parvis.protocol.sign.Signer;

/// A stopwatch for one message without its signature: parse, select auth events, hash, authorise,
/// client form. Started by hand.
final class HotPath {
  private static final int ROUNDS = 12;
  private static final int MESSAGES = 50_000;
  private static final byte[] BODY =
      ("{\"msgtype\":\"m.text\",\"body\":\"Bonjour, le marché est prêt pour demain matin.\","
              + "\"format\":\"org.matrix.custom.html\",\"formatted_body\":\"<b>Bonjour</b>\","
              + "\"m.mentions\":{}}")
          .getBytes(StandardCharsets.UTF_8);

  private HotPath() {}

  public static void main(String[] arguments) {
    var user = new UserId("@alice:domain");
    Pdu create = Events.create(RoomVersion.V12, user, JsonObject.EMPTY);
    RoomId room = create.roomId();
    Pdu member = state(room, EventType.MEMBER, user.value(), JsonObject.of("membership", "join"));
    Pdu levels =
        state(room, EventType.POWER_LEVELS, "", JsonObject.of("users", JsonObject.of("@b:c", 50)));
    RoomState now = RoomState.of(List.of(create, member, levels));
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      long bytes = 0;
      for (int i = 0; i < MESSAGES; i++) bytes += message(room, user, now, i);
      long nanos = (System.nanoTime() - start) / MESSAGES;
      System.out.printf("%,d ns a message, %d bytes%n", nanos, bytes / MESSAGES);
    }
  }

  private static int message(RoomId room, UserId user, RoomState now, int number) {
    var content = (JsonObject) JsonReader.read(BODY, JsonLimits.REQUEST);
    var draft = EventDraft.message("m.room.message", user, room, content, 1_700_000_000_000L);
    List<EventReference> auth =
        AuthEvents.select(RoomVersion.V12, draft).stream()
            .flatMap(slot -> now.get(slot).stream())
            .map(Pdu::reference)
            .toList();
    Pdu event =
        Pdu.sign(
            RoomVersion.V12,
            draft,
            auth.subList(0, 1),
            auth,
            number,
            new ServerName("domain"),
            ZEROS);
    if (!AuthRules.check(event, now).allowed()) throw new AssertionError("refused");
    return ClientEvent.bytes(event).length;
  }

  private static Pdu state(RoomId room, String type, String key, JsonObject content) {
    var draft = EventDraft.state(type, key, new UserId("@alice:domain"), room, content, 0);
    return Events.sign(RoomVersion.V12, draft, List.of());
  }

  private static final Signer ZEROS =
      new Signer() {
        @Override
        public KeyId keyId() {
          return new KeyId("ed25519:1");
        }

        @Override
        public byte[] sign(byte[] message) {
          return new byte[64];
        }
      };
}
