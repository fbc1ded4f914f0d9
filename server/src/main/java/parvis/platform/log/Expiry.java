package parvis.platform.log;

import java.util.List;
import parvis.platform.db.Db;

/// Events whose time is over: each is noted as redacted by itself, so that nobody is told its
/// content any more, and as an original, which [Originals] wipes when its time has come: until then
/// the slip of an operator or of a clock can be taken back. What is left holds the room's graph
/// together. State and redactions stay.
public final class Expiry {
  /// Events of one transaction.
  public static final int BATCH_MAX = 500;

  /// The same with state, beside the creation, without which there is no room; what is noted is due
  /// at once.
  private static final String PURGE =
      """
      with over as materialized (
        select nid from event
         where room = ? and redacted_by is null
           and (pos <= ? or (pos <= ? and type <> 'm.room.member'))
           and type not in ('m.room.redaction', 'm.room.create')
         order by pos limit ? for update),
      noted as (
        insert into original (event, redacted_ms) select nid, 0 from over
        on conflict (event) do update set redacted_ms = 0)
      update event e set redacted_by = e.nid from over where e.nid = over.nid returning e.nid\
      """;

  private static final String PURGE_BEFORE =
      """
      with over as materialized (
        select nid from event
         where room = ? and pos < ? and ts <= ? and slot is null
           and redacted_by is null and type <> 'm.room.redaction'
         order by pos limit ? for update),
      noted as (
        insert into original (event, redacted_ms) select nid, 0 from over
        on conflict (event) do update set redacted_ms = 0)
      update event e set redacted_by = e.nid from over where e.nid = over.nid returning e.nid\
      """;

  private static final String EXPIRE =
      """
      with over as materialized (
        select nid from event
         where room = ? and ts < ? and pos is not null and slot is null
           and redacted_by is null and type <> 'm.room.redaction'
         order by ts limit ? for update skip locked),
      noted as (
        insert into original (event, redacted_ms) select nid, ? from over
        on conflict (event) do nothing)
      update event e set redacted_by = e.nid from over where e.nid = over.nid returning e.nid\
      """;

  private final Db db;

  public Expiry(Db db) {
    this.db = db;
  }

  /// Some of the events of a room up to a position, its state too, by nid, and of those up to a
  /// later one all but who came and went; when they are fewer than
  /// [#BATCH_MAX], all. They are wiped with the next round.
  public List<Long> purge(long room, long all, long upTo) {
    return db.write(tx -> tx.list(row -> row.number("nid"), PURGE, room, all, upTo, BATCH_MAX));
  }

  /// Some of what was said in a room before a position and until a moment, by nid; when it is less
  /// than [#BATCH_MAX], all. It is wiped with the next round.
  public List<Long> purgeBefore(long room, long pos, long ts) {
    return db.write(
        tx -> tx.list(row -> row.number("nid"), PURGE_BEFORE, room, pos, ts, BATCH_MAX));
  }

  /// Some of the events of a room that were sent before a moment, by nid; when they are fewer than
  /// [#BATCH_MAX], all.
  public List<Long> expire(long room, long before, long now) {
    return db.write(tx -> tx.list(row -> row.number("nid"), EXPIRE, room, before, BATCH_MAX, now));
  }
}
