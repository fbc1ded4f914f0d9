package parvis.bench;

import java.util.List;
import java.util.function.Supplier;

/// One load of a comparison, as its command line, and what is compared of its report.
record Step(String title, Supplier<Load> load, String options, List<Figure> figures) {
  private static final String CPU = "server CPU us per ";

  /// A figure of a report.
  ///
  /// @param row the row of the report that has it
  /// @param name the figure in that row
  /// @param title what the comparison calls it
  /// @param moreIsBetter whether who has more is the better one; otherwise who has less
  record Figure(String row, String name, String title, boolean moreIsBetter) {
    static Figure rate(String row, String name, String title) {
      return new Figure(row, name, title, true);
    }

    static Figure cost(String row, String name, String title) {
      return new Figure(row, name, title, false);
    }
  }

  /// What is wanted of a comparison that takes its time.
  static List<Step> full() {
    return List.of(
        send("--rooms 10 --members 64 --seconds 12 --warmup 6", "1", "16", "64"),
        fanout(50, "--rate 2 --seconds 20 --warmup 5"),
        fanout(500, "--rate 1 --seconds 30 --warmup 10"),
        idle(1_000, "--rounds 3 --settle 2"),
        idle(5_000, "--rounds 3 --settle 2"),
        sync(200, "--messages 20 --members 5 --rounds 20 --increments 100"),
        join(2_000, 500));
  }

  /// The same on a small scale, which shows that it works and measures nothing.
  static List<Step> brief() {
    return List.of(
        send("--rooms 2 --members 3 --seconds 1 --warmup 0", "2"),
        fanout(3, "--rate 10 --seconds 1 --warmup 0"),
        idle(4, "--rounds 3 --settle 0"),
        sync(3, "--messages 2 --members 2 --rounds 2 --increments 2"),
        join(3, 2));
  }

  private static Step send(String options, String... senders) {
    List<Figure> figures =
        List.of(senders).stream()
            .flatMap(
                count -> {
                  String row = count + (count.equals("1") ? " sender" : " senders");
                  return List.of(
                      Figure.rate(row, "accepted/s", row + ": messages a second"),
                      Figure.cost(row, "latency p50 ms", row + ": p50, ms"),
                      Figure.cost(row, "latency p99 ms", row + ": p99, ms"),
                      Figure.cost(row, CPU + "message", row + ": CPU µs per message"))
                      .stream();
                })
            .toList();
    String list = String.join(",", senders);
    return new Step("sending", SendLoad::new, options + " --senders " + list, figures);
  }

  private static Step fanout(int members, String options) {
    String row = "1 rooms of " + members;
    return new Step(
        "room of " + members + " who sync",
        FanoutLoad::new,
        "--rooms 1 --members " + members + " " + options,
        List.of(
            Figure.rate(row, "deliveries/s", "deliveries a second"),
            Figure.cost(row, "send to sync p50 ms", "send to sync p50, ms"),
            Figure.cost(row, "send to sync p99 ms", "send to sync p99, ms"),
            Figure.cost(row, CPU + "delivery", "CPU µs per delivery")));
  }

  private static Step idle(int polls, String options) {
    return new Step(
        polls + " idle long polls",
        IdleLoad::new,
        "--rooms 1 --polls " + polls + " " + options,
        List.of(
            Figure.cost("memory", "with descendants kB each of both", "memory for each, kB"),
            Figure.cost("wake 3", "all woken after ms", "all woken after, ms"),
            Figure.cost("wake 3", CPU + "wake", "CPU µs per waking")));
  }

  private static Step sync(int rooms, String options) {
    return new Step(
        "account in " + rooms + " rooms",
        SyncLoad::new,
        "--rooms " + rooms + " " + options,
        List.of(
            Figure.cost("initial", "latency p50 ms", "initial sync p50, ms"),
            Figure.cost("initial", CPU + "sync", "initial sync, CPU µs"),
            Figure.cost("nothing new", "latency p50 ms", "nothing new p50, ms"),
            Figure.cost("nothing new", CPU + "sync", "nothing new, CPU µs"),
            Figure.cost("one message", "latency p50 ms", "one new message p50, ms"),
            Figure.cost("sliding, first", "latency p50 ms", "first sliding sync p50, ms"),
            Figure.cost("sliding, first", CPU + "sync", "first sliding sync, CPU µs")));
  }

  private static Step join(int members, int joins) {
    return new Step(
        joins + " joins into a room of " + members,
        JoinLoad::new,
        "--members " + members + " --joins " + joins,
        List.of(
            Figure.rate("joins", "joined/s", "joins a second"),
            Figure.cost("joins", "latency p50 ms", "p50, ms"),
            Figure.cost("joins", "latency p99 ms", "p99, ms"),
            Figure.cost("joins", CPU + "join", "CPU µs per join")));
  }
}
