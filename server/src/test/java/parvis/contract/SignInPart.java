package parvis.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.protocol.json.JsonObject;

/// Signing in by a code, which the administrator of a house without a mail server reads. Comes
/// after the first administrator.
final class SignInPart {
  static final String ENTER = "/api/v1/sign_in";
  static final String ASK = ENTER + "/code";
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}(\\d{6})$");

  private final Traffic traffic;
  private final Client stranger;
  private final Client admin;

  SignInPart(Traffic traffic) {
    this.traffic = traffic;
    this.stranger = traffic.world().stranger();
    this.admin = traffic.world().signIn("account-first");
  }

  void play() {
    traffic.part("signing in by a code", this::codes);
  }

  private void codes() {
    String address = "entree@mairie.example";
    JsonObject who =
        JsonObject.of("email", address, "secret", "a-secret-of-this-browser-and-no-other");
    traffic.ask(400, stranger, "POST", ASK, who.without("secret"));
    traffic.ask(400, stranger, "POST", ASK, who.with("email", "a@b@mairie.example"));
    traffic.ask(200, stranger, "POST", ASK, who);
    Matcher code = CODE.matcher(Mails.text(admin, address));
    if (!code.find()) throw new AssertionError("no code");
    String right = code.group(1);
    JsonObject told = who.with("code", right);
    traffic.ask(400, stranger, "POST", ENTER, who);
    traffic.ask(400, stranger, "POST", ENTER, who.with("code", "12345"));
    String wrong = right.equals("000000") ? "000001" : "000000";
    traffic.ask(403, stranger, "POST", ENTER, who.with("code", wrong));
    traffic.ask(200, stranger, "POST", ENTER, told);
    traffic.ask(403, stranger, "POST", ENTER, told);
  }
}
