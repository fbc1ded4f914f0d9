package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.Gateway;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What a message costs of push is as much as there are devices to tell, and not as much as there
/// are people in its room. Counted, not timed.
@Timeout(180)
class JudgingTest {
  private static final int MEMBERS = 500;
  private static final int ASLEEP = 3;
  private static final int MESSAGES = 10;
  private static final long WAIT_MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

  @Test
  void of_five_hundred_people_those_three_are_looked_at_who_have_devices_to_tell() {
    try (var gateway = Gateway.start();
        var world = World.start(DeliveryTest.settings(gateway))) {
      var alice = world.register("alice");
      var room =
          alice
              .post("/_matrix/client/v3/createRoom", JsonObject.of("preset", "public_chat"))
              .ok()
              .string("room_id");
      var people =
          IntStream.range(1, MEMBERS).parallel().mapToObj(i -> member(world, room, i)).toList();
      people.subList(0, ASLEEP).forEach(one -> sleep(one, gateway));
      awaitTold(gateway, Chat.say(alice, room, "Le premier les cherche"));
      var judged = judged(world, 0);
      var looked = looked(world);
      IntStream.range(0, MESSAGES).forEach(i -> Chat.say(alice, room, "Message " + i));
      assertThat(judged(world, judged + MESSAGES * ASLEEP)).isEqualTo(judged + MESSAGES * ASLEEP);
      assertThat(looked(world)).isEqualTo(looked);
      Chat.member(alice, room, "kick", people.getLast()).ok();
      Chat.say(alice, room, "Une de moins");
      judged(world, judged + (MESSAGES + 1) * ASLEEP);
      assertThat(looked(world) - looked).isBetween(MEMBERS - 1L, 2L * MEMBERS);
    }
  }

  private static Client member(World world, String room, int number) {
    var client = world.register("personne" + number);
    Chat.join(client, room).ok();
    return client;
  }

  private static void sleep(Client client, Gateway gateway) {
    client.post(PushersTest.PATH + "/set", gateway.pusher(client.user())).ok();
  }

  /// Waits until all devices are told of an event: what came before it is judged by then.
  private static void awaitTold(Gateway gateway, String event) {
    for (int told = 0; told < ASLEEP; ) {
      var notification = Chat.at(gateway.next(), "notification");
      if (notification.string("event_id").filter(event::equals).isPresent()) {
        told++;
      }
    }
  }

  private static long looked(World world) {
    return (long) world.figure("parvis_push_looked_total");
  }

  /// Waits until so many times an event was judged for somebody.
  private static long judged(World world, long least) {
    var end = System.nanoTime() + WAIT_MAX_NANOS;
    var judged = 0L;
    do {
      judged = (long) world.figure("parvis_push_judged_total");
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
    } while (judged < least);
    return judged;
  }
}
