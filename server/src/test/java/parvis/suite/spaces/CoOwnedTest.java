package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces that several organisations have together.
class CoOwnedTest {
  private static final String SPACES = "/api/v1/spaces";

  @AutoClose static final World world = World.start();
  static Client alice = world.stranger();
  static Client bruno = world.stranger();
  static String ville = "";
  static String port = "";

  @BeforeAll
  static void begin() {
    var admin = world.administrator("admin");
    ville = Town.organisation(admin, "Ville");
    port = Town.organisation(admin, "Port");
    alice = world.register("alice");
    bruno = world.register("bruno");
    Town.put(admin, ville, alice, "approver").ok();
    Town.put(admin, port, bruno, "approver").ok();
  }

  private static Answer have(Client who, String space, String... organisations) {
    return who.put(space, JsonObject.of("organisations", JsonArray.of((Object[]) organisations)));
  }

  @Test
  void each_organisation_comes_in_and_goes_by_an_animator_of_its_own_and_the_last_one_stays() {
    var wish =
        JsonObject.of("model", "project", "name", "Quai", "visibility", "private")
            .with("joining", "invitation");
    var id = alice.post(SPACES, wish.with("request_id", "quai")).ok().string("space_id");
    var space = SPACES + "/" + Client.segment(id);
    var people = JsonObject.of("people", JsonArray.of(bruno.user()));
    alice.post(space + "/invitations", people).ok();
    bruno.post(space + "/join", JsonObject.EMPTY).ok();
    alice
        .put(space + "/members/" + Client.segment(bruno.user()), JsonObject.of("role", "animator"))
        .ok();
    assertThat(have(alice, space, ville, port).errcode()).isEqualTo("M_FORBIDDEN");
    have(bruno, space, ville, port).ok();
    var both = alice.get(space).ok().text();
    assertThat(both).contains(ville).contains(port);
    assertThat(have(alice, space, ville).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(have(bruno, space).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(alice.get(space).ok().text()).contains(ville).contains(port);
    have(bruno, space, ville).ok();
    assertThat(have(alice, space).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(alice.get(space).ok().text()).contains(ville).doesNotContain(port);
  }
}
