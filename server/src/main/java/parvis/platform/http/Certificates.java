package parvis.platform.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.config.StartRefused;

/// The certificate of a server that speaks TLS itself, followed while its files change.
///
/// Each handshake asks for the certificate anew, so a change needs no restart and cuts nobody off.
/// Certificate and key are two files that cannot change at once: what does not fit together is said
/// once and tried again, and the server goes on with what it has.
final class Certificates extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
  private static final List<String> KEY_TYPES = List.of("EC", "RSA", "EdDSA");
  private static final byte[] PROBE = "one key, one certificate".getBytes(StandardCharsets.UTF_8);

  private final Vertx vertx;
  private final HttpSettings.Tls tls;

  /// The pair in use, and the one before it for handshakes that have begun.
  private volatile List<Pair> pairs;

  private Stamp loaded;
  private Stamp refused;

  /// A certificate with what signed it, and its key.
  private record Pair(String alias, PrivateKey key, List<X509Certificate> chain) {}

  /// When the two files last changed.
  private record Stamp(long certificate, long key) {}

  /// @throws StartRefused when the files cannot be used
  Certificates(Vertx vertx, HttpSettings.Tls tls) {
    this.vertx = vertx;
    this.tls = tls;
    this.loaded = stamp();
    this.refused = loaded;
    try {
      this.pairs = List.of(read(loaded));
    } catch (Exception unusable) {
      throw new StartRefused(
          "The certificate "
              + tls.certificate()
              + " with the key "
              + tls.key()
              + " cannot be used: "
              + unusable.getMessage());
    }
  }

  void apply(HttpServerOptions options) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(KeyCertOptions.wrap(this));
  }

  /// Reads the files again if they have changed.
  void check() {
    Stamp now = stamp();
    if (now.equals(loaded)) return;
    try {
      pairs = List.of(read(now), pairs.getFirst());
      loaded = now;
      LOG.info("The certificate was read again");
    } catch (Exception unusable) {
      if (!now.equals(refused)) {
        LOG.error("The changed certificate cannot be used; the one before stays", unusable);
      }
      refused = now;
    }
  }

  private Pair read(Stamp at) throws Exception {
    PemKeyCertOptions files =
        new PemKeyCertOptions()
            .setCertPath(tls.certificate().toString())
            .setKeyPath(tls.key().toString());
    X509KeyManager read = (X509KeyManager) files.getKeyManagerFactory(vertx).getKeyManagers()[0];
    for (String type : KEY_TYPES) {
      String[] aliases = read.getServerAliases(type, null);
      if (aliases == null) continue;
      List<X509Certificate> chain = List.of(read.getCertificateChain(aliases[0]));
      Pair pair = new Pair(at.toString(), read.getPrivateKey(aliases[0]), chain);
      checkFit(pair);
      return pair;
    }
    throw new GeneralSecurityException("the key must be of one of " + KEY_TYPES);
  }

  private static void checkFit(Pair pair) throws GeneralSecurityException {
    String algorithm =
        switch (pair.key().getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> pair.key().getAlgorithm();
        };
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(pair.key());
    signer.update(PROBE);
    byte[] signed = signer.sign();
    signer.initVerify(pair.chain().getFirst().getPublicKey());
    signer.update(PROBE);
    if (!signer.verify(signed)) {
      throw new GeneralSecurityException("the key does not belong to the certificate");
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    Pair newest = pairs.getFirst();
    return newest.key().getAlgorithm().equals(keyType) ? newest.alias() : null;
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return pair(alias).map(Pair::key).orElse(null);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return pair(alias).map(pair -> pair.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  private Optional<Pair> pair(String alias) {
    return pairs.stream().filter(pair -> pair.alias().equals(alias)).findFirst();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
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
