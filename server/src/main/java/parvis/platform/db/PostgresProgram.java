package parvis.platform.db;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import parvis.platform.config.StartRefused;

/// The programs of PostgreSQL, unpacked once from the jar that carries them.
final class PostgresProgram {
  /// The version in the jar; part of the folder's name, so that another version unpacks anew.
  static final String VERSION = "18.6.0";

  private PostgresProgram() {}

  /// The folder that holds `bin/postgres`, below `folder`.
  static Path unpacked(Path folder) {
    Path home = folder.resolve("program-" + VERSION);
    if (!Files.isDirectory(home)) unpackWhole(open(), home);
    return home;
  }

  /// Unpacks beside the place and moves there what is whole: a killed start leaves no half.
  static void unpackWhole(InputStream packed, Path home) {
    Path fresh = home.resolveSibling("program.unpacking");
    try (InputStream archive = packed) {
      Folders.delete(fresh);
      unpack(archive, fresh);
      Files.move(fresh, home);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL into " + home, e);
    }
  }

  private static InputStream open() {
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String name =
        switch (machine) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> machine;
        };
    InputStream archive =
        PostgresProgram.class.getResourceAsStream("/postgres-linux-" + name + ".txz");
    if (archive == null)
      throw new StartRefused(
          "Parvis carries no PostgreSQL for this machine ("
              + machine
              + "): give it one with --database-url.");
    return archive;
  }

  private static void unpack(InputStream archive, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      Files.createDirectories(into);
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) throw new IOException("entry outside: " + entry.getName());
        unpack(tar, entry, target);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    Files.setPosixFilePermissions(target, permissions(entry.getMode()));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }
}
