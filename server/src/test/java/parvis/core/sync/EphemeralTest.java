package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.log.Tail;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Others see who has read what and who is writing, as far as it is for them.
class EphemeralTest {
  private static final int ROUNDS = 20;
  private static final int AT_ONCE = 8;

  @AutoClose static final World world = World.start();
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");
  static Client chloe = world.register("chloe");

  static Answer receipt(Client client, String room, String kind, String event, Object... body) {
    var path = Chat.path(room) + "/receipt/" + kind + "/" + Client.segment(event);
    return client.post(path, JsonObject.of(body));
  }

  static Answer typing(Client client, String room, Object... body) {
    var path = Chat.path(room) + "/typing/" + Client.segment(client.user());
    return client.put(path, JsonObject.of(body));
  }

  /// The content of the last ephemeral event of that type.
  static JsonObject told(JsonObject sync, String room, String type) {
    return Chat.at(Chat.in(sync, "join", room), "ephemeral")
        .array("events")
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .filter(e -> e.string("type").filter(type::equals).isPresent())
        .reduce(JsonObject.EMPTY, (_, e) -> e.object("content").orElseThrow());
  }

  @Test
  void a_receipt_is_told_to_all_and_a_private_one_to_its_owner_alone() {
    var room = Chat.room(alice, bruno);
    var first = Chat.say(alice, room, "un");
    var second = Chat.say(alice, room, "deux");
    var since = Chat.next(Chat.sync(alice, ""));
    var own = Chat.next(Chat.sync(bruno, ""));
    receipt(bruno, room, "m.read", first).ok();
    receipt(bruno, room, "m.read.private", second).ok();
    var shown = told(Chat.sync(alice, "since=" + since), room, "m.receipt");
    assertThat(Chat.at(shown, first, "m.read", bruno.user()).has("ts")).isTrue();
    assertThat(shown.has(second)).isFalse();
    var mine = told(Chat.sync(bruno, "since=" + own), room, "m.receipt");
    assertThat(Chat.at(mine, second, "m.read.private", bruno.user()).has("ts")).isTrue();
    var newcomer = told(Chat.sync(alice, ""), room, "m.receipt");
    assertThat(newcomer).isEqualTo(shown);
  }

  @Test
  void a_receipt_does_not_go_back() {
    var room = Chat.room(alice, bruno);
    var first = Chat.say(alice, room, "un");
    var second = Chat.say(alice, room, "deux");
    receipt(bruno, room, "m.read", second).ok();
    receipt(bruno, room, "m.read", first).ok();
    assertThat(told(Chat.sync(alice, ""), room, "m.receipt").keys()).containsExactly(second);
  }

