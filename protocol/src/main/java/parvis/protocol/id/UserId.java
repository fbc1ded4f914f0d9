package parvis.protocol.id;

import java.util.Optional;

/// The id of a person or a bot: `@localpart:server`.
///
/// Events of old rooms hold ids outside today's grammar, so parsing accepts the historical one; a
/// new account must satisfy `validLocalpart`.
///
/// spec: appendices#user-identifiers
public record UserId(String value) {
  /// The user id these characters are, if they are one, by the historical grammar.
  public static Optional<UserId> parse(String text) {
    return valid(text) ? Optional.of(new UserId(text)) : Optional.empty();
  }

  public static Optional<UserId> of(String localpart, ServerName server) {
    return parse("@" + localpart + ":" + server.value());
  }

  public static boolean valid(String text) {
    if (!Grammar.sigil(text, '@')) return false;
    int colon = text.indexOf(':');
    return colon >= 1 && ServerName.valid(text, colon + 1);
  }

  /// Whether a new account may have this localpart: `a-z`, `0-9` and `. _ = - / +`.
  public static boolean validLocalpart(String localpart) {
    for (int i = 0; i < localpart.length(); i++) {
      char c = localpart.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !Grammar.digit(c) && "._=-/+".indexOf(c) < 0) return false;
    }
    return !localpart.isEmpty();
  }

  public String localpart() {
    return value.substring(1, value.indexOf(':'));
  }

  public ServerName server() {
    return new ServerName(value.substring(value.indexOf(':') + 1));
  }

  @Override
  public String toString() {
    return value;
  }
}
