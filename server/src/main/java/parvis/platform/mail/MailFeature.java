package parvis.platform.mail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.platform.config.Config;
import parvis.platform.http.Routes;
import parvis.protocol.id.Address;

/// The wiring of mail, for one node.
public final class MailFeature implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailFeature.class);

  /// Mails that one node carries at a time: a slow answer to one must not hold up all.
  private static final int POSTMEN = 2;

  /// Where files go while no mail server is named.
  static final String FOLDER = "mail";

  private static final Address NOBODY = new Address("parvis@parvis.invalid");

  private final Outbox outbox;
  private final Clock clock;
  private final FolderWay folder;
  private final List<Postman> postmen;
  private final AtomicReference<String> trouble = new AtomicReference<>("");
  private final boolean leads;
  private final BiPredicate<Actor, Address> isClosed;

  /// @param data the folder of everything durable
  /// @param isClosed whether letters to an address are not shown to an administrator
  /// @param trusted who says which certificates of mail servers are believed
  public MailFeature(
      Config config,
      Path data,
      Outbox outbox,
      BiPredicate<Actor, Address> isClosed,
      SSLSocketFactory trusted,
      Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
    this.isClosed = isClosed;
    this.leads = config.mailServer().isPresent();
    this.folder =
        new FolderWay(
            data.resolve(FOLDER), Address.parse("parvis@" + config.serverName()).orElse(NOBODY));
    this.postmen =
        IntStream.range(0, POSTMEN)
            .mapToObj(n -> new Postman(n, outbox, way(config, trusted), trouble))
            .toList();
  }

  private Way way(Config config, SSLSocketFactory trusted) {
    Optional<Config.MailServer> server = config.mailServer();
    return server.isPresent() ? new SmtpWay(server.get(), trusted, config.serverName()) : folder;
  }

  public void start() {
    postmen.forEach(Postman::start);
  }

  /// Forgets what is old; to be called now and then.
  public void tidy() {
    outbox.tidy();
    try {
      folder.tidy(clock.instant().minus(Outbox.KEPT));
    } catch (IOException e) {
      LOG.warn("Old files of mails cannot be removed", e);
    }
  }

  /// Whether there is a mail server.
  public boolean leads() {
    return leads;
  }

  /// Why the mail server takes nothing at the moment; empty when it does.
  public String trouble() {
    return trouble.get();
  }

  public Routes routes() {
    return new OutboxRoutes(outbox, leads, isClosed, this::trouble).table();
  }

  @Override
  public void close() {
    postmen.forEach(Postman::close);
  }
}
