package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A device that nobody is signed in on is written to like any other, and its person reads it.
class DehydrationTest {
  private static final String PATH =
      "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device";

  private static final JsonObject DATA =
      JsonObject.of("algorithm", "org.matrix.msc3814.v2", "device_pickle", "c2VjcmV0");

  /// Messages that fill two pages and a half.
  private static final int SENT = 250;

  @AutoClose static final World world = World.start();

  private static JsonObject wish(Client owner, String id) {
    var keys = KeyTalk.deviceKeys(owner.signedIn(owner.user(), id, ""), "k" + id);
    var once = JsonObject.of("signed_curve25519:AAAA", JsonObject.of("key", "once" + id));
    return JsonObject.of(
        "device_id", id,
        "initial_device_display_name", "Endormi",
        "device_data", DATA,
        "device_keys", keys.with("dehydrated", true),
        "one_time_keys", once);
  }

  private static Answer events(Client owner, String id, String from) {
    return owner.get(PATH + "/" + id + "/events" + (from.isEmpty() ? "" : "?from=" + from));
  }

  /// As clients of an earlier draft ask.
  private static Answer eventsAsked(Client owner, String id, String next) {
    var body = next.isEmpty() ? JsonObject.EMPTY : JsonObject.of("next_batch", next);
    return owner.post(PATH + "/" + id + "/events", body);
  }

  @Test
  void a_dehydrated_device_gathers_messages_until_another_comes_in_its_place() {
    var alice = world.register("alice");
    var bruno = world.register("bruno");
    Chat.room(alice, bruno);
    assertThat(alice.get(PATH).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(alice.put(PATH, wish(alice, "SLEEPER")).ok().string("device_id"))
        .isEqualTo("SLEEPER");
    var found = alice.get(PATH).ok().json();
    assertThat(found.object("device_data")).contains(DATA);
    var told = KeyTalk.query(bruno, alice).ok().json();
    assertThat(Chat.at(told, "device_keys", alice.user(), "SLEEPER").bool("dehydrated"))
        .contains(true);
    var claim = JsonObject.of(alice.user(), JsonObject.of("SLEEPER", "signed_curve25519"));
    var claimed =
        bruno
            .post("/_matrix/client/v3/keys/claim", JsonObject.of("one_time_keys", claim))
            .ok()
            .json();
    assertThat(Chat.at(claimed, "one_time_keys", alice.user(), "SLEEPER").keys())
        .containsExactly("signed_curve25519:AAAA");
    for (int i = 0; i < 3; i++) {
      KeyTalk.write(bruno, "t" + i, alice, "SLEEPER", JsonObject.of("n", (long) i)).ok();
    }
    var numbers = new ArrayList<Long>();
    var page = events(alice, "SLEEPER", "").ok().json();
    page.array("events").orElseThrow().objects().stream()
        .map(event -> Chat.at(event, "content").integer("n").orElseThrow())
        .forEach(numbers::add);
    assertThat(numbers).containsExactly(0L, 1L, 2L);
    assertThat(page.string("next_batch")).as("there is no further page").isEmpty();
    var asked = eventsAsked(alice, "SLEEPER", "").ok().json();
    assertThat(asked.array("events")).isEqualTo(page.array("events"));
    var next = asked.string("next_batch").orElseThrow();
    for (var rest : List.of(eventsAsked(alice, "SLEEPER", next), events(alice, "SLEEPER", next))) {
      assertThat(rest.ok().json().array("events").orElseThrow().values()).isEmpty();
    }
    assertThat(events(alice, "SLEEPER", "").ok().json().array("events").orElseThrow().values())
        .as("it stays as long as the device")
        .hasSize(3);
    assertThat(events(bruno, "SLEEPER", "").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(eventsAsked(bruno, "SLEEPER", "").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(events(alice, alice.device(), "").errcode()).isEqualTo("M_NOT_FOUND");
    alice.put(PATH, wish(alice, "NEXT")).ok();
    assertThat(alice.get(PATH).ok().string("device_id")).isEqualTo("NEXT");
    assertThat(events(alice, "SLEEPER", "").status()).isEqualTo(404);
    var devices = alice.get("/_matrix/client/v3/devices").ok().json();
    assertThat(devices.array("devices").orElseThrow().objects().stream())
        .extracting(device -> device.string("device_id").orElseThrow())
        .containsExactlyInAnyOrder(alice.device(), "NEXT");
    assertThat(alice.delete(PATH).ok().string("device_id")).isEqualTo("NEXT");
    assertThat(alice.delete(PATH).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(Chat.at(KeyTalk.query(bruno, alice).ok().json(), "device_keys", alice.user()).keys())
        .doesNotContain("NEXT");
  }

  private static List<Long> read(Client owner, String id, int pages) {
    var numbers = new ArrayList<Long>();
    var next = "";
    for (int i = 0; i < pages; i++) {
      var page = events(owner, id, next).ok().json();
      page.array("events").orElseThrow().objects().stream()
          .map(event -> Chat.at(event, "content").integer("n").orElseThrow())
          .forEach(numbers::add);
      next = page.string("next_batch").orElse("");
      assertThat(next.isEmpty()).as("it was the last page").isEqualTo(numbers.size() == SENT);
    }
    return numbers;
  }

  @Test
  void whoever_begins_again_reads_all_of_many_messages_again() {
    var denis = world.register("denis");
    var elsa = world.register("elsa");
    denis.put(PATH, wish(denis, "MUCH")).ok();
    var sent = LongStream.range(0, SENT).boxed().toList();
    for (var n : sent) {
      KeyTalk.write(elsa, "m" + n, denis, "MUCH", JsonObject.of("n", n)).ok();
    }
    assertThat(read(denis, "MUCH", 3)).isEqualTo(sent);
    assertThat(read(denis, "MUCH", 2)).as("who breaks off").isEqualTo(sent.subList(0, 200));
    assertThat(read(denis, "MUCH", 3)).as("begins again").isEqualTo(sent);
  }

  @Test
  void what_cannot_be_left_leaves_what_there_was() {
    var chloe = world.register("chloe");
    chloe.put(PATH, wish(chloe, "KEPT")).ok();
    var fine = wish(chloe, "OTHER");
    var keys = fine.object("device_keys").orElseThrow();
    for (var wrong :
        List.of(
            fine.without("device_id"),
            fine.without("device_data"),
            fine.without("device_keys"),
            fine.with("device_id", chloe.device()),
            fine.with("device_keys", keys.with("device_id", "ANOTHER")),
            fine.with("device_keys", keys.without("signatures")),
            fine.with("device_data", JsonObject.of("x", "y".repeat(70_000))),
            fine.with("one_time_keys", JsonObject.of("nameless", JsonObject.EMPTY)),
            fine.with("device_data", JsonArray.EMPTY))) {
      assertThat(chloe.put(PATH, wrong).status()).as(wrong.toString()).isBetween(400, 413);
    }
    assertThat(chloe.get(PATH).ok().string("device_id")).isEqualTo("KEPT");
  }
}
