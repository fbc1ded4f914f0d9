package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What is told of a search that the database does not end in time: another transaction keeps from
/// it what it would look through.
class LateSearchTest {
  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");

  private static Answer locked(Supplier<Answer> search) {
    return world
        .db()
        .write(
            tx -> {
              tx.run("lock table search_text in access exclusive mode");
              return search.get();
            });
  }

  private static Answer ask(String term) {
    var wish = JsonObject.of("search_categories", term(term));
    return alice.post("/_matrix/client/v3/search", wish);
  }

  private static JsonObject term(String term) {
    return JsonObject.of("room_events", JsonObject.of("search_term", term));
  }

  private static long count(Answer found) {
    return Chat.at(found.ok().json(), "search_categories", "room_events")
        .integer("count")
        .orElseThrow();
  }

  @Test
  void what_takes_the_database_too_long_is_refused() {
    Chat.say(alice, Chat.room(alice), "endurance");
    assertThat(count(ask("endurance"))).isEqualTo(1);
    var refused = locked(() -> ask("endurance"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat(count(ask("endurance"))).isEqualTo(1);
  }

  /// Where everything is asked for, what is said is told to be missing, and the rest is found: what
  /// is one slip away is no answer to it.
  @Test
  void what_takes_too_long_is_told_to_be_missing_where_everything_is_searched() {
    var wish = JsonObject.of("model", "project", "name", "Patience", "joining", "invitation");
    alice.post("/api/v1/spaces", wish.with("visibility", "secret").with("request_id", "p")).ok();
    var path = "/api/v1/search?q=patience";
    var answer = locked(() -> alice.get(path)).ok().json();
    assertThat(answer.array("too_much").orElseThrow().strings())
        .containsExactlyInAnyOrder("post", "message");
    assertThat(answer.array("left_out").orElseThrow().strings()).isEmpty();
    var kinds = answer.array("kinds").orElseThrow().objects();
    assertThat(kinds).hasSize(4);
    assertThat(kinds.stream().map(kind -> kind.string("kind").orElseThrow()))
        .doesNotContain("post", "message");
    assertThat(kinds.stream().mapToLong(kind -> kind.integer("count").orElseThrow()).sum())
        .isEqualTo(1);
    assertThat(answer.bool("slips")).hasValue(false);
    var later = alice.get(path).ok().json();
    assertThat(later.array("too_much").orElseThrow().strings()).isEmpty();
    assertThat(later.array("kinds").orElseThrow().objects()).hasSize(6);
  }
}
