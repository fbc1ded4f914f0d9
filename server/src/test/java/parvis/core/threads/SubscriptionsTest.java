package parvis.core.threads;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// People follow threads by their own wish or their client's, and the last word is theirs.
class SubscriptionsTest {
  private static final String ROOMS = "/_matrix/client/unstable/io.element.msc4306/rooms/";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final String room = Chat.room(alice, bruno);
  private String root = "";

  @BeforeEach
  void begin() {
    root = Chat.say(alice, room, "sujet");
  }

  private static String path(String room, String root) {
    return ROOMS + Client.segment(room) + "/thread/" + Client.segment(root) + "/subscription";
  }

  private String reply() {
    return Chat.send(bruno, room, Chat.related("m.thread", root, "suite"));
  }

  private Answer subscribe(Object... body) {
    return alice.put(path(room, root), JsonObject.of(body));
  }

  private Answer subscription() {
    return alice.get(path(room, root));
  }

  @Test
  void one_subscribes_and_wants_no_more_of_it() {
    assertThat(subscription().errcode()).isEqualTo("M_NOT_FOUND");
    subscribe().ok();
    assertThat(subscription().ok().json().bool("automatic")).contains(false);
    assertThat(bruno.get(path(room, root)).status()).isEqualTo(404);
    alice.delete(path(room, root)).ok();
    assertThat(subscription().errcode()).isEqualTo("M_NOT_FOUND");
    alice.delete(path(room, root)).ok();
  }

  @Test
  void an_automatic_subscription_has_a_reason_in_the_thread() {
    var elsewhere = Chat.say(bruno, room, "autre sujet");
    for (var cause : new String[] {root, elsewhere, "$nothing"}) {
      assertThat(subscribe("automatic", cause).errcode())
          .isEqualTo("IO.ELEMENT.MSC4306.M_NOT_IN_THREAD");
    }
    assertThat(subscribe("automatic", true).errcode()).isEqualTo("M_BAD_JSON");
    subscribe("automatic", reply()).ok();
    assertThat(subscription().ok().json().bool("automatic")).contains(true);
  }

  @Test
  void one_s_own_wish_stands_above_that_of_a_client() {
    var reply = reply();
    subscribe("automatic", reply).ok();
    subscribe().ok();
    subscribe("automatic", reply).ok();
    assertThat(subscription().ok().json().bool("automatic")).contains(false);
  }

  @Test
  void what_was_there_when_one_wanted_no_more_is_no_reason_to_begin_again() {
    var first = reply();
    subscribe("automatic", first).ok();
    var second = reply();
    alice.delete(path(room, root)).ok();
    for (var cause : new String[] {first, second}) {
      var answer = subscribe("automatic", cause);
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.errcode()).isEqualTo("IO.ELEMENT.MSC4306.M_CONFLICTING_UNSUBSCRIPTION");
      assertThat(subscription().status()).isEqualTo(404);
    }
    subscribe("automatic", reply()).ok();
    assertThat(subscription().status()).isEqualTo(200);
  }

  @Test
  void what_one_does_not_see_looks_like_what_is_not_there() {
    var other = Chat.room(alice);
    var hidden = Chat.say(alice, other, "entre nous");
    for (var path :
        new String[] {
          path(other, hidden), path(room, hidden), path(room, "$no"), path("!no", root)
        }) {
      assertThat(bruno.put(path, JsonObject.EMPTY).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(bruno.get(path).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(bruno.delete(path).errcode()).isEqualTo("M_NOT_FOUND");
    }
  }

  @Test
  void one_account_follows_so_many_threads() {
    subscribe().ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into thread_subscription ("user", root, subscribed, automatic)
                    select s."user", -n, true, true
                      from (select "user" from thread_subscription limit 1) s,
                           generate_series(1, ?) as n""",
                    Subscriptions.OF_ACCOUNT_MAX));
    root = Chat.say(alice, room, "encore un sujet");
    assertThat(subscribe().errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    world.db().write(tx -> tx.run("delete from thread_subscription"));
  }
}
