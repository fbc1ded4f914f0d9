package parvis.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a parked long poll costs a homeserver, and how long it takes to wake all of them.
///
/// Every account is in one hall with all others and in several rooms of its group; a message in the
/// hall wakes everybody. Connections are files: one process may open so many of them only.
@Command(name = "idle", description = "Park long polls of distinct accounts, then wake them all.")
final class IdleLoad implements Load {
  /// Longer than any run, so that only messages end a poll.
  private static final Duration POLL = Duration.ofMinutes(30);

  private static final Duration BATCH_PAUSE = Duration.ofMillis(50);
  private static final int BATCH = 100;

  @Mixin private Target target = new Target();

  @Option(
      names = "--polls",
      defaultValue = "10000",
      description = "Accounts, each with one long poll (default ${DEFAULT-VALUE}).")
  private int polls = 10_000;

  @Option(
      names = "--rooms",
      defaultValue = "20",
      description = "Rooms of each account, the hall among them (default ${DEFAULT-VALUE}).")
  private int rooms = 20;

  @Option(
      names = "--group",
      defaultValue = "100",
      description = "Members of each room but the hall (default ${DEFAULT-VALUE}).")
  private int group = 100;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often to wake all (default ${DEFAULT-VALUE}).")
  private int rounds = 3;

  @Option(
      names = "--settle",
      defaultValue = "5",
      description = "Seconds of quiet before memory is read (default ${DEFAULT-VALUE}).")
  private int settle = 5;

  private final Map<String, Long> failures = new TreeMap<>();
  private Round round = new Round(-1, 0);
  private long early;

  /// One waking of all.
  private static final class Round {
    private final int message;
    private final long begun;
    private final Latencies latencies = new Latencies();

    Round(int message, long begun) {
      this.message = message;
      this.begun = begun;
    }
  }

  /// Memory at one moment.
  private record Memory(long serverKb, long allKb, OptionalLong liveBytes) {}

  @Override
  public Target target() {
    return target;
  }

  @Override
  public Report measure() {
    Report report = target.report("idle");
    report.set("polls", polls).set("rooms of each", rooms).set("members of a room", group);
    try (Wire wire = target.wire()) {
      Cast cast = target.cast(wire);
      List<Account> accounts = cast.accounts("idle", polls);
      Room hall = cast.rooms("hall-" + polls, List.of(accounts)).getFirst();
      cast.rooms("idle-" + group, groups(accounts));
      Memory before = memory();
      List<String> tokens = cast.tokens(accounts, 1);
      Memory synced = memory();
      var script = new Script(target.run(), 60);
      List<String> filters = accounts.stream().map(one -> cast.filter(one, 1)).toList();
      List<Poller> pollers = park(wire, accounts, filters, tokens, script);
      Memory parked = memory();
      wake(report, wire, accounts.getFirst(), hall, script);
      Memory after = memory();
      wire.run(() -> pollers.forEach(Poller::stop));
      Report.Row row = report.row("memory");
      row.put("polls parked", polls);
      costs(row, "of parked polls", synced, parked);
      costs(row, "of accounts synced once", before, synced);
      costs(row, "of both", before, parked);
      costs(row, "after waking", synced, after);
      row.put("errors", failures).put("woken early", early);
      return failures.isEmpty() ? report : report.fail();
    }
  }

  private List<List<Account>> groups(List<Account> accounts) {
    List<List<Account>> groups = new ArrayList<>();
    for (int from = 0; from < accounts.size(); from += group) {
      List<Account> members = accounts.subList(from, Math.min(from + group, accounts.size()));
      groups.addAll(Collections.nCopies(rooms - 1, members));
    }
    return groups;
  }

  private List<Poller> park(
      Wire wire, List<Account> accounts, List<String> filters, List<String> tokens, Script script) {
    List<Poller> pollers = new ArrayList<>();
    for (int from = 0; from < accounts.size(); from += BATCH) {
      int begin = from;
      int end = Math.min(from + BATCH, accounts.size());
      wire.run(
          () -> {
            for (int i = begin; i < end; i++) {
              var poller =
                  new Poller(
                      wire,
                      accounts.get(i),
                      filters.get(i),
                      tokens.get(i),
                      POLL,
                      new Sleeper(script));
              pollers.add(poller);
              poller.poll();
            }
          });
      Desk.pause(BATCH_PAUSE);
    }
    return pollers;
  }

  /// An account that waits to be woken.
  private final class Sleeper implements Poller.Told {
    private final Script script;

    Sleeper(Script script) {
      this.script = script;
    }

    @Override
    public void told(byte[] sync) {
      long before = round.latencies.count();
      script.find(
          sync,
          number -> {
            if (number == round.message) round.latencies.record(System.nanoTime() - round.begun);
          });
      if (round.latencies.count() == before) early++;
    }

    @Override
    public void broke(String failure) {
      failures.merge(failure, 1L, Long::sum);
    }
  }

  private void wake(Report report, Wire wire, Account sender, Room hall, Script script) {
    Sender.Heard heard =
        (number, due, failure) -> failure.ifPresent(what -> failures.merge(what, 1L, Long::sum));
    Sender bell = wire.on(() -> new Sender(wire.link(), sender, script, heard));
    Processes processes = target.processes();
    for (int i = 0; i < rounds; i++) {
      int number = i;
      long server = processes.cpuMicros();
      long own = Processes.ownCpuMicros();
      wire.run(
          () -> {
            round = new Round(number, System.nanoTime());
            bell.offer(hall, number, round.begun);
          });
      awaitAll(wire);
      Latencies woken = wire.on(() -> round.latencies);
      Report.Row row = report.row("wake " + (i + 1));
      row.put("woken", woken.count()).put("all woken after ms", woken.maxMillis());
      woken.into(row, "wake");
      if (processes.any()) {
        row.put("server CPU us per wake", (processes.cpuMicros() - server) / (double) polls);
      }
      row.put("bench CPU us per wake", (Processes.ownCpuMicros() - own) / (double) polls);
      Desk.pause(Duration.ofSeconds(settle));
    }
  }

  private void awaitAll(Wire wire) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (System.nanoTime() - end < 0 && wire.on(() -> round.latencies.count()) < polls) {
      Desk.pause(Duration.ofMillis(100));
    }
  }

  private Memory memory() {
    Desk.pause(Duration.ofSeconds(settle));
    Processes processes = target.processes();
    OptionalLong live = processes.liveHeapBytes();
    return new Memory(processes.rootsMemoryKb(), processes.memoryKb(), live);
  }

  private void costs(Report.Row row, String what, Memory from, Memory to) {
    if (!target.processes().any()) return;
    row.put("server MB " + what, to.serverKb() / 1_024.0);
    row.put("server kB each " + what, (to.serverKb() - from.serverKb()) / (double) polls);
    row.put("with descendants kB each " + what, (to.allKb() - from.allKb()) / (double) polls);
    if (from.liveBytes().isEmpty() || to.liveBytes().isEmpty()) return;
    double live = to.liveBytes().getAsLong() - (double) from.liveBytes().getAsLong();
    row.put("live heap kB each " + what, live / 1_024 / polls);
  }
}
