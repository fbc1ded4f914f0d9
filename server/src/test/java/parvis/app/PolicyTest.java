package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What an operator may decide otherwise: whom people find, and who gets media.
class PolicyTest {
  @AutoClose private static World world;
  private static Client alice;
  private static Client bruno;

  @BeforeAll
  static void start() {
    world =
        World.start(
            Map.of(
                "PARVIS_PEOPLE_SEARCH", "acquaintances",
                "PARVIS_OPEN_MEDIA", "on",
                "PARVIS_UPLOAD_BYTES_TOTAL", "10kB"));
    alice = world.register("person-alice");
    bruno = world.register("person-bruno");
  }

  private static List<String> found(Client client, String term) {
    var body = JsonObject.of("search_term", term);
    var answer = client.post("/_matrix/client/v3/user_directory/search", body).ok().json();
    return answer.array("results").orElseThrow().objects().stream()
        .map(person -> person.string("user_id").orElse(""))
        .toList();
  }

  @Test
  void whoIsMetNowhereIsNotFound() {
    Client chloe = world.register("person-chloe");
    assertThat(found(chloe, "@person")).isEmpty();
    var closed = JsonObject.of("preset", "private_chat", "invite", List.of(chloe.user()));
    String room = Chat.create(alice, closed);
    assertThat(found(chloe, "person")).isEmpty();
    Chat.join(chloe, room).ok();
    assertThat(found(chloe, "person")).containsExactly(alice.user());
    Chat.room(bruno);
    assertThat(found(chloe, "person")).containsExactly(alice.user(), bruno.user());
  }

  @Test
  void oneAccountUploadsOnlySoMuch() {
    Client dora = world.register("person-dora");
    String path = "/_matrix/media/v3/upload";
    dora.send("POST", path, "image/png", new byte[9_000]).ok();
    assertThat(dora.send("POST", path, "image/png", new byte[2_000]).status()).isEqualTo(403);
    dora.send("POST", path, "image/png", new byte[1_000]).ok();
    String figures = world.stranger().get("/metrics").ok().text();
    assertThat(figures).contains("parvis_media_missing_total 0");
  }

  @Test
  void openMediaIsGivenToWhoeverKnowsItsAddress() {
    byte[] bytes = {1, 2, 3};
    String uri =
        alice
            .send("POST", "/_matrix/media/v3/upload", "image/png", bytes)
            .ok()
            .string("content_uri");
    String path = "/_matrix/media/v3/download/" + uri.substring("mxc://".length());
    assertThat(world.stranger().get(path).ok().bytes()).isEqualTo(bytes);
  }
}
