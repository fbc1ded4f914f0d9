package parvis.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long a message takes from the moment it is due to the syncs of everybody in its room, and
/// whether all of them see all of it once and in one order.
@Command(
    name = "fanout",
    description = "Send at a fixed rate into rooms whose members all sync; check every delivery.")
final class FanoutLoad implements Load {
  private static final Duration TICK = Duration.ofMillis(1);
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final int SENDERS_MAX = 8;
  private static final int LOST_SHOWN = 5;

  /// Large enough that a slow reader gets no gap before a server's own bound.
  private static final int TIMELINE_MAX = 200;

  @Mixin private Target target = new Target();

  @Option(names = "--rooms", defaultValue = "50", description = "Rooms (default ${DEFAULT-VALUE}).")
  private int rooms = 50;

  @Option(
      names = "--members",
      defaultValue = "10",
      description = "Members of each room, all of them syncing (default ${DEFAULT-VALUE}).")
  private int members = 10;

  @Option(
      names = "--rate",
      defaultValue = "400",
      description = "Messages a second in all (default ${DEFAULT-VALUE}).")
  private int rate = 400;

  @Option(
      names = "--warmup",
      defaultValue = "5",
      description = "Seconds (default ${DEFAULT-VALUE}).")
  private int warmUp = 5;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "Seconds measured (default ${DEFAULT-VALUE}).")
  private int seconds = 30;

  @Option(
      names = "--drain",
      defaultValue = "15",
      description = "Seconds to wait for the last deliveries (default ${DEFAULT-VALUE}).")
  private int drain = 15;

  private long[] due = new long[1024];
  private int message;
  private long answers;
  private long gaps;

  @Override
  public Target target() {
    return target;
  }

  @Override
  public Report measure() {
    Report report = target.report("fanout");
    report.set("rooms", rooms).set("syncing members of each", members);
    report.set("load", "open, " + rate + " messages/s").set("seconds", seconds);
    report.set("warm-up seconds", warmUp);
    try (Wire wire = target.wire()) {
      Cast cast = target.cast(wire);
      List<Account> accounts = cast.accounts("fanout", rooms * members);
      List<List<Account>> groups = new ArrayList<>();
      for (int i = 0; i < rooms; i++) groups.add(accounts.subList(i * members, (i + 1) * members));
      List<Room> places = cast.rooms("fanout-" + members, groups);
      List<String> tokens = cast.tokens(accounts, TIMELINE_MAX);
      Ledger.Verdict verdict = measure(report, wire, cast, places, accounts, tokens);
      return verdict.clean() ? report : report.fail();
    }
  }

  private Ledger.Verdict measure(
      Report report,
      Wire wire,
      Cast cast,
      List<Room> places,
      List<Account> accounts,
      List<String> tokens) {
    var ledger = new Ledger(rooms, members, Math.min(members, SENDERS_MAX));
    var script = new Script(target.run(), 120);
    List<String> filters = accounts.stream().map(one -> cast.filter(one, TIMELINE_MAX)).toList();
    var sends = new Window(SETTLE.plusSeconds(warmUp), Duration.ofSeconds(seconds));
    Window deliveries = sends.beside();
    List<Poller> pollers = new ArrayList<>();
    wire.run(
        () -> {
          for (int i = 0; i < accounts.size(); i++) {
            var reader = new Reader(i % members, script, ledger, deliveries);
            pollers.add(
                new Poller(
                    wire,
                    accounts.get(i),
                    filters.get(i),
                    tokens.get(i),
                    Duration.ofSeconds(30),
                    reader));
          }
          pollers.forEach(Poller::poll);
        });
    Desk.pause(SETTLE);
    wire.run(() -> send(wire, script, places, ledger, sends));
    sends.watch(target.processes());
    drain(wire, ledger);
    wire.run(() -> pollers.forEach(Poller::stop));
    Ledger.Verdict verdict = wire.on(ledger::verdict);
    Report.Row row = report.row(rooms + " rooms of " + members);
    row.put("accepted", sends.count());
    row.put("accepted/s", sends.perSecond(sends.count()));
    row.put("deliveries/s", deliveries.perSecond(deliveries.count()));
    deliveries.latencies().into(row, "send to sync");
    sends.latencies().into(row, "accepting");
    row.put("send errors", sends.failures());
    row.put("sync errors", deliveries.failures());
    row.put("syncs answered", answers).put("gaps", gaps);
    row.put("ledger: accepted", verdict.accepted()).put("ledger: deliveries", verdict.deliveries());
    row.put("ledger: lost", verdict.lost());
    row.put("ledger: first lost", String.join("; ", wire.on(() -> ledger.missing(LOST_SHOWN))));
    row.put("ledger: doubled", verdict.doubled());
    row.put("ledger: out of order", verdict.disordered());
    row.put("ledger: unknown", verdict.unknown());
    sends.costs(row, target.processes(), "delivery", deliveries.count());
    return verdict;
  }

  /// One member of a room who reads.
  private final class Reader implements Poller.Told {
    private final int reader;
    private final Script script;
    private final Ledger ledger;
    private final Window deliveries;

    Reader(int reader, Script script, Ledger ledger, Window deliveries) {
      this.reader = reader;
      this.script = script;
      this.ledger = ledger;
      this.deliveries = deliveries;
    }

    @Override
    public void told(byte[] sync) {
      answers++;
      gaps += Scan.gaps(sync);
      script.find(sync, this::see);
    }

    private void see(int number) {
      if (ledger.seen(reader, number)) deliveries.ended(due[number], Optional.empty());
    }

    @Override
    public void broke(String failure) {
      deliveries.ended(System.nanoTime(), Optional.of(failure));
    }
  }

  private void send(Wire wire, Script script, List<Room> places, Ledger ledger, Window sends) {
    int sendersOfEach = Math.min(members, SENDERS_MAX);
    Sender.Heard heard =
        (number, dueAt, failure) -> {
          if (failure.isEmpty()) ledger.accepted(number);
          sends.ended(dueAt, failure);
        };
    List<List<Sender>> senders = new ArrayList<>();
    for (Room place : places) {
      senders.add(
          place.members().subList(0, sendersOfEach).stream()
              .map(account -> new Sender(wire.link(), account, script, heard))
              .toList());
    }
    var pace = new Pace(rate);
    wire.everyUntil(
        TICK,
        sends::over,
        () -> {
          for (long at = pace.due(); at != Pace.NONE; at = pace.due()) {
            int room = message % places.size();
            int sender = message / places.size() % sendersOfEach;
            if (message == due.length) due = Arrays.copyOf(due, due.length * 2);
            due[message] = at;
            ledger.sending(message, room, sender);
            senders.get(room).get(sender).offer(places.get(room), message++, at);
          }
        });
  }

  private void drain(Wire wire, Ledger ledger) {
    long end = System.nanoTime() + Duration.ofSeconds(drain).toNanos();
    do Desk.pause(Duration.ofMillis(500));
    while (System.nanoTime() - end < 0 && !wire.on(ledger::complete));
  }
}
