package parvis.suite.tasks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.rooms.Room;
import parvis.core.sync.Waits;
import parvis.platform.db.Tx;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;
import parvis.platform.http.Said;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Token;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonWriter;

/// What changed on boards, for who follows one.
///
/// The log says that something changed; what it has become is read once, written once, and its
/// bytes are shared by all who wait, and by all who hear it by a [Broadcast]. Of each board that
/// somebody follows the last changes are known by heart; older ones are read.
final class News implements Follower {
  /// Changes that one answer tells; of more it says that the board is to be read anew.
  static final int CHANGES_MAX = 500;

  /// Changes of one board, and boards, that are known by heart, and for how long nobody may ask.
  private static final int KEPT_MAX = 300;

  private static final int BOARDS_MAX = 2_000;
  private static final Duration UNASKED_MAX = Duration.ofMinutes(10);

  /// What tasks take that are written already.
  private static final long BYTES_MAX = 16L * 1024 * 1024;

  /// For how long it is known whose own it was what is gone: who was away for longer reads a board
  /// anew. It is kept a day more, since each node looks at its own time, and no sooner than it is
  /// asked to.
  private static final Duration GONE_KNOWN = Duration.ofDays(30);

  private static final Duration GONE_KEPT = GONE_KNOWN.plusDays(1);
  private static final long UNKNOWN = -1;

  /// How long a request waits at most.
  static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

  /// How long a token of another node is waited for.
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

  private final TasksFeature.Needs needs;
  private final Log log;
  private final Tasks tasks;
  private final Stores stores;
  private final Telling telling;
  private final Waits waits;
  private final Cache<Long, Tail> tails =
      Caffeine.newBuilder().maximumSize(BOARDS_MAX).expireAfterAccess(UNASKED_MAX).build();
  private final Cache<Change, Batch.Told> written =
      Caffeine.newBuilder()
          .maximumWeight(BYTES_MAX)
          .weigher((Change _, Batch.Told one) -> one.sizeBytes())
          .build();

  /// The last position of which this has heard: whoever comes from now on hears of what follows.
  private volatile long seen;

  private volatile long forgotten = UNKNOWN;

  News(TasksFeature.Needs needs, Tasks tasks, Stores stores, Telling telling) {
    this.needs = needs;
    this.log = needs.log();
    this.tasks = tasks;
    this.stores = stores;
    this.telling = telling;
    this.waits = needs.waits();
  }

  /// That something of a board changed, and where the log says so.
  record Change(long pos, String key) {}

  /// The last changes of one board.
  private static final class Tail {
    private final ArrayDeque<Change> changes = new ArrayDeque<>();

    /// From here on none is missing.
    private long from = Long.MAX_VALUE;

    /// Where it begins, when it does not yet.
    synchronized void begin(long pos) {
      from = from == Long.MAX_VALUE ? pos : from;
    }

    synchronized void add(Change change) {
      changes.add(change);
      if (changes.size() > KEPT_MAX) {
        from = Math.max(from, changes.remove().pos());
      }
    }

    /// Empty when they are not all known any more.
    synchronized Optional<List<Change>> after(long since) {
      return since < from
          ? Optional.empty()
          : Optional.of(changes.stream().filter(change -> change.pos() > since).toList());
    }
  }

  /// The token of now: what is read after it was given is not older, and what was answered here
  /// before is not told after it once more.
  String token() {
    flush();
    return log.token(log.applied());
  }

  /// Waits until what was answered here before can be learnt.
  void flush() {
    telling.flush();
  }

  /// The position that a client holds as a token.
  ///
  /// @throws Refused invalidParam when it is none of ours
  long position(String text) {
    return Token.parse(text)
        .map(log::position)
        .filter(OptionalLong::isPresent)
        .orElseThrow(() -> Said.invalid("since", "is no token that a board gave"))
        .getAsLong();
  }

  /// Answers when there is something to tell, or when the time is up.
  void follow(Following following, Parked parked) {
    await(following.since());
    if (following.timeout().isZero()) {
      flush();
      parked.reply(end(following));
    } else {
      waits.park(following, parked);
    }
  }

  /// Waits for what a token of another node has seen.
  void await(long pos) {
    if (!log.await(pos, CATCH_UP_MAX)) {
      throw Refused.unavailable(Duration.ofSeconds(1));
    }
  }

  @Override
  public void applied(List<LogRow> rows) {
    seen = rows.getLast().pos();
    for (var row : rows) {
      if (row.kind() == LogRow.TASK) {
        var tail = tails.getIfPresent(row.room());
        if (tail != null) {
          var change = new Change(row.pos(), row.key());
          tail.add(change);
          if (waits.waiting() > 0) {
            needs.executor().execute(() -> wake(row.room(), change));
          }
        }
      }
    }
  }

  /// Writes what is to be told before it wakes those who want it.
  private void wake(long space, Change change) {
    var room = needs.rooms().find(space);
    try {
      room.ifPresent(one -> told(one, List.of(change)));
    } finally {
      room.ifPresent(
          one ->
              waits.mark(
                  each -> {
                    for (var user : one.published().joined()) {
                      each.accept(user);
                    }
                  }));
    }
  }

  /// What is new for who follows; empty when nothing is.
  ///
  /// @throws Refused when they may not see the board any more
  Optional<Reply> after(Following following) {
    var batch = batch(following.space(), following.since());
    return batch.isEmpty() ? Optional.empty() : told(following, batch);
  }

