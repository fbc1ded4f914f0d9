package parvis.harness;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A mail server of this machine (GreenMail) that takes every mail, and what lies in its mailboxes.
public final class Mailbox implements AutoCloseable {
  private static final long WAIT_MS = 20_000;
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}(\\d{6})$");
  private static final Pattern LINK = Pattern.compile("(?m)^(https?://\\S+)$");

  /// The name and the password that it asks for where it is given one.
  public static final String USER = "parvis";

  public static final String PASSWORD = "mail-password";

  private final GreenMail server;

  /// One mail, as its reader has it.
  public record Read(MimeMessage head, String subject, String text, String html) {
    public String to() throws MessagingException {
      return head.getRecipients(MimeMessage.RecipientType.TO)[0].toString();
    }

    public String header(String name) {
      try {
        String value = head.getHeader(name, "|");
        return value == null ? "" : value;
      } catch (MessagingException e) {
        throw new AssertionError(e);
      }
    }

    /// The code that stands on a line of its own.
    public String code() {
      return first(CODE);
    }

    /// The first address that stands on a line of its own.
    public String link() {
      return first(LINK);
    }

    private String first(Pattern pattern) {
      Matcher found = pattern.matcher(text);
      if (!found.find()) throw new AssertionError("not in: " + text);
      return found.group(1);
    }
  }

  private Mailbox(GreenMail server) {
    this.server = server;
  }

  public static Mailbox open() {
    return open(new GreenMailConfiguration().withDisabledAuthentication());
  }

  /// One that takes nothing from who does not sign in.
  public static Mailbox locked() {
    return open(new GreenMailConfiguration().withUser(USER, PASSWORD));
  }

  private static Mailbox open(GreenMailConfiguration configuration) {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.withConfiguration(configuration).start();
    return new Mailbox(server);
  }

  public int port() {
    return server.getSmtp().getPort();
  }

  /// What a server is told that sends its mail here.
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("PARVIS_MAIL_HOST", "localhost");
    settings.put("PARVIS_MAIL_PORT", Integer.toString(port()));
    settings.put("PARVIS_MAIL_SECURITY", "none");
    settings.put("PARVIS_MAIL_FROM", "parvis@ville.example");
    return settings;
  }

  /// All mails, when there are so many.
  public List<Read> wait(int count) {
    if (!server.waitForIncomingEmail(WAIT_MS, count))
      throw new AssertionError(server.getReceivedMessages().length + " mails, not " + count);
    return all();
  }

  public List<Read> all() {
    return Stream.of(server.getReceivedMessages()).map(Mailbox::read).toList();
  }

  /// The last mail to somebody, when they have so many.
  public Read last(String to, int count) {
    long end = System.nanoTime() + WAIT_MS * 1_000_000;
    while (System.nanoTime() < end) {
      List<Read> theirs = all().stream().filter(mail -> mail.header("To").equals(to)).toList();
      if (theirs.size() >= count) return theirs.getLast();
      server.waitForIncomingEmail(100, all().size() + 1);
    }
    throw new AssertionError("no such mail to " + to);
  }

  private static Read read(MimeMessage message) {
    try {
      MimeMultipart parts = (MimeMultipart) message.getContent();
      return new Read(message, message.getSubject(), text(parts, 0), text(parts, 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(MimeMultipart parts, int which)
      throws MessagingException, IOException {
    BodyPart part = parts.getBodyPart(which);
    return part.getContent().toString().replace("\r\n", "\n");
  }

  @Override
  public void close() {
    server.stop();
  }
}
