package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/// Ranks are an order in which everything can be put anywhere.
class RankTest {
  @Property(tries = 300)
  void whatever_is_put_anywhere_stands_there(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 1_000) Integer> places) {
    var ranks = new ArrayList<String>();
    for (var place : places) {
      var at = place % (ranks.size() + 1);
      var low = at == 0 ? "" : ranks.get(at - 1);
      var high = at == ranks.size() ? "" : ranks.get(at);
      var rank = Rank.between(low, high);
      assertThat(rank).isGreaterThan(low).matches(Rank::is);
      assertThat(high.isEmpty() || rank.compareTo(high) < 0).isTrue();
      ranks.add(at, rank);
    }
    assertThat(ranks).isSorted();
  }

  @Test
  void a_long_column_has_short_ranks() {
    var last = "";
    var first = Rank.between("", "");
    for (int i = 0; i < 200_000; i++) {
      last = Rank.between(last, "");
      first = Rank.between("", first);
    }
    assertThat(last.length()).isLessThan(8);
    assertThat(first.length()).isLessThan(8);
  }

  @Test
  void a_place_takes_hundreds_before_it_is_full() {
    var low = Rank.between("", "");
    var high = Rank.between(low, "");
    for (int i = 0; i < 900; i++) {
      high = Rank.between(low, high);
    }
    assertThat(high.length()).isLessThan(Rank.CHARS_MAX);
  }
}
