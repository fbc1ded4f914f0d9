package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.harness.Answer;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whom an organisation may exempt from its access rules, and what is learned by naming them.
class ExemptTest {
  private static final String LIST = "bypass_for_users";

  @TempDir static Path services;
  @AutoClose static World world;
  static Neighbours people;

  @BeforeAll
  static void start() throws IOException {
    Files.writeString(services.resolve("irc.yaml"), Bridge.registration("irc", "null", ""));
    world = World.start(Map.of("PARVIS_APPLICATION_SERVICES", services.toString()));
    people = Neighbours.in(world);
  }

  private static String id(String name) {
    return "@" + name + ":" + World.SERVER;
  }

  private static Answer names(Client who, String... ids) {
    var wish = JsonObject.of("name", "Mairie de Belleville", "label", "Belleville", "bypass", true);
    return who.put(Town.one(people.town()), wish.with(LIST, JsonArray.of((Object[]) ids)));
  }

  private static List<String> named(Answer answer) {
    return answer.ok().json().array(LIST).orElseThrow().strings();
  }

  @Test
  void agents_and_services_are_named_and_of_others_nobody_learns_whether_they_are_there() {
    var agent = people.agent().user();
    var outsider = world.register("outsider").user();
    var robot = id("irc_bot");
    assertThat(named(names(people.mayor(), agent, robot))).containsExactly(agent, robot);
    var refusals =
        Stream.of(people.neighbour().user(), outsider, id("nobody"), id("irc_ghost"))
            .map(id -> names(people.mayor(), agent, id))
            .toList();
    assertThat(refusals).allSatisfy(one -> assertThat(one.errcode()).isEqualTo("M_INVALID_PARAM"));
    assertThat(
            refusals.stream().map(one -> one.string("error").replaceAll("@\\S+", "@")).distinct())
        .containsExactly(
            "\"bypass_for_users\" names agents of this organisation and services of this server:"
                + " @ is none");
    assertThat(refusals.get(1).string("error")).contains(outsider);
    for (var wrong : List.of("camille", "@a:b\0", "")) {
      assertThat(names(people.mayor(), wrong).errcode()).isEqualTo("M_INVALID_PARAM");
    }
  }

  @Test
  void who_runs_the_server_names_anybody_of_it_and_who_administers_keeps_them_in_the_list() {
    var outsider = world.register("prestataire").user();
    var other = world.register("autre").user();
    assertThat(named(names(people.house(), outsider))).containsExactly(outsider);
    assertThat(named(names(people.mayor(), outsider))).containsExactly(outsider);
    assertThat(names(people.mayor(), outsider, other).status()).isEqualTo(400);
    assertThat(names(people.house(), id("nobody")).string("error")).contains(id("nobody"));
    assertThat(named(names(people.mayor()))).isEmpty();
    assertThat(names(people.mayor(), outsider).status()).isEqualTo(400);
  }

  @Test
  void whose_account_has_ended_falls_out_of_the_list_at_the_next_change() {
    var clerk = world.register("clerk");
    Town.put(people.house(), people.town(), clerk, "member").ok();
    var agent = people.agent().user();
    names(people.mayor(), clerk.user(), agent).ok();
    var proof = JsonObject.of("auth", Client.proof("clerk", World.PASSWORD));
    clerk.post("/_matrix/client/v3/account/deactivate", proof).ok();
    assertThat(named(names(people.mayor(), clerk.user(), agent))).containsExactly(agent);
    assertThat(names(people.mayor(), clerk.user(), agent).status()).isEqualTo(400);
  }
}
