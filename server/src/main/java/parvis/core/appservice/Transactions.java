package parvis.core.appservice;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.log.Log;
import parvis.platform.log.Nodes;
import parvis.platform.log.Places;

/// How far each application service was told, and what it is being told: rows of `service_feed`.
///
/// A row is one node's. Whatever changes it changes it only as long as it is this node's.
final class Transactions {
  private static final String FIND =
      "select node, txn, body, up_to from service_feed where service = ? for update";

  private static final String ADD =
      "insert into service_feed (service, node, txn) values (?, ?, ?) on conflict do nothing";

  private static final String TAKE_OVER = "update service_feed set node = ? where service = ?";

  private static final String BEGIN =
      """
      update service_feed set txn = txn + 1, body = ?, up_to = ?
       where service = ? and node = ? and body is null
      returning txn""";

  private static final String DONE =
      """
      update service_feed set body = null, up_to = null
       where service = ? and node = ? and txn = ? and body is not null""";

  private static final String MINE =
      "select 1 from service_feed where service = ? and node = ? for update";

  /// How long a service keeps its place while it is not registered: a file may be written anew.
  private static final Duration AWAY_MAX = Duration.ofDays(1);

  private static final String AWAY =
      "update service_feed set away_ms = ? where service <> all (?) and away_ms is null";

  private static final String BACK =
      "update service_feed set away_ms = null where service = any (?) and away_ms is not null";

  private static final String LONG_AWAY =
      "select service, node from service_feed where away_ms < ? order by service";

  private final Db db;
  private final Log log;
  private final Clock clock;

  Transactions(Db db, Log log, Clock clock) {
    this.db = db;
    this.log = log;
    this.clock = clock;
  }

  /// A transaction that was begun: the same number always has the same bytes.
  record Begun(long txn, byte[] body, long upTo) {}

  /// Where a service is in the log, and what it is being told.
  record Place(long at, Optional<Begun> begun) {}

  private static String consumer(String service) {
    return "appservice " + service;
  }

  /// Takes a service's feed for this node; empty while it is that of another node that lives. A new
  /// one begins after the last row of the log, and counts from now, so that no number is one that
  /// another history of this server gave.
  Optional<Place> hold(String service) {
    long end = log.applied();
    return db.write(
        tx -> {
          tx.run(ADD, service, log.node(), clock.millis());
          Places.begin(tx, consumer(service), end);
          var found =
              tx.first(
                      row ->
                          new Found(
                              row.number("node"),
                              row.optionalNumber("up_to").isEmpty()
                                  ? Optional.empty()
                                  : Optional.of(
                                      new Begun(
                                          row.number("txn"),
                                          row.bytes("body"),
                                          row.number("up_to")))),
                      FIND,
                      service)
                  .orElseThrow();
          if (found.node() != log.node()) {
            if (!Nodes.isGone(tx, found.node())) {
              return Optional.empty();
            }
            tx.run(TAKE_OVER, log.node(), service);
          }
          return Optional.of(new Place(Places.of(tx, consumer(service)), found.begun()));
        });
  }

  private record Found(long node, Optional<Begun> begun) {}

  /// Begins a transaction; empty when the feed is another node's by now.
  Optional<Begun> begin(String service, byte[] body, long upTo) {
    return db.write(
            tx -> tx.first(row -> row.number("txn"), BEGIN, body, upTo, service, log.node()))
        .map(txn -> new Begun(txn, body, upTo));
  }

  /// The service has it; false when the feed is another node's by now.
  ///
  /// @param received what else is so when it has it
  boolean done(String service, Begun begun, Consumer<Tx> received) {
    return db.write(
        tx -> {
          if (tx.run(DONE, service, log.node(), begun.txn()) != 1) {
            return false;
          }
          received.accept(tx);
          Places.move(tx, consumer(service), begun.upTo());
          return true;
        });
  }

  /// Nothing up to a position is the service's business; false when the feed is another node's.
  boolean pass(String service, long upTo) {
    return db.write(
        tx -> {
          if (tx.first(_ -> true, MINE, service, log.node()).isEmpty()) {
            return false;
          }
          Places.move(tx, consumer(service), upTo);
          return true;
        });
  }

  /// Forgets services that have not been registered for a day, as far as no other node that lives
  /// tells them.
  void forgetAllBut(Collection<String> services) {
    record Told(String service, long node) {}
    db.write(
        tx -> {
          var now = clock.millis();
          var names = services.toArray(String[]::new);
          tx.run(AWAY, now, names);
          tx.run(BACK, (Object) names);
          for (var told :
              tx.list(
                  row -> new Told(row.text("service"), row.number("node")),
                  LONG_AWAY,
                  now - AWAY_MAX.toMillis())) {
            if (told.node() == log.node() || Nodes.isGone(tx, told.node())) {
              tx.run("delete from service_feed where service = ?", told.service());
              Places.end(tx, consumer(told.service()));
            }
          }
          return true;
        });
  }
}
