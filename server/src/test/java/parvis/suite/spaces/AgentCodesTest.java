package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The entry codes of a space that make agents of its organisation.
class AgentCodesTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String ENTRY = "/api/v1/space_entry";

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client mayor = world.stranger();
  static String ville = "";
  static String space = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    ville = Town.ruled(admin, "Ville");
    mayor = world.register("mayor");
    Town.put(admin, ville, mayor, "administrator").ok();
    space = space(mayor, "Vie de la mairie");
  }

  /// A space that is made for all agents, and takes in nobody from outside.
  private static String space(Client maker, String name) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", "public",
            "joining", "free",
            "request_id", name);
    return SPACES + "/" + Client.segment(maker.post(SPACES, wish).ok().string("space_id"));
  }

  private static Answer make(Client who, String space, String organisation) {
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000, "organisation", organisation);
    return who.post(space + "/entry_codes", wish);
  }

  private static Answer enter(Client who, String word) {
    return who.post(ENTRY, JsonObject.of("word", word));
  }

  private static Answer register(String name, String word) {
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    var wish = JsonObject.of("username", name, "password", World.PASSWORD, "auth", token);
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    var answer = world.stranger().post("/_matrix/client/v3/register", wish);
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    return answer;
  }

  @Test
  void who_makes_an_account_by_it_and_who_comes_by_it_are_agents_and_no_guests() {
    var made = make(mayor, space, ville).ok();
    assertThat(made.string("organisation")).isEqualTo(ville);
    var word = made.string("word");
    var door = world.stranger().get(ENTRY + "/" + word).ok();
    assertThat(door.string("agent_of")).isEqualTo("Mairie de Ville");
    register("newcomer", word).ok();
    var newcomer = world.signIn("newcomer");
    assertThat(Town.own(newcomer)).isEqualTo("Ville");
    Race.until(() -> newcomer.get(space).text().contains("\"role\":\"contributor\""));
    var walker = world.register("walker");
    assertThat(enter(walker, word).ok().string("role")).isEqualTo("contributor");
    assertThat(Town.own(walker)).isEqualTo("Ville");
    enter(walker, word).ok();
    var audience = mayor.get(space).ok().json().object("audience").orElseThrow();
    assertThat(audience.integer("guests")).hasValue(0);
    Town.remove(admin, ville, walker).ok();
    enter(walker, word);
    enter(walker, word);
    assertThat(Town.own(walker)).isEmpty();
    assertThat(enter(world.register("late"), word).status()).isEqualTo(404);
    assertThat(mayor.get("/api/v1/journals/deeds?organisation=" + ville).ok().text())
        .contains("make entry code")
        .contains("come by entry code")
        .contains("Vie de la mairie");
  }

  @Test
  void who_is_an_agent_elsewhere_stays_one() {
    var other = Town.organisation(admin, "Voisine");
    var neighbour = world.register("neighbour");
    Town.put(admin, other, neighbour, "member").ok();
    enter(neighbour, make(mayor, space, ville).ok().string("word"));
    assertThat(Town.own(neighbour)).isEqualTo("Voisine");
  }

  @Test
  void who_administers_the_organisation_of_the_space_alone_makes_one() {
    var approver = world.register("approver");
    Town.put(admin, ville, approver, "approver").ok();
    assertThat(make(approver, space(approver, "Atelier"), ville).status()).isEqualTo(403);
    var other = Town.organisation(admin, "Ailleurs");
    assertThat(make(mayor, space, other).status()).isEqualTo(400);
    assertThat(make(mayor, space, "none").status()).isEqualTo(400);
  }

  @Test
  void where_access_rules_are_on_a_code_that_makes_no_agents_makes_no_account_either() {
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000);
    var made = mayor.post(space + "/entry_codes", wish).ok();
    var word = made.string("word");
    assertThat(journal()).contains("make space code");
    var door = world.stranger().get(ENTRY + "/" + word).ok().json();
    assertThat(door.bool("admits")).hasValue(false);
    assertThat(door.bool("for_agents")).hasValue(true);
    assertThat(register("outsider", word).status()).isEqualTo(401);
    assertThat(world.stranger().get("/api/v1/invitations/" + word).status()).isEqualTo(404);
    var agent = world.register("agent");
    Town.put(admin, ville, agent, "member").ok();
    assertThat(enter(agent, word).ok().string("role")).isEqualTo("contributor");
    mayor.delete(space + "/entry_codes/" + made.string("code")).ok();
    assertThat(journal()).contains("withdraw space code");
  }

  private static String journal() {
    return mayor.get("/api/v1/journals/deeds?organisation=" + ville).ok().text();
  }

  @Test
  void it_is_worth_nothing_once_who_made_it_does_not_administer_any_more() {
    var former = world.register("former");
    Town.put(admin, ville, former, "administrator").ok();
    var word = make(former, space(former, "Guichet"), ville).ok().string("word");
    Town.put(admin, ville, former, "approver").ok();
    var walker = world.register("too-late");
    assertThat(enter(walker, word).status()).isEqualTo(404);
    assertThat(Town.own(walker)).isEmpty();
    assertThat(world.stranger().get(ENTRY + "/" + word).status()).isEqualTo(404);
    assertThat(register("refused", word).status()).isEqualTo(401);
  }
}
