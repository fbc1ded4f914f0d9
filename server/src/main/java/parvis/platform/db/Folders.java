package parvis.platform.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.Comparator;
import java.util.stream.Stream;

/// What is done to a folder and everything below it.
final class Folders {
  private Folders() {}

  /// Deletes the folder, if it is there.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) below.sorted(Comparator.reverseOrder())::iterator)
        Files.delete(path);
    }
  }

  /// Gives the folder to a user, unless it is theirs.
  static void give(Path folder, String user) throws IOException {
    UserPrincipal owner =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
    if (Files.getOwner(folder).equals(owner)) return;
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) below.sorted(Comparator.reverseOrder())::iterator)
        Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .setOwner(owner);
    }
  }
}
