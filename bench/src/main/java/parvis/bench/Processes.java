package parvis.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The processes under measurement: the given ones and all that descend from them.
///
/// spec: proc(5), /proc/pid/stat and /proc/pid/smaps_rollup
final class Processes {
  /// The kernel counts processor time for programs in hundredths of a second.
  private static final long MICROS_PER_TICK = 10_000;

  /// The first of user time, system time, and both of children waited for, after the state.
  private static final int USER_TIME = 11;

  private static final Pattern HEAP_USED = Pattern.compile("\\bused (\\d+)K");

  private final List<Long> roots;

  Processes(List<Long> roots) {
    this.roots = roots;
  }

  boolean any() {
    return !roots.isEmpty();
  }

  /// Processor time spent so far, also by children that have ended.
  long cpuMicros() {
    long ticks = 0;
    for (long pid : tree()) ticks += ticks(pid);
    return ticks * MICROS_PER_TICK;
  }

  /// Memory held, in kB; pages that several processes share are counted once.
  long memoryKb() {
    long sum = 0;
    for (long pid : tree()) sum += proportionalKb(pid);
    return sum;
  }

  /// Memory of the given processes without their descendants, in kB.
  long rootsMemoryKb() {
    return roots.stream().mapToLong(Processes::proportionalKb).sum();
  }

  /// Bytes of live objects in the first given process that is a Java virtual machine, after a full
  /// collection.
  OptionalLong liveHeapBytes() {
    for (long pid : roots) {
      if (!isJava(pid) || jcmd(pid, "GC.run").isEmpty()) continue;
      OptionalLong used = usedBytes(jcmd(pid, "GC.heap_info"));
      if (used.isPresent()) return used;
    }
    return OptionalLong.empty();
  }

  /// To ask a process it is sent SIGQUIT, by which PostgreSQL ends at once.
  private static boolean isJava(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .filter(command -> Path.of(command).endsWith("java"))
        .isPresent();
  }

  /// What the generations of a heap hold together; what is said of classes follows them.
  static OptionalLong usedBytes(String heapInfo) {
    String heap = heapInfo.split("Metaspace", 2)[0];
    return HEAP_USED
        .matcher(heap)
        .results()
        .mapToLong(used -> Long.parseLong(used.group(1)) * 1024)
        .reduce(Long::sum);
  }

  /// Processor time that this generator spent itself.
  static long ownCpuMicros() {
    return ticks(ProcessHandle.current().pid()) * MICROS_PER_TICK;
  }

  private Set<Long> tree() {
    Set<Long> tree = new LinkedHashSet<>(roots);
    for (long root : roots) {
      ProcessHandle.of(root)
          .ifPresent(handle -> handle.descendants().forEach(child -> tree.add(child.pid())));
    }
    return tree;
  }

  private static long ticks(long pid) {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    if (stat.isEmpty()) return 0;
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = USER_TIME; i < USER_TIME + 4; i++) ticks += Long.parseLong(fields[i]);
    return ticks;
  }

  private static long proportionalKb(long pid) {
    OptionalLong share = field(read(Path.of("/proc/" + pid + "/smaps_rollup")), "Pss:");
    if (share.isPresent()) return share.getAsLong();
    return field(read(Path.of("/proc/" + pid + "/status")), "VmRSS:").orElse(0);
  }

  static OptionalLong field(String lines, String name) {
    return lines
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst();
  }

  /// A file of the kernel; empty when the process has ended or belongs to somebody else.
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      return "";
    }
  }

  /// What a diagnostic command answered; empty when the process is no Java virtual machine.
  private static String jcmd(long pid, String command) {
    Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(tool.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
    } catch (IOException missing) {
      return "";
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
