package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonObject;

/// People keep encrypted copies of their room keys with us.
class BackupTest {
  static final String VERSIONS = "/_matrix/client/v3/room_keys/version";
  static final String KEYS = "/_matrix/client/v3/room_keys/keys";
  static final String ROOM = "!room:parvis.example";
  static final String ALGORITHM = "m.megolm_backup.v1.curve25519-aes-sha2";
  @AutoClose static final World world = World.start();

  static JsonObject wish() {
    return JsonObject.of("algorithm", ALGORITHM, "auth_data", JsonObject.of("public_key", "clé"));
  }

  static String create(Client client) {
    return client.post(VERSIONS, wish()).ok().string("version");
  }

  static JsonObject key(long first, long forwarded, boolean verified) {
    return JsonObject.of(
        "first_message_index",
        first,
        "forwarded_count",
        forwarded,
        "is_verified",
        verified,
        "session_data",
        JsonObject.of("ciphertext", first + "/" + forwarded + "/" + verified));
  }

  static String path(String... names) {
    var path = new StringBuilder(KEYS);
    for (var name : names) {
      path.append('/').append(Client.segment(name));
    }
    return path.toString();
  }

  static Answer put(Client client, String version, String session, JsonObject key) {
    return client.put(path(ROOM, session) + "?version=" + version, key);
  }

  static Answer get(Client client, String version, String... names) {
    return client.get(path(names) + "?version=" + version);
  }

