package parvis.core.oauth;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import parvis.core.identity.Secrets;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// Places where two devices leave each other messages while one of them signs in: each message
/// takes the place of the one before, for who has seen that one.
///
/// spec: MSC4108, insecure rendezvous session
final class Rendezvous {
  static final int PAYLOAD_BYTES_MAX = 4_096;

  /// How long a place is there after the last message.
  static final Duration LIFE = Duration.ofMinutes(5);

  /// The same after the first one, whatever comes.
  static final Duration WHOLE_LIFE = Duration.ofMinutes(30);

  /// Places at a time; one more takes the place of the one that ends first.
  static final int PLACES_MAX = 10_000;

  /// The same of one address, behind which a whole house may be.
  static final int OF_ADDRESS_MAX = 100;

  private static final String COLUMNS =
      "id, tag, payload, modified_ms, expires_ms from rendezvous where id = ?";

  private final Db db;
  private final Secrets secrets;
  private final Clock clock;

  Rendezvous(Db db, Secrets secrets, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// What lies in a place.
  ///
  /// @param tag stands for this message and no other, even of the same bytes
  record Place(String id, String tag, byte[] payload, long modifiedMs, long expiresMs) {}

  /// What came of a message.
  sealed interface Left {
    record Done(Place place) implements Left {}

    /// Somebody else's message lies there by now.
    record Overtaken(Place place) implements Left {}

    record Nowhere() implements Left {}
  }

  /// @param from what address it is opened from
  Place make(byte[] payload, String from) {
    var now = clock.millis();
    var place =
        new Place(secrets.token(""), secrets.token(""), payload, now, now + LIFE.toMillis());
    db.write(
        tx -> {
          makeRoom(tx, from);
          return tx.run(
              """
              insert into rendezvous
                (id, tag, payload, made_ms, modified_ms, expires_ms, opened_from)
              values (?, ?, ?, ?, ?, ?, ?)
              """,
              place.id(),
              place.tag(),
              payload,
              now,
              now,
              place.expiresMs(),
              from);
        });
    return place;
  }

  /// Forgets what is over.
  static void forget(Db db, long now) {
    db.write(tx -> tx.run("delete from rendezvous where expires_ms < ?", now));
  }

  private static void makeRoom(Tx tx, String from) {
    tx.run(
        """
        delete from rendezvous where id in (
          select id from rendezvous where opened_from = ? order by expires_ms desc offset ?)
        """,
        from,
        OF_ADDRESS_MAX - 1);
    tx.run(
        """
        delete from rendezvous where id in (
          select id from rendezvous order by expires_ms desc offset ?)
        """,
        PLACES_MAX - 1);
  }

  Optional<Place> find(String id) {
    var now = clock.millis();
    return db.read(
        tx -> tx.first(Rendezvous::place, "select " + COLUMNS + " and expires_ms >= ?", id, now));
  }

  /// Leaves a message for who reads next.
  ///
  /// @param seen the tag of the message whose place it takes
  Left leave(String id, String seen, byte[] payload) {
    var now = clock.millis();
    var tag = secrets.token("");
    var written =
        db.write(
            tx ->
                tx.first(
                    Rendezvous::place,
                    """
                    update rendezvous
                       set tag = ?, payload = ?, modified_ms = ?, expires_ms = least(?, made_ms + ?)
                     where id = ? and tag = ? and expires_ms >= ?
                    returning id, tag, payload, modified_ms, expires_ms
                    """,
                    tag,
                    payload,
                    now,
                    now + LIFE.toMillis(),
                    WHOLE_LIFE.toMillis(),
                    id,
                    seen,
                    now));
    if (written.isPresent()) {
      return new Left.Done(written.get());
    }
    return find(id).<Left>map(Left.Overtaken::new).orElseGet(Left.Nowhere::new);
  }

  /// Takes a place away.
  ///
  /// @return whether it was there
  boolean end(String id) {
    var now = clock.millis();
    return db.write(
            tx -> tx.run("delete from rendezvous where id = ? and expires_ms >= ?", id, now))
        > 0;
  }

  private static Place place(Row row) {
    return new Place(
        row.text("id"),
        row.text("tag"),
        row.bytes("payload"),
        row.number("modified_ms"),
        row.number("expires_ms"));
  }
}
