package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

final class RegisterTest {
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final JsonObject DUMMY = JsonObject.of("type", "m.login.dummy");

  @AutoClose
  private static final World world =
      World.start(Map.of("PARVIS_REGISTRATION_SECRET", "a secret of the operator"));

  private static JsonObject wish(String name) {
    return JsonObject.of("username", name, "password", World.PASSWORD);
  }

  @Test
  void whoProvesNothingIsToldHow() {
    Answer answer = world.stranger().post(REGISTER, wish("told"));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().array("flows").orElseThrow().objects())
        .contains(JsonObject.of("stages", JsonArray.of("m.login.dummy")));
    assertThat(answer.json().has("errcode")).isFalse();
    String session = answer.string("session");
    JsonObject auth = DUMMY.with("session", session);
    Answer made = world.stranger().post(REGISTER, wish("told").with("auth", auth)).ok();
    assertThat(made.string("user_id")).isEqualTo("@told:" + World.SERVER);
    assertThat(made.json().has("expires_in_ms")).isFalse();
  }

  @Test
  void anEmptyBodyAsksForTheWays() {
    assertThat(world.stranger().post(REGISTER, JsonObject.EMPTY).status()).isEqualTo(401);
  }

  @Test
  void aSessionOfAnotherOperationIsWorthNothing() {
    Client ann = world.register("sessions");
    Answer asked = ann.post("/_matrix/client/v3/account/deactivate", JsonObject.EMPTY);
    JsonObject auth = DUMMY.with("session", asked.string("session"));
    Answer answer = world.stranger().post(REGISTER, wish("foreign").with("auth", auth));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("M_UNKNOWN");
    assertThat(answer.json().has("flows")).isTrue();
  }

  @Test
  void whatIsNotOfferedIsRefused() {
    JsonObject auth = JsonObject.of("type", "m.login.recaptcha");
    Answer answer = world.stranger().post(REGISTER, wish("robot").with("auth", auth));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("M_UNRECOGNIZED");
    Answer untyped = world.stranger().post(REGISTER, wish("robot").with("auth", JsonObject.EMPTY));
    assertThat(untyped.status()).isEqualTo(400);
    assertThat(untyped.errcode()).isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void theDeviceIsTheOneThatWasNamed() {
    JsonObject wish =
        wish("device.owner")
            .with("auth", DUMMY)
            .with("device_id", "GHTYAJCE")
            .with("initial_device_display_name", "Un poste");
    Answer made = world.stranger().post(REGISTER, wish).ok();
    assertThat(made.string("device_id")).isEqualTo("GHTYAJCE");
    Client owner =
        world.stranger().signedIn(made.string("user_id"), "GHTYAJCE", made.string("access_token"));
    Answer device = owner.get("/_matrix/client/v3/devices/GHTYAJCE").ok();
    assertThat(device.string("display_name")).isEqualTo("Un poste");
  }

  @Test
  void anAccountMayBeMadeWithoutSigningIn() {
    JsonObject wish = wish("inhibited").with("auth", DUMMY).with("inhibit_login", true);
    Answer made = world.stranger().post(REGISTER, wish).ok();
    assertThat(made.json().keys()).containsExactly("user_id");
    assertThat(world.signIn("inhibited").user()).isEqualTo("@inhibited:" + World.SERVER);
  }

  @Test
  void whoNamesNothingGetsAName() {
    JsonObject wish = JsonObject.of("password", World.PASSWORD, "auth", DUMMY);
    assertThat(world.stranger().post(REGISTER, wish).ok().string("user_id"))
        .matches("@[a-z]{10}:" + World.SERVER);
  }

  @Test
  void capitalsBecomeSmallAndAreKeptInTheDisplayName() {
    Answer made = world.stranger().post(REGISTER, wish("Camille.D").with("auth", DUMMY)).ok();
    assertThat(made.string("user_id")).isEqualTo("@camille.d:" + World.SERVER);
    Answer name =
        world
            .register("reader")
            .get("/_matrix/client/v3/profile/@camille.d:parvis.example/displayname");
    assertThat(name.ok().string("displayname")).isEqualTo("Camille.D");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:b", "a!b", "é", "a\u0000", "a@b", "a[b", "a\nb", "£"})
  void namesOutsideTheGrammarAreRefused(String name) {
    Answer answer = world.stranger().post(REGISTER, wish(name).with("auth", DUMMY));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isIn("M_INVALID_USERNAME", "M_INVALID_PARAM");
  }

  @Test
  void anIdThatWouldBeTooLongIsRefused() {
    Answer answer = world.stranger().post(REGISTER, wish("a".repeat(250)).with("auth", DUMMY));
    assertThat(answer.errcode()).isEqualTo("M_INVALID_USERNAME");
  }

  @Test
  void aTakenNameIsRefusedBeforeAnythingIsProven() {
    world.register("taken");
    Answer answer = world.stranger().post(REGISTER, wish("TAKEN"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isEqualTo("M_USER_IN_USE");
  }

  @Test
  void whereNotAnyoneRegistersATakenNameIsToldToTheInvitedAlone() {
    try (World world = World.start(Map.of("PARVIS_REGISTRATION_SECRET", "x"))) {
      Client admin = admin(world);
      admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
      String invitation = admin.post("/api/v1/invitations", JsonObject.EMPTY).string("token");
      Answer taken = world.stranger().post(REGISTER, wish("boss"));
      Answer free = world.stranger().post(REGISTER, wish("nobody"));
      assertThat(taken.status()).isEqualTo(401);
      assertThat(taken.json().keys()).isEqualTo(free.json().keys());
      JsonObject guess = JsonObject.of("type", "m.login.registration_token", "token", "guess");
      assertThat(world.stranger().post(REGISTER, wish("boss").with("auth", guess)).errcode())
          .isEqualTo("M_FORBIDDEN");
      String available = "/_matrix/client/v3/register/available?username=";
      assertThat(world.stranger().get(available + "boss").status()).isEqualTo(403);
      assertThat(world.stranger().get(available + "nobody").status()).isEqualTo(403);
      JsonObject auth = guess.with("token", invitation);
      assertThat(world.stranger().post(REGISTER, wish("boss").with("auth", auth)).errcode())
          .isEqualTo("M_USER_IN_USE");
      world.stranger().post(REGISTER, wish("invited").with("auth", auth)).ok();
    }
  }

  private static Client admin(World world) {
    Answer made =
        world
            .stranger()
            .post("/_synapse/admin/v1/register", secretWish(world, "boss", true, "x"))
            .ok();
    return world
        .stranger()
        .signedIn(made.string("user_id"), made.string("device_id"), made.string("access_token"));
  }

  @Test
  void aWeakOrMissingPasswordIsRefused() {
    Client stranger = world.stranger();
    JsonObject wish = JsonObject.of("username", "weakling", "auth", DUMMY);
    assertThat(stranger.post(REGISTER, wish).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(stranger.post(REGISTER, wish.with("password", "short")).errcode())
        .isEqualTo("M_WEAK_PASSWORD");
    assertThat(stranger.post(REGISTER, wish.with("password", "Weakling")).errcode())
        .isEqualTo("M_WEAK_PASSWORD");
    assertThat(stranger.post(REGISTER, wish.with("password", "x".repeat(513))).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(stranger.post(REGISTER, wish.with("password", 12)).errcode())
        .isEqualTo("M_BAD_JSON");
    stranger.get("/_matrix/client/v3/register/available?username=weakling").ok();
  }

  @Test
  void guestsAreNotAdmitted() {
    Answer guest = world.stranger().post(REGISTER + "?kind=guest", JsonObject.EMPTY);
    assertThat(guest.status()).isEqualTo(403);
    assertThat(guest.errcode()).isEqualTo("M_FORBIDDEN");
    Answer other = world.stranger().post(REGISTER + "?kind=robot", JsonObject.EMPTY);
    assertThat(other.errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void badJsonIsToldApart() {
    byte[] broken = "{\"username\":".getBytes(StandardCharsets.UTF_8);
    Answer answer = world.stranger().send("POST", REGISTER, "application/json", broken);
    assertThat(answer.errcode()).isEqualTo("M_NOT_JSON");
    assertThat(
            world.stranger().post(REGISTER, JsonObject.of("username", JsonArray.EMPTY)).errcode())
        .isEqualTo("M_BAD_JSON");
    assertThat(world.stranger().post(REGISTER, wish("x").with("auth", "m.login.dummy")).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  @Test
  void availabilitySaysOnlyWhetherANameIsFree() {
    world.register("occupied");
    String available = "/_matrix/client/v3/register/available";
    assertThat(world.stranger().get(available + "?username=free").ok().json())
        .isEqualTo(JsonObject.of("available", true));
    assertThat(world.stranger().get(available + "?username=occupied").errcode())
        .isEqualTo("M_USER_IN_USE");
    assertThat(world.stranger().get(available + "?username=a%20b").errcode())
        .isEqualTo("M_INVALID_USERNAME");
    assertThat(world.stranger().get(available).errcode()).isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void scriptsRegisterByTheSharedSecret() {
    Answer made = bySecret("script.admin", true, "a secret of the operator").ok();
    assertThat(made.string("home_server")).isEqualTo(World.SERVER);
    Client admin =
        world
            .stranger()
            .signedIn(
                made.string("user_id"), made.string("device_id"), made.string("access_token"));
    assertThat(admin.get("/api/v1/me").ok().json().bool("admin")).contains(true);
    Answer person = bySecret("script.person", false, "a secret of the operator").ok();
    assertThat(person.string("user_id")).isEqualTo("@script.person:" + World.SERVER);
  }

  @Test
  void aWrongSecretOrAUsedNonceIsRefused() {
    assertThat(bySecret("thief", true, "another secret").status()).isEqualTo(403);
    assertThat(bySecret("a b", false, "a secret of the operator").errcode())
        .isEqualTo("M_INVALID_USERNAME");
    JsonObject wish = secretWish(world, "twice", false, "a secret of the operator");
    world.stranger().post("/_synapse/admin/v1/register", wish).ok();
    Answer again = world.stranger().post("/_synapse/admin/v1/register", wish);
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.errcode()).isEqualTo("M_UNKNOWN");
    Answer invented =
        world.stranger().post("/_synapse/admin/v1/register", wish.with("nonce", "invented"));
    assertThat(invented.errcode()).isEqualTo("M_UNKNOWN");
  }

  private static Answer bySecret(String name, boolean admin, String secret) {
    return world
        .stranger()
        .post("/_synapse/admin/v1/register", secretWish(world, name, admin, secret));
  }

  private static JsonObject secretWish(World world, String name, boolean admin, String secret) {
    String nonce = world.stranger().get("/_synapse/admin/v1/register").ok().string("nonce");
    String message =
        nonce + "\0" + name + "\0" + World.PASSWORD + "\0" + (admin ? "admin" : "notadmin");
    return JsonObject.of(
        "nonce",
        nonce,
        "username",
        name,
        "password",
        World.PASSWORD,
        "admin",
        admin,
        "mac",
        SharedSecretRoutes.hmacSha1(secret, message));
  }
}
