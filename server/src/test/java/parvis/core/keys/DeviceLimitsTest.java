package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What one device may keep, and what one request may ask of many.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class DeviceLimitsTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(30);
  private static final String V3 = "/_matrix/client/v3";
  private static final String MINE =
      "\"user\" = (select nid from matrix_user where user_id = ?) and kind = 4";

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");
  private static final Client bruno = world.register("bruno");

  private static JsonObject text(int chars) {
    return JsonObject.of("t", "x".repeat(chars));
  }

  private static JsonObject oneTimeKeys(int from, int to) {
    var keys = JsonObject.builder();
    IntStream.range(from, to)
        .forEach(i -> keys.put("signed_curve25519:" + i, JsonObject.of("key", "k" + i)));
    return keys.build();
  }

  @Test
  void a_message_to_a_device_has_an_end() {
    var since = Chat.next(Chat.sync(bruno, ""));
    var longest = 65_536 - text(0).toString().length();
    KeyTalk.write(alice, "long", bruno, bruno.device(), text(longest)).ok();
    var longer = KeyTalk.write(alice, "longer", bruno, bruno.device(), text(longest + 1));
    assertThat(longer.status()).isEqualTo(413);
    assertThat(longer.errcode()).isEqualTo("M_TOO_LARGE");
    assertThat(KeyTalk.received(Chat.sync(bruno, "since=" + since))).hasSize(1);
  }

  @Test
  void one_request_writes_to_a_bounded_number_of_devices() {
    var messages = JsonObject.builder();
    IntStream.range(0, 257).forEach(i -> messages.put("D" + i, JsonObject.EMPTY));
    var wish = JsonObject.of("messages", JsonObject.of(bruno.user(), messages.build()));
    var answer = alice.put(V3 + "/sendToDevice/fr.example/many", wish);
    assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void one_request_writes_a_bounded_number_of_bytes_to_all_devices_of_somebody() {
    var desk = world.register("many");
    IntStream.range(0, 69).forEach(_ -> world.signIn("many"));
    var since = Chat.next(Chat.sync(desk, ""));
    assertThat(toAll(desk, "much", 61_000).errcode()).isEqualTo("M_TOO_LARGE");
    assertThat(KeyTalk.received(Chat.sync(desk, "since=" + since))).isEmpty();
    toAll(desk, "less", 59_000).ok();
    assertThat(KeyTalk.received(Chat.sync(desk, "since=" + since))).hasSize(1);
  }

  private static Answer toAll(Client person, String txn, int chars) {
    var wish =
        JsonObject.of("messages", JsonObject.of(person.user(), JsonObject.of("*", text(chars))));
    return alice.put(V3 + "/sendToDevice/fr.example/" + txn, wish);
  }

  @Test
  void what_is_meant_for_one_device_goes_before_what_is_meant_for_all() {
    var desk = world.register("desk");
    var phone = world.signIn("desk");
    var messages = JsonObject.of("*", text(1), phone.device(), text(2), "NOWHERE", text(3));
    var wish = JsonObject.of("messages", JsonObject.of(desk.user(), messages));
    alice.put(V3 + "/sendToDevice/fr.example/both", wish).ok();
    for (var device : List.of(desk, phone)) {
      var received = KeyTalk.received(Chat.sync(device, ""));
      assertThat(received).hasSize(1);
      assertThat(received.getFirst().object("content")).contains(text(device == desk ? 1 : 2));
    }
  }

  private static long waiting(Client device, String what) {
    var sql = "select coalesce(" + what + ", 0) as n from syncable where " + MINE;
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), sql, device.user()))
        .orElseThrow();
  }

  private static void await(Client device, String what, long atMost) {
    var deadline = System.nanoTime() + WAIT_MAX.toNanos();
    while (waiting(device, what) > atMost) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Race.breathe();
    }
  }

  @Test
  void a_device_that_stays_away_keeps_the_newest_messages() {
    var away = world.register("away");
    var since = Chat.next(Chat.sync(away, ""));
    var old =
        """
        insert into syncable (kind, "user", room, key, pos, value)
        select 4, u.nid, 0, device_id || '/' || s.nid || '/old.' || n, -n, '{"type":"old"}'
          from matrix_user u join session s on s."user" = u.nid, generate_series(1, 10500) as n
         where user_id = ?\
        """;
    world.db().write(tx -> tx.run(old, away.user()));
    KeyTalk.write(alice, "newest", away, away.device(), text(1)).ok();
    await(away, "count(*)", 10_000);
    assertThat(waiting(away, "count(*)")).isEqualTo(10_000);
    assertThat(waiting(away, "min(pos)")).isEqualTo(-9_999);
    assertThat(KeyTalk.received(Chat.sync(away, "since=" + since))).hasSize(1);
  }

  @Test
  void a_device_that_stays_away_keeps_a_bounded_number_of_bytes() {
    var away = world.register("faraway");
    var before = KeyTalk.received(Chat.sync(away, ""));
    assertThat(before).isEmpty();
    for (int i = 0; i < 400; i++) {
      KeyTalk.write(alice, "much" + i, away, away.device(), text(60_000)).ok();
    }
    await(away, "sum(octet_length(value))", 22_000_000);
    var first = KeyTalk.received(Chat.sync(away, "")).getFirst();
    assertThat(first.object("content")).contains(text(60_000));
    assertThat(waiting(away, "count(*)")).isBetween(300L, 370L);
  }

  @Test
  void the_keys_of_a_device_are_bounded_in_number_and_size() {
    var phone = world.register("chloe");
    KeyTalk.upload(phone, "one_time_keys", oneTimeKeys(0, 500)).ok();
    KeyTalk.upload(phone, "one_time_keys", oneTimeKeys(500, 1_000)).ok();
    KeyTalk.upload(phone, "one_time_keys", oneTimeKeys(990, 1_000)).ok();
    var more = KeyTalk.upload(phone, "one_time_keys", oneTimeKeys(1_000, 1_001));
    assertThat(more.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat(more.text()).contains("at most 1000 one-time keys");
    var counts = KeyTalk.upload(phone).ok().json();
    assertThat(Chat.at(counts, "one_time_key_counts").integer("signed_curve25519")).hasValue(1_000);
    var fallbacks = JsonObject.builder();
    IntStream.range(0, 21).forEach(i -> fallbacks.put("a" + i + ":k", "k"));
    assertThat(KeyTalk.upload(phone, "fallback_keys", fallbacks.build()).errcode())
        .isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    var large = JsonObject.of("signed_curve25519:large", text(8_192));
    assertThat(KeyTalk.upload(phone, "one_time_keys", large).errcode()).isEqualTo("M_TOO_LARGE");
    var device = KeyTalk.deviceKeys(phone, "k").with("large", text(65_536));
    assertThat(KeyTalk.upload(phone, "device_keys", device).errcode()).isEqualTo("M_TOO_LARGE");
  }

  @Test
  void many_uploads_at_once_keep_to_the_bound() {
    var phone = world.register("dora");
    var answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            KeyTalk.upload(
                                phone, "one_time_keys", oneTimeKeys(i * 300, i * 300 + 300))))
            .map(answer -> answer.orTimeout(30, TimeUnit.SECONDS))
            .toList();
    assertThat(answers.stream().filter(answer -> answer.join().status() == 200)).hasSize(3);
    var counts = KeyTalk.upload(phone).ok().json();
    assertThat(Chat.at(counts, "one_time_key_counts").integer("signed_curve25519")).hasValue(900);
  }

  private static Answer claim(Client client, Stream<Client> devices) {
    var wish = JsonObject.builder();
    devices.forEach(of -> wish.put(of.user(), JsonObject.of(of.device(), "signed_curve25519")));
    return client.post(V3 + "/keys/claim", JsonObject.of("one_time_keys", wish.build()));
  }

  private static String given(JsonObject answer, Client of) {
    return Chat.at(answer, "one_time_keys", of.user(), of.device()).keys().getFirst();
  }

  @Test
  void many_who_take_keys_of_many_at_once_never_take_the_same() {
    var people = IntStream.range(0, 12).mapToObj(i -> world.register("owner" + i)).toList();
    for (var owner : people) {
      var last = JsonObject.of("signed_curve25519:last", JsonObject.of("key", "l"));
      KeyTalk.upload(owner, "one_time_keys", oneTimeKeys(0, 8), "fallback_keys", last).ok();
    }
    var asking = new ArrayList<CompletableFuture<Answer>>();
    for (int i = 0; i < 8; i++) {
      var order = i % 2 == 0 ? people : people.reversed();
      asking.add(CompletableFuture.supplyAsync(() -> claim(alice, order.stream())));
    }
    var answers =
        asking.stream().map(a -> a.orTimeout(30, TimeUnit.SECONDS).join().ok().json()).toList();
    for (var owner : people) {
      var keys = new HashSet<String>();
      answers.forEach(answer -> keys.add(given(answer, owner)));
      assertThat(keys).hasSize(8).doesNotContain("signed_curve25519:last");
    }
    for (int i = 0; i < 2; i++) {
      var last = claim(alice, people.stream()).ok().json();
      assertThat(people).allMatch(owner -> given(last, owner).equals("signed_curve25519:last"));
    }
    var sync = Chat.sync(people.getFirst(), "");
    assertThat(sync.array("device_unused_fallback_key_types").orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void asking_about_many_costs_no_more_statements_than_asking_about_one() {
    var people =
        """
        insert into matrix_user (nid, user_id)
        select -n, '@many' || n || ':parvis.example' from generate_series(1, 2000) as n\
        """;
    world.db().write(tx -> tx.run(people));
    var query = JsonObject.builder();
    var claim = JsonObject.builder();
    for (int i = 1; i <= 2_000; i++) {
      var id = "@many" + i + ":" + World.SERVER;
      query.put(id, JsonArray.EMPTY);
      claim.put(id, JsonObject.of("D", "signed_curve25519"));
    }
    var before = world.connectionsTaken();
    alice.post(V3 + "/keys/query", JsonObject.of("device_keys", query.build())).ok();
    alice.post(V3 + "/keys/claim", JsonObject.of("one_time_keys", claim.build())).ok();
    alice
        .put(V3 + "/sendToDevice/fr.example/x", JsonObject.of("messages", messages(claim.build())))
        .ok();
    assertThat(world.connectionsTaken() - before).isLessThan(12);
  }

  private static JsonObject messages(JsonObject claim) {
    var messages = JsonObject.builder();
    claim.keys().stream()
        .limit(256)
        .forEach(id -> messages.put(id, JsonObject.of("D", JsonObject.EMPTY)));
    return messages.build();
  }
}
