package parvis.core.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.SoftKey;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whoever has taken a password sets up no second factor by it, where mails reach its owner.
class EnrolmentTest {
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final String APP = "/api/v1/factors/totp";
  private static final String BROWSER = "a-secret-of-this-browser-and-no-other";

  private static final TestClock CLOCK = new TestClock();
  @AutoClose private static final Mailbox MAILBOX = Mailbox.open();
  @AutoClose private static World world;
  private static Client admin;
  private static Client stranger;

  @BeforeAll
  static void start() {
    world = World.start(Map.copyOf(MAILBOX.settings()), CLOCK);
    admin = world.administrator("maire");
    stranger = world.stranger();
  }

  /// Somebody with a password and an address.
  private static Client person(String name) {
    var who = world.register(name);
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select a.server, ?, u.nid, 1, 1
                      from matrix_user u join account a on a."user" = u.nid where u.user_id = ?
                    """,
                    name + "@lettres.example",
                    who.user()));
    return who;
  }

  private static Answer login(String name) {
    var wish = Client.proof(name, World.PASSWORD).with("fr.parvis.secret", BROWSER);
    return stranger.post(LOGIN, wish);
  }

  private static String code(String secret) {
    CLOCK.advance(Totp.STEP);
    return SoftKey.code(secret, CLOCK.millis());
  }

  @Test
  void a_first_factor_is_set_up_by_a_mail_and_not_by_a_password() {
    var paul = person("paul");
    var me = paul.get("/api/v1/me").ok().json();
    assertThat(me.bool("second_factor_by_mail")).contains(true);
    var asked = paul.post(APP, JsonObject.EMPTY);
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.text()).contains("m.login.email.identity").doesNotContain("m.login.password");
    var proof = Client.proof(paul.user(), World.PASSWORD).with("session", asked.string("session"));
    assertThat(paul.post(APP, JsonObject.of("auth", proof)).status()).isEqualTo(401);
    var address = "paul@lettres.example";
    var secret =
        paul.post(APP, JsonObject.of("auth", mailed(asked, address))).ok().string("secret");
    paul.put(APP, JsonObject.of("code", code(secret))).ok();
    me = paul.get("/api/v1/me").ok().json();
    assertThat(me.bool("second_factor_by_mail")).contains(false);
  }

  private static JsonObject mailed(Answer asked, String address) {
    var asking = JsonObject.of("client_secret", "mine", "email", address, "send_attempt", 1);
    var requested = "/_matrix/client/v3/account/password/email/requestToken";
    var sid = stranger.post(requested, asking).ok().string("sid");
    var creds = JsonObject.of("sid", sid, "client_secret", "mine");
    var told = creds.with("token", MAILBOX.last(address, 1).code());
    stranger.post("/api/v1/address_proof/submit", told).ok();
    return JsonObject.of("type", "m.login.email.identity", "threepid_creds", creds)
        .with("session", asked.string("session"));
  }

  @Test
  void who_must_have_one_before_they_are_let_in_comes_by_a_mailed_code() {
    var town = Town.organisation(admin, "Lettres");
    Town.put(admin, town, person("lea"), "member").ok();
    var rules = JsonObject.of("names_locked", false, "second_factor", true);
    admin.put(Town.one(town) + "/entry_rules", rules).ok();
    var refused = login("lea");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().bool("fr.parvis.by_code")).contains(true);
    var asking = JsonObject.of("email", "lea@lettres.example", "secret", BROWSER);
    stranger.post("/api/v1/sign_in/code", asking).ok();
    var mailed = MAILBOX.last("lea@lettres.example", 1).code();
    var asked = stranger.post("/api/v1/sign_in", asking.with("code", mailed));
    assertThat(asked.json().bool("set_up")).contains(true);
    var step = JsonObject.of("step", asked.string("step"), "secret", BROWSER);
    var secret = stranger.post(APP, step).ok().string("secret");
    stranger.put(APP, step.with("code", code(secret))).ok();
    assertThat(login("lea").json().array("ways")).contains(JsonArray.of("totp", "recovery_code"));
  }

  @Test
  void who_has_no_address_sets_one_up_by_their_password() {
    var zoe = world.register("zoe");
    assertThat(zoe.get("/api/v1/me").ok().json().bool("second_factor_by_mail")).contains(false);
    var asked = zoe.post(APP, JsonObject.EMPTY);
    var proof = Client.proof(zoe.user(), World.PASSWORD).with("session", asked.string("session"));
    zoe.post(APP, JsonObject.of("auth", proof)).ok();
  }
}
