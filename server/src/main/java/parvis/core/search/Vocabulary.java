package parvis.core.search;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import parvis.base.Slips;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.memory.Memory;

/// The words that were said, and in which rooms, for who makes a slip. Nobody is led to a word that
/// was said where they are not, unless it was said in so many rooms that it is everybody's.
final class Vocabulary {
  /// Rooms of one word that are kept; one that was said in more is everybody's.
  static final int ROOMS_MAX = 32;

  /// Words that one may be a slip of, and that are searched for it.
  private static final int NEAR_MAX = 20;

  private static final int LETTERS_MIN = 3;
  private static final int LETTERS_MAX = 21;

  private static final int PERCENT = 1;

  /// What is kept of a word takes beside its letters, about, and each of its rooms.
  private static final int WORD_BYTES = 150;

  private static final int ROOM_BYTES = 48;

  private static final String KNOWN =
      "select word, rooms::text as rooms from search_word where word = any (?::text[])";

  private static final String LEARN =
      """
      insert into search_word as w (word, rooms)
      select f.word, case when cardinality(f.rooms::bigint[]) <= ? then f.rooms::bigint[] end
        from unnest(?::text[], ?::text[]) as f (word, rooms)
      on conflict (word) do update set rooms =
             (select case when count(*) <= ? then array_agg(r.room) end
                from (select unnest(w.rooms) union select unnest(excluded.rooms)) r (room))
       where w.rooms is not null""";

  /// Takes rooms from words that nobody says there any more.
  private static final String FORGET =
      """
      update search_word w
         set rooms = array(select r from unnest(w.rooms) r where r <> all (g.rooms))
        from (select q.word, array_agg(q.room) as rooms
                from unnest(?::text[], ?::bigint[], ?::text[]) as q (word, room, query)
               where not exists (select from search_text s where s.words @@ q.query::tsquery)
               group by q.word) g
       where w.word = g.word and w.rooms is not null""";

  private static final String REMOVE =
      "delete from search_word where word = any (?::text[]) and rooms = '{}'";

  private static final String NEAR =
      """
      select word from search_word
       where word = any (?::text[]) and (rooms is null or rooms && ?::bigint[])
       order by word limit ?""";

  /// By the word, the rooms in which it was said when it was read; none: everybody's.
  private final Cache<String, Set<Long>> known;

  Vocabulary(Memory memory) {
    this.known =
        memory.cache(
            "words",
            PERCENT,
            (word, rooms) -> WORD_BYTES + 2 * word.length() + ROOM_BYTES * rooms.size());
  }

  /// What is said in some texts, to be learnt at once.
  Heard heard() {
    return new Heard();
  }

  /// Words of some texts that may not be known yet where they were said.
  final class Heard {
    private final Map<Long, Set<Word>> met = new HashMap<>();
    private final Map<String, Set<Long>> fresh = new TreeMap<>();

    /// @param words those of one text
    void said(long room, Set<Word> words) {
      var here = met.computeIfAbsent(room, _ -> new HashSet<>());
      for (var word : words) {
        if (here.add(word) && isWord(word.folded()) && !isKnown(word.folded(), room)) {
          fresh.computeIfAbsent(word.folded(), _ -> new HashSet<>()).add(room);
        }
      }
    }

    /// Notes which words were said in which room.
    void learn(Tx tx) {
      if (fresh.isEmpty()) {
        return;
      }
      // What is remembered is what others have committed: this transaction may not be.
      tx.list(Vocabulary::read, KNOWN, (Object) fresh.keySet().toArray(String[]::new))
          .forEach(word -> known.put(word.word(), word.rooms()));
      fresh.forEach((word, in) -> in.removeIf(room -> isKnown(word, room)));
      fresh.values().removeIf(Set::isEmpty);
      if (!fresh.isEmpty()) {
        var arrays = fresh.values().stream().map(Vocabulary::array).toArray(String[]::new);
        tx.run(LEARN, ROOMS_MAX, fresh.keySet().toArray(String[]::new), arrays, ROOMS_MAX);
      }
    }
  }

  private record Said(String word, Set<Long> rooms) {}

  private static Said read(Row row) {
    return new Said(row.text("word"), rooms(row.optionalText("rooms").orElse(null)));
  }

  /// As PostgreSQL writes an array of numbers.
  private static Set<Long> rooms(@Nullable String text) {
    return text == null
        ? Set.of()
        : Arrays.stream(text.substring(1, text.length() - 1).split(",", ROOMS_MAX + 1))
            .map(Long::valueOf)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static String array(Set<Long> rooms) {
    return rooms.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  private static boolean isWord(String word) {
    if (word.length() < LETTERS_MIN || word.length() > LETTERS_MAX) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (!Character.isLetter(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isKnown(String word, long room) {
    var rooms = known.getIfPresent(word);
    return rooms != null && (rooms.isEmpty() || rooms.contains(room));
  }

  /// The words of a text that is no more, each behind the number of its room, and their stems.
  record Gone(long room, List<String> lexemes) {
    static Gone of(Row row) {
      return new Gone(row.number("room"), row.texts("lexemes"));
    }
  }

  /// Forgets where some words were said, unless they are said there still.
  void forget(Tx tx, List<Gone> texts) {
    var words = new ArrayList<String>();
    var rooms = LongStream.builder();
    var queries = new ArrayList<String>();
    for (var text : texts) {
      for (var lexeme : text.lexemes()) {
        words.add(lexeme.substring(lexeme.indexOf('_') + 1));
        rooms.add(text.room());
        queries.add("'" + lexeme + "'");
      }
    }
    if (!words.isEmpty()) {
      var names = words.toArray(String[]::new);
      tx.run(FORGET, names, rooms.build().toArray(), queries.toArray(String[]::new));
      tx.run(REMOVE, (Object) names);
      known.invalidateAll(words);
    }
  }

  /// What some words may be slips of, among what was said in some rooms.
  Map<String, Set<String>> near(Tx tx, List<Word> words, long[] rooms) {
    var near = new HashMap<String, Set<String>>();
    for (var word : words) {
      var slips = Slips.of(word.folded());
      if (!slips.isEmpty()) {
        var found =
            tx.list(row -> row.text("word"), NEAR, slips.toArray(String[]::new), rooms, NEAR_MAX);
        near.put(word.folded(), Set.copyOf(found));
      }
    }
    return near;
  }
}
