package parvis.core.identity;

import parvis.base.Language;
import parvis.base.Markup;
import parvis.core.identity.AddressProofs.Shown;
import parvis.platform.http.Page;
import parvis.platform.http.Reply;

/// The page that a mail opens. To open it proves nothing, since programs open what is in mails;
/// whoever reads it says so.
final class ProofPage {
  private ProofPage() {}

  static Reply asking(Language in, Shown shown, String sid, String link) {
    return Page.of(
        200,
        in,
        title(in),
        "<p>"
            + Markup.escaped(question(in, shown))
            + "</p><form method=\"post\"><input type=\"hidden\" name=\"sid\" value=\""
            + Markup.escaped(sid)
            + "\"><input type=\"hidden\" name=\"token\" value=\""
            + Markup.escaped(link)
            + "\"><button>"
            + in.say("C'est moi", "It is me")
            + "</button></form><p>"
            + in.say(
                "Si vous n'avez rien demandé, fermez cette page.",
                "If you asked for nothing, close this page.")
            + "</p>");
  }

  private static String title(Language in) {
    return in.say("Confirmer votre adresse", "Confirm your address");
  }

  private static String question(Language in, Shown shown) {
    String address = shown.address().value();
    return switch (shown.purpose()) {
      case REGISTER ->
          in.say(
              "Créez-vous un compte avec l'adresse " + address + " ?",
              "Are you making an account with the address " + address + "?");
      case PASSWORD -> throw new IllegalStateException("a mail for a password holds no link");
      case ADD ->
          in.say(
              "Ajoutez-vous l'adresse " + address + " à votre compte ?",
              "Are you adding the address " + address + " to your account?");
    };
  }

  static Reply done(Language in, Shown shown) {
    String next =
        shown
            .next()
            .map(
                address ->
                    "<p><a href=\""
                        + Markup.escaped(address)
                        + "\">"
                        + in.say("Continuer", "Continue")
                        + "</a></p>")
            .orElse("");
    String sentence =
        in.say(
            "Revenez là où l'on vous a demandé cette confirmation.",
            "Go back to where you were asked for this.");
    return Page.of(
        200, in, in.say("C'est confirmé", "Confirmed"), "<p>" + sentence + "</p>" + next);
  }

  static Reply over(Language in) {
    String sentence =
        in.say(
            "Ce lien a déjà servi ou n'est plus valable. Demandez un autre courriel.",
            "This link was used or is over. Ask for another mail.");
    return Page.of(200, in, title(in), "<p role=\"alert\">" + sentence + "</p>");
  }
}
