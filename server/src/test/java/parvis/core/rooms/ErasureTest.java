package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.platform.log.Originals;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.Redaction;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.KeyId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;

/// The bytes of redacted events, as the table has them.
class ErasureTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static final int MANY = 250;
  private static final RoomEvent.Around NOTHING = RoomEvent.Around.NOTHING;

  @TempDir Path data;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private World world;
  private Client alice;
  private Client bruno;

  /// Somebody who only reads.
  private Client chloe;

  @BeforeEach
  void start() {
    InstantSource source = now::get;
    world =
        World.start(
            Map.of("PARVIS_DATA", data.toString(), "PARVIS_DATABASE_URL", TestDatabase.freshUrl()),
            source.withZone(ZoneOffset.UTC));
    alice = world.register("alice");
    bruno = world.register("bruno");
    chloe = world.register("chloe");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void restart() {
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    chloe = world.back(chloe);
  }

  private byte[] stored(String event) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.bytes("bytes"),
                    """
                    select b.bytes from event_bytes b join event e on e.nid = b.event
                     where e.event_id = ?""",
                    event))
        .orElseThrow();
  }

  private String text(String event) {
    return new String(stored(event), StandardCharsets.UTF_8);
  }

  private long number(String sql) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql)).orElseThrow();
  }

  private long waiting() {
    return number("select count(*) as n from original");
  }

  private void untilWiped(String event, String content) {
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (text(event).contains(content)) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  private String room(String version) {
    var wish = JsonObject.of("preset", "public_chat", "room_version", version);
    var room = Chat.create(alice, wish);
    Chat.join(bruno, room).ok();
    Chat.join(chloe, room).ok();
    return room;
  }

  private String topic(String room, String topic) {
    var content = JsonObject.of("topic", topic);
    return Chat.state(alice, room, "m.room.topic", content).ok().string("event_id");
  }

  @Test
  void what_was_redacted_eight_days_ago_is_gone_and_what_was_six_days_ago_is_not() {
    var room = room("12");
    var early = Chat.say(bruno, room, "secret-un");
    var late = Chat.say(bruno, room, "secret-deux");
    var kept = Chat.say(bruno, room, "public");
    Chat.redact(alice, room, early).ok();
    pass(Duration.ofDays(2));
    Chat.redact(alice, room, late).ok();
    assertThat(waiting()).isEqualTo(2);
    pass(Duration.ofDays(6));
    restart();
    untilWiped(early, "secret-un");
    assertThat(text(late)).contains("secret-deux");
    assertThat(text(kept)).contains("public");
    assertThat(waiting()).isEqualTo(1);
    assertThat(world.figure("parvis_redacted_wiped_total")).isEqualTo(1);
    assertThat(world.figure("parvis_redacted_unreadable_total")).isZero();
    pass(Duration.ofDays(1));
    restart();
    untilWiped(late, "secret-deux");
    assertThat(waiting()).isZero();
  }

  /// What is told of a room to who never sent anything, since who did is told their transaction ids
  /// until the server starts again.
  private Map<String, String> told(String room, List<String> events) {
    var answers = new HashMap<String, String>();
    var paths = new ArrayList<String>();
    events.forEach(event -> paths.add("/event/" + Client.segment(event)));
    events.forEach(event -> paths.add("/context/" + Client.segment(event)));
    events.forEach(event -> paths.add("/relations/" + Client.segment(event)));
    paths.addAll(List.of("/messages?dir=b&limit=100", "/messages?dir=f&limit=100", "/state"));
    paths.add("/threads");
    for (var path : paths) {
      var v = path.startsWith("/relations") || path.startsWith("/threads") ? "v1" : "v3";
      var answer = chloe.get(Chat.path(room).replace("v3", v) + path).ok();
      answers.put(path, answer.text());
    }
    var filter = Client.segment("{\"room\":{\"timeline\":{\"limit\":50}}}");
    answers.put("sync", Chat.in(Chat.sync(chloe, "filter=" + filter), "join", room).toString());
    return answers;
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "6", "10", "11", "12"})
  void every_answer_is_the_same_before_and_after_and_the_event_can_still_be_checked(String id) {
    var version = RoomVersion.of(id).orElseThrow();
    var room = room(id);
    var said = Chat.say(alice, room, "secret-dit");
    var edit = Chat.send(alice, room, Chat.related("m.replace", said, "secret-changé"));
    var reply = Chat.send(alice, room, Chat.related("m.thread", said, "secret-répondu"));
    Chat.send(alice, room, Chat.related("m.thread", said, "resté"));
    var before = topic(room, "secret-sujet");
    topic(room, "sujet");
    var name = Chat.state(alice, room, "m.room.name", JsonObject.of("name", "secret-nom"));
    Chat.rename(alice, "secret-alice");
    var member = event(room, "m.room.member/" + Client.segment(alice.user()));
    var levels = event(room, "m.room.power_levels/");
    var lost = List.of(edit, reply, said, before, name.ok().string("event_id"), member, levels);
    var originals = new HashMap<String, Pdu>();
    lost.forEach(event -> originals.put(event, Pdu.read(stored(event), version)));
    lost.forEach(event -> Chat.redact(alice, room, event).ok());
    redactARedaction(room);
    pass(Duration.ofDays(8));
    var told = told(room, lost);
    assertThat(told.toString()).doesNotContain("secret-").contains("resté");
    restart();
    untilWiped(lost.getLast(), "\"notifications\"");
    untilWiped(lost.getFirst(), "secret-");
    lost.forEach(event -> assertThat(text(event)).as(event).doesNotContain("secret-"));
    assertSame(told(room, lost), told);
    restart();
    assertSame(told(room, lost), told);
    lost.forEach(event -> check(originals.get(event), Pdu.read(stored(event), version), event));
    Chat.say(bruno, room, "on continue");
    topic(room, "encore");
  }

  private static void assertSame(Map<String, String> now, Map<String, String> before) {
    assertThat(now.keySet()).isEqualTo(before.keySet());
    now.forEach((path, answer) -> assertThat(answer).as(path).isEqualTo(before.get(path)));
  }

  /// The words of a redaction that is itself redacted are told neither by it nor beside what it
  /// took away.
  private void redactARedaction(String room) {
    var mistaken = Chat.say(bruno, room, "secret-erreur");
    var path = Chat.path(room) + "/redact/" + Client.segment(mistaken) + "/twice";
    var redaction =
        bruno.put(path, JsonObject.of("reason", "secret-raison")).ok().string("event_id");
    Chat.redact(bruno, room, redaction).ok();
  }

  private String event(String room, String slot) {
    return bruno.get(Chat.path(room) + "/state/" + slot + "?format=event").ok().string("event_id");
  }

  /// spec: server-server-api#validating-hashes-and-signatures-on-received-events: a redacted event
  /// has its id, its reference, its content hash and a signature that holds.
  private void check(Pdu original, Pdu left, String event) {
    assertThat(left.eventId().value()).isEqualTo(event);
    assertThat(left.reference()).isEqualTo(original.reference());
    assertThat(left.json()).isEqualTo(Redaction.redact(original).json());
    assertThat(left.json().object("hashes")).isPresent();
    assertThat(left.json().object("hashes")).isEqualTo(original.json().object("hashes"));
    assertThat(left.json().object("signatures")).isEqualTo(original.json().object("signatures"));
    assertThat(
            Signatures.valid(
                left.json(),
                left.sender().server(),
                left.originServerTs(),
                (_, key, _) -> publicKey(key),
                ErasureTest::verify))
        .isTrue();
    var changed = left.json().with("depth", 77_777);
    assertThat(
            Signatures.valid(
                changed,
                left.sender().server(),
                left.originServerTs(),
                (_, key, _) -> publicKey(key),
                ErasureTest::verify))
        .isFalse();
  }

  private Optional<byte[]> publicKey(KeyId id) {
    var keys = world.stranger().get("/_matrix/key/v2/server").ok().json();
    return Chat.at(keys, "verify_keys", id.value()).string("key").flatMap(UnpaddedBase64::decode);
  }

  private static boolean verify(byte[] key, byte[] message, byte[] signature) {
    var verifier = new Ed25519Signer();
    verifier.init(false, new Ed25519PublicKeyParameters(key));
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  @Test
  void memory_forgets_what_a_redaction_took_away_when_the_database_does() {
    var room = room("12");
    var said = Chat.say(bruno, room, "secret");
    var by = Chat.redact(bruno, room, said).ok().string("event_id");
    var redaction = RoomEvent.stored(facts(by, 2), RoomVersion.V12, stored(by), NOTHING, 2);
    redaction.takes(RoomEvent.stored(facts(said, 1), RoomVersion.V12, stored(said), NOTHING, 1));
    var ring = Ring.of(List.of(redaction), true, 0);
    ring.forgetTaken(redaction.ts());
    assertThat(redaction.taken()).isPresent();
    ring.forgetTaken(redaction.ts() + 1);
    assertThat(redaction.taken()).isEmpty();
  }

  private static RoomEvent.Facts facts(String event, long nid) {
    return new RoomEvent.Facts(
        nid, 1, event, nid, 1_000, "m.room.message", 1, 0, 0, (short) 0, "", "", 0, 0);
  }

  /// Wipes as another process would, in which `redacting` does something else at some event.
  private Originals wiper(Originals.Redacting redacting) {
    InstantSource source = now::get;
    return new Originals(world.db(), source.withZone(ZoneOffset.UTC), redacting);
  }

  private void many(String room) {
    for (int i = 0; i < MANY; i++) {
      Chat.redact(bruno, room, Chat.say(bruno, room, "secret-" + i)).ok();
    }
    assertThat(waiting()).isEqualTo(MANY);
    pass(Duration.ofDays(8));
  }

  private long left() {
    return number(
        "select count(*) as n from event_bytes where convert_from(bytes, 'UTF8') like '%secret-%'");
  }

  @Test
  void whoever_is_killed_between_batches_leaves_whole_batches_done_and_the_rest_noted() {
    many(room("12"));
    var seen = new AtomicInteger();
    var killed =
        wiper(
            (bytes, version) -> {
              if (seen.incrementAndGet() == 150) {
                throw new OutOfMemoryError("killed");
              }
              return RoomEvent.wiped(bytes, version);
            });
    assertThatThrownBy(killed::wipe).isInstanceOf(OutOfMemoryError.class);
    assertThat(killed.wiped()).isEqualTo(100);
    assertThat(left()).isEqualTo(MANY - 100);
    assertThat(waiting()).isEqualTo(MANY - 100);
    var next = wiper(RoomEvent::wiped);
    next.wipe();
    assertThat(next.wiped()).isEqualTo(MANY - 100);
    assertThat(left()).isZero();
    assertThat(waiting()).isZero();
  }

  @Test
  void two_processes_share_the_work_and_wipe_nothing_twice() throws Exception {
    many(room("12"));
    var together = new CyclicBarrier(2);
    var first = new CountDownLatch(2);
    Originals.Redacting redacting =
        (bytes, version) -> {
          if (first.getCount() > 0) {
            first.countDown();
            await(together);
          }
          return RoomEvent.wiped(bytes, version);
        };
    var one = wiper(redacting);
    var other = wiper(redacting);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var done = List.of(threads.submit(one::wipe), threads.submit(other::wipe));
      for (var work : done) {
        work.get(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
      }
    }
    assertThat(one.wiped()).isPositive();
    assertThat(other.wiped()).isPositive();
    assertThat(one.wiped() + other.wiped()).isEqualTo(MANY);
    assertThat(left()).isZero();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("the other one holds them all", e);
    }
  }

  @Test
  void one_event_that_cannot_be_read_holds_up_no_other() {
    var room = room("12");
    var broken = Chat.say(bruno, room, "secret-brisé");
    var whole = Chat.say(bruno, room, "secret-entier");
    Chat.redact(bruno, room, broken).ok();
    Chat.redact(bruno, room, whole).ok();
    pass(Duration.ofDays(8));
    var wiper =
        wiper(
            (bytes, version) -> {
              if (new String(bytes, StandardCharsets.UTF_8).contains("brisé")) {
                throw new IllegalArgumentException("broken");
              }
              return RoomEvent.wiped(bytes, version);
            });
    wiper.wipe();
    assertThat(wiper.wiped()).isEqualTo(1);
    assertThat(wiper.failed()).isEqualTo(1);
    assertThat(text(whole)).doesNotContain("secret");
    assertThat(waiting()).isEqualTo(1);
  }
}