  @Test
  void of_many_receipts_at_once_the_last_event_stays_read() throws Exception {
    var room = Chat.room(alice, bruno);
    for (int round = 0; round < ROUNDS; round++) {
      var events = new ArrayList<String>();
      for (int i = 0; i < AT_ONCE; i++) {
        events.add(Chat.say(alice, room, "m" + i));
      }
      try (var devices = Executors.newVirtualThreadPerTaskExecutor()) {
        events.reversed().forEach(e -> devices.execute(() -> receipt(bruno, room, "m.read", e)));
        devices.shutdown();
        assertThat(devices.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      }
      var told = told(Chat.sync(alice, ""), room, "m.receipt");
      assertThat(told.keys()).containsExactly(events.getLast());
    }
  }

  @Test
  void a_threaded_receipt_names_its_thread() {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "sujet");
    var reply = Chat.send(alice, room, Chat.related("m.thread", root, "suite"));
    receipt(bruno, room, "m.read", reply, "thread_id", root).ok();
    var shown = told(Chat.sync(alice, ""), room, "m.receipt");
    assertThat(Chat.at(shown, reply, "m.read", bruno.user()).string("thread_id")).contains(root);
    assertThat(receipt(bruno, room, "m.read", reply, "thread_id", "main").status()).isEqualTo(400);
    assertThat(receipt(bruno, room, "m.read", reply, "thread_id", "").status()).isEqualTo(400);
    assertThat(receipt(bruno, room, "m.read", reply, "thread_id", 5).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  @Test
  void what_leads_to_the_beginning_of_a_thread_may_be_read_in_it() {
    var room = Chat.room(alice, bruno);
    var root = Chat.say(alice, room, "sujet");
    Chat.send(alice, room, Chat.related("m.thread", root, "suite"));
    var reference = Chat.send(alice, room, Chat.related("m.reference", root, "voir"));
    var further = Chat.send(alice, room, Chat.related("m.reference", reference, "oui"));
    var plain =
        Chat.send(alice, room, Chat.related("m.reference", Chat.say(alice, room, "a"), "b"));
    receipt(bruno, room, "m.read", reference, "thread_id", root).ok();
    receipt(bruno, room, "m.read", further, "thread_id", root).ok();
    assertThat(receipt(bruno, room, "m.read", plain, "thread_id", root).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_thread_is_one_that_is_there_and_has_the_event() {
    var room = Chat.room(alice, bruno);
    var other = Chat.room(alice, bruno);
    var plain = Chat.say(alice, room, "sans suite");
    var root = Chat.say(alice, room, "sujet");
    var reply = Chat.send(alice, room, Chat.related("m.thread", root, "suite"));
    var elsewhere = Chat.say(alice, other, "ailleurs");
    receipt(bruno, room, "m.read", root, "thread_id", root).ok();
    for (var thread : List.of(plain, reply, elsewhere, "$none", "nonsense")) {
      for (var event : List.of(plain, root, reply)) {
        var answer = receipt(bruno, room, "m.read", event, "thread_id", thread);
        assertThat(answer.status()).as(event + " in " + thread).isEqualTo(400);
        assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
      }
    }
    assertThat(receipt(bruno, room, "m.fully_read", root, "thread_id", root).errcode())
        .isEqualTo("M_INVALID_PARAM");
    Chat.redact(alice, room, reply).ok();
    assertThat(receipt(chloe, room, "m.read", root, "thread_id", root).status()).isEqualTo(403);
    assertThat(receipt(bruno, room, "m.read.private", root, "thread_id", root).status())
        .isEqualTo(400);
  }

  /// Bruno reads one thread too many; Chloe's receipt, older than all of his, stays.
  @Test
  void of_very_many_threads_the_first_that_were_read_are_forgotten() throws Exception {
    var room = Chat.room(alice, bruno, chloe);
    var first = Chat.say(alice, room, "un");
    receipt(chloe, room, "m.read", first).ok();
    receipt(bruno, room, "m.read", first).ok();
    var roots = new ConcurrentLinkedQueue<String>();
    atOnce(RoomReceipts.THREADED_MAX + 1, () -> roots.add(Chat.say(alice, room, "sujet")));
    var left = new ConcurrentLinkedQueue<>(roots);
    var read = new ConcurrentLinkedQueue<String>();
    atOnce(roots.size(), () -> read.add(readReply(room, left.remove())));
    assertThat(receipts(room, bruno)).isEqualTo(RoomReceipts.OF_PERSON_MAX - 1);
    assertThat(receipts(room, chloe)).isEqualTo(1);
    var known = told(Chat.sync(alice, ""), room, "m.receipt");
    assertThat(known.keys()).hasSize(RoomReceipts.THREADED_MAX + 1);
    assertThat(Chat.at(known, first, "m.read").keys())
        .containsExactlyInAnyOrder(bruno.user(), chloe.user());
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    chloe = world.back(chloe);
    assertThat(told(Chat.sync(alice, ""), room, "m.receipt")).isEqualTo(known);
  }

  private static String readReply(String room, String root) {
    var reply = Chat.send(alice, room, Chat.related("m.thread", root, "suite"));
    receipt(bruno, room, "m.read", reply, "thread_id", root).ok();
    return reply;
  }

  private static void atOnce(int times, Runnable work) throws Exception {
    try (var devices = Executors.newFixedThreadPool(AT_ONCE)) {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < times; i++) {
        all.add(devices.submit(work));
      }
      for (var one : all) {
        one.get(1, TimeUnit.MINUTES);
      }
    }
  }

  private static long receipts(String room, Client of) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.number("n"),
                    """
                    select count(*) as n from syncable s join matrix_user u on u.nid = s."user"
                      join room r on r.nid = s.room
                     where s.kind = 3 and not s.tombstone and u.user_id = ? and r.room_id = ?""",
                    of.user(),
                    room))
        .orElseThrow();
  }

  /// What was said before Bruno came is not for him: it looks like what nobody ever said.
  @Test
  void receipts_tell_nothing_of_events_that_one_does_not_see() {
    var room = Chat.room(alice);
    var visibility = JsonObject.of("history_visibility", "joined");
    Chat.state(alice, room, "m.room.history_visibility", visibility).ok();
    var root = Chat.say(alice, room, "entre nous");
    var reply = Chat.send(alice, room, Chat.related("m.thread", root, "suite"));
    Chat.join(bruno, room).ok();
    var seen = Chat.send(alice, room, Chat.related("m.thread", root, "bonjour"));
    var path = Chat.path(room) + "/read_markers";
    for (var hidden : List.of(root, reply, "$none")) {
      assertThat(receipt(bruno, room, "m.read", hidden).status()).isEqualTo(404);
      assertThat(receipt(bruno, room, "m.read", hidden, "thread_id", root).status()).isEqualTo(404);
      assertThat(bruno.post(path, JsonObject.of("m.fully_read", hidden)).status()).isEqualTo(404);
      assertThat(receipt(bruno, room, "m.read", seen, "thread_id", hidden).status())
          .isEqualTo(hidden.equals(root) ? 200 : 400);
    }
    receipt(alice, room, "m.read", reply, "thread_id", root).ok();
  }

