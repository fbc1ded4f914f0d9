package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.oauth.Foreign.refused;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People let applications of others in, and such applications get no more than that.
final class OAuthTest {
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final TestClock clock = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), clock);

  private static Client with(Answer tokens) {
    return world.stranger().signedIn("", "", tokens.string("access_token"));
  }

  private static void assertOver(Answer tokens, boolean softLogout) {
    Answer answer = with(tokens).get(WHOAMI);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(answer.json().bool("soft_logout")).contains(softLogout);
  }

  private static long stored(String query, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), query, args)).orElseThrow();
  }

  @Test
  void an_application_learns_where_to_ask_and_finds_it() {
    JsonObject told = world.stranger().get("/_matrix/client/v1/auth_metadata").ok().json();
    assertThat(told.string("authorization_endpoint").orElseThrow()).endsWith("/authorize");
    assertThat(told.string("registration_endpoint").orElseThrow()).endsWith(Foreign.APPLICATIONS);
    assertThat(told.string("token_endpoint").orElseThrow()).endsWith(Foreign.TOKENS);
    assertThat(told.string("revocation_endpoint").orElseThrow()).endsWith(Foreign.REVOCATION);
    String unstable = "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata";
    var early = world.stranger().get(unstable).ok().json();
    var actions = "account_management_actions_supported";
    assertThat(early.without(actions)).isEqualTo(told.without(actions));
    assertThat(early.array(actions).orElseThrow().strings())
        .containsAll(told.array(actions).orElseThrow().strings())
        .contains("org.matrix.session_end");
  }

  @Test
  void a_person_lets_an_application_in_which_then_is_a_device_of_theirs() {
    var anna = world.register("anna");
    var foreign = Foreign.registered(world);
    var asking = foreign.asking("FOREIGN-1");
    var shown = anna.get(Foreign.AUTHORIZATION + "?" + Foreign.form(asking)).ok().json();
    assertThat(shown.object("application").orElseThrow().string("name"))
        .contains("Messagerie d'ailleurs");
    assertThat(shown.object("application").orElseThrow().string("host")).contains("client.example");
    assertThat(Foreign.parameters(shown.string("refusal").orElseThrow()))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "a state");

    var consent =
        anna.post(Foreign.AUTHORIZATION + "?" + Foreign.form(asking), JsonObject.EMPTY).ok();
    assertThat(consent.string("redirect")).startsWith("https://client.example/back#");
    assertThat(consent.header("Cache-Control")).isEqualTo("no-store");
    var back = Foreign.parameters(consent.string("redirect"));
    assertThat(back).containsEntry("state", "a state");
    var tokens = foreign.tokens(foreign.changing(back.get("code"))).ok();
    assertThat(tokens.string("token_type")).isEqualTo("Bearer");
    assertThat(tokens.string("scope")).isEqualTo(Foreign.scope("FOREIGN-1"));
    assertThat(tokens.json().integer("expires_in")).hasValue(300);
    assertThat(tokens.header("Cache-Control")).isEqualTo("no-store");
    var who = with(tokens).get(WHOAMI).ok().json();
    assertThat(who.string("user_id")).contains(anna.user());
    assertThat(who.string("device_id")).contains("FOREIGN-1");
    var device = anna.get("/_matrix/client/v3/devices/FOREIGN-1").ok();
    assertThat(device.string("display_name")).isEqualTo("Messagerie d'ailleurs");
    anna.get(WHOAMI).ok();
  }

  @Test
  void who_is_not_signed_in_consents_by_name_and_password_and_stays_signed_out() {
    var bruno = world.register("bruno");
    var foreign = Foreign.registered(world);
    var path = Foreign.AUTHORIZATION + "?" + Foreign.form(foreign.asking("FOREIGN-2"));
    world.stranger().get(path).ok();
    var login =
        JsonObject.of(
            "identifier",
            JsonObject.of("type", "m.id.user", "user", "bruno"),
            "password",
            World.PASSWORD);
    var wrong = world.stranger().post(path, login.with("password", "not the password"));
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(world.stranger().post(path, JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
    var consent = world.stranger().post(path, login).ok();
    var code = Foreign.parameters(consent.string("redirect")).get("code");
    var tokens = foreign.tokens(foreign.changing(code)).ok();
    assertThat(with(tokens).get(WHOAMI).ok().string("user_id")).isEqualTo(bruno.user());
    assertThat(bruno.get("/_matrix/client/v3/devices").ok().json().array("devices").orElseThrow())
        .extracting(all -> all.values().size())
        .isEqualTo(2);
  }

  @Test
  void the_words_of_before_the_specification_are_understood() {
    var clara = world.register("clara");
    var foreign = Foreign.registered(world);
    var asking = foreign.asking("");
    asking.put(
        "scope",
        "urn:matrix:org.matrix.msc2967.client:api:* "
            + "urn:matrix:org.matrix.msc2967.client:device:FOREIGN-3");
    asking.remove("response_mode");
    asking.remove("state");
    var consent =
        clara.post(Foreign.AUTHORIZATION + "?" + Foreign.form(asking), JsonObject.EMPTY).ok();
    assertThat(consent.string("redirect")).startsWith("https://client.example/back?code=");
    var code = Foreign.parameters(consent.string("redirect")).get("code");
    var tokens = foreign.tokens(foreign.changing(code)).ok();
    assertThat(tokens.string("scope")).isEqualTo(asking.get("scope"));
    assertThat(with(tokens).get(WHOAMI).ok().string("device_id")).isEqualTo("FOREIGN-3");
  }

  @ParameterizedTest
  @CsvSource({
    "scope, urn:matrix:client:api:*, invalid_scope",
    "scope, urn:matrix:client:device:ABCDEFGHIJ, invalid_scope",
    "scope, urn:matrix:client:api:* urn:matrix:client:device:A urn:matrix:client:device:B, invalid_scope",
    "scope, urn:matrix:client:api:* urn:matrix:client:device:, invalid_scope",
    "scope, urn:matrix:client:api:* urn:matrix:client:device:A urn:synapse:admin:*, invalid_scope",
    "scope, urn:matrix:client:api:* urn:matrix:client:device:A openid, invalid_scope",
    "scope,, invalid_scope",
    "code_challenge,, invalid_request",
    "code_challenge_method,, invalid_request",
    "code_challenge_method, plain, invalid_request",
    "code_challenge, short, invalid_request",
    "response_mode, form_post, invalid_request",
    "response_type, token, unsupported_response_type",
    "request, eyJhbGciOiJub25lIn0.e30., request_not_supported",
    "prompt, none, access_denied"
  })
  void what_cannot_be_granted_is_told_to_the_application(String name, String value, String error) {
    var person = world.signIn(registered("denis"));
    var foreign = Foreign.registered(world);
    var asking = foreign.asking("FOREIGN-4");
    if (value == null) asking.remove(name);
    else asking.put(name, value);
    var path = Foreign.AUTHORIZATION + "?" + Foreign.form(asking);
    var shown = person.get(path).ok().json();
    assertThat(shown.string("wrong")).contains(error);
    var back = Foreign.parameters(shown.string("refusal").orElseThrow());
    assertThat(back).containsEntry("error", error).containsEntry("state", "a state");
    assertThat(person.post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static String registered(String name) {
    if (stored("select count(*) as n from account where localpart = ?", name) == 0) {
      world.register(name);
    }
    return name;
  }

  @ParameterizedTest
  @CsvSource({
    "redirect_uri, https://client.example/elsewhere",
    "redirect_uri, https://client.example/back/",
    "redirect_uri, https://client.example/back?more=1",
    "redirect_uri, https://evil.example/back",
    "redirect_uri,",
    "client_id, pva_unknown",
    "client_id, not an id",
    "client_id,"
  })
  void who_is_not_known_or_is_elsewhere_is_sent_nowhere(String name, String value) {
    var asking = Foreign.registered(world).asking("FOREIGN-5");
    if (value == null) asking.remove(name);
    else asking.put(name, value);
    var answer = world.stranger().get(Foreign.AUTHORIZATION + "?" + Foreign.form(asking));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(answer.json().has("refusal")).isFalse();
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
    with(tokens).get(WHOAMI).ok();
    refused(foreign.tokens(foreign.changing(code)), 400, "invalid_grant");
    assertOver(tokens, false);
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
    for (var answer : answers) if (answer.status() == 200) assertOver(answer, false);
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
    assertOver(begun, true);
    foreign.refreshed(begun.string("refresh_token")).ok();
    var kept = foreign.refreshed(begun.string("refresh_token")).ok();
    assertThat(kept.string("scope")).isEqualTo(Foreign.scope("FOREIGN-10"));
    assertThat(with(kept).get(WHOAMI).ok().string("device_id")).isEqualTo("FOREIGN-10");
    var other = Foreign.registered(world, Foreign.WEB.with("client_name", "Une autre"));
    refused(other.refreshed(kept.string("refresh_token")), 400, "invalid_grant");
    var legacy = JsonObject.of("refresh_token", kept.string("refresh_token"));
    assertThat(world.stranger().post("/_matrix/client/v3/refresh", legacy).status()).isEqualTo(401);
    with(kept).get(WHOAMI).ok();
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
    assertOver(lost, true);
    refused(foreign.refreshed(lost.string("refresh_token")), 400, "invalid_grant");
    with(kept).get(WHOAMI).ok();
    var next = foreign.refreshed(kept.string("refresh_token")).ok();
    refused(foreign.refreshed(lost.string("refresh_token")), 400, "invalid_grant");
    with(next).get(WHOAMI).ok();
    refused(foreign.refreshed(begun.string("refresh_token")), 400, "invalid_grant");
    assertOver(next, false);
  }

  @Test
  void a_refresh_token_that_was_spent_ends_the_session_when_it_comes_back() {
    var ines = world.register("ines");
    var foreign = Foreign.registered(world);
    var first = foreign.tokens(ines, "FOREIGN-11");
    var second = foreign.refreshed(first.string("refresh_token")).ok();
    var third = foreign.refreshed(second.string("refresh_token")).ok();
    with(third).get(WHOAMI).ok();
    refused(foreign.refreshed(first.string("refresh_token")), 400, "invalid_grant");
    assertOver(third, false);
    refused(foreign.refreshed(third.string("refresh_token")), 400, "invalid_grant");
    assertThat(ines.get("/_matrix/client/v3/devices/FOREIGN-11").status()).isEqualTo(404);
    ines.get(WHOAMI).ok();
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_token", "refresh_token"})
  void whoever_holds_a_token_signs_the_application_out(String token) {
    var jean = world.signIn(registered("jean"));
    var foreign = Foreign.registered(world);
    var tokens = foreign.tokens(jean, "FOREIGN-12");
    with(tokens).get(WHOAMI).ok();
    var form = Map.of("token", tokens.string(token), "token_type_hint", token);
    Foreign.post(world, Foreign.REVOCATION, form).ok();
    assertOver(tokens, false);
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
    with(signedOut).post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertOver(signedOut, false);
    var everywhere = foreign.tokens(karim, "FOREIGN-14");
    karim.post("/_matrix/client/v3/logout/all", JsonObject.EMPTY).ok();
    assertOver(everywhere, false);
    refused(foreign.refreshed(everywhere.string("refresh_token")), 400, "invalid_grant");
  }

  @Test
  void an_application_is_locked_and_suspended_with_its_person_and_administers_nothing() {
    var admin = world.administrator("maire");
    var tom = world.register("tom");
    var application = with(Foreign.registered(world).tokens(tom, "FOREIGN-23"));
    application.get(WHOAMI).ok();
    var steward = with(Foreign.registered(world).tokens(admin, "FOREIGN-22"));
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
    var path = Foreign.AUTHORIZATION + "?";
    var other = Foreign.form(Foreign.registered(world).asking("FOREIGN-24"));
    tom.post(path + other, JsonObject.EMPTY).ok();
  }

  @Test
  void a_device_of_somebody_else_with_the_same_name_is_another() {
    var lea = world.register("lea");
    var marc = world.register("marc");
    var foreign = Foreign.registered(world);
    var hers = foreign.tokens(lea, "FOREIGN-15");
    var his = foreign.tokens(marc, "FOREIGN-15");
    assertThat(with(hers).get(WHOAMI).ok().string("user_id")).isEqualTo(lea.user());
    assertThat(with(his).get(WHOAMI).ok().string("user_id")).isEqualTo(marc.user());
    var again = foreign.tokens(lea, "FOREIGN-15");
    assertOver(hers, false);
    with(again).get(WHOAMI).ok();
    with(his).get(WHOAMI).ok();
  }

  @Test
  void a_person_is_shown_where_the_code_goes_and_nothing_that_is_only_said() {
    var below =
        Foreign.registered(
            world,
            Foreign.WEB.with("redirect_uris", JsonArray.of("https://Other.client.example/back")));
    assertThat(host(below)).contains("other.client.example");
    for (var redirect : List.of("http://localhost/back", "example.client:/back")) {
      var program =
          Foreign.WEB
              .with("application_type", "native")
              .with("redirect_uris", JsonArray.of(redirect));
      assertThat(host(Foreign.registered(world, program))).isEmpty();
    }
  }

  private static Optional<String> host(Foreign foreign) {
    var path = Foreign.AUTHORIZATION + "?" + Foreign.form(foreign.asking("FOREIGN-42"));
    var shown = world.stranger().get(path).ok().json();
    return shown.object("application").orElseThrow().string("host");
  }

  @Test
  void a_consent_is_taken_back_with_the_devices_of_who_gave_it() {
    var noe = world.register("noe");
    var foreign = Foreign.registered(world);
    var path = Foreign.AUTHORIZATION + "?" + Foreign.form(foreign.asking("FOREIGN-43"));
    var given = world.stranger().post(path, login("noe")).ok().string("redirect");
    var auth = login("noe").with("type", "m.login.password");
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
  void an_application_takes_no_device_that_is_not_its_own() {
    var maud = world.register("maud");
    var foreign = Foreign.registered(world);
    var early = foreign.code(maud, "FOREIGN-40");
    JsonObject login = login("maud");
    world.stranger().post("/_matrix/client/v3/login", login.with("device_id", "FOREIGN-40")).ok();
    refused(foreign.tokens(foreign.changing(early)), 400, "invalid_grant");
    Foreign.registered(world, Foreign.WEB.with("client_name", "Une autre"))
        .tokens(maud, "FOREIGN-41");
    for (var taken : List.of(maud.device(), "FOREIGN-40", "FOREIGN-41")) {
      var path = Foreign.AUTHORIZATION + "?" + Foreign.form(foreign.asking(taken));
      assertThat(maud.get(path).ok().string("wrong")).isEqualTo("invalid_scope");
      assertThat(maud.post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_INVALID_PARAM");
      assertThat(world.stranger().post(path, login).errcode()).isEqualTo("M_INVALID_PARAM");
      maud.get("/_matrix/client/v3/devices/" + taken).ok();
    }
    maud.get(WHOAMI).ok();
  }

  private static JsonObject login(String name) {
    return JsonObject.of(
        "type",
        "m.login.password",
        "identifier",
        JsonObject.of("type", "m.id.user", "user", name),
        "password",
        World.PASSWORD);
  }

  @Test
  void an_application_lets_in_no_other_one() {
    var nina = world.register("nina");
    var foreign = Foreign.registered(world);
    var tokens = foreign.tokens(nina, "FOREIGN-16");
    var path = Foreign.AUTHORIZATION + "?" + Foreign.form(foreign.asking("FOREIGN-17"));
    assertThat(with(tokens).post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void applications_that_say_the_same_are_one_and_are_told_what_was_kept() {
    var more =
        Foreign.WEB
            .with("client_name#fr", "Messagerie")
            .with("client_name#de", "Nachrichten")
            .with("logo_uri", "https://static.client.example/logo.png")
            .with("grant_types", JsonArray.of("authorization_code", "refresh_token", "magic"))
            .with("software_version", "1.0");
    var answer = world.stranger().post(Foreign.APPLICATIONS, more);
    assertThat(answer.status()).isEqualTo(201);
    var kept = answer.json().without("client_id");
    assertThat(kept.keys()).doesNotContain("client_name#de", "software_version");
    assertThat(kept.string("client_name#fr")).contains("Messagerie");
    assertThat(kept.array("grant_types"))
        .contains(JsonArray.of("authorization_code", "refresh_token"));
    var again = world.stranger().post(Foreign.APPLICATIONS, more).ok();
    assertThat(again.json()).isEqualTo(answer.json());
  }

  @Test
  void a_program_on_somebodys_machine_takes_whatever_port_is_free() {
    var olga = world.register("olga");
    var local =
        Foreign.registered(
            world,
            Foreign.WEB
                .with("application_type", "native")
                .with("redirect_uris", JsonArray.of("http://127.0.0.1/back")));
    var foreign = new Foreign(world, local.id(), "http://127.0.0.1:40123/back");
    foreign.tokens(olga, "FOREIGN-18");
    for (var elsewhere : List.of("http://127.0.0.1:40123/other", "http://localhost:40123/back")) {
      var asking = new Foreign(world, local.id(), elsewhere).asking("FOREIGN-19");
      var answer = olga.get(Foreign.AUTHORIZATION + "?" + Foreign.form(asking));
      assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
    }
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
}
