package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.identity.Users;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.platform.config.Config;
import parvis.platform.log.Expiry;
import parvis.platform.log.Originals;
import parvis.platform.log.Outcome;
import parvis.platform.memory.Memory;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Rooms keep what was said as long as they say, within what the operator allows, and no longer.
class RetentionTest {
  private static final String WORDS = "mirabelle";
  private static final Duration DAY = Duration.ofDays(1);
  private static final long HEAP_BYTES = 100_000_000;

  static final TestClock clock = new TestClock();

  @AutoClose
  static final World world =
      World.start(
          Map.of(
              "PARVIS_RETENTION", "on",
              "PARVIS_RETENTION_DEFAULT", "10d",
              "PARVIS_RETENTION_MIN", "2h"),
          clock);

  private static String texts(Client who, String room) {
    return who.get(Chat.path(room) + "/messages?dir=b&limit=50").ok().text();
  }

  /// How often the database holds the words anywhere.
  private static long stored() {
    return world
        .db()
        .read(
            tx ->
                tx.list(row -> row.bytes("bytes"), "select bytes from event_bytes").stream()
                    .filter(b -> new String(b, StandardCharsets.UTF_8).contains(WORDS))
                    .count());
  }

  private static long found(Client who) {
    var category = JsonObject.of("room_events", JsonObject.of("search_term", WORDS));
    var found = who.post("/_matrix/client/v3/search", JsonObject.of("search_categories", category));
    return Chat.at(found.ok().json(), "search_categories", "room_events")
        .array("results")
        .orElse(JsonArray.EMPTY)
        .values()
        .size();
  }

  @Test
  void what_is_over_is_hidden_then_wiped_for_all_and_the_room_goes_on() {
    var first = world.register("alice");
    var brief = Chat.room(first);
    clock.advance(Duration.ofMillis(1));
    var usual = Chat.room(first);
    var retention = JsonObject.of("max_lifetime", 60_000L);
    Chat.state(first, brief, "m.room.retention", retention).ok();
    Chat.state(first, brief, "m.room.topic", JsonObject.of("topic", "brièvement")).ok();
    var gone = Chat.say(first, brief, WORDS);
    Chat.say(first, usual, WORDS);
    Race.until(() -> found(first) == 2);
    clock.advance(Duration.ofHours(1));
    world.restart();
    var alice = world.back(first);
    assertThat(texts(alice, brief)).as("a room cannot say less than the least").contains(WORDS);
    clock.advance(Duration.ofHours(1).plusMinutes(1));
    var late = Chat.say(alice, brief, "encore là");
    world.restart();
    var again = world.back(alice);
    Race.until(() -> !texts(again, brief).contains(WORDS));
    Race.until(
        () -> Chat.event(again, brief, gone).object("content").orElseThrow().keys().isEmpty());
    var event = Chat.event(again, brief, gone);
    assertThat(Chat.at(event, "unsigned").has("redacted_because")).isTrue();
    assertThat(Chat.event(again, brief, late).object("content").orElseThrow().string("body"))
        .contains("encore là");
    assertThat(texts(again, usual)).contains(WORDS);
    Race.until(() -> found(again) == 1);
    assertThat(stored()).as("a slip can be taken back for a while").isEqualTo(2);
    var topic = again.get(Chat.path(brief) + "/state/m.room.topic/").ok();
    assertThat(topic.string("topic")).isEqualTo("brièvement");
    Chat.say(again, brief, "la suite");
    clock.advance(Duration.ofDays(11));
    world.restart();
    var last = world.back(again);
    Race.until(() -> !texts(last, usual).contains(WORDS));
    Race.until(() -> stored() == 1);
    clock.advance(Originals.KEPT_MAX);
    world.restart();
    Race.until(() -> stored() == 0);
  }

  /// What a node has in memory that shares the database with the one that runs.
  private static Registry rooms() {
    var users = new Users(world.db(), () -> 0);
    return new Registry(new Loading(world.db(), new RoomStore(), users), new Memory(HEAP_BYTES));
  }

  private static boolean shows(Registry rooms, String room) {
    return rooms.find(room).orElseThrow().ring().all().stream()
        .anyMatch(event -> new String(event.bytes(), StandardCharsets.UTF_8).contains("quetsche"));
  }

  @Test
  void a_node_drops_what_another_one_hid_also_when_the_room_was_busy_before() {
    var bruno = world.register("bruno");
    var id = Chat.room(bruno);
    Chat.say(bruno, id, "quetsche");
    var rooms = rooms();
    var room = rooms.find(id).orElseThrow();
    assertThat(shows(rooms, id)).isTrue();
    clock.advance(DAY);
    clock.advance(DAY);
    var bounds = new Config.Retention(Optional.of(DAY), DAY, Optional.empty());
    var expiry = new Expiry(world.db());
    var hidden = expiry.expire(room.nid(), clock.millis() - DAY.toMillis(), clock.millis());
    assertThat(hidden).hasSize(1);
    var forums = new Retention.Forums(() -> false, _ -> false);
    var retention = new Retention(world.db(), rooms, forums, expiry, clock, Optional.of(bounds));
    var writing = new CompletableFuture<Outcome>();
    room.lock();
    room.advance(room.tip(), writing);
    room.unlock();
    retention.look();
    assertThat(rooms.find(id)).as("somebody writes into it").containsSame(room);
    writing.complete(new Outcome.Written(0, 0));
    retention.look();
    assertThat(shows(rooms, id)).isFalse();
    var fresh = rooms.find(id).orElseThrow();
    retention.look();
    assertThat(rooms.find(id)).as("nothing in it has expired since").containsSame(fresh);
  }

  /// The words are those of the administrators' guide.
  @Test
  void what_was_hidden_by_a_slip_can_be_taken_back() {
    var chloe = world.register("chloe");
    var id = Chat.room(chloe);
    Chat.say(chloe, id, "quetsche");
    var nid = rooms().find(id).orElseThrow().nid();
    new Expiry(world.db()).expire(nid, clock.millis() + 1, clock.millis());
    assertThat(shows(rooms(), id)).isFalse();
    clock.advance(Originals.KEPT_MAX.minus(DAY));
    new Originals(world.db(), clock, RoomEvent::wiped).wipe();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    with back as (delete from original o using event e
                                   where e.nid = o.event and e.redacted_by = e.nid returning e.nid)
                    update event set redacted_by = null where nid in (select nid from back)"""));
    assertThat(shows(rooms(), id)).isTrue();
  }

  @Test
  void a_room_gets_what_it_wishes_within_bounds() {
    var day = DAY;
    var bounds = new Config.Retention(Optional.of(day.multipliedBy(9)), day, Optional.empty());
    assertThat(bounds.life(Optional.empty())).contains(day.multipliedBy(9));
    assertThat(bounds.life(Optional.of(Duration.ZERO))).contains(day);
    assertThat(bounds.life(Optional.of(day.multipliedBy(99)))).contains(day.multipliedBy(99));
    var most = new Config.Retention(Optional.empty(), day, Optional.of(day.multipliedBy(30)));
    assertThat(most.life(Optional.empty())).contains(day.multipliedBy(30));
    assertThat(most.life(Optional.of(day.multipliedBy(99)))).contains(day.multipliedBy(30));
    var none = new Config.Retention(Optional.empty(), day, Optional.empty());
    assertThat(none.life(Optional.empty())).isEmpty();
  }
}
