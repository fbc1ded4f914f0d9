package parvis.platform.log;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import parvis.platform.db.Db;

/// The source of nids: dense 64-bit numbers that stand for long identifiers and never leave us.
///
/// They are taken from the database in blocks, so that most cost no query. Whatever the order in
/// which they are handed out, they say nothing about the order of what they name.
public final class Nids {
  /// How many numbers one query brings; the sequence `nid` counts in steps of it.
  private static final long BLOCK = 1_000;

  /// With fewer numbers left than this, [#ahead()] brings more.
  private static final long LEAST = BLOCK / 2;

  private static final String NEXT = "select nextval('nid') as first";

  private final Db db;
  private final AtomicReference<Block> current = new AtomicReference<>(new Block(0, 0));
  private final Queue<Block> spare = new ConcurrentLinkedQueue<>();

  public Nids(Db db) {
    this.db = db;
  }

  /// Numbers from the database; two blocks are never the same, so this is no record.
  private static final class Block {
    private final AtomicLong used;
    private final long end;

    Block(long first, long end) {
      this.used = new AtomicLong(first);
      this.end = end;
    }
  }

  /// Makes sure that the next hundreds of numbers cost no query: for who is about to take a lock.
  public void ahead() {
    var block = current.get();
    if (block.end - block.used.get() < LEAST && spare.isEmpty()) {
      spare.add(fetch());
    }
  }

  /// A number that was never handed out before.
  public long next() {
    while (true) {
      var block = current.get();
      var nid = block.used.getAndIncrement();
      if (nid < block.end) {
        return nid;
      }
      replace(block);
    }
  }

  /// Puts a fresh block in the place of an exhausted one. No lock is held across the query, so
  /// several callers may bring one at the same time: the others' are kept for later.
  private void replace(Block exhausted) {
    if (!current.get().equals(exhausted)) {
      return;
    }
    var kept = spare.poll();
    var fresh = kept != null ? kept : fetch();
    if (!current.compareAndSet(exhausted, fresh)) {
      spare.add(fresh);
    }
  }

  private Block fetch() {
    var first = db.read(tx -> tx.first(row -> row.number("first"), NEXT)).orElseThrow();
    return new Block(first, first + BLOCK);
  }
}
