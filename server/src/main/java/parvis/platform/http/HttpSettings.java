package parvis.platform.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where the server listens and what it serves besides routes.
///
/// @param host the address to listen on
/// @param port the port to listen on; 0 lets the system choose
/// @param eventLoops threads that read and write sockets
/// @param tls the certificate, where the server itself speaks TLS
/// @param web the folder of the built web client
/// @param trustedProxies addresses whose `X-Forwarded-For` is believed
/// @param patience how long slow clients are waited for
public record HttpSettings(
    String host,
    int port,
    int eventLoops,
    Optional<Tls> tls,
    Optional<Path> web,
    Set<String> trustedProxies,
    Patience patience) {

  /// The proxies that are believed by default: those on the same machine.
  public static final Set<String> LOOPBACK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");

  /// PEM files: the certificate chain and its private key. They are read again when they change.
  public record Tls(Path certificate, Path key) {}

  public HttpSettings {
    trustedProxies = Set.copyOf(trustedProxies);
  }

  /// Plain HTTP with an event loop per core and no web client.
  public static HttpSettings on(String host, int port) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new HttpSettings(
        host, port, cores, Optional.empty(), Optional.empty(), LOOPBACK, Patience.USUAL);
  }

  public HttpSettings withTls(Tls tls) {
    return new HttpSettings(
        host, port, eventLoops, Optional.of(tls), web, trustedProxies, patience);
  }

  public HttpSettings withWeb(Path web) {
    return new HttpSettings(
        host, port, eventLoops, tls, Optional.of(web), trustedProxies, patience);
  }

  public HttpSettings withTrustedProxies(List<String> proxies) {
    return new HttpSettings(host, port, eventLoops, tls, web, Set.copyOf(proxies), patience);
  }

  public HttpSettings withPatience(Patience patience) {
    return new HttpSettings(host, port, eventLoops, tls, web, trustedProxies, patience);
  }
}
