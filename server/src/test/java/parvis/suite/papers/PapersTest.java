package parvis.suite.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Neighbours;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The pages that an administration must show are written by its administrators, read by everybody,
/// and its terms accepted once for each version.
class PapersTest {
  private static final String WRITTEN = "/api/v1/administration/papers";
  private static final String OPEN = "/api/v1/papers";
  private static final String TERMS = "/api/v1/terms";

  @AutoClose static World world;
  static Client house;
  static Client mayor;
  static Client agent;
  static Client neighbour;
  static String town;

  @BeforeAll
  static void start() {
    world = World.start();
    var people = Neighbours.in(world);
    house = people.house();
    mayor = people.mayor();
    agent = people.agent();
    neighbour = people.neighbour();
    town = people.town();
  }

  private static Answer write(Client who, String kind, String french) {
    return who.put(WRITTEN + "/" + kind, JsonObject.of("french", french));
  }

  private static Answer writeOfTown(Client who, String kind, String french) {
    return who.put(WRITTEN + "/" + kind, JsonObject.of("french", french, "organisation", town));
  }

  private static String read(String kind, String query) {
    var answer = world.stranger().get(OPEN + "/" + kind + query);
    return answer.status() == 200 ? answer.string("french") : Integer.toString(answer.status());
  }

  @Test
  void a_page_is_read_by_everybody_and_an_organisation_has_its_own_or_the_houses() {
    assertThat(read("legal", "")).isEqualTo("404");
    write(house, "legal", "Éditeur : la maison").ok();
    assertThat(read("legal", "")).isEqualTo("Éditeur : la maison");
    var ofTown = "?organisation=" + town;
    assertThat(read("legal", ofTown)).isEqualTo("Éditeur : la maison");
    writeOfTown(mayor, "legal", "Éditeur : la mairie").ok();
    assertThat(read("legal", ofTown)).isEqualTo("Éditeur : la mairie");
    assertThat(read("legal", "")).isEqualTo("Éditeur : la maison");
    assertThat(world.stranger().get(OPEN).ok().text()).contains("legal");
    writeOfTown(mayor, "legal", "").ok();
    assertThat(read("legal", ofTown)).as("taken back").isEqualTo("Éditeur : la maison");
    assertThat(read("legal", "?organisation=none")).isEqualTo("404");
    assertThat(read("recipes", "")).isEqualTo("404");
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text()).contains("write paper");
  }

  @Test
  void nobody_writes_for_others() {
    assertThat(write(mayor, "privacy", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(writeOfTown(agent, "privacy", "Non").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(writeOfTown(neighbour, "privacy", "Non").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(write(world.stranger(), "privacy", "Non").errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(agent.get(WRITTEN).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(neighbour.get(WRITTEN + "?organisation=" + town).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(write(house, "recipes", "Non").errcode()).isEqualTo("M_NOT_FOUND");
    var much = "x".repeat(PaperRoutes.TEXT_CHARS_MAX + 1);
    assertThat(write(house, "privacy", much).errcode()).isEqualTo("M_INVALID_PARAM");
    var english = JsonObject.of("french", "", "english", "Alone");
    assertThat(house.put(WRITTEN + "/privacy", english).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(read("privacy", "")).isEqualTo("404");
  }

  @Test
  void terms_are_accepted_once_and_again_when_they_change() {
    assertThat(isAccepted(agent)).isTrue();
    writeOfTown(mayor, "terms", "Version une").ok();
    assertThat(isAccepted(agent)).isFalse();
    assertThat(isAccepted(neighbour)).as("under no terms").isTrue();
    long first = id(agent);
    agent.put(TERMS, JsonObject.of("id", first)).ok();
    assertThat(isAccepted(agent)).isTrue();
    writeOfTown(mayor, "terms", "Version une").ok();
    assertThat(isAccepted(agent)).as("nothing is new").isTrue();
    writeOfTown(mayor, "terms", "Version deux").ok();
    assertThat(isAccepted(agent)).isFalse();
    assertThat(agent.put(TERMS, JsonObject.of("id", first)).status()).isEqualTo(409);
    agent.put(TERMS, JsonObject.of("id", id(agent))).ok();
    assertThat(isAccepted(agent)).isTrue();
    assertThat(world.stranger().get(TERMS).errcode()).isEqualTo("M_MISSING_TOKEN");
  }

  @Test
  void whatever_client_is_used_nothing_is_written_before_the_terms_are_accepted() {
    writeOfTown(mayor, "terms", "").ok();
    var room = Chat.room(mayor, agent);
    writeOfTown(mayor, "terms", "Restons courtois").ok();
    var line = Chat.path(room) + "/send/m.room.message/";
    var text = JsonObject.of("msgtype", "m.text", "body", "Bonjour");
    var creation = "/_matrix/client/v3/createRoom";
    for (var refused :
        List.of(agent.put(line + "t1", text), agent.post(creation, JsonObject.EMPTY))) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.errcode()).isEqualTo("M_CONSENT_NOT_GIVEN");
      assertThat(refused.string("consent_uri")).startsWith("http");
    }
    agent.get("/_matrix/client/v3/sync").ok();
    agent.get(Chat.path(room) + "/messages?dir=b").ok();
    neighbour.post(creation, JsonObject.EMPTY).ok();
    agent.put(TERMS, JsonObject.of("id", id(agent))).ok();
    agent.put(line + "t1", text).ok();
    writeOfTown(mayor, "terms", "Restons très courtois").ok();
    assertThat(agent.put(line + "t2", text).errcode()).isEqualTo("M_CONSENT_NOT_GIVEN");
    writeOfTown(mayor, "terms", "").ok();
    agent.put(line + "t2", text).ok();
  }

  private static boolean isAccepted(Client who) {
    return who.get(TERMS).ok().json().bool("accepted").orElseThrow();
  }

  private static long id(Client who) {
    return who.get(TERMS).ok().json().object("terms").orElseThrow().integer("id").orElseThrow();
  }
}
