package parvis.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class LedgerTest {
  private final Ledger ledger = new Ledger(2, 2, 2);

  private void accepted(int message, int room, int sender) {
    ledger.sending(message, room, sender);
    ledger.accepted(message);
  }

  @Test
  void everythingSeenOnceInOneOrderIsClean() {
    accepted(0, 0, 0);
    accepted(1, 0, 1);
    accepted(2, 1, 0);
    for (int reader = 0; reader < 2; reader++) {
      assertThat(ledger.seen(reader, 1)).isTrue();
      assertThat(ledger.seen(reader, 0)).isTrue();
      assertThat(ledger.seen(reader, 2)).isTrue();
    }
    assertThat(ledger.complete()).isTrue();
    assertThat(ledger.verdict()).isEqualTo(new Ledger.Verdict(3, 6, 0, 0, 0, 0));
    assertThat(ledger.verdict().clean()).isTrue();
  }

  @Test
  void aMessageThatNobodySawIsLostForEachReader() {
    accepted(0, 0, 0);
    assertThat(ledger.verdict().lost()).isEqualTo(2);
    assertThat(ledger.complete()).isFalse();
  }

  @Test
  void aHoleIsLostUntilItIsFilledAndThenOutOfOrder() {
    for (int message = 0; message < 3; message++) {
      accepted(message, 0, 0);
      ledger.seen(0, message);
    }
    ledger.seen(1, 0);
    ledger.seen(1, 2);
    assertThat(ledger.verdict().lost()).isEqualTo(1);
    assertThat(ledger.missing(9)).containsExactly("1 of 0: 1");
    assertThat(ledger.seen(1, 1)).isTrue();
    assertThat(ledger.verdict()).isEqualTo(new Ledger.Verdict(3, 6, 0, 0, 1, 0));
  }

  @Test
  void aSecondSightIsDoubled() {
    accepted(0, 0, 0);
    ledger.seen(0, 0);
    assertThat(ledger.seen(0, 0)).isFalse();
    assertThat(ledger.verdict().doubled()).isEqualTo(1);
  }

  @Test
  void aSenderOvertakingItselfIsOutOfOrder() {
    accepted(0, 0, 0);
    accepted(1, 0, 0);
    ledger.seen(0, 1);
    ledger.seen(0, 0);
    assertThat(ledger.verdict().disordered()).isEqualTo(1);
  }

  @Test
  void aMessageOfUnknownOutcomeMayBeSeenByAllOrNobody() {
    ledger.sending(0, 0, 0);
    ledger.sending(1, 0, 0);
    assertThat(ledger.complete()).isTrue();
    ledger.seen(0, 1);
    assertThat(ledger.verdict().lost()).isEqualTo(1);
    ledger.seen(1, 1);
    assertThat(ledger.verdict()).isEqualTo(new Ledger.Verdict(0, 2, 0, 0, 0, 0));
  }

  @Test
  void aMessageThatWasNeverSentIsUnknown() {
    assertThat(ledger.seen(0, 5_000)).isFalse();
    assertThat(ledger.verdict().clean()).isFalse();
  }

  /// Whatever one reader misses, repeats or swaps, the book finds it.
  @Property(tries = 200)
  void everyInjuryIsFound(@ForAll @IntRange(max = 2) int injury, @ForAll long seed) {
    var random = new Random(seed);
    var book = new Ledger(1, 2, 1);
    List<Integer> order = new ArrayList<>();
    for (int message = 0; message < 50; message++) {
      book.sending(message, 0, 0);
      book.accepted(message);
      book.seen(0, message);
      order.add(message);
    }
    int at = random.nextInt(49);
    switch (injury) {
      case 0 -> order.subList(at, at + 1).clear();
      case 1 -> order.add(at + 1, order.get(at));
      case 2 -> Collections.swap(order, at, at + 1);
      default -> throw new IllegalArgumentException();
    }
    order.forEach(message -> book.seen(1, message));
    Ledger.Verdict verdict = book.verdict();
    assertThat(List.of(verdict.lost(), verdict.doubled(), verdict.disordered()))
        .isEqualTo(List.of(injury == 0 ? 1L : 0L, injury == 1 ? 1L : 0L, injury == 2 ? 1L : 0L));
  }
}
