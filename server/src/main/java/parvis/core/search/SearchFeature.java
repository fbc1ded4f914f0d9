package parvis.core.search;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Profiles;
import parvis.core.identity.Users;
import parvis.core.rights.Rights;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.People;
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
  private final Vocabulary vocabulary;
  private final Index texts;
  private final DurableFollower index;

  /// The index follows the log from here on: before the rooms, which let go of what was read of an
  /// event.
  ///
  /// @param nanos a clock that only goes forward
  public SearchFeature(Db db, Log log, Memory memory, LongSupplier nanos) {
    this.db = db;
    this.log = log;
    this.stems = new Stems(memory);
    this.vocabulary = new Vocabulary(memory);
    this.texts = new Index(stems, vocabulary);
    this.index = new DurableFollower(db, log, "search", GATHER, texts, nanos);
    log.follow(index);
  }

  /// What searching is built from.
  ///
  /// @param ignored ids of the people whom somebody ignores
  /// @param nanos a clock that only goes forward
  public record Needs(
      Users users,
      Profiles profiles,
      Rooms rooms,
      People people,
      Rights rights,
      Reading reading,
      Function<Actor, Set<String>> ignored,
      Clock clock,
      LongSupplier nanos) {}

  /// The addresses of search.
  ///
  /// @param leaves what else is found in the house, in the order in which it is told: after people,
  ///     before what was said
  public Routes routes(Needs needs, List<Searchable> leaves) {
    var searching =
        new Searching(
            new Searching.Needs(
                db,
                log,
                index,
                stems,
                vocabulary,
                needs.users(),
                needs.rooms(),
                needs.reading(),
                needs.ignored(),
                needs.nanos()));
    var kinds = new ArrayList<Searchable>();
    kinds.add(new Acquaintances(needs.people()));
    kinds.addAll(leaves);
    kinds.add(said(needs, searching, true));
    kinds.add(said(needs, searching, false));
    var everything =
        new Everything(db, stems, needs.users(), needs.profiles(), needs.rights(), kinds);
    return new SearchRoutes(searching, needs.reading(), new EventJson(needs.clock()), log)
        .table()
        .and(new EverythingRoutes(everything).table());
  }

  private static MessageSearch said(Needs needs, Searching searching, boolean inFeeds) {
    return new MessageSearch(searching, needs.users(), needs.rooms(), needs.rights(), inFeeds);
  }

  /// Begins to index; after the log was started.
  public void start() {
    index.start();
  }

  /// Forgets the words of events that have expired, by nid.
  public void forget(long[] events) {
    db.write(tx -> texts.forget(tx, events));
  }

  /// How many positions of the log lie before the index.
  public long behind() {
    return index.behind();
  }

  /// For how long it has not read any of them.
  public Duration still() {
    return index.still();
  }

  @Override
  public void close() {
    index.close();
  }
}
