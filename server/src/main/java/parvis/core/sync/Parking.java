package parvis.core.sync;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import parvis.base.Actor;
import parvis.core.rooms.Publication;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;

/// Sync requests that wait for something to happen.
///
/// It is the last of the log's followers, so that whoever it wakes finds everything in its place.
final class Parking implements Follower {
  private final Answers answers;
  private final Rooms rooms;
  private final Waits waits;
  private final Executor executor;

  /// @param executor runs many short pieces of blocking work
  Parking(Answers answers, Rooms rooms, Waits waits, Executor executor) {
    this.answers = answers;
    this.rooms = rooms;
    this.waits = waits;
    this.executor = executor;
  }

  /// Answers a request that needs not wait.
  void reply(Actor actor, Reply answer, Parked parked) {
    waits.reply(actor, answer, parked);
  }

  /// Answers now if there is something to tell, else when there is or when the time is up.
  void park(Waiting request, Parked parked) {
    waits.park(request, parked);
  }

  @Override
  public void applied(List<LogRow> rows) {
    answers.seen(rows.getLast().pos());
    waits.mark(each -> rows.forEach(row -> mark(row, each)));
  }

  private void mark(LogRow row, LongConsumer each) {
    if (row.payload() instanceof Publication(_, var after, var member, _)) {
      mark(after.joined(), each);
      each.accept(member);
    } else if (row.kind() == LogRow.DEVICE_LIST && row.key().isEmpty()) {
      executor.execute(
          () -> mark(others -> answers.neighbours(row.user()).forEach(others::accept)));
    } else if (row.room() != 0 && row.kind() != LogRow.ACCOUNT_DATA && row.isSynced()) {
      markRoom(row.room());
    }
    each.accept(row.user());
  }

  private static void mark(long[] users, LongConsumer each) {
    for (var user : users) {
      each.accept(user);
    }
  }

  /// Marks everybody in a room: something happened there that is not one of its events.
  void markRoom(long nid) {
    var room = rooms.loaded(nid);
    if (room.isPresent()) {
      mark(room.get());
    } else {
      executor.execute(() -> rooms.find(nid).ifPresent(this::mark));
    }
  }

  private void mark(Room room) {
    mark(each -> mark(room.published().joined(), each));
  }

  /// Marks whoever is named.
  void mark(Consumer<LongConsumer> naming) {
    waits.mark(naming);
  }
}