  @Test
  void read_markers_are_kept_together() {
    var room = Chat.room(alice, bruno);
    var event = Chat.say(alice, room, "un");
    var since = Chat.next(Chat.sync(bruno, ""));
    var path = Chat.path(room) + "/read_markers";
    bruno.post(path, JsonObject.of("m.fully_read", event, "m.read", event)).ok();
    var own = Chat.sync(bruno, "since=" + since);
    assertThat(Chat.in(own, "join", room).object("account_data").orElseThrow().toString())
        .contains("m.fully_read", event);
    assertThat(told(own, room, "m.receipt").keys()).containsExactly(event);
    assertThat(bruno.post(path, JsonObject.of("m.fully_read", "$none")).status()).isEqualTo(404);
    assertThat(bruno.post(path, JsonObject.of("m.read", 1)).errcode()).isEqualTo("M_BAD_JSON");
  }

  @Test
  void receipts_are_for_events_of_the_room_and_for_who_is_in_it() {
    var room = Chat.room(alice, bruno);
    var other = Chat.room(alice);
    var event = Chat.say(alice, room, "un");
    var elsewhere = Chat.say(alice, other, "ailleurs");
    assertThat(receipt(chloe, room, "m.read", event).status()).isEqualTo(403);
    assertThat(receipt(bruno, room, "m.read", elsewhere).status()).isEqualTo(404);
    assertThat(receipt(bruno, room, "m.seen", event).status()).isEqualTo(400);
  }

  @Test
  void who_is_writing_is_told_until_they_stop_or_the_time_is_up() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(alice, ""));
    var waiting = alice.later("/_matrix/client/v3/sync?timeout=20000&since=" + since);
    typing(bruno, room, "typing", true, "timeout", 60_000).ok();
    var told = waiting.join().ok().json();
    assertThat(told(told, room, "m.typing").array("user_ids").orElseThrow().strings())
        .containsExactly(bruno.user());
    typing(bruno, room, "typing", true, "timeout", 60_000).ok();
    var quiet = Chat.sync(alice, "since=" + Chat.next(told));
    assertThat(told(quiet, room, "m.typing").isEmpty()).isTrue();
    assertThat(told(Chat.sync(alice, ""), room, "m.typing").isEmpty()).isFalse();
    typing(bruno, room, "typing", false).ok();
    var stopped = Chat.sync(alice, "since=" + Chat.next(quiet));
    assertThat(told(stopped, room, "m.typing").array("user_ids").orElseThrow().values()).isEmpty();
    waiting = alice.later("/_matrix/client/v3/sync?timeout=20000&since=" + Chat.next(stopped));
    typing(bruno, room, "typing", true, "timeout", 1).ok();
    var begun = waiting.join().ok().json();
    var next = Chat.next(begun);
    var ended = alice.later("/_matrix/client/v3/sync?timeout=20000&since=" + next).join();
    assertThat(told(ended.ok().json(), room, "m.typing").array("user_ids").orElseThrow().values())
        .isEmpty();
  }

  @Test
  void nobody_writes_for_another_or_where_they_are_not() {
    var room = Chat.room(alice, bruno);
    var path = Chat.path(room) + "/typing/" + Client.segment(alice.user());
    assertThat(bruno.put(path, JsonObject.of("typing", true)).status()).isEqualTo(403);
    assertThat(typing(chloe, room, "typing", true).status()).isEqualTo(403);
    assertThat(typing(bruno, room, "typing", "yes").errcode()).isEqualTo("M_BAD_JSON");
    assertThat(typing(bruno, room).errcode()).isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void who_types_where_too_many_do_already_wakes_nobody() {
    var typing = new Typing(new Tail(), Clock.systemUTC());
    for (int i = 0; i < Typing.PEOPLE_MAX; i++) {
      assertThat(typing.set(7, "@p" + i + ":parvis.example", true, Typing.TIMEOUT_MAX)).isTrue();
    }
    var changed = typing.changed(7);
    assertThat(typing.set(7, "@late:parvis.example", true, Typing.TIMEOUT_MAX)).isFalse();
    assertThat(typing.changed(7)).isEqualTo(changed);
    assertThat(typing.set(7, "@p1:parvis.example", true, Typing.TIMEOUT_MAX)).isFalse();
    assertThat(typing.set(7, "@p1:parvis.example", false, Typing.TIMEOUT_MAX)).isTrue();
  }
}
