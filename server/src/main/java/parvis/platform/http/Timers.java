package parvis.platform.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/// Many timers for little: a hashed wheel with one thread, that hands what is due to an executor.
///
/// A timer costs one small object and a place in its slot's set; setting and cancelling take a
/// slot's lock and wake nobody. Those of a scheduled executor cost a heap operation and a wake-up
/// each, which 10,000 parked polls would feel.
final class Timers implements AutoCloseable {
  /// How precise a timer is.
  static final long TICK_MILLIS = 50;

  private static final int SLOTS = 1024;

  private final Executor executor;
  private final List<Set<Timer>> slots = new ArrayList<>(SLOTS);
  private final long startNanos = System.nanoTime();
  private final Thread thread =
      Thread.ofPlatform().name("http-timers").daemon().unstarted(this::run);
  private volatile long firedTick;
  private volatile boolean closed;

  private static final class Timer {
    final long tick;
    final Runnable action;

    Timer(long tick, Runnable action) {
      this.tick = tick;
      this.action = action;
    }
  }

  Timers(Executor executor) {
    this.executor = executor;
    for (int i = 0; i < SLOTS; i++) {
      slots.add(new LinkedHashSet<>(0));
    }
  }

  void start() {
    thread.start();
  }

  Cancel after(Duration delay, Runnable action) {
    long millis = Math.max(0, Math.min(delay.toMillis(), Integer.MAX_VALUE));
    Timer timer = new Timer(nowTick() + 1 + millis / TICK_MILLIS, action);
    Set<Timer> slot = slot(timer.tick);
    synchronized (slot) {
      slot.add(timer);
    }
    if (firedTick >= timer.tick && taken(slot, timer)) {
      executor.execute(action);
    }
    return () -> taken(slot, timer);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    long tick = 0;
    while (!closed) {
      long now = nowTick();
      while (tick < now) {
        tick++;
        firedTick = tick;
        fire(tick);
      }
      LockSupport.parkNanos(TICK_MILLIS * 1_000_000);
    }
  }

  private void fire(long tick) {
    Set<Timer> slot = slot(tick);
    List<Timer> due = List.of();
    synchronized (slot) {
      if (!slot.isEmpty()) {
        due = slot.stream().filter(timer -> timer.tick <= tick).toList();
        due.forEach(slot::remove);
      }
    }
    for (Timer timer : due) {
      executor.execute(timer.action);
    }
  }

  private static boolean taken(Set<Timer> slot, Timer timer) {
    synchronized (slot) {
      return slot.remove(timer);
    }
  }

  private Set<Timer> slot(long tick) {
    return slots.get((int) (tick & (SLOTS - 1)));
  }

  private long nowTick() {
    return (System.nanoTime() - startNanos) / (TICK_MILLIS * 1_000_000);
  }
}
