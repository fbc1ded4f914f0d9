package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The index beside the events: in old databases, after restarts, and while people write.
class IndexTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  @TempDir Path data;
  private World world;
  private Client alice;

  @BeforeEach
  void start() {
    world =
        World.start(
            Map.of("PARVIS_DATA", data.toString(), "PARVIS_DATABASE_URL", TestDatabase.freshUrl()));
    alice = world.register("alice");
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private long number(String sql, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, args)).orElseThrow();
  }

  private void untilZero(String sql) {
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (number(sql) > 0) {
      assertThat(System.nanoTime()).as(sql).isLessThan(end);
      Race.breathe();
    }
  }

  private List<String> find(String term) {
    var wish = JsonObject.of("search_term", term, "order_by", "recent");
    var body = JsonObject.of("search_categories", JsonObject.of("room_events", wish));
    var found = alice.post("/_matrix/client/v3/search", body).ok().json();
    return Chat.at(found, "search_categories", "room_events")
        .array("results")
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .map(result -> Chat.at(result, "result").string("event_id").orElseThrow())
        .toList();
  }

  /// A database in which nobody has searched yet.
  private void forgetSearch() {
    find("nothing");
    world
        .db()
        .write(
            tx -> {
              tx.run("delete from search_text");
              tx.run("delete from log_consumer where name = 'search'");
              return tx.run("update search_backlog set below = ?", Long.MAX_VALUE);
            });
  }

  private void restart() {
    world.restart();
    alice = world.back(alice);
  }

  @Test
  void what_an_existing_database_holds_is_indexed_in_pieces() {
    var room = Chat.room(alice);
    var said = new ArrayList<String>();
    for (int i = 0; i < Index.BACKLOG_AT_ONCE + 20; i++) {
      said.add(Chat.say(alice, room, "parole " + i));
    }
    Chat.send(alice, room, Chat.related("m.replace", said.getFirst(), "changé"));
    Chat.redact(alice, room, said.get(1)).ok();
    find("parole");
    var rows = number("select count(*) as n from search_text");
    assertThat(rows).isEqualTo(said.size() - 1);
    forgetSearch();
    restart();
    untilZero("select below as n from search_backlog");
    assertThat(number("select count(*) as n from search_text")).isEqualTo(rows);
    assertThat(find("changé")).containsExactly(said.getFirst());
    assertThat(find("parole 1")).isEmpty();
    assertThat(find("parole 2")).containsExactly(said.get(2));
  }

  @Test
  void a_restart_goes_on_where_the_index_was_and_doubles_nothing() {
    var room = Chat.room(alice);
    var before = Chat.say(alice, room, "tilleul");
    restart();
    var after = Chat.say(alice, room, "tilleul");
    restart();
    assertThat(find("tilleul")).containsExactly(after, before);
    assertThat(number("select count(*) as n from search_text")).isEqualTo(2);
  }

  @Test
  void what_cannot_be_searched_is_no_row() {
    var room = Chat.room(alice);
    Chat.say(alice, room, "👍 …");
    Chat.send(alice, room, JsonObject.of("msgtype", "m.text", "body", 7L));
    Chat.send(alice, room, JsonObject.of("msgtype", "m.text"));
    var long_ = "mot ".repeat(6_000);
    Chat.say(alice, room, long_ + "dernier");
    Chat.say(alice, room, "x".repeat(5_000) + " suivant \u0001 'q' \\ :* & |");
    assertThat(find("dernier")).isEmpty();
    assertThat(find("suivant q")).hasSize(1);
    assertThat(find("x".repeat(900))).hasSize(1);
    assertThat(number("select count(*) as n from search_text")).isEqualTo(2);
  }

  @Test
  void the_words_of_what_was_redacted_leave_the_table_without_anybody_searching() {
    var room = Chat.room(alice);
    Chat.redact(alice, room, Chat.say(alice, room, "secret")).ok();
    find("secret");
    var said = Chat.say(alice, room, "secret encore");
    assertThat(find("secret")).containsExactly(said);
    Chat.redact(alice, room, said).ok();
    untilZero("select count(*) as n from search_text");
  }

  /// Each message sent alone is one statement of the committer, and what indexes it takes few
  /// connections of its own, however many were sent.
  @Test
  void sending_costs_no_more_statements_than_without_search() {
    var room = Chat.room(alice);
    Chat.say(alice, room, "warm");
    find("warm");
    var batches = number("select count(*) as n from log_batch");
    var connections = world.connectionsTaken();
    var began = System.nanoTime();
    int sent = 200;
    for (int i = 0; i < sent; i++) {
      Chat.say(alice, room, "message " + i);
    }
    var seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds() + 1;
    assertThat(world.connectionsTaken() - connections).isLessThan(sent / 10 + 10 * seconds);
    assertThat(number("select count(*) as n from log_batch") - batches).isEqualTo(sent);
    assertThat(find("message 199")).hasSize(1);
  }
}
