package parvis.suite.tasks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.db.DatabaseFault;
import parvis.protocol.json.JsonObject;

/// A program that measures tasks: `TaskLoad TASKS [asked|heard]`. They are of one space, a fifth of
/// them archived and three quarters of the others done, of fifty people; one animator reads and
/// changes them over HTTP. Then fifty browsers of fifty people, in a process of their own, hear the
/// board while it changes, at several rates; `asked` and `heard` measure one of both alone.
final class TaskLoad {
  private static final int PEOPLE = 50;
  private static final int ASKED = 300;

  /// Tasks that change while others hear of it.
  private static final int CHANGED = 200;

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
    try (var world = World.start(Map.of("PARVIS_DATABASE_CONNECTIONS", "12"))) {
      new TaskLoad(world).run(Integer.parseInt(args[0]), args.length > 1 ? args[1] : "");
    }
    System.exit(0);
  }

  private void run(int count, String alone) throws Exception {
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
    tidy();
    if (!alone.equals("heard")) {
      ask(count, mine);
    }
    if (!alone.equals("asked")) {
      follow(mine);
    }
  }

  /// What PostgreSQL does by itself within a minute of so many changes; the server of tests does
  /// not.
  private void tidy() {
    world
        .db()
        .read(
            tx -> {
              try (var statement = tx.connection().createStatement()) {
                return statement.execute("vacuum (analyze) task");
              } catch (SQLException fault) {
                throw new DatabaseFault(fault);
              }
            });
  }

  private void ask(int count, List<Client> mine) {
    var alice = crew.alice;
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

  static void told(String what, long[] times) {
    Arrays.sort(times);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, max %.1f ms%n",
        what,
        times[times.length / 2] / 1e6,
        times[times.length * 95 / 100] / 1e6,
        times[times.length - 1] / 1e6);
  }

  /// What was taken of the processor between two moments.
  private record Taken(long nanos, long server, long database) {
    static Taken now() {
      return new Taken(System.nanoTime(), cpu(), databaseCpu());
    }

    Taken since(Taken other) {
      return new Taken(nanos - other.nanos, server - other.server, database - other.database);
    }

    void print(String what, long times) {
      System.out.printf(
          "%s: %d µs of the server, %d µs of the database; %.1f s%n",
          what, server / 1_000 / times, database / 1_000 / times, nanos / 1e9);
    }
  }

  /// What the server takes of the processor, and the database, while others browse. What both take
  /// when nobody changes anything is told, too, and is part of the other figures.
  private void follow(List<Client> browsers) throws IOException {
    var tasks =
        IntStream.range(0, CHANGED)
            .mapToObj(i -> Crew.id(crew.make(crew.alice, "title", "À changer " + i).ok().json()))
            .toList();
    var child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TaskBrowsers.class.getName(),
                crew.alice.base(),
                crew.here() + "/tasks",
                String.join(",", tasks),
                browsers.stream().map(Client::token).collect(Collectors.joining(",")))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var from = Taken.now();
    try (var lines = child.inputReader()) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var words = line.split(" ", 3);
        switch (words[0]) {
          case "begin" -> from = Taken.now();
          case "end" -> {
            var taken = Taken.now().since(from);
            long times = Long.parseLong(words[1]);
            taken.print(
                times == 0
                    ? words[2] + ", a second"
                    : words[2] + ", a change and " + browsers.size() + " browsers that hear it",
                times == 0 ? taken.nanos() / 1_000_000_000 : times);
          }
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
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::info)
        .filter(info -> info.command().filter(name -> name.endsWith("postgres")).isPresent())
        .mapToLong(info -> info.totalCpuDuration().orElse(Duration.ZERO).toNanos())
        .sum();
  }
}
