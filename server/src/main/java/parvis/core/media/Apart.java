package parvis.core.media;

import java.util.ArrayList;
import java.util.List;

/// How a program is shut off from all but the folder it works in, by what every Linux of today has
/// (util-linux): it has no network, sees no process but its own, and of the files only the programs
/// and libraries of the machine, beside that folder. So whoever gets hold of it finds neither keys
/// nor media, and reaches neither the database nor anybody else.
///
/// It is nobody where Parvis is root; else it is Parvis's own account, with nothing in its reach,
/// and without the rights that were needed to shut it off.
final class Apart {
  /// The folder beside the one that is worked in, over which the small world of the program is put.
  static final String ROOT = "root";

  /// Who owns nothing, on every Linux.
  static final String NOBODY = "65534";

  /// Processes and threads of whoever it runs as: a decoder needs one for each core.
  private static final int PROCESSES_MAX = 128;

  private Apart() {}

  /// What stands before the words of a program that is to be run so.
  static List<String> words(boolean root) {
    List<String> words = new ArrayList<>(List.of("unshare"));
    if (!root) words.addAll(List.of("--user", "--map-root-user"));
    words.addAll(List.of("--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child"));
    String who = root ? String.join(" ", asNobody()) : "";
    words.addAll(List.of("sh", "-c", made(who)));
    return words;
  }

  /// Puts up the small world and runs something in it.
  private static String made(String who) {
    return """
      set -e
      mount -t tmpfs -o size=1m,mode=755,nosuid,nodev tmpfs ../%1$s
      mkdir ../%1$s/usr ../%1$s/etc ../%1$s/work
      mount --rbind /usr ../%1$s/usr
      mount --bind . ../%1$s/work
      for folder in bin sbin lib lib32 lib64; do
        if [ -L "/$folder" ]; then
          cp -P "/$folder" ../%1$s/
        elif [ -d "/$folder" ]; then
          mkdir "../%1$s/$folder"
          mount --rbind "/$folder" "../%1$s/$folder"
        fi
      done
      if [ -e /etc/ld.so.cache ]; then cp /etc/ld.so.cache ../%1$s/etc/; fi
      exec chroot ../%1$s setpriv %2$s --no-new-privs --bounding-set=-all --inh-caps=-all \
      prlimit --nproc=%3$d sh -c 'cd /work && exec "$0" "$@"' "$0" "$@"
      """
        .formatted(ROOT, who, PROCESSES_MAX);
  }

  /// What makes `setpriv` run something as nobody.
  static List<String> asNobody() {
    return List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
  }
}
