package parvis.contract;

import java.security.GeneralSecurityException;
import java.util.Map;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.SoftKey;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Second factors, from the making to the doing without.
final class FactorsPart {
  private static final String MINE = "/api/v1/factors";
  private static final String APP = MINE + "/totp";
  private static final String KEYS = MINE + "/passkeys";
  private static final String CODES = MINE + "/recovery_codes";
  private static final String STEP = "/api/v1/sign_in/step";
  private static final String PASSKEY = "/api/v1/sign_in/passkey";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON";
  private static final String MISSING = MALFORMED + ", 400 M_MISSING_PARAM";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "POST " + APP, MALFORMED + ", 401 M_MISSING_TOKEN, 404 M_NOT_FOUND, 409 M_UNKNOWN"),
          Map.entry("PUT " + APP, MISSING + ", 403 M_FORBIDDEN"),
          Map.entry("POST " + APP + "/removal", MALFORMED + ", 404 M_NOT_FOUND"),
          Map.entry("POST " + CODES, MALFORMED + ", 409 M_UNKNOWN"),
          Map.entry("POST " + KEYS + "/options", MISSING),
          Map.entry("POST " + KEYS, MISSING + ", 404 M_NOT_FOUND"),
          Map.entry("PUT " + KEYS + "/{id}", MISSING + ", 404 M_NOT_FOUND"),
          Map.entry("POST " + KEYS + "/{id}/removal", MALFORMED + ", 404 M_NOT_FOUND"),
          Map.entry("POST " + STEP, MISSING + ", 403 M_FORBIDDEN, 404 M_NOT_FOUND"),
          Map.entry("POST " + PASSKEY + "/options", MISSING + ", 400 M_INVALID_PARAM"),
          Map.entry("POST " + PASSKEY, MISSING + ", 404 M_NOT_FOUND"));

  private final Traffic traffic;
  private final Client alice;
  private final Client stranger;
  private final JsonObject proof;
  private final JsonObject browser =
      JsonObject.of("secret", "a-secret-of-this-browser-and-no-other");

  FactorsPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("factors-alice");
    this.stranger = traffic.world().stranger();
    this.proof = JsonObject.of("auth", Client.proof(alice.user(), World.PASSWORD));
  }

  void play() {
    traffic.part("passkeys", this::passkeys);
    traffic.part("a step", this::step);
    traffic.part("an app", this::app);
  }

  private void passkeys() {
    try {
      keys();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void keys() throws GeneralSecurityException {
    String base =
        stranger
            .get("/.well-known/matrix/client")
            .ok()
            .json()
            .object("m.homeserver")
            .flatMap(home -> home.string("base_url"))
            .orElseThrow();
    SoftKey key = new SoftKey(base);
    JsonObject named = browser.with("name", "Bureau").with("credential", JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", KEYS + "/options", proof);
    traffic.ask(404, alice, "POST", KEYS, named);
    traffic.ask(400, alice, "POST", KEYS, JsonObject.EMPTY);
    JsonObject asked =
        traffic.ask(200, alice, "POST", KEYS + "/options", proof.with("secret", secret())).json();
    JsonObject made = key.made(asked.object("options").orElseThrow());
    JsonObject kept = traffic.ask(200, alice, "POST", KEYS, named.with("credential", made)).json();
    traffic.ask(400, stranger, "POST", PASSKEY + "/options", JsonObject.EMPTY);
    traffic.ask(400, stranger, "POST", PASSKEY + "/options", JsonObject.of("secret", "short"));
    traffic.ask(404, stranger, "POST", PASSKEY, browser.with("credential", made));
    traffic.ask(400, stranger, "POST", PASSKEY, JsonObject.EMPTY);
    JsonObject question = traffic.ask(200, stranger, "POST", PASSKEY + "/options", browser).json();
    JsonObject signed = key.signed(question.object("options").orElseThrow());
    traffic.ask(200, stranger, "POST", PASSKEY, browser.with("credential", signed));
    JsonObject mine =
        alice.get(MINE).ok().json().array("passkeys").orElseThrow().objects().getFirst();
    String one = KEYS + "/" + mine.string("id").orElseThrow();
    traffic.ask(200, alice, "PUT", one, JsonObject.of("name", "Maison"));
    traffic.ask(400, alice, "PUT", one, JsonObject.EMPTY);
    traffic.ask(404, alice, "PUT", KEYS + "/0", JsonObject.of("name", "Maison"));
    traffic.ask(404, alice, "POST", KEYS + "/0/removal", second(kept, 0));
    traffic.ask(200, alice, "POST", CODES, second(kept, 1));
    JsonObject again = traffic.ask(200, stranger, "POST", PASSKEY + "/options", browser).json();
    JsonObject shown =
        browser
            .with("type", "fr.parvis.second_factor")
            .with("credential", key.signed(again.object("options").orElseThrow()));
    traffic.ask(200, alice, "POST", one + "/removal", JsonObject.of("auth", shown));
    traffic.ask(409, alice, "POST", CODES, proof);
  }

  /// The proof of who has a second factor already.
  private static JsonObject second(JsonObject codes, int which) {
    String paper = codes.array("recovery_codes").orElseThrow().strings().get(which);
    return JsonObject.of(
        "auth", JsonObject.of("type", "fr.parvis.second_factor", "recovery_code", paper));
  }

  private String secret() {
    return browser.string("secret").orElseThrow();
  }

  /// Whoever has given a password is nobody yet.
  private void step() {
    traffic.ask(401, stranger, "POST", APP, JsonObject.EMPTY);
    JsonObject none = browser.with("step", "none");
    traffic.ask(404, stranger, "POST", APP, none);
    traffic.ask(400, stranger, "POST", STEP, none);
    traffic.ask(404, stranger, "POST", STEP, none.with("code", "000000"));
  }

  private void app() {
    traffic.get(alice, MINE);
    traffic.ask(404, alice, "POST", APP + "/removal", proof);
    traffic.ask(200, alice, "POST", APP, proof);
    traffic.ask(400, alice, "PUT", APP, JsonObject.EMPTY);
    traffic.ask(403, alice, "PUT", APP, JsonObject.of("code", "none"));
    String secret = alice.post(APP, proof).ok().string("secret");
    String code = SoftKey.code(secret);
    JsonObject done = traffic.ask(200, alice, "PUT", APP, JsonObject.of("code", code)).json();
    traffic.ask(409, alice, "POST", APP, second(done, 1));
    JsonObject login =
        Client.proof("factors-alice", World.PASSWORD).with("fr.parvis.secret", secret());
    String step = stranger.post("/_matrix/client/v3/login", login).string("step");
    JsonObject shown = browser.with("step", step);
    traffic.ask(403, stranger, "POST", STEP, shown.with("code", code));
    String paper = done.array("recovery_codes").orElseThrow().strings().getFirst();
    traffic.ask(200, stranger, "POST", STEP, shown.with("recovery_code", paper));
    traffic.ask(200, alice, "POST", APP + "/removal", second(done, 2));
    lost();
  }

  /// Who administers an organisation takes them from who has lost them; who runs the house from who
  /// is of none.
  private void lost() {
    Client admin = traffic.world().signIn("account-first");
    String town = Town.organisation(admin, "Facteurs");
    Town.put(admin, town, alice, "member").ok();
    anApp();
    String member = Town.one(town) + "/members/" + Client.segment(alice.user());
    JsonObject mine = JsonObject.of("auth", Client.proof(admin.user(), World.PASSWORD));
    traffic.ask(200, admin, "DELETE", member + "/factors", mine);
    anApp();
    Town.remove(admin, town, alice).ok();
    String alone = "/api/v1/unaffiliated/members/" + Client.segment(alice.user());
    traffic.ask(200, admin, "DELETE", alone + "/factors", mine);
  }

  private void anApp() {
    String again = alice.post(APP, proof).ok().string("secret");
    alice.put(APP, JsonObject.of("code", SoftKey.code(again))).ok();
  }
}