  @Test
  void versions_are_numbered_and_the_latest_that_is_left_is_the_current_one() {
    var alice = world.register("versions-alice");
    assertThat(alice.get(VERSIONS).errcode()).isEqualTo("M_NOT_FOUND");
    var one = create(alice);
    var two = create(alice);
    assertThat(two).isNotEqualTo(one);
    assertThat(alice.get(VERSIONS).ok().json())
        .isEqualTo(wish().with("count", 0).with("etag", "0").with("version", two));
    alice.delete(VERSIONS + "/" + two).ok();
    alice.delete(VERSIONS + "/" + two).ok();
    assertThat(alice.get(VERSIONS).ok().string("version")).isEqualTo(one);
    assertThat(alice.get(VERSIONS + "/" + two).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(alice.delete(VERSIONS + "/77").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(alice.delete(VERSIONS + "/x").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(create(alice)).isNotIn(one, two);
    var bruno = world.register("versions-bruno");
    assertThat(bruno.get(VERSIONS + "/" + one).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void only_the_data_of_a_version_may_change() {
    var alice = world.register("update-alice");
    var at = VERSIONS + "/" + create(alice);
    var other = wish().with("auth_data", JsonObject.of("public_key", "autre"));
    alice.put(at, other).ok();
    assertThat(alice.get(at).ok().json().object("auth_data"))
        .contains(JsonObject.of("public_key", "autre"));
    assertThat(alice.put(at, wish().with("algorithm", "fr.example")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(alice.put(at, wish().with("version", "9")).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(alice.put(at, wish().without("auth_data")).errcode()).isEqualTo("M_MISSING_PARAM");
    var large = wish().with("auth_data", JsonObject.of("x", "x".repeat(65_536)));
    assertThat(alice.put(at, large).errcode()).isEqualTo("M_TOO_LARGE");
    assertThat(alice.post(VERSIONS, large).errcode()).isEqualTo("M_TOO_LARGE");
    assertThat(alice.post(VERSIONS, wish().without("algorithm")).errcode())
        .isEqualTo("M_MISSING_PARAM");
    assertThat(alice.put(VERSIONS + "/77", wish()).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void of_two_keys_the_better_one_is_kept() {
    var alice = world.register("rule-alice");
    var version = create(alice);
    var kept = key(10, 5, false);
    put(alice, version, "s", kept).ok();
    for (var worse : List.of(key(11, 0, false), key(10, 6, false), key(10, 5, false))) {
      var same = put(alice, version, "s", worse.with("session_data", JsonObject.EMPTY)).ok();
      assertThat(same.string("etag")).isEqualTo("1");
      assertThat(get(alice, version, ROOM, "s").ok().json()).isEqualTo(kept);
    }
    var etag = 1;
    for (var better : List.of(key(10, 4, false), key(9, 8, false), key(20, 9, true))) {
      var answer = put(alice, version, "s", better).ok();
      assertThat(answer.string("etag")).isEqualTo(Integer.toString(++etag));
      assertThat(answer.json().integer("count")).hasValue(1);
      assertThat(get(alice, version, ROOM, "s").ok().json()).isEqualTo(better);
    }
    put(alice, version, "s", key(0, 0, false)).ok();
    assertThat(get(alice, version, ROOM, "s").ok().json()).isEqualTo(key(20, 9, true));
  }

  @Test
  void keys_are_read_by_room_and_session_and_taken_out_again() {
    var alice = world.register("read-alice");
    var version = create(alice);
    var other = "!other:parvis.example";
    var sessions = JsonObject.of("s1", key(1, 0, true), "s2", key(2, 0, true));
    var rooms =
        JsonObject.of(
            other,
            JsonObject.of("sessions", JsonObject.of("é\"", key(3, 0, false))),
            ROOM,
            JsonObject.of("sessions", sessions));
    var all = JsonObject.of("rooms", rooms);
    var put = alice.put(path() + "?version=" + version, all).ok();
    assertThat(put.json().integer("count")).hasValue(3);
    assertThat(get(alice, version).ok().json()).isEqualTo(all);
    assertThat(get(alice, version, ROOM).ok().json())
        .isEqualTo(JsonObject.of("sessions", sessions));
    assertThat(get(alice, version, "!none:parvis.example").ok().json())
        .isEqualTo(JsonObject.of("sessions", JsonObject.EMPTY));
    assertThat(get(alice, version, ROOM, "s3").errcode()).isEqualTo("M_NOT_FOUND");

    var query = "?version=" + version;
    assertThat(alice.delete(path(ROOM, "s1") + query).ok().json().integer("count")).hasValue(2);
    var again = alice.delete(path(ROOM, "s1") + query).ok();
    assertThat(again.string("etag")).isEqualTo("2");
    assertThat(alice.delete(path(ROOM) + query).ok().json().integer("count")).hasValue(1);
    assertThat(alice.delete(path() + query).ok().json().integer("count")).hasValue(0);
    assertThat(get(alice, version).ok().json()).isEqualTo(JsonObject.of("rooms", JsonObject.EMPTY));
  }

  @Test
  void another_version_than_the_latest_is_read_but_not_added_to() {
    var alice = world.register("wrong-alice");
    var old = create(alice);
    put(alice, old, "s", key(1, 0, true)).ok();
    var version = create(alice);
    var refused = put(alice, old, "t", key(1, 0, true));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.errcode()).isEqualTo("M_WRONG_ROOM_KEYS_VERSION");
    assertThat(refused.string("current_version")).isEqualTo(version);
    get(alice, old, ROOM, "s").ok();
    assertThat(get(alice, version, ROOM, "s").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(put(alice, "77", "s", key(1, 0, true)).errcode()).isEqualTo("M_NOT_FOUND");
    for (var names : List.of(new String[0], new String[] {ROOM}, new String[] {ROOM, "s"})) {
      assertThat(get(alice, "77", names).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(alice.delete(path(names) + "?version=77").errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(alice.get(path(names)).errcode()).isEqualTo("M_MISSING_PARAM");
      assertThat(alice.delete(path(names)).errcode()).isEqualTo("M_MISSING_PARAM");
    }
    alice.delete(VERSIONS + "/" + old).ok();
    assertThat(get(alice, old, ROOM, "s").errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void what_is_no_key_is_refused_and_nothing_of_the_request_is_kept() {
    var alice = world.register("bad-alice");
    var version = create(alice);
    var good = key(1, 0, true);
    for (var bad :
        List.of(
            good.without("session_data"),
            good.without("is_verified"),
            good.without("first_message_index"),
            good.without("forwarded_count"),
            good.with("session_data", "x"),
            good.with("is_verified", 1),
            good.with("first_message_index", new JsonDecimal("0.5")),
            good.with("forwarded_count", -1),
            good.with("session_data", JsonObject.of("x", "x".repeat(16_384))))) {
      assertThat(put(alice, version, "s", bad).status()).isBetween(400, 413);
      var both = JsonObject.of("sessions", JsonObject.of("a", good, "b", bad));
      assertThat(alice.put(path(ROOM) + "?version=" + version, both).status()).isBetween(400, 413);
    }
    assertThat(alice.put(path("room", "s") + "?version=" + version, good).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(put(alice, version, "s\0", good).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(put(alice, version, "s".repeat(256), good).errcode()).isEqualTo("M_INVALID_PARAM");
    var list = JsonObject.of("rooms", JsonObject.of(ROOM, JsonArray.EMPTY));
    assertThat(alice.put(path() + "?version=" + version, list).errcode()).isEqualTo("M_BAD_JSON");
    assertThat(get(alice, version).ok().json()).isEqualTo(JsonObject.of("rooms", JsonObject.EMPTY));
    assertThat(alice.get(VERSIONS).ok().string("etag")).isEqualTo("0");
  }

  @Test
  void there_is_an_end_to_versions_and_to_keys_in_one_request() {
    var alice = world.register("many-alice");
    for (int i = 0; i < Backups.VERSIONS_MAX; i++) {
      create(alice);
    }
    assertThat(alice.post(VERSIONS, wish()).errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    var version = alice.get(VERSIONS).ok().string("version");
    var sessions = JsonObject.builder();
    for (int i = 0; i <= 2_000; i++) {
      sessions.put("s" + i, key(i, 0, true));
    }
    var at = path(ROOM) + "?version=" + version;
    var many = JsonObject.of("sessions", sessions.build());
    assertThat(alice.put(at, many).errcode()).isEqualTo("M_INVALID_PARAM");
    var most = JsonObject.of("sessions", sessions.build().without("s0"));
    assertThat(alice.put(at, most).ok().json().integer("count")).hasValue(2_000);
    assertThat(get(alice, version, ROOM).ok().json()).isEqualTo(most);
    full(alice, version);
    assertThat(put(alice, version, "more", key(1, 0, true)).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
  }

  /// As if the backup held as many keys as it may.
  static void full(Client client, String version) {
    var set =
        """
        update key_backup set keys = ?
         where version = ? and "user" = (select nid from matrix_user where user_id = ?)""";
    world.db().write(tx -> tx.run(set, Backups.KEYS_MAX, Long.parseLong(version), client.user()));
  }

  @Test
  void devices_that_back_up_at_the_same_time_lose_nothing() throws Exception {
    var alice = world.register("race-alice");
    var version = create(alice);
    var answers = new ArrayList<Future<Answer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        var session = "s" + i % 10;
        var key = key(20 - i, 0, true);
        answers.add(threads.submit(() -> put(alice, version, session, key)));
      }
    }
    for (var answer : answers) {
      answer.get().ok();
    }
    var backup = alice.get(VERSIONS).ok().json();
    assertThat(backup.integer("count")).hasValue(10);
    for (int i = 10; i < 20; i++) {
      assertThat(get(alice, version, ROOM, "s" + i % 10).ok().json())
          .isEqualTo(key(20 - i, 0, true));
    }
  }

  @Test
  void an_account_that_ends_takes_its_backups_along() {
    var alice = world.register("ended-alice");
    var version = create(alice);
    put(alice, version, "s", key(1, 0, true)).ok();
    var body = JsonObject.of("auth", CrossSigningTest.proof(alice));
    alice.post("/_matrix/client/v3/account/deactivate", body).ok();
    var left =
        """
        select count(*) as n from key_backup b join matrix_user m on m.nid = b."user"
         where m.user_id = ?""";
    long rows =
        world.db().read(tx -> tx.first(row -> row.number("n"), left, alice.user()).orElseThrow());
    assertThat(rows).isZero();
  }
}
