package parvis.core.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Where an application may have people sent back to: its address shows that it is who it says.
///
/// spec: cs-api#redirect-uri-validation
final class RedirectRules {
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private RedirectRules() {}

  /// Whether an application whose page is at `home` may be at this address.
  static boolean allows(URI home, boolean isNative, URI redirect) {
    if (redirect.getRawFragment() != null || redirect.getScheme() == null) return false;
    String scheme = redirect.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "https" -> isOf(home, redirect);
      case "http" -> isNative && isOwnMachine(redirect) && redirect.getPort() < 0;
      default -> isNative && isPrivate(home, scheme, redirect);
    };
  }

  /// Whether an address is on the host of another or on a host below that.
  static boolean isOf(URI home, URI address) {
    if (!isPlain(address)) return false;
    String base = home.getHost().toLowerCase(Locale.ROOT);
    String host = address.getHost().toLowerCase(Locale.ROOT);
    return host.equals(base) || host.endsWith("." + base);
  }

  /// Whether it is an address of the web that names a host and nobody there.
  static boolean isPlain(URI address) {
    return "https".equalsIgnoreCase(address.getScheme())
        && address.getHost() != null
        && address.getRawUserInfo() == null;
  }

  /// Whether it names the machine on which it is opened, and nobody there.
  static boolean isOwnMachine(URI redirect) {
    return redirect.getHost() != null
        && redirect.getRawUserInfo() == null
        && OWN_MACHINE.contains(redirect.getHost().toLowerCase(Locale.ROOT));
  }

  /// A scheme that begins with the name of the host, turned round.
  private static boolean isPrivate(URI home, String scheme, URI redirect) {
    List<String> labels = Arrays.asList(home.getHost().toLowerCase(Locale.ROOT).split("\\.", -1));
    Collections.reverse(labels);
    String turned = String.join(".", labels);
    return labels.size() > 1
        && (scheme.equals(turned) || scheme.startsWith(turned + "."))
        && !redirect.getRawSchemeSpecificPart().startsWith("//");
  }

  /// An address on one's own machine as it is registered; empty for any other.
  static Optional<String> withoutPort(String redirect) {
    try {
      URI uri = new URI(redirect);
      if (!"http".equals(uri.getScheme()) || !isOwnMachine(uri) || uri.getPort() < 0) {
        return Optional.empty();
      }
      String path = redirect.substring("http://".length() + uri.getRawAuthority().length());
      return Optional.of("http://" + uri.getHost() + path);
    } catch (URISyntaxException none) {
      return Optional.empty();
    }
  }
}
