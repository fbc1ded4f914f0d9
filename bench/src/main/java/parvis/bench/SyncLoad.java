package parvis.bench;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long the first sync of an account with many rooms takes, and the small ones after it.
@Command(
    name = "sync",
    description = "Initial and incremental syncs of an account with many rooms.")
final class SyncLoad implements Callable<Integer> {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
  private static final int WARMING = 3;

  @Mixin private Target target = new Target();

  @Option(
      names = "--rooms",
      defaultValue = "200",
      description = "Rooms (default ${DEFAULT-VALUE}).")
  private int rooms = 200;

  @Option(
      names = "--messages",
      defaultValue = "20",
      description = "Messages in each room and in its first timeline (default ${DEFAULT-VALUE}).")
  private int messages = 20;

  @Option(
      names = "--members",
      defaultValue = "10",
      description = "Members of each room (default ${DEFAULT-VALUE}).")
  private int members = 10;

  @Option(
      names = "--rounds",
      defaultValue = "20",
      description = "Initial syncs measured (default ${DEFAULT-VALUE}).")
  private int rounds = 20;

  @Option(
      names = "--increments",
      defaultValue = "200",
      description = "Incremental syncs measured, of each kind (default ${DEFAULT-VALUE}).")
  private int increments = 200;

  @Override
  public Integer call() {
    Report report = target.report("sync");
    report.set("rooms", rooms).set("messages in each", messages).set("members of each", members);
    try (Wire wire = target.wire()) {
      Cast cast = target.cast(wire);
      String kind = "sync-" + rooms + "-" + messages;
      List<Account> accounts = cast.accounts(kind, members);
      List<Room> places = cast.rooms(kind + "-" + members, Collections.nCopies(rooms, accounts));
      var script = new Script(target.run(), 120);
      fill(cast, kind, places, script);
      var reader =
          new Reader(wire, accounts.getFirst(), cast.filter(accounts.getFirst(), messages));
      String token = first(report, reader);
      none(report, reader, token);
      one(report, reader, token, cast, places, script);
    }
    target.publish(report);
    return 0;
  }

  /// Puts the messages into the rooms that do not have them yet, from all members in turn.
  private void fill(Cast cast, String kind, List<Room> places, Script script) {
    record Line(Room room, int number) {}
    List<Integer> empty = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      if (!cast.noted(kind + "-" + members + "/filled/" + i)) empty.add(i);
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      for (int place : empty) lines.add(new Line(places.get(place), lines.size()));
    }
    cast.desk().each(lines, line -> send(cast.desk(), line.room(), line.number(), script));
    empty.forEach(i -> cast.note(kind + "-" + members + "/filled/" + i));
  }

  private void send(Desk desk, Room room, int number, Script script) {
    Account sender = room.members().get(number % members);
    String uri = room.path() + "/send/m.room.message/" + script.transaction(number);
    JsonObject body = JsonObject.of("msgtype", "m.text", "body", "La halle ouvre. " + number);
    desk.must(HttpMethod.PUT, uri, sender.authorization(), body);
  }

  /// The account whose syncs are measured, on a connection of its own.
  private record Reader(Wire wire, Link link, Account account, String filter) {
    Reader(Wire wire, Account account, String filter) {
      this(wire, wire.link(), account, filter);
    }

    Answer sync(String since) {
      String uri = Poller.path(filter, Duration.ZERO) + since;
      Answer answer =
          wire.ask(link, HttpMethod.GET, uri, account.authorization(), null, ANSWER_MAX);
      if (!answer.ok()) throw new Desk.Failed("sync: " + answer.failure());
      return answer;
    }
  }

  private String first(Report report, Reader reader) {
    for (int i = 0; i < WARMING; i++) reader.sync("");
    Answer answer = measured(report, "initial", rounds, () -> reader.sync(""));
    JsonObject joined =
        answer.json().object("rooms").flatMap(all -> all.object("join")).orElse(JsonObject.EMPTY);
    long events =
        joined.keys().stream()
            .mapToLong(
                id ->
                    joined
                        .object(id)
                        .flatMap(room -> room.object("timeline"))
                        .flatMap(timeline -> timeline.array("events"))
                        .map(JsonArray::size)
                        .orElse(0))
            .sum();
    report.set("rooms answered", joined.size()).set("timeline events answered", events);
    report.set("bytes answered", answer.body().length());
    return Scan.nextBatch(answer.body().getBytes()).orElseThrow();
  }

  private void none(Report report, Reader reader, String token) {
    measured(report, "nothing new", increments, () -> reader.sync(Poller.since(token)));
  }

  /// Each sync brings the one message that was accepted just before it.
  private void one(
      Report report, Reader reader, String from, Cast cast, List<Room> places, Script script) {
    var latencies = new Latencies();
    String token = from;
    long missing = 0;
    for (int i = 0; i < increments; i++) {
      int number = 1_000_000 + i;
      send(cast.desk(), places.get(i % places.size()), number, script);
      long begun = System.nanoTime();
      byte[] sync = reader.sync(Poller.since(token)).body().getBytes();
      latencies.record(System.nanoTime() - begun);
      token = Scan.nextBatch(sync).orElseThrow();
      if (Scan.find(sync, Scan.ascii("La halle ouvre. " + number), 0) < 0) missing++;
    }
    Report.Row row = report.row("one message");
    row.put("syncs", latencies.count());
    latencies.into(row, "latency");
    row.put("without the message", missing);
  }

  private Answer measured(Report report, String name, int count, Supplier<Answer> sync) {
    Processes processes = target.processes();
    var latencies = new Latencies();
    long server = processes.cpuMicros();
    Answer last = sync.get();
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      last = sync.get();
      latencies.record(System.nanoTime() - begun);
    }
    Report.Row row = report.row(name);
    row.put("syncs", latencies.count());
    latencies.into(row, "latency");
    if (processes.any()) {
      row.put("server CPU us per sync", (processes.cpuMicros() - server) / (count + 1.0));
    }
    return last;
  }
}
