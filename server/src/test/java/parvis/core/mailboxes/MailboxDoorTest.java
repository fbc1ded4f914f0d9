package parvis.core.mailboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.mailboxes.MailboxHouse.BROWSER;
import static parvis.core.mailboxes.MailboxHouse.DOOR;
import static parvis.core.mailboxes.MailboxHouse.OTHER;
import static parvis.core.mailboxes.MailboxHouse.PASSWORD;
import static parvis.core.mailboxes.MailboxHouse.names;
import static parvis.core.mailboxes.MailboxHouse.person;
import static parvis.core.mailboxes.MailboxHouse.shown;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.identity.Addresses;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.SoftKey;
import parvis.protocol.json.JsonObject;

/// Coming in by a mailbox that others read, too.
class MailboxDoorTest {
  @AutoClose private static final MailboxHouse HOUSE = new MailboxHouse(Map.of());

  @Test
  void two_people_by_one_address_have_an_account_each_that_the_other_cannot_open() {
    String address = HOUSE.shared("accueil");
    JsonObject first = HOUSE.step(address);
    assertThat(names(first)).isEmpty();
    assertThat(first.bool("may_join")).hasValue(true);
    Client jeanne = HOUSE.client(HOUSE.join(first, "Jeanne Martin", PASSWORD));
    Client karim =
        HOUSE.client(HOUSE.join(HOUSE.step(address), "Karim Benali", "Sept tortues à Verdun"));
    assertThat(karim.user()).isNotEqualTo(jeanne.user());
    assertThat(MailboxHouse.name(jeanne)).isEqualTo("Jeanne Martin");
    assertThat(List.of(Town.own(jeanne), Town.own(karim)))
        .containsExactly("Belleville", "Belleville");
    JsonObject step = HOUSE.step(address);
    assertThat(names(step)).containsExactly("Jeanne Martin", "Karim Benali");
    assertThat(HOUSE.enter(step, "Jeanne Martin", "Sept tortues à Verdun").errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(HOUSE.client(HOUSE.enter(step, "Jeanne Martin", PASSWORD)).user())
        .isEqualTo(jeanne.user());
  }

  @Test
  void a_code_alone_tells_names_and_opens_nothing() {
    String address = HOUSE.shared("seul");
    HOUSE.person(address, "Jeanne Martin");
    JsonObject step = HOUSE.step(address);
    JsonObject told = step.array("people").orElseThrow().objects().getFirst();
    assertThat(told.without("name").without("person").isEmpty()).isTrue();
    assertThat(step.toString()).doesNotContain("@", "access_token", "user_id");
    JsonObject nothing = shown(step).with("person", person(step, "Jeanne Martin"));
    assertThat(HOUSE.stranger.post(DOOR, nothing).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(HOUSE.stranger.post(DOOR, nothing.with("password", "")).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(
            HOUSE.stranger.post(DOOR + "/people", shown(step).with("name", "Paul Roy")).errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void a_step_is_good_in_its_browser_for_a_while_a_few_tries_and_once() {
    String address = HOUSE.shared("etapes");
    HOUSE.person(address, "Jeanne Martin");
    JsonObject step = HOUSE.step(address);
    JsonObject right =
        shown(step).with("person", person(step, "Jeanne Martin")).with("password", PASSWORD);
    assertThat(HOUSE.stranger.post(DOOR, right.with("secret", OTHER)).errcode())
        .isEqualTo("M_NOT_FOUND");
    assertThat(HOUSE.stranger.post(DOOR, right.with("secret", "short")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(HOUSE.stranger.post(DOOR, right.with("person", "0")).errcode())
        .isEqualTo("M_NOT_FOUND");
    HOUSE.stranger.post(DOOR, right).ok();
    assertThat(HOUSE.stranger.post(DOOR, right).errcode()).as("once").isEqualTo("M_NOT_FOUND");
    JsonObject tried = HOUSE.step(address);
    for (int i = 0; i < Mailboxes.TRIES_MAX; i++) {
      assertThat(HOUSE.enter(tried, "Jeanne Martin", "wrong" + i).errcode())
          .isEqualTo("M_FORBIDDEN");
    }
    assertThat(HOUSE.enter(tried, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_NOT_FOUND");
    JsonObject late = HOUSE.step(address);
    HOUSE.clock.advance(Mailboxes.LIFE);
    assertThat(HOUSE.enter(late, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_code_is_used_up_by_the_step_that_it_begins() {
    String address = HOUSE.shared("unefois");
    JsonObject wish = JsonObject.of("email", address, "secret", BROWSER);
    JsonObject code = wish.with("code", HOUSE.code(address, BROWSER));
    assertThat(HOUSE.stranger.post("/api/v1/sign_in", code).status()).isEqualTo(401);
    assertThat(HOUSE.stranger.post("/api/v1/sign_in", code).errcode())
        .isEqualTo("M_THREEPID_AUTH_FAILED");
  }

  @Test
  void who_is_new_gives_a_name_that_nobody_there_has_and_a_strong_password() {
    String address = HOUSE.shared("noms");
    HOUSE.person(address, "Hélène Martin");
    JsonObject step = HOUSE.step(address);
    assertThat(HOUSE.join(step, "Helene", PASSWORD).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(HOUSE.join(step, "x".repeat(60) + " " + "y".repeat(60), PASSWORD).status())
        .isEqualTo(400);
    assertThat(HOUSE.join(step, "Paul Roy", "azerty").errcode()).isEqualTo("M_WEAK_PASSWORD");
    assertThat(HOUSE.join(step, "Paul Roy", "motdepasse").errcode()).isEqualTo("M_WEAK_PASSWORD");
    assertThat(HOUSE.join(step, "helene MARTIN", PASSWORD).status()).isEqualTo(409);
    HOUSE.join(step, "Paul Roy", PASSWORD).ok();
    assertThat(HOUSE.join(step, "Anne Roy", PASSWORD).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void of_two_who_say_the_same_name_or_one_step_at_once_one_comes_in() {
    String address = HOUSE.shared("ensemble");
    JsonObject one = HOUSE.step(address);
    JsonObject other = HOUSE.step(address);
    var first = Race.later(() -> HOUSE.join(one, "Jeanne Martin", PASSWORD).status());
    var second = Race.later(() -> HOUSE.join(other, "Jeanne Martin", PASSWORD).status());
    assertThat(List.of(Race.ended(first), Race.ended(second))).containsExactlyInAnyOrder(200, 409);
    JsonObject step = HOUSE.step(address);
    var left = Race.later(() -> HOUSE.join(step, "Paul Roy", PASSWORD).status());
    var right = Race.later(() -> HOUSE.join(step, "Anne Roy", PASSWORD).status());
    assertThat(List.of(Race.ended(left), Race.ended(right))).containsExactlyInAnyOrder(200, 404);
    assertThat(names(HOUSE.step(address))).hasSize(2);
  }

  @Test
  void nobody_new_comes_where_registration_is_closed_and_who_has_an_account_does() {
    String address = HOUSE.shared("ferme");
    HOUSE.person(address, "Jeanne Martin");
    HOUSE.admin.put("/api/v1/registration", JsonObject.of("mode", "closed")).ok();
    try {
      JsonObject step = HOUSE.step(address);
      assertThat(step.bool("may_join")).hasValue(false);
      assertThat(HOUSE.join(step, "Paul Roy", PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
      HOUSE.enter(step, "Jeanne Martin", PASSWORD).ok();
    } finally {
      HOUSE.admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    }
  }

  @Test
  void a_mailbox_has_a_bounded_number_of_people() {
    String address = HOUSE.shared("foule");
    HOUSE.person(address, "Jeanne Martin");
    for (int i = 1; i < Addresses.SHARERS_MAX; i++) {
      String user = HOUSE.world.register("foule" + i).user();
      HOUSE
          .world
          .db()
          .write(
              tx ->
                  tx.run(
                      """
                      insert into mailbox_person (server, address, "user", since_ms)
                      select a.server, ?, a."user", 0 from account a
                        join matrix_user u on u.nid = a."user" where u.user_id = ?
                      """,
                      address,
                      user));
    }
    JsonObject step = HOUSE.step(address);
    assertThat(step.bool("may_join")).hasValue(false);
    Answer full = HOUSE.join(step, "Paul Roy", PASSWORD);
    assertThat(full.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    HOUSE.enter(step, "Jeanne Martin", PASSWORD).ok();
  }

  @Test
  void a_passkey_of_ones_own_is_as_good_and_comes_in_without_a_code()
      throws GeneralSecurityException {
    String address = HOUSE.shared("cles");
    JsonObject step = HOUSE.step(address);
    JsonObject wish = shown(step).with("name", "Jeanne Martin");
    SoftKey key = new SoftKey("https://parvis.example");
    JsonObject options =
        HOUSE
            .stranger
            .post(DOOR + "/passkey/options", wish)
            .ok()
            .json()
            .object("options")
            .orElseThrow();
    JsonObject made = key.made(options);
    assertThat(
            HOUSE
                .stranger
                .post(DOOR + "/people", wish.with("credential", made).with("password", PASSWORD))
                .errcode())
        .isEqualTo("M_MISSING_PARAM");
    Client jeanne =
        HOUSE.client(HOUSE.stranger.post(DOOR + "/people", wish.with("credential", made)));
    JsonObject mine = jeanne.get("/api/v1/factors").ok().json();
    String id =
        mine.array("passkeys").orElseThrow().objects().getFirst().string("id").orElseThrow();
    assertThat(signedIn(key).user()).isEqualTo(jeanne.user());
    JsonObject again = HOUSE.step(address);
    assertThat(HOUSE.enter(again, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    String removal = "/api/v1/factors/passkeys/" + id + "/removal";
    assertThat(jeanne.post(removal, signed(key)).errcode())
        .as("the only way in")
        .isEqualTo("M_FORBIDDEN");
    String change = "/_matrix/client/v3/account/password";
    Answer asked = jeanne.post(change, JsonObject.of("new_password", PASSWORD));
    assertThat(asked.text()).contains("fr.parvis.second_factor");
    jeanne.post(change, signed(key).with("new_password", PASSWORD)).ok();
    jeanne.post(removal, signed(key)).ok();
    HOUSE.enter(HOUSE.step(address), "Jeanne Martin", PASSWORD).ok();
  }

  private static Client signedIn(SoftKey key) throws GeneralSecurityException {
    JsonObject browser = JsonObject.of("secret", OTHER);
    String passkey = "/api/v1/sign_in/passkey";
    JsonObject question =
        HOUSE
            .stranger
            .post(passkey + "/options", browser)
            .ok()
            .json()
            .object("options")
            .orElseThrow();
    key.signatures++;
    String token =
        HOUSE
            .stranger
            .post(passkey, browser.with("credential", key.signed(question)))
            .ok()
            .string("login_token");
    return HOUSE.client(
        HOUSE.stranger.post(
            "/_matrix/client/v3/login", JsonObject.of("type", "m.login.token", "token", token)));
  }

  /// A proof by a passkey, to go on with what was asked for.
  private static JsonObject signed(SoftKey key) throws GeneralSecurityException {
    JsonObject question =
        HOUSE
            .stranger
            .post("/api/v1/sign_in/passkey/options", JsonObject.of("secret", OTHER))
            .ok()
            .json()
            .object("options")
            .orElseThrow();
    key.signatures++;
    return JsonObject.of(
        "auth",
        JsonObject.of("type", "fr.parvis.second_factor", "secret", OTHER)
            .with("credential", key.signed(question)));
  }

  @Test
  void a_passkey_that_was_made_elsewhere_or_for_nobody_opens_no_account()
      throws GeneralSecurityException {
    String address = HOUSE.shared("faussescles");
    JsonObject step = HOUSE.step(address);
    JsonObject wish = shown(step).with("name", "Jeanne Martin");
    assertThat(HOUSE.stranger.post(DOOR + "/passkey/options", wish.with("step", "none")).errcode())
        .isEqualTo("M_NOT_FOUND");
    JsonObject options =
        HOUSE
            .stranger
            .post(DOOR + "/passkey/options", wish)
            .ok()
            .json()
            .object("options")
            .orElseThrow();
    JsonObject elsewhere = new SoftKey("https://ailleurs.example").made(options);
    assertThat(HOUSE.stranger.post(DOOR + "/people", wish.with("credential", elsewhere)).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(HOUSE.stranger.post(DOOR + "/people", wish.with("credential", elsewhere)).errcode())
        .as("asked once")
        .isEqualTo("M_NOT_FOUND");
    assertThat(names(HOUSE.step(address))).isEmpty();
  }

  @Test
  void a_second_factor_is_asked_for_after_the_password() {
    String address = HOUSE.shared("facteur");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    JsonObject proof = JsonObject.of("auth", Client.proof(jeanne.user(), PASSWORD));
    String secret = jeanne.post("/api/v1/factors/totp", proof).ok().string("secret");
    String code = SoftKey.code(secret, HOUSE.clock.millis());
    jeanne.put("/api/v1/factors/totp", JsonObject.of("code", code)).ok();
    JsonObject step = HOUSE.step(address);
    Answer asked = HOUSE.enter(step, "Jeanne Martin", PASSWORD);
    assertThat(asked.errcode()).isEqualTo("FR_PARVIS_SECOND_FACTOR");
    JsonObject further = JsonObject.of("step", asked.string("step"), "secret", BROWSER);
    String now = SoftKey.code(secret, HOUSE.clock.millis());
    HOUSE.stranger.post("/api/v1/sign_in/step", further.with("code", now)).ok();
  }

  @Test
  void who_is_barred_does_not_come_in_and_whose_account_has_ended_is_nobody_there() {
    String address = HOUSE.shared("partis");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    String lock = "/_matrix/client/v1/admin/lock/" + Client.segment(jeanne.user());
    HOUSE.admin.put(lock, JsonObject.of("locked", true)).ok();
    JsonObject step = HOUSE.step(address);
    assertThat(HOUSE.enter(step, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_USER_LOCKED");
    HOUSE.admin.put(lock, JsonObject.of("locked", false)).ok();
    jeanne = HOUSE.client(HOUSE.enter(HOUSE.step(address), "Jeanne Martin", PASSWORD));
    JsonObject before = HOUSE.step(address);
    JsonObject proof = JsonObject.of("auth", Client.proof(jeanne.user(), PASSWORD));
    jeanne.post("/_matrix/client/v3/account/deactivate", proof).ok();
    assertThat(HOUSE.enter(before, "Jeanne Martin", PASSWORD).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(names(HOUSE.step(address))).isEmpty();
    Client another = HOUSE.person(address, "Jeanne Martin");
    assertThat(another.user()).isNotEqualTo(jeanne.user());
  }

  @Test
  void strangers_are_answered_as_of_any_other_address() {
    String address = HOUSE.shared("devine");
    HOUSE.person(address, "Jeanne Martin");
    for (String to : List.of(address, "personne@belleville.example")) {
      HOUSE.code(to, OTHER);
      JsonObject wrong = JsonObject.of("email", to, "secret", OTHER, "code", "000000");
      Answer told = HOUSE.stranger.post("/api/v1/sign_in", wrong);
      assertThat(told.text()).contains("M_FORBIDDEN").doesNotContain("Jeanne");
      JsonObject byPassword =
          JsonObject.of("type", "m.login.password", "password", PASSWORD)
              .with(
                  "identifier",
                  JsonObject.of("type", "m.id.thirdparty", "medium", "email", "address", to));
      assertThat(HOUSE.stranger.post("/_matrix/client/v3/login", byPassword).errcode())
          .isEqualTo("M_FORBIDDEN");
    }
  }
}
