package parvis.core.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A program that measures search: how fast an existing database is indexed, how large the index
/// becomes, and how long searches over HTTP take.
///
/// `SearchLoad MESSAGES ROOMS`. Messages are [Speech] of 4 to 20 words.
final class SearchLoad {
  private static final int SEARCHES = 400;
  private static final int AT_ONCE = 10_000;

  private final Random random = new Random(20_261_128);
  private final Speech speech = new Speech(random);
  private final World world;
  private final Client reader;

  private SearchLoad(World world) {
    this.world = world;
    this.reader = world.register("reader");
  }

  public static void main(String[] args) {
    try (var world = World.start(Map.of("PARVIS_DATABASE_CONNECTIONS", "12"))) {
      new SearchLoad(world).run(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    }
  }

  private void run(int messages, int rooms) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < rooms; i++) {
      ids.add(Chat.room(reader));
      Chat.say(reader, ids.getLast(), "premier");
    }
    fill(world.db(), speech, messages);
    world.db().write(tx -> tx.run("update search_backlog set below = ?", Long.MAX_VALUE));
    world.db().read(tx -> tx.first(r -> r.text("s"), "select setval('log_pos', 50000000)::text s"));
    ids.forEach(id -> Chat.say(reader, id, "dernier"));
    var began = System.nanoTime();
    world.restart();
    while (number("select below as n from search_backlog") > 0) {
      Thread.onSpinWait();
    }
    System.out.printf(
        "%,d messages in %d rooms: indexed at %,d a second; table %d MB, words %d MB%n",
        messages,
        rooms,
        messages * 1_000_000_000L / (System.nanoTime() - began),
        number("select pg_table_size('search_text') >> 20 as n"),
        number("select pg_relation_size('search_text_by_words') >> 20 as n"));
    var client = world.back(reader);
    for (var order : List.of("rank", "recent")) {
      for (int words = 1; words <= 3; words++) {
        measure(client, order, words, ids, 0);
      }
    }
    measure(client, "rank", 2, ids, 1);
    measure(client, "recent", 1, ids, 1);
  }

  private void measure(Client client, String order, int words, List<String> ids, int rooms) {
    var times = new long[SEARCHES];
    long count = 0;
    for (int i = 0; i < SEARCHES; i++) {
      var term = new StringBuilder();
      for (int w = 0; w < words; w++) {
        term.append(speech.telling()).append(' ');
      }
      var wish = JsonObject.of("search_term", term.toString(), "order_by", order);
      if (rooms > 0) {
        var room = ids.get(random.nextInt(ids.size()));
        wish = wish.with("filter", JsonObject.of("rooms", JsonArray.of(room)));
      }
      var body = JsonObject.of("search_categories", JsonObject.of("room_events", wish));
      var from = System.nanoTime();
      var found = client.post("/_matrix/client/v3/search", body).ok().json();
      times[i] = System.nanoTime() - from;
      count += Chat.at(found, "search_categories", "room_events").integer("count").orElse(0);
    }
    Arrays.sort(times);
    System.out.printf(
        "%s, %d words, %s: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms; %d hits on average%n",
        order,
        words,
        rooms == 0 ? "all rooms" : "one room",
        times[SEARCHES / 2] / 1e6,
        times[SEARCHES * 95 / 100] / 1e6,
        times[SEARCHES * 99 / 100] / 1e6,
        times[SEARCHES - 1] / 1e6,
        count / SEARCHES);
  }

  private long number(String sql) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql)).orElseThrow();
  }

  /// Copies of the first messages of the rooms, each with a text of its own.
  static void fill(Db db, Speech speech, int messages) {
    for (int done = 0; done < messages; done += AT_ONCE) {
      var texts = new String[Math.min(AT_ONCE, messages - done)];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = speech.text();
      }
      long first = 1_000_000L + done;
      db.write(tx -> tx.run(COPY_EVENTS, texts, first));
      db.write(tx -> tx.run(COPY_BYTES, texts, first));
    }
    db.write(tx -> tx.run("analyze"));
  }

  private static final String TEMPLATES =
      """
      with template as (
        select e.*, b.bytes, row_number() over (order by e.nid) - 1 as n, count(*) over () as all
          from event e join event_bytes b on b.event = e.nid
         where e.type = 'm.room.message' and e.nid < 1000000)
      """;

  private static final String COPY_EVENTS =
      TEMPLATES
          + """
            insert into event (nid, room, pos, event_id, depth, ts, type, sender, slot, snapshot, push)
            select t.i + f.first, e.room, t.i + f.first, '$copy' || (t.i + f.first), e.depth, e.ts,
                   e.type, e.sender, e.slot, e.snapshot, e.push
              from unnest(?::text[]) with ordinality as t (body, i)
             cross join (select ?::bigint as first) f
              join template e on e.n = (t.i * 7919) % e.all""";

  private static final String COPY_BYTES =
      TEMPLATES
          + """
            insert into event_bytes (event, bytes)
            select t.i + f.first,
                   convert_to(replace(convert_from(e.bytes, 'UTF8'), 'premier', t.body), 'UTF8')
              from unnest(?::text[]) with ordinality as t (body, i)
             cross join (select ?::bigint as first) f
              join template e on e.n = (t.i * 7919) % e.all""";
}
