package parvis.core.sync;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import parvis.platform.log.Tail;

/// Who is typing where, on this node, right now. Each change is numbered.
/// spec: cs-api#typing-notifications
final class Typing {
  /// The longest that somebody is shown as typing without saying so again.
  static final Duration TIMEOUT_MAX = Duration.ofMinutes(2);

  /// People shown as typing in one room at most.
  static final int PEOPLE_MAX = 50;

  /// Rooms in which somebody ever typed that are told apart.
  static final int ROOMS_MAX = 10_000;

  private final Clock clock;
  private final Tail tail;
  private final Map<Long, InRoom> rooms = new ConcurrentHashMap<>();
  private volatile LongConsumer listener = _ -> {};

  /// The last change in any room that was let go.
  private volatile long forgotten;

  /// The last change in any room.
  private volatile long last;

  /// @param until user id → when it ends, in milliseconds
  record InRoom(long changed, Map<String, Long> until) {}

  Typing(Tail tail, Clock clock) {
    this.tail = tail;
    this.clock = clock;
  }

  /// Has somebody hear of each room in which others type than before.
  void onChange(LongConsumer heard) {
    listener = heard;
  }

  /// Notes that somebody writes, or stopped; whether others see a difference.
  boolean set(long room, String user, boolean typing, Duration timeout) {
    var bounded = timeout.compareTo(TIMEOUT_MAX) > 0 ? TIMEOUT_MAX : timeout;
    var until = clock.millis() + bounded.toMillis();
    var seen = new boolean[1];
    tail.next(
        number ->
            rooms.compute(
                room,
                (_, old) -> {
                  var people = new TreeMap<>(old == null ? Map.<String, Long>of() : old.until());
                  var was = people.remove(user) != null;
                  if (typing && people.size() < PEOPLE_MAX) {
                    people.put(user, until);
                  }
                  seen[0] = was != people.containsKey(user);
                  if (!seen[0] && old != null) {
                    return new InRoom(old.changed(), people);
                  }
                  last = number;
                  return new InRoom(number, people);
                }));
    if (seen[0]) {
      listener.accept(room);
    }
    return seen[0];
  }

  /// Rooms in which somebody stopped typing without saying so.
  List<Long> expire() {
    var now = clock.millis();
    if (rooms.size() > ROOMS_MAX) {
      forget();
    }
    return rooms.entrySet().stream()
        .filter(e -> e.getValue().until().values().stream().anyMatch(until -> until <= now))
        .map(Map.Entry::getKey)
        .filter(room -> expire(room, now))
        .toList();
  }

  private boolean expire(long room, long now) {
    tail.next(
        number ->
            rooms.computeIfPresent(
                room,
                (_, old) -> {
                  var people = new TreeMap<>(old.until());
                  people.values().removeIf(until -> until <= now);
                  last = number;
                  return new InRoom(number, people);
                }));
    listener.accept(room);
    return true;
  }

  /// Lets go of rooms in which nobody types.
  private void forget() {
    rooms.values().stream()
        .filter(room -> room.until().isEmpty())
        .mapToLong(InRoom::changed)
        .max()
        .ifPresent(last -> forgotten = Math.max(forgotten, last));
    rooms.values().removeIf(room -> room.until().isEmpty() && room.changed() <= forgotten);
  }

  /// The number of the last change in that room, or a later one; 0 when nobody ever typed there.
  long changed(long room) {
    var known = rooms.get(room);
    return known == null ? forgotten : known.changed();
  }

  /// The number of the last change anywhere; 0 when nobody ever typed.
  long last() {
    return last;
  }

  List<String> typing(long room) {
    var known = rooms.get(room);
    return known == null ? List.of() : List.copyOf(known.until().keySet());
  }
}
