package parvis.core.search;

import java.util.ArrayList;
import java.util.Random;
import java.util.function.ToLongFunction;
import parvis.base.Folded;
import parvis.harness.World;
import parvis.platform.memory.Memory;

/// A program that measures how one finds which of 200,000 words somebody may have meant: those that
/// are one slip away, beside those that share most trigrams.
final class NearLoad {
  private static final int SEARCHES = 400;

  private final Speech speech = new Speech(new Random(20_261_202));
  private final World world;

  private NearLoad(World world) {
    this.world = world;
  }

  public static void main(String[] args) {
    try (var world = World.start()) {
      new NearLoad(world).run();
    }
  }

  private void run() {
    Filling.words(world.db());
    world.db().write(tx -> tx.run(GRAMS));
    world.db().write(tx -> tx.run("create index on load_gram using gin (grams)"));
    world.db().write(tx -> tx.run("analyze"));
    var rooms = new long[] {1};
    var vocabulary = new Vocabulary(new Memory(1 << 20));
    measure(
        "words one slip away",
        typed -> {
          var words = Word.of(typed, 1);
          var near = world.db().read(tx -> vocabulary.near(tx, words, rooms));
          return near.values().stream().mapToLong(all -> all.size()).sum();
        });
    measure(
        "words of the same trigrams",
        typed -> {
          var asked = (Object) grams(Folded.of(typed));
          return world.db().read(tx -> tx.list(row -> row.text("word"), ALIKE, asked)).size();
        });
  }

  private void measure(String what, ToLongFunction<String> near) {
    var times = new long[SEARCHES];
    long found = 0;
    for (int i = 0; i < SEARCHES; i++) {
      var typed = EverythingLoad.slip(speech.telling());
      var from = System.nanoTime();
      found += near.applyAsLong(typed);
      times[i] = System.nanoTime() - from;
    }
    EverythingLoad.print(what, times, found);
  }

  private static String[] grams(String word) {
    var padded = "  " + word + " ";
    var grams = new ArrayList<String>();
    for (int i = 0; i + 3 <= padded.length(); i++) {
      grams.add(padded.substring(i, i + 3));
    }
    return grams.stream().distinct().toArray(String[]::new);
  }

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
