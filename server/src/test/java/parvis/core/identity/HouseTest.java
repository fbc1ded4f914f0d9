package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

final class HouseTest {
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final String VALIDITY =
      "/_matrix/client/v1/register/m.login.registration_token/validity?token=";
  private static final TestClock clock = new TestClock();

  @SuppressWarnings("NullAway.Init")
  @AutoClose
  private static World world;

  @SuppressWarnings("NullAway.Init")
  private static Client admin;

  @BeforeAll
  static void start() {
    world =
        World.start(Map.of("PARVIS_REGISTRATION", "closed", "PARVIS_PASSWORD_LENGTH", "6"), clock);
    String over = world.parvis().setupPath().orElseThrow();
    assertThat(house().bool("setup")).contains(true);
    assertThat(house().integer("password_length")).hasValue(6);
    clock.advance(Duration.ofHours(24));
    assertThat(world.stranger().get("/api/v1" + over).status()).isEqualTo(404);
    String replaced = "/api/v1" + world.parvis().setupPath().orElseThrow();
    String link = "/api/v1" + world.parvis().setupPath().orElseThrow();
    Client stranger = world.stranger();
    assertThat(stranger.get(replaced).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(stranger.get(link).ok().string("server_name")).isEqualTo(World.SERVER);
    JsonObject who = JsonObject.of("username", "maire", "password", "short");
    assertThat(stranger.post(link, who).errcode()).isEqualTo("M_WEAK_PASSWORD");
    assertThat(stranger.post(link, who.with("username", "l e")).errcode())
        .isEqualTo("M_INVALID_USERNAME");
    JsonObject good = who.with("password", World.PASSWORD).with("displayname", "La maire");
    assertThat(stranger.post(replaced, good).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(stranger.post(link, good).ok().string("user_id"))
        .isEqualTo("@maire:" + World.SERVER);
    assertThat(stranger.post(link, good.with("username", "second")).errcode())
        .isEqualTo("M_NOT_FOUND");
    assertThat(world.parvis().setupPath()).isEmpty();
    assertThat(house().bool("setup")).contains(false);
    admin = world.signIn("maire");
  }

  private static JsonObject house() {
    return world.stranger().get("/api/v1/server").ok().json();
  }

  private static void decide(String mode) {
    admin.put("/api/v1/registration", JsonObject.of("mode", mode)).ok();
    assertThat(house().string("registration")).contains(mode);
  }

  private static Answer register(String name, JsonObject auth) {
    JsonObject wish = JsonObject.of("username", name, "password", World.PASSWORD, "auth", auth);
    return world.stranger().post(REGISTER, wish);
  }

  private static JsonObject by(String token) {
    return JsonObject.of("type", "m.login.registration_token", "token", token);
  }

  private static void assertForbidden(Answer answer) {
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void aClosedHouseLetsNobodyInAndSaysNothingOfWhoIsThere() {
    decide("invitation");
    String token = admin.post("/api/v1/invitations", JsonObject.EMPTY).ok().string("token");
    decide("closed");
    assertForbidden(register("one", JsonObject.of("type", "m.login.dummy")));
    assertForbidden(register("one", by(token)));
    assertForbidden(world.stranger().get(REGISTER + "/available?username=maire"));
    assertForbidden(world.stranger().get(VALIDITY + token));
    assertThat(world.stranger().get("/api/v1/invitations/" + token).status()).isEqualTo(404);
  }

  @Test
  void anInvitationThatIsRefusedOpensNothing() {
    decide("token");
    String shared = admin.get("/api/v1/registration").ok().string("token");
    assertThat(shared).matches("[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}");
    decide("closed");
    String many =
        """
        insert into invitation
          (hash, server, sealed_token, invited_by, created_ms, expires_ms, uses_left)
        select decode(lpad(to_hex(n), 8, '0'), 'hex'), s.nid, '', a."user", ?, ?, 1
        from server s, account a, generate_series(1, ?) n
        """;
    long end = clock.millis() + Invitations.LIFE.toMillis();
    world.db().write(tx -> tx.run(many, clock.millis(), end, (long) Invitations.VALID_MAX));
    Answer answer = admin.post("/api/v1/invitations", JsonObject.EMPTY);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat(admin.get("/api/v1/registration").ok().string("mode")).isEqualTo("closed");
    world.db().write(tx -> tx.run("delete from invitation where length(hash) = 4"));
    admin.post("/api/v1/invitations", JsonObject.EMPTY).ok();
    assertThat(admin.get("/api/v1/registration").ok().string("mode")).isEqualTo("invitation");
    assertThat(admin.get("/api/v1/registration").ok().string("token")).isEqualTo(shared);
  }

  @Test
  void anInvitationLetsOnePersonInOnce() {
    decide("closed");
    Answer made = admin.post("/api/v1/invitations", JsonObject.EMPTY).ok();
    assertThat(world.stranger().get("/api/v1/server").string("registration"))
        .isEqualTo("invitation");
    String token = made.string("token");
    assertThat(made.string("url")).endsWith("/invite/" + token);
    assertThat(made.json().integer("expires").orElseThrow())
        .isEqualTo(clock.millis() + Invitations.LIFE.toMillis());
    Answer seen = world.stranger().get("/api/v1/invitations/" + token).ok();
    assertThat(seen.string("invited_by")).isEqualTo("La maire");
    assertThat(world.stranger().get(VALIDITY + token).ok().json().bool("valid")).contains(true);
    Answer asked = world.stranger().post(REGISTER, JsonObject.EMPTY);
    assertThat(asked.json().array("flows").orElseThrow().objects())
        .containsExactly(JsonObject.of("stages", JsonArray.of("m.login.registration_token")));
    assertThat(register("guessing", by("guessed")).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(register("guessing", by("guessed")).status()).isEqualTo(401);
    assertThat(register("dummy", JsonObject.of("type", "m.login.dummy")).status()).isEqualTo(401);
    assertThat(register("guessing", JsonObject.of("type", Stages.Token.TYPE)).errcode())
        .isEqualTo("M_MISSING_PARAM");
    register("invited", by(token)).ok();
    assertThat(register("second", by(token)).status()).isEqualTo(401);
    assertThat(world.stranger().get(VALIDITY + token).ok().json().bool("valid")).contains(false);
    assertThat(world.stranger().get("/api/v1/invitations/" + token).status()).isEqualTo(404);
  }

  @Test
  void anInvitationIsListedExpiresAndIsWithdrawn() {
    decide("invitation");
    JsonObject wish = JsonObject.of("uses", 3, "expires_in_ms", 60_000);
    Answer made = admin.post("/api/v1/invitations", wish).ok();
    assertThat(listed()).contains(made.json());
    String path = "/api/v1/invitations/" + made.string("token");
    admin.delete(path).ok();
    assertThat(admin.delete(path).status()).isEqualTo(404);
    Answer other = admin.post("/api/v1/invitations", wish).ok();
    clock.advance(Duration.ofMinutes(1));
    assertThat(world.stranger().get("/api/v1/invitations/" + other.string("token")).status())
        .isEqualTo(404);
    assertThat(listed()).doesNotContain(made.json(), other.json());
    for (JsonObject odd :
        new JsonObject[] {
          JsonObject.of("uses", 0), JsonObject.of("uses", 1_001), JsonObject.of("expires_in_ms", 0)
        }) {
      assertThat(admin.post("/api/v1/invitations", odd).errcode()).isEqualTo("M_INVALID_PARAM");
    }
  }

  private static List<JsonObject> listed() {
    return admin
        .get("/api/v1/invitations")
        .ok()
        .json()
        .array("invitations")
        .orElseThrow()
        .objects();
  }

  @Test
  void aSharedTokenLetsInWhoKnowsIt() {
    JsonObject wish = JsonObject.of("mode", "token", "token", "bienvenue-2026");
    assertThat(admin.put("/api/v1/registration", wish).ok().string("token"))
        .isEqualTo("bienvenue-2026");
    register("knows1", by("bienvenue-2026")).ok();
    register("knows2", by("bienvenue-2026")).ok();
    assertThat(register("knows3", by("bienvenue")).status()).isEqualTo(401);
    decide("invitation");
    assertThat(register("knows3", by("bienvenue-2026")).status()).isEqualTo(401);
    assertThat(admin.put("/api/v1/registration", wish.with("token", "a b")).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void onlyAdministratorsDecide() {
    decide("open");
    Client person = world.register("personne");
    assertThat(person.get("/api/v1/me").ok().json().bool("admin")).contains(false);
    assertThat(admin.get("/api/v1/me").ok().json().bool("admin")).contains(true);
    assertForbidden(person.get("/api/v1/registration"));
    assertForbidden(person.put("/api/v1/registration", JsonObject.of("mode", "open")));
    assertForbidden(person.get("/api/v1/invitations"));
    assertForbidden(person.post("/api/v1/invitations", JsonObject.EMPTY));
    assertForbidden(person.delete("/api/v1/invitations/x"));
    assertThat(world.stranger().get("/api/v1/invitations").errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(admin.put("/api/v1/registration", JsonObject.of("mode", "ajar")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(admin.put("/api/v1/registration", JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
    assertThat(admin.get("/api/v1/registration").ok().string("mode")).isEqualTo("open");
  }

  @Test
  void withoutASecretScriptsDoNotRegister() {
    Answer answer = world.stranger().get("/_synapse/admin/v1/register");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isEqualTo("M_UNKNOWN");
  }

  /// Of another server of the same deployment; nobody has looked at their session before.
  @Test
  void anAdministratorOfAnotherServerIsNoneHere() {
    decide("open");
    world.register("ailleurs");
    Client other = world.signIn("ailleurs");
    Client colleague = world.register("collegue");
    decide("closed");
    String admin = "update account set admin = true where localpart = 'ailleurs'";
    String moved = "update matrix_user set user_id = ? where user_id = ?";
    world
        .db()
        .write(
            tx ->
                tx.run(admin)
                    + tx.run(moved, "@ailleurs:other.example", "@ailleurs:" + World.SERVER));
    assertThat(other.get("/api/v1/me").ok().string("user_id")).isEqualTo("@ailleurs:other.example");
    assertThat(other.get("/api/v1/me").ok().json().bool("admin")).contains(true);
    for (String path : List.of("registration", "invitations"))
      assertThat(other.get("/api/v1/" + path).errcode()).as(path).isEqualTo("M_FORBIDDEN");
    assertThat(other.get("/_matrix/client/v3/admin/whois/" + colleague.user()).errcode())
        .isEqualTo("M_FORBIDDEN");
  }
}
