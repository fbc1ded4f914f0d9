package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parvis.core.oauth.Foreign;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// An application of others is let in, and is refused whatever it gets wrong.
final class ApplicationsPart {
  private static final String REDIRECT = "/_matrix/client/v3/login/sso/redirect";
  private static final String SSO = "/api/v1/sso/authorization";
  private static final String FORM = "application/x-www-form-urlencoded";

  private static final String MEETING = "/_matrix/client/unstable/org.matrix.msc4108/rendezvous";

  /// Why what is called for applications refuses, beside limits.
  static final Map<String, String> REFUSED =
      listed(
          "POST " + Foreign.APPLICATIONS,
          "400 invalid_client_metadata, 400 invalid_redirect_uri, 400 invalid_request",
          "POST " + Foreign.TOKENS,
          "400 invalid_grant, 400 invalid_request, 400 unsupported_grant_type, 401 invalid_client",
          "POST " + Foreign.REVOCATION,
          "400 invalid_request",
          "POST " + Foreign.WORDS,
          "400 invalid_request, 400 invalid_scope, 400 unauthorized_client, 401 invalid_client",
          "GET " + Foreign.WORDS + "/{word}",
          "404 M_NOT_FOUND",
          "POST " + Foreign.WORDS + "/{word}",
          "400 M_BAD_JSON, 400 M_MISSING_PARAM, 400 M_NOT_JSON, 404 M_NOT_FOUND",
          "POST " + MEETING,
          "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 413 M_TOO_LARGE",
          "GET " + MEETING + "/{sessionId}",
          "404 M_NOT_FOUND",
          "PUT " + MEETING + "/{sessionId}",
          "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 404 M_NOT_FOUND, 412 M_UNKNOWN,"
              + " 413 M_TOO_LARGE",
          "DELETE " + MEETING + "/{sessionId}",
          "404 M_NOT_FOUND",
          "POST /api/v1/key_reset",
          "400 M_BAD_JSON, 400 M_INVALID_PARAM, 400 M_NOT_JSON",
          "GET " + SSO,
          "400 M_INVALID_PARAM, 400 M_MISSING_PARAM",
          "POST " + SSO,
          "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN",
          "GET " + Foreign.AUTHORIZATION,
          "400 M_INVALID_PARAM",
          "POST " + Foreign.AUTHORIZATION,
          "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN");

