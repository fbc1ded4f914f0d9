package parvis.core.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Issuer;
import parvis.harness.Mailbox;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A house with two providers of identities, that of a town and one as the state has, and who comes
/// in by them.
final class Doorway implements AutoCloseable {
  static final String OPENID = "/api/v1/openid";
  static final String SECRET = "a-secret-of-this-browser-and-no-other";
  static final String PUBLIC = "https://parvis.example";
  final TestClock clock = new TestClock();
  final Mailbox mailbox = Mailbox.open();
  final Issuer town = Issuer.start();
  final Issuer state = Issuer.start();
  final World world;
  final Client admin;
  final Client stranger;
  private final AtomicInteger people = new AtomicInteger();

  Doorway() {
    Map<String, String> settings = new HashMap<>(mailbox.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", PUBLIC);
    settings.put("PARVIS_REACHABLE_NETWORKS", "127.0.0.1/32");
    world = World.start(settings, clock);
    admin = world.administrator("maire");
    stranger = world.stranger();
    String here = Town.organisation(admin, "Belleville");
    Town.domain(admin, here, "belleville.example", false).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    describe("town", plain(town)).ok();
    // As ProConnect is: no PKCE, what it tells is signed, names of its own, nothing of proofs.
    describe(
            "state",
            plain(state)
                .with("label", "ProConnect")
                .with("pkce", false)
                .with("userinfo", "signed")
                .with("addresses_verified", true)
                .with("acr_values", JsonArray.of("eidas1"))
                .with("claims", JsonObject.of("usual_name", "usual_name", "organisation", "siret")))
        .ok();
  }

  /// Has the providers tell what is so again.
  void honest() {
    town.honest();
    state.honest();
    state.signs();
  }

  @Override
  public void close() {
    world.close();
    state.close();
    town.close();
    mailbox.close();
  }

  static JsonObject plain(Issuer issuer) {
    return issuer
        .described("belleville.example")
        .with("domains", JsonArray.of("belleville.example", "fort.example"))
        .with("second_factors", JsonArray.of("mfa"));
  }

  Answer describe(String id, JsonObject settings) {
    return admin.put(OPENID + "/providers/" + Client.segment(id), settings);
  }

  /// Somebody's browser: it keeps the cookie.
  final class Visitor {
    String cookie = "";

    /// Where the provider's page would be.
    String sent(String provider, String next) {
      Answer answer = get(OPENID + "/begin/" + provider + "?next=" + Client.segment(next));
      assertThat(answer.status()).isEqualTo(302);
      cookie = answer.header("Set-Cookie").replaceFirst(";.*", "");
      return answer.header("Location");
    }

    Answer get(String path) {
      return stranger.send(stranger.request(path).header("Cookie", cookie).GET().build());
    }

    /// Where one is led who comes back.
    String back(String path) {
      Answer answer = get(path);
      assertThat(answer.status()).isEqualTo(302);
      return answer.header("Location");
    }

    Answer enter(String ticket, Object... more) {
      byte[] body =
          merged(JsonObject.of("ticket", ticket), JsonObject.of(more))
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      return stranger.send(
          stranger
              .request(OPENID + "/entry")
              .header("Cookie", cookie)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(body))
              .build());
    }

    /// The ticket of who is back.
    String ticket(Issuer issuer, String provider, String subject, JsonObject claims) {
      String at = back(issuer.back(sent(provider, "/rooms"), subject, claims));
      assertThat(at).startsWith(PUBLIC + "/entering?next=%2Frooms#");
      return at.substring(at.indexOf('#') + 1);
    }

    /// Comes in at once, the account being made where there is none.
    Client in(Issuer issuer, String provider, String subject, JsonObject claims) {
      String ticket = ticket(issuer, provider, subject, claims);
      return client(enter(ticket, "accept_terms", true));
    }
  }

  Visitor visitor() {
    return new Visitor();
  }

  static JsonObject merged(JsonObject one, JsonObject other) {
    JsonObject.Builder all = one.toBuilder();
    for (JsonObject.Entry entry : other.entries()) all.put(entry.name(), entry.value());
    return all.build();
  }

  Client client(Answer entered) {
    Answer in = entered.ok();
    return stranger.signedIn(
        in.string("user_id"), in.string("device_id"), in.string("access_token"));
  }

  String fresh() {
    return "agent" + people.incrementAndGet() + "@belleville.example";
  }

  static JsonObject claims(String address) {
    return JsonObject.of(
        "email",
        address,
        "email_verified",
        true,
        "given_name",
        "Hélène",
        "family_name",
        "Marchetti");
  }

  /// Somebody who has an account by a code that was mailed.
  Client known(String address) {
    return client(stranger.post("/api/v1/sign_in", proof(address)));
  }

  JsonObject proof(String address) {
    JsonObject asked = JsonObject.of("email", address, "secret", SECRET);
    int before = (int) letters(address);
    stranger.post("/api/v1/sign_in/code", asked).ok();
    return asked.with("code", mailbox.last(address, before + 1).code());
  }

  long letters(String address) {
    return mailbox.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  long accounts() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from account"))
        .orElseThrow();
  }

  static Object[] fields(JsonObject json) {
    return json.entries().stream()
        .flatMap(entry -> List.<Object>of(entry.name(), entry.value()).stream())
        .toArray();
  }

  static List<JsonObject> links(Client who) {
    return who.get(OPENID + "/links").ok().json().array("links").orElseThrow().objects();
  }
}
