package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Messages to devices arrive, and each once.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ToDeviceTest {
  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");
  private static final Client bruno = world.register("bruno");

  @Test
  void the_same_request_many_times_at_once_is_one_message() {
    for (int round = 0; round < 10; round++) {
      var since = Chat.next(Chat.sync(bruno, ""));
      var txn = "at-once-" + round;
      var content = JsonObject.of("round", round);
      var requests =
          Stream.generate(
                  () ->
                      CompletableFuture.supplyAsync(
                          () -> KeyTalk.write(alice, txn, bruno, bruno.device(), content)))
              .limit(8)
              .toList();
      requests.forEach(request -> request.orTimeout(30, TimeUnit.SECONDS).join().ok());
      var told = Chat.sync(bruno, "since=" + since);
      assertThat(KeyTalk.received(told)).hasSize(1);
      assertThat(KeyTalk.received(Chat.sync(bruno, "since=" + Chat.next(told)))).isEmpty();
    }
  }

  @Test
  void what_was_sent_before_a_restart_is_not_sent_again_after_it() {
    try (var house = World.start()) {
      var sender = house.register("chloe");
      var reader = house.register("dora");
      var since = Chat.next(Chat.sync(reader, ""));
      KeyTalk.write(sender, "t1", reader, reader.device(), JsonObject.of("n", 1)).ok();
      var told = Chat.sync(reader, "since=" + since);
      assertThat(KeyTalk.received(told)).hasSize(1);
      assertThat(KeyTalk.received(Chat.sync(reader, "since=" + Chat.next(told)))).isEmpty();
      house.restart();
      var after = house.back(reader);
      KeyTalk.write(house.back(sender), "t1", reader, reader.device(), JsonObject.of("n", 1)).ok();
      assertThat(KeyTalk.received(Chat.sync(after, "since=" + Chat.next(told)))).isEmpty();
      KeyTalk.write(house.back(sender), "t2", reader, reader.device(), JsonObject.of("n", 2)).ok();
      assertThat(KeyTalk.received(Chat.sync(after, "since=" + Chat.next(told)))).hasSize(1);
    }
  }

  @Test
  void another_device_and_another_type_have_transactions_of_their_own() {
    var phone = world.signIn("alice");
    var since = Chat.next(Chat.sync(bruno, ""));
    var content = JsonObject.of("n", 1);
    var messages =
        JsonObject.of("messages", JsonObject.of(bruno.user(), JsonObject.of("*", content)));
    for (var sender : List.of(alice, phone)) {
      sender.put("/_matrix/client/v3/sendToDevice/fr.example/x.y", messages).ok();
      sender.put("/_matrix/client/v3/sendToDevice/fr.example.x/y", messages).ok();
    }
    assertThat(KeyTalk.received(Chat.sync(bruno, "since=" + since))).hasSize(4);
  }
}
