package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// How much waits for whom: numbers of what each decides, and of nobody.
class AwaitingTest {
  private static final String AWAITING = "/api/v1/awaiting";

  @AutoClose static final World world = World.start();

  private static JsonObject awaiting(Client who) {
    return who.get(AWAITING).ok().json();
  }

  private static Client agent(Client house, String town, String name, String role) {
    var agent = world.register(name);
    Town.put(house, town, agent, role).ok();
    return agent;
  }

  @Test
  void each_is_told_how_much_waits_of_what_they_decide_and_no_journal_notes_it() {
    var house = world.administrator("house");
    var town = Town.organisation(house, "Ville");
    var mayor = agent(house, town, "mayor", "administrator");
    var approver = agent(house, town, "approver", "approver");
    var member = agent(house, town, "member", "member");
    var stranger = world.register("stranger");
    stranger.put("/api/v1/claim", JsonObject.of("wish", "Je suis aux archives")).ok();
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Halle",
            "visibility", "public",
            "joining", "free",
            "request_id", "halle");
    assertThat(member.post("/api/v1/spaces", wish).status()).isEqualTo(202);
    var guest = world.register("guest");
    var externals = Town.one(town) + "/externals";
    member.post(externals, JsonObject.of("user_id", guest.user())).ok();
    var one = externals + "/" + Client.segment(guest.user());
    member.post(one + "/longer", JsonObject.EMPTY).ok();
    var report = "/_matrix/client/v3/users/" + Client.segment(member.user()) + "/report";
    guest.post(report, JsonObject.of("reason", "insistante")).ok();

    assertThat(awaiting(house))
        .isEqualTo(
            JsonObject.of(
                "claims", 1,
                "more_time", 1,
                "applications", 0,
                "space_requests", 1,
                "objections", 0,
                "reports", 1));
    assertThat(awaiting(mayor))
        .isEqualTo(
            JsonObject.of("more_time", 1, "space_requests", 1, "objections", 0, "reports", 1));
    assertThat(awaiting(approver)).isEqualTo(JsonObject.of("more_time", 1, "space_requests", 1));
    for (var who : List.of(member, stranger, guest)) {
      assertThat(awaiting(who)).isEqualTo(JsonObject.EMPTY);
    }
    assertThat(house.get("/api/v1/journals/accesses").ok().text()).doesNotContain("read claims");
    house.get("/api/v1/claims").ok();
    assertThat(house.get("/api/v1/journals/accesses").ok().text()).contains("read claims");
  }
}
