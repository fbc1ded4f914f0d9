package parvis.core.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.Leftovers;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A house with a service that leads to IRC, and somebody who was there before.
final class IrcHouse implements AutoCloseable {
  static final String V3 = "/_matrix/client/v3";
  static final String SERVICE = "m.login.application_service";
  static final Duration WAIT_MAX = Duration.ofSeconds(20);

  final Path folder;
  final Bridge irc;
  final World world;
  final Client first;
  private int names;

  private IrcHouse(Path folder) {
    this.folder = folder;
    irc = Bridge.start("irc");
    irc.register(
        folder,
        """
        rate_limited: false
        receive_ephemeral: true
        org.matrix.msc3202: true
        protocols: [irc]
        """);
    world =
        World.start(
            Map.of(
                "PARVIS_APPLICATION_SERVICES", folder.toString(),
                "PARVIS_GUESTS", "on",
                "PARVIS_PRESENCE", "on",
                "PARVIS_RATE_LIMITS", "on"));
    first = world.register("alice");
  }

  static IrcHouse begin() {
    try {
      return new IrcHouse(Files.createTempDirectory("parvis-services-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Who was there before, with a service that takes everything and answers nothing.
  Client alice() {
    irc.takes(true);
    irc.answers(_ -> Bridge.Says.NOTHING);
    return world.back(first);
  }

  int names() {
    return names++;
  }

  Client service() {
    return world.stranger().signedIn("@irc_bot:" + World.SERVER, "", irc.asToken());
  }

  static String as(String path, String user) {
    return path + (path.contains("?") ? "&" : "?") + "user_id=" + Client.segment(user);
  }

  static JsonObject ghost(String name) {
    return JsonObject.of("type", SERVICE, "username", name, "inhibit_login", true);
  }

  /// Somebody of the service's, who was not there before.
  String made() {
    var wish = ghost("irc_ghost" + names());
    return service().post(V3 + "/register", wish).ok().string("user_id");
  }

  Answer join(String ghost, String room) {
    return service().post(as(Chat.path(room) + "/join", ghost), JsonObject.EMPTY);
  }

  Answer say(String ghost, String room, String body) {
    var path = Chat.path(room) + "/send/m.room.message/t" + names();
    return service().put(as(path, ghost), JsonObject.of("msgtype", "m.text", "body", body));
  }

  static boolean says(JsonObject event, String body) {
    return event.object("content").flatMap(c -> c.string("body")).filter(body::equals).isPresent();
  }

  static List<String> bodies(List<JsonObject> events) {
    return events.stream()
        .flatMap(event -> event.object("content").orElseThrow().string("body").stream())
        .toList();
  }

  void await(String figure, int value) {
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (world.figure("parvis_appservice_" + figure) != value) {
      assertThat(System.nanoTime()).as(figure).isLessThan(end);
      Race.breathe();
    }
  }

  @Override
  public void close() {
    world.close();
    irc.close();
    try {
      Leftovers.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
