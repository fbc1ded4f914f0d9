package parvis.core.rooms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.core.organisations.Unlooked;
import parvis.core.rooms.AccessRules.Passed;
import parvis.platform.log.Log;
import parvis.platform.log.Outcome;
import parvis.platform.log.SendKey;

/// The way of an event into a room: prepared on the tip, written by the log, answered when durable
/// and visible.
final class Commits {
  /// How often a room may move under us before the sender is asked to come back.
  static final int TRIES_MAX = 8;

  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

  private final Log log;
  private final Preparer preparer;
  private final Loading loading;
  private final AccessRules rules;
  private final Succession succession;
  private final Closing closing;
  private final Exemptions exemptions;

  Commits(
      Log log,
      Preparer preparer,
      Loading loading,
      AccessRules rules,
      Succession succession,
      Closing closing,
      Exemptions exemptions) {
    this.exemptions = exemptions;
    this.closing = closing;
    this.rules = rules;
    this.succession = succession;
    this.log = log;
    this.preparer = preparer;
    this.loading = loading;
  }

  /// What became of a write.
  ///
  /// @param event the last event written; absent when `drafts` found nothing to do
  /// @param eventId its id, or the id that the transaction got the first time
  record Committed(Optional<RoomEvent> event, String eventId) {}

  /// Writes the drafts that `drafts` makes of the room's tip, all or none.
  ///
  /// @param drafts called under the room's lock, perhaps several times: no I/O, no effects; an
  ///     empty list means that the room is already as wished
  /// @throws Refused when the room's rules deny one of them: then nothing was changed
  Committed commit(Room room, Function<RoomView, List<Draft>> drafts, @Nullable SendKey key) {
    var noted = new HashSet<Passed>();
    for (int tries = 0; tries < TRIES_MAX; tries++) {
      var appended = rules.telling(() -> append(room, drafts, key, noted));
      switch (appended.outcome().join()) {
        case Outcome.Written _ -> {
          return appended.committed();
        }
        case Outcome.Used(var eventId) -> {
          reset(room, appended.generation());
          return new Committed(Optional.empty(), eventId);
        }
        case Outcome.Moved() -> reset(room, appended.generation());
      }
    }
    throw Refused.unavailable(TRY_AGAIN);
  }

  /// Refuses what [#commit] would refuse of the room as it is, and writes nothing.
  void permit(Room room, Function<RoomView, List<Draft>> drafts) {
    rules.telling(
        () -> {
          var on = room.published();
          var allowed = new ArrayList<Preparer.Allowed>();
          for (var draft : drafts.apply(on)) {
            allowed.add(preparer.allow(Preparer.Place.of(room), on, draft));
          }
          return allowed;
        });
  }

  /// The event that a transaction made, if it was used.
  Optional<String> used(SendKey key) {
    return log.used(key);
  }

  private record Appended(
      List<Preparer.Prepared> prepared, long generation, CompletableFuture<Outcome> outcome) {

    Committed committed() {
      return prepared.isEmpty()
          ? new Committed(Optional.empty(), "")
          : new Committed(
              Optional.of(prepared.getLast().event()), prepared.getLast().event().eventId());
    }
  }

  /// @param noted who passes over what of the rules of the room, as far as it is in the journal
  private Appended append(
      Room room, Function<RoomView, List<Draft>> drafts, @Nullable SendKey key, Set<Passed> noted) {
    var place = Preparer.Place.of(room);
    preparer.ahead();
    room.lock();
    try {
      var on = room.tip();
      var wanted = closing.along(on, drafts.apply(on));
      var prepared = prepare(place, on, wanted, succession.along(room.version(), on, wanted), key);
      if (prepared.isEmpty()) {
        return new Appended(prepared, room.generation(), room.latest());
      }
      noteFirst(room, prepared, noted);
      var outcome = log.append(Preparer.write(room.nid(), on, prepared, key));
      room.advance(prepared.getLast().after(), outcome);
      return new Appended(prepared, room.generation(), outcome);
    } finally {
      room.unlock();
    }
  }

  /// What who is exempt does against the rules of a room is noted before it is written.
  /// A later try may find more of it than an earlier one.
  private void noteFirst(Room room, List<Preparer.Prepared> prepared, Set<Passed> noted) {
    var passed =
        prepared.stream()
            .flatMap(one -> one.passed().stream())
            .filter(one -> !noted.contains(one))
            .toList();
    if (!passed.isEmpty()) {
      throw new Unlooked(
          () -> {
            exemptions.note(room, passed);
            noted.addAll(passed);
          });
    }
  }

  /// Prepares more than was wanted, or else what was wanted: who goes is let go, also where nobody
  /// may be named in their place.
  private List<Preparer.Prepared> prepare(
      Preparer.Place place,
      RoomView on,
      List<Draft> wanted,
      List<Draft> more,
      @Nullable SendKey key) {
    try {
      return prepare(place, on, more, key);
    } catch (Refused refused) {
      if (more.size() == wanted.size()) {
        throw refused;
      }
      return prepare(place, on, wanted, key);
    }
  }

  private List<Preparer.Prepared> prepare(
      Preparer.Place place, RoomView on, List<Draft> drafts, @Nullable SendKey key) {
    var prepared = new ArrayList<Preparer.Prepared>();
    var view = on;
    for (var draft : drafts) {
      var next = preparer.prepare(place, view, draft, key);
      prepared.add(next);
      view = next.after();
    }
    return prepared;
  }

  private void reset(Room room, long generation) {
    room.reset(generation, () -> loading.view(room));
  }
}
