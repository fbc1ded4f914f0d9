package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People follow threads by their own wish or their client's, and the last word is theirs.
class SubscriptionsTest {
  private static final String ROOMS = "/_matrix/client/unstable/io.element.msc4306/rooms/";

  private static final String ALL =
      "/_matrix/client/unstable/io.element.msc4308/thread_subscriptions";
  private static final String SLIDING =
      "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final String EXTENSION = "io.element.msc4308.thread_subscriptions";
  private static final String RULES = "/_matrix/client/v3/pushrules/global/";

  /// The rule by which threads that somebody does not follow are silent to them.
  static final String FOLLOWED_ONLY = "postcontent/.io.element.msc4306.rule.unsubscribed_thread";

  @AutoClose static final World world = World.start();
  static Client alice = world.register("alice");
  static Client bruno = world.register("bruno");
  static final String room = Chat.room(alice, bruno);
  private String root = "";

  @BeforeEach
  void begin() {
    root = Chat.say(alice, room, "sujet");
  }

  static String path(String room, String root) {
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
    var chloe = world.register("chloe");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into syncable (kind, "user", room, key, pos, value)
                    select 7, u.nid, -1, n::text, 1, convert_to('{"root":"$r"}', 'UTF8')
                      from matrix_user u, generate_series(1, ?) as n where u.user_id = ?\
                    """,
                    Subscriptions.OF_ACCOUNT_MAX,
                    chloe.user()));
    world.restart();
    alice = world.back(alice);
    bruno = world.back(bruno);
    var back = world.back(chloe);
    Chat.join(back, room).ok();
    assertThat(back.put(path(room, root), JsonObject.EMPTY).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
  }

  private static long unread() {
    return Chat.at(Chat.in(Chat.sync(alice, ""), "join", room), "unread_notifications")
        .integer("notification_count")
        .orElseThrow();
  }

  private static void read(String event) {
    alice.post(Chat.path(room) + "/receipt/m.read/" + Client.segment(event), JsonObject.EMPTY).ok();
  }

  private static void muted(boolean muted) {
    var rule = RULES + "room/" + Client.segment(room);
    if (muted) {
      alice.put(rule, JsonObject.of("actions", JsonArray.EMPTY)).ok();
    } else {
      alice.delete(rule).ok();
    }
  }

  @Test
  void a_followed_thread_is_heard_in_a_room_that_is_silent() {
    read(root);
    muted(true);
    try {
      reply();
      assertThat(unread()).isZero();
      subscribe().ok();
      assertThat(unread()).as("as soon as one follows it").isEqualTo(1);
      reply();
      assertThat(unread()).isEqualTo(2);
      Chat.say(bruno, room, "ailleurs");
      assertThat(unread()).isEqualTo(2);
      alice.delete(path(room, root)).ok();
      assertThat(unread()).as("as soon as one does no more").isZero();
    } finally {
      muted(false);
    }
  }

  @Test
  void who_wants_to_hear_of_followed_threads_alone_hears_of_no_other() {
    read(root);
    assertThat(alice.get(RULES + FOLLOWED_ONLY + "/enabled").ok().json().bool("enabled"))
        .contains(false);
    alice.put(RULES + FOLLOWED_ONLY + "/enabled", JsonObject.of("enabled", true)).ok();
    try {
      reply();
      assertThat(unread()).isZero();
      var mention = JsonObject.of("user_ids", JsonArray.of(alice.user()));
      Chat.send(bruno, room, Chat.related("m.thread", root, "toi").with("m.mentions", mention));
      assertThat(unread()).isEqualTo(1);
      subscribe().ok();
      assertThat(unread()).isEqualTo(2);
    } finally {
      alice.put(RULES + FOLLOWED_ONLY + "/enabled", JsonObject.of("enabled", false)).ok();
    }
    var own = JsonObject.of("actions", JsonArray.EMPTY, "conditions", JsonArray.EMPTY);
    assertThat(alice.put(RULES + "postcontent/mine", own).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static JsonObject sliding(String pos, long limit) {
    var asked = JsonObject.of("enabled", true, "limit", limit);
    var body = JsonObject.of("extensions", JsonObject.of(EXTENSION, asked));
    return alice
        .post(SLIDING + (pos.isEmpty() ? "" : "?pos=" + Client.segment(pos)), body)
        .ok()
        .json();
  }

  @Test
  void devices_learn_of_it_by_sliding_and_page_through_the_rest() {
    var begun = sliding("", 2).string("pos").orElseThrow();
    assertThat(Chat.at(sliding(begun, 2), "extensions").has(EXTENSION)).isFalse();
    var roots = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      root = Chat.say(alice, room, "sujet " + i);
      subscribe().ok();
      roots.add(root);
    }
    alice.delete(path(room, root)).ok();
    var told = Chat.at(sliding(begun, 2), "extensions", EXTENSION);
    assertThat(Chat.at(told, "subscribed", room).keys()).containsExactly(roots.get(3));
    assertThat(Chat.at(told, "unsubscribed", room).keys()).containsExactly(roots.get(4));
    assertThat(Chat.at(told, "subscribed", room, roots.get(3)).bool("automatic")).contains(false);
    var from = told.string("prev_batch").orElseThrow();
    var rest = new ArrayList<String>();
    for (var next = Optional.of(from); next.isPresent(); ) {
      var page = page("&limit=2&to=" + Client.segment(begun) + "&from=" + next.get());
      rest.addAll(Chat.at(page, "subscribed", room).keys());
      next = page.string("end");
    }
    assertThat(rest).containsExactly(roots.get(2), roots.get(1), roots.get(0));
    assertThat(page("").has("unsubscribed")).as("to who knows nothing").isFalse();
    assertThat(alice.get(ALL).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(alice.get(ALL + "?dir=b&limit=0").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(alice.get(ALL + "?dir=b&from=nothing").errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static JsonObject page(String query) {
    return alice.get(ALL + "?dir=b" + query).ok().json();
  }

  /// The table of the version before comes back for a moment, with what such a node wrote.
  @Test
  void what_a_node_of_the_version_before_wrote_is_copied_before_its_table_goes() throws Exception {
    var carla = world.register("carla");
    Chat.join(carla, room).ok();
    var ended = root;
    carla.put(path(room, ended), JsonObject.EMPTY).ok();
    var kept = Chat.say(alice, room, "gardé");
    carla.put(path(room, kept), JsonObject.EMPTY).ok();
    carla.delete(path(room, kept)).ok();
    var fresh = Chat.say(alice, room, "nouveau");
    migrate("V20261128_170000__thread_subscription");
    wrote(carla, fresh, true, 0);
    wrote(carla, kept, true, 0);
    wrote(carla, ended, false, Long.MAX_VALUE);
    migrate("V20261130_101000__no_thread_subscription");
    assertThat(followed(carla)).containsExactlyInAnyOrder(fresh);
    var there = "select to_regclass('thread_subscription') is not null as there";
    boolean stays = world.db().read(tx -> tx.first(row -> row.bool("there"), there)).orElseThrow();
    assertThat(stays).isFalse();
  }

  private static void migrate(String name) throws IOException {
    try (var file = World.class.getResourceAsStream("/db/" + name + ".sql")) {
      var sql = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      world.db().write(tx -> tx.run(sql));
    }
  }

  private static void wrote(Client who, String root, boolean on, long ended) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into thread_subscription ("user", root, subscribed, automatic, ended)
                    select u.nid, e.nid, ?, false, ? from matrix_user u, event e
                     where u.user_id = ? and e.event_id = ?""",
                    on,
                    ended,
                    who.user(),
                    root));
  }

  /// The roots of the threads that somebody follows, on disk.
  private static List<String> followed(Client who) {
    return world
        .db()
        .read(
            tx ->
                tx.list(
                    row -> row.text("event_id"),
                    """
                    select e.event_id from syncable s
                      join matrix_user u on u.nid = s."user" and u.user_id = ?
                      join event e on e.nid::text = s.key
                     where s.kind = 7 and not s.tombstone""",
                    who.user()));
  }
}
