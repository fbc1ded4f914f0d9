package parvis.platform.mail;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// A letter to somebody.
///
/// @param id what it is about, so that it goes once: whoever writes the same again uses it again
/// @param server that writes
/// @param unsubscribe where a mail program ends mails like this one by one request, RFC 8058
/// @param urgent whether somebody waits for it in front of a screen
/// @param life how long it is worth sending
public record Mail(
    String id,
    ServerName server,
    Address to,
    Letter letter,
    Optional<URI> unsubscribe,
    boolean urgent,
    Duration life) {
  private static final int ID_CHARS_MAX = 100;
  private static final Duration LIFE = Duration.ofDays(3);

  public Mail {
    boolean plain =
        id.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-'));
    if (id.isEmpty() || id.length() > ID_CHARS_MAX || !plain)
      throw new IllegalArgumentException("the id of a mail has letters, digits and hyphens");
  }

  /// Something that can wait.
  public static Mail of(String id, ServerName server, Address to, Letter letter) {
    return new Mail(id, server, to, letter, Optional.empty(), false, LIFE);
  }

  /// Something that somebody waits for, and that is worth nothing later.
  public static Mail urgent(
      String id, ServerName server, Address to, Letter letter, Duration life) {
    return new Mail(id, server, to, letter, Optional.empty(), true, life);
  }

  /// The same, with a way to get no more of its kind.
  public Mail unsubscribedAt(URI address) {
    return new Mail(id, server, to, letter, Optional.of(address), urgent, life);
  }
}