  private static Map<String, String> listed(String... namesAndReasons) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < namesAndReasons.length; i += 2)
      all.put(namesAndReasons[i], namesAndReasons[i + 1]);
    return all;
  }

  private final Traffic traffic;
  private final Client stranger;
  private final Client alice;

  ApplicationsPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.alice = traffic.world().register("applications-alice");
  }

  void play() {
    traffic.part("applications", this::applications);
    traffic.part("words", this::words);
    traffic.part("a page that signs in elsewhere", this::elsewhere);
    traffic.part("keys that an application may replace", this::keys);
    traffic.part("where two devices meet", this::meeting);
  }

  private void applications() {
    traffic.get(stranger, "/_matrix/client/v1/auth_metadata");
    traffic.get(stranger, "/_matrix/client/unstable/org.matrix.msc2965/auth_metadata");
    Foreign foreign = registered();
    String path = Foreign.AUTHORIZATION + "?" + Foreign.form(foreign.asking("APPLICATION"));
    traffic.get(alice, path);
    traffic.ask(400, alice, "GET", Foreign.AUTHORIZATION, JsonObject.EMPTY);
    traffic.ask(400, stranger, "POST", path, JsonObject.EMPTY);
    JsonObject login =
        JsonObject.of("identifier", JsonObject.of("type", "m.id.user", "user", "nobody"));
    traffic.ask(403, stranger, "POST", path, login.with("password", World.PASSWORD));
    String redirect = traffic.post(alice, path).string("redirect");
    Map<String, String> form = foreign.changing(Foreign.parameters(redirect).get("code"));
    String refresh = form(200, Foreign.TOKENS, form).string("refresh_token");
    form.put("code", "pvc_unknown");
    form(400, Foreign.TOKENS, form);
    form.put("client_id", "unknown");
    form(401, Foreign.TOKENS, form);
    form(400, Foreign.TOKENS, Map.of("grant_type", "magic", "client_id", foreign.id()));
    form(200, Foreign.REVOCATION, Map.of("token", refresh));
  }

  private Foreign registered() {
    traffic.ask(400, stranger, "POST", Foreign.APPLICATIONS, Foreign.WEB.without("client_uri"));
    JsonObject nowhere = Foreign.WEB.without("redirect_uris");
    traffic.ask(400, stranger, "POST", Foreign.APPLICATIONS, nowhere);
    Answer answer = traffic.ask(201, stranger, "POST", Foreign.APPLICATIONS, Foreign.WEB);
    String at = answer.json().array("redirect_uris").orElseThrow().strings().getFirst();
    return new Foreign(traffic.world(), answer.string("client_id"), at);
  }

  private void words() {
    JsonObject terminal = Foreign.TERMINAL;
    String id =
        traffic.ask(201, stranger, "POST", Foreign.APPLICATIONS, terminal).string("client_id");
    Map<String, String> asked = Map.of("client_id", id, "scope", Foreign.scope("WORD"));
    String word = form(200, Foreign.WORDS, asked).string("user_code");
    traffic.get(alice, Foreign.WORDS + "/" + word);
    traffic.ask(400, alice, "POST", Foreign.WORDS + "/" + word, JsonObject.EMPTY);
    traffic.post(alice, Foreign.WORDS + "/" + word, "allow", true);
    traffic.ask(404, alice, "GET", Foreign.WORDS + "/" + word, JsonObject.EMPTY);
    traffic.ask(404, alice, "POST", Foreign.WORDS + "/" + word, JsonObject.of("allow", true));
    form(400, Foreign.WORDS, Map.of("client_id", id, "scope", "unknown"));
    form(401, Foreign.WORDS, Map.of("client_id", "unknown", "scope", "unknown"));
    Map<String, String> other = Map.of("client_id", registered().id(), "scope", "unknown");
    form(400, Foreign.WORDS, other);
  }

  private void meeting() {
    String plain = "text/plain";
    byte[] text = Traffic.bytes("x");
    byte[] large = new byte[5_000];
    Answer opened = traffic.raw(201, stranger, "POST", MEETING, plain, text);
    traffic.raw(400, stranger, "POST", MEETING, "application/json", text);
    traffic.raw(400, stranger, "POST", MEETING, "", text);
    traffic.raw(413, stranger, "POST", MEETING, plain, large);
    String url = opened.string("url");
    String path = url.substring(url.indexOf(MEETING));
    traffic.get(stranger, path);
    traffic.raw(413, stranger, "PUT", path, plain, large);
    traffic.raw(400, stranger, "PUT", path, plain, text);
    leave(400, path, "none");
    leave(202, path, opened.header("ETag"));
    leave(412, path, opened.header("ETag"));
    leave(404, MEETING + "/none", opened.header("ETag"));
    traffic.raw(204, stranger, "DELETE", path, "", new byte[0]);
    for (String method : new String[] {"GET", "DELETE"})
      traffic.ask(404, stranger, method, path, JsonObject.EMPTY);
  }

  private void leave(int status, String path, String tag) {
    Answer answer =
        stranger.send(
            stranger
                .request(path)
                .header("Content-Type", "text/plain")
                .header("If-Match", tag)
                .PUT(BodyPublishers.ofString("y"))
                .build());
    assertThat(answer.status()).isEqualTo(status);
    traffic.judge("PUT " + path, "PUT", path, answer);
  }

  private void elsewhere() {
    String query = "?redirectUrl=" + Client.segment("https://old.example/");
    for (String whose : new String[] {"", "/parvis"})
      traffic.raw(302, stranger, "GET", REDIRECT + whose + query, "", new byte[0]);
    traffic.ask(404, stranger, "GET", REDIRECT + "/nobody" + query, JsonObject.EMPTY);
    traffic.get(stranger, SSO + query);
    traffic.post(alice, SSO + query);
    traffic.ask(400, stranger, "POST", SSO + query, JsonObject.EMPTY);
    JsonObject nobody = Client.proof("nobody", World.PASSWORD);
    traffic.ask(403, stranger, "POST", SSO + query, nobody);
    for (JsonObject named : otherwise()) traffic.ask(403, stranger, "POST", SSO + query, named);
    for (String method : new String[] {"GET", "POST"}) {
      traffic.ask(400, alice, method, SSO, JsonObject.EMPTY);
      traffic.ask(400, alice, method, SSO + "?redirectUrl=data:x", JsonObject.EMPTY);
    }
  }

  /// The other ways to say who one is.
  private static List<JsonObject> otherwise() {
    JsonObject mail = JsonObject.of("medium", "email", "address", "personne@mairie.example");
    JsonObject phone = JsonObject.of("type", "m.id.phone", "country", "FR", "phone", "1");
    JsonObject mailed = mail.with("type", "m.id.thirdparty");
    return List.of(
        JsonObject.of("type", "m.login.token", "token", "none"),
        JsonObject.of("user", "nobody", "password", World.PASSWORD),
        mail.with("password", World.PASSWORD),
        JsonObject.of("identifier", mailed, "password", World.PASSWORD),
        JsonObject.of("identifier", phone, "password", World.PASSWORD));
  }

  private void keys() {
    String reset = "/api/v1/key_reset";
    registered().tokens(alice, "KEYS");
    JsonObject proof = Client.proof(alice.user(), World.PASSWORD);
    traffic.post(alice, reset, "auth", proof, "device_id", "KEYS");
    JsonObject own = JsonObject.of("auth", proof, "device_id", alice.device());
    traffic.ask(400, alice, "POST", reset, own);
  }

  private Answer form(int status, String path, Map<String, String> fields) {
    byte[] body = Traffic.bytes(Foreign.form(fields));
    return traffic.raw(status, stranger, "POST", path, FORM, body);
  }
}
