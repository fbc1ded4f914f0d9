package parvis.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People see who of those around them is there, and nobody else does.
class PresenceTest {
  private static final Map<String, String> ON = Map.of("PARVIS_PRESENCE", "on");

  static TestClock clock = new TestClock();
  @AutoClose static final World world = World.start(ON, clock);
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");
  static final String room = Chat.room(alice, bruno);

  static String path(Client of) {
    return "/_matrix/client/v3/presence/" + Client.segment(of.user()) + "/status";
  }

  static Answer says(Client client, String presence, Object... more) {
    var body = JsonObject.of("presence", presence);
    return client.put(path(client), more.length == 0 ? body : body.with("status_msg", more[0]));
  }

  static JsonObject status(Client reader, Client of) {
    return reader.get(path(of)).ok().json();
  }

  static Optional<String> availability(Client reader, Client of) {
    return status(reader, of).string("presence");
  }

  /// A sync that does not change how its reader is seen.
  static JsonObject look(Client client, String since) {
    return Chat.sync(client, "set_presence=offline&since=" + since);
  }

  /// What a sync says of somebody, in the order of the answer.
  static List<JsonObject> told(JsonObject sync, Client of) {
    return Chat.at(sync, "presence").array("events").orElse(JsonArray.EMPTY).objects().stream()
        .filter(event -> event.string("sender").filter(of.user()::equals).isPresent())
        .peek(event -> assertThat(event.string("type")).contains("m.presence"))
        .map(event -> event.object("content").orElseThrow())
        .toList();
  }

