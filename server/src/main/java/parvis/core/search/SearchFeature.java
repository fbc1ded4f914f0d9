package parvis.core.search;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.core.identity.Users;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Reading;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.log.DurableFollower;
import parvis.platform.log.Log;
import parvis.platform.memory.Memory;

/// The wiring of search.
public final class SearchFeature implements AutoCloseable {
  /// How long what was sent may wait to be indexed, when nobody searches meanwhile.
  private static final Duration GATHER = Duration.ofSeconds(1);

  private final Db db;
  private final Log log;
  private final Stems stems;
  private final DurableFollower index;

  /// The index follows the log from here on: before the rooms, which let go of what was read of an
  /// event.
  public SearchFeature(Db db, Log log, Memory memory) {
    this.db = db;
    this.log = log;
    this.stems = new Stems(memory);
    this.index = new DurableFollower(db, log, "search", GATHER, new Index(stems));
    log.follow(index);
  }

  /// What searching is built from.
  ///
  /// @param ignored ids of the people whom somebody ignores
  public record Needs(
      Users users,
      Rooms rooms,
      Reading reading,
      Function<Actor, Set<String>> ignored,
      Clock clock) {}

  public Routes routes(Needs needs) {
    var searching =
        new Searching(
            new Searching.Needs(
                db,
                log,
                index,
                stems,
                needs.users(),
                needs.rooms(),
                needs.reading(),
                needs.ignored()));
    return new SearchRoutes(searching, needs.reading(), new EventJson(needs.clock()), log).table();
  }

  /// Begins to index; after the log was started.
  public void start() {
    index.start();
  }

  /// Forgets the words of events that have expired, by nid.
  public void forget(long[] events) {
    db.write(tx -> Index.forget(tx, events));
  }

  /// How many positions of the log lie before the index.
  public long behind() {
    return index.behind();
  }

  @Override
  public void close() {
    index.close();
  }
}
