package parvis.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The folder in which a run works, and what it may do to the machine.
///
/// @param ownMounts whether a container can have a mount namespace, and in it an `/etc/hosts` and
///     an `/etc/resolv.conf` of its own
/// @param resolver a `resolv.conf` that points at our own name server, where there is one
record Workplace(Path folder, boolean ownMounts, Optional<Path> resolver) {
  /// Outside every network of containers; those begin at 127.16.0.0.
  private static final InetSocketAddress RESOLVER =
      new InetSocketAddress(InetAddress.ofLiteral("127.15.255.53"), 53);

  /// Empties the folder: what an earlier run left there is not of this one.
  static Workplace open(Path folder) {
    Tool.run("rm", "-rf", folder.toString());
    Workplace bare = new Workplace(folder, mayMount(), Optional.empty());
    bare.folder("logs");
    return bare.ownMounts ? bare.withResolver() : bare;
  }

  private static boolean mayMount() {
    return Tool.succeeds("unshare", "--mount", "--propagation", "private", "true");
  }

  private Workplace withResolver() {
    try {
      NoNames.answer(RESOLVER);
      Path file = folder.resolve("resolv.conf");
      String nameServer = "nameserver " + RESOLVER.getAddress().getHostAddress() + "\n";
      return new Workplace(
          folder, true, Optional.of(Files.writeString(file, nameServer + "options attempts:1\n")));
    } catch (IOException taken) {
      System.err.println("No name server of our own, homeservers ask the machine's: " + taken);
      return this;
    }
  }

  /// A folder below, made when missing.
  Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