  /// What they may see is judged when it has been read.
  private Optional<Reply> told(Following following, Batch batch) {
    var reach = tasks.reach(following.actor(), following.spaceId(), Action.SEE_TASKS);
    return batch.json(reach).map(Reply::json);
  }

  /// The same, and that there is nothing, where there is nothing.
  Reply end(Following following) {
    var batch = batch(following.space(), following.since());
    return told(following, batch)
        .orElseGet(
            () ->
                Reply.fields(
                    "since", batch.token(), "tasks", JsonArray.EMPTY, "gone", JsonArray.EMPTY));
  }

  /// What became of a board after a position.
  Batch batch(long space, long since) {
    var upTo = log.applied();
    var changes = changes(space, since);
    var now = changes.isEmpty() ? upTo : Math.max(upTo, changes.getLast().pos());
    var tooMuch = changes.size() > CHANGES_MAX || since < forgotten();
    var told =
        changes.isEmpty() || tooMuch
            ? Map.<String, Batch.Told>of()
            : needs.rooms().find(space).map(room -> told(room, changes)).orElseGet(Map::of);
    return new Batch(now, log.token(now), tooMuch, told);
  }

  /// The position before which it is not known any more whose own it was what is gone.
  private long forgotten() {
    var known = forgotten;
    return known == UNKNOWN ? lookBack() : known;
  }

  private long lookBack() {
    var floor = log.before(needs.clock().millis() - GONE_KNOWN.toMillis());
    forgotten = floor;
    return floor;
  }

  /// Forgets whose own it was what is long gone; to be called now and then.
  void forget() {
    lookBack();
    var before = needs.clock().millis() - GONE_KEPT.toMillis();
    needs
        .db()
        .write(
            tx -> {
              stores.news().forgetGone(tx, before);
              return true;
            });
  }

  private List<Change> changes(long space, long since) {
    var tail = tails.get(space, _ -> new Tail());
    tail.begin(Math.max(seen, log.applied()));
    return latest(
        tail.after(since)
            .orElseGet(
                () ->
                    needs
                        .db()
                        .read(tx -> stores.news().changes(tx, space, since, CHANGES_MAX + 1))));
  }

  /// Of each thing its last change.
  private static List<Change> latest(List<Change> changes) {
    var last = new LinkedHashMap<String, Change>();
    for (var change : changes) {
      last.remove(change.key());
      last.put(change.key(), change);
    }
    return List.copyOf(last.values());
  }

  /// What became of things, in their order; what is not written yet is read and written.
  private Map<String, Batch.Told> told(Room room, List<Change> changes) {
    var told = new LinkedHashMap<String, Batch.Told>();
    var missing = new HashMap<String, Change>();
    for (var change : changes) {
      var known = written.getIfPresent(change);
      if (known == null) {
        missing.put(change.key(), change);
      } else {
        told.put(change.key(), known);
      }
    }
    if (!missing.isEmpty()) {
      read(room, missing.keySet())
          .forEach(
              (key, one) -> {
                written.put(Objects.requireNonNull(missing.get(key)), one);
                told.put(key, one);
              });
    }
    return told;
  }

  private Map<String, Batch.Told> read(Room room, Collection<String> keys) {
    var ids = keys.stream().map(Note::task).collect(Collectors.toSet());
    return needs
        .db()
        .read(
            tx -> {
              var there = new HashMap<String, Task>();
              stores.tasks().named(tx, ids).forEach(task -> there.put(task.key().id(), task));
              ids.removeAll(there.keySet());
              var gone =
                  ids.isEmpty() ? Map.<String, Set<String>>of() : stores.news().gone(tx, ids);
              var named = there.values().stream().flatMap(Veil::names).collect(Collectors.toSet());
              var owners = new HashMap<String, Set<String>>();
              if (!named.isEmpty()) {
                stores
                    .tasks()
                    .named(tx, named)
                    .forEach(task -> owners.put(task.key().id(), task.own()));
              }
              var told = new LinkedHashMap<String, Batch.Told>();
              for (var key : keys) {
                var task = Optional.ofNullable(there.get(Note.task(key)));
                told.put(
                    key,
                    key.equals(Note.BOARD) ? board(tx, room) : told(room, key, task, gone, owners));
              }
              return told;
            });
  }

  private Batch.Told board(Tx tx, Room room) {
    var board = stores.boards().boardNow(tx, room.nid()).json();
    return new Batch.Told(Batch.What.BOARD, JsonWriter.write(board), Set.of(), Map.of());
  }

  private static Batch.Told told(
      Room room,
      String key,
      Optional<Task> there,
      Map<String, Set<String>> gone,
      Map<String, Set<String>> owners) {
    var id = Note.task(key);
    var loser = Note.loser(key);
    if (!loser.isEmpty()) {
      var back = there.filter(task -> task.isOf(loser)).isPresent();
      return new Batch.Told(Batch.What.LOST, json(id), back ? Set.of() : Set.of(loser), Map.of());
    }
    return there
        .map(
            task ->
                new Batch.Told(
                    Batch.What.TASK,
                    JsonWriter.write(task.card(room.id().value())),
                    task.own(),
                    named(task, owners)))
        .orElseGet(
            () ->
                new Batch.Told(
                    Batch.What.GONE, json(id), gone.getOrDefault(id, Set.of()), Map.of()));
  }

  private static Map<String, Set<String>> named(Task task, Map<String, Set<String>> owners) {
    return Veil.names(task)
        .distinct()
        .collect(Collectors.toMap(id -> id, id -> owners.getOrDefault(id, Set.of())));
  }

  private static byte[] json(String id) {
    return JsonWriter.write(new JsonString(id));
  }
}
