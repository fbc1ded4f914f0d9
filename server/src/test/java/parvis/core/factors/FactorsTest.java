package parvis.core.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.factors.Entrance.BROWSER;
import static parvis.core.factors.Entrance.LOGIN;
import static parvis.core.factors.Entrance.MINE;
import static parvis.core.factors.Entrance.codes;
import static parvis.core.factors.Entrance.second;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.factors.Entrance.Enrolled;
import parvis.core.identity.Sessions;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Second factors, at every door.
class FactorsTest {
  private static final String ASKED = "FR_PARVIS_SECOND_FACTOR";
  private static final String OTHER = "a-secret-of-another-browser-altogether";
  @AutoClose private static final Entrance door = new Entrance();
  private static final TestClock CLOCK = door.clock;
  private static final Mailbox MAILBOX = door.mailbox;
  private static final World world = door.world;
  private static final Client admin = door.admin;
  private static final Client stranger = door.stranger;

  @Test
  void codes_are_those_of_the_standard() {
    byte[] secret = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
    assertThat(Totp.code(secret, Totp.stepAt(59_000))).isEqualTo("287082");
    assertThat(Totp.code(secret, Totp.stepAt(1_111_111_109_000L))).isEqualTo("081804");
    assertThat(Totp.code(secret, Totp.stepAt(20_000_000_000_000L))).isEqualTo("353130");
    assertThat(Totp.base32(secret)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  }

  @Test
  void a_password_alone_lets_in_nobody_who_has_an_app() {
    Enrolled who = door.withApp("app");
    Answer plain = stranger.post(LOGIN, Client.proof("app", World.PASSWORD));
    assertThat(plain.errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(plain.string("error")).contains("browser");
    Answer asked = door.login("app", BROWSER);
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.errcode()).isEqualTo(ASKED);
    assertThat(asked.json().array("ways").orElseThrow())
        .isEqualTo(JsonArray.of("totp", "recovery_code"));
    assertThat(asked.json().string("access_token")).isEmpty();
    assertThat(door.give(asked, BROWSER, "code", door.wrong(who.secret())).errcode())
        .isEqualTo("M_FORBIDDEN");
    Client in = door.in(door.give(asked, BROWSER, "code", door.code(who.secret())).ok());
    assertThat(in.user()).isEqualTo(who.who().user());
    in.get("/_matrix/client/v3/account/whoami").ok();
  }

  @Test
  void a_code_of_an_app_is_good_once() {
    Enrolled who = door.withApp("replay");
    String code = door.code(who.secret());
    Answer first = door.login("replay", BROWSER);
    door.give(first, BROWSER, "code", code).ok();
    assertThat(door.give(first, BROWSER, "code", code).status()).isEqualTo(404);
    Answer next = door.login("replay", BROWSER);
    assertThat(door.give(next, BROWSER, "code", code).errcode()).isEqualTo("M_FORBIDDEN");
    CLOCK.advance(Totp.STEP.multipliedBy(2));
    String late = door.codeNow(who.secret());
    CLOCK.advance(Totp.STEP.multipliedBy(2));
    assertThat(door.give(next, BROWSER, "code", late).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void recovery_codes_are_good_once_each_and_made_anew() {
    Enrolled who = door.withApp("paper");
    assertThat(who.codes()).hasSize(RecoveryCodes.COUNT).doesNotHaveDuplicates();
    String typed = who.codes().getFirst().toLowerCase(Locale.ROOT).replace("-", " ");
    door.in(door.give(door.login("paper", BROWSER), BROWSER, "recovery_code", typed).ok());
    Answer again = door.login("paper", BROWSER);
    assertThat(door.give(again, BROWSER, "recovery_code", typed).errcode())
        .isEqualTo("M_FORBIDDEN");
    Client in = who.who();
    assertThat(in.get(MINE).ok().json().integer("recovery_codes")).hasValue(9);
    List<String> fresh =
        codes(door.provenTwice(who, body -> in.post(MINE + "/recovery_codes", body)).ok());
    assertThat(door.give(again, BROWSER, "recovery_code", who.codes().get(1)).errcode())
        .isEqualTo("M_FORBIDDEN");
    door.in(door.give(again, BROWSER, "recovery_code", fresh.get(1)).ok());
  }

  @Test
  void a_step_is_good_in_its_browser_for_a_while_and_few_tries() {
    Enrolled who = door.withApp("step");
    Answer asked = door.login("step", BROWSER);
    assertThat(door.give(asked, OTHER, "code", door.code(who.secret())).status()).isEqualTo(404);
    CLOCK.advance(Steps.LIFE);
    assertThat(door.give(asked, BROWSER, "code", door.code(who.secret())).status()).isEqualTo(404);
    Answer tried = door.login("step", BROWSER);
    for (int i = 0; i < Steps.TRIES_MAX; i++) {
      assertThat(door.give(tried, BROWSER, "code", door.wrong(who.secret())).status())
          .isEqualTo(403);
    }
    assertThat(door.give(tried, BROWSER, "code", door.code(who.secret())).status()).isEqualTo(404);
    assertThat(stranger.post(MINE + "/totp", JsonObject.EMPTY).status()).isEqualTo(401);
    Answer next = door.login("step", BROWSER);
    JsonObject as = JsonObject.of("step", next.string("step"), "secret", BROWSER);
    assertThat(stranger.post(MINE + "/totp", as).status()).isEqualTo(404);
  }

  @Test
  void wrong_codes_are_counted_by_the_day() {
    Enrolled who = door.withApp("guessed");
    door.in(door.give(door.login("guessed", OTHER), OTHER, "code", door.code(who.secret())).ok());
    Answer asked = door.login("guessed", BROWSER);
    for (int i = 0; i < Steps.WRONG_A_DAY; i++) {
      if (i % Steps.TRIES_MAX == 0) asked = door.login("guessed", BROWSER);
      assertThat(door.give(asked, BROWSER, "code", door.wrong(who.secret())).status())
          .isEqualTo(403);
    }
    asked = door.login("guessed", BROWSER);
    assertThat(door.give(asked, BROWSER, "code", door.code(who.secret())).status()).isEqualTo(429);
    door.in(door.give(door.login("guessed", OTHER), OTHER, "code", door.code(who.secret())).ok());
    door.in(door.give(asked, BROWSER, "recovery_code", who.codes().getFirst()).ok());
    Function<JsonObject, Answer> renewal = body -> who.who().post(MINE + "/recovery_codes", body);
    for (int i = 0; i < Steps.WRONG_A_DAY; i++) {
      JsonObject wrong = JsonObject.of("auth", second("code", door.wrong(who.secret())));
      assertThat(renewal.apply(wrong).status()).isEqualTo(401);
    }
    JsonObject right = JsonObject.of("auth", second("code", door.code(who.secret())));
    assertThat(renewal.apply(right).status()).isEqualTo(429);
    CLOCK.advance(Duration.ofDays(1));
    door.in(
        door.give(door.login("guessed", BROWSER), BROWSER, "code", door.code(who.secret())).ok());
  }

  @Test
  void the_page_for_clients_that_know_passwords_alone_asks_for_it() {
    Enrolled who = door.withApp("sso");
    String page = "/api/v1/sso/authorization?redirectUrl=" + Client.segment("https://app.example/");
    JsonObject wish = Client.proof("sso", World.PASSWORD).with("fr.parvis.secret", BROWSER);
    Answer asked = stranger.post(page, wish);
    assertThat(asked.errcode()).isEqualTo(ASKED);
    String token =
        door.give(asked, BROWSER, "code", door.code(who.secret())).ok().string("login_token");
    JsonObject proof = JsonObject.of("type", "m.login.token", "token", token);
    assertThat(stranger.post(page, proof).ok().string("redirect")).contains("loginToken=");
    assertThat(stranger.post(page, proof).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void what_is_changed_is_proven_before_and_told_by_mail() {
    String town = Town.organisation(admin, "Lettres");
    Town.domain(admin, town, "lettres.example", false).ok();
    String address = "camille@lettres.example";
    Answer first = byMail(address, 1);
    Client who =
        stranger.signedIn(
            first.string("user_id"), first.string("device_id"), first.string("access_token"));
    assertThat(who.post(MINE + "/totp", JsonObject.EMPTY).status()).isEqualTo(401);
    assertThat(who.post(MINE + "/recovery_codes", JsonObject.EMPTY).status()).isEqualTo(401);
    assertThat(who.get(MINE).ok().json().integer("totp")).isEmpty();
    String secret = byMailedProof(who, address, 2);
    who.put(MINE + "/totp", JsonObject.of("code", door.code(secret))).ok();
    assertThat(MAILBOX.last(address, 3).text()).contains("application");
    Answer asked = byMail(address, 4);
    assertThat(asked.errcode()).isEqualTo(ASKED);
    door.in(door.give(asked, BROWSER, "code", door.code(secret)).ok());
  }

  private static Answer byMail(String address, int mails) {
    JsonObject asking = JsonObject.of("email", address, "secret", BROWSER);
    stranger.post("/api/v1/sign_in/code", asking).ok();
    String code = MAILBOX.last(address, mails).code();
    return stranger.post("/api/v1/sign_in", asking.with("code", code));
  }

  private static String byMailedProof(Client who, String address, int mails) {
    JsonObject asking = JsonObject.of("client_secret", "mine", "email", address, "send_attempt", 1);
    String sid =
        stranger
            .post("/_matrix/client/v3/account/password/email/requestToken", asking)
            .ok()
            .string("sid");
    String code = MAILBOX.last(address, mails).code();
    JsonObject creds = JsonObject.of("sid", sid, "client_secret", "mine");
    stranger.post("/api/v1/address_proof/submit", creds.with("token", code)).ok();
    JsonObject auth =
        JsonObject.of("type", "m.login.email.identity", "threepid_creds", creds)
            .with("session", who.post(MINE + "/totp", JsonObject.EMPTY).string("session"));
    return who.post(MINE + "/totp", JsonObject.of("auth", auth)).ok().string("secret");
  }

  @Test
  void an_organisation_asks_it_of_its_agents_before_they_are_let_in() {
    String town = Town.organisation(admin, "Exigence");
    Client agent = world.register("agent");
    Town.put(admin, town, agent, "member").ok();
    JsonObject lasting = Client.proof("agent", World.PASSWORD).with("refresh_token", true);
    Answer before = stranger.post(LOGIN, lasting).ok();
    String rules = Town.one(town) + "/entry_rules";
    JsonObject wish = JsonObject.of("names_locked", false, "second_factor", true);
    admin.put(rules, wish).ok();
    assertThat(admin.get(rules).ok().json().bool("second_factor")).hasValue(true);
    admin.put(rules, JsonObject.of("names_locked", false)).ok();
    assertThat(admin.get(rules).ok().json().bool("second_factor")).hasValue(true);
    assertIsOut(agent);
    JsonObject renewal = JsonObject.of("refresh_token", before.string("refresh_token"));
    assertThat(stranger.post("/_matrix/client/v3/refresh", renewal).errcode())
        .isEqualTo("M_UNKNOWN_TOKEN");
    Answer asked = door.login("agent", BROWSER);
    assertThat(asked.json().bool("set_up")).hasValue(true);
    assertThat(door.give(asked, BROWSER, "code", "000000").status()).isEqualTo(404);
    Enrolled in = door.enrolled(asked);
    assertThat(in.codes()).hasSize(RecoveryCodes.COUNT);
    in.who().get("/_matrix/client/v3/account/whoami").ok();
    assertIsOut(agent);
    assertThat(door.provenTwice(in, body -> in.who().post(MINE + "/totp/removal", body)).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(door.login("agent", BROWSER).json().bool("set_up")).hasValue(false);
    registersByWord(town);
  }

  /// A program that knows nothing of second factors is refused before anything is made or used up.
  private void registersByWord(String town) {
    JsonObject code = JsonObject.of("purpose", "P", "uses", 1, "expires_in_ms", 60_000);
    String word = admin.post(Town.one(town) + "/entry_codes", code).ok().string("word");
    JsonObject auth = JsonObject.of("type", "m.login.registration_token", "token", word);
    JsonObject wish =
        JsonObject.of("username", "by-word", "password", World.PASSWORD, "auth", auth);
    String register = "/_matrix/client/v3/register";
    assertThat(stranger.post(register, wish).errcode()).isEqualTo("M_FORBIDDEN");
    Answer asked = stranger.post(register, wish.with("fr.parvis.secret", BROWSER));
    assertThat(asked.json().bool("set_up")).as(asked.text()).hasValue(true);
  }

  /// A session of before is over within five seconds, and its device stays with what is kept there.
  private static void assertIsOut(Client who) {
    CLOCK.advance(Sessions.ASKED_EVERY);
    Answer out = who.get("/_matrix/client/v3/account/whoami");
    assertThat(out.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(out.json().bool("soft_logout")).hasValue(true);
  }

  @Test
  void who_comes_to_administer_does_so_once_they_have_one() {
    Client clerk = world.register("clerk");
    String path = "/_synapse/admin/v1/users/" + Client.segment(clerk.user()) + "/admin";
    admin.put(path, JsonObject.of("admin", true)).ok();
    assertThat(clerk.get("/api/v1/registration").errcode()).isEqualTo("M_FORBIDDEN");
    JsonObject me = clerk.get("/api/v1/me").ok().json();
    assertThat(me.bool("admin")).hasValue(false);
    assertThat(me.bool("second_factor_due")).hasValue(true);
    String secret =
        door.proven(clerk, body -> clerk.post(MINE + "/totp", body)).ok().string("secret");
    clerk.put(MINE + "/totp", JsonObject.of("code", door.code(secret))).ok();
    clerk.get("/api/v1/registration").ok();
    assertThat(clerk.get("/api/v1/me").ok().json().bool("second_factor_due")).hasValue(false);
  }

  @Test
  void who_administers_an_organisation_must_have_one() {
    String town = Town.organisation(admin, "Direction");
    Client head = world.register("head");
    Town.put(admin, town, head, "administrator").ok();
    Client founder = world.register("founder");
    Town.put(admin, town, founder, "approver").ok();
    JsonObject wish = JsonObject.of("model", "community", "name", "Quai", "request_id", "quai");
    JsonObject closed = wish.with("visibility", "private").with("joining", "invitation");
    String space = founder.post("/api/v1/spaces", closed).ok().string("space_id");
    String taken = "/api/v1/unanimated_spaces/" + Client.segment(space);
    for (Answer due :
        List.of(
            head.get(Town.one(town) + "/entry_rules"),
            head.get(taken),
            head.put(taken, JsonObject.of("user_id", head.user())))) {
      assertThat(due.errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(due.json().bool("fr.parvis.second_factor_due")).hasValue(true);
    }
    assertThat(door.login("head", BROWSER).json().bool("set_up")).hasValue(true);
    Town.remove(admin, town, head).ok();
    world.signIn("head");
  }

  @Test
  void a_password_that_is_easily_guessed_is_refused_wherever_it_is_set() {
    JsonObject wish =
        JsonObject.of("username", "jeanne.martin", "auth", JsonObject.of("type", "m.login.dummy"));
    for (String weak : List.of("password123", "azertyuiop", "jeanne.martin1", "aaaaaaaaaaaa")) {
      Answer refused = stranger.post("/_matrix/client/v3/register", wish.with("password", weak));
      assertThat(refused.errcode()).as(weak).isEqualTo("M_WEAK_PASSWORD");
    }
    Client who = world.register("jeanne.martin");
    JsonObject next = JsonObject.of("new_password", "password123");
    assertThat(who.post("/_matrix/client/v3/account/password", next).errcode())
        .isEqualTo("M_WEAK_PASSWORD");
  }

  @Test
  void who_need_not_have_one_does_without_again() {
    Enrolled who = door.withApp("without");
    door.provenTwice(who, body -> who.who().post(MINE + "/totp/removal", body)).ok();
    assertThat(who.who().get(MINE).ok().json().integer("recovery_codes")).hasValue(0);
    world.signIn("without");
  }

  @Test
  void who_administers_takes_them_from_who_has_lost_them_and_from_nobody_else() {
    String town = Town.organisation(admin, "Secours");
    Enrolled chief = door.withApp("chef");
    Client head = chief.who();
    Enrolled lost = door.withApp("perdu");
    Client other = world.register("autre");
    Town.put(admin, town, head, "administrator").ok();
    Town.put(admin, town, lost.who(), "member").ok();
    String members = Town.one(town) + "/members/";
    String path = members + Client.segment(lost.who().user()) + "/factors";
    assertThat(other.delete(path).status()).isIn(403, 404);
    assertThat(lost.who().delete(path).status()).isIn(403, 404);
    assertThat(head.delete(members + Client.segment(other.user()) + "/factors").status())
        .isEqualTo(404);
    assertThat(head.delete(members + Client.segment(admin.user()) + "/factors").errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(head.delete(members + Client.segment(head.user()) + "/factors").errcode())
        .isEqualTo("M_FORBIDDEN");
    door.provenTwice(chief, body -> delete(head, path, body)).ok();
    assertThat(head.delete(path).status()).isEqualTo(404);
    world.signIn("perdu");
    assertThat(head.get(Town.one(town) + "/journal").ok().text())
        .contains("remove second factors", lost.who().user());
  }

  @Test
  void who_starts_the_server_takes_them_from_who_has_lost_them() {
    door.withApp("sinistre");
    assertThat(world.parvis().loseFactors("personne")).isFalse();
    assertThat(world.parvis().loseFactors("sinistre")).isTrue();
    world.signIn("sinistre");
    assertThat(world.parvis().loseFactors("sinistre")).isFalse();
  }

  private static Answer delete(Client who, String path, JsonObject body) {
    return who.send("DELETE", path, "application/json", JsonWriter.write(body));
  }
}
