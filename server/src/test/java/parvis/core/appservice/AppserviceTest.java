package parvis.core.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.appservice.IrcHouse.V3;
import static parvis.core.appservice.IrcHouse.WAIT_MAX;
import static parvis.core.appservice.IrcHouse.as;
import static parvis.core.appservice.IrcHouse.bodies;
import static parvis.core.appservice.IrcHouse.says;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.protocol.json.JsonObject;

/// Application services act as many and hear what these hear.
class AppserviceTest {
  @AutoClose private static final IrcHouse house = IrcHouse.begin();
  private Client alice;

  @BeforeEach
  void comeBack() {
    alice = house.alice();
  }

  @Test
  void everything_in_its_rooms_is_told_once_and_in_order_across_an_outage_and_a_restart() {
    var room = Chat.room(alice);
    var before = Chat.say(alice, room, "nobody bridges this");
    var ghost = house.made();
    house.join(ghost, room).ok();
    var sent = house.say(ghost, room, "from afar").ok().string("event_id");
    var told = house.irc.until(event -> says(event, "from afar"));
    assertThat(told.getLast().string("event_id")).contains(sent);
    assertThat(told.getLast().string("sender")).contains(ghost);
    assertThat(told.getLast().string("room_id")).contains(room);
    assertThat(told).noneMatch(event -> event.string("event_id").orElse("").equals(before));
    house.irc.takes(false);
    IntStream.range(0, 5).forEach(i -> Chat.say(alice, room, "away " + i));
    var tried = house.irc.tried().size();
    house.world.restart();
    comeBack();
    house.irc.takes(false);
    IntStream.range(5, 10).forEach(i -> Chat.say(alice, room, "away " + i));
    house.irc.takes(true);
    var later = house.irc.until(event -> says(event, "away 9"));
    assertThat(bodies(later))
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "away " + i).toList());
    var bodies = new HashSet<String>();
    var ids = new HashSet<String>();
    house.irc.tried().stream()
        .skip(tried)
        .forEach(
            transaction -> {
              ids.add(transaction.id());
              bodies.add(transaction.id() + transaction.body());
            });
    assertThat(bodies).as("a number always has the same contents").hasSameSizeAs(ids);
  }

  @Test
  void what_was_said_while_one_of_them_was_there_is_told_though_they_have_left_meanwhile() {
    var room = Chat.room(alice);
    var ghost = house.made();
    house.join(ghost, room).ok();
    Chat.say(alice, room, "begin");
    house.irc.until(event -> says(event, "begin"));
    house.irc.takes(false);
    Chat.say(alice, room, "still there");
    house.service().post(as(Chat.path(room) + "/leave", ghost), JsonObject.EMPTY).ok();
    Chat.say(alice, room, "nobody hears this");
    var other = Chat.room(alice);
    house.join(ghost, other).ok();
    Chat.say(alice, other, "end");
    house.irc.takes(true);
    assertThat(bodies(house.irc.until(event -> says(event, "end"))))
        .containsExactly("still there", "end");
  }

  @Test
  void of_two_nodes_one_tells_a_service_whichever_is_asked_and_whichever_stops() {
    var room = Chat.room(alice);
    house.join(house.made(), room).ok();
    try (var other = house.world.beside()) {
      var there = other.back(house.first);
      Chat.say(there, room, "both 0");
      Chat.say(alice, room, "both 1");
      house.world.restart();
      comeBack();
      Chat.say(there, room, "both 2");
      Chat.say(alice, room, "both 3");
      assertThat(bodies(house.irc.until(event -> says(event, "both 3"))))
          .filteredOn(body -> body.startsWith("both"))
          .containsExactly("both 0", "both 1", "both 2", "both 3");
    }
  }

  @Test
  void who_reads_types_and_is_there_is_told_to_who_wants_it() {
    var room = Chat.room(alice);
    var ghost = house.made();
    house.join(ghost, room).ok();
    var event = Chat.say(alice, room, "read this");
    var typing = Chat.path(room) + "/typing/" + Client.segment(alice.user());
    alice.put(typing, JsonObject.of("typing", true, "timeout", 30_000)).ok();
    var typed = house.irc.until("ephemeral", e -> isOf(e, "m.typing")).getLast();
    assertThat(typed.string("room_id")).contains(room);
    assertThat(typed.object("content").orElseThrow().array("user_ids").orElseThrow().strings())
        .containsExactly(alice.user());
    var read = Chat.path(room) + "/receipt/m.read/" + Client.segment(event);
    alice.post(read, JsonObject.EMPTY).ok();
    var receipt = house.irc.until("ephemeral", e -> isOf(e, "m.receipt")).getLast();
    assertThat(receipt.object("content").orElseThrow().has(event)).isTrue();
    var status = V3 + "/presence/" + Client.segment(alice.user()) + "/status";
    alice.put(status, JsonObject.of("presence", "unavailable", "status_msg", "away")).ok();
    var presence = house.irc.until("ephemeral", e -> isOf(e, "m.presence")).getLast();
    assertThat(presence.string("sender")).contains(alice.user());
  }

  private static boolean isOf(JsonObject event, String type) {
    return event.string("type").filter(type::equals).isPresent();
  }

  @Test
  void devices_of_its_own_are_made_named_and_written_to_through_the_service() {
    var ghost = house.made();
    var device = V3 + "/devices/BRIDGE";
    var wish = JsonObject.of("display_name", "The bridge");
    assertThat(house.service().put(as(device, ghost), wish).status()).isEqualTo(201);
    house.service().put(as(device, ghost), wish).ok();
    var who = as(V3 + "/account/whoami?device_id=BRIDGE", ghost);
    assertThat(house.service().get(who).ok().string("device_id")).isEqualTo("BRIDGE");
    var early = as(V3 + "/account/whoami?org.matrix.msc3202.device_id=BRIDGE", ghost);
    assertThat(house.service().get(early).ok().string("device_id")).isEqualTo("BRIDGE");
    var unknown = as(V3 + "/account/whoami?device_id=NONE", ghost);
    assertThat(house.service().get(unknown).errcode()).isEqualTo("M_UNKNOWN_DEVICE");
    var keys = JsonObject.of("one_time_keys", JsonObject.of("signed_curve25519:A", "key"));
    assertThat(house.service().post(as(V3 + "/keys/upload", ghost), keys).errcode())
        .isEqualTo("M_UNKNOWN_DEVICE");
    house.service().post(as(V3 + "/keys/upload?device_id=BRIDGE", ghost), keys).ok();
    var content = JsonObject.of(ghost, JsonObject.of("BRIDGE", JsonObject.of("hello", "you")));
    alice.put(V3 + "/sendToDevice/x.greeting/d1", JsonObject.of("messages", content)).ok();
    var transaction = transaction("de.sorunome.msc2409.to_device");
    var message = transaction.all("de.sorunome.msc2409.to_device").getFirst();
    assertThat(message.string("to_user_id")).contains(ghost);
    assertThat(message.string("to_device_id")).contains("BRIDGE");
    assertThat(message.string("sender")).contains(alice.user());
    var counts = transaction.body().object("org.matrix.msc3202.device_one_time_keys_count");
    assertThat(counts.flatMap(c -> c.object(ghost)).flatMap(c -> c.object("BRIDGE")))
        .contains(JsonObject.of("signed_curve25519", 1));
    var sync = as(V3 + "/sync?timeout=0&device_id=BRIDGE", ghost);
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (house.service().get(sync).ok().json().has("to_device")) {
      assertThat(System.nanoTime()).as("what the service has").isLessThan(end);
      Race.breathe();
    }
    house.service().delete(as(device, ghost)).ok();
    assertThat(house.service().get(who).errcode()).isEqualTo("M_UNKNOWN_DEVICE");
  }

  private static Bridge.Transaction transaction(String field) {
    var transaction = house.irc.next();
    while (!transaction.body().has(field)) {
      transaction = house.irc.next();
    }
    return transaction;
  }

  @Test
  void whose_devices_changed_around_its_own_is_told() {
    var room = Chat.room(alice);
    house.join(house.made(), room).ok();
    var clara = house.world.register("clara");
    Chat.join(clara, room).ok();
    var lists = "org.matrix.msc3202.device_lists";
    assertThat(changes(lists, "changed", clara)).contains(clara.user());
    clara.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(changes(lists, "left", clara)).contains(clara.user());
  }

  private static List<String> changes(String lists, String which, Client of) {
    while (true) {
      var users = transaction(lists).body().object(lists).orElseThrow().array(which);
      if (users.filter(all -> all.strings().contains(of.user())).isPresent()) {
        return users.get().strings();
      }
    }
  }

  @Test
  void what_a_service_says_of_the_time_is_believed_of_it_alone() {
    var room = Chat.room(alice);
    var ghost = house.made();
    house.join(ghost, room).ok();
    var path = Chat.path(room) + "/send/m.room.message/old?ts=1234567890";
    var content = JsonObject.of("msgtype", "m.text", "body", "long ago");
    var old = house.service().put(as(path, ghost), content).ok().string("event_id");
    assertThat(Chat.event(alice, room, old).integer("origin_server_ts").orElseThrow())
        .isEqualTo(1_234_567_890L);
    var now = alice.put(path, content).ok().string("event_id");
    assertThat(Chat.event(alice, room, now).integer("origin_server_ts").orElseThrow())
        .isNotEqualTo(1_234_567_890L);
    var never = Chat.path(room) + "/send/m.room.message/never?ts=-1";
    assertThat(house.service().put(as(never, ghost), content).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void nothing_that_a_service_does_is_counted_where_the_operator_says_so() {
    var room = Chat.room(alice);
    var ghost = house.made();
    house.join(ghost, room).ok();
    IntStream.range(0, 65).forEach(i -> house.say(ghost, room, "many " + i).ok());
    IntStream.range(0, 65).forEach(_ -> house.made());
    assertThat(house.irc.until(event -> says(event, "many 64"))).hasSizeGreaterThanOrEqualTo(65);
  }

  @Test
  void who_is_in_a_room_is_told_to_a_service_when_any_of_its_own_is() {
    var room = Chat.room(alice);
    var members = Chat.path(room) + "/joined_members";
    assertThat(house.service().get(members).errcode()).isEqualTo("M_FORBIDDEN");
    var ghost = house.made();
    house.join(ghost, room).ok();
    assertThat(house.service().get(members).ok().json().object("joined").orElseThrow().keys())
        .containsExactlyInAnyOrder(alice.user(), ghost);
  }

  @Test
  void a_service_syncs_as_one_of_its_own() {
    var room = Chat.room(alice);
    var ghost = house.made();
    house.join(ghost, room).ok();
    var sync = house.service().get(as(V3 + "/sync?timeout=0", ghost)).ok().json();
    var since = sync.string("next_batch").orElseThrow();
    assertThat(sync.object("rooms").flatMap(r -> r.object("join")).orElseThrow().has(room))
        .isTrue();
    var waiting = house.service().later(as(V3 + "/sync?timeout=20000&since=" + since, ghost));
    Chat.say(alice, room, "wake up");
    assertThat(waiting.join().ok().json().has("rooms")).isTrue();
  }
}