  @Test
  void those_who_wait_are_told_of_who_comes() {
    says(alice, "offline").ok();
    var since = Chat.next(Chat.sync(bruno, ""));
    var waiting =
        bruno.later("/_matrix/client/v3/sync?timeout=20000&set_presence=online&since=" + since);
    Chat.sync(alice, "set_presence=unavailable");
    var told = told(waiting.join().ok().json(), alice);
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().string("presence")).contains("unavailable");
  }

  @Test
  void who_does_not_want_to_be_seen_is_not_seen_to_write() {
    says(alice, "online").ok();
    says(alice, "offline").ok();
    clock.advance(Duration.ofMinutes(3));
    Chat.say(alice, room, "sans bruit");
    assertThat(availability(bruno, alice)).contains("offline");
    assertThat(status(bruno, alice).integer("last_active_ago").orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofMinutes(3).toMillis());
  }

  @Test
  void what_somebody_wrote_of_themselves_is_told_once_and_to_newcomers() {
    var since = Chat.next(look(bruno, Chat.next(Chat.sync(bruno, ""))));
    says(alice, "online", "En réunion").ok();
    var news = look(bruno, since);
    assertThat(told(news, alice).getFirst().string("status_msg")).contains("En réunion");
    assertThat(told(news, alice).getFirst().bool("currently_active")).contains(true);
    assertThat(told(news, alice).getFirst().integer("last_active_ago")).hasValue(0);
    assertThat(told(look(bruno, Chat.next(news)), alice)).isEmpty();
    assertThat(told(Chat.sync(bruno, "set_presence=offline"), alice)).hasSize(1);
    says(alice, "online").ok();
    assertThat(status(bruno, alice).has("status_msg")).isFalse();
  }

  @Test
  void who_shares_no_room_sees_nobody() {
    says(alice, "online", "ici").ok();
    assertThat(chloe.get(path(alice)).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(chloe.get("/_matrix/client/v3/presence/@nobody:parvis.example/status").status())
        .isEqualTo(404);
    assertThat(chloe.get("/_matrix/client/v3/presence/nobody/status").status()).isEqualTo(404);
    assertThat(told(Chat.sync(chloe, ""), alice)).isEmpty();
    assertThat(availability(chloe, chloe)).contains("online");
  }

  @Test
  void whoever_comes_into_a_room_is_shown_to_who_is_in_it_and_sees_them() {
    var salle = Chat.room(alice);
    var daniel = world.register("daniel");
    Chat.sync(daniel, "");
    Chat.sync(alice, "");
    var alices = Chat.next(look(alice, Chat.next(Chat.sync(alice, ""))));
    var daniels = Chat.next(look(daniel, Chat.next(Chat.sync(daniel, ""))));
    Chat.join(daniel, salle).ok();
    assertThat(told(look(alice, alices), daniel)).hasSize(1);
    var first = look(daniel, daniels);
    assertThat(told(first, alice)).hasSize(1);
    assertThat(told(look(daniel, Chat.next(first)), alice)).isEmpty();
  }

  @Test
  void who_does_nothing_is_idle_and_who_does_not_ask_any_more_is_gone() {
    says(alice, "online").ok();
    stay(Person.ACTIVE);
    assertThat(availability(bruno, alice)).contains("online");
    assertThat(status(bruno, alice).bool("currently_active")).contains(false);
    stay(Person.IDLE);
    assertThat(availability(bruno, alice)).contains("unavailable");
    Chat.say(alice, room, "me revoilà");
    assertThat(availability(bruno, alice)).contains("online");
    var since = Chat.next(look(bruno, Chat.next(Chat.sync(bruno, ""))));
    clock.advance(Presence.GRACE);
    var waiting = bruno.later("/_matrix/client/v3/sync?timeout=20000&since=" + since).join();
    assertThat(told(waiting.ok().json(), alice).getLast().string("presence")).contains("offline");
  }

  /// Alice syncs for a while, and does nothing else.
  private static void stay(Duration span) {
    var step = Presence.GRACE.dividedBy(2);
    for (var left = span; left.isPositive(); left = left.minus(step)) {
      clock.advance(step);
      Chat.sync(alice, "");
    }
  }

  @Test
  void the_session_that_is_most_there_counts_and_one_that_ended_does_not() {
    var other = world.signIn("alice");
    Chat.sync(alice, "set_presence=unavailable");
    says(other, "online").ok();
    assertThat(availability(bruno, alice)).contains("online");
    Chat.sync(alice, "set_presence=offline");
    assertThat(availability(bruno, alice)).contains("online");
    other.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(availability(bruno, alice)).contains("unavailable");
  }

  @Test
  void of_many_sessions_the_first_to_go_is_forgotten() {
    var emil = world.register("emil");
    Chat.join(emil, room).ok();
    says(emil, "online").ok();
    for (int i = 0; i < Person.SESSIONS_MAX; i++) {
      clock.advance(Duration.ofMillis(1));
      Chat.sync(world.signIn("emil"), "set_presence=unavailable");
    }
    assertThat(availability(bruno, emil)).contains("unavailable");
  }

  @Test
  void a_filter_leaves_people_out() {
    says(alice, "online").ok();
    var none = Client.segment("{\"presence\":{\"not_types\":[\"m.presence\"]}}");
    assertThat(told(Chat.sync(bruno, "filter=" + none), alice)).isEmpty();
    var other = Client.segment("{\"presence\":{\"not_senders\":[\"" + alice.user() + "\"]}}");
    assertThat(told(Chat.sync(bruno, "filter=" + other), alice)).isEmpty();
    assertThat(told(Chat.sync(bruno, ""), alice)).hasSize(1);
  }

  @Test
  void nobody_is_shown_whom_the_reader_ignores() {
    var list = JsonObject.of("ignored_users", JsonObject.of(alice.user(), JsonObject.EMPTY));
    var path = "/_matrix/client/v3/user/" + Client.segment(bruno.user());
    bruno.put(path + "/account_data/m.ignored_user_list", list).ok();
    says(alice, "online").ok();
    assertThat(told(Chat.sync(bruno, ""), alice)).isEmpty();
    bruno
        .put(
            path + "/account_data/m.ignored_user_list",
            JsonObject.of("ignored_users", JsonObject.EMPTY))
        .ok();
    assertThat(told(Chat.sync(bruno, ""), alice)).hasSize(1);
  }

  @Test
  void what_is_no_presence_is_refused() {
    assertThat(says(alice, "invisible").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(alice.put(path(alice), JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    var much = "x".repeat(PresenceRoutes.STATUS_CHARS_MAX + 1);
    assertThat(says(alice, "online", much).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(bruno.put(path(alice), JsonObject.of("presence", "offline")).status())
        .isEqualTo(403);
    assertThat(alice.get("/_matrix/client/v3/sync?set_presence=invisible").errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void who_ended_their_account_is_shown_no_more() {
    var felix = world.register("felix");
    Chat.join(felix, room).ok();
    says(felix, "online", "au revoir").ok();
    assertThat(availability(bruno, felix)).contains("online");
    var auth = Client.proof("felix", World.PASSWORD);
    felix.post("/_matrix/client/v3/account/deactivate", JsonObject.of("auth", auth)).ok();
    assertThat(bruno.get(path(felix)).status()).isEqualTo(404);
  }

  @Test
  void unless_the_operator_wants_it_nobody_is_shown() {
    try (var silent = World.start()) {
      var anna = silent.register("anna");
      var boris = silent.register("boris");
      Chat.room(anna, boris);
      Chat.sync(anna, "set_presence=online");
      assertThat(Chat.sync(boris, "").has("presence")).isFalse();
      assertThat(boris.get(path(anna)).status()).isEqualTo(404);
      assertThat(availability(anna, anna)).contains("offline");
      assertThat(says(anna, "online").errcode()).isEqualTo("M_FORBIDDEN");
    }
  }
}
