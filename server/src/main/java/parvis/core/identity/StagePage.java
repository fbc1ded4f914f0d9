package parvis.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Markup;
import parvis.platform.config.Config;
import parvis.platform.http.Reply;

/// The one page on which a stage of signing in is done; it tells the window that opened it when it
/// is.
///
/// spec: cs-api#fallback
final class StagePage {
  private static final String DONE =
      "if(window.onAuthDone)window.onAuthDone();"
          + "else if(window.opener)window.opener.postMessage(\"authDone\",\"*\");";

  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem;
        color-scheme: light dark }
      label { display: block; margin: 1rem 0 }
      input { display: block; width: 100%; font: inherit; padding: .4rem; box-sizing: border-box }
      button { font: inherit; padding: .5rem 1rem }
      """;

  /// The page asks nobody for anything; its one style and its one script are known to the browser.
  private static final String POLICY =
      "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src "
          + source(STYLE)
          + "; script-src "
          + source(DONE);

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="{language}">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>{title}</title>
      <style>{style}</style>
      <h1>{title}</h1>
      {body}
      </html>
      """;

  private StagePage() {}

  static Reply asking(Language in, String stage, String session, Optional<Config.Terms> terms) {
    return page(200, in, title(in, stage), form(in, stage, session, terms, ""));
  }

  static Reply wrong(Language in, String stage, String session, Optional<Config.Terms> terms) {
    String sentence = in.say("Cela n'est pas juste.", "This is not right.");
    String wrong = "<p role=\"alert\">" + sentence + "</p>";
    return page(401, in, title(in, stage), form(in, stage, session, terms, wrong));
  }

  static Reply done(Language in) {
    String sentence = in.say("Vous pouvez fermer cette page.", "You may close this page.");
    return page(
        200,
        in,
        in.say("C'est fait", "Done"),
        "<p>" + sentence + "</p><script>" + DONE + "</script>");
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

  private static Reply page(int status, Language in, String title, String body) {
    return Reply.text(status, "text/html; charset=utf-8", html(in, title, body))
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
  }

  private static String html(Language in, String title, String body) {
    return PAGE.replace("{language}", in.code())
        .replace("{style}", STYLE)
        .replace("{title}", title)
        .replace("{body}", body);
  }

  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
