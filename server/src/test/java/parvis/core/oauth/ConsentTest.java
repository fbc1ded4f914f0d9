package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.oauth.Foreign.WHOAMI;
import static parvis.core.oauth.Foreign.refused;
import static parvis.harness.Client.segment;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People let applications of others in, and are shown whom.
final class ConsentTest {
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final String SSO_REDIRECT = LOGIN + "/sso/redirect";
  private static final String SSO = "/api/v1/sso/authorization";

  @AutoClose private static final World world = World.start();

  private static final Client denis = world.register("denis");

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
    var shown = anna.get(Foreign.page(asking)).ok().json();
    assertThat(shown.object("application").orElseThrow().string("name"))
        .contains("Messagerie d'ailleurs");
    assertThat(shown.object("application").orElseThrow().string("host")).contains("client.example");
    assertThat(Foreign.parameters(shown.string("refusal").orElseThrow()))
        .containsEntry("error", "access_denied")
        .containsEntry("state", "a state");

    var consent = anna.post(Foreign.page(asking), JsonObject.EMPTY).ok();
    assertThat(consent.string("redirect")).startsWith("https://client.example/back#");
    assertThat(consent.header("Cache-Control")).isEqualTo("no-store");
    var back = Foreign.parameters(consent.string("redirect"));
    assertThat(back).containsEntry("state", "a state");
    var tokens = foreign.tokens(foreign.changing(back.get("code"))).ok();
    assertThat(tokens.string("token_type")).isEqualTo("Bearer");
    assertThat(tokens.string("scope")).isEqualTo(Foreign.scope("FOREIGN-1"));
    assertThat(tokens.json().integer("expires_in")).hasValue(300);
    assertThat(tokens.header("Cache-Control")).isEqualTo("no-store");
    var who = Foreign.with(world, tokens).get(WHOAMI).ok().json();
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
    var path = Foreign.page(foreign.asking("FOREIGN-2"));
    world.stranger().get(path).ok();
    var login = Client.proof("bruno", World.PASSWORD);
    var wrong = world.stranger().post(path, login.with("password", "not the password"));
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(world.stranger().post(path, JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
    var consent = world.stranger().post(path, login).ok();
    var code = Foreign.parameters(consent.string("redirect")).get("code");
    var tokens = foreign.tokens(foreign.changing(code)).ok();
    assertThat(Foreign.with(world, tokens).get(WHOAMI).ok().string("user_id"))
        .isEqualTo(bruno.user());
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
    var consent = clara.post(Foreign.page(asking), JsonObject.EMPTY).ok();
    assertThat(consent.string("redirect")).startsWith("https://client.example/back?code=");
    var code = Foreign.parameters(consent.string("redirect")).get("code");
    var tokens = foreign.tokens(foreign.changing(code)).ok();
    assertThat(tokens.string("scope")).isEqualTo(asking.get("scope"));
    assertThat(Foreign.with(world, tokens).get(WHOAMI).ok().string("device_id"))
        .isEqualTo("FOREIGN-3");
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
    var foreign = Foreign.registered(world);
    var asking = foreign.asking("FOREIGN-4");
    if (value == null) asking.remove(name);
    else asking.put(name, value);
    var path = Foreign.page(asking);
    var shown = denis.get(path).ok().json();
    assertThat(shown.string("wrong")).contains(error);
    var back = Foreign.parameters(shown.string("refusal").orElseThrow());
    assertThat(back).containsEntry("error", error).containsEntry("state", "a state");
    assertThat(denis.post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_INVALID_PARAM");
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
    var answer = world.stranger().get(Foreign.page(asking));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(answer.json().has("refusal")).isFalse();
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
    var path = Foreign.page(foreign.asking("FOREIGN-42"));
    var shown = world.stranger().get(path).ok().json();
    return shown.object("application").orElseThrow().string("host");
  }

  @Test
  void an_application_takes_no_device_that_is_not_its_own() {
    var maud = world.register("maud");
    var foreign = Foreign.registered(world);
    var early = foreign.code(maud, "FOREIGN-40");
    JsonObject login = Client.proof("maud", World.PASSWORD);
    world.stranger().post("/_matrix/client/v3/login", login.with("device_id", "FOREIGN-40")).ok();
    refused(foreign.tokens(foreign.changing(early)), 400, "invalid_grant");
    Foreign.registered(world, Foreign.WEB.with("client_name", "Une autre"))
        .tokens(maud, "FOREIGN-41");
    for (var taken : List.of(maud.device(), "FOREIGN-40", "FOREIGN-41")) {
      var path = Foreign.page(foreign.asking(taken));
      assertThat(maud.get(path).ok().string("wrong")).isEqualTo("invalid_scope");
      assertThat(maud.post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_INVALID_PARAM");
      assertThat(world.stranger().post(path, login).errcode()).isEqualTo("M_INVALID_PARAM");
      maud.get("/_matrix/client/v3/devices/" + taken).ok();
    }
    maud.get(WHOAMI).ok();
  }

  @Test
  void an_application_lets_in_no_other_one() {
    var nina = world.register("nina");
    var foreign = Foreign.registered(world);
    var tokens = foreign.tokens(nina, "FOREIGN-16");
    var path = Foreign.page(foreign.asking("FOREIGN-17"));
    assertThat(Foreign.with(world, tokens).post(path, JsonObject.EMPTY).errcode())
        .isEqualTo("M_FORBIDDEN");
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
      var answer = olga.get(Foreign.page(asking));
      assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
    }
  }

  @Test
  void a_client_that_knows_nothing_of_oauth_is_signed_in_by_a_page_of_ours() {
    var flows = world.stranger().get(LOGIN).ok().json().array("flows").orElseThrow();
    assertThat(flows.toString()).contains("m.login.sso", "\"id\":\"parvis\"");
    var back = "https://old.example/?room=%23a&b=c#/in";
    for (var whose : List.of("", "/parvis")) {
      var sent = world.stranger().get(SSO_REDIRECT + whose + "?redirectUrl=" + segment(back));
      assertThat(sent.status()).isEqualTo(302);
      assertThat(sent.header("Location")).endsWith("/sso?redirectUrl=" + segment(back));
    }
    var newcomer = SSO_REDIRECT + "?action=register&redirectUrl=" + segment(back);
    assertThat(world.stranger().get(newcomer).header("Location")).endsWith("&action=register");
    assertThat(world.stranger().get(SSO_REDIRECT + "/other?redirectUrl=" + segment(back)).errcode())
        .isEqualTo("M_NOT_FOUND");
    assertThat(world.stranger().get(SSO_REDIRECT).errcode()).isEqualTo("M_MISSING_PARAM");

    var page = SSO + "?redirectUrl=" + segment(back);
    var shown = world.stranger().get(page).ok().json().object("application").orElseThrow();
    assertThat(shown.string("host")).contains("old.example");
    var redirect = denis.post(page, JsonObject.EMPTY).ok().string("redirect");
    assertThat(redirect).startsWith("https://old.example/?room=%23a&b=c&loginToken=");
    assertThat(redirect).endsWith("#/in");
    var token = redirect.replaceAll(".*loginToken=([^#]*)#.*", "$1");
    assertThat(byToken(token).ok().string("user_id")).isEqualTo(denis.user());
    assertThat(byToken(token).errcode()).isEqualTo("M_FORBIDDEN");
  }

  private static Answer byToken(String token) {
    return world.stranger().post(LOGIN, JsonObject.of("type", "m.login.token", "token", token));
  }

  @Test
  void who_is_not_signed_in_gets_such_a_token_by_password_and_loses_it_with_a_device() {
    var page = SSO + "?redirectUrl=" + segment("http://localhost:8009/back");
    var solene = world.register("solene");
    assertThat(world.stranger().post(page, Client.proof("solene", "wrong")).errcode())
        .isEqualTo("M_FORBIDDEN");
    var proof = Client.proof("solene", World.PASSWORD);
    byToken(tokenIn(world.stranger().post(page, proof))).ok();
    var lost = tokenIn(world.stranger().post(page, proof));
    var kept = tokenIn(solene.post(page, JsonObject.EMPTY));
    world.signIn("solene").post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(byToken(lost).errcode()).isEqualTo("M_FORBIDDEN");
    byToken(kept).ok();
    var foreign = Foreign.registered(world);
    var application = Foreign.with(world, foreign.tokens(solene, "FOREIGN-50"));
    assertThat(application.post(page, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
  }

  private static String tokenIn(Answer consent) {
    return Foreign.parameters(consent.ok().string("redirect")).get("loginToken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "javascript://x/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "intent://x/#Intent;end",
        "http://elsewhere.example/",
        "https://who@elsewhere.example/",
        "https:///nowhere",
        "//elsewhere.example/",
        "/here",
        "mailto:a@b.example",
        "https://a b"
      })
  void nobody_is_sent_where_a_browser_would_run_it_or_others_read_it(String address) {
    var query = "?redirectUrl=" + segment(address);
    for (var path : List.of(SSO_REDIRECT, SSO)) {
      assertThat(world.stranger().get(path + query).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(denis.post(SSO + query, JsonObject.EMPTY).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_program_is_told_from_a_page() {
    var page = SSO + "?redirectUrl=" + segment("element://vector/webapp/");
    var shown = world.stranger().get(page).ok().json().object("application").orElseThrow();
    assertThat(shown.string("name")).contains("element:");
    assertThat(shown.has("host")).isFalse();
  }
}
