package parvis.contract;

import java.util.Map;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.protocol.json.JsonObject;

/// The outbox, of a house without a mail server. Comes after the first administrator.
final class MailPart {
  private static final String MAILS = "/api/v1/mails";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "GET " + MAILS,
          "400 M_INVALID_PARAM, 403 M_FORBIDDEN",
          "POST " + MAILS,
          MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 403 M_FORBIDDEN",
          "GET " + MAILS + "/{number}",
          "403 M_FORBIDDEN, 404 M_NOT_FOUND",
          "POST " + MAILS + "/{number}/tries",
          MALFORMED + "403 M_FORBIDDEN, 404 M_NOT_FOUND");

  private final Traffic traffic;
  private final Client alice;
  private final Client admin;

  MailPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("mail-alice");
    this.admin = traffic.world().signIn("account-first");
  }

  void play() {
    traffic.part("the outbox", this::outbox);
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
    traffic.get(admin, mail);
    traffic.ask(403, alice, "GET", mail, JsonObject.EMPTY);
    traffic.ask(404, admin, "GET", MAILS + "/0", JsonObject.EMPTY);
    traffic.ask(403, alice, "POST", mail + "/tries", JsonObject.EMPTY);
    traffic.ask(404, admin, "POST", MAILS + "/0/tries", JsonObject.EMPTY);
    traffic.ask(404, admin, "POST", MAILS + "/x/tries", JsonObject.EMPTY);
    traffic.post(admin, mail + "/tries");
  }
}
