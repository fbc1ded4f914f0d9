package parvis.contract;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Issuer;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Somebody comes in by a provider of identities that the administrator described. Comes after the
/// first administrator.
final class ProvidersPart {
  private static final String OPENID = "/api/v1/openid";
  private static final String PROVIDERS = OPENID + "/providers";
  private static final String ENTRY = OPENID + "/entry";
  private static final String LINKS = OPENID + "/links";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";

  /// Why what is called for providers refuses, beside limits.
  static final Map<String, String> REFUSED =
      Map.of(
          "POST " + OPENID + "/logout/{provider}",
          "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 404 M_NOT_FOUND",
          "GET " + OPENID + "/begin/{provider}",
          "400 M_INVALID_PARAM, 404 M_NOT_FOUND",
          "POST " + ENTRY,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN, 404 M_NOT_FOUND",
          "POST " + LINKS,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 401 M_FORBIDDEN",
          "DELETE " + LINKS + "/{link}",
          "404 M_NOT_FOUND",
          "GET " + PROVIDERS,
          "403 M_FORBIDDEN",
          "PUT " + PROVIDERS + "/{provider}",
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN, 409 M_UNKNOWN",
          "DELETE " + PROVIDERS + "/{provider}",
          "403 M_FORBIDDEN, 404 M_NOT_FOUND");

  private final Traffic traffic;
  private final Client stranger;
  private final Client admin;
  private final Client alice;

  ProvidersPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.admin = traffic.world().signIn("account-first");
    this.alice = traffic.world().register("providers-alice");
  }

  void play() {
    try (Issuer issuer = Issuer.start()) {
      traffic.part("the providers of a house", () -> described(issuer));
      traffic.part("coming in by a provider", () -> entered(issuer));
      traffic.part("a session that is over at a provider", () -> over(issuer));
      traffic.part("a provider taken away", this::taken);
    }
  }

  private void described(Issuer issuer) {
    JsonObject wish = issuer.described("mairie.example");
    String one = PROVIDERS + "/town";
    traffic.ask(403, alice, "PUT", one, wish);
    traffic.ask(400, admin, "PUT", one, wish.without("label"));
    traffic.ask(400, admin, "PUT", one, wish.with("prompt", "none"));
    traffic.ask(200, admin, "PUT", one, wish);
    traffic.ask(409, admin, "PUT", PROVIDERS + "/other", wish);
    traffic.ask(403, alice, "GET", PROVIDERS, JsonObject.EMPTY);
    traffic.get(admin, PROVIDERS);
    traffic.get(stranger, OPENID);
  }

  private void over(Issuer issuer) {
    String path = OPENID + "/logout/";
    String form = "application/x-www-form-urlencoded";
    String said = "logout_token=" + issuer.over(claims -> claims.subject("alice"));
    traffic.raw(404, stranger, "POST", path + "nobody", form, Traffic.bytes(said));
    traffic.raw(400, stranger, "POST", path + "town", form, new byte[0]);
    traffic.raw(400, stranger, "POST", path + "town", form, Traffic.bytes("logout_token=none"));
    traffic.raw(200, stranger, "POST", path + "town", form, Traffic.bytes(said));
  }

  private void entered(Issuer issuer) {
    traffic.ask(404, stranger, "GET", OPENID + "/begin/nobody", JsonObject.EMPTY);
    traffic.ask(400, stranger, "GET", OPENID + "/begin/town?next=//a", JsonObject.EMPTY);
    Answer sent = traffic.raw(302, stranger, "GET", OPENID + "/begin/town", "", new byte[0]);
    String cookie = sent.header("Set-Cookie").replaceFirst(";.*", "");
    String back = issuer.back(sent.header("Location"), "alice", JsonObject.EMPTY);
    traffic.raw(302, stranger, "GET", OPENID + "/callback", "", new byte[0]);
    Answer arrived = stranger.send(stranger.request(back).header("Cookie", cookie).GET().build());
    String ticket = arrived.header("Location").replaceFirst(".*#", "");
    JsonObject shown = JsonObject.of("ticket", ticket);
    traffic.ask(400, stranger, "POST", ENTRY, JsonObject.EMPTY);
    traffic.ask(404, stranger, "POST", ENTRY, shown);
    JsonObject wrong = Client.proof(alice.user(), "not the password at all");
    enter(403, cookie, wrong.with("ticket", ticket));
    enter(400, cookie, shown.with("code", "123456").with("email", "no address"));
    enter(200, cookie, Client.proof(alice.user(), World.PASSWORD).with("ticket", ticket));
    traffic.get(alice, OPENID + "/session");
    JsonObject links = traffic.get(alice, LINKS).json();
    String link =
        links.array("links").orElseThrow().objects().getFirst().string("link").orElseThrow();
    traffic.delete(alice, LINKS + "/" + link);
    traffic.ask(404, alice, "DELETE", LINKS + "/" + link, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", LINKS, JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", LINKS, JsonObject.of("provider", "nobody"));
    JsonObject town = JsonObject.of("provider", "town");
    JsonObject wrongProof = Client.proof(alice.user(), "another password");
    traffic.ask(401, alice, "POST", LINKS, town.with("auth", wrongProof));
    JsonObject proof = Client.proof(alice.user(), World.PASSWORD);
    traffic.ask(200, alice, "POST", LINKS, town.with("auth", proof));
  }

  /// The cookie is what the traffic knows nothing of.
  private void enter(int expected, String cookie, JsonObject body) {
    Answer answer =
        stranger.send(
            stranger
                .request(ENTRY)
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Traffic.bytes(body.toString())))
                .build());
    if (answer.status() != expected) throw new AssertionError(answer.text());
    traffic.judge("POST " + ENTRY, "POST", ENTRY, answer);
  }

  private void taken() {
    traffic.ask(403, alice, "DELETE", PROVIDERS + "/town", JsonObject.EMPTY);
    traffic.delete(admin, PROVIDERS + "/town");
    traffic.ask(404, admin, "DELETE", PROVIDERS + "/town", JsonObject.EMPTY);
  }
}
