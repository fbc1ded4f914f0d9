package parvis.suite.tasks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A program that measures tasks: `TaskLoad TASKS`. They are of one space, a fifth of them archived
/// and three quarters of the others done, of fifty people; one animator reads and changes them over
/// HTTP. Then fifty browsers, in a process of their own, follow the board while it changes.
final class TaskLoad {
  private static final int PEOPLE = 50;
  private static final int ASKED = 300;
  private static final int CHANGES_WARM = 400;
  private static final int CHANGES = 1_000;
  private static final Pattern SINCE = Pattern.compile("\"since\":\"([^\"]+)\"");

  /// One task becomes many: every place, person, label and day in turn.
  private static final String FILL =
      """
      insert into task (nid, id, space, number, version, versions, content, texts, "column", rank,
                        state, state_by, state_ms, assignees, own, due, archived, made_by, made_ms,
                        changed_ms, labels, words)
      select nextval('nid'), 'load' || n, t.space, n + 10, 1, '{}',
             (t.content::jsonb || jsonb_build_object(
               'title', title, 'assignees', array[person], 'labels', array[label], 'due', day,
               'archived', n % 5 = 0, 'place', jsonb_build_object('column', col, 'rank', place)))::text,
             t.texts, col, place, g.state, t.state_by, t.state_ms, array[person], array[person, t.made_by],
             day, n % 5 = 0, t.made_by, t.made_ms, t.changed_ms, array[label],
             array_to_tsvector(array['tache', 'numero', n::text, 'mot' || n % 997])
        from (select n, 'Tâche numéro ' || n || ' mot' || n % 997 as title,
                     '@p' || n * 7 % 50 || ':parvis.example' as person,
                     'l' || n % 40 as label,
                     ('2026-01-01'::date + n % 700)::text as day,
                     lpad(n::text, 7, '0') || '5' as place,
                     case when n % 20 < 2 then 'todo' when n % 20 < 4 then 'doing'
                          when n % 20 < 5 then 'review' else 'done' end as col,
                     case when n % 20 < 4 then 'open' when n % 20 < 5 then 'done'
                          else 'validated' end as state
                from generate_series(1, ?) n) g,
             task t
       where t.id = ?""";

  private final Random random = new Random(20_261_127);
  private final World world;
  private final Crew crew;

  private TaskLoad(World world) {
    this.world = world;
    this.crew = new Crew(world);
  }

  public static void main(String[] args) throws Exception {
    if (args[0].equals("browse")) {
      browse(args);
      return;
    }
    try (var world = World.start(Map.of("PARVIS_DATABASE_CONNECTIONS", "12"))) {
      new TaskLoad(world).run(Integer.parseInt(args[0]));
    }
    System.exit(0);
  }

