package parvis.core.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.protocol.json.JsonObject;

/// Where a client wants its person's browser to go back to, with a token that signs in.
///
/// It may be anybody's page or program, so it is worth nothing until its person has read it and
/// said yes. What a browser would run or open by itself is none.
///
/// spec: cs-api#redirecting-to-the-authentication-server
record SsoAddress(URI uri) {
  static final int CHARS_MAX = 2_048;

  private static final Set<String> RUN_BY_BROWSERS =
      Set.of(
          "about",
          "blob",
          "chrome",
          "content",
          "data",
          "file",
          "filesystem",
          "ftp",
          "intent",
          "javascript",
          "vbscript",
          "view-source",
          "ws",
          "wss");

  /// @throws Refused missingParam, or invalidParam when nobody may be sent there
  static SsoAddress read(Call call) {
    String text =
        call.query("redirectUrl")
            .orElseThrow(() -> Refused.missingParam("\"redirectUrl\" is missing"));
    return of(text)
        .orElseThrow(
            () -> Refused.invalidParam("Nobody is sent to the address of \"redirectUrl\""));
  }

  static Optional<SsoAddress> of(String text) {
    if (text.length() > CHARS_MAX) return Optional.empty();
    try {
      URI uri = new URI(text);
      return fits(uri) ? Optional.of(new SsoAddress(uri)) : Optional.empty();
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }

  private static boolean fits(URI uri) {
    if (uri.getScheme() == null || uri.isOpaque() || uri.getRawUserInfo() != null) return false;
    return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
      case "https" -> RedirectRules.isPlain(uri);
      case "http" -> RedirectRules.isOwnMachine(uri);
      case String scheme -> !RUN_BY_BROWSERS.contains(scheme);
    };
  }

  /// The host of a page of the web; empty for a program on somebody's own device.
  private Optional<String> host() {
    return Optional.ofNullable(uri.getHost())
        .filter(_ -> RedirectRules.isPlain(uri))
        .map(host -> host.toLowerCase(Locale.ROOT));
  }

  /// A program on somebody's own device: where it listens, or what opens it.
  private String program() {
    return RedirectRules.isOwnMachine(uri)
        ? uri.getRawAuthority().toLowerCase(Locale.ROOT)
        : uri.getScheme() + ":";
  }

  /// What a person is shown of it: nothing that is only said.
  JsonObject shown() {
    return JsonObject.builder()
        .put("name", host().orElseGet(this::program))
        .putIf("uri", host().map(host -> "https://" + host + "/"))
        .putIf("host", host())
        .build();
  }

  /// The address that carries a token back.
  String with(String token) {
    String text = uri.toString();
    int hash = text.indexOf('#');
    String before = hash < 0 ? text : text.substring(0, hash);
    String after = hash < 0 ? "" : text.substring(hash);
    return before + (before.contains("?") ? "&" : "?") + "loginToken=" + token + after;
  }
}
