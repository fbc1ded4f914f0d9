package parvis.core.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import parvis.base.Folded;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.memory.Memory;

/// Fills a database with what was said and with tasks, as it would be had all of it been sent: many
/// rows at once, and the index of words when all are there. How fast the server itself indexes is
/// measured by [SearchLoad].
///
/// Of what the rooms hold, each message is copied, with words, a sender and a time of its own. The
/// vocabulary has ten times as many words as are said: the names and the rare words of a large
/// house.
final class Filling {
  private static final int AT_ONCE = 20_000;
  private static final int WORDS = 10 * Speech.VOCABULARY;
  /// The number of the first message.
  static final long FIRST = 1_000_000;

  /// Messages whose words are sorted into the index one by one.
  private static final int SORTED_IN_MAX = 50_000;

  /// A million messages in a year.
  private static final long MS_BETWEEN = 31_536;

  private static final long MEMORY_BYTES = 1L << 30;

  private final Db db;
  private final Speech speech;
  private final Random random;
  private final Stems stems = new Stems(new Memory(MEMORY_BYTES));
  private final Map<String, Optional<Word>> met = new HashMap<>();

  Filling(Db db, Speech speech, Random random) {
    this.db = db;
    this.speech = speech;
    this.random = random;
  }

  void fill(int messages, int tasks) {
    db.write(tx -> tx.run(TEMPLATES));
    var rooms = db.read(tx -> tx.list(row -> row.number("room"), ROOMS));
    if (messages > SORTED_IN_MAX) {
      db.write(tx -> tx.run("drop index search_text_by_words"));
    }
    for (int done = 0; done < messages; done += AT_ONCE) {
      int from = done;
      db.write(tx -> messages(tx, rooms, from, messages));
    }
    for (int done = 0; done < tasks; done += AT_ONCE) {
      int from = done;
      db.write(tx -> tasks(tx, from, tasks));
    }
    words(db);
    if (messages > SORTED_IN_MAX) {
      db.write(Filling::sortIn);
    }
    db.write(tx -> tx.run("drop table load_template"));
  }

  private static int sortIn(Tx tx) {
    tx.run("set local maintenance_work_mem = '256MB'");
    return tx.run("create index search_text_by_words on search_text using gin (words)");
  }

  /// Words that were said by others, in more rooms than are kept.
  static void words(Db db) {
    for (int done = 0; done < WORDS; done += AT_ONCE) {
      int first = done;
      var words = array(AT_ONCE, i -> Folded.of(Speech.word(first + i)));
      db.write(tx -> tx.run(ADD_WORDS, (Object) words));
    }
  }

  private int messages(Tx tx, List<Long> rooms, int from, int messages) {
    int size = Math.min(AT_ONCE, messages - from);
    var texts = array(size, _ -> speech.text());
    var of = new long[size];
    var vectors = new String[size];
    for (int i = 0; i < size; i++) {
      of[i] = random.nextInt(rooms.size());
      var words = Word.of(texts[i], Index.WORDS_MAX, met);
      vectors[i] = stems.of(tx, words).vector(rooms.get((int) of[i]), Word.places(words));
    }
    long first = FIRST + from;
    long back = (messages - from) * MS_BETWEEN;
    tx.run(COPY_EVENTS, first, back, MS_BETWEEN, of);
    tx.run(COPY_BYTES, first, texts, of);
    return tx.run(COPY_TEXTS, first, vectors);
  }

  /// Copies of the first tasks of the spaces, each with a title of its own.
  private int tasks(Tx tx, int from, int tasks) {
    var titles = array(Math.min(AT_ONCE, tasks - from), _ -> speech.words(3 + random.nextInt(8)));
    var words = Arrays.stream(titles).map(Folded::of).toArray(String[]::new);
    return tx.run(COPY_TASKS, from + 1_000L, titles, words);
  }

  private static String[] array(int size, IntFunction<String> of) {
    var array = new String[size];
    Arrays.setAll(array, of);
    return array;
  }

  private static final String TEMPLATES =
      """
      create table load_template as
      select e.nid, e.room, e.depth, e.ts, e.type, e.slot, e.snapshot, e.push, b.bytes,
             row_number() over (order by e.nid) - 1 as n, u.nid as of, u.user_id,
             (select user_id from matrix_user w where w.nid = e.sender) as by
        from (select k.*, row_number() over (order by k.nid) as i from event k
               where k.type = 'm.room.message') e
        join event_bytes b on b.event = e.nid
       cross join (select nid, user_id, row_number() over (order by nid) as i, count(*) over () as all
                     from matrix_user) u
       where u.i = 1 + e.i % u.all""";

  private static final String ROOMS = "select room from load_template order by n";

  private static final String COPY_EVENTS =
      """
      insert into event (nid, room, pos, event_id, depth, ts, type, sender, slot, snapshot, push)
      select t.i + f.first, e.room, t.i + f.first, '$copy' || (t.i + f.first), e.depth,
             e.ts - f.back + t.i * f.between, e.type, e.of, e.slot, e.snapshot, e.push
        from (select ?::bigint as first, ?::bigint as back, ?::bigint as between) f
       cross join unnest(?::bigint[]) with ordinality as t (n, i)
        join load_template e on e.n = t.n""";

  private static final String COPY_BYTES =
      """
      insert into event_bytes (event, bytes)
      select t.i + f.first,
             convert_to(replace(replace(convert_from(e.bytes, 'UTF8'), 'premier', t.body), e.by, e.user_id), 'UTF8')
        from (select ?::bigint as first) f
       cross join unnest(?::text[], ?::bigint[]) with ordinality as t (body, n, i)
        join load_template e on e.n = t.n""";

  private static final String COPY_TEXTS =
      """
      insert into search_text (event, source, source_pos, room, pos, ts, sender, key, url, words)
      select e.nid, e.nid, e.pos, e.room, e.pos, e.ts, e.sender, 1, false, t.words::tsvector
        from (select ?::bigint as first) f
       cross join unnest(?::text[]) with ordinality as t (words, i)
        join event e on e.nid = t.i + f.first""";

  private static final String ADD_WORDS =
      "insert into search_word (word) select unnest(?::text[]) on conflict do nothing";

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
}
