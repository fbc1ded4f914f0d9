package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Administrators lock accounts out and keep them from writing, and take it back.
final class BarTest {
  private static final String V3 = "/_matrix/client/v3";

  static final TestClock clock = new TestClock();
  @AutoClose static final World world = World.start(Map.of(), clock);
  static Client admin = world.administrator("maire");
  static Client alice = world.register("alice");
  static final String room = Chat.room(alice);

  private static String path(String bar, String user) {
    return "/_matrix/client/v1/admin/" + bar + "/" + Client.segment(user);
  }

  private static void lock(Client who, boolean locked) {
    var answer = admin.put(path("lock", who.user()), JsonObject.of("locked", locked)).ok();
    assertThat(answer.json().bool("locked")).contains(locked);
    assertThat(admin.get(path("lock", who.user())).ok().json().bool("locked")).contains(locked);
  }

  private static void suspend(Client who, boolean suspended) {
    admin.put(path("suspend", who.user()), JsonObject.of("suspended", suspended)).ok();
    var told = admin.get(path("suspend", who.user())).ok().json();
    assertThat(told.bool("suspended")).contains(suspended);
  }

  @Test
  void a_locked_account_may_sign_out_and_nothing_else_until_it_is_unlocked() {
    var bruno = world.register("bruno");
    var other = world.signIn("bruno");
    Chat.join(bruno, room).ok();
    var since = Chat.next(Chat.sync(bruno, ""));
    var waiting = bruno.later(V3 + "/sync?timeout=60000&since=" + since);
    world.awaitWaiting(1);
    lock(bruno, true);
    assertThat(waiting.join().errcode()).isEqualTo("M_USER_LOCKED");
    var answers =
        List.of(
            bruno.get(V3 + "/sync"),
            bruno.get(V3 + "/account/whoami"),
            bruno.later(V3 + "/sync?timeout=60000&since=" + since).join());
    for (var answer : answers) {
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.errcode()).isEqualTo("M_USER_LOCKED");
      assertThat(answer.json().bool("soft_logout")).contains(true);
    }
    other.post(V3 + "/logout", JsonObject.EMPTY).ok();
    world.restart();
    admin = world.back(admin);
    alice = world.back(alice);
    bruno = world.back(bruno);
    assertThat(bruno.get(V3 + "/account/whoami").errcode()).isEqualTo("M_USER_LOCKED");
    lock(bruno, false);
    assertThat(bruno.get(V3 + "/account/whoami").ok().string("user_id")).isEqualTo(bruno.user());
    Chat.say(bruno, room, "me revoilà");
  }

  @Test
  void what_the_row_says_counts_wherever_it_was_decided() {
    var daniel = world.register("daniel");
    var since = Chat.next(Chat.sync(daniel, ""));
    lock(daniel, true);
    elsewhere(daniel, false);
    var path = V3 + "/sync?timeout=300&since=" + since;
    assertThat(daniel.later(path).join().status()).isEqualTo(200);
    elsewhere(daniel, true);
    clock.advance(Sessions.KNOWN_FOR);
    assertThat(daniel.get(path).errcode()).isEqualTo("M_USER_LOCKED");
    lock(daniel, false);
    assertThat(daniel.later(path).join().status()).isEqualTo(200);
  }

  /// As another node does.
  private static void elsewhere(Client who, boolean locked) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update account set locked = ?
                     where "user" = (select nid from matrix_user where user_id = ?)
                    """,
                    locked,
                    who.user()));
  }

  @Test
  void a_suspended_account_reads_and_goes_and_writes_nothing() {
    var chloe = world.register("chloe");
    Chat.join(chloe, room).ok();
    var own = Chat.say(chloe, room, "de trop");
    var foreign = Chat.say(alice, room, "à garder");
    var theirs = Chat.room(chloe, alice);
    var moderated = Chat.say(alice, theirs, "à garder aussi");
    suspend(chloe, true);
    var refused =
        List.of(
            chloe.put(Chat.path(room) + "/send/m.room.message/a", JsonObject.of("body", "a")),
            chloe.put(Chat.path(room) + "/state/m.room.topic/", JsonObject.of("topic", "a")),
            chloe.post(V3 + "/createRoom", JsonObject.EMPTY),
            chloe.post(Chat.path(room) + "/invite", JsonObject.of("user_id", alice.user())),
            chloe.put(
                V3 + "/profile/" + Client.segment(chloe.user()) + "/displayname",
                JsonObject.of("displayname", "a")),
            chloe.put(
                V3 + "/presence/" + Client.segment(chloe.user()) + "/status",
                JsonObject.of("presence", "online", "status_msg", "à tous")),
            chloe.put(redaction(room, foreign), JsonObject.EMPTY),
            chloe.put(redaction(theirs, moderated), JsonObject.EMPTY));
    assertThat(refused).extracting(Answer::errcode).containsOnly("M_USER_SUSPENDED");
    assertThat(refused).extracting(Answer::status).containsOnly(403);
    Chat.say(alice, room, "pour tous");
    assertThat(Chat.history(chloe, room)).contains("pour tous");
    assertThat(Chat.sync(chloe, "").has("rooms")).isTrue();
    var sliding = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
    assertThat(chloe.post(sliding, JsonObject.EMPTY).ok().json().has("pos")).isTrue();
    chloe.put(redaction(room, own), JsonObject.EMPTY).ok();
    chloe.post(V3 + "/keys/query", JsonObject.of("device_keys", JsonObject.EMPTY)).ok();
    chloe.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    suspend(chloe, false);
    Chat.join(chloe, room).ok();
    Chat.say(chloe, room, "de retour");
  }

  private static String redaction(String room, String event) {
    return Chat.path(room) + "/redact/" + Client.segment(event) + "/a";
  }

  @Test
  void only_administrators_bar_people_of_their_server_who_are_none() {
    for (var bar : List.of("lock", "suspend")) {
      var word = JsonObject.of(bar.equals("lock") ? "locked" : "suspended", true);
      for (var whom : List.of(admin.user(), alice.user(), "@nobody:parvis.example", "x")) {
        assertThat(alice.put(path(bar, whom), word).errcode()).isEqualTo("M_FORBIDDEN");
        assertThat(alice.get(path(bar, whom)).errcode()).isEqualTo("M_FORBIDDEN");
      }
      assertThat(admin.put(path(bar, admin.user()), word).errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(admin.put(path(bar, "@nobody:parvis.example"), word).errcode())
          .isEqualTo("M_NOT_FOUND");
      assertThat(admin.put(path(bar, "@alice:elsewhere.example"), word).errcode())
          .isEqualTo("M_INVALID_PARAM");
      assertThat(admin.put(path(bar, alice.user()), JsonObject.EMPTY).errcode())
          .isEqualTo("M_MISSING_PARAM");
    }
    assertThat(alice.get(V3 + "/account/whoami").status()).isEqualTo(200);
    assertThat(admin.get(V3 + "/capabilities").ok().text()).contains("m.account_moderation");
    assertThat(alice.get(V3 + "/capabilities").ok().text()).doesNotContain("m.account_moderation");
  }
}
