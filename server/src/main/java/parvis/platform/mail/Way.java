package parvis.platform.mail;

import java.util.Optional;

/// How mails leave the house. Used by one postman.
sealed interface Way extends AutoCloseable permits SmtpWay, FolderWay {
  /// What became of a mail.
  sealed interface Carried {
    /// Somebody else is responsible for it now.
    record Sent() implements Carried {}

    /// It lies in a file, and in the outbox.
    record Kept() implements Carried {}

    /// It was not taken now.
    ///
    /// @param pause whether others need not be tried at once
    record Later(String reason, boolean pause) implements Carried {}

    /// It is not taken, now or later.
    record Refused(String reason) implements Carried {}

    /// Nobody knows.
    record Unsure(String reason) implements Carried {}
  }

  Carried carry(Waiting mail);

  /// Whether there is a mail server.
  boolean leads();

  /// For now there is nothing more to carry.
  void rest();

  @Override
  void close();

  /// A mail on its way.
  ///
  /// @param nid its number in the outbox
  record Waiting(long nid, Mail mail, long createdMs, int tries) {}

  /// The sentence of a fault, in one line and bounded.
  static String reason(Throwable fault, int charsMax) {
    String said = Optional.ofNullable(fault.getMessage()).orElse(fault.getClass().getSimpleName());
    String line = said.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= charsMax ? line : line.substring(0, charsMax);
  }
}
