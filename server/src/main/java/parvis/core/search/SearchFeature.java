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

/// The wiring of search.
public final class SearchFeature implements AutoCloseable {
  /// How long what was sent may wait to be indexed, when nobody searches meanwhile.
  private static final Duration GATHER = Duration.ofSeconds(1);

  private final DurableFollower index;
  private final Routes routes;

  /// What search is built from.
  ///
  /// @param ignored ids of the people whom somebody ignores
  public record Needs(
      Db db,
      Log log,
      Users users,
      Rooms rooms,
      Reading reading,
      Function<Actor, Set<String>> ignored,
      Clock clock) {}

  public SearchFeature(Needs needs) {
    this.index = new DurableFollower(needs.db(), needs.log(), "search", GATHER, new Index());
    needs.log().follow(index);
    var searching =
        new Searching(
            new Searching.Needs(
                needs.db(),
                needs.log(),
                index,
                needs.users(),
                needs.rooms(),
                needs.reading(),
                needs.ignored()));
    this.routes =
        new SearchRoutes(searching, needs.reading(), new EventJson(needs.clock()), needs.log())
            .table();
  }

  /// Begins to index; after the log was started.
  public void start() {
    index.start();
  }

  public Routes routes() {
    return routes;
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
