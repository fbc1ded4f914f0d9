package parvis.core.factors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.SoftKey;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A house whose administrators need a second factor, and the ways into it.
final class Entrance implements AutoCloseable {
  static final String HERE = "https://parvis.example";
  static final String LOGIN = "/_matrix/client/v3/login";
  static final String STEP = "/api/v1/sign_in/step";
  static final String MINE = "/api/v1/factors";
  static final String BROWSER = "a-secret-of-this-browser-and-no-other";
  final TestClock clock = new TestClock();
  final Mailbox mailbox = Mailbox.open();
  final World world;
  final Client stranger;
  final Client admin;

  /// The house's first administrator comes in to set it up; once others are there, they set their
  /// factor up before they are let in.
  Entrance() {
    Map<String, String> settings = new HashMap<>(mailbox.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", HERE);
    settings.put("PARVIS_PASSWORD_STRENGTH", "2");
    settings.put("PARVIS_ADMINISTRATORS_SECOND_FACTOR", "on");
    world = World.start(settings, clock);
    stranger = world.stranger();
    String setup = "/api/v1" + world.parvis().setupPath().orElseThrow();
    stranger.post(setup, JsonObject.of("username", "maire", "password", World.PASSWORD)).ok();
    assertThat(login("maire", BROWSER).ok().string("access_token")).isNotEmpty();
    world.register("second");
    Answer asked = login("maire", BROWSER);
    assertThat(asked.json().bool("set_up")).hasValue(true);
    admin = enrolled(asked).who();
  }

  @Override
  public void close() {
    world.close();
    mailbox.close();
  }

  /// Somebody who is in by a factor that they have just set up.
  record Enrolled(Client who, String secret, List<String> codes) {}

  Enrolled enrolled(Answer asked) {
    JsonObject step = JsonObject.of("step", asked.string("step"), "secret", BROWSER);
    String secret = stranger.post(MINE + "/totp", step).ok().string("secret");
    Answer done = stranger.put(MINE + "/totp", step.with("code", code(secret))).ok();
    return new Enrolled(in(done), secret, codes(done));
  }

  static List<String> codes(Answer answer) {
    return answer.json().array("recovery_codes").orElseThrow().strings();
  }

  Answer login(String name, String secret) {
    JsonObject wish = Client.proof(name, World.PASSWORD).with("fr.parvis.secret", secret);
    return stranger.post(LOGIN, wish);
  }

  /// Whoever has a login token is in.
  Client in(Answer token) {
    JsonObject wish = JsonObject.of("type", "m.login.token", "token", token.string("login_token"));
    Answer in = stranger.post(LOGIN, wish).ok();
    return stranger.signedIn(
        in.string("user_id"), in.string("device_id"), in.string("access_token"));
  }

  /// What the app shows now. Each call is at another half minute.
  String code(String secret) {
    clock.advance(Totp.STEP);
    return codeNow(secret);
  }

  String codeNow(String secret) {
    return SoftKey.code(secret, clock.millis());
  }

  String wrong(String secret) {
    String right = codeNow(secret);
    return (right.charAt(0) == '9' ? "0" : "9") + right.substring(1);
  }

  Answer give(Answer asked, String secret, String way, String told) {
    return stranger.post(
        STEP, JsonObject.of("step", asked.string("step"), "secret", secret, way, told));
  }

  Answer proven(Client who, Function<JsonObject, Answer> deed) {
    Answer asked = deed.apply(JsonObject.EMPTY);
    assertThat(asked.status()).isEqualTo(401);
    JsonObject proof =
        Client.proof(who.user(), World.PASSWORD).with("session", asked.string("session"));
    return deed.apply(JsonObject.of("auth", proof));
  }

  /// The same for who has an app: a first proof is not enough, nor offered.
  Answer provenTwice(Enrolled who, Function<JsonObject, Answer> deed) {
    assertThat(proven(who.who(), deed).status()).isEqualTo(401);
    return deed.apply(JsonObject.of("auth", second("code", code(who.secret()))));
  }

  static JsonObject second(String way, String told) {
    return JsonObject.of("type", "fr.parvis.second_factor", way, told);
  }

  /// An account with an app.
  Enrolled withApp(String name) {
    Client who = world.register(name);
    String secret = proven(who, body -> who.post(MINE + "/totp", body)).ok().string("secret");
    Answer done = who.put(MINE + "/totp", JsonObject.of("code", code(secret))).ok();
    return new Enrolled(who, secret, codes(done));
  }
}
