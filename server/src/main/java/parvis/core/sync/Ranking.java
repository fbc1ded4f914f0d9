package parvis.core.sync;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/// Rooms in their order, the highest rank first. It is never changed: a room that moved makes
/// another one.
final class Ranking {
  private static final Comparator<RoomOrder.Placed> BY_ROOM =
      Comparator.comparingLong(placed -> placed.room().nid());

  private final long[] rooms;
  private final long[] ranks;

  private Ranking(long[] rooms, long[] ranks) {
    this.rooms = rooms;
    this.ranks = ranks;
  }

  /// Of two rooms of one rank, of which the one was made first comes last.
  static Ranking of(List<RoomOrder.Placed> all, Form form) {
    Comparator<RoomOrder.Placed> byRank = Comparator.comparingLong(placed -> placed.rank(form));
    var sorted = all.stream().sorted(byRank.thenComparing(BY_ROOM).reversed()).toList();
    return new Ranking(
        sorted.stream().mapToLong(placed -> placed.room().nid()).toArray(),
        sorted.stream().mapToLong(placed -> placed.rank(form)).toArray());
  }

  int size() {
    return rooms.length;
  }

  /// The room at a place, counted from 0.
  long room(int at) {
    return rooms[at];
  }

  long sizeBytes() {
    return 2L * Long.BYTES * rooms.length;
  }

  /// Those of these rooms that are wanted.
  Ranking where(LongPredicate wanted) {
    var taken = IntStream.range(0, rooms.length).filter(at -> wanted.test(rooms[at])).toArray();
    return new Ranking(
        Arrays.stream(taken).mapToLong(at -> rooms[at]).toArray(),
        Arrays.stream(taken).mapToLong(at -> ranks[at]).toArray());
  }

  /// The same without rooms that moved, and with those of them that are in the list by now.
  ///
  /// @param moved ascending
  Ranking with(Ranking now, long[] moved) {
    var stay = new Merged(rooms.length + now.size());
    var next = 0;
    for (int at = 0; at < rooms.length; at++) {
      if (Arrays.binarySearch(moved, rooms[at]) >= 0) {
        continue;
      }
      while (next < now.size() && now.isBefore(next, this, at)) {
        stay.add(now, next++);
      }
      stay.add(this, at);
    }
    while (next < now.size()) {
      stay.add(now, next++);
    }
    return stay.end();
  }

  private boolean isBefore(int at, Ranking other, int there) {
    return ranks[at] != other.ranks[there]
        ? ranks[at] > other.ranks[there]
        : rooms[at] > other.rooms[there];
  }

  /// A ranking under construction.
  private static final class Merged {
    private final long[] rooms;
    private final long[] ranks;
    private int size;

    Merged(int most) {
      this.rooms = new long[most];
      this.ranks = new long[most];
    }

    void add(Ranking from, int at) {
      rooms[size] = from.rooms[at];
      ranks[size++] = from.ranks[at];
    }

    Ranking end() {
      return new Ranking(Arrays.copyOf(rooms, size), Arrays.copyOf(ranks, size));
    }
  }
}
