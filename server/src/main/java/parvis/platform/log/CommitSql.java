package parvis.platform.log;

/// The one statement that makes a batch durable.
///
/// PostgreSQL runs the parts of a `with` in no promised order, so the order that matters is forced
/// by what each part reads:
///
/// 1. the rows of the rooms are locked by ascending nid, so that two committers never wait for each
///    other in a circle, and only those whose version is still the one prepared on;
/// 2. bytes, snapshots, used keys, marks of redaction and what is to be wiped for them are written
///    for the rooms that were locked;
/// 3. then, and not before, the order of the log is taken ([Ordering]): from here to the commit
///    nobody else may pass;
/// 4. what carries a position is written: the log, the events, memberships, other values, and the
///    batch itself.
///
/// A key that was used before, or a batch that was written before, violates its constraint and
/// undoes the whole statement. There is no `on conflict do nothing` for keys: the events after the
/// dropped one were built on it.
final class CommitSql {
  private CommitSql() {}

  static String with(Ordering ordering) {
    return ROOMS
        + BEFORE_THE_LOCK
        + "  log_lock as materialized (\n    "
        + ordering.lock(AFTER, ROWS)
        + "),\n"
        + POSITIONS.replace("{position}", ordering.position())
        + AFTER_THE_LOCK;
  }

  private static final String ROOMS =
      """
      with
        room_lock as materialized (
          select r.nid, p.events, p.snapshot, p.tip, p.depth
            from unnest(?::bigint[], ?::bigint[], ?::integer[], ?::bigint[], ?::text[], ?::bigint[])
                 as p (nid, version, events, snapshot, tip, depth)
            join room r on r.nid = p.nid and r.version = p.version
           order by r.nid
             for update of r),
        room_moved as (
          update room r
             set version = r.version + l.events, snapshot = l.snapshot, tip = l.tip, depth = l.depth
            from room_lock l
           where r.nid = l.nid
          returning r.nid),
        item as materialized (
          select i.*
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::smallint[], ?::text[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::smallint[])
                 with ordinality as i (nid, room, event_id, depth, ts, type, sender, slot, snapshot,
                   push, rel_type, relates_to, thread, redacts, redacted_by, member, membership, n)
           where i.room in (select nid from room_moved)),
      """;

  private static final String BEFORE_THE_LOCK =
      """
        bytes_written as (
          insert into event_bytes (event, bytes)
          select b.event, b.bytes
            from unnest(?::bigint[], ?::bigint[], ?::bytea[]) as b (event, room, bytes)
           where b.room in (select nid from room_moved)
          returning 1 as one),
        snapshot_written as (
          insert into snapshot (nid, room, parent, steps, delta)
          select s.nid, s.room, s.parent, s.steps, s.delta
            from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::integer[], ?::bytea[])
                 as s (nid, room, parent, steps, delta)
           where s.room in (select nid from room_moved)
          returning 1 as one),
        key_written as (
          insert into send_key (session, path, txn, event_id, at)
          select k.session, k.path, k.txn, k.event_id, ?::bigint
            from unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[])
                 as k (room, session, path, txn, event_id)
           where k.room = 0 or k.room in (select nid from room_moved)
          returning 1 as one),
        redaction_marked as (
          update event e set redacted_by = i.nid
            from item i
           where i.redacts <> 0 and e.nid = i.redacts and e.room = i.room and e.redacted_by is null
          returning e.nid),
        original_noted as (
          insert into original (event, redacted_ms)
          select redacted.nid, ?::bigint
            from (select nid from redaction_marked
                  union all
                  select nid from item where redacted_by <> 0) redacted
          returning 1 as one),
        thing as materialized (
          select t.*
            from unnest(?::smallint[], ?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::boolean[])
                 with ordinality as t (kind, "user", room, key, value, tombstone, n)),
      """;

  private static final String AFTER =
      """
      (select count(*) from bytes_written) b, (select count(*) from snapshot_written) s,
           (select count(*) from key_written) k, (select count(*) from original_noted) o""";

  private static final String ROWS = "(select count(*) from item) + (select count(*) from thing)";

  private static final String POSITIONS =
      """
        event_placed as materialized (
          select {position} as pos, q.*
            from (select l.base, row_number() over (order by e.n) as i, e.*
                    from log_lock l, item e
                   order by e.n) q),
        thing_placed as materialized (
          select {position} as pos, q.*
            from (select l.base, f.events + row_number() over (order by t.n) as i, t.*
                    from log_lock l, (select count(*) as events from event_placed) f, thing t
                   order by t.n) q),
        placed as materialized (
          select count(*) as rows, coalesce(min(pos), 0) as first, coalesce(max(pos), 0) as last
            from (select pos from event_placed union all select pos from thing_placed) p),
      """;

  private static final String AFTER_THE_LOCK =
      """
        log_written as (
          insert into log (pos, kind, room, "user", ref, key)
          select pos, 1, room, member, nid, '' from event_placed
          union all
          select pos, kind, room, "user", 0, key from thing_placed),
        event_written as (
          insert into event (nid, room, pos, event_id, depth, ts, type, sender, slot, snapshot, push,
            rel_type, relates_to, thread, redacted_by)
          select nid, room, pos, event_id, depth, ts, type, sender, nullif(slot, 0), snapshot, push,
                 nullif(rel_type, ''), nullif(relates_to, ''), nullif(thread, 0),
                 nullif(redacted_by, 0)
            from event_placed),
        membership_written as (
          insert into membership as m (room, "user", membership, event, pos, since, snapshot)
          select room, member, membership, nid, pos, pos, snapshot
            from event_placed where member <> 0
          on conflict (room, "user") do update
            set membership = excluded.membership, event = excluded.event, pos = excluded.pos,
                since = case when m.membership = excluded.membership
                             then m.since else excluded.since end,
                was_joined = case when m.membership = excluded.membership
                                  then m.was_joined else m.membership = 2 end,
                snapshot = excluded.snapshot, forgotten = false),
        thing_written as (
          insert into syncable (kind, "user", room, key, pos, value, tombstone)
          select kind, "user", room, key, pos, value, tombstone from thing_placed
          on conflict ("user", kind, room, key) do update
            set pos = excluded.pos, value = excluded.value, tombstone = excluded.tombstone),
        batch_written as (
          insert into log_batch (node, batch, first, last)
          select ?::bigint, ?::bigint, first, last from placed)
      select rows, first, last, array(select nid from room_moved) as rooms from placed
      """;
}
