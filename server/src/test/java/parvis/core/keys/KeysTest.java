package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.keys.KeyTalk.deviceKeys;
import static parvis.core.keys.KeyTalk.list;
import static parvis.core.keys.KeyTalk.query;
import static parvis.core.keys.KeyTalk.received;
import static parvis.core.keys.KeyTalk.upload;
import static parvis.core.keys.KeyTalk.write;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Devices publish keys, learn of each other's and write to each other.
class KeysTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");

  @Test
  void the_keys_of_a_device_are_published_with_its_name_and_only_by_itself() {
    upload(bruno, "device_keys", deviceKeys(bruno, "k1")).ok();
    var device =
        Chat.at(query(alice, bruno).ok().json(), "device_keys", bruno.user(), bruno.device());
    assertThat(Chat.at(device, "keys").string("curve25519:" + bruno.device())).contains("k1");
    assertThat(upload(alice, "device_keys", deviceKeys(bruno, "k2")).status()).isEqualTo(400);
    var other = query(alice, bruno, "ELSEWHERE").ok().json();
    assertThat(Chat.at(other, "device_keys", bruno.user()).isEmpty()).isTrue();
    assertThat(upload(alice, "device_keys", "x").errcode()).isEqualTo("M_BAD_JSON");
    assertThat(upload(alice, "one_time_keys", JsonObject.of("unnamed", "x")).status())
        .isEqualTo(400);
  }

  @Test
  void one_time_keys_are_counted_and_keep_their_meaning() {
    var device = world.signIn("bruno");
    var keys = JsonObject.of("signed_curve25519:A", JsonObject.of("key", "a"));
    upload(device, "one_time_keys", keys).ok();
    upload(device, "one_time_keys", keys).ok();
    var counts = Chat.at(Chat.sync(device, ""), "device_one_time_keys_count");
    assertThat(counts.integer("signed_curve25519")).hasValue(1);
    var other = JsonObject.of("signed_curve25519:A", JsonObject.of("key", "b"));
    assertThat(upload(device, "one_time_keys", other).status()).isEqualTo(400);
  }

  @Test
  void a_key_that_was_handed_out_is_not_there_again_because_it_is_uploaded_again() {
    var device = world.signIn("bruno");
    var keys = JsonObject.of("signed_curve25519:A", JsonObject.of("key", "a"));
    upload(device, "one_time_keys", keys).ok();
    assertThat(claimed(device)).isEqualTo(keys);
    upload(device, "one_time_keys", keys).ok();
    assertThat(claimed(device).isEmpty()).isTrue();
    var other = JsonObject.of("signed_curve25519:A", JsonObject.of("key", "b"));
    upload(device, "one_time_keys", other).ok();
    assertThat(claimed(device)).isEqualTo(other);
    assertThat(claimed(device).isEmpty()).isTrue();
  }

  private static JsonObject claimed(Client device) {
    var wish = JsonObject.of(device.user(), JsonObject.of(device.device(), "signed_curve25519"));
    var body = JsonObject.of("one_time_keys", wish);
    var answer = alice.post("/_matrix/client/v3/keys/claim", body).ok().json();
    return Chat.at(answer, "one_time_keys", device.user(), device.device());
  }

  @Test
  void devices_upload_more_keys_than_one_query_brings_numbers() {
    for (int d = 0; d < 3; d++) {
      var device = world.signIn("bruno");
      var keys = JsonObject.builder();
      for (int i = 0; i < 400; i++) {
        keys.put("signed_curve25519:" + i, JsonObject.of("key", "k"));
      }
      assertThat(upload(device, "one_time_keys", keys.build()).status()).isEqualTo(200);
    }
  }

  @Test
  void who_shares_a_room_learns_of_new_keys_and_of_who_went() {
    var room = Chat.room(alice, chloe);
    var since = Chat.next(Chat.sync(alice, ""));
    var stranger = Chat.next(Chat.sync(bruno, ""));
    upload(chloe, "device_keys", deviceKeys(chloe, "c1")).ok();
    var told = Chat.sync(alice, "since=" + since);
    assertThat(list(told, "changed")).containsExactly(chloe.user());
    assertThat(list(Chat.sync(bruno, "since=" + stranger), "changed")).isEmpty();
    upload(chloe, "device_keys", deviceKeys(chloe, "c1")).ok();
    var second = Chat.sync(alice, "since=" + Chat.next(told));
    assertThat(list(second, "changed")).isEmpty();
    chloe.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    var third = Chat.sync(alice, "since=" + Chat.next(second));
    assertThat(list(third, "left")).containsExactly(chloe.user());
    var changes =
        alice
            .get("/_matrix/client/v3/keys/changes?from=" + since + "&to=" + Chat.next(third))
            .ok()
            .json();
    assertThat(changes.array("left").orElseThrow().strings()).containsExactly(chloe.user());
    Chat.join(chloe, room).ok();
    var fourth = Chat.sync(alice, "since=" + Chat.next(third));
    assertThat(list(fourth, "changed")).containsExactly(chloe.user());
    assertThat(alice.get("/_matrix/client/v3/keys/changes?from=x&to=y").errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void whoever_goes_in_a_long_gap_is_told_too() {
    var room = Chat.room(alice, chloe);
    var since = Chat.next(Chat.sync(alice, ""));
    chloe.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    for (int i = 0; i < 70; i++) {
      Chat.say(alice, room, "m" + i);
    }
    for (var other : Chat.sync(chloe, "").object("rooms").stream().toList()) {
      other
          .object("join")
          .orElse(JsonObject.EMPTY)
          .keys()
          .forEach(id -> chloe.post(Chat.path(id) + "/leave", JsonObject.EMPTY).ok());
    }
    var told = Chat.sync(alice, "since=" + since);
    assertThat(list(told, "left")).contains(chloe.user());
    Chat.join(chloe, room).ok();
  }

  @Test
  void a_message_reaches_one_device_or_all_and_once_for_each_transaction() {
    var phone = world.signIn("bruno");
    var since = Chat.next(Chat.sync(phone, ""));
    var desk = Chat.next(Chat.sync(bruno, ""));
    var hello = JsonObject.of("a", 1);
    write(alice, "t1", bruno, phone.device(), hello).ok();
    write(alice, "t1", bruno, phone.device(), hello).ok();
    var told = Chat.sync(phone, "since=" + since);
    assertThat(received(told)).hasSize(1);
    assertThat(received(told).getFirst().string("sender")).contains(alice.user());
    assertThat(received(Chat.sync(bruno, "since=" + desk))).isEmpty();
    assertThat(received(Chat.sync(phone, "since=" + since))).hasSize(1);
    var next = Chat.sync(phone, "since=" + Chat.next(told));
    assertThat(received(next)).isEmpty();
    write(alice, "t1", bruno, phone.device(), hello).ok();
    assertThat(received(Chat.sync(phone, "since=" + Chat.next(next)))).isEmpty();
    write(alice, "t2", bruno, "*", hello).ok();
    assertThat(received(Chat.sync(phone, "since=" + Chat.next(next)))).hasSize(1);
    assertThat(received(Chat.sync(bruno, "since=" + desk))).hasSize(1);
    write(alice, "t3", bruno, "NOWHERE", hello).ok();
  }

  @Test
  void many_messages_come_in_their_order_and_lose_nothing_on_the_way() {
    var phone = world.signIn("chloe");
    var room = Chat.room(alice, chloe);
    var since = Chat.next(Chat.sync(phone, ""));
    for (int i = 0; i < 120; i++) {
      write(alice, "many" + i, chloe, phone.device(), JsonObject.of("n", i)).ok();
      if (i == 30) {
        Chat.say(alice, room, "entre deux");
      }
    }
    var path = "/_matrix/client/v3/profile/" + Client.segment(chloe.user()) + "/displayname";
    chloe.put(path, JsonObject.of("displayname", "Chloé")).ok();
    var first = Chat.sync(phone, "since=" + since);
    var second = Chat.sync(phone, "since=" + Chat.next(first));
    assertThat(received(first)).hasSize(100);
    assertThat(received(second)).hasSize(20);
    assertThat(received(second).getLast().object("content").orElseThrow().integer("n"))
        .hasValue(119);
    assertThat(first.toString() + second).contains("entre deux");
  }
}
