package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

final class ProfileTest {
  private static final Duration TOLD_MAX = Duration.ofSeconds(20);
  @AutoClose private static final World world = World.start(Map.of());

  private static String profile(Client client) {
    return "/_matrix/client/v3/profile/" + client.user();
  }

  @Test
  void whoIsSomebodyIsForMembersToRead() {
    Client anna = world.register("anna");
    String avatar = "mxc://parvis.example/abc";
    anna.put(profile(anna) + "/displayname", JsonObject.of("displayname", "Anna Perrin")).ok();
    anna.put(profile(anna) + "/avatar_url", JsonObject.of("avatar_url", avatar)).ok();
    anna.put(profile(anna) + "/m.tz", JsonObject.of("m.tz", "Europe/Paris")).ok();
    JsonObject room = JsonObject.of("floor", 2, "open", JsonArray.of(true, "10h"));
    anna.put(profile(anna) + "/fr.example.office", JsonObject.of("fr.example.office", room)).ok();
    Client reader = world.register("reader");
    assertThat(reader.get(profile(anna)).ok().json())
        .isEqualTo(
            JsonObject.of(
                "displayname",
                "Anna Perrin",
                "avatar_url",
                avatar,
                "m.tz",
                "Europe/Paris",
                "fr.example.office",
                room));
    assertThat(reader.get(profile(anna) + "/avatar_url").ok().json())
        .isEqualTo(JsonObject.of("avatar_url", avatar));
  }

