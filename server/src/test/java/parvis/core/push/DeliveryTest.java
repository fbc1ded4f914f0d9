package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.Gateway;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Devices that sleep are told of what happens, by a gateway that works, fails, or says no.
@Timeout(120)
@Order(8)
class DeliveryTest {
  private Gateway gateway;
  private World world;
  private Client alice;
  private Client bruno;

  @BeforeEach
  void start() {
    gateway = Gateway.start();
    world = World.start(settings(gateway));
    alice = world.register("alice");
    bruno = world.register("bruno");
    Chat.rename(alice, "Alice");
  }

  @AfterEach
  void stop() {
    world.close();
    gateway.close();
  }

  static Map<String, String> settings(Gateway gateway) {
    return Map.of(
        "PARVIS_REACHABLE_NETWORKS",
        "127.0.0.0/8, ::1",
        "PARVIS_TRUSTED_AUTHORITIES",
        gateway.certificate().toString());
  }

  private void asleep(Client client, String pushkey) {
    set(client, gateway.pusher(pushkey));
  }

  private void set(Client client, JsonObject pusher) {
    client.post(PushersTest.PATH + "/set", pusher).ok();
  }

  private JsonObject next() {
    return Chat.at(gateway.next(), "notification");
  }

  /// What is told of the next event, whatever comes without one.
  private JsonObject nextEvent() {
    var told = next();
    while (!told.has("event_id")) {
      told = next();
    }
    return told;
  }

  /// What is told of an event, whatever else comes before.
  private JsonObject about(String event) {
    var told = next();
    while (!told.string("event_id").orElse("").equals(event)) {
      told = next();
    }
    return told;
  }

  /// The next number that is told without an event, whatever else comes before.
  private long badge() {
    var told = next();
    while (told.has("event_id")) {
      told = next();
    }
    return Chat.at(told, "counts").integer("unread").orElseThrow();
  }

  private static JsonObject device(JsonObject told) {
    return told.array("devices").orElseThrow().objects().getFirst();
  }

  private static void read(Client client, String room, String event) {
    client
        .post(Chat.path(room) + "/receipt/m.read/" + Client.segment(event), JsonObject.EMPTY)
        .ok();
  }

  private String group(Client... others) {
    var all = new ArrayList<>(List.of(others));
    all.add(world.register("extra" + System.nanoTime()));
    return Chat.room(alice, all.toArray(Client[]::new));
  }

  @Test
  void a_message_is_told_with_all_that_the_specification_names() {
    var room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Mairie")).ok();
    var data =
        JsonObject.of(
            "url", gateway.url(), "default_payload", JsonObject.of("aps", JsonObject.EMPTY));
    set(bruno, gateway.pusher("k").with("data", data));
    var event = Chat.say(alice, room, "Bonjour");
    var told = next();
    assertThat(told.string("event_id")).contains(event);
    assertThat(told.string("room_id")).contains(room);
    assertThat(told.string("type")).contains("m.room.message");
    assertThat(told.string("sender")).contains(alice.user());
    assertThat(told.string("sender_display_name")).contains("Alice");
    assertThat(told.string("room_name")).contains("Mairie");
    assertThat(told.string("prio")).contains("high");
    assertThat(Chat.at(told, "content").string("body")).contains("Bonjour");
    assertThat(told.object("counts")).contains(JsonObject.of("unread", 1));
    assertThat(told.has("user_is_target")).isFalse();
    var device = device(told);
    assertThat(device.string("app_id")).contains("example.app");
    assertThat(device.string("pushkey")).contains("k");
    assertThat(device.integer("pushkey_ts").orElseThrow())
        .isBetween(1_600_000_000L, 100_000_000_000L);
    assertThat(device.object("data")).contains(data.without("url"));
    assertThat(device.object("tweaks")).contains(JsonObject.of("sound", "default"));
  }

  @Test
  void a_gateway_that_is_told_ids_only_learns_nothing_else() {
    var room = group(bruno);
    var data = JsonObject.of("url", gateway.url(), "format", "event_id_only");
    set(bruno, gateway.pusher("k").with("data", data));
    var event = Chat.say(alice, room, "Secret");
    var told = next();
    assertThat(told.string("event_id")).contains(event);
    assertThat(told.keys())
        .containsExactlyInAnyOrder("event_id", "room_id", "prio", "counts", "devices");
    assertThat(device(told).has("tweaks")).isFalse();
    assertThat(told.toString()).doesNotContain("Secret");
  }

