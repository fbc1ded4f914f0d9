package parvis.platform.db;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import parvis.platform.config.StartRefused;

/// The address of somebody else's PostgreSQL, with its user and password taken out of it.
record ExternalUrl(String jdbc, Optional<String> user, Optional<String> password) {
  /// Takes `postgresql://user:password@host:port/name?…`, `postgres://…` and JDBC URLs.
  static ExternalUrl parse(String text) {
    if (text.startsWith("jdbc:postgresql:"))
      return new ExternalUrl(text, Optional.empty(), Optional.empty());
    if (!text.startsWith("postgresql://") && !text.startsWith("postgres://")) throw refused();
    try {
      URI uri = new URI(text);
      String[] login = uri.getRawUserInfo() == null ? null : uri.getRawUserInfo().split(":", 2);
      String place = uri.getRawAuthority().replaceFirst("^.*@", "");
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String jdbc = "jdbc:postgresql://" + place + uri.getRawPath() + query;
      if (login == null) return new ExternalUrl(jdbc, Optional.empty(), Optional.empty());
      Optional<String> password =
          login.length < 2 ? Optional.empty() : Optional.of(decoded(login[1]));
      return new ExternalUrl(jdbc, Optional.of(decoded(login[0])), password);
    } catch (URISyntaxException e) {
      throw refused();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static StartRefused refused() {
    return new StartRefused(
        "database_url is not an address of PostgreSQL: write postgresql://user:password@host/name.");
  }
}
