package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A network as a slice of the loopback range: network n is 127.(16+n).0.0.
///
/// `hs1` to `hs4` are known by name before they run, so that no homeserver remembers that a peer
/// does not exist.
final class Network {
  static final int NUMBERS = 200;
  private static final int FIRST = 16;
  private static final int KNOWN_BEFORE = 4;
  private static final int CONTAINERS_MAX = 250;

  private final Id id;
  private final String name;
  private final int number;
  private final Map<String, String> labels;
  private final Path hosts;
  private final Map<String, String> addresses = new TreeMap<>();
  private final Set<String> taken = new TreeSet<>();

  Network(Id id, String name, int number, Map<String, String> labels, Path folder) {
    this.id = id;
    this.name = name;
    this.number = number;
    this.labels = labels;
    this.hosts = folder.resolve(id.brief() + ".hosts");
    addresses.put("localhost", "127.0.0.1");
    for (int k = 1; k <= KNOWN_BEFORE; k++) addresses.put("hs" + k, address(k));
    writeHosts();
  }

  Id id() {
    return id;
  }

  String name() {
    return name;
  }

  int number() {
    return number;
  }

  Map<String, String> labels() {
    return labels;
  }

  /// The hosts file, always of the present moment: containers hold this very file.
  Path hosts() {
    return hosts;
  }

  /// An address for a container of this name: the one known before, unless another container has
  /// it.
  synchronized InetAddress join(String alias) {
    String wanted = addresses.getOrDefault(alias, "");
    for (int k = KNOWN_BEFORE + 1; wanted.isEmpty() || taken.contains(wanted); k++) {
      if (k > CONTAINERS_MAX) throw new Refusal(500, "network " + name + " is full");
      wanted = address(k);
    }
    taken.add(wanted);
    addresses.put(alias, wanted);
    writeHosts();
    return InetAddress.ofLiteral(wanted);
  }

  synchronized void leave(InetAddress address) {
    taken.remove(address.getHostAddress());
  }

  synchronized boolean empty() {
    return taken.isEmpty();
  }

  /// Gives the machine that runs everything a name.
  synchronized void knowHost(String name) {
    addresses.put(name, "127.0.0.1");
    writeHosts();
  }

  private String address(int k) {
    return "127." + (FIRST + number) + ".0." + k;
  }

  private void writeHosts() {
    StringBuilder text = new StringBuilder();
    addresses.forEach((host, ip) -> text.append(ip).append(' ').append(host).append('\n'));
    try {
      Files.writeString(hosts, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
