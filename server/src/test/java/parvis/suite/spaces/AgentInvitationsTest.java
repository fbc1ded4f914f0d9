package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// An agent who decides nothing and animates a space writes to colleagues, and to people from
/// outside as long as the organisation leaves that to its agents.
class AgentInvitationsTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final Pattern LINK = Pattern.compile("/entry/([^\\s#]+)");

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client mayor = world.stranger();
  static Client agent = world.stranger();
  static Client writer = world.stranger();
  static Client nobody = world.stranger();
  static String ville = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    ville = Town.organisation(admin, "Ville");
    Town.domain(admin, ville, "ville.test", false).ok();
    mayor = world.register("mayor");
    agent = world.register("agent");
    writer = world.register("writer");
    nobody = world.register("nobody");
    Town.put(admin, ville, mayor, "administrator").ok();
    Town.put(admin, ville, agent, "member").ok();
    Town.put(admin, ville, writer, "member").ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    decided("spaces", "direct");
  }

  @BeforeEach
  void agents() {
    decided("guests", "agents");
  }

  private static void decided(String what, String word) {
    mayor.put(Town.one(ville), wish().with(what, word)).ok();
  }

  private static JsonObject wish() {
    return JsonObject.of("name", "Mairie de Ville", "label", "Ville");
  }

  private static String space(Client by, String name) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", "private",
            "joining", "invitation",
            "request_id", name);
    return SPACES + "/" + Client.segment(by.post(SPACES, wish).ok().string("space_id"));
  }

  private static List<JsonObject> report(Client by, String space, JsonObject wish) {
    var report = by.post(space + "/invitations", wish).ok().json().array("report");
    return report.orElseThrow().objects();
  }

  private static List<String> outcomes(Client by, String space, JsonObject wish) {
    return report(by, space, wish).stream().map(l -> l.string("outcome").orElseThrow()).toList();
  }

  private static String word(String address) {
    var link = LINK.matcher(Mails.text(admin, address));
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  private static JsonObject account(String name, String word) {
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    return JsonObject.of("username", name, "password", World.PASSWORD, "auth", token);
  }

  private static List<String> people(String space) {
    return agent
        .get(space + "/members")
        .ok()
        .json()
        .array("members")
        .orElseThrow()
        .objects()
        .stream()
        .map(one -> one.string("user_id").orElseThrow())
        .toList();
  }

  @Test
  void an_agent_writes_to_colleagues_and_answers_for_who_is_from_outside() {
    var space = space(agent, "Chantier");
    var lines = report(agent, space, JsonObject.of("list", "nora@ville.test\njean@artisan.test"));
    assertThat(lines).allMatch(line -> line.string("outcome").orElseThrow().equals("mailed"));
    assertThat(lines.getFirst().string("agent_of")).contains("Mairie de Ville");
    assertThat(lines.getLast().integer("guest_until")).isPresent();

    var made =
        world
            .stranger()
            .post("/_matrix/client/v3/register", account("jean", word("jean@artisan.test")));
    var jean = made.ok().string("user_id");
    Race.until(() -> people(space).contains(jean));
    var guests = mayor.get(Town.one(ville) + "/externals").ok().json().array("externals");
    assertThat(guests.orElseThrow().objects())
        .anyMatch(
            one ->
                one.string("user_id").orElseThrow().equals(jean)
                    && one.string("sponsor").orElseThrow().equals(agent.user()));
  }

  @Test
  void where_approvers_alone_invite_guests_an_agent_still_writes_to_colleagues() {
    var space = space(agent, "Budget");
    var before = JsonObject.of("list", "before@artisan.test");
    assertThat(outcomes(agent, space, before)).containsExactly("mailed");
    decided("guests", "approvers");
    var list = JsonObject.of("list", "after@artisan.test\nlea@ville.test");
    assertThat(outcomes(agent, space, list)).containsExactly("for_approvers", "mailed");
    assertThat(admin.get("/api/v1/mails").ok().text()).doesNotContain("after@artisan.test");
    // What was written before makes no account any more.
    var door = world.stranger().get("/api/v1/space_entry/" + word("before@artisan.test")).ok();
    assertThat(door.json().bool("admits")).contains(false);
    var made = account("before", word("before@artisan.test"));
    assertThat(world.stranger().post("/_matrix/client/v3/register", made).status()).isEqualTo(401);
    assertThat(outcomes(mayor, space(mayor, "Conseil"), before)).containsExactly("mailed");
    // Nor does an agent make a guest of who has an account.
    var guest = JsonObject.of("user_id", nobody.user());
    assertThat(agent.post(Town.one(ville) + "/externals", guest).status()).isEqualTo(403);
  }

  @Test
  void who_is_of_no_organisation_writes_to_nobody() {
    var space = space(mayor, "Ouvert");
    mayor.post(space + "/invitations", JsonObject.of("list", nobody.user())).ok();
    nobody.post(space + "/join", JsonObject.EMPTY).ok();
    var animator = JsonObject.of("role", "animator");
    var role = mayor.put(space + "/members/" + Client.segment(nobody.user()), animator);
    assertThat(role.status()).isEqualTo(403);
    var wish = JsonObject.of("list", "paul@artisan.test\npaul@ville.test");
    assertThat(nobody.post(space + "/invitations", wish).status()).isEqualTo(403);
  }

  @Test
  void an_agent_writes_to_so_many_in_a_day_and_who_approves_to_more() {
    var space = space(writer, "Fête");
    var list =
        IntStream.range(0, Inviting.ADDRESSES_A_DAY + 1)
            .mapToObj(i -> "guest" + i + "@artisan.test")
            .collect(Collectors.joining("\n"));
    var outcomes = outcomes(writer, space, JsonObject.of("list", list));
    assertThat(outcomes.subList(0, Inviting.ADDRESSES_A_DAY)).containsOnly("mailed");
    assertThat(outcomes.getLast()).isEqualTo("limit");
    assertThat(outcomes(mayor, space(mayor, "Grande fête"), JsonObject.of("list", list)))
        .containsOnly("mailed");
  }

  @Test
  void one_address_gets_so_many_letters_of_one_space_in_a_day() {
    var space = space(agent, "Rappels");
    var again = JsonObject.of("list", "marc@artisan.test").with("again", true);
    assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    assertThat(outcomes(agent, space, again.with("again", false)))
        .containsExactly("invited_before");
    assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    assertThat(outcomes(agent, space, again)).containsExactly("mailed");
    assertThat(outcomes(agent, space, again)).containsExactly("invited_before");
  }

  @Test
  void who_invites_guests_is_one_of_two_words_and_stands_in_the_journal() {
    var other = mayor.put(Town.one(ville), wish().with("guests", "everybody"));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.string("errcode")).isEqualTo("M_INVALID_PARAM");
    decided("guests", "approvers");
    assertThat(mayor.get(Town.one(ville) + "/journal").ok().text()).contains("guests by approvers");
    assertThat(agent.put(Town.one(ville), wish().with("guests", "agents")).status()).isEqualTo(403);
  }
}
