package parvis.platform.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import parvis.platform.config.Config;

/// The way over the operator's mail server. One connection, kept while there is something to send.
final class SmtpWay implements Way {
  private static final String CONNECT_MS_MAX = "10000";

  /// How long the server may take over one answer.
  private static final String ANSWER_MS_MAX = "60000";

  private static final int REASON_CHARS_MAX = 500;

  /// From here on a refusal is for good.
  private static final int FOR_GOOD = 500;

  private static final int FAILURE = 400;

  private final Config.MailServer server;
  private final Session session;
  private final SMTPTransport transport;

  /// @param trusted who says which certificates are believed
  /// @param name of this server, which it tells the other one
  SmtpWay(Config.MailServer server, SSLSocketFactory trusted, String name) {
    this(server, trusted, name, ANSWER_MS_MAX);
  }

  SmtpWay(Config.MailServer server, SSLSocketFactory trusted, String name, String answerMsMax) {
    this.server = server;
    this.session = Session.getInstance(properties(server, trusted, name, answerMsMax));
    try {
      this.transport = (SMTPTransport) session.getTransport("smtp");
    } catch (NoSuchProviderException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Properties properties(
      Config.MailServer server, SSLSocketFactory trusted, String name, String answerMsMax) {
    Properties all = new Properties();
    all.put("mail.smtp.host", server.host());
    all.put("mail.smtp.port", Integer.toString(server.port()));
    all.put("mail.smtp.localhost", name);
    all.put("mail.smtp.from", server.from().value());
    all.put("mail.smtp.connectiontimeout", CONNECT_MS_MAX);
    all.put("mail.smtp.timeout", answerMsMax);
    all.put("mail.smtp.writetimeout", answerMsMax);
    all.put("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    all.put("mail.smtp.quitwait", "false");
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    all.put("mail.smtp.ssl.socketFactory", trusted);
    switch (server.security()) {
      case TLS -> all.put("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        all.put("mail.smtp.starttls.enable", "true");
        all.put("mail.smtp.starttls.required", "true");
      }
      case NONE -> {}
    }
    return all;
  }

  @Override
  public Carried carry(Waiting waiting) {
    Envelope envelope;
    try {
      envelope = Envelope.of(session, waiting, server.from());
    } catch (MessagingException e) {
      return new Carried.Refused(Way.reason(e, REASON_CHARS_MAX));
    }
    try {
      connect();
    } catch (AuthenticationFailedException e) {
      return new Carried.Later("Sign-in: " + Way.reason(e, REASON_CHARS_MAX), true);
    } catch (MessagingException e) {
      return new Carried.Later(Way.reason(e, REASON_CHARS_MAX), true);
    }
    try {
      transport.sendMessage(envelope, envelope.getAllRecipients());
      return new Carried.Sent();
    } catch (MessagingException e) {
      rest();
      return failed(envelope, e);
    }
  }

  private void connect() throws MessagingException {
    if (transport.isConnected()) return;
    if (server.login().isPresent()) {
      Config.MailServer.Login login = server.login().get();
      transport.connect(server.host(), server.port(), login.user(), login.password());
    } else {
      transport.connect();
    }
  }

  /// What a failure means: by the answer of the server where there is one, else by how far the mail
  /// had come.
  private static Carried failed(Envelope envelope, MessagingException fault) {
    int code = -1;
    boolean ofSender = false;
    String reason = Way.reason(fault, REASON_CHARS_MAX);
    for (Exception e = fault; e instanceof MessagingException; e = next((MessagingException) e)) {
      int said =
          switch (e) {
            case SMTPAddressFailedException refused -> refused.getReturnCode();
            case SMTPSenderFailedException refused -> refused.getReturnCode();
            case SMTPSendFailedException refused -> refused.getReturnCode();
            default -> -1;
          };
      ofSender |= e instanceof SMTPSenderFailedException;
      if (said >= FAILURE) {
        code = said;
        reason = Way.reason(e, REASON_CHARS_MAX);
      }
    }
    if (code >= FOR_GOOD && !ofSender) return new Carried.Refused(reason);
    if (code >= FAILURE) return new Carried.Later(reason, ofSender);
    if (envelope.isWritten()) return new Carried.Unsure(reason);
    return new Carried.Later(reason, !(fault instanceof SendFailedException));
  }

  private static @Nullable Exception next(MessagingException of) {
    return of.getNextException();
  }

  @Override
  public boolean leads() {
    return true;
  }

  /// Says goodbye, as far as anybody still listens.
  @Override
  public void rest() {
    try {
      transport.close();
    } catch (MessagingException _) {
      // The connection is gone either way, and the next mail makes another one.
      return;
    }
  }

  @Override
  public void close() {
    rest();
  }
}
