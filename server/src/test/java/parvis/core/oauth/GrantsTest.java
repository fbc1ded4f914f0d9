package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.oauth.Foreign.WHOAMI;
import static parvis.core.oauth.Foreign.refused;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Codes, tokens and sessions of applications: for whom they are, and when they end.
final class GrantsTest {
  private static final TestClock clock = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), clock);

  private static long stored(String query, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), query, args)).orElseThrow();
  }

  @Test
  void a_code_is_for_the_application_the_address_and_the_request_it_was_given_for() {
    var elise = world.register("elise");
    var foreign = Foreign.registered(world);
    var other = Foreign.registered(world, Foreign.WEB.with("client_name", "Une autre"));
    var code = foreign.code(elise, "FOREIGN-6");
    for (var wrong :
        List.of(
            Map.entry("code_verifier", "another-verifier-of-forty-three-characters-0123"),
            Map.entry("client_id", other.id()),
            Map.entry("redirect_uri", "https://client.example/elsewhere"),
            Map.entry("code", "pvc_unknown"))) {
      var form = foreign.changing(code);
      form.put(wrong.getKey(), wrong.getValue());
      refused(foreign.tokens(form), 400, "invalid_grant");
    }
    for (var missing : List.of("code_verifier", "redirect_uri", "code", "grant_type")) {
      var form = foreign.changing(code);
      form.remove(missing);
      refused(foreign.tokens(form), 400, "invalid_request");
    }
    var unknown = foreign.changing(code);
    unknown.put("client_id", "pva_unknown");
    refused(foreign.tokens(unknown), 401, "invalid_client");
    var secret = foreign.changing(code);
    secret.put("client_secret", "a secret");
    refused(foreign.tokens(secret), 401, "invalid_client");
    var odd = foreign.changing(code);
    odd.put("grant_type", "magic");
    refused(foreign.tokens(odd), 400, "unsupported_grant_type");
    foreign.tokens(foreign.changing(code)).ok();
  }

  @Test
  void a_code_that_is_used_twice_ends_what_it_was_changed_into() {
    var fanny = world.register("fanny");
    var foreign = Foreign.registered(world);
    var code = foreign.code(fanny, "FOREIGN-7");
    var tokens = foreign.tokens(foreign.changing(code)).ok();
    Foreign.with(world, tokens).get(WHOAMI).ok();
    refused(foreign.tokens(foreign.changing(code)), 400, "invalid_grant");
    Foreign.assertOver(world, tokens, false);
    refused(foreign.refreshed(tokens.string("refresh_token")), 400, "invalid_grant");
  }

  @Test
  void a_code_that_is_used_twice_at_once_ends_it_too() {
    var felix = world.register("felix");
    var foreign = Foreign.registered(world);
    var form = foreign.changing(foreign.code(felix, "FOREIGN-25"));
    var both = Stream.of(1, 2).map(_ -> Race.later(() -> foreign.tokens(form))).toList();
    var answers = both.stream().map(Race::ended).toList();
    assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(200, 400);
    for (var answer : answers) if (answer.status() == 200) Foreign.assertOver(world, answer, false);
  }

  @Test
  void a_code_works_for_a_minute() {
    var gilles = world.register("gilles");
    var foreign = Foreign.registered(world);
    var early = foreign.code(gilles, "FOREIGN-8");
    clock.advance(Codes.LIFE.minusMillis(1));
    foreign.tokens(foreign.changing(early)).ok();
    var late = foreign.code(gilles, "FOREIGN-9");
    clock.advance(Codes.LIFE);
    refused(foreign.tokens(foreign.changing(late)), 400, "invalid_grant");
  }

  @Test
  void tokens_are_renewed_and_a_lost_answer_locks_nobody_out() {
    var hugo = world.register("hugo");
    var foreign = Foreign.registered(world);
    var begun = foreign.tokens(hugo, "FOREIGN-10");
    clock.advance(Duration.ofMinutes(5));
    Foreign.assertOver(world, begun, true);
    foreign.refreshed(begun.string("refresh_token")).ok();
    var kept = foreign.refreshed(begun.string("refresh_token")).ok();
    assertThat(kept.string("scope")).isEqualTo(Foreign.scope("FOREIGN-10"));
    assertThat(Foreign.with(world, kept).get(WHOAMI).ok().string("device_id"))
        .isEqualTo("FOREIGN-10");
    var other = Foreign.registered(world, Foreign.WEB.with("client_name", "Une autre"));
    refused(other.refreshed(kept.string("refresh_token")), 400, "invalid_grant");
    var legacy = JsonObject.of("refresh_token", kept.string("refresh_token"));
    assertThat(world.stranger().post("/_matrix/client/v3/refresh", legacy).status()).isEqualTo(401);
    Foreign.with(world, kept).get(WHOAMI).ok();
    clock.advance(Duration.ofDays(91));
    refused(foreign.refreshed(kept.string("refresh_token")), 400, "invalid_grant");
    refused(foreign.refreshed("pvr_of-a-login-with-a-password"), 400, "invalid_grant");
  }

  @Test
  void two_renewals_at_once_leave_one_session_to_one_of_them() {
    var ida = world.register("ida");
    var foreign = Foreign.registered(world);
    var begun = foreign.tokens(ida, "FOREIGN-44");
    var lost = foreign.refreshed(begun.string("refresh_token")).ok();
    var kept = foreign.refreshed(begun.string("refresh_token")).ok();
    Foreign.assertOver(world, lost, true);
    refused(foreign.refreshed(lost.string("refresh_token")), 400, "invalid_grant");
    Foreign.with(world, kept).get(WHOAMI).ok();
    var next = foreign.refreshed(kept.string("refresh_token")).ok();
    refused(foreign.refreshed(lost.string("refresh_token")), 400, "invalid_grant");
    Foreign.with(world, next).get(WHOAMI).ok();
    refused(foreign.refreshed(begun.string("refresh_token")), 400, "invalid_grant");
    Foreign.assertOver(world, next, false);
  }

  @Test
  void a_refresh_token_that_was_spent_ends_the_session_when_it_comes_back() {
    var ines = world.register("ines");
    var foreign = Foreign.registered(world);
    var first = foreign.tokens(ines, "FOREIGN-11");
    var second = foreign.refreshed(first.string("refresh_token")).ok();
    var third = foreign.refreshed(second.string("refresh_token")).ok();
    Foreign.with(world, third).get(WHOAMI).ok();
    refused(foreign.refreshed(first.string("refresh_token")), 400, "invalid_grant");
    Foreign.assertOver(world, third, false);
    refused(foreign.refreshed(third.string("refresh_token")), 400, "invalid_grant");
    assertThat(ines.get("/_matrix/client/v3/devices/FOREIGN-11").status()).isEqualTo(404);
    ines.get(WHOAMI).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_token", "refresh_token"})
  void whoever_holds_a_token_signs_the_application_out(String token) {
    var jean = world.register("jean-" + token.charAt(0));
    var foreign = Foreign.registered(world);
    var tokens = foreign.tokens(jean, "FOREIGN-12");
    Foreign.with(world, tokens).get(WHOAMI).ok();
    var form = Map.of("token", tokens.string(token), "token_type_hint", token);
    Foreign.post(world, Foreign.REVOCATION, form).ok();
    Foreign.assertOver(world, tokens, false);
    refused(foreign.refreshed(tokens.string("refresh_token")), 400, "invalid_grant");
    Foreign.post(world, Foreign.REVOCATION, form).ok();
    Foreign.post(world, Foreign.REVOCATION, Map.of("token", "unknown")).ok();
    refused(Foreign.post(world, Foreign.REVOCATION, Map.of("a", "b")), 400, "invalid_request");
  }

  @Test
  void the_session_of_an_application_ends_as_every_other() {
    var karim = world.register("karim");
    var foreign = Foreign.registered(world);
    var signedOut = foreign.tokens(karim, "FOREIGN-13");
    Foreign.with(world, signedOut).post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    Foreign.assertOver(world, signedOut, false);
    var everywhere = foreign.tokens(karim, "FOREIGN-14");
    karim.post("/_matrix/client/v3/logout/all", JsonObject.EMPTY).ok();
    Foreign.assertOver(world, everywhere, false);
    refused(foreign.refreshed(everywhere.string("refresh_token")), 400, "invalid_grant");
  }

  @Test
  void an_application_is_locked_and_suspended_with_its_person_and_administers_nothing() {
    var admin = world.administrator("maire");
    var tom = world.register("tom");
    var application = Foreign.with(world, Foreign.registered(world).tokens(tom, "FOREIGN-23"));
    application.get(WHOAMI).ok();
    var address = JsonObject.of("medium", "email", "address", "tom@mairie.example");
    assertThat(application.post("/_matrix/client/v3/account/3pid/delete", address).errcode())
        .isEqualTo("M_FORBIDDEN");
    var steward = Foreign.with(world, Foreign.registered(world).tokens(admin, "FOREIGN-22"));
    assertThat(steward.get("/api/v1/registration").errcode()).isEqualTo("M_FORBIDDEN");
    var bars = "/_matrix/client/v1/admin/";
    var lock = bars + "lock/" + Client.segment(tom.user());
    admin.put(lock, JsonObject.of("locked", true)).ok();
    assertThat(application.get(WHOAMI).errcode()).isEqualTo("M_USER_LOCKED");
    admin.put(lock, JsonObject.of("locked", false)).ok();
    application.get(WHOAMI).ok();
    var suspend = bars + "suspend/" + Client.segment(tom.user());
    admin.put(suspend, JsonObject.of("suspended", true)).ok();
    var room = application.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY);
    assertThat(room.errcode()).isEqualTo("M_USER_SUSPENDED");
    var page = Foreign.page(Foreign.registered(world).asking("FOREIGN-24"));
    tom.post(page, JsonObject.EMPTY).ok();
  }

  @Test
  void a_device_of_somebody_else_with_the_same_name_is_another() {
    var lea = world.register("lea");
    var marc = world.register("marc");
    var foreign = Foreign.registered(world);
    var hers = foreign.tokens(lea, "FOREIGN-15");
    var his = foreign.tokens(marc, "FOREIGN-15");
    assertThat(Foreign.with(world, hers).get(WHOAMI).ok().string("user_id")).isEqualTo(lea.user());
    assertThat(Foreign.with(world, his).get(WHOAMI).ok().string("user_id")).isEqualTo(marc.user());
    var again = foreign.tokens(lea, "FOREIGN-15");
    Foreign.assertOver(world, hers, false);
    Foreign.with(world, again).get(WHOAMI).ok();
    Foreign.with(world, his).get(WHOAMI).ok();
  }

  @Test
  void a_consent_is_taken_back_with_the_devices_of_who_gave_it() {
    var noe = world.register("noe");
    var foreign = Foreign.registered(world);
    var path = Foreign.page(foreign.asking("FOREIGN-43"));
    var given =
        world.stranger().post(path, Client.proof("noe", World.PASSWORD)).ok().string("redirect");
    var auth = Client.proof("noe", World.PASSWORD).with("type", "m.login.password");
    var change =
        JsonObject.of("new_password", World.PASSWORD, "logout_devices", true, "auth", auth);
    noe.post("/_matrix/client/v3/account/password", change).ok();
    var code = Foreign.parameters(given).get("code");
    refused(foreign.tokens(foreign.changing(code)), 400, "invalid_grant");
    var left = foreign.code(noe, "FOREIGN-43");
    noe.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    refused(foreign.tokens(foreign.changing(left)), 400, "invalid_grant");
    var locked = foreign.code(world.signIn("noe"), "FOREIGN-43");
    world.db().write(tx -> tx.run("update account set locked = true where localpart = 'noe'"));
    refused(foreign.tokens(foreign.changing(locked)), 400, "invalid_grant");
  }

  @Test
  void what_is_over_is_forgotten_and_what_has_a_session_is_kept() {
    var paul = world.register("paul");
    var used = Foreign.registered(world, Foreign.WEB.with("client_name", "Employée"));
    used.tokens(paul, "FOREIGN-20");
    var unused = Foreign.registered(world, Foreign.WEB.with("client_name", "Oubliée"));
    unused.code(paul, "FOREIGN-21");
    clock.advance(Applications.KEPT.plusMinutes(1));
    Codes.forget(world.db(), clock.millis());
    Applications.forget(world.db(), clock.millis());
    var known = "select count(*) as n from application where id = ?";
    assertThat(stored(known, used.id())).isOne();
    assertThat(stored(known, unused.id())).isZero();
    assertThat(stored("select count(*) as n from authorization_code")).isZero();
  }

  /// Pieces that a form is made of, fitting and not.
  private static final List<String> PIECES =
      List.of(
          "grant_type=",
          "authorization_code",
          "refresh_token",
          "urn:ietf:params:oauth:grant-type:device_code",
          "&",
          "=",
          "%",
          "%zz",
          "%00",
          "client_id=",
          "code=",
          "code_verifier=",
          "redirect_uri=",
          "https://client.example/back",
          ":",
          "scope=",
          "token=",
          "client_secret=",
          "client_assertion=a.b.c",
          "é",
          "resource=",
          "a".repeat(200));

  @Test
  void whatever_a_form_holds_is_answered_in_the_words_of_oauth() {
    var random = new Random(30);
    for (int i = 0; i < 600; i++) {
      var form = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        form.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      for (var path : List.of(Foreign.TOKENS, Foreign.REVOCATION, Foreign.WORDS)) {
        var bytes = form.toString().getBytes(StandardCharsets.UTF_8);
        var type = random.nextInt(10) == 0 ? "" : "application/x-www-form-urlencoded";
        var answer = world.stranger().send("POST", path, type, bytes);
        assertThat(answer.status()).as(path + " " + form).isLessThan(500);
        if (answer.status() >= 400) assertThat(answer.json().has("error")).isTrue();
        if (answer.status() >= 400) assertThat(answer.json().has("errcode")).isFalse();
      }
    }
  }
}
