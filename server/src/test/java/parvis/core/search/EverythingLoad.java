package parvis.core.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import parvis.base.Folded;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.memory.Memory;
import parvis.protocol.json.JsonObject;

/// A program that measures searching the whole house: `EverythingLoad MESSAGES TASKS [wait]`.
/// Somebody is in 200 rooms and 20 spaces, whose tasks they see. They search as one types in the
/// palette, and on the page. The vocabulary has ten times as many words as they say: the names and
/// the rare words of a large house. With `wait` it measures when a line is typed.
final class EverythingLoad {
  private static final int ROOMS = 200;
  private static final int SPACES = 20;
  private static final int SEARCHES = 400;
  private static final int AT_ONCE = 10_000;
  private static final int WORDS = 10 * Speech.VOCABULARY;
  private static final String QUICK = "&kind=space,task,post,message&limit=3&order=latest";

  private final Random random = new Random(20_261_202);
  private final Speech speech = new Speech(random);
  private final World world;
  private final Client reader;

  private EverythingLoad(World world) {
    this.world = world;
    this.reader = world.register("reader");
  }

  public static void main(String[] args) throws IOException {
    try (var world = World.start(Map.of("PARVIS_DATABASE_CONNECTIONS", "12"))) {
      var load = new EverythingLoad(world);
      var client = load.filled(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
      if (args.length > 2) {
        System.out.println("ready");
        System.in.read();
      }
      load.measure(client);
    }
  }

  private Client filled(int messages, int tasks) {
    for (int i = 0; i < ROOMS; i++) {
      Chat.say(reader, Chat.room(reader), "premier");
    }
    for (int i = 0; i < SPACES; i++) {
      var wish = JsonObject.of("model", "project", "name", "Projet " + speech.words(2).strip());
      var open = wish.with("visibility", "public").with("joining", "free");
      var made = reader.post("/api/v1/spaces", open.with("request_id", "s" + i)).ok();
      var space = "/api/v1/spaces/" + Client.segment(made.string("space_id"));
      Chat.say(reader, reader.get(space).ok().string("feed_room"), "premier");
      var task = JsonObject.of("request_id", "t" + i, "set", JsonObject.of("title", "premier"));
      reader.post(space + "/tasks", task).ok();
    }
    SearchLoad.fill(world.db(), speech, messages);
    fillTasks(tasks);
    fillWords();
    world.db().write(tx -> tx.run("update search_backlog set below = ?", Long.MAX_VALUE));
    world.db().read(tx -> tx.first(r -> r.text("s"), "select setval('log_pos', 50000000)::text s"));
    world.restart();
    while (number("select below as n from search_backlog") > 0) {
      Thread.onSpinWait();
    }
    world.db().write(tx -> tx.run("analyze"));
    System.out.printf(
        "%,d messages, %,d tasks, %,d words that were said%n",
        number("select count(*) as n from search_text"),
        number("select count(*) as n from task"),
        number("select count(*) as n from search_word"));
    return world.back(reader);
  }

  /// Copies of the first tasks of the spaces, each with a title of its own.
  private void fillTasks(int tasks) {
    for (int done = 0; done < tasks; done += AT_ONCE) {
      var titles = array(Math.min(AT_ONCE, tasks - done), _ -> speech.words(3 + random.nextInt(8)));
      var words = Arrays.stream(titles).map(Folded::of).toArray(String[]::new);
      long first = done + 1_000L;
      world.db().write(tx -> tx.run(COPY_TASKS, first, titles, words));
    }
  }

  /// Words that were said by others.
  private void fillWords() {
    for (int done = 0; done < WORDS; done += AT_ONCE) {
      int first = done;
      var words = array(AT_ONCE, i -> Folded.of(Speech.word(first + i)));
      world
          .db()
          .write(
              tx ->
                  tx.run(
                      "insert into search_word (word) select unnest(?::text[]) on conflict do nothing",
                      (Object) words));
    }
  }

  private static String[] array(int size, IntFunction<String> of) {
    var array = new String[size];
    Arrays.setAll(array, of);
    return array;
  }

  private void measure(Client client) {
    measure(client, "palette: a beginning", QUICK, () -> begun(speech.telling()));
    measure(client, "palette: a word", QUICK, speech::telling);
    measure(client, "palette: two words", QUICK, () -> speech.telling() + " " + speech.telling());
    measure(client, "palette: a slip", QUICK, () -> slip(speech.telling()));
    measure(client, "page: a word, all kinds", "", speech::telling);
    measure(client, "page: two words", "", () -> speech.telling() + " " + speech.telling());
    measure(client, "page: a slip", "", () -> slip(speech.telling()));
    measure(client, "tasks: a word", "&kind=task", speech::telling);
    measure(client, "nothing", "", () -> "xyzzy" + begun(speech.telling()));
    near();
  }

  private static String begun(String word) {
    return word.substring(0, Math.min(4, word.length()));
  }

  /// Two letters in the middle change places.
  private static String slip(String word) {
    int at = word.length() / 2;
    return at < 1
        ? word
        : word.substring(0, at - 1)
            + word.charAt(at)
            + word.charAt(at - 1)
            + word.substring(at + 1);
  }

  private void measure(Client client, String what, String more, Supplier<String> term) {
    long[] found = {0};
    var times =
        times(
            () -> {
              var path = "/api/v1/search?q=" + Client.segment(term.get()) + more;
              for (var kind : client.get(path).ok().json().array("kinds").orElseThrow().objects()) {
                found[0] += kind.integer("count").orElse(0);
              }
            });
    print(what, times, found[0]);
  }

  private static long[] times(Runnable ask) {
    var times = new long[SEARCHES];
    for (int i = 0; i < SEARCHES; i++) {
      var from = System.nanoTime();
      ask.run();
      times[i] = System.nanoTime() - from;
    }
    Arrays.sort(times);
    return times;
  }

  private static void print(String what, long[] times, long found) {
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms; %d found on average%n",
        what,
        times[SEARCHES / 2] / 1e6,
        times[SEARCHES * 95 / 100] / 1e6,
        times[SEARCHES * 99 / 100] / 1e6,
        times[SEARCHES - 1] / 1e6,
        found / SEARCHES);
  }

