package parvis.core.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.factors.Entrance.BROWSER;
import static parvis.core.factors.Entrance.HERE;
import static parvis.core.factors.Entrance.MINE;
import static parvis.core.factors.Entrance.codes;

import java.security.GeneralSecurityException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.SoftKey;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Passkeys, which are a way in by themselves, and a second factor.
class PasskeysTest {
  private static final String PASSKEY = "/api/v1/sign_in/passkey";
  private static final String OTHER = "a-secret-of-another-browser-altogether";
  @AutoClose private static final Entrance door = new Entrance();
  private static final World world = door.world;
  private static final Client admin = door.admin;
  private static final Client stranger = door.stranger;

  private static SoftKey withPasskey(Client who) throws GeneralSecurityException {
    SoftKey key = new SoftKey(HERE);
    add(who, key).ok();
    return key;
  }

  /// What a passkey proves in a session.
  private static JsonObject signed(SoftKey key) throws GeneralSecurityException {
    JsonObject secret = JsonObject.of("secret", BROWSER);
    Answer options = stranger.post(PASSKEY + "/options", secret).ok();
    JsonObject signed = key.signed(options.json().object("options").orElseThrow());
    return secret.with("type", "fr.parvis.second_factor").with("credential", signed);
  }

  private static Answer add(Client who, SoftKey key) throws GeneralSecurityException {
    JsonObject proof = Client.proof(who.user(), World.PASSWORD);
    return add(who, key, proof);
  }

  private static Answer add(Client who, SoftKey key, JsonObject proof)
      throws GeneralSecurityException {
    JsonObject secret = JsonObject.of("secret", BROWSER);
    Answer options = who.post(MINE + "/passkeys/options", secret.with("auth", proof)).ok();
    JsonObject made = key.made(options.json().object("options").orElseThrow());
    return who.post(MINE + "/passkeys", secret.with("name", "Bureau").with("credential", made));
  }

  private static Answer sign(SoftKey key, JsonObject with) throws GeneralSecurityException {
    JsonObject secret = JsonObject.of("secret", BROWSER);
    Answer options = stranger.post(PASSKEY + "/options", secret).ok();
    JsonObject signed = key.signed(options.json().object("options").orElseThrow());
    JsonObject all = secret.with("credential", signed);
    return stranger.post(
        PASSKEY, with.string("step").map(step -> all.with("step", step)).orElse(all));
  }

  @Test
  void a_passkey_is_enough_alone() throws GeneralSecurityException {
    Client who = world.register("key");
    SoftKey key = withPasskey(who);
    Answer asked = door.login("key", BROWSER);
    assertThat(asked.json().array("ways").orElseThrow())
        .isEqualTo(JsonArray.of("passkey", "recovery_code"));
    door.in(sign(key, JsonObject.of("step", asked.string("step"))).ok());
    assertThat(door.in(sign(key, JsonObject.EMPTY).ok()).user()).isEqualTo(who.user());
    JsonObject shown = who.get(MINE).ok().json();
    JsonObject mine = shown.array("passkeys").orElseThrow().objects().getFirst();
    assertThat(mine.string("name")).hasValue("Bureau");
    assertThat(mine.integer("used")).isPresent();
    String one = MINE + "/passkeys/" + mine.string("id").orElseThrow();
    who.put(one, JsonObject.of("name", "Maison")).ok();
    assertThat(world.register("thief").put(one, JsonObject.of("name", "x")).status())
        .isEqualTo(404);
    assertThat(door.proven(who, body -> who.post(one + "/removal", body)).status()).isEqualTo(401);
    who.post(one + "/removal", JsonObject.of("auth", signed(key))).ok();
    assertThat(sign(key, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
    world.signIn("key");
  }

  @Test
  void a_passkey_of_elsewhere_or_without_its_person_or_copied_lets_nobody_in()
      throws GeneralSecurityException {
    Client who = world.register("careful");
    SoftKey key = withPasskey(who);
    key.host = "elsewhere.example";
    assertThat(sign(key, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
    key.host = "parvis.example";
    key.verifies = false;
    assertThat(sign(key, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
    key.verifies = true;
    key.signatures = 20;
    sign(key, JsonObject.EMPTY).ok();
    key.signatures = 3;
    assertThat(sign(key, JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
    JsonObject response =
        JsonObject.of("clientDataJSON", "e30", "authenticatorData", "", "signature", "");
    JsonObject odd =
        JsonObject.of("id", "%", "rawId", "AA", "type", "public-key", "response", response);
    JsonObject told = JsonObject.of("secret", BROWSER, "credential", odd);
    stranger.post(PASSKEY + "/options", told).ok();
    assertThat(stranger.post(PASSKEY, told).errcode()).isEqualTo("M_FORBIDDEN");
    stranger.post(PASSKEY + "/options", told).ok();
    JsonObject none = told.with("credential", JsonObject.EMPTY);
    assertThat(stranger.post(PASSKEY, none).errcode()).isEqualTo("M_MISSING_PARAM");
    key.signatures = 21;
    assertThat(add(who, new SoftKey("https://parvis.evil.example"), signed(key)).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(sign(new SoftKey(HERE), JsonObject.EMPTY).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void what_a_passkey_signed_is_good_once_and_for_its_owner_alone()
      throws GeneralSecurityException {
    SoftKey mine = withPasskey(world.register("owner"));
    door.withApp("victim");
    Answer asked = door.login("victim", BROWSER);
    assertThat(sign(mine, JsonObject.of("step", asked.string("step"))).errcode())
        .isEqualTo("M_FORBIDDEN");
    JsonObject secret = JsonObject.of("secret", BROWSER);
    Answer options = stranger.post(PASSKEY + "/options", secret).ok();
    JsonObject signed = mine.signed(options.json().object("options").orElseThrow());
    Consumer<Integer> told =
        status ->
            assertThat(stranger.post(PASSKEY, secret.with("credential", signed)).status())
                .isEqualTo(status);
    assertThat(
            stranger.post(PASSKEY, JsonObject.of("secret", OTHER, "credential", signed)).status())
        .isEqualTo(404);
    told.accept(200);
    told.accept(404);
  }

  @Test
  void a_passkey_may_be_the_factor_that_one_had_to_set_up() throws GeneralSecurityException {
    String town = Town.organisation(admin, "Trousseau");
    Client agent = world.register("bound");
    Town.put(admin, town, agent, "administrator").ok();
    JsonObject step =
        JsonObject.of("step", door.login("bound", BROWSER).string("step"), "secret", BROWSER);
    SoftKey key = new SoftKey(HERE);
    Answer options = stranger.post(MINE + "/passkeys/options", step).ok();
    JsonObject made = key.made(options.json().object("options").orElseThrow());
    Answer done =
        stranger
            .post(MINE + "/passkeys", step.with("name", "Bureau").with("credential", made))
            .ok();
    door.in(done);
    assertThat(codes(done)).hasSize(RecoveryCodes.COUNT);
    door.in(sign(key, JsonObject.EMPTY).ok());
  }
}