  @Test
  void what_the_rules_of_now_say_decides() {
    var room = group(bruno);
    asleep(alice, "sender");
    asleep(bruno, "k");
    Chat.send(alice, room, JsonObject.of("msgtype", "m.notice", "body", "Automate"));
    var plain = Chat.say(alice, room, "Tout le monde");
    var told = nextEvent();
    assertThat(told.string("event_id")).contains(plain);
    assertThat(told.string("prio")).contains("low");
    assertThat(device(told).string("pushkey")).contains("k");
    assertThat(device(told).has("tweaks")).isFalse();
    var mention = JsonObject.of("user_ids", JsonArray.of(bruno.user()));
    Chat.send(
        alice, room, JsonObject.of("msgtype", "m.text", "body", "Bruno", "m.mentions", mention));
    told = nextEvent();
    assertThat(device(told).string("pushkey")).contains("k");
    assertThat(told.string("prio")).contains("high");
    assertThat(device(told).object("tweaks"))
        .contains(JsonObject.of("sound", "default", "highlight", true));
    var rule = "/_matrix/client/v3/pushrules/global/content/crue";
    var custom = JsonArray.of("notify", JsonObject.of("set_tweak", "other", "value", 1));
    bruno.put(rule, JsonObject.of("actions", custom, "pattern", "crue")).ok();
    var silent = "/_matrix/client/v3/pushrules/global/room/" + Client.segment(room);
    bruno.put(silent, JsonObject.of("actions", JsonArray.EMPTY)).ok();
    Chat.say(alice, room, "Rien");
    var flood = Chat.say(alice, room, "Une crue");
    told = nextEvent();
    assertThat(told.string("event_id")).contains(flood);
    assertThat(device(told).object("tweaks")).contains(JsonObject.EMPTY.with("other", 1));
  }

  @Test
  void an_invitation_is_told_to_whom_it_invites() {
    asleep(bruno, "k");
    var wish = JsonObject.of("invite", JsonArray.of(bruno.user()));
    var room = Chat.create(alice, wish);
    var told = next();
    assertThat(told.string("room_id")).contains(room);
    assertThat(told.string("type")).contains("m.room.member");
    assertThat(told.bool("user_is_target")).contains(true);
    assertThat(told.string("prio")).contains("high");
  }

  @Test
  void less_is_unread_when_somebody_reads_and_a_device_learns_of_it() {
    var room = group(bruno);
    asleep(bruno, "k");
    var first = Chat.say(alice, room, "Un");
    var second = Chat.say(alice, room, "Deux");
    assertThat(about(first).object("counts")).isPresent();
    assertThat(Chat.at(about(second), "counts").integer("unread")).hasValue(2);
    read(bruno, room, first);
    assertThat(badge()).isEqualTo(1);
    read(bruno, room, second);
    assertThat(badge()).isZero();
    Chat.say(bruno, room, "Vu");
    var third = Chat.say(alice, room, "Trois");
    assertThat(next().string("event_id")).contains(third);
  }

  @Test
  void what_was_read_or_taken_back_before_it_could_be_told_is_not_told() {
    var room = group(bruno);
    asleep(bruno, "k");
    gateway.says(503, "");
    var seen = Chat.say(alice, room, "Lu");
    about(seen);
    read(bruno, room, seen);
    var regretted = Chat.say(alice, room, "Faux");
    Chat.redact(alice, room, regretted).ok();
    var kept = Chat.say(alice, room, "Vrai");
    gateway.delivers();
    gateway.forget();
    var ids = new ArrayList<String>();
    while (!ids.contains(kept)) {
      next().string("event_id").ifPresent(ids::add);
    }
    assertThat(new HashSet<>(ids)).isSubsetOf(seen, kept);
    assertThat(ids).doesNotContain(regretted);
    assertThat(ids.stream().filter(seen::equals).count()).isLessThanOrEqualTo(1);
  }

