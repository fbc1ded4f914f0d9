package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import parvis.platform.memory.Memory;

/// What clients that sync by sliding were told on each of their connections. It is in memory alone:
/// a client whose connection is not known begins a new one.
final class Connections {
  private static final int PERCENT = 1;
  private static final long FIXED_BYTES = 400;
  private static final long ROOM_BYTES = 150;

  /// What was told of a room.
  ///
  /// @param upTo the cut up to which
  /// @param wish how much of it
  record Sent(long upTo, SlidingRequest.Wish wish) {}

  /// What was told after so many answers, and after one less: a client that did not get the last
  /// answer asks once more.
  private record Told(long number, PMap<Long, Sent> rooms, PMap<Long, Sent> before) {
    long sizeBytes() {
      return FIXED_BYTES + (rooms.size() + before.size()) * ROOM_BYTES;
    }
  }

  private record Key(long session, String name) {
    static Key of(SlidingRequest request) {
      return new Key(request.actor().session(), request.connection());
    }
  }

  private final Cache<Key, Told> connections;

  Connections(Memory memory) {
    this.connections = memory.cache("connections", PERCENT, (_, told) -> told.sizeBytes());
  }

  /// The rooms that a client has been told of.
  /// @throws parvis.base.Refused unknownPos when the connection is not known
  PMap<Long, Sent> sent(SlidingRequest request) {
    if (request.place().isEmpty()) {
      return HashTreePMap.empty();
    }
    var number = request.place().get().number();
    var told = connections.getIfPresent(Key.of(request));
    if (told != null && told.number() == number) {
      return told.rooms();
    }
    if (told != null && told.number() == number + 1) {
      return told.before();
    }
    throw SlidingRequest.Place.unknown();
  }

  /// Notes one more answer.
  /// @return how many there were
  long told(SlidingRequest request, PMap<Long, Sent> before, PMap<Long, Sent> rooms) {
    var number = request.place().map(SlidingRequest.Place::number).orElse(0L) + 1;
    connections.put(Key.of(request), new Told(number, rooms, before));
    return number;
  }
}
