package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
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
public final class Tidings implements Follower {
  /// Changes that one answer tells; of more it is said that everything is to be read anew.
  public static final int CHANGES_MAX = 100;

  /// How long a request waits at most.
  public static final Duration TIMEOUT_MAX = Duration.ofMinutes(1);

  /// Places of which it is known by heart when something changed last, and for how long nobody may
  /// ask.
  private static final int PLACES_MAX = 2_000;

  private static final Duration UNASKED_MAX = Duration.ofMinutes(10);

  /// How long a token of another node is waited for.
  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);
  private static final Logger LOG = LoggerFactory.getLogger(Tidings.class);

  private final String prefix;
  private final Log log;
  private final Db db;
  private final Rooms rooms;
  private final Waits waits;
  private final Executor executor;
  private final TidingStore store = new TidingStore();
  private final Cache<Long, Known> places =
      Caffeine.newBuilder().maximumSize(PLACES_MAX).expireAfterAccess(UNASKED_MAX).build();

  /// The last position of which this has heard.
  private volatile long seen;

  /// @param kind of the things, as in [parvis.core.things.Thing]
  /// @param executor runs many short pieces of blocking work
  public Tidings(String kind, Log log, Db db, Rooms rooms, Waits waits, Executor executor) {
    this.prefix = kind + " ";
    this.log = log;
    this.db = db;
    this.rooms = rooms;
    this.waits = waits;
    this.executor = executor;
  }

  /// That a thing changed, and where the log says so.
  public record Change(long pos, String id) {}

  /// What is known by heart of a place.
  ///
  /// @param from after this position no change was missed
  /// @param last where the last one stands; 0: there was none
  private record Known(long from, long last) {}

  /// Tells that something changed, once that is durable; returns when whoever follows can learn it.
  /// What a fault leaves untold is not told later: who follows reads anew on coming back.
  ///
  /// @param place nid of the room that the space is
  public void tell(long place, String id) {
    var row = new Syncable(LogRow.THING, 0, place, prefix + id, NOTHING, false, null);
    try {
      log.append(new SyncableWrite(List.of(row))).join();
    } catch (CompletionException | Refused fault) {
      LOG.warn("Those who follow a place do not learn of a change", fault);
    }
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
    seen = rows.getLast().pos();
    for (var row : rows) {
      if (row.kind() == LogRow.THING && row.key().startsWith(prefix)) {
        var known =
            places
                .asMap()
                .computeIfPresent(row.room(), (_, one) -> new Known(one.from(), row.pos()));
        if (known != null) {
          executor.execute(() -> wake(row.room()));
        }
      }
    }
  }

  private void wake(long place) {
    rooms
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
    var known = places.get(place, _ -> new Known(Math.max(seen, log.applied()), 0));
    return since >= known.from() && since >= known.last()
        ? List.of()
        : db.read(tx -> store.after(tx, place, since, prefix, CHANGES_MAX + 1));
  }
}
