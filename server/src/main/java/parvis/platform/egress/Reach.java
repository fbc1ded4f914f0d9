package parvis.platform.egress;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import parvis.platform.config.StartRefused;

/// Which addresses requests may go to: those of the open internet, and the networks that the
/// operator names.
///
/// What is refused is everything that a server may reach and a stranger may not: this machine, its
/// neighbours, the providers' metadata services, and the forms in which IPv6 hides an IPv4 address.
/// spec: the special-purpose registries of IANA
public final class Reach {
  /// Of IPv6, nothing but global unicast is open, and of that not these.
  private static final Network GLOBAL_UNICAST = network("2000::/3");

  private static final List<Network> CLOSED =
      List.of(
          network("0.0.0.0/8"),
          network("10.0.0.0/8"),
          network("100.64.0.0/10"),
          network("127.0.0.0/8"),
          network("169.254.0.0/16"),
          network("172.16.0.0/12"),
          network("192.0.0.0/24"),
          network("192.0.2.0/24"),
          network("192.88.99.0/24"),
          network("192.168.0.0/16"),
          network("198.18.0.0/15"),
          network("198.51.100.0/24"),
          network("203.0.113.0/24"),
          network("224.0.0.0/4"),
          network("240.0.0.0/4"),
          network("2001::/23"),
          network("2001:db8::/32"),
          network("2002::/16"),
          network("3fff::/20"));

  private final List<Network> allowed;

  private Reach(List<Network> allowed) {
    this.allowed = allowed;
  }

  /// The open internet and these networks.
  ///
  /// @throws StartRefused when one is none
  public static Reach of(List<String> networks) {
    return new Reach(networks.stream().map(Reach::allowed).toList());
  }

  /// Every address: for what is asked of nobody but servers that the operator names.
  public static Reach everywhere() {
    return new Reach(List.of(network("0.0.0.0/0"), network("::/0")));
  }

  private static Network allowed(String text) {
    return Network.parse(text)
        .orElseThrow(
            () ->
                new StartRefused(
                    "reachable_networks has "
                        + text
                        + ", which is no network such as 10.1.2.0/24."));
  }

  private static Network network(String text) {
    return Network.parse(text).orElseThrow();
  }

  boolean permits(InetAddress address) {
    return allowed.stream().anyMatch(network -> network.has(address)) || isOpen(address);
  }

  private static boolean isOpen(InetAddress address) {
    return (address instanceof Inet4Address || GLOBAL_UNICAST.has(address))
        && CLOSED.stream().noneMatch(network -> network.has(address));
  }
}