  private void run(int count) throws Exception {
    var alice = crew.alice;
    var seed = crew.make(alice, "title", "Graine").ok().json();
    var mine = new ArrayList<Client>();
    for (int i = 0; i < PEOPLE; i++) {
      mine.add(world.register("p" + i));
      mine.getLast().post(crew.here() + "/join", JsonObject.EMPTY).ok();
    }
    world.db().write(tx -> tx.run(FILL, count, Crew.id(seed)));
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "update task_board set numbered = ?, held = ? where space = (select space from task limit 1)",
                    count + 10,
                    count + 1));
    world.db().write(tx -> tx.run("analyze task"));
    var all = crew.here() + "/tasks";
    measure("a column of the board, 200 tasks", i -> get(alice, all + "?column=todo"));
    measure("all columns, 1,000 tasks at once", i -> get(alice, all + "?limit=1000"));
    measure("how many stand in each column", i -> get(alice, crew.here() + "/board/lanes"));
    measure("a task", i -> get(alice, Crew.TASKS + some(count)));
    measure("tasks of a label", i -> get(alice, all + "?label=l" + i % 40));
    measure("open tasks of somebody", i -> get(alice, all + "?state=open&assignee=" + person(i)));
    measure("a word", i -> get(alice, all + "?text=mot" + i % 997));
    measure("due in a week", i -> get(alice, all + "?due_from=2026-05-01&due_to=2026-05-07"));
    measure(
        "mine, in all spaces",
        i -> get(mine.get(i % PEOPLE), "/api/v1/tasks/mine?today=2026-11-26"));
    measure("mine, of who validates", i -> get(alice, "/api/v1/tasks/mine?today=2026-11-26"));
    measure("a new task", i -> crew.make(alice, "title", "Neuve " + i).ok());
    measure("another title", i -> change(count, "title", "Autre " + i));
    measure(
        "another column", i -> change(count, "place", Crew.into(i % 2 == 0 ? "todo" : "doing")));
    measure("its history", i -> get(alice, Crew.TASKS + some(count) + "/history"));
    follow(seed);
  }

  private static void get(Client who, String path) {
    who.get(path).ok();
  }

  private String some(int count) {
    return "load" + (1 + random.nextInt(count));
  }

  private static String person(int i) {
    return Client.segment("@p" + i % PEOPLE + ":parvis.example");
  }

  private void change(int count, String field, Object value) {
    var task = JsonObject.of("id", some(count), "version", 1);
    var answer = crew.change(crew.alice, task, field, value);
    if (answer.status() != 200 && answer.status() != 409) {
      throw new AssertionError(answer.text());
    }
  }

  private interface Work {
    void run(int i);
  }

  private static void measure(String what, Work work) {
    for (int i = 0; i < ASKED / 3; i++) {
      work.run(i);
    }
    var times = new long[ASKED];
    for (int i = 0; i < ASKED; i++) {
      var from = System.nanoTime();
      work.run(i);
      times[i] = System.nanoTime() - from;
    }
    told(what, times);
  }

  private static void told(String what, long[] times) {
    Arrays.sort(times);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, max %.1f ms%n",
        what,
        times[times.length / 2] / 1e6,
        times[times.length * 95 / 100] / 1e6,
        times[times.length - 1] / 1e6);
  }

  /// What the server takes of the processor, and the database, while others browse.
  private void follow(JsonObject task) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TaskLoad.class.getName(),
                "browse",
                crew.alice.base(),
                crew.here() + "/tasks",
                Crew.id(task)));
    command.add(crew.alice.token());
    for (int i = 0; i < PEOPLE; i++) {
      command.add(i % 2 == 0 ? crew.bruno.token() : crew.chloe.token());
    }
    var child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long server = 0;
    long database = 0;
    try (var lines = child.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        switch (line) {
          case "begin" -> {
            server = cpu();
            database = databaseCpu();
          }
          case "end" ->
              System.out.printf(
                  "a change and %d browsers that follow: %d µs of the server, %d µs of the database%n",
                  PEOPLE,
                  (cpu() - server) / 1_000 / CHANGES,
                  (databaseCpu() - database) / 1_000 / CHANGES);
          default -> System.out.println(line);
        }
      }
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long databaseCpu() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::info)
        .filter(info -> info.command().filter(name -> name.endsWith("postgres")).isPresent())
        .mapToLong(info -> info.totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }

  /// The browsers: each asks for what comes after what it knows; and one changes a task, again when
  /// all have heard of it.
  private static void browse(String[] args) throws Exception {
    var http = HttpClient.newHttpClient();
    var base = args[1];
    var all = base + args[2];
    var since = token(asked(http, args[4], "GET", all + "?limit=1", ""));
    var heard = new AtomicReference<>(new CountDownLatch(PEOPLE));
    for (int i = 0; i < PEOPLE; i++) {
      var token = args[5 + i];
      Thread.ofVirtual().start(() -> follow(http, token, all, since, heard));
    }
    var task = base + Crew.TASKS + args[3];
    int version = 1;
    var times = new long[CHANGES];
    for (int i = 0; i < CHANGES_WARM + CHANGES; i++) {
      if (i == CHANGES_WARM) {
        System.out.println("begin");
      }
      var wish =
          JsonObject.of(
              "request_id",
              "c" + i,
              "base",
              version++,
              "set",
              JsonObject.of("title", "Tâche " + i, "labels", JsonArray.EMPTY));
      var latch = heard.get();
      var from = System.nanoTime();
      asked(http, args[4], "PATCH", task, wish.toString());
      latch.await();
      if (i >= CHANGES_WARM) {
        times[i - CHANGES_WARM] = System.nanoTime() - from;
      }
      heard.set(new CountDownLatch(PEOPLE));
    }
    System.out.println("end");
    told("a change, until the last browser has it", times);
    System.exit(0);
  }

  private static void follow(
      HttpClient http,
      String token,
      String all,
      String from,
      AtomicReference<CountDownLatch> heard) {
    try {
      for (var since = from; ; ) {
        var path = all + "/changes?timeout=30000&since=" + since;
        var answer = asked(http, token, "GET", path, "");
        since = token(answer);
        if (answer.contains("\"title\"")) {
          heard.get().countDown();
        }
      }
    } catch (IOException | InterruptedException over) {
      System.err.println(over);
    }
  }

  private static String token(String answer) {
    var found = SINCE.matcher(answer);
    if (!found.find()) {
      throw new AssertionError(answer);
    }
    return found.group(1);
  }

  private static String asked(HttpClient http, String token, String method, String uri, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
    return answer.body();
  }
}
