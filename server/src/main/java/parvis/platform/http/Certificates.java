package parvis.platform.http;

import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The certificate of a server that speaks TLS itself, followed while its files change.
///
/// Certificate and key are two files that cannot change at once: what does not fit together is said
/// once and tried again, and the server goes on with what it has.
final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

  /// How long giving the server its new certificate may take before it is tried again.
  private static final Duration UPDATE_MAX = Duration.ofSeconds(5);

  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");

  private final HttpSettings.Tls tls;
  private Stamp loaded;
  private Stamp refused;

  /// When the two files last changed.
  private record Stamp(long certificate, long key) {}

  Certificates(HttpSettings.Tls tls) {
    this.tls = tls;
    this.loaded = stamp();
    this.refused = loaded;
  }

  void apply(HttpServerOptions options) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(keys());
  }

  /// Gives the files to the server again if they have changed.
  void check(List<Loop> loops) {
    Stamp now = stamp();
    if (now.equals(loaded) || loops.isEmpty()) {
      return;
    }
    io.vertx.core.http.HttpServer socket = loops.getFirst().socket();
    if (socket == null) {
      return;
    }
    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(keys()).setUseAlpn(true);
    options.setEnabledSecureTransportProtocols(PROTOCOLS);
    try {
      socket.updateSSLOptions(options, true).await(UPDATE_MAX.toMillis(), TimeUnit.MILLISECONDS);
      loaded = now;
      LOG.info("The certificate was read again");
    } catch (RuntimeException | TimeoutException unusable) {
      if (!now.equals(refused)) {
        LOG.error("The changed certificate cannot be used; the one before stays", unusable);
      }
      refused = now;
    }
  }

  private PemKeyCertOptions keys() {
    return new PemKeyCertOptions()
        .setCertPath(tls.certificate().toString())
        .setKeyPath(tls.key().toString());
  }

  private Stamp stamp() {
    return new Stamp(changed(tls.certificate()), changed(tls.key()));
  }

  private static long changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException missing) {
      return 0;
    }
  }
}
