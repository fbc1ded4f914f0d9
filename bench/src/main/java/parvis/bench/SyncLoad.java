package parvis.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long the first sync of an account with many rooms takes, and the small ones after it; the
/// same by sliding sync, as clients ask that show the first twenty.
@Command(
    name = "sync",
    description = "Initial and incremental syncs, sliding ones too, of an account with many rooms.")
final class SyncLoad implements Load {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
  private static final int WARMING = 3;

  /// Increments by one way before it is another's turn.
  private static final int TURN = 100;

  /// Rooms that a sliding client shows.
  private static final int SHOWN_ROOMS = 20;

  private static final String SLIDING =
      "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";

  /// What a client asks for when it starts.
  private static final Buffer SHOWN =
      Buffer.buffer(
          """
          {"lists":{"all":{"ranges":[[0,19]],"timeline_limit":1,"required_state":[
            ["m.room.create",""],["m.room.name",""],["m.room.avatar",""],["m.room.encryption",""],
            ["m.room.power_levels",""],["m.room.member","$ME"],["m.room.member","$LAZY"]]}},
           "extensions":{"to_device":{"enabled":true},"e2ee":{"enabled":true},
            "account_data":{"enabled":true},"receipts":{"enabled":true},"typing":{"enabled":true}}}
          """);

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

  /// Messages of increments are numbered beyond those that fill the rooms.
  private int sent = 1_000_000;

  @Override
  public Target target() {
    return target;
  }

  @Override
  public Report measure() {
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
      var sync = new Way("", reader::sync, Poller::since, Scan::nextBatch, token);
      var sliding = sliding(report, reader);
      var ways = List.of(sync, sliding);
      one(report, "one message, any room", ways, cast, places, script);
      one(report, "one message", ways, cast, shown(places), script);
    }
    return report;
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

    Answer sliding(String pos) {
      Answer answer =
          wire.ask(
              link, HttpMethod.POST, SLIDING + pos, account.authorization(), SHOWN, ANSWER_MAX);
      if (!answer.ok()) throw new Desk.Failed("sliding sync: " + answer.failure());
      return answer;
    }
  }

  /// One way to sync, and where it stands.
  private static final class Way {
    final String name;
    private final Function<String, Answer> asks;
    private final UnaryOperator<String> since;
    private final Function<byte[], Optional<String>> next;
    private String token;
    private Latencies latencies = new Latencies();
    private long missing;
    private long server;

    /// @param since how one asks after a token
    /// @param next the token of an answer
    Way(
        String name,
        Function<String, Answer> asks,
        UnaryOperator<String> since,
        Function<byte[], Optional<String>> next,
        String token) {
      this.name = name;
      this.asks = asks;
      this.since = since;
      this.next = next;
      this.token = token;
    }

    void begin() {
      latencies = new Latencies();
      missing = 0;
      server = 0;
    }

    /// One increment, which is to bring some words.
    void take(String words) {
      long begun = System.nanoTime();
      byte[] answer = asks.apply(since.apply(token)).body().getBytes();
      latencies.record(System.nanoTime() - begun);
      token = next.apply(answer).orElseThrow();
      if (Scan.find(answer, Scan.ascii(words), 0) < 0) missing++;
    }

    void into(Report.Row row, boolean cpu) {
      row.put("syncs", latencies.count());
      latencies.into(row, "latency");
      if (cpu) row.put("server CPU us per sync", server / (double) latencies.count());
      row.put("without the message", missing);
    }
  }

  private static String pos(String token) {
    return "?timeout=0&pos=" + URLEncoder.encode(token, StandardCharsets.UTF_8);
  }

  private Way sliding(Report report, Reader reader) {
    for (int i = 0; i < WARMING; i++) reader.sliding("");
    Answer first = measured(report, "sliding, first", rounds, () -> reader.sliding(""));
    report.set("bytes of sliding", first.body().length());
    Function<byte[], Optional<String>> token = body -> Scan.text(body, "pos");
    String from = token.apply(first.body().getBytes()).orElseThrow();
    measured(report, "sliding, nothing new", increments, () -> reader.sliding(pos(from)));
    return new Way("sliding, ", reader::sliding, SyncLoad::pos, token, from);
  }

  /// Rooms that a sliding client goes on showing when something is said in them in turn.
  private static List<Room> shown(List<Room> places) {
    return places.subList(0, Math.min(SHOWN_ROOMS, places.size()));
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

  /// Each sync brings the one message that was accepted just before it, in one room after the
  /// other; the server's time is that of both. The ways take turns, so that what the machine does
  /// meanwhile befalls all of them.
  private void one(
      Report report, String name, List<Way> ways, Cast cast, List<Room> places, Script script) {
    Processes processes = target.processes();
    ways.forEach(Way::begin);
    for (int turn = 0; turn < increments; turn += TURN) {
      for (Way way : ways) {
        long server = processes.cpuMicros();
        for (int i = turn; i < Math.min(increments, turn + TURN); i++) {
          int number = sent++;
          send(cast.desk(), places.get(number % places.size()), number, script);
          way.take("La halle ouvre. " + number);
        }
        way.server += processes.cpuMicros() - server;
      }
    }
    ways.forEach(way -> way.into(report.row(way.name + name), processes.any()));
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
