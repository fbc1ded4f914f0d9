package parvis.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How many messages a homeserver accepts, and how fast.
@Command(name = "send", description = "Send messages: as fast as answered, or at a fixed rate.")
final class SendLoad implements Load {
  /// A sender whose message was refused waits this long, so that refusals do not become the load.
  private static final Duration REFUSED_PAUSE = Duration.ofMillis(50);

  private static final Duration TICK = Duration.ofMillis(1);

  /// How long the last answers of a step are waited for.
  private static final Duration DRAIN_MAX = Duration.ofSeconds(30);

  @Mixin private Target target = new Target();

  @Option(
      names = "--senders",
      split = ",",
      defaultValue = "1,16,64",
      description =
          "How many send at once; a list makes a step of each (default ${DEFAULT-VALUE}).")
  private List<Integer> senders = new ArrayList<>();

  @Option(names = "--rooms", defaultValue = "10", description = "Rooms (default ${DEFAULT-VALUE}).")
  private int rooms = 10;

  @Option(
      names = "--members",
      defaultValue = "64",
      description = "Members of each room, the senders among them (default ${DEFAULT-VALUE}).")
  private int members = 64;

  @Option(
      names = "--rate",
      description = "Open load: messages a second in all, due at fixed moments.")
  private int rate;

  @Option(
      names = "--warmup",
      defaultValue = "5",
      description = "Seconds (default ${DEFAULT-VALUE}).")
  private int warmUp = 5;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "Seconds measured in each step (default ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--size",
      defaultValue = "120",
      description = "Bytes of text in a message (default ${DEFAULT-VALUE}).")
  private int size = 120;

  private int message;
  private int answered;

  @Override
  public Target target() {
    return target;
  }

  @Override
  public Report measure() {
    int most = Math.max(members, Collections.max(senders));
    Report report = target.report("send");
    report.set("load", rate > 0 ? "open, " + rate + " messages/s" : "closed");
    report.set("rooms", rooms).set("members of each", most).set("bytes of text", size);
    report.set("seconds", seconds).set("warm-up seconds", warmUp);
    try (Wire wire = target.wire()) {
      Cast cast = target.cast(wire);
      List<Account> accounts = cast.accounts("send", most);
      List<Room> places = cast.rooms("send-" + most, Collections.nCopies(rooms, accounts));
      if (cast.joins().count() > 0) {
        Report.Row joined = report.row("joins").put("accepted", cast.joins().count());
        cast.joins().into(joined, "latency");
      }
      var script = new Script(target.run(), size);
      for (int count : senders) step(report, wire, script, accounts.subList(0, count), places);
    }
    return report;
  }

  private void step(
      Report report, Wire wire, Script script, List<Account> accounts, List<Room> places) {
    var window = new Window(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    Processes processes = target.processes();
    wire.run(
        () -> {
          if (rate > 0) open(wire, script, accounts, places, window);
          else closed(wire, script, accounts, places, window);
        });
    window.watch(processes);
    drain(wire);
    Report.Row row = report.row(accounts.size() + (accounts.size() == 1 ? " sender" : " senders"));
    row.put("accepted", window.count());
    row.put("accepted/s", window.perSecond(window.count()));
    window.latencies().into(row, "latency");
    row.put("errors", window.failures());
    window.costs(row, processes, "message", window.count());
  }

  private void drain(Wire wire) {
    long end = System.nanoTime() + DRAIN_MAX.toNanos();
    do Desk.pause(Duration.ofMillis(500));
    while (System.nanoTime() - end < 0 && wire.on(() -> answered < message));
  }

  /// Every sender sends its next message when the one before it is answered.
  private void closed(
      Wire wire, Script script, List<Account> accounts, List<Room> places, Window window) {
    for (int i = 0; i < accounts.size(); i++) {
      Room room = places.get(i % places.size());
      var loop = new Closed(wire, accounts.get(i), room, script, window);
      loop.again();
    }
  }

  /// A sender of a closed load.
  private final class Closed implements Sender.Heard {
    private final Wire wire;
    private final Room room;
    private final Window window;
    private final Sender sender;

    Closed(Wire wire, Account account, Room room, Script script, Window window) {
      this.wire = wire;
      this.room = room;
      this.window = window;
      this.sender = new Sender(wire.link(), account, script, this);
    }

    @Override
    public void heard(int number, long due, Optional<String> failure) {
      answered++;
      window.ended(due, failure);
      if (failure.isEmpty()) again();
      else wire.after(REFUSED_PAUSE, this::again);
    }

    private void again() {
      if (!window.over()) sender.offer(room, message++, System.nanoTime());
    }
  }

  /// Messages are due at fixed moments whether or not those before them are answered, and go to the
  /// senders in turn.
  private void open(
      Wire wire, Script script, List<Account> accounts, List<Room> places, Window window) {
    Sender.Heard heard =
        (number, due, failure) -> {
          answered++;
          window.ended(due, failure);
        };
    List<Sender> turn =
        accounts.stream().map(account -> new Sender(wire.link(), account, script, heard)).toList();
    var pace = new Pace(rate);
    wire.everyUntil(
        TICK,
        window::over,
        () -> {
          for (long due = pace.due(); due != Pace.NONE; due = pace.due()) {
            int sender = message % turn.size();
            turn.get(sender).offer(places.get(sender % places.size()), message++, due);
          }
        });
  }
}
