package parvis.core.identity;

import java.util.Optional;
import parvis.base.Language;
import parvis.base.Markup;
import parvis.platform.config.Config;
import parvis.platform.http.Page;
import parvis.platform.http.Reply;

/// The one page on which a stage of signing in is done; it tells the window that opened it when it
/// is.
///
/// spec: cs-api#fallback
final class StagePage {
  private static final String DONE =
      "if(window.onAuthDone)window.onAuthDone();"
          + "else if(window.opener)window.opener.postMessage(\"authDone\",\"*\");";

  private StagePage() {}

  static Reply asking(Language in, String stage, String session, Optional<Config.Terms> terms) {
    return Page.of(200, in, title(in, stage), form(in, stage, session, terms, ""));
  }

  static Reply wrong(Language in, String stage, String session, Optional<Config.Terms> terms) {
    String sentence = in.say("Cela n'est pas juste.", "This is not right.");
    String wrong = "<p role=\"alert\">" + sentence + "</p>";
    return Page.of(401, in, title(in, stage), form(in, stage, session, terms, wrong));
  }

  static Reply done(Language in) {
    String sentence = in.say("Vous pouvez fermer cette page.", "You may close this page.");
    return Page.of(200, in, in.say("C'est fait", "Done"), "<p>" + sentence + "</p>", DONE);
  }

  private static String title(Language in, String stage) {
    return switch (stage) {
      case Stages.Accepted.TYPE -> in.say("Conditions d'utilisation", "Terms of use");
      case Stages.Token.TYPE -> in.say("Code d'inscription", "Registration code");
      case Stages.Password.TYPE -> in.say("Mot de passe", "Password");
      default -> in.say("Continuer", "Continue");
    };
  }

  private static String form(
      Language in, String stage, String session, Optional<Config.Terms> terms, String before) {
    String fields =
        switch (stage) {
          case Stages.Accepted.TYPE ->
              "<p><a rel=\"noopener\" target=\"_blank\" href=\""
                  + Markup.escaped(terms.map(Config.Terms::address).orElse(""))
                  + "\">"
                  + title(in, stage)
                  + "</a></p>";
          case Stages.Token.TYPE -> field(in.say("Code", "Code"), "token", "text");
          case Stages.Password.TYPE ->
              field(in.say("Identifiant", "Username"), "user", "text")
                  + field(in.say("Mot de passe", "Password"), "password", "password");
          default -> "";
        };
    String action =
        stage.equals(Stages.Accepted.TYPE)
            ? in.say("J'accepte", "I accept")
            : in.say("Continuer", "Continue");
    return before
        + "<form method=\"post\"><input type=\"hidden\" name=\"session\" value=\""
        + Markup.escaped(session)
        + "\">"
        + fields
        + "<button>"
        + action
        + "</button></form>";
  }

  private static String field(String label, String name, String type) {
    return "<label>%s<input name=\"%s\" type=\"%s\" required></label>".formatted(label, name, type);
  }
}
