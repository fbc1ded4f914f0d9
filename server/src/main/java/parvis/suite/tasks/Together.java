package parvis.suite.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings together what several devices want of one space at nearly the same time, so that it goes
/// to the database once. Who is alone goes at once; of those who follow one another, the next ones
/// go when all are there who were there a moment ago, or when the moment is over.
///
/// Nobody waits for it who has nobody beside them: a program that changes one thing after the other
/// is as fast as before. What waits for a lock keeps those of its space waiting that came after it.
///
/// @param <W> what is wished
/// @param <R> what comes of it
final class Together<W, R> {
  /// Who comes within this time of the ones before goes with others.
  static final Duration GATHERED = Duration.ofMillis(20);

  /// What goes at once.
  static final int WISHES_MAX = 50;

  private static final int SPACES_MAX = 1_000;

  private final Executor executor;
  private final Clock clock;
  private final Consumer<Duration> pause;
  private final Consumer<List<Asked<W, R>>> work;

  /// Where somebody was a moment ago; one that is forgotten too early costs a transaction more.
  private final Cache<Long, Line> lines =
      Caffeine.newBuilder()
          .maximumSize(SPACES_MAX)
          .expireAfterAccess(GATHERED.multipliedBy(100))
          .build();

  /// @param work does what is wished, and answers every wish
  Together(Executor executor, Clock clock, Consumer<List<Asked<W, R>>> work) {
    this(executor, clock, time -> LockSupport.parkNanos(time.toNanos()), work);
  }

  /// @param pause waits for a time, or until its thread is unparked
  Together(
      Executor executor, Clock clock, Consumer<Duration> pause, Consumer<List<Asked<W, R>>> work) {
    this.executor = executor;
    this.clock = clock;
    this.pause = pause;
    this.work = work;
  }

  /// What a device wants of a task, and what comes of it.
  ///
  /// @param scope who asks
  /// @param request their name for it
  record Asked<W, R>(long scope, String request, String task, W wish, CompletableFuture<R> answer) {
    Asked(long scope, String request, String task, W wish) {
      this(scope, request, task, wish, new CompletableFuture<>());
    }
  }

  /// Does what is wished, with what others wish; returns or throws what came of it.
  R change(long space, Asked<W, R> wish) {
    var line = lines.get(space, _ -> new Line());
    if (line.isFirst(wish)) {
      lead(line);
    }
    return answer(wish);
  }

  /// Does by itself what reads more than it changes.
  R alone(Asked<W, R> wish) {
    answer(List.of(wish));
    return answer(wish);
  }

  private R answer(Asked<W, R> wish) {
    try {
      return wish.answer().join();
    } catch (CompletionException fault) {
      throw fault.getCause() instanceof RuntimeException why ? why : fault;
    }
  }

  private void lead(Line line) {
    try {
      line.settle();
      answer(line.next());
    } finally {
      if (line.isMore()) {
        goOn(line);
      }
    }
  }

  /// Whoever waits is not left waiting, whatever keeps the next ones from being led.
  private void goOn(Line line) {
    var begun = false;
    try {
      executor.execute(() -> lead(line));
      begun = true;
    } catch (RejectedExecutionException end) {
      line.end(end);
    } finally {
      if (!begun) {
        line.end(new IllegalStateException("Nobody leads those who wait"));
      }
    }
  }

  private void answer(List<Asked<W, R>> wishes) {
    try {
      work.accept(wishes);
    } finally {
      // Whoever is answered stays so; nobody is left waiting.
      wishes.forEach(wish -> wish.answer().cancel(false));
    }
  }

  /// Those who wait to change something in one space; one of them at a time leads.
  private final class Line {
    private final List<Asked<W, R>> waiting = new ArrayList<>();

    /// Who asked when, a moment ago.
    private final Map<Long, Long> recent = new HashMap<>();

    private boolean led;
    private @Nullable Thread settling;
    private long beganMs = Long.MIN_VALUE / 2;

    synchronized boolean isFirst(Asked<W, R> wish) {
      waiting.add(wish);
      recent.put(wish.scope(), clock.millis());
      var leader = settling;
      if (leader != null && areAllIn()) {
        LockSupport.unpark(leader);
      }
      var first = !led;
      led = true;
      return first;
    }

    /// Waits for whoever is about to come.
    void settle() {
      long left = left();
      if (left > 0) {
        // Who wakes for another reason goes with fewer.
        pause.accept(Duration.ofMillis(left));
      }
      began();
    }

    private synchronized long left() {
      long passed = Math.max(clock.millis() - beganMs, 0);
      settling = Thread.currentThread();
      return areAllIn() ? 0 : GATHERED.toMillis() - passed;
    }

    private synchronized void began() {
      settling = null;
      beganMs = clock.millis();
    }

    private boolean areAllIn() {
      if (waiting.size() >= WISHES_MAX) {
        return true;
      }
      long since = clock.millis() - GATHERED.toMillis();
      recent.values().removeIf(at -> at < since);
      var here = new HashSet<Long>();
      waiting.forEach(wish -> here.add(wish.scope()));
      return here.containsAll(recent.keySet());
    }

    /// Those who go now: each task once, and each wish once.
    synchronized List<Asked<W, R>> next() {
      var next = new ArrayList<Asked<W, R>>();
      var tasks = new HashSet<String>();
      var names = new HashSet<Map.Entry<Long, String>>();
      for (Iterator<Asked<W, R>> all = waiting.iterator();
          all.hasNext() && next.size() < WISHES_MAX; ) {
        var wish = all.next();
        var name = Map.entry(wish.scope(), wish.request());
        if (!tasks.contains(wish.task()) && !names.contains(name)) {
          next.add(wish);
          all.remove();
        }
        // What comes later of the same one comes after it.
        tasks.add(wish.task());
        names.add(name);
      }
      return next;
    }

    synchronized boolean isMore() {
      led = !waiting.isEmpty();
      return led;
    }

    synchronized void end(RuntimeException why) {
      waiting.forEach(wish -> wish.answer().completeExceptionally(why));
      waiting.clear();
      led = false;
    }
  }
}
