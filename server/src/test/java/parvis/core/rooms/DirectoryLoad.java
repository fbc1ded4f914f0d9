package parvis.core.rooms;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import parvis.base.Folded;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A program that measures the directory: `DirectoryLoad PEOPLE`. They are agents of twenty
/// organisations, of which half are open to the others, with names and functions of a small town;
/// one agent, who shares a room with a twentieth of them, searches names, functions and beginnings
/// of both over HTTP.
final class DirectoryLoad {
  private static final int ORGANISATIONS = 20;
  private static final int SEARCHES = 400;
  private static final String[] FIRST = {
    "Camille", "Hélène", "Paul", "Marie", "Noé", "Zoé", "Lou", "Odile", "Hugo", "Inès", "Jean",
    "Léa", "Ada", "Éva", "Karim", "Lucie", "Marc", "Nadia", "Olivier", "Sophie"
  };
  private static final String[] LAST = {
    "Marchetti", "Roche", "Giraud", "Dupré", "Petit", "Faure", "Martel", "Ranc", "Castel", "Kaya"
  };
  private static final String[] DOES = {
    "Directrice des écoles", "Agent d'accueil", "Chef de garage", "Juriste", "Comptable"
  };

  private final Random random = new Random(20_261_130);
  private final World world;

  private DirectoryLoad(World world) {
    this.world = world;
  }

  public static void main(String[] args) {
    try (var world = World.start(Map.of("PARVIS_DATABASE_CONNECTIONS", "12"))) {
      new DirectoryLoad(world).run(Integer.parseInt(args[0]));
    }
  }

  private void run(int people) {
    var admin = world.administrator("admin");
    var reader = world.register("reader");
    for (int i = 0; i < ORGANISATIONS; i++) {
      var id = Town.organisation(admin, "O" + i);
      if (i % 2 == 0) {
        var wish = JsonObject.of("name", "O" + i, "label", "O" + i, "open_directory", true);
        admin.put(Town.one(id), wish).ok();
      }
      if (i == 1) {
        Town.put(admin, id, reader, "member").ok();
      }
    }
    fill(people);
    measure(reader, "a first name", () -> FIRST[random.nextInt(FIRST.length)]);
    measure(reader, "a whole name", () -> name(random.nextInt(people)));
    measure(reader, "three letters", () -> FIRST[random.nextInt(FIRST.length)].substring(0, 3));
    measure(reader, "a function", () -> DOES[random.nextInt(DOES.length)]);
    measure(reader, "two first letters of two words", () -> begun(random.nextInt(people)));
    measure(reader, "two words nobody has", () -> "Camille " + FIRST[1 + random.nextInt(10)]);
    measure(reader, "nobody", () -> "xyzzy" + random.nextInt());
  }

  private static String begun(int number) {
    return FIRST[number % FIRST.length].substring(0, 2)
        + " "
        + LAST[number % LAST.length].charAt(0);
  }

  private static String name(int number) {
    return FIRST[number % FIRST.length]
        + " "
        + LAST[number / FIRST.length % LAST.length]
        + " "
        + number / (FIRST.length * LAST.length);
  }

  /// People as an import makes them, put into their tables at once.
  private void fill(int people) {
    var names = new String[people];
    var does = new String[people];
    var words = new String[people];
    for (int i = 0; i < people; i++) {
      names[i] = name(i);
      does[i] = DOES[random.nextInt(DOES.length)];
      words[i] = Folded.of(names[i] + " " + does[i]).replaceAll("[^a-z0-9]+", " ");
    }
    world
        .db()
        .write(
            tx -> {
              tx.run(
                  """
                  create temporary table filled on commit drop as
                  select nextval('nid') as nid, n.i, n.name, n.does, n.words
                    from unnest(?::text[], ?::text[], ?::text[])
                         with ordinality as n (name, does, words, i)
                  """,
                  names,
                  does,
                  words);
              tx.run(
                  "insert into matrix_user (nid, user_id) select nid, '@p' || i || ':' || ? from filled",
                  World.SERVER);
              tx.run(
                  """
                  insert into account ("user", server, localpart, created_ms)
                  select f.nid, (select min(server) from account), 'p' || f.i, 1 from filled f
                  """);
              tx.run(
                  """
                  insert into profile ("user", fields, display_name, words)
                  select nid, json_build_object('displayname', name, 'fr.parvis.function', does)::text,
                         name, words from filled
                  """);
              tx.run(
                  """
                  insert into post (nid, "user", organisation, role, ground, since_ms)
                  select nextval('nid'), f.nid, o.nid, 'member', 'address', 1
                    from filled f
                    join (select nid, row_number() over (order by nid) as n from organisation) o
                      on o.n = f.i % ? + 1
                  """,
                  ORGANISATIONS);
              tx.run(
                  """
                  insert into directory_word (organisation, word, name, "user")
                  select p.organisation, w.word, left(f.words, 40), f.nid
                    from filled f join post p on p."user" = f.nid
                   cross join lateral (select distinct one as word
                                         from unnest(string_to_array(f.words, ' ')) one
                                        where one <> '') w
                  """);
              tx.run(
                  """
                  insert into membership (room, "user", membership, event, pos, since, snapshot)
                  select 1000000000, nid, 2, 1, 1, 1, 0 from filled where i % 19 = 0
                  union all
                  select 1000000000, nid, 2, 1, 1, 1, 0 from matrix_user where user_id like '@reader:%'
                  """);
              return people;
            });
    world
        .db()
        .write(
            tx ->
                tx.run("analyze profile, post, account, matrix_user, directory_word, membership"));
  }

  private interface Term {
    String next();
  }

  private void measure(Client reader, String what, Term term) {
    var times = new long[SEARCHES];
    long found = 0;
    for (int i = 0; i < SEARCHES; i++) {
      var wish = JsonObject.of("search_term", term.next(), "limit", 20);
      var from = System.nanoTime();
      var told = reader.post("/_matrix/client/v3/user_directory/search", wish).ok().json();
      times[i] = System.nanoTime() - from;
      found += told.array("results").orElseThrow().values().size();
    }
    Arrays.sort(times);
    System.out.printf(
        "%s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms; %d found on average%n",
        what,
        times[SEARCHES / 2] / 1e6,
        times[SEARCHES * 95 / 100] / 1e6,
        times[SEARCHES * 99 / 100] / 1e6,
        times[SEARCHES - 1] / 1e6,
        found / SEARCHES);
  }
}
