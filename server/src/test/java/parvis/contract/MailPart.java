package parvis.contract;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The outbox of a house without a mail server, and addresses, whose proofs are read there. Comes
/// after the first administrator.
final class MailPart {
  private static final String MAILS = "/api/v1/mails";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";

  private static final String V3 = "/_matrix/client/v3";
  private static final String SUBMIT = "/api/v1/address_proof/submit";
  private static final String PAGE = "/api/v1/address_proof";
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}(\\d{6})$");

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "GET " + MAILS,
          "400 M_INVALID_PARAM, 403 M_FORBIDDEN",
          "GET " + MAILS + "/mark",
          "403 M_FORBIDDEN",
          "POST " + MAILS,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN",
          "GET " + MAILS + "/{number}",
          "403 M_FORBIDDEN, 404 M_NOT_FOUND",
          "POST " + MAILS + "/{number}/tries",
          MALFORMED + "403 M_FORBIDDEN, 404 M_NOT_FOUND",
          "POST " + SUBMIT,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM",
          "POST " + SignInPart.ASK,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM",
          "POST " + SignInPart.ENTER,
          MALFORMED
              + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, "
              + "401 FR_PARVIS_SHARED_MAILBOX, 403 M_FORBIDDEN, 403 M_THREEPID_AUTH_FAILED");

  private final Traffic traffic;
  private final Client stranger;
  private final Client alice;
  private final Client admin;

  MailPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.alice = traffic.world().register("mail-alice");
    this.admin = traffic.world().signIn("account-first");
  }

  void play() {
    traffic.part("addresses by mail", this::addresses);
    traffic.part("the outbox", this::outbox);
  }

  private void addresses() {
    String address = "alice@mairie.example";
    JsonObject wish =
        JsonObject.of("client_secret", "secret", "email", address, "send_attempt", 1L);
    for (String purpose : List.of("/register", "/account/password", "/account/3pid")) {
      String path = V3 + purpose + "/email/requestToken";
      traffic.ask(200, stranger, "POST", path, wish);
      traffic.ask(400, stranger, "POST", path, wish.with("email", "a@b@mairie.example"));
    }
    traffic.put(admin, "/api/v1/registration", "mode", "closed");
    traffic.ask(403, stranger, "POST", V3 + "/register/email/requestToken", wish);
    traffic.put(admin, "/api/v1/registration", "mode", "open");
    JsonObject proven = proven(stranger, "added@mairie.example", "/account/3pid");
    String add = V3 + "/account/3pid/add";
    traffic.ask(401, alice, "POST", add, proven);
    JsonObject proof = Client.proof(alice.user(), World.PASSWORD);
    traffic.ask(200, alice, "POST", add, proven.with("auth", proof));
    traffic.get(alice, V3 + "/account/3pid");
    JsonObject pusher =
        JsonObject.of("app_id", "m.email", "kind", "email", "app_display_name", "Courriels")
            .with("device_display_name", "Courriels")
            .with("lang", "fr")
            .with("data", JsonObject.EMPTY);
    String set = V3 + "/pushers/set";
    traffic.ask(400, alice, "POST", set, pusher.with("pushkey", "other@mairie.example"));
    traffic.ask(200, alice, "POST", set, pusher.with("pushkey", "added@mairie.example"));
    String stop = "/api/v1/unsubscriptions/1.none";
    traffic.raw(200, stranger, "GET", stop, "", new byte[0]);
    traffic.raw(200, stranger, "POST", stop, "application/x-www-form-urlencoded", new byte[0]);
    traffic.ask(400, stranger, "POST", SUBMIT, JsonObject.of("sid", "é", "client_secret", "x"));
    traffic.ask(400, stranger, "POST", SUBMIT, JsonObject.EMPTY);
    traffic.raw(200, stranger, "GET", PAGE + "?sid=x&token=y", "", new byte[0]);
    String linked = "linked@mairie.example";
    String ask = V3 + "/account/3pid/email/requestToken";
    traffic.ask(200, stranger, "POST", ask, wish.with("email", linked));
    String mail = Mails.text(admin, linked);
    String link = mail.substring(mail.indexOf(PAGE)).lines().findFirst().orElseThrow();
    traffic.raw(200, stranger, "GET", link, "", new byte[0]);
    byte[] form = Traffic.bytes(link.substring(link.indexOf('?') + 1));
    traffic.raw(200, stranger, "POST", PAGE, "application/x-www-form-urlencoded", form);
  }

  /// A proof of an address, by the code that the administrator reads.
  private JsonObject proven(Client who, String address, String purpose) {
    JsonObject wish =
        JsonObject.of("client_secret", "secret", "email", address, "send_attempt", 1L);
    String ask = V3 + purpose + "/email/requestToken";
    String sid = traffic.ask(200, who, "POST", ask, wish).string("sid");
    Matcher code = CODE.matcher(Mails.text(admin, address));
    if (!code.find()) throw new AssertionError("no code");
    JsonObject told = JsonObject.of("sid", sid, "client_secret", "secret");
    traffic.ask(200, who, "POST", SUBMIT, told.with("token", code.group(1)));
    return told;
  }

  private void outbox() {
    JsonObject wish = JsonObject.of("to", "essai@parvis.example");
    traffic.ask(403, alice, "POST", MAILS, wish);
    traffic.ask(400, admin, "POST", MAILS, JsonObject.EMPTY);
    traffic.ask(400, admin, "POST", MAILS, JsonObject.of("to", "a@b@parvis.example"));
    traffic.ask(200, admin, "POST", MAILS, wish);
    traffic.ask(403, alice, "GET", MAILS, JsonObject.EMPTY);
    traffic.ask(400, admin, "GET", MAILS + "?before=x", JsonObject.EMPTY);
    JsonObject kept = Mails.kept(admin, "essai@parvis.example");
    String mail = MAILS + "/" + kept.integer("number").orElseThrow();
    traffic.get(admin, MAILS);
    traffic.get(admin, MAILS + "/mark");
    traffic.ask(403, alice, "GET", MAILS + "/mark", JsonObject.EMPTY);
    traffic.get(admin, mail);
    traffic.ask(403, alice, "GET", mail, JsonObject.EMPTY);
    traffic.ask(404, admin, "GET", MAILS + "/0", JsonObject.EMPTY);
    traffic.ask(403, alice, "POST", mail + "/tries", JsonObject.EMPTY);
    traffic.ask(404, admin, "POST", MAILS + "/0/tries", JsonObject.EMPTY);
    traffic.ask(404, admin, "POST", MAILS + "/x/tries", JsonObject.EMPTY);
    traffic.post(admin, mail + "/tries");
  }
}
