package parvis.platform.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import parvis.base.Language;
import parvis.base.Markup;

/// A page of few words that stands alone: it asks nobody for anything, and its one style and its
/// one script are known to the browser by their hashes.
public final class Page {
  private static final String STYLE =
      """
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem;
        color-scheme: light dark }
      label { display: block; margin: 1rem 0 }
      input { display: block; width: 100%; font: inherit; padding: .4rem; box-sizing: border-box }
      button { font: inherit; padding: .5rem 1rem }
      """;

  private static final String POLICY =
      "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; style-src ";

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

  private Page() {}

  /// A page as an answer.
  ///
  /// @param body markup; what others wrote is escaped in it
  public static Reply of(int status, Language in, String title, String body) {
    return of(status, in, title, body, "");
  }

  /// The same with a script that runs when it is shown.
  public static Reply of(int status, Language in, String title, String body, String script) {
    String all = script.isEmpty() ? body : body + "<script>" + script + "</script>";
    String policy =
        POLICY + source(STYLE) + (script.isEmpty() ? "" : "; script-src " + source(script));
    return Reply.text(status, "text/html; charset=utf-8", html(in, title, all))
        .header("Content-Security-Policy", policy)
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
  }

  private static String html(Language in, String title, String body) {
    return PAGE.replace("{language}", in.code())
        .replace("{style}", STYLE)
        .replace("{title}", Markup.escaped(title))
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
