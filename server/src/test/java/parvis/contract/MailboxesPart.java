package parvis.contract;

import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.SoftKey;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Shared mailboxes: marked, come in by, and given codes for. Comes after the first administrator.
final class MailboxesPart {
  private static final String DOOR = SignInPart.ENTER + "/mailbox";
  private static final String ONE = Town.ALL + "/{id}";
  private static final String NONE = "/api/v1/unaffiliated";
  private static final String RESET = "/members/{userId}/reset_code";
  private static final String PASSWORD = "Neuf girafes lisent Proust";
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}(\\d{6})$");

  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String BAD = "400 M_INVALID_PARAM, ";
  private static final String WRONG = "400 M_BAD_JSON, 400 M_NOT_JSON, 400 M_MISSING_PARAM, " + BAD;

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "POST " + DOOR,
          WRONG + NOT_MINE,
          "POST " + DOOR + "/people",
          WRONG + "400 M_WEAK_PASSWORD, 404 M_NOT_FOUND, 409 M_UNKNOWN",
          "POST " + DOOR + "/reset",
          WRONG + NOT_MINE,
          "POST " + DOOR + "/passkey/options",
          WRONG + "404 M_NOT_FOUND",
          "GET " + ONE + "/mailboxes",
          NOT_MINE,
          "PUT " + ONE + "/mailboxes/{address}",
          MALFORMED + BAD + NOT_MINE + ", 409 M_UNKNOWN",
          "DELETE " + ONE + "/mailboxes/{address}",
          BAD + NOT_MINE + ", 409 M_UNKNOWN",
          "POST " + ONE + RESET,
          MALFORMED + NOT_MINE,
          "POST " + NONE + RESET,
          MALFORMED + NOT_MINE);

  private final Traffic traffic;
  private final Client stranger;
  private final Client admin;
  private final Client agent;
  private final JsonObject browser = JsonObject.of("secret", "a-secret-of-a-browser-that-shares");
  private final AtomicReference<String> last = new AtomicReference<>("");

  MailboxesPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.admin = traffic.world().signIn("account-first");
    this.agent = traffic.world().register("mailboxes-agent");
  }

  void play() {
    traffic.part("shared mailboxes", this::mailboxes);
  }

  private void mailboxes() {
    String town = Town.organisation(admin, "Boîtes");
    Town.domain(admin, town, "boites.example", false).ok();
    Town.put(admin, town, agent, "member").ok();
    String all = Town.one(town) + "/mailboxes";
    String address = "accueil@boites.example";
    String box = all + "/" + Client.segment(address);
    marking(all, box);
    Client jeanne = join(address);
    enter(address);
    passkey(address);
    reset(address, town, jeanne);
    JsonObject proven = JsonObject.of("auth", Client.proof(admin.user(), World.PASSWORD));
    traffic.ask(409, admin, "DELETE", box, proven);
    String empty = all + "/" + Client.segment("vide@boites.example");
    traffic.put(admin, empty);
    traffic.ask(200, admin, "DELETE", empty, proven);
    traffic.ask(404, admin, "DELETE", empty, proven);
  }

  private void marking(String all, String box) {
    traffic.ask(403, agent, "PUT", box, JsonObject.EMPTY);
    traffic.ask(403, agent, "DELETE", box, JsonObject.EMPTY);
    traffic.ask(403, agent, "GET", all, JsonObject.EMPTY);
    String nowhere = Town.one("none") + "/mailboxes";
    traffic.ask(404, admin, "GET", nowhere, JsonObject.EMPTY);
    traffic.ask(404, admin, "PUT", nowhere + "/a@boites.example", JsonObject.EMPTY);
    traffic.ask(400, admin, "PUT", all + "/none", JsonObject.EMPTY);
    traffic.ask(400, admin, "DELETE", all + "/none", JsonObject.EMPTY);
    traffic.ask(409, admin, "PUT", all + "/a@ailleurs.example", JsonObject.EMPTY);
    traffic.put(admin, box);
    traffic.get(admin, all);
  }

  /// A step, which a right code of the mailbox begins.
  private JsonObject step(String address) {
    JsonObject wish = browser.with("email", address);
    stranger.post(SignInPart.ASK, wish).ok();
    Race.until(() -> code(address).filter(code -> !code.equals(last.get())).isPresent());
    last.set(code(address).orElseThrow());
    return traffic
        .ask(401, stranger, "POST", SignInPart.ENTER, wish.with("code", last.get()))
        .json();
  }

  private Optional<String> code(String address) {
    Matcher code = CODE.matcher(Mails.text(admin, address));
    return code.find() ? Optional.of(code.group(1)) : Optional.empty();
  }

  private JsonObject shown(JsonObject step) {
    return browser.with("step", step.string("step").orElseThrow());
  }

  private static String first(JsonObject step) {
    JsonArray people = step.array("people").orElseThrow();
    return people.objects().getFirst().string("person").orElseThrow();
  }

  private Client join(String address) {
    String people = DOOR + "/people";
    JsonObject wish = shown(step(address)).with("name", "Jeanne Martin");
    JsonObject right = wish.with("password", PASSWORD);
    traffic.ask(400, stranger, "POST", people, wish);
    traffic.ask(400, stranger, "POST", people, right.with("secret", "short"));
    traffic.ask(400, stranger, "POST", people, right.with("password", "azerty"));
    var in = traffic.ask(200, stranger, "POST", people, right);
    traffic.ask(404, stranger, "POST", people, right);
    return stranger.signedIn(
        in.string("user_id"), in.string("device_id"), in.string("access_token"));
  }

  private void enter(String address) {
    JsonObject step = step(address);
    JsonObject wish = shown(step).with("person", first(step));
    traffic.ask(400, stranger, "POST", DOOR, wish);
    traffic.ask(400, stranger, "POST", DOOR, wish.with("secret", "x").with("password", "x"));
    traffic.ask(403, stranger, "POST", DOOR, wish.with("password", "wrong"));
    traffic.ask(404, stranger, "POST", DOOR, wish.with("password", "x").with("person", "0"));
    traffic.ask(200, stranger, "POST", DOOR, wish.with("password", PASSWORD));
  }

  private void passkey(String address) {
    String options = DOOR + "/passkey/options";
    JsonObject wish = shown(step(address)).with("name", "Paul Roy");
    traffic.ask(400, stranger, "POST", options, wish.without("name"));
    traffic.ask(400, stranger, "POST", options, wish.with("secret", "short"));
    traffic.ask(404, stranger, "POST", options, wish.with("step", "none"));
    JsonObject asked = traffic.ask(200, stranger, "POST", options, wish).json();
    String people = DOOR + "/people";
    JsonObject taken = wish.with("name", "jeanne MARTIN").with("password", PASSWORD);
    traffic.ask(409, stranger, "POST", people, taken);
    try {
      JsonObject made = new SoftKey(base()).made(asked.object("options").orElseThrow());
      traffic.ask(200, stranger, "POST", people, wish.with("credential", made));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String base() {
    return stranger
        .get("/.well-known/matrix/client")
        .ok()
        .json()
        .object("m.homeserver")
        .flatMap(home -> home.string("base_url"))
        .orElseThrow();
  }

  private void reset(String address, String town, Client jeanne) {
    JsonObject proof = JsonObject.of("auth", Client.proof(admin.user(), World.PASSWORD));
    String member = "/members/" + Client.segment(jeanne.user()) + "/reset_code";
    String nobody = "/members/" + Client.segment(agent.user()) + "/reset_code";
    traffic.ask(403, agent, "POST", Town.one(town) + member, proof);
    traffic.ask(404, admin, "POST", Town.one(town) + nobody, proof);
    String code = traffic.ask(200, admin, "POST", Town.one(town) + member, proof).string("code");
    String path = DOOR + "/reset";
    JsonObject step = step(address);
    JsonObject wish = shown(step).with("person", first(step)).with("code", code);
    traffic.ask(400, stranger, "POST", path, wish);
    traffic.ask(400, stranger, "POST", path, wish.with("secret", "short"));
    JsonObject right = wish.with("password", PASSWORD);
    traffic.ask(403, stranger, "POST", path, right.with("code", "none"));
    traffic.ask(200, stranger, "POST", path, right);
    traffic.ask(404, stranger, "POST", path, right);
    traffic.ask(403, agent, "POST", NONE + member, proof);
    traffic.ask(404, admin, "POST", NONE + member, proof);
    Town.remove(admin, town, jeanne).ok();
    traffic.ask(200, admin, "POST", NONE + member, proof);
  }
}