  /// Which words somebody may have meant: all that are one slip away, beside those that share most
  /// trigrams.
  private void near() {
    world.db().write(tx -> tx.run(GRAMS));
    world.db().write(tx -> tx.run("create index on load_gram using gin (grams)"));
    world.db().write(tx -> tx.run("analyze load_gram"));
    var rooms = new long[] {1};
    var vocabulary = new Vocabulary(new Memory(1 << 20));
    long[] found = {0};
    var slips =
        times(
            () -> {
              var words = Word.of(slip(speech.telling()), 1);
              var near = world.db().read(tx -> vocabulary.near(tx, words, rooms));
              near.values().forEach(all -> found[0] += all.size());
            });
    print("words one slip away", slips, found[0]);
    long[] alike = {0};
    var trigrams =
        times(
            () -> {
              var word = Folded.of(slip(speech.telling()));
              alike[0] +=
                  world
                      .db()
                      .read(tx -> tx.list(row -> row.text("word"), ALIKE, (Object) grams(word)))
                      .size();
            });
    print("words of the same trigrams", trigrams, alike[0]);
  }

  private static String[] grams(String word) {
    var padded = "  " + word + " ";
    var grams = new ArrayList<String>();
    for (int i = 0; i + 3 <= padded.length(); i++) {
      grams.add(padded.substring(i, i + 3));
    }
    return grams.stream().distinct().toArray(String[]::new);
  }

  private long number(String sql) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql)).orElseThrow();
  }

  private static final String COPY_TASKS =
      """
      insert into task (nid, id, space, number, version, versions, content, texts, "column", rank, state,
                        state_by, state_ms, assignees, seen_by, archived, made_by, made_ms, changed_ms, words)
      select 1000000000 + f.first + t.i, 'load' || f.first + t.i, b.space, f.first + t.i, b.version,
             b.versions, replace(b.content, 'premier', t.title), b.texts, b."column", b.rank, b.state,
             b.state_by, b.state_ms, b.assignees, b.seen_by, b.archived, b.made_by, b.made_ms,
             b.changed_ms + t.i,
             array_to_tsvector(array(select distinct w from unnest(string_to_array(trim(t.words), ' ')) w))
        from (select ?::bigint as first) f
       cross join unnest(?::text[], ?::text[]) with ordinality as t (title, words, i)
        join (select k.*, row_number() over (order by k.nid) - 1 as n, count(*) over () as all
                from task k where k.nid < 1000000000) b on b.n = t.i % b.all""";

  private static final String GRAMS =
      """
      create table load_gram as
      select w.word, array(select distinct substr('  ' || w.word || ' ', i, 3)
                             from generate_series(1, length(w.word) + 1) i) as grams
        from search_word w""";

  private static final String ALIKE =
      """
      select g.word from load_gram g cross join (select ?::text[] as asked) a
       where g.grams && a.asked
       order by (select count(*) from unnest(g.grams) one where one = any (a.asked)) desc, g.word
       limit 20""";
}