  @Test
  void aStrangerDoesNotLearnWhoIsHere() {
    Client gina = world.register("gina");
    Answer here = world.stranger().get(profile(gina));
    Answer absent = world.stranger().get("/_matrix/client/v3/profile/@nobody:parvis.example");
    assertThat(here.status()).isEqualTo(403);
    assertThat(here.errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(absent.text()).isEqualTo(here.text());
    assertThat(world.stranger().get(profile(gina) + "/displayname").status()).isEqualTo(403);
    try (World open = World.start(Map.of("PARVIS_DIRECTORY", "everyone"))) {
      Client anna = open.register("anna");
      open.stranger().get(profile(anna)).ok();
      open.stranger().get("/_matrix/client/v3/publicRooms").ok();
    }
  }

  @Test
  void oneAccountLearnsOnlySoMuchOfOthersInADay() {
    try (World limited =
        World.start(Map.of("PARVIS_RATE_LIMITS", "on", "PARVIS_PEOPLE_A_DAY", "5"))) {
      Client admin = limited.administrator("maire");
      Client curious = limited.register("curious");
      for (String name : new String[] {"marie.un", "marie.deux", "marie.trois"}) {
        limited.register(name);
      }
      String search = "/_matrix/client/v3/user_directory/search";
      curious.post(search, JsonObject.of("search_term", "marie")).ok();
      String nobody = "/_matrix/client/v3/profile/@nobody:parvis.example";
      assertThat(curious.get(nobody).status()).isEqualTo(404);
      Answer late = curious.post(search, JsonObject.of("search_term", "marie"));
      assertThat(late.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
      assertThat(curious.get(nobody).status()).isEqualTo(404);
      assertThat(curious.get(nobody).status()).isEqualTo(429);
      curious.get(profile(curious)).ok();
      assertIsInvited(admin);
    }
  }

  /// Who runs the server is told of it, by a notice.
  private static void assertIsInvited(Client admin) {
    long end = System.nanoTime() + TOLD_MAX.toNanos();
    while (!admin.get("/_matrix/client/v3/sync").ok().text().contains("\"invite\":{\"!")) {
      assertThat(System.nanoTime()).as("nobody is told").isLessThan(end);
      Race.breathe();
    }
  }

  @Test
  void aFieldIsRemovedOrEmptied() {
    Client bruno = world.register("bruno");
    String name = profile(bruno) + "/displayname";
    bruno.delete(name).ok();
    assertThat(bruno.get(name).errcode()).isEqualTo("M_NOT_FOUND");
    bruno.delete(name).ok();
    String avatar = profile(bruno) + "/avatar_url";
    bruno.put(avatar, JsonObject.of("avatar_url", "mxc://parvis.example/abc")).ok();
    bruno.put(avatar, JsonObject.of("avatar_url", "")).ok();
    assertThat(bruno.get(avatar).status()).isEqualTo(404);
    assertThat(bruno.get(profile(bruno)).ok().json()).isEqualTo(JsonObject.EMPTY);
  }

  @Test
  void aPictureIsMediaOrNoAddressAtAll() {
    Client emile = world.register("emile");
    String avatar = profile(emile) + "/avatar_url";
    emile.put(avatar, JsonObject.of("avatar_url", "LemurLover")).ok();
    for (String url : new String[] {"https://elsewhere.example/a.png", "javascript:alert(1)"}) {
      assertThat(emile.put(avatar, JsonObject.of("avatar_url", url)).errcode())
          .isEqualTo("M_INVALID_PARAM");
    }
    assertThat(emile.get(avatar).ok().string("avatar_url")).isEqualTo("LemurLover");
  }

  @Test
  void oneChangesOnlyOneself() {
    Client clara = world.register("clara");
    Client denis = world.register("denis");
    String name = profile(clara) + "/displayname";
    JsonObject wish = JsonObject.of("displayname", "Somebody else");
    assertThat(denis.put(name, wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(denis.delete(name).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(world.stranger().put(name, wish).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(clara.get(name).ok().string("displayname")).isEqualTo("clara");
  }

  @Test
  void whoIsNotThereHasNoProfile() {
    Client stranger = world.register("asker");
    for (String path : new String[] {"@nobody:parvis.example", "@clara:elsewhere.example"}) {
      Answer answer = stranger.get("/_matrix/client/v3/profile/" + path);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.errcode()).isEqualTo("M_NOT_FOUND");
    }
    assertThat(stranger.get("/_matrix/client/v3/profile/nobody").errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "Fr.Example", "fr..example", "fr.example.", "1.example"})
  void namesOutsideTheGrammarAreRefused(String key) {
    Client someone = world.register("keys" + Integer.toUnsignedString(key.hashCode()));
    String path = profile(someone) + "/" + key;
    assertThat(someone.put(path, JsonObject.of(key, "x")).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(someone.delete(path).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    Client elise = world.register("elise");
    String name = profile(elise) + "/displayname";
    assertThat(elise.put(name, JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(elise.put(name, JsonObject.of("displayname", 7)).errcode()).isEqualTo("M_BAD_JSON");
    byte[] nothing = "{\"displayname\":null}".getBytes(StandardCharsets.UTF_8);
    assertThat(elise.send("PUT", name, "application/json", nothing).errcode())
        .isEqualTo("M_BAD_JSON");
    for (String text : new String[] {"x".repeat(257), "a\nb", "a\u0000b", "a\u0007b", "a\u0085b"}) {
      assertThat(elise.put(name, JsonObject.of("displayname", text)).errcode())
          .isEqualTo("M_INVALID_PARAM");
    }
    assertThat(
            elise
                .put(profile(elise) + "/avatar_url", JsonObject.of("avatar_url", "https://x/y"))
                .errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(elise.get(name).ok().string("displayname")).isEqualTo("elise");
  }

  @Test
  void aProfileIsBounded() {
    Client fanny = world.register("fanny");
    String key = "fr.example." + "a".repeat(250);
    assertThat(fanny.put(profile(fanny) + "/" + key, JsonObject.of(key, 1)).errcode())
        .isEqualTo("M_KEY_TOO_LARGE");
    assertThat(fanny.delete(profile(fanny) + "/" + key).errcode()).isEqualTo("M_INVALID_PARAM");
    JsonObject half = JsonObject.of("fr.example.one", "x".repeat(40_000));
    fanny.put(profile(fanny) + "/fr.example.one", half).ok();
    JsonObject other = JsonObject.of("fr.example.two", "x".repeat(40_000));
    assertThat(fanny.put(profile(fanny) + "/fr.example.two", other).errcode())
        .isEqualTo("M_PROFILE_TOO_LARGE");
    JsonObject huge = JsonObject.of("fr.example.two", "x".repeat(200_000));
    assertThat(fanny.put(profile(fanny) + "/fr.example.two", huge).errcode())
        .isEqualTo("M_TOO_LARGE");
    assertThat(fanny.get(profile(fanny) + "/fr.example.two").status()).isEqualTo(404);
  }
}
