package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Following two hundred rooms asks the database nothing.
///
/// The proof: another transaction holds every table for itself while the server answers. A
/// statement would wait for it, and the answer with it.
class QuietSyncTest {
  private static final int ROOMS = 200;
  private static final int WAIT_SECONDS = 10;
  private static final int MORE_THAN_A_RING = 70;
  private static final String FILTER =
      """
      {"room":{"state":{"lazy_load_members":true},
       "timeline":{"limit":10,"unread_thread_notifications":true}}}""";

  /// Only what somebody answered in a thread.
  private static final String ANSWERED =
      """
      {"room":{"timeline":{"related_by_rel_types":["m.thread"],"related_by_senders":["%s"]}}}""";

  private static final String SLIDING =
      """
      {"lists":{"all":{"ranges":[[0,299]],"timeline_limit":10,
        "required_state":[["m.room.name",""],["m.room.member","$LAZY"]]}},
       "extensions":{"e2ee":{"enabled":true},"account_data":{"enabled":true},
        "receipts":{"enabled":true},"typing":{"enabled":true},"to_device":{"enabled":true}}}""";

  /// What waits for a table while an answer is made. The log reads its end once a second of its own
  /// accord, and rows of messages that were received are deleted beside the sync.
  private static final String WAITING =
      """
      select query from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'""";

  @AutoClose static final World world = World.start(Map.of("PARVIS_PRESENCE", "on"));
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");

  /// What `work` makes while nobody else can read any table.
  static <T> T whileEverythingIsLocked(Supplier<T> work) {
    // Who asks is known for some seconds only, which a busy machine may take to come here.
    bruno.get("/_matrix/client/v3/account/whoami").ok();
    return world
        .db()
        .write(
            tx -> {
              lock(tx);
              try {
                return work.get();
              } catch (CompletionException late) {
                throw new AssertionError(
                    "waits for: " + tx.list(row -> row.text("query"), WAITING), late);
              }
            });
  }

  private static void lock(Tx tx) {
    var tables =
        tx.list(
            row -> '"' + row.text("name") + '"',
            "select tablename as name from pg_tables where schemaname = current_schema()");
    tx.run("lock table " + String.join(", ", tables) + " in access exclusive mode");
  }

  static JsonObject sync(String query) {
    return bruno
        .later("/_matrix/client/v3/sync?" + query)
        .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS)
        .thenApply(Answer::ok)
        .join()
        .json();
  }

  @Test
  void an_incremental_sync_in_the_hot_tail_runs_no_statement() {
    var rooms = new ArrayList<String>();
    var roots = new ArrayList<String>();
    for (int i = 0; i < ROOMS; i++) {
      var room = Chat.room(alice, bruno);
      rooms.add(room);
      roots.add(Chat.say(alice, room, "sujet"));
    }
    var filter = filter(FILTER);
    var answered = filter(ANSWERED.formatted(alice.user()));
    var first = Chat.sync(bruno, filter);
    var old = Chat.say(alice, rooms.getFirst(), "Es-tu là ?");
    for (int i = 0; i < MORE_THAN_A_RING; i++) {
      Chat.say(alice, rooms.getFirst(), "encore");
    }
    var warm = Chat.sync(bruno, filter + "&since=" + Chat.next(first));
    Chat.sync(bruno, answered + "&since=" + Chat.next(first));
    var pos = Client.segment(slide("").string("pos").orElseThrow());
    for (int i = 0; i < ROOMS; i++) {
      var said = Chat.say(alice, rooms.get(i), "m" + i);
      if (i % 10 == 5) {
        Chat.send(alice, rooms.get(i), Chat.related("m.thread", said, "suite"));
        Chat.send(bruno, rooms.get(i), Chat.related("m.thread", roots.get(i), "à part"));
      }
      if (i % 10 == 0) {
        var reply = Chat.send(alice, rooms.get(i), Chat.related("m.thread", roots.get(i), "suite"));
        var read = Chat.path(rooms.get(i)) + "/receipt/m.read/" + Client.segment(reply);
        alice.post(read, JsonObject.EMPTY).ok();
        Chat.redact(alice, rooms.get(i), reply).ok();
      }
    }
    Chat.redact(alice, rooms.getFirst(), old).ok();
    var messages = JsonObject.of(bruno.user(), JsonObject.of("*", JsonObject.of("a", 1)));
    var write = "/_matrix/client/v3/sendToDevice/fr.example/quiet";
    alice.put(write, JsonObject.of("messages", messages)).ok();

    var since = Chat.next(warm);
    var slid = whileEverythingIsLocked(() -> slide("?pos=" + pos));
    assertThat(Chat.at(slid, "rooms").size()).isEqualTo(ROOMS);
    assertThat(Chat.texts(Chat.at(slid, "rooms", rooms.get(11)), "timeline")).contains("m11");
    var told =
        whileEverythingIsLocked(
            () -> {
              var news = sync(filter + "&since=" + since);
              var quiet = sync(filter + "&timeout=20&since=" + Chat.next(news));
              return List.of(news, sync(answered + "&since=" + since), quiet);
            });

    var news = told.getFirst();
    var joined = Chat.at(news, "rooms", "join");
    assertThat(joined.size()).isEqualTo(ROOMS);
    var one = joined.object(rooms.get(10)).orElseThrow();
    assertThat(Chat.texts(Chat.at(one, "timeline"), "events")).contains("m10");
    assertThat(Chat.at(one, "unread_notifications").integer("notification_count")).hasValue(2);
    var full = joined.object(rooms.getFirst()).orElseThrow();
    assertThat(Chat.at(full, "unread_notifications").integer("notification_count"))
        .hasValue(MORE_THAN_A_RING + 2);
    assertThat(one.has("ephemeral")).isTrue();
    assertThat(Chat.at(news, "to_device").array("events").orElse(JsonArray.EMPTY).values())
        .hasSize(1);
    var some = Chat.at(told.get(1), "rooms", "join");
    assertThat(texts(some, rooms.get(15))).containsExactly("m15");
    assertThat(texts(some, rooms.get(10))).isEmpty();
    assertThat(texts(some, rooms.get(11))).isEmpty();
    assertThat(told.getLast().has("rooms")).isFalse();
    assertThat(told.getLast().has("to_device")).isFalse();
  }

  private static JsonObject slide(String query) {
    var path = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync" + query;
    return bruno.send("POST", path, "application/json", SLIDING.getBytes()).ok().json();
  }

  private static String filter(String wish) {
    var path = "/_matrix/client/v3/user/" + Client.segment(bruno.user()) + "/filter";
    var made = bruno.send("POST", path, "application/json", wish.getBytes()).ok();
    return "filter=" + made.string("filter_id");
  }

  private static List<String> texts(JsonObject joined, String room) {
    return Chat.texts(Chat.at(joined, room, "timeline"), "events");
  }

  /// Thousands of people come back at once then, and nobody has written yet.
  @Test
  void right_after_a_restart_following_asks_nothing_either() {
    var room = Chat.room(alice, bruno);
    var before = Chat.next(Chat.sync(bruno, ""));
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    var since = Chat.next(Chat.sync(bruno, "since=" + before));
    var quiet = whileEverythingIsLocked(() -> sync("since=" + since));
    assertThat(quiet.has("rooms")).isFalse();
    var said = Chat.say(alice, room, "encore là ?");
    assertThat(Chat.in(sync("since=" + since), "join", room).toString()).contains(said);
  }
}
