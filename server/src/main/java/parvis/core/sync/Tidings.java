package parvis.core.sync;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Parked;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.platform.log.Token;

/// Tells whoever follows the things of a leaf in a place that one of them changed. The log says
/// which and no more: what it has become, and who may know of it, is the matter of the leaf that
/// has it.
///
/// A change is noted in the transaction that makes it and told when that is durable; what a stop or
/// a fault left untold is told a moment later, by whichever node looks.
public final class Tidings implements Follower {
  /// Changes that are read at once.
  public static final int CHANGES_MAX = 100;

  /// How long a request waits at most.
  public static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

  /// How long a token of another node is waited for.
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final Logger LOG = LoggerFactory.getLogger(Tidings.class);

  private final String prefix;
  private final Needs needs;
  private final Log log;
  private final Waits waits;
  private final TidingStore store;
  private final Places places;

  private final Untold<TidingStore.Note> untold;

  /// What tidings are built from.
  ///
  /// @param executor runs many short pieces of blocking work
  public record Needs(Log log, Db db, Rooms rooms, Waits waits, Executor executor, Clock clock) {}

  /// @param kind of the things, as in [parvis.core.things.Thing]
  public Tidings(String kind, Needs needs) {
    this.prefix = kind + " ";
    this.needs = needs;
    this.log = needs.log();
    this.waits = needs.waits();
    this.places = new Places(log::applied);
    this.store = new TidingStore(kind);
    this.untold = new Untold<>("things", needs.db(), needs.clock(), store);
  }

  /// That a thing changed, and where the log says so.
  ///
  /// @param lost who sees it no more, and nobody else is to be told; empty: it is another one
  public record Change(long pos, String id, String lost) {
    private static final char BETWEEN = ' ';

    /// @param key the id, and who sees the thing no more
    static Change of(long pos, String key) {
      var end = key.indexOf(BETWEEN);
      return end < 0
          ? new Change(pos, key, "")
          : new Change(pos, key.substring(0, end), key.substring(end + 1));
    }

    private static String lost(String id, String user) {
      return id + BETWEEN + user;
    }
  }

  /// What one transaction changes of things.
  public final class Notes {
    private final Tx tx;
    private final List<TidingStore.Note> all = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();

    private Notes(Tx tx) {
      this.tx = tx;
    }

    /// That a thing was made, or is another one.
    public void changed(long place, String id) {
      add(place, id);
    }

    /// That somebody may have seen it who does not see it any more.
    public void lost(long place, String id, String user) {
      add(place, Change.lost(id, user));
    }

    private void add(long place, String key) {
      if (keys.add(key)) {
        all.add(store.note(tx, place, key, needs.clock().millis()));
      }
    }
  }

  private record Done<T>(T result, List<TidingStore.Note> notes) {}

  /// Changes something in one transaction, and tells it; returns when whoever follows can learn it.
  public <T> T write(BiFunction<Tx, Notes, T> work) {
    var done =
        needs
            .db()
            .write(
                tx -> {
                  var notes = new Notes(tx);
                  return new Done<>(work.apply(tx, notes), notes.all);
                });
    tell(done.notes());
    return done.result();
  }

  private void tell(List<TidingStore.Note> notes) {
    for (int from = 0; from < notes.size(); from += SyncableWrite.THINGS_MAX) {
      var some = notes.subList(from, Math.min(from + SyncableWrite.THINGS_MAX, notes.size()));
      try {
        log.append(new SyncableWrite(some.stream().map(this::row).toList())).join();
        some.forEach(note -> untold.isTold(note.nid()));
      } catch (CompletionException | Refused fault) {
        LOG.warn("Those who follow a place do not learn of a change yet", fault);
      }
    }
  }

  private Syncable row(TidingStore.Note note) {
    return new Syncable(LogRow.THING, 0, note.place(), prefix + note.key(), NOTHING, false, null);
  }

  /// Forgets what was told, and tells what was left; to be called now and then.
  public void look() {
    untold.look(left -> tell(latest(left)), _ -> {});
  }

  /// Each key once: one statement takes it once.
  private List<TidingStore.Note> latest(List<TidingStore.Note> left) {
    var latest = new HashMap<Object, TidingStore.Note>();
    for (var note : left) {
      var other = latest.put(List.of(note.place(), note.key()), note);
      if (other != null) {
        untold.isTold(other.nid());
      }
    }
    return List.copyOf(latest.values());
  }

  /// The token of now: what is read after it was given is not older.
  public String token() {
    return log.token(log.applied());
  }

  public String token(long pos) {
    return log.token(pos);
  }

  /// The position up to which everything is known here.
  public long now() {
    return log.applied();
  }

  /// The position that a client holds as a token.
  ///
  /// @throws Refused invalidParam when it is none of ours
  public long position(String text) {
    return Token.parse(text)
        .map(log::position)
        .filter(OptionalLong::isPresent)
        .orElseThrow(() -> Refused.invalidParam("\"since\" is no token that was given here"))
        .getAsLong();
  }

  /// Answers when there is something to tell, or when the time is up.
  ///
  /// @throws Refused unavailable when another node is ahead of this one
  public void follow(Waiting request, long since, Parked parked) {
    if (!log.await(since, CATCH_UP_MAX)) {
      throw Refused.unavailable(Duration.ofSeconds(1));
    }
    if (request.timeout().isZero()) {
      parked.reply(request.end());
    } else {
      waits.park(request, parked);
    }
  }

  @Override
  public void applied(List<LogRow> rows) {
    places.heard(rows.getLast().pos());
    var changed = new HashSet<Long>();
    for (var row : rows) {
      if (row.kind() == LogRow.THING
          && row.key().startsWith(prefix)
          && places.changed(row.room(), row.pos())) {
        changed.add(row.room());
      }
    }
    if (!changed.isEmpty() && waits.waiting() > 0) {
      needs.executor().execute(() -> changed.forEach(this::wake));
    }
  }

  private void wake(long place) {
    needs
        .rooms()
        .find(place)
        .ifPresent(
            room ->
                waits.mark(
                    each -> {
                      for (var user : room.published().joined()) {
                        each.accept(user);
                      }
                    }));
  }

  /// What changed in a place after a position, of each thing once; one more than [#CHANGES_MAX]
  /// where there is more.
  public List<Change> after(long place, long since) {
    return places.isQuiet(place, since)
        ? List.of()
        : needs.db().read(tx -> store.after(tx, place, since, prefix, CHANGES_MAX + 1));
  }
}
