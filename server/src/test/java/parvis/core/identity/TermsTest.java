package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who makes an account accepts the terms first; who has a client that knows no terms, on a page.
final class TermsTest {
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final String TERMS = "https://ville.example/conditions?a=1&b=2";
  private static final String ACCEPTED = "m.login.terms";
  private static final String TOKEN = "m.login.registration_token";

  @AutoClose
  private static final World world =
      World.start(Map.of("PARVIS_TERMS", TERMS, "PARVIS_TERMS_VERSION", "2026"));

  private static final Client stranger = world.stranger();

  private static Answer register(String name, JsonObject auth) {
    return stranger.post(
        REGISTER, JsonObject.of("username", name, "password", World.PASSWORD, "auth", auth));
  }

  private static JsonObject stage(String type, Answer asked) {
    return JsonObject.of("type", type, "session", asked.string("session"));
  }

  private static Answer asked() {
    return stranger.post(REGISTER, JsonObject.EMPTY);
  }

  private static String page(String stage) {
    return "/_matrix/client/v3/auth/" + stage + "/fallback/web";
  }

  private static Answer say(String stage, String... fields) {
    StringBuilder form = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      form.append(fields[i])
          .append('=')
          .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8))
          .append('&');
    }
    return stranger.send(
        "POST",
        page(stage),
        "application/x-www-form-urlencoded",
        form.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void the_terms_come_first() {
    Answer asked = asked();
    assertThat(asked.status()).isEqualTo(401);
    List<List<String>> flows =
        asked.json().array("flows").orElseThrow().objects().stream()
            .map(flow -> flow.array("stages").orElse(JsonArray.EMPTY).strings())
            .toList();
    assertThat(flows).containsExactly(List.of(ACCEPTED, "m.login.dummy"), List.of(ACCEPTED, TOKEN));
    JsonObject policy =
        asked
            .json()
            .object("params")
            .flatMap(params -> params.object(ACCEPTED))
            .flatMap(terms -> terms.object("policies"))
            .flatMap(policies -> policies.object("terms_of_use"))
            .orElseThrow();
    assertThat(policy.string("version")).contains("2026");
    assertThat(policy.object("fr").flatMap(fr -> fr.string("url"))).contains(TERMS);
    Answer early = register("hasty", stage("m.login.dummy", asked));
    assertThat(early.status()).isEqualTo(401);
    assertThat(early.errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(register("hasty", JsonObject.of("type", "m.login.dummy")).status()).isEqualTo(401);
    Answer accepted = register("calm", stage(ACCEPTED, asked));
    assertThat(accepted.status()).isEqualTo(401);
    assertThat(accepted.json().array("completed").orElseThrow().strings())
        .containsExactly(ACCEPTED);
    register("calm", stage("m.login.dummy", accepted)).ok();
    JsonObject forged = JsonObject.of("type", "m.login.dummy", "session", "forged");
    assertThat(register("forger", forged).status()).isEqualTo(401);
  }

  @Test
  void every_stage_has_a_page_for_clients_that_do_not_know_it() {
    Answer asked = asked();
    String session = asked.string("session");
    Answer shown = stranger.get(page(ACCEPTED) + "?session=" + Client.segment(session));
    assertThat(shown.ok().header("Content-Type")).startsWith("text/html");
    assertThat(shown.text()).contains("conditions?a=1&amp;b=2", session);
    assertThat(shown.header("Content-Security-Policy")).contains("default-src 'none'");
    JsonObject alone = JsonObject.of("session", session);
    assertThat(register("page", alone).status()).isEqualTo(401);
    assertThat(say(ACCEPTED, "session", session).ok().text()).contains("authDone");
    assertThat(register("page", alone).status()).as("one stage is left").isEqualTo(401);
    say("m.login.dummy", "session", session).ok();
    register("page", alone).ok();
    String evil = stranger.get(page(ACCEPTED) + "?session=%22%3E%3Cscript%3E").ok().text();
    assertThat(evil).doesNotContain("\"><script>");
    assertThat(stranger.get(page(ACCEPTED)).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(stranger.get(page("m.login.sso") + "?session=x").errcode()).isEqualTo("M_NOT_FOUND");
  }

  /// Whichever stage comes last, an invitation lets one person in.
  @Test
  void a_code_that_was_said_on_a_page_is_used_up() {
    Client admin = world.administrator("terms-admin");
    String token = admin.post("/api/v1/invitations", JsonObject.EMPTY).ok().string("token");
    Answer asked = asked();
    say(TOKEN, "session", asked.string("session"), "token", token).ok();
    register("first", stage(ACCEPTED, asked)).ok();
    String whose = "/_synapse/admin/v2/users/" + Client.segment("@first:" + World.SERVER);
    JsonObject first = admin.get(whose).ok().json();
    assertThat(first.string("consent_version")).as("what was accepted is noted").contains("2026");
    assertThat(first.integer("consent_ts").orElseThrow()).isPositive();
    assertThat(register("second", stage(ACCEPTED, asked)).status()).isGreaterThanOrEqualTo(400);
    assertThat(stranger.get("/api/v1/invitations/" + token).status()).isEqualTo(404);
  }

  @Test
  void a_password_on_a_page_is_that_of_who_asks() {
    Answer asked = asked();
    Answer accepted = register("owner", stage(ACCEPTED, asked));
    Answer in = register("owner", stage("m.login.dummy", accepted)).ok();
    Client owner =
        stranger.signedIn(in.string("user_id"), in.string("device_id"), in.string("access_token"));
    String end = "/_matrix/client/v3/account/deactivate";
    String session = owner.post(end, JsonObject.EMPTY).string("session");
    String stage = "m.login.password";
    assertThat(say(stage, "session", session, "user", "owner", "password", "wrong").status())
        .isEqualTo(401);
    JsonObject alone = JsonObject.of("auth", JsonObject.of("session", session));
    assertThat(owner.post(end, alone).status()).isEqualTo(401);
    say(stage, "session", session, "user", "owner", "password", World.PASSWORD).ok();
    owner.post(end, alone).ok();
  }
}
