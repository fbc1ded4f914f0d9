package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.identity.AddressHouse.V3;
import static parvis.core.identity.AddressHouse.mailed;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.World;
import parvis.harness.spec.SpecCheck;
import parvis.protocol.json.JsonObject;

/// What an address that was proven is good for: signing in, forgetting, registering, ending.
class AddressUseTest {
  @AutoClose private final AddressHouse house = new AddressHouse();

  @Test
  void guesses_count_against_who_is_named_whatever_else_is_said() {
    try (World limited = World.start(Map.of("PARVIS_RATE_LIMITS", "on"))) {
      Client victim = limited.register("victime");
      Client guesser = limited.stranger();
      List<Integer> answers =
          IntStream.range(0, 30)
              .mapToObj(
                  n ->
                      guesser
                          .post(
                              V3 + "/login",
                              JsonObject.of(
                                  "type",
                                  "m.login.password",
                                  "identifier",
                                  JsonObject.of(
                                      "type",
                                      "m.id.user",
                                      "user",
                                      victim.user(),
                                      "medium",
                                      "email",
                                      "address",
                                      "a" + n + "@mairie.example"),
                                  "password",
                                  "wrong"))
                          .status())
              .takeWhile(status -> status != 429)
              .toList();
      assertThat(answers).hasSizeLessThan(30).containsOnly(403);
    }
  }

  @Test
  void whoever_forgot_the_password_sets_another_by_mail() {
    String address = "oubli@mairie.example";
    Client forgetful = house.withAddress("oubli", address);
    JsonObject wish = JsonObject.of("new_password", "another battery staple");
    Answer flows = house.stranger.post(V3 + "/account/password", wish);
    assertThat(flows.status()).isEqualTo(401);
    assertThat(flows.text()).contains("m.login.email.identity").doesNotContain("m.login.password");
    String sid = house.ask("/account/password", address, 1).ok().string("sid");
    JsonObject auth = mailed(sid).with("session", flows.string("session"));
    assertThat(house.stranger.post(V3 + "/account/password", wish.with("auth", auth)).status())
        .as("not proven yet")
        .isEqualTo(401);
    Mailbox.Read read = house.mailbox.last(address, 2);
    assertThat(read.text()).as("no link").doesNotContain("https://");
    assertThat(house.right(sid, read.code())).isTrue();
    assertThat(
            house
                .stranger
                .post(
                    V3 + "/account/password", JsonObject.of("new_password", "oubli", "auth", auth))
                .errcode())
        .isEqualTo("M_WEAK_PASSWORD");
    Answer changed = house.stranger.post(V3 + "/account/password", wish.with("auth", auth)).ok();
    SpecCheck.check("POST", V3 + "/account/password", changed.status(), changed.json());
    assertThat(forgetful.get(V3 + "/account/whoami").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(house.signIn(address, World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    house.signIn(address, "another battery staple").ok();
    assertThat(house.stranger.post(V3 + "/account/password", wish.with("auth", auth)).status())
        .as("used up")
        .isEqualTo(401);
    assertThat(house.mailbox.last(address, 3).subject()).isEqualTo("Votre mot de passe a changé");
  }

  @Test
  void an_account_is_made_with_its_address() {
    String address = "neuve@mairie.example";
    JsonObject wish = JsonObject.of("username", "neuve", "password", World.PASSWORD);
    Answer flows = house.stranger.post(V3 + "/register", wish);
    assertThat(flows.text()).contains("m.login.email.identity");
    String sid = house.ask("/register", address, 1).ok().string("sid");
    JsonObject auth = mailed(sid).with("session", flows.string("session"));
    assertThat(house.stranger.post(V3 + "/register", wish.with("auth", auth)).status())
        .isEqualTo(401);
    assertThat(house.right(sid, house.mailbox.last(address, 1).code())).isTrue();
    String user =
        house.stranger.post(V3 + "/register", wish.with("auth", auth)).ok().string("user_id");
    assertThat(house.signIn(address, World.PASSWORD).ok().string("user_id")).isEqualTo(user);
    assertThat(
            house
                .stranger
                .post(V3 + "/register", wish.with("username", "autre").with("auth", auth))
                .status())
        .as("used up")
        .isEqualTo(401);
  }

  @Test
  void who_proves_an_address_is_of_the_organisation_whose_it_is() {
    Client admin = house.world.administrator("maire");
    String first = Town.organisation(admin, "Ville");
    String second = Town.organisation(admin, "Hôpital");
    Town.domain(admin, first, "ville.example", true).ok();
    Town.domain(admin, second, "hopital.example", false).ok();
    Client nobody = house.withAddress("personne", "personne@ailleurs.example");
    assertThat(Town.own(nobody)).isEmpty();
    Client agent = house.withAddress("agente", "agente@culture.ville.example");
    assertThat(Town.own(agent)).isEqualTo("Ville");
    house.add(agent, "agente@hopital.example");
    assertThat(Town.own(agent)).isEqualTo("Hôpital");
    Town.put(admin, second, agent, "administrator").ok();
    house.add(agent, "directrice@ville.example");
    assertThat(Town.own(agent)).as("who decides something there stays").isEqualTo("Hôpital");
    JsonObject wish = JsonObject.of("username", "nouvel", "password", World.PASSWORD);
    String session = house.stranger.post(V3 + "/register", wish).string("session");
    JsonObject auth =
        mailed(house.proven("/register", "nouvel@ville.example")).with("session", session);
    house.stranger.post(V3 + "/register", wish.with("auth", auth)).ok();
    assertThat(Town.own(house.world.signIn("nouvel"))).isEqualTo("Ville");
  }

  @Test
  void an_account_ends_by_mail_and_its_address_is_free_again() {
    String address = "fin@mairie.example";
    Client gone = house.withAddress("fin", address);
    Client other = house.withAddress("autre-fin", "autre@mairie.example");
    String sid = proofOf(address, 2);
    JsonObject wish = JsonObject.of("auth", mailed(sid));
    assertThat(other.post(V3 + "/account/deactivate", wish).status())
        .as("an address of somebody else's")
        .isEqualTo(401);
    gone.post(V3 + "/account/deactivate", wish).ok();
    assertThat(house.signIn(address, World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    house.add(other, address);
    assertThat(house.signIn(address, World.PASSWORD).ok().string("user_id"))
        .isEqualTo(other.user());
  }

  private String proofOf(String address, int count) {
    String sid = house.ask("/account/password", address, 1).ok().string("sid");
    assertThat(house.right(sid, house.mailbox.last(address, count).code())).isTrue();
    return sid;
  }

  @Test
  void a_password_is_changed_by_mail_once_for_each_mail() {
    String address = "change@mairie.example";
    Client client = house.withAddress("change", address);
    String sid = proofOf(address, 2);
    JsonObject wish =
        JsonObject.of("new_password", "another battery staple", "logout_devices", false)
            .with("auth", mailed(sid));
    client.post(V3 + "/account/password", wish).ok();
    assertThat(client.post(V3 + "/account/password", wish).status()).isEqualTo(401);
  }

  @Test
  void a_proof_for_one_thing_is_worth_nothing_for_another() {
    String address = "but@mairie.example";
    house.withAddress("but", address);
    String sid = house.proven("/account/3pid", "but2@mairie.example");
    assertThat(
            house
                .stranger
                .post(
                    V3 + "/account/password",
                    JsonObject.of("new_password", "another battery", "auth", mailed(sid)))
                .status())
        .isEqualTo(401);
  }
}
