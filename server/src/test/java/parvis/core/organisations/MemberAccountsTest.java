package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What administrators do with the accounts of the agents of their organisation, and of no others.
class MemberAccountsTest {
  @AutoClose static World world;
  static Neighbours people;

  @BeforeAll
  static void start() {
    world = World.start();
    people = Neighbours.in(world);
  }

  private static String one(Client member) {
    return Town.one(people.town()) + "/members/" + Client.segment(member.user());
  }

  private static Answer suspend(Client by, Client member, boolean suspended) {
    return by.put(one(member) + "/suspension", JsonObject.of("suspended", suspended));
  }

  private static Answer deed(Client by, Client member, String deed) {
    return by.post(one(member) + deed, JsonObject.EMPTY);
  }

  private static boolean isSuspended(Client member) {
    return people
        .mayor()
        .get(Town.one(people.town()) + "/members")
        .ok()
        .json()
        .array("members")
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .filter(one -> one.string("user_id").orElse("").equals(member.user()))
        .anyMatch(one -> one.bool("suspended").orElse(false));
  }

  private static Client agent(String name) {
    var agent = world.register(name);
    Town.put(people.house(), people.town(), agent, "member").ok();
    return agent;
  }

  @Test
  void an_agent_is_suspended_and_let_again() {
    var agent = agent("suspendue");
    var wish = JsonObject.of("name", "Salon");
    suspend(people.mayor(), agent, true).ok();
    assertThat(isSuspended(agent)).isTrue();
    assertThat(agent.post("/_matrix/client/v3/createRoom", wish).errcode())
        .isEqualTo("M_USER_SUSPENDED");
    suspend(people.mayor(), agent, false).ok();
    assertThat(isSuspended(agent)).isFalse();
    agent.post("/_matrix/client/v3/createRoom", wish).ok();
    assertThat(people.mayor().get(Town.one(people.town()) + "/journal").ok().text())
        .contains("suspend account", "lift suspension");
  }

  @Test
  void an_agent_is_signed_out_everywhere() {
    var agent = agent("deconnecte");
    deed(people.mayor(), agent, "/sign_out").ok();
    assertThat(agent.get("/_matrix/client/v3/account/whoami").errcode())
        .isEqualTo("M_UNKNOWN_TOKEN");
    world.signIn("deconnecte");
  }

  @Test
  void the_account_of_an_agent_is_ended_for_ever() {
    var agent = agent("partie");
    deed(people.mayor(), agent, "/deactivate").ok();
    assertThat(agent.get("/_matrix/client/v3/account/whoami").errcode())
        .isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(deed(people.mayor(), agent, "/deactivate").status()).isEqualTo(404);
  }

  @Test
  void nobody_else_decides_and_on_nobody_else() {
    var mayor = people.mayor();
    var deputy = agent("adjointe");
    Town.put(mayor, people.town(), deputy, "administrator").ok();
    var guest = world.register("externe");
    mayor.post(Town.one(people.town()) + "/externals", JsonObject.of("user_id", guest.user())).ok();
    for (var deed : List.of("/suspension", "/sign_out", "/deactivate")) {
      assertThat(refused(people.agent(), deputy, deed)).isEqualTo(403);
      assertThat(refused(people.neighbour(), people.agent(), deed)).isEqualTo(404);
      assertThat(refused(mayor, people.neighbour(), deed)).isEqualTo(404);
      assertThat(refused(mayor, guest, deed)).as("a guest").isEqualTo(404);
      assertThat(refused(mayor, mayor, deed)).as("oneself").isEqualTo(403);
      assertThat(refused(mayor, people.house(), deed)).as("the house").isEqualTo(403);
      assertThat(refused(mayor, deputy, deed)).as("who administers, too").isEqualTo(403);
    }
    assertThat(suspend(people.house(), deputy, true).status()).isEqualTo(200);
    assertThat(mayor.put(one(deputy) + "/suspension", JsonObject.EMPTY).status()).isEqualTo(400);
  }

  private static int refused(Client by, Client member, String deed) {
    return deed.equals("/suspension")
        ? suspend(by, member, true).status()
        : deed(by, member, deed).status();
  }
}
