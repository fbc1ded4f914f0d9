package parvis.core.sync;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import parvis.harness.World;

/// What sync tells of unread messages is what counting them plainly comes to, whatever happens.
class UnreadLawTest {
  private static final int STEPS = 50;

  /// Less than two rooms need.
  private static final long SMALL_BYTES = 500_000;

  private static final AtomicInteger plays = new AtomicInteger();
  private static World world;

  @BeforeContainer
  static void start() {
    world = World.start();
  }

  @AfterContainer
  static void stop() {
    world.close();
  }

  @Provide
  Arbitrary<List<Play.Step>> steps() {
    var number = Arbitraries.integers().between(0, 1_000);
    return Combinators.combine(number, number, number, number, number)
        .as(Play.Step::new)
        .list()
        .ofSize(STEPS);
  }

  @Property(tries = 20)
  void counts_are_those_of_the_oracle(@ForAll("steps") List<Play.Step> steps) {
    var play = new Play(world, "p" + plays.incrementAndGet());
    steps.forEach(play::step);
    play.afresh();
  }

  @Property(tries = 2)
  void counts_need_no_memory(@ForAll("steps") List<Play.Step> steps) {
    try (var small = World.small(SMALL_BYTES)) {
      var play = new Play(small, "s");
      steps.forEach(play::step);
      play.afresh();
    }
  }

  @Property(tries = 2)
  void counts_survive_a_restart(
      @ForAll("steps") List<Play.Step> before, @ForAll("steps") List<Play.Step> after) {
    try (var again = World.start()) {
      var play = new Play(again, "r");
      before.forEach(play::step);
      again.restart();
      play.moved(again);
      play.afresh();
      after.forEach(play::step);
    }
  }
}