  @Test
  void a_gateway_that_fails_is_asked_again_and_told_all_of_it_in_order() {
    var room = group(bruno);
    asleep(bruno, "k");
    gateway.sendsTo(gateway.url());
    var sent = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      sent.add(Chat.say(alice, room, "Message " + i));
    }
    next();
    gateway.says(500, "");
    next();
    gateway.delivers();
    about(sent.get(0));
    for (int i = 1; i < 5; i++) {
      about(sent.get(i));
    }
    var after = Chat.say(alice, room, "Encore");
    about(after);
  }

  @Test
  void what_was_not_told_is_told_after_a_restart() {
    var room = group(bruno);
    asleep(bruno, "k");
    gateway.says(500, "");
    var event = Chat.say(alice, room, "Avant");
    about(event);
    world.restart();
    gateway.delivers();
    gateway.forget();
    about(event);
  }

  @Test
  void a_device_that_is_no_more_is_told_nothing_more() {
    var room = group(bruno);
    asleep(bruno, "gone");
    set(bruno, gateway.pusher("there").with("append", true));
    gateway.rejects("gone");
    var event = Chat.say(alice, room, "Bonjour");
    about(event);
    about(event);
    eventually(() -> assertThat(PushersTest.keys(bruno)).containsExactly("there"));
    gateway.delivers();
    var second = Chat.say(alice, room, "Encore");
    assertThat(device(about(second)).string("pushkey")).contains("there");
    assertThat(gateway.waiting()).isZero();
  }

  @Test
  void a_gateway_that_fails_for_a_week_loses_its_device() {
    var room = group(bruno);
    asleep(bruno, "k");
    gateway.says(503, "");
    var event = Chat.say(alice, room, "Bonjour");
    about(event);
    var week = Delivery.FAILING_MAX.toMillis();
    eventually(
        () ->
            assertThat(
                    world
                        .db()
                        .<Integer>write(
                            tx ->
                                tx.run(
                                    "update pusher set failing_ms = failing_ms - ?"
                                        + " where failing_ms is not null",
                                    week)))
                .isEqualTo(1));
    eventually(() -> assertThat(PushersTest.keys(bruno)).isEmpty());
  }

  @Test
  void whoever_signs_out_is_told_nothing_more() {
    var room = group(bruno);
    var phone = world.signIn("bruno");
    asleep(phone, "phone");
    asleep(bruno, "desk");
    phone.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    Chat.say(alice, room, "Bonjour");
    assertThat(device(next()).string("pushkey")).contains("desk");
    assertThat(gateway.waiting()).isZero();
  }

  @Test
  void a_gateway_that_never_answers_keeps_no_other_from_being_told() {
    var clara = world.register("clara");
    var room = group(bruno, clara);
    try (var tarpit = Gateway.start()) {
      tarpit.hangs();
      for (int i = 0; i < Pushers.PUSHERS_MAX; i++) {
        set(clara, tarpit.pusher("t" + i).with("append", true));
      }
      asleep(bruno, "k");
      var sent = new ArrayList<String>();
      for (int i = 0; i < 5; i++) {
        sent.add(Chat.say(alice, room, "Message " + i));
      }
      sent.forEach(this::about);
      assertThat(tarpit.waiting()).isBetween(1, Pushers.PUSHERS_MAX - 1);
    }
  }

  @Test
  void a_gateway_in_a_network_that_nobody_opened_is_never_asked() {
    try (var closed = World.start()) {
      var claire = closed.register("claire");
      var denis = closed.register("denis");
      var room = Chat.room(claire, denis);
      asleep(denis, "k");
      Chat.say(claire, room, "Bonjour");
      eventually(
          () ->
              assertThat(closed.stranger().get("/metrics").ok().text())
                  .containsPattern(
                      "parvis_egress_requests_seconds_count\\{outcome=\"barred\",purpose=\"push\"}"
                          + " [1-9]"));
      assertThat(gateway.waiting()).isZero();
    }
  }

  /// Asks again until it holds, for a while.
  private static void eventually(Runnable holds) {
    var end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (true) {
      try {
        holds.run();
        return;
      } catch (AssertionError not) {
        if (System.nanoTime() > end) throw not;
        Race.breathe();
      }
    }
  }
}
