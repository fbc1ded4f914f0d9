package parvis.suite.tasks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import parvis.protocol.json.JsonObject;

/// The browsers of [TaskLoad], in a process of their own: all hear one board, and some change it.
/// Their lines tell where a measurement begins and ends.
final class TaskBrowsers {
  private static final int WRITERS = 10;

  /// Until the machine has compiled what runs often: as many changes as it takes, for so long.
  private static final long WARM_NANOS = 45_000_000_000L;

  /// And so many more, one by one, since what many do together takes other ways.
  private static final int WARM_ALONE = 2_000;

  private static final int WARM_RATE = 100;

  private static final int[] RATES = {500, 200, 50};
  private static final long RATE_NANOS = 20_000_000_000L;
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final int ONE_BY_ONE = 120;

  /// Longer than changes are gathered: each one finds nothing under way.
  private static final long QUIET_NANOS = 150_000_000;

  private static final int AT_ONCE = 5_000;
  private static final long REST_NANOS = 8_000_000_000L;
  private static final Pattern TITLE = Pattern.compile("\"title\":\"c(\\d+)\\.(\\d+)\"");
  private static final Pattern SINCE = Pattern.compile("\"since\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();

  /// The changes of each task, in their order. What follows another one within a moment is told
  /// with it: who hears of the last one has heard of all.
  private final List<List<Change>> changes = new ArrayList<>();

  private final String base;
  private final String board;
  private final List<String> tasks;
  private final int[] versions;
  private final List<String> people;

  /// A change on its way.
  private static final class Change {
    final long from = System.nanoTime();
    final CountDownLatch left;
    volatile long until;
    volatile long answered;

    Change(int browsers) {
      left = new CountDownLatch(browsers);
    }

    void heard() {
      if (left.getCount() == 1) {
        until = System.nanoTime();
      }
      left.countDown();
    }
  }

  /// @param args where the server is, the board, the tasks, the tokens of who hears: its first ones
  ///     change tasks, too
  private TaskBrowsers(String[] args) {
    base = args[0];
    board = base + args[1];
    tasks = List.of(args[2].split(",", -1));
    people = List.of(args[3].split(",", -1));
    versions = new int[tasks.size()];
    Arrays.fill(versions, 1);
    tasks.forEach(_ -> changes.add(new CopyOnWriteArrayList<>()));
  }

  public static void main(String[] args) throws Exception {
    new TaskBrowsers(args).run();
    System.exit(0);
  }

  private void run() throws Exception {
    var first = asked(people.getFirst(), "GET", board + "?limit=1", "");
    var found = SINCE.matcher(first);
    if (!found.find()) {
      throw new AssertionError(first);
    }
    var ready = new CountDownLatch(people.size());
    for (var token : people) {
      Thread.ofVirtual().start(() -> hear(token, found.group(1), ready));
    }
    ready.await();
    for (var from = System.nanoTime(); System.nanoTime() - from < WARM_NANOS; ) {
      together(AT_ONCE, 0);
    }
    together(WARM_ALONE, SECOND_NANOS / WARM_RATE);
    measure("as fast as ten people can", AT_ONCE, () -> together(AT_ONCE, 0));
    for (int rate : RATES) {
      int count = (int) (rate * RATE_NANOS / SECOND_NANOS);
      measure(rate + " a second", count, () -> together(count, SECOND_NANOS / rate));
    }
    measure("one at a time", ONE_BY_ONE, () -> oneByOne(ONE_BY_ONE));
    System.out.println("begin");
    sleep(System.nanoTime() + REST_NANOS);
    System.out.println("end 0 at rest");
  }

  private interface Work {
    List<Change> run() throws InterruptedException;
  }

  private static void measure(String what, int count, Work work) throws InterruptedException {
    System.out.println("begin");
    var changes = work.run();
    System.out.println("end " + count + " " + what);
    var times = changes.stream().mapToLong(one -> one.until - one.from).toArray();
    TaskLoad.told(what + ", until the last browser has it", times);
    var answered = changes.stream().mapToLong(one -> one.answered - one.from).toArray();
    TaskLoad.told(what + ", until it is answered", answered);
  }

  /// Each change when all have heard of the one before, and nothing is gathered any more.
  private List<Change> oneByOne(int count) throws InterruptedException {
    var all = new ArrayList<Change>();
    for (int i = 0; i < count; i++) {
      all.add(change(i % WRITERS, i % tasks.size()));
      all.getLast().left.await();
      sleep(all.getLast().until + QUIET_NANOS);
    }
    return all;
  }

  /// Ten people, each of whom changes the tasks that are theirs in turn.
  private List<Change> together(int count, long betweenNanos) throws InterruptedException {
    var all = new ArrayList<Change>();
    var from = System.nanoTime();
    var writers = new ArrayList<Thread>();
    int each = tasks.size() / WRITERS;
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      writers.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = writer; i < count; i += WRITERS) {
                      sleep(from + i * betweenNanos);
                      var change = change(writer, writer * each + i / WRITERS % each);
                      synchronized (all) {
                        all.add(change);
                      }
                    }
                  }));
    }
    for (var writer : writers) {
      writer.join();
    }
    for (var change : all) {
      change.left.await();
    }
    return all;
  }

  private static void sleep(long untilNanos) {
    for (long left = untilNanos - System.nanoTime();
        left > 0;
        left = untilNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /// Another title, and every other time another column.
  private Change change(int writer, int task) {
    int version = versions[task]++;
    var title = "c" + task + "." + (version - 1);
    var set = JsonObject.of("title", title);
    if (version % 2 == 0) {
      set = set.with("place", Crew.into(version % 4 == 0 ? "todo" : "doing"));
    }
    var wish = JsonObject.of("request_id", title, "base", version, "set", set);
    var change = new Change(people.size());
    changes.get(task).add(change);
    asked(people.get(writer), "PATCH", base + Crew.TASKS + tasks.get(task), wish.toString());
    change.answered = System.nanoTime();
    return change;
  }

  private void hear(String token, String since, CountDownLatch ready) {
    var request =
        HttpRequest.newBuilder(URI.create(board + "/stream?since=" + since))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      ready.countDown();
      var heard = new int[tasks.size()];
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          TITLE.matcher(line).results().forEach(one -> heard(one, heard));
        }
      }
    } catch (IOException | InterruptedException over) {
      System.err.println(over);
    }
  }

  /// @param heard how many changes of each task somebody has heard of
  private void heard(MatchResult title, int[] heard) {
    int task = Integer.parseInt(title.group(1));
    for (int last = Integer.parseInt(title.group(2)); heard[task] <= last; heard[task]++) {
      changes.get(task).get(heard[task]).heard();
    }
  }

  private String asked(String token, String method, String uri, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(answer.body());
      }
      return answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
