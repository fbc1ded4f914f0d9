package parvis.platform.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.config.StartRefused;

/// Who PostgreSQL runs as, since it refuses to run as root.
///
/// Anyone but root: themselves. Root: the user `parvis`, made when missing, entered by `setpriv` or
/// `runuser`; where that user cannot be made or cannot reach the folder (a clone below `/root`), a
/// user namespace by `unshare`, in which root has no more rights than anyone. Each way is tried on
/// the real folder before it is chosen.
///
/// @param prefix the words to put before a command
record UnprivilegedUser(List<String> prefix) {
  private static final Logger log = LoggerFactory.getLogger(UnprivilegedUser.class);
  private static final String USER = "parvis";
  private static final long SECONDS_MAX = 10;

  /// Chooses a way and hands `folder`, where `postgres` and its data lie, to that user.
  static UnprivilegedUser chosen(Path folder, Path postgres, List<Way> ways) {
    for (Way way : ways) {
      UnprivilegedUser user = new UnprivilegedUser(way.prefix());
      if (way.prefix().isEmpty() || user.canWorkIn(folder, postgres, way.owner())) return user;
    }
    throw new StartRefused(
        "PostgreSQL does not run as root, and neither setpriv, runuser nor unshare could give it"
            + " another user for "
            + folder
            + ": start Parvis as an ordinary user.");
  }

  /// @param owner whose the folder must be
  record Way(String owner, List<String> prefix) {}

  /// The ways there are for whoever this process is, the best first.
  static List<Way> ways() {
    String self = System.getProperty("user.name", "");
    if (!self.equals("root")) return List.of(new Way(self, List.of()));
    List<Way> ways = new ArrayList<>();
    if (userExists()) {
      List<String> setpriv =
          List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups", "--");
      ways.add(new Way(USER, setpriv));
      ways.add(new Way(USER, List.of("runuser", "-u", USER, "--")));
    }
    ways.add(new Way("root", List.of("unshare", "--user")));
    return ways;
  }

  private static boolean userExists() {
    if (succeeds(List.of("id", "-u", USER))) return true;
    List<String> useradd =
        List.of("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/");
    List<String> command = new ArrayList<>(useradd);
    command.addAll(List.of("--shell", "/usr/sbin/nologin", USER));
    if (!succeeds(command)) return false;
    log.info("made the system user {}: PostgreSQL does not run as root", USER);
    return true;
  }

  private boolean canWorkIn(Path folder, Path postgres, String owner) {
    try {
      Folders.give(folder, owner);
    } catch (IOException e) {
      return false;
    }
    String probe = "\"$0\" --version && test -w \"$1\" && test -x \"$1\"";
    return succeeds(command(List.of("sh", "-c", probe, postgres.toString(), folder.toString())));
  }

  /// The command as this user runs it.
  List<String> command(List<String> words) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(words);
    return command;
  }

  /// A process of this user, in the folder, with nothing of our environment.
  ProcessBuilder process(List<String> words, Path folder) {
    ProcessBuilder process = new ProcessBuilder(command(words)).directory(folder.toFile());
    String path = process.environment().getOrDefault("PATH", "/usr/bin:/bin");
    process.environment().clear();
    process.environment().putAll(Map.of("PATH", path, "LC_ALL", "C", "TZ", "UTC"));
    return process;
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
      if (!ended) process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Writes a file that this user can read and nobody else.
  static void writeSecret(Path file, String text) {
    try {
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
