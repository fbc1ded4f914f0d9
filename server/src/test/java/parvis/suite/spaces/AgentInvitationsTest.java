package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.spaces.TownHall.list;
import static parvis.suite.spaces.TownHall.outcomes;
import static parvis.suite.spaces.TownHall.report;
import static parvis.suite.spaces.TownHall.space;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// An agent who decides nothing and animates a space writes to colleagues, and to people from
/// outside as long as the organisation leaves that to its agents.
class AgentInvitationsTest {
  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client admin = hall.admin();
  static final Client mayor = hall.mayor();
  static final String ville = hall.ville();
  static Client agent = world.stranger();

  @BeforeAll
  static void town() {
    Town.domain(admin, ville, "ville.test", false).ok();
    agent = hall.agent("agent", "member");
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

  @Test
  void an_agent_writes_to_colleagues_and_answers_for_who_is_from_outside() {
    var space = space(agent, "Chantier");
    var lines = report(agent, space, list("nora@ville.test", "jean@artisan.test"));
    assertThat(lines).allMatch(line -> line.string("outcome").orElseThrow().equals("mailed"));
    assertThat(lines.getFirst().string("agent_of")).contains("Mairie de Ville");
    assertThat(lines.getLast().integer("guest_until")).isPresent();

    hall.closes();
    var jean = hall.registered("jean", hall.word("jean@artisan.test")).ok().string("user_id");
    hall.opens();
    Race.until(() -> TownHall.isIn(agent, space, jean, "guest"));
    assertThat(hall.guests())
        .anyMatch(
            one ->
                one.string("user_id").orElseThrow().equals(jean)
                    && one.string("sponsor").orElseThrow().equals(agent.user()));
  }

  @Test
  void where_approvers_alone_invite_guests_an_agent_still_writes_to_colleagues() {
    var space = space(agent, "Budget");
    var before = list("before@artisan.test");
    assertThat(outcomes(agent, space, before)).containsExactly("mailed");
    decided("guests", "approvers");
    assertThat(outcomes(agent, space, list("after@artisan.test", "lea@ville.test")))
        .containsExactly("for_approvers", "mailed");
    assertThat(admin.get("/api/v1/mails").ok().text()).doesNotContain("after@artisan.test");
    // What was written before makes no account any more.
    var word = hall.word("before@artisan.test");
    assertThat(hall.door(word).bool("admits")).contains(false);
    hall.closes();
    assertThat(hall.registered("before", word).status()).isEqualTo(401);
    hall.opens();
    assertThat(outcomes(mayor, space(mayor, "Conseil"), before)).containsExactly("mailed");
    // So that it keeps nobody who approves from writing anew.
    TownHall.animates(agent, space, mayor);
    assertThat(outcomes(mayor, space, before)).containsExactly("mailed");
    assertThat(hall.door(hall.word("before@artisan.test")).bool("admits")).contains(true);
    // Nor does an agent make a guest of who has an account.
    var guest = JsonObject.of("user_id", world.register("nobody").user());
    assertThat(agent.post(hall.externals(), guest).status()).isEqualTo(403);
  }

  @Test
  void who_is_an_agent_no_more_writes_to_nobody_nor_as_a_guest() {
    var former = hall.agent("former", "member");
    var space = space(former, "Ancien");
    var wish = list("paul@artisan.test", "paul@ville.test");
    Town.remove(admin, ville, former).ok();
    assertThat(former.post(space + "/invitations", wish).status()).isEqualTo(403);
    mayor.post(hall.externals(), JsonObject.of("user_id", former.user())).ok();
    assertThat(former.post(space + "/invitations", wish).status()).isEqualTo(403);
    assertThat(former.post(space + "/entry_codes", code()).status()).isEqualTo(403);
    assertThat(admin.get("/api/v1/mails").ok().text()).doesNotContain("paul@");
  }

  private static JsonObject code() {
    return JsonObject.of("uses", 2, "expires_in_ms", 60_000);
  }

  @Test
  void an_agent_of_another_organisation_writes_as_theirs_lets_them() {
    var port = Town.organisation(admin, "Port");
    Town.domain(admin, port, "port.test", false).ok();
    var docker = hall.agentOf(port, "docker", "member");
    var harbour = hall.agentOf(port, "harbour", "administrator");
    var space = space(mayor, "Quais");
    TownHall.animates(mayor, space, docker);
    var list = list("lou@port.test", "lou@ville.test", "lou@artisan.test");
    var lines = report(docker, space, list);
    assertThat(lines).allMatch(line -> line.string("outcome").orElseThrow().equals("mailed"));
    assertThat(lines.stream().map(line -> line.string("agent_of").orElse("")))
        .containsExactly("Mairie de Port", "Mairie de Ville", "");
    assertThat(hall.door(hall.word("lou@artisan.test")).string("guest_of"))
        .contains("Mairie de Port");
    // What the organisation of the space leaves to its agents is theirs alone.
    var rules = JsonObject.of("name", "Mairie de Port", "label", "Port", "guests", "approvers");
    harbour.put(Town.one(port), rules).ok();
    assertThat(outcomes(docker, space, list("max@artisan.test", "max@port.test")))
        .containsExactly("for_approvers", "mailed");
    assertThat(hall.journal(port)).contains("invite by list Quais: 3");
    assertThat(hall.journal(ville)).doesNotContain("invite by list Quais: 3");
  }

  @Test
  void a_letter_of_who_has_lost_their_post_since_makes_no_account() {
    var gone = hall.agent("gone", "member");
    var space = space(gone, "Départ");
    assertThat(outcomes(gone, space, list("rose@artisan.test"))).containsExactly("mailed");
    var word = hall.word("rose@artisan.test");
    assertThat(hall.door(word).bool("admits")).contains(true);
    Town.remove(admin, ville, gone).ok();
    assertThat(world.stranger().get(TownHall.ENTRY + "/" + word).status()).isEqualTo(404);
    hall.closes();
    assertThat(hall.registered("rose", word).status()).isEqualTo(401);
    // Nor does it once they are back, unless they may invite guests.
    Town.put(admin, ville, gone, "member").ok();
    decided("guests", "approvers");
    assertThat(hall.door(word).bool("admits")).contains(false);
    assertThat(hall.registered("rose", word).status()).isEqualTo(401);
    decided("guests", "agents");
    hall.registered("rose", word).ok();
    hall.opens();
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
