package parvis.platform.egress;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import parvis.platform.config.StartRefused;

/// Whose certificates are believed: those that Java knows, and those that the operator adds.
public final class Authorities {
  private Authorities() {}

  /// @param added certificates in PEM
  static Optional<TrustOptions> with(Optional<Path> added) {
    return added.map(Authorities::all);
  }

  /// Connections by TLS of what does not speak HTTP, such as mail.
  ///
  /// @param added certificates in PEM
  public static SSLSocketFactory sockets(Optional<Path> added) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      X509TrustManager trusted = added.isPresent() ? believing(added.get()) : manager(null);
      context.init(null, new TrustManager[] {trusted}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustOptions all(Path added) {
    return TrustOptions.wrap(believing(added));
  }

  private static X509TrustManager believing(Path added) {
    try (InputStream pem = Files.newInputStream(added)) {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      List<X509Certificate> trusted = new ArrayList<>(known());
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        trusted.add((X509Certificate) certificate);
      }
      for (int i = 0; i < trusted.size(); i++) {
        all.setCertificateEntry(Integer.toString(i), trusted.get(i));
      }
      return manager(all);
    } catch (IOException | GeneralSecurityException e) {
      throw new StartRefused("The certificates in " + added + " cannot be read as PEM.");
    }
  }

  private static List<X509Certificate> known() throws GeneralSecurityException {
    return List.of(manager(null).getAcceptedIssuers());
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
