package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parvis.core.rooms.Chat;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.Gateway;
import parvis.harness.ParvisProcess;
import parvis.protocol.json.JsonObject;

/// The whole program, killed while devices and an application service are to be told: each device
/// is told of everything, once or more often, and the service in order, once under one number.
@Order(6)
class KilledPushTest {
  private static final int ROUNDS = 2;
  private static final int MESSAGES = 5;

  @TempDir private Path folder;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private ParvisProcess started() {
    return ParvisProcess.start(folder, "start", "--port", "0", "--registration", "open");
  }

  private void configure(Gateway gateway) throws IOException {
    Files.writeString(
        folder.resolve("parvis.conf"),
        "reachable_networks = 127.0.0.0/8, ::1\nrate_limits = off\ntrusted_authorities = "
            + gateway.certificate()
            + "\n");
  }

  @Test
  @Tag("long")
  @Timeout(600)
  void nothing_is_lost_when_the_server_is_killed() throws IOException {
    try (Gateway gateway = Gateway.start();
        Bridge bridge = Bridge.start("sea")) {
      configure(gateway);
      bridge.register(Files.createDirectory(folder.resolve("application_services")), "");
      ParvisProcess server = started();
      try {
        Client alice = server.stranger(http).register("alice");
        Client bruno = server.stranger(http).register("bruno");
        String room = Chat.room(alice, bruno);
        Chat.join(bruno.signedIn("", "", bridge.asToken()), room).ok();
        List<String> all = new ArrayList<>();
        bruno.post("/_matrix/client/v3/pushers/set", gateway.pusher("k")).ok();
        for (int round = 0; round < ROUNDS; round++) {
          if (round % 2 == 0) gateway.says(503, "");
          bridge.takes(round % 2 != 0);
          List<String> sent = new ArrayList<>();
          for (int i = 0; i < MESSAGES; i++) sent.add(Chat.say(alice, room, round + "-" + i));
          if (round == 0) gateway.next();
          server.kill();
          gateway.delivers();
          bridge.takes(true);
          all.addAll(sent);
          if (round % 2 == 0) gateway.forget();
          server = started();
          alice = alice.at(server.stranger(http));
          told(gateway, sent);
        }
        bridge.until(event -> event.string("event_id").equals(Optional.of(all.getLast())));
        assertThat(heard(bridge)).containsExactlyElementsOf(all);
      } finally {
        server.close();
      }
    }
    http.shutdownNow();
  }

  /// The messages of all transactions, of which those of one number say the same.
  private static List<String> heard(Bridge bridge) {
    var byNumber = new LinkedHashMap<String, JsonObject>();
    for (var transaction : bridge.tried()) {
      var before = byNumber.putIfAbsent(transaction.id(), transaction.body());
      if (before != null) assertThat(transaction.body()).isEqualTo(before);
    }
    return byNumber.values().stream()
        .flatMap(body -> body.array("events").orElseThrow().objects().stream())
        .filter(event -> event.string("type").equals(Optional.of("m.room.message")))
        .flatMap(event -> event.string("event_id").stream())
        .toList();
  }

  /// Waits until all of them were told.
  private static void told(Gateway gateway, List<String> sent) {
    var left = new HashSet<>(sent);
    while (!left.isEmpty()) {
      JsonObject told = gateway.next().object("notification").orElseThrow();
      Optional<String> event = told.string("event_id");
      event.ifPresent(left::remove);
    }
    assertThat(left).isEmpty();
  }
}
