package parvis.core.openid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;

/// The browser in which somebody comes in: it alone knows the secret in its cookie. It keeps it for
/// as long as coming in may take, so that two pages may be on their way at once.
record Browser(String secret) {
  private static final String NAME = "parvis_openid";
  private static final Pattern COOKIE =
      Pattern.compile("(?:^|;\\s*)" + NAME + "=([A-Za-z0-9_-]{43})(?=;|$)");

  static Optional<Browser> of(Call call) {
    return call.header("Cookie")
        .map(COOKIE::matcher)
        .filter(Matcher::find)
        .map(found -> new Browser(found.group(1)));
  }

  static Browser ofOrFresh(Call call, Secrets secrets) {
    return of(call).orElseGet(() -> new Browser(secrets.token("")));
  }

  byte[] hash() {
    return SecretHash.of(secret).bytes();
  }

  /// It is sent back to us when a provider sends the browser here, and to nobody else.
  Reply kept(Reply reply, String publicAddress) {
    String secure = publicAddress.startsWith("https:") ? "; Secure" : "";
    return reply.header(
        "Set-Cookie",
        NAME
            + "="
            + secret
            + "; Path=/api/v1/openid; Max-Age="
            + Attempts.LIFE.plus(Tickets.LIFE).toSeconds()
            + "; HttpOnly; SameSite=Lax"
            + secure);
  }
}
