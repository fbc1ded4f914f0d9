package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Who is of no organisation, and who may become of one: found by those who decide that alone.
class UnaffiliatedTest {
  private static final String NONE = "/api/v1/unaffiliated";
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";

  @AutoClose static World world;
  static Neighbours people;

  @BeforeAll
  static void start() {
    world = World.start();
    people = Neighbours.in(world);
  }

  private static Client named(String localpart, String name) {
    var who = world.register(localpart);
    var field = "/_matrix/client/v3/profile/" + Client.segment(who.user()) + "/displayname";
    who.put(field, JsonObject.of("displayname", name)).ok();
    return who;
  }

  private static void address(Client who, String address) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select a.server, ?, u.nid, 1, 1
                      from matrix_user u join account a on a."user" = u.nid where u.user_id = ?
                    """,
                    address,
                    who.user()));
  }

  private static List<String> ids(Answer answer, String list) {
    return answer.ok().json().array(list).orElseThrow().objects().stream()
        .map(one -> one.string("user_id").orElseThrow())
        .toList();
  }

  private static List<String> alone(String words) {
    return ids(people.house().get(NONE + "/members?q=" + Client.segment(words)), "members");
  }

  private static List<String> candidates(Client by, String words) {
    var path = Town.one(people.town()) + "/candidates?q=" + Client.segment(words);
    return ids(by.get(path), "people");
  }

  private static String one(Client who) {
    return NONE + "/members/" + Client.segment(who.user());
  }

  @Test
  void who_runs_the_house_finds_who_is_of_no_organisation() {
    var lea = named("seule", "Léa Vidal");
    address(lea, "lea@vidal.test");
    assertThat(alone("")).contains(lea.user(), people.house().user());
    assertThat(alone("")).doesNotContain(people.agent().user(), people.mayor().user());
    for (var words : List.of("lea vi", "VIDAL", "seule", "@vidal.test")) {
      assertThat(alone(words)).as(words).containsExactly(lea.user());
    }
    assertThat(alone("personne")).isEmpty();
    assertThat(people.house().get(NONE + "/members?q=" + "a".repeat(101)).status()).isEqualTo(400);
    for (var who : List.of(people.mayor(), people.agent(), lea)) {
      assertThat(who.get(NONE + "/members").status()).isEqualTo(403);
    }
    assertThat(people.house().get("/api/v1/journals/accesses").ok().text())
        .contains("read members");
    Town.put(people.house(), people.town(), lea, "member").ok();
    assertThat(alone("lea vi")).isEmpty();
    Town.remove(people.house(), people.town(), lea).ok();
    assertThat(alone("lea vi")).containsExactly(lea.user());
  }

  @Test
  void who_runs_the_house_decides_on_who_is_of_no_organisation() {
    var house = people.house();
    var adam = named("adam", "Adam");
    house.put(one(adam) + "/suspension", JsonObject.of("suspended", true)).ok();
    assertThat(house.get(NONE + "/members?q=adam").ok().text()).contains("\"suspended\":true");
    house.put(one(adam) + "/suspension", JsonObject.of("suspended", false)).ok();
    assertThat(house.delete(one(adam) + "/factors").status()).as("has none").isEqualTo(404);
    house.post(one(adam) + "/sign_out", JsonObject.EMPTY).ok();
    assertThat(adam.get(WHOAMI).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    house.post(one(adam) + "/deactivate", JsonObject.EMPTY).ok();
    assertThat(alone("adam")).isEmpty();
    assertThat(house.get("/api/v1/journals/deeds").ok().text())
        .contains("suspend account", "lift suspension", "sign out account", "end account");
  }

  @Test
  void nobody_else_does_and_on_nobody_else() {
    var eve = world.register("eve");
    var suspension = JsonObject.of("suspended", true);
    for (var who : List.of(people.mayor(), people.agent(), eve)) {
      assertThat(who.put(one(eve) + "/suspension", suspension).status()).isEqualTo(403);
      assertThat(who.post(one(eve) + "/sign_out", JsonObject.EMPTY).status()).isEqualTo(403);
      assertThat(who.post(one(eve) + "/deactivate", JsonObject.EMPTY).status()).isEqualTo(403);
      assertThat(who.delete(one(eve) + "/factors").status()).isEqualTo(403);
    }
    var agent = people.agent();
    assertThat(people.house().put(one(agent) + "/suspension", suspension).status()).isEqualTo(404);
    assertThat(people.house().post(one(agent) + "/sign_out", JsonObject.EMPTY).status())
        .isEqualTo(404);
    assertThat(people.house().delete(one(agent) + "/factors").status()).isEqualTo(404);
    var itself = people.house();
    assertThat(itself.put(one(itself) + "/suspension", suspension).status()).isEqualTo(403);
  }

  @Test
  void who_may_become_an_agent_is_found_by_name_or_whole_address() {
    var noe = named("noe", "Noé Petit");
    address(noe, "noe@ailleurs.test");
    var mayor = people.mayor();
    assertThat(candidates(mayor, "noe pe")).containsExactly(noe.user());
    assertThat(candidates(mayor, "noe@ailleurs.test")).containsExactly(noe.user());
    assertThat(candidates(mayor, noe.user())).containsExactly(noe.user());
    assertThat(candidates(mayor, "@ailleurs.tes")).isEmpty();
    assertThat(candidates(mayor, "")).isEmpty();
    assertThat(candidates(mayor, "voisin")).as("of another one").isEmpty();
    assertThat(candidates(mayor, "maison")).as("runs the house").isEmpty();
    assertThat(candidates(people.house(), "voisin")).containsExactly(people.neighbour().user());
    assertThat(candidates(people.house(), "agent")).as("is one already").isEmpty();
    var path = Town.one(people.town()) + "/candidates?q=noe";
    assertThat(people.agent().get(path).status()).isEqualTo(403);
    assertThat(people.neighbour().get(path).status()).isEqualTo(404);
  }

  @Test
  void who_is_on_the_red_list_is_found_by_a_whole_address_alone() {
    var ada = named("cachee", "Ada Cachée");
    address(ada, "ada@cachee.test");
    var hidden =
        "/_matrix/client/v3/user/"
            + Client.segment(ada.user())
            + "/account_data/im.vector.hide_profile";
    ada.put(hidden, JsonObject.of("hide_profile", true)).ok();
    assertThat(candidates(people.mayor(), "cachee")).isEmpty();
    assertThat(candidates(people.mayor(), "ada@cachee.test")).containsExactly(ada.user());
    assertThat(candidates(people.house(), "cachee")).containsExactly(ada.user());
  }

  @Test
  void who_makes_an_organisation_may_be_of_it() {
    var house = people.house();
    var wish = JsonObject.of("name", "Préfecture", "label", "Préf", "join", true);
    house.post(Town.ALL, wish).ok();
    assertThat(Town.own(house)).isEqualTo("Préf");
    assertThat(house.get("/api/v1/organisation").ok().string("role")).isEqualTo("administrator");
    house.post(Town.ALL, wish.with("label", "Autre")).ok();
    assertThat(Town.own(house)).as("stays where they are").isEqualTo("Préf");
    var id = house.get("/api/v1/organisation").ok().json().object("organisation").orElseThrow();
    Town.remove(house, id.string("id").orElseThrow(), house).ok();
  }
}
