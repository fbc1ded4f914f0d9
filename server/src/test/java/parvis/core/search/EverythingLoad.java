package parvis.core.search;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import parvis.base.Abreast;
import parvis.base.Folded;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonObject;

/// A program that measures searching the whole house: `EverythingLoad MESSAGES TASKS [URL FOLDER]`.
///
/// The reader is in 200 rooms and 20 spaces, whose tasks they see; somebody else is in four of the
/// rooms and one of the spaces. They search as one types in the palette, and on the page, each way
/// of asking by itself; `-Donly=` leaves out those whose names a regular expression does not find.
/// Then so many (`-DatOnce=8`) do so at once, each with a session of their own.
/// With the address of an empty database and a folder it keeps what it filled ([Filling]), and the
/// next time measures that again.
final class EverythingLoad {
  private static final int ROOMS = 200;
  private static final int SPACES = 20;
  private static final int ROOMS_FEW = 4;
  private static final int PEOPLE = 9;
  private static final int SEARCHES = Integer.getInteger("searches", 400);
  private static final int AT_ONCE = Integer.getInteger("atOnce", 8);
  private static final Pattern ONLY = Pattern.compile(System.getProperty("only", ""));

  /// Pages that somebody turns, one after the other.
  private static final int PAGES = 20;

  /// Words that a search leaves out in any language; here they are in nearly everything.
  private static final int EVERYWHERE = 100;

  private static final String QUICK = "&kind=space,task,post,message&limit=3&order=latest";
  private static final long DAY_MS = 86_400_000;
  private static final int OK = 200;

  private final Random random = new Random(20_261_202);
  private final Speech speech = new Speech(random);
  private final World world;

  private EverythingLoad(World world) {
    this.world = world;
  }

  public static void main(String[] args) {
    if (args.length < 4) {
      try (var world = World.start(Map.of("PARVIS_DATABASE_CONNECTIONS", "12"))) {
        new EverythingLoad(world).run(args);
      }
      return;
    }
    var world =
        World.start(
            Map.of(
                "PARVIS_DATABASE_CONNECTIONS",
                "12",
                "PARVIS_DATABASE_URL",
                args[2],
                "PARVIS_DATA",
                args[3]));
    new EverythingLoad(world).run(args);
    world.parvis().close();
  }

