package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import parvis.platform.memory.Memory;

/// What clients that sync by sliding were told on each of their connections. It is in memory alone:
/// a client whose connection is not known begins a new one.
///
/// A connection has one question at a time. A newer one ends an older one that still waits, whose
/// client has most likely gone: were both answered, one of them would tell into nothing, and the
/// other would keep back what is taken for told.
final class Connections {
  private static final int PERCENT = 1;
  private static final long FIXED_BYTES = 500;
  private static final long ROOM_BYTES = 150;

  /// Connections of one session; beyond, the one is forgotten that asked longest ago.
  static final int OF_SESSION_MAX = 20;

  /// What was told of a room.
  ///
  /// @param upTo the cut up to which
  /// @param wish how much of it
  record Sent(long upTo, SlidingRequest.Wish wish) {}

  /// What a client has been told.
  ///
  /// @param shown what it showed when it was told all of that; empty when some is still to come
  /// @param wishBytes what the wishes take, of which one object is that of many rooms
  record Told(PMap<Long, Sent> rooms, String shown, long wishBytes) {
    static final Told NOTHING = new Told(HashTreePMap.empty(), "", 0);

    /// The same, and what one more answer tells.
    ///
    /// @param wished whether more is wanted of a room than before
    Told and(PMap<Long, Sent> more, String showing, boolean wished) {
      return new Told(more, showing, wished ? wishBytes(more) : wishBytes);
    }

    private static long wishBytes(PMap<Long, Sent> rooms) {
      Set<SlidingRequest.Wish> wishes = Collections.newSetFromMap(new IdentityHashMap<>());
      rooms.values().forEach(sent -> wishes.add(sent.wish()));
      return wishes.stream().mapToLong(wish -> wish.state().sizeBytes()).sum();
    }

    long sizeBytes() {
      return rooms.size() * ROOM_BYTES + wishBytes;
    }
  }

  /// What a client had been told when it asked.
  ///
  /// @param turn of all questions
  /// @param overtakes whether an older question of its connection had no answer yet
  record Asked(SlidingRequest request, Told told, long turn, boolean overtakes) {}

  /// Where a connection was after an answer, and what it had been told.
  private record After(Optional<SlidingRequest.Place> place, Told told) {
    static final After NOTHING = new After(Optional.empty(), Told.NOTHING);
  }

  /// One connection: what its last question followed, and what its last answer told. Who asks from
  /// either has that very answer; after the earlier of them, the last answer was lost.
  ///
  /// @param asked the last question
  /// @param answers how many there were, so that no two have one place
  private record Connection(
      String name,
      After asked,
      long turn,
      boolean waits,
      boolean overtakes,
      After last,
      long answers) {

    static Connection begun(SlidingRequest request) {
      return new Connection(request.connection(), After.NOTHING, 0, false, false, After.NOTHING, 0);
    }

    /// @throws parvis.base.Refused unknownPos when it follows no answer that counts
    Connection asks(Optional<SlidingRequest.Place> place, long turn) {
      if (place.isEmpty()) {
        return new Connection(name, After.NOTHING, turn, true, waits, After.NOTHING, answers);
      }
      if (last.place().equals(place)) {
        return new Connection(name, last, turn, true, waits, last, answers);
      }
      if (asked.place().equals(place)) {
        return new Connection(name, asked, turn, true, waits, last, answers);
      }
      throw SlidingRequest.Place.unknown();
    }

    Connection answered(SlidingRequest.Place place, Told told) {
      var after = new After(Optional.of(place), told);
      return new Connection(name, asked, turn, false, false, after, answers + 1);
    }

    long sizeBytes() {
      return FIXED_BYTES + asked.told().sizeBytes() + last.told().sizeBytes();
    }
  }

  /// Those of one session, the one that asked last at the end.
  private record Session(List<Connection> connections) {
    @Nullable Connection find(String name) {
      return connections.stream().filter(one -> one.name().equals(name)).findAny().orElse(null);
    }

    Session with(Connection changed) {
      var all = new ArrayList<>(connections);
      all.removeIf(one -> one.name().equals(changed.name()));
      all.add(changed);
      return new Session(
          List.copyOf(all.subList(Math.max(0, all.size() - OF_SESSION_MAX), all.size())));
    }

    long sizeBytes() {
      return connections.stream().mapToLong(Connection::sizeBytes).sum();
    }
  }

  private final Cache<Long, Session> sessions;
  private final AtomicLong turns = new AtomicLong();

  Connections(Memory memory) {
    this.sessions = memory.cache("connections", PERCENT, (_, session) -> session.sizeBytes());
  }

  /// Notes that a client asks; what waits on its connection is over.
  /// @throws parvis.base.Refused unknownPos when the connection is not known
  Asked ask(SlidingRequest request) {
    var turn = turns.incrementAndGet();
    var name = request.connection();
    var session =
        sessions
            .asMap()
            .compute(
                request.actor().session(),
                (_, now) -> {
                  var all = now == null ? new Session(List.of()) : now;
                  var known = all.find(name);
                  var one = known == null ? Connection.begun(request) : known;
                  return all.with(one.asks(request.place(), turn));
                });
    var asking = session.connections().getLast();
    return new Asked(request, asking.asked().told(), turn, asking.overtakes());
  }

  private @Nullable Connection find(Asked asked) {
    var session = sessions.getIfPresent(asked.request().actor().session());
    return session == null ? null : session.find(asked.request().connection());
  }

  /// Whether the client asked once more meanwhile, or its connection was forgotten.
  boolean isOver(Asked asked) {
    var now = find(asked);
    return now == null || now.turn() != asked.turn();
  }

  /// Notes an answer, and what has been told up to it.
  ///
  /// @param places the place after so many answers
  /// @return where the connection is now; empty when the question is over
  Optional<SlidingRequest.Place> told(
      Asked asked, Told told, LongFunction<SlidingRequest.Place> places) {
    var name = asked.request().connection();
    sessions
        .asMap()
        .computeIfPresent(
            asked.request().actor().session(),
            (_, all) -> {
              var now = all.find(name);
              return now == null || now.turn() != asked.turn()
                  ? all
                  : all.with(now.answered(places.apply(now.answers() + 1), told));
            });
    return Optional.ofNullable(find(asked))
        .filter(now -> now.turn() == asked.turn())
        .flatMap(now -> now.last().place());
  }
}
