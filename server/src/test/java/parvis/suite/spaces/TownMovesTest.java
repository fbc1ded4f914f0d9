package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People who go from one organisation of a town to another, and what they leave there.
class TownMovesTest {
  private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");

  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client admin = hall.admin();
  static final Client agent = hall.agent("agent", "member");

  /// Proves an address by the code that lies in the outbox.
  static void addAddress(Client who, String address) {
    var asked =
        JsonObject.of("client_secret", "s" + who.device(), "email", address, "send_attempt", 1);
    var v3 = "/_matrix/client/v3/account/3pid";
    var sid = world.stranger().post(v3 + "/email/requestToken", asked).ok().string("sid");
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow();
    var proof = JsonObject.of("sid", sid, "client_secret", "s" + who.device());
    world.stranger().post("/api/v1/address_proof/submit", proof.with("token", code.group(1))).ok();
    var owner = Client.proof(who.user(), World.PASSWORD);
    who.post(v3 + "/add", proof.with("auth", owner)).ok();
  }

  @Test
  void who_goes_to_another_organisation_by_a_new_address_is_looked_over_by_the_one_before() {
    var from = Town.organisation(admin, "Depart");
    var to = Town.organisation(admin, "Arrivee");
    Town.domain(admin, from, "depart.test", false).ok();
    Town.domain(admin, to, "arrivee.test", false).ok();
    var boss = hall.agentOf(from, "boss", "administrator");
    var mover = world.register("mover");
    addAddress(mover, "mover@depart.test");
    assertThat(Town.own(mover)).isEqualTo("Depart");
    var kept = TownHall.opened(boss, "Reste");
    var withdrawn = TownHall.opened(boss, "Retire");
    for (var space : List.of(kept, withdrawn)) {
      mover.post(TownHall.one(space) + "/join", JsonObject.EMPTY).ok();
    }
    provider(mover, "mover@depart.test");
    provider(mover, "mover@private.test");
    addAddress(mover, "mover@arrivee.test");
    assertThat(providers(mover)).containsExactly("mover@private.test");
    assertThat(Town.own(mover)).isEqualTo("Arrivee");
    assertThat(mover.get("/_matrix/client/v3/account/3pid").ok().text())
        .contains("mover@arrivee.test")
        .doesNotContain("mover@depart.test");
    var path = Town.one(from) + "/moves";
    assertThat(agent.get(path).status()).isEqualTo(404);
    assertThat(hall.agentOf(from, "clerk", "member").get(path).status()).isEqualTo(403);
    var move = boss.get(path).ok().json().array("moves").orElseThrow().objects().getFirst();
    assertThat(move.string("into")).contains("Arrivee");
    assertThat(move.array("addresses").orElseThrow().strings())
        .containsExactly("mover@depart.test");
    assertThat(move.array("spaces").orElseThrow().objects())
        .extracting(space -> space.string("space_id").orElseThrow())
        .containsExactlyInAnyOrder(kept, withdrawn);
    var one = "/api/v1/moves/" + move.string("id").orElseThrow();
    var alone = leftTo(mover, boss, hall.agentOf(from, "deputy", "member"));
    var wish = JsonObject.of("withdraw", JsonArray.of(withdrawn, alone));
    assertThat(agent.put(one, wish).status()).isEqualTo(404);
    assertThat(boss.put(one, wish).ok().text()).contains("last_animator");
    assertThat(boss.get(path).ok().json().array("moves").orElseThrow().objects()).hasSize(1);
    boss.put(one, JsonObject.of("withdraw", JsonArray.EMPTY)).ok();
    Race.until(() -> mover.get(TownHall.one(withdrawn)).status() == 404);
    assertThat(mover.get(TownHall.one(kept)).ok().string("role")).isEqualTo("contributor");
    assertThat(boss.get(path).ok().json().array("moves")).contains(JsonArray.EMPTY);
    assertThat(boss.put(one, wish).status()).isEqualTo(404);
    addAddress(mover, "mover.again@depart.test");
    addAddress(mover, "mover.again@arrivee.test");
    assertThat(boss.get(path).ok().json().array("moves").orElseThrow().objects()).hasSize(1);
    addAddress(mover, "mover.back@depart.test");
    assertThat(boss.get(path).ok().json().array("moves")).contains(JsonArray.EMPTY);
  }

  /// A space that somebody animates alone, and in which another one is.
  private static String leftTo(Client alone, Client maker, Client other) {
    var space = TownHall.opened(maker, "Seul");
    for (var who : List.of(alone, other)) {
      who.post(TownHall.one(space) + "/join", JsonObject.EMPTY).ok();
    }
    var role = TownHall.one(space) + "/members/" + Client.segment(alone.user());
    maker.put(role, JsonObject.of("role", "animator")).ok();
    maker.delete(TownHall.one(space) + "/members/" + Client.segment(maker.user())).ok();
    return space;
  }

  /// They come in by a provider that told this address of them.
  private static void provider(Client who, String address) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into provider_link (server, issuer, subject, "user", address, linked_ms)
                    select 1, 'https://provider.test', ?, nid, ?, 1 from matrix_user
                     where user_id = ?
                    """,
                    address,
                    address,
                    who.user()));
  }

  private static List<String> providers(Client who) {
    return world
        .db()
        .read(
            tx ->
                tx.list(
                    row -> row.text("address"),
                    """
                    select address from provider_link l join matrix_user u on u.nid = l."user"
                     where u.user_id = ?
                    """,
                    who.user()));
  }

  @Test
  void what_a_guest_has_is_looked_over_when_they_become_an_agent_elsewhere() {
    var from = Town.organisation(admin, "Hote");
    var to = Town.organisation(admin, "Employeur");
    var boss = hall.agentOf(from, "host", "administrator");
    var guest = world.register("mason");
    var life = Duration.ofDays(30).toMillis();
    var invitation = JsonObject.of("user_id", guest.user(), "expires_in_ms", life);
    boss.post(Town.one(from) + "/externals", invitation).ok();
    addAddress(guest, "mason@employeur.test");
    assertThat(boss.get(Town.one(from) + "/moves").ok().json().array("moves"))
        .contains(JsonArray.EMPTY);
    Town.domain(admin, to, "employeur.test", true).ok();
    assertThat(Town.own(guest)).isEqualTo("Employeur");
    var moves = boss.get(Town.one(from) + "/moves").ok().json().array("moves").orElseThrow();
    assertThat(moves.objects())
        .extracting(move -> move.string("user_id").orElseThrow())
        .containsExactly(guest.user());
  }
}