  private void run(String[] args) {
    if (number("select count(*) as n from search_text") == 0) {
      fill(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }
    System.out.printf(
        "%,d messages, %,d tasks, %,d words that were said; texts %d MB, words %d MB%n",
        number("select count(*) as n from search_text"),
        number("select count(*) as n from task"),
        number("select count(*) as n from search_word"),
        number("select pg_table_size('search_text') >> 20 as n"),
        number("select pg_relation_size('search_text_by_words') >> 20 as n"));
    var reader = world.signIn("reader");
    measure("reader, ", reader);
    facets("reader, ", reader);
    pages("reader, ", reader);
    together("reader");
    var little = world.signIn("little");
    measure("who reads little, ", little);
    facets("who reads little, ", little);
    pages("who reads little, ", little);
  }

  private void fill(int messages, int tasks) {
    var reader = world.register("reader");
    var little = world.register("little");
    for (int i = 0; i < PEOPLE; i++) {
      world.register("person" + i);
    }
    for (int i = 0; i < ROOMS; i++) {
      Chat.say(reader, i < ROOMS_FEW ? Chat.room(reader, little) : Chat.room(reader), "premier");
    }
    for (int i = 0; i < SPACES; i++) {
      space(reader, i);
    }
    little.post(firstSpace(reader) + "/join", JsonObject.EMPTY).ok();
    var began = System.nanoTime();
    new Filling(world.db(), speech, random).fill(messages, tasks);
    world.db().write(tx -> tx.run("update search_backlog set below = 0"));
    vacuum(world.db());
    System.out.printf("filled in %d s%n", (System.nanoTime() - began) / 1_000_000_000L);
    world.db().read(tx -> tx.first(r -> r.text("s"), "select setval('log_pos', 50000000)::text s"));
    world.restart();
  }

  private void space(Client reader, int i) {
    var wish = JsonObject.of("model", "project", "name", "Projet " + speech.words(2).strip());
    var open = wish.with("visibility", "public").with("joining", "free");
    var made = reader.post("/api/v1/spaces", open.with("request_id", "s" + i)).ok();
    var space = "/api/v1/spaces/" + Client.segment(made.string("space_id"));
    Chat.say(reader, reader.get(space).ok().string("feed_room"), "premier");
    var task = JsonObject.of("request_id", "t" + i, "set", JsonObject.of("title", "premier"));
    reader.post(space + "/tasks", task).ok();
  }

  private String firstSpace(Client reader) {
    return "/api/v1/spaces/" + Client.segment(facet(reader, "spaces", "space"));
  }

  /// The id of the first that narrows down what everybody said.
  private static String facet(Client client, String list, String id) {
    var all = client.get("/api/v1/search?q=premier&kind=task,post,message").ok().json();
    return all.array(list).orElseThrow().objects().getFirst().string(id).orElseThrow();
  }

  /// As PostgreSQL does by itself within minutes of so much being written.
  private static void vacuum(Db db) {
    db.read(
        tx -> {
          try (var statement = tx.connection().createStatement()) {
            return statement.execute("vacuum analyze");
          } catch (SQLException fault) {
            throw new IllegalStateException(fault);
          }
        });
  }

  /// Everything that is typed.
  private void measure(String who, Client client) {
    var ways =
        List.of(
            new Way("a word", speech::telling),
            new Way("the beginning of a word", () -> begun(speech.telling(), 4)),
            new Way("three letters", () -> begun(speech.telling(), 3)),
            new Way("two words", () -> speech.telling() + " " + speech.telling()),
            new Way(
                "two words and a beginning",
                () -> speech.telling() + " " + speech.telling() + " " + begun(speech.telling(), 4)),
            new Way("without its accents", () -> Folded.of(speech.telling())),
            new Way("a slip", () -> slip(speech.telling())),
            new Way("a word that is everywhere", () -> Speech.word(random.nextInt(EVERYWHERE))),
            new Way(
                "two words that are everywhere",
                () -> Speech.word(random.nextInt(20)) + " " + Speech.word(random.nextInt(20))),
            new Way("a word that is nowhere", () -> "xyzzy" + begun(speech.telling(), 4)));
    for (var way : ways) {
      measure(client, who + "palette: " + way.name(), QUICK, way.term());
    }
    for (var way : ways) {
      measure(client, who + "page: " + way.name(), "", way.term());
    }
  }

  /// What many take who search at once, each without a pause.
  private void together(String name) {
    for (var more : List.of(QUICK, "")) {
      var what = AT_ONCE + " at once, " + (more.isEmpty() ? "page" : "palette") + ": ";
      together(name, what + "a word", more, speech::telling);
      together(name, what + "the beginning of a word", more, () -> begun(speech.telling(), 4));
    }
  }

  private void together(String name, String what, String more, Supplier<String> term) {
    if (!ONLY.matcher(what).find()) {
      return;
    }
    var searchers =
        IntStream.range(0, AT_ONCE)
            .mapToObj(_ -> paths(more, term))
            .map(paths -> searcher(world.signIn(name), paths))
            .toList();
    var began = System.nanoTime();
    var all = new Abreast(AT_ONCE).all(searchers);
    var took = System.nanoTime() - began;
    print(
        what,
        all.stream().flatMap(one -> one.times().stream()).mapToLong(time -> time).toArray(),
        all.stream().mapToLong(Searched::found).sum());
    System.out.printf(
        "  %.1f a second, %d kinds left out, %d refused%n",
        AT_ONCE * SEARCHES * 1e9 / took,
        all.stream().mapToInt(Searched::leftOut).sum(),
        all.stream().mapToInt(Searched::refused).sum());
  }

  private static List<String> paths(String more, Supplier<String> term) {
    return Stream.generate(term)
        .map(words -> "/api/v1/search?q=" + Client.segment(words) + more)
        .limit(SEARCHES)
        .toList();
  }

  /// What came of the searches of one of them.
  private record Searched(List<Long> times, long found, int leftOut, int refused) {}

  private static Supplier<Searched> searcher(Client client, List<String> paths) {
    return () -> {
      var times = new ArrayList<Long>();
      long found = 0;
      int leftOut = 0;
      int refused = 0;
      for (var path : paths) {
        var from = System.nanoTime();
        var answer = client.get(path);
        times.add(System.nanoTime() - from);
        if (answer.status() != OK) {
          refused++;
          continue;
        }
        leftOut += answer.json().array("left_out").orElseThrow().strings().size();
        for (var kind : answer.json().array("kinds").orElseThrow().objects()) {
          found += kind.integer("count").orElse(0);
        }
      }
      return new Searched(times, found, leftOut, refused);
    };
  }

  private record Way(String name, Supplier<String> term) {}

  /// A word, narrowed down.
  private void facets(String who, Client client) {
    var now = System.currentTimeMillis();
    var space = "&space=" + Client.segment(facet(client, "spaces", "space"));
    var person = "&person=" + Client.segment("@person3:" + World.SERVER);
    var facets =
        List.of(
            "&kind=task",
            "&kind=decision",
            "&kind=space",
            "&kind=person",
            "&kind=post",
            "&kind=message",
            "&kind=message&order=latest",
            space,
            person,
            span(now - 7 * DAY_MS, now),
            span(now - 30 * DAY_MS, now),
            span(now - 200 * DAY_MS, now - 193 * DAY_MS),
            span(now - 200 * DAY_MS, now - 170 * DAY_MS),
            span(now - 300 * DAY_MS, now - 200 * DAY_MS),
            span(now - 300 * DAY_MS, now - 150 * DAY_MS),
            person + span(now - 200 * DAY_MS, now - 170 * DAY_MS));
    for (var facet : facets) {
      var name = facet.replaceAll("%..", " ").replace(String.valueOf(now), "now");
      measure(client, who + "page: a word " + name, facet, speech::telling);
      measure(client, who + "page: begun " + name, facet, () -> begun(speech.telling(), 4));
    }
  }

  private static String span(long from, long until) {
    return "&from=" + from + "&until=" + until;
  }

  private static String begun(String word, int letters) {
    return word.substring(0, Math.min(letters, word.length()));
  }

  /// Two letters in the middle change places.
  static String slip(String word) {
    int at = word.length() / 2;
    return at < 1
        ? word
        : word.substring(0, at - 1)
            + word.charAt(at)
            + word.charAt(at - 1)
            + word.substring(at + 1);
  }

  /// What one comes to by turning pages, in a span of time, too: each of them is a search.
  private void pages(String who, Client client) {
    var now = System.currentTimeMillis();
    var week = span(now - 200 * DAY_MS, now - 193 * DAY_MS);
    var month = span(now - 30 * DAY_MS, now);
    var months = span(now - 300 * DAY_MS, now - 150 * DAY_MS);
    var latest = "message&order=latest";
    for (var kind :
        List.of(
            "message",
            latest,
            latest + month,
            latest + week,
            latest + months,
            "message" + months,
            "post&order=latest",
            "task")) {
      var more = "&kind=" + kind;
      pages(client, who + "pages: a word " + more, more, speech::telling);
      pages(client, who + "pages: begun " + more, more, () -> begun(speech.telling(), 4));
    }
  }

  private void pages(Client client, String what, String more, Supplier<String> term) {
    if (!ONLY.matcher(what).find()) {
      return;
    }
    long found = 0;
    var times = new ArrayList<Long>();
    while (times.size() < SEARCHES) {
      var path = "/api/v1/search?q=" + Client.segment(term.get()) + more;
      var next = Optional.of(path);
      for (int page = 0; page < PAGES && next.isPresent(); page++) {
        var from = System.nanoTime();
        var answer = client.get(next.get()).ok();
        if (page > 0) {
          times.add(System.nanoTime() - from);
        }
        var kind = answer.json().array("kinds").orElseThrow().objects().getFirst();
        found += kind.array("results").orElseThrow().size();
        next = kind.string("next").map(place -> path + "&next=" + Client.segment(place));
      }
    }
    print(what, times.stream().mapToLong(time -> time).toArray(), found);
  }

  private void measure(Client client, String what, String more, Supplier<String> term) {
    if (!ONLY.matcher(what).find()) {
      return;
    }
    long found = 0;
    var times = new long[SEARCHES];
    for (int i = 0; i < SEARCHES; i++) {
      var path = "/api/v1/search?q=" + Client.segment(term.get()) + more;
      var from = System.nanoTime();
      var answer = client.get(path).ok();
      times[i] = System.nanoTime() - from;
      for (var kind : answer.json().array("kinds").orElseThrow().objects()) {
        found += kind.integer("count").orElse(0);
      }
    }
    print(what, times, found);
  }

  static void print(String what, long[] times, long found) {
    Arrays.sort(times);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms; %d found on average%n",
        what,
        times[times.length / 2] / 1e6,
        times[times.length * 95 / 100] / 1e6,
        times[times.length * 99 / 100] / 1e6,
        times[times.length - 1] / 1e6,
        found / times.length);
  }

  private long number(String sql) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql)).orElseThrow();
  }
}
