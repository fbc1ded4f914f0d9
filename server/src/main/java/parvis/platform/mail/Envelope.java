package parvis.platform.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.time.Instant;
import java.util.Date;
import parvis.protocol.id.Address;

/// A mail as it travels: head, plain text and HTML; and whether all of it was written.
final class Envelope extends MimeMessage {
  private static final String SENDER = "Parvis";
  private static final String UTF_8 = "UTF-8";

  private final String id;
  private boolean written;

  private Envelope(Session session, String id) {
    super(session);
    this.id = id;
  }

  static Envelope of(Session session, Way.Waiting waiting, Address from) throws MessagingException {
    Mail mail = waiting.mail();
    Envelope envelope = new Envelope(session, "<" + mail.id() + "@" + from.domain() + ">");
    envelope.setFrom(named(from));
    envelope.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to().value(), true));
    envelope.setSubject(mail.letter().subject(), UTF_8);
    envelope.setSentDate(Date.from(Instant.ofEpochMilli(waiting.createdMs())));
    envelope.setHeader("Auto-Submitted", "auto-generated");
    if (mail.unsubscribe().isPresent()) {
      envelope.setHeader("List-Unsubscribe", "<" + mail.unsubscribe().get() + ">");
      envelope.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    MimeBodyPart text = new MimeBodyPart();
    text.setText(mail.letter().text(), UTF_8, "plain");
    MimeBodyPart html = new MimeBodyPart();
    html.setText(mail.letter().html(), UTF_8, "html");
    envelope.setContent(new MimeMultipart("alternative", text, html));
    envelope.saveChanges();
    return envelope;
  }

  private static InternetAddress named(Address from) throws MessagingException {
    try {
      return new InternetAddress(from.value(), SENDER, UTF_8);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Every try has the same one.
  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }

  @Override
  public void writeTo(OutputStream to, String[] ignored) throws IOException, MessagingException {
    super.writeTo(to, ignored);
    written = true;
  }

  /// Whether the last line was handed over, so that the mail server may have the whole.
  boolean isWritten() {
    return written;
  }
}
