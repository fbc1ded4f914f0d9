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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import parvis.protocol.json.JsonObject;

/// The browsers of [TaskLoad], in a process of their own: all hear one board, and some change it.
/// Their lines tell where a measurement begins and ends.
final class TaskBrowsers {
  private static final int WRITERS = 10;
  private static final int WARM = 4_000;
  private static final long WARM_NANOS = 5_000_000;
  private static final int ONE_BY_ONE = 250;

  /// Longer than changes are gathered: each one finds nothing under way.
  private static final long QUIET_NANOS = 150_000_000;

  private static final int TOGETHER = 1_500;
  private static final long BETWEEN_NANOS = 20_000_000;
  private static final long REST_NANOS = 8_000_000_000L;
  private static final Pattern TITLE = Pattern.compile("\"title\":\"(c\\d+)\"");
  private static final Pattern SINCE = Pattern.compile("\"since\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Change> changes = new ConcurrentHashMap<>();
  private final String base;
  private final String board;
  private final List<String> tasks;
  private final int[] versions;
  private final List<String> people;
  private int made;

  /// A change on its way.
  private static final class Change {
    final long from = System.nanoTime();
    final CountDownLatch left;
    volatile long until;

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
    together(WARM, WARM_NANOS);
    oneByOne(ONE_BY_ONE / 5);
    System.out.println("begin");
    var one = oneByOne(ONE_BY_ONE);
    System.out.println("end " + ONE_BY_ONE + " one at a time");
    System.out.println("begin");
    var many = together(TOGETHER, BETWEEN_NANOS);
    System.out.println("end " + TOGETHER + " by ten people, 50 a second");
    System.out.println("begin");
    sleep(System.nanoTime() + REST_NANOS);
    System.out.println("end 0 at rest");
    told("one at a time, until the last browser has it", one);
    told("by ten people, 50 a second, until the last browser has it", many);
  }

  /// Each change when all have heard of the one before, and nothing is gathered any more.
  private List<Change> oneByOne(int count) throws Exception {
    var all = new ArrayList<Change>();
    for (int i = 0; i < count; i++) {
      all.add(change(i % WRITERS, i % tasks.size()));
      all.getLast().left.await();
      sleep(all.getLast().until + QUIET_NANOS);
    }
    return all;
  }

  /// Ten people, each of whom changes the tasks that are theirs in turn.
  private List<Change> together(int count, long betweenNanos) throws Exception {
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
    String title;
    synchronized (this) {
      title = "c" + made++;
    }
    var set = JsonObject.of("title", title);
    if (version % 2 == 0) {
      set = set.with("place", Crew.into(version % 4 == 0 ? "todo" : "doing"));
    }
    var wish = JsonObject.of("request_id", title, "base", version, "set", set);
    var change = new Change(people.size());
    changes.put(title, change);
    asked(people.get(writer), "PATCH", base + Crew.TASKS + tasks.get(task), wish.toString());
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
      try (var lines =
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          TITLE
              .matcher(line)
              .results()
              .map(one -> changes.get(one.group(1)))
              .forEach(Change::heard);
        }
      }
    } catch (IOException | InterruptedException over) {
      System.err.println(over);
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

  private static void told(String what, List<Change> changes) {
    TaskLoad.told(what, changes.stream().mapToLong(one -> one.until - one.from).toArray());
  }
}
