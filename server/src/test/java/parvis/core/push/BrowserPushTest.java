package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.PushService;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// Browsers are told through a push service that checks who sends, and read by a browser that
/// holds the keys.
@Timeout(120)
class BrowserPushTest {
  private static final String READINGS = "/api/v1/push/readings";

  private static final PushService service = PushService.start();
  @AutoClose private static final World world = World.start(service.settings());
  private static int people;

  private Client alice = world.stranger();
  private Client bruno = world.stranger();

  @BeforeEach
  void come() {
    people++;
    alice = world.register("alice" + people);
    bruno = world.register("bruno" + people);
    Chat.rename(alice, "Alice");
    service.says(201);
    service.subscribe(bruno.get("/api/v1/push").ok().json().string("key").orElseThrow());
  }

  @AfterEach
  void go() {
    bruno.post(
        PushersTest.PATH + "/set", service.pusher(JsonObject.EMPTY).with("kind", JsonNull.NULL));
    assertThat(service.waiting()).isZero();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private void subscribed(JsonObject data) {
    bruno.post(PushersTest.PATH + "/set", service.pusher(data)).ok();
  }

  private String room(String name) {
    var room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", name)).ok();
    return room;
  }

  private static void await(BooleanSupplier there) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private boolean isSubscribed() {
    return bruno.get(PushersTest.PATH).ok().text().contains("webpush");
  }

  @Test
  void a_browser_is_told_ids_alone_unless_it_asked_for_names() {
    var voirie = room("Voirie");
    subscribed(service.data());
    var event = Chat.say(alice, voirie, "Le secret de la mairie");
    var plain = service.next();
    assertThat(plain.said().string("event_id")).contains(event);
    assertThat(plain.said().string("room_id")).contains(voirie);
    assertThat(plain.said().integer("unread")).hasValue(1);
    assertThat(plain.said().string("body")).contains("Un message vous attend.");
    assertThat(plain.said().toString()).doesNotContain("secret", "Voirie", "Alice");
    assertThat(plain.headers()).containsEntry("TTL", "86400").containsEntry("Urgency", "high");

    subscribed(service.data().with("names", true));
    Chat.say(alice, voirie, "La suite");
    var named = service.next();
    assertThat(named.said().string("title")).contains("Voirie");
    assertThat(named.said().string("body")).contains("Alice a écrit.");
    assertThat(named.said().toString()).doesNotContain("suite");
    assertThat(named.bytes()).as("tells nothing by its length").isEqualTo(plain.bytes());
    assertThat(named.headers().get("Topic"))
        .isEqualTo(plain.headers().get("Topic"))
        .matches("[A-Za-z0-9_-]{32}");
    var other = room("École");
    Chat.say(alice, other, "Ailleurs");
    var elsewhere = service.next();
    assertThat(elsewhere.headers().get("Topic")).isNotEqualTo(named.headers().get("Topic"));
  }

  @Test
  void what_the_server_says_of_a_task_comes_as_why_and_leads_home() {
    var errand = new Errand(alice, bruno);
    subscribed(service.data());
    errand.give("Le secret de la mairie");
    var plain = service.next().said();
    assertThat(plain.string("title")).contains("Parvis");
    assertThat(plain.string("body")).contains("Une tâche vous est confiée.");
    assertThat(plain.string("at")).contains("/home");
    bruno
        .post(
            PushersTest.PATH + "/set",
            service.pusher(service.data().with("names", true)).with("lang", "en"))
        .ok();
    errand.give("Le secret de la mairie");
    var named = service.next().said();
    assertThat(named.string("body")).contains("A task is given to you (Halle).");
    assertThat(named.toString()).doesNotContain("secret");
  }

  @Test
  void what_a_notification_shows_is_read_by_its_proof_and_cleared_when_read_elsewhere() {
    var room = room("Voirie");
    subscribed(service.data());
    Chat.say(alice, room, "Un");
    var said = service.next().said();
    var reading =
        JsonObject.of(
            "pusher", said.get("pusher"),
            "room_id", room,
            "event_id", said.get("event_id"),
            "proof", said.get("proof"));
    var forged = reading.with("room_id", "!other:" + World.SERVER);
    assertThat(world.stranger().post(READINGS, forged).status()).isEqualTo(403);
    assertThat(world.stranger().post(READINGS, reading.with("proof", "x")).status()).isEqualTo(403);
    world.stranger().post(READINGS, reading).ok();
    var cleared = service.next().said();
    assertThat(cleared.array("cleared")).contains(JsonArray.of(room));
    assertThat(cleared.integer("unread")).hasValue(0);
    assertThat(cleared.has("title")).isFalse();
    assertThat(cleared.string("quiet")).contains("Lu sur un autre appareil.");
    bruno.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(world.stranger().post(READINGS, reading).status()).isEqualTo(403);
    bruno = world.signIn("bruno" + people);
  }

  @Test
  void a_browser_that_is_no_more_is_told_nothing_more_and_one_that_fails_is_told_later() {
    var room = room("Voirie");
    subscribed(service.data());
    service.says(503);
    var event = Chat.say(alice, room, "Un");
    service.next();
    service.says(201);
    assertThat(service.next().said().string("event_id")).contains(event);
    service.says(410);
    Chat.say(alice, room, "Deux");
    service.next();
    await(() -> !isSubscribed());
  }

  @Test
  void in_quiet_hours_nothing_comes_and_after_them_the_last_of_each_room() {
    var room = room("Voirie");
    int hour = ZonedDateTime.now(ZoneOffset.UTC).getHour();
    var quiet =
        service
            .data()
            .with("zone", "UTC")
            .with("quiet_from", (hour + 23) % 24)
            .with("quiet_until", (hour + 2) % 24);
    subscribed(quiet);
    Chat.say(alice, room, "Un");
    var last = Chat.say(alice, room, "Deux");
    await(
        () ->
            world
                .db()
                .read(tx -> tx.first(_ -> true, "select from pusher where behind is not null"))
                .isPresent());
    assertThat(service.waiting()).isZero();
    subscribed(service.data());
    assertThat(service.next().said().string("event_id")).contains(last);
  }

  @Test
  void a_notification_is_sent_to_try_and_nobody_behind_the_wall_is_asked() {
    var trial = JsonObject.of("pushkey", service.key());
    assertThat(bruno.post("/api/v1/push/trials", trial).status()).isEqualTo(404);
    subscribed(service.data());
    assertThat(bruno.post("/api/v1/push/trials", trial).ok().text()).contains("sent");
    assertThat(service.next().said().string("body")).contains("Les notifications arrivent ici.");
    assertThat(alice.post("/api/v1/push/trials", trial).status()).isEqualTo(404);
    subscribed(service.data().with("url", "https://10.0.0.1/push"));
    assertThat(bruno.post("/api/v1/push/trials", trial).ok().text()).contains("failed");
    subscribed(service.data());
    service.says(404);
    assertThat(bruno.post("/api/v1/push/trials", trial).ok().text()).contains("gone");
    service.next();
    assertThat(isSubscribed()).isFalse();
  }

  @Test
  void a_subscription_that_is_none_is_refused() {
    for (var wrong :
        new JsonObject[] {
          service.data().with("url", "http://push.example/1"),
          service.data().with("url", "https://a:b@push.example/1"),
          service.data().with("auth", "short"),
          service.data().with("quiet_from", 20),
          service.data().with("zone", "Nowhere/Else")
        }) {
      assertThat(bruno.post(PushersTest.PATH + "/set", service.pusher(wrong)).errcode())
          .isEqualTo("M_INVALID_PARAM");
    }
    var other = service.pusher(service.data()).with("pushkey", "BCVx");
    assertThat(bruno.post(PushersTest.PATH + "/set", other).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(world.stranger().get("/api/v1/push").status()).isEqualTo(401);
  }
}
