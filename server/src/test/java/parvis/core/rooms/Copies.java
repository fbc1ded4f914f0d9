package parvis.core.rooms;

import parvis.harness.World;

/// Rooms with a long past, made in a moment.
final class Copies {
  /// Copies one event many times, into positions that the log leaves free.
  private static final String COPIES =
      """
      with copied as (select * from event where event_id = ?),
        many as (select -(copied.pos + n) as nid, copied.pos + n as pos, copied.event_id || n as event_id, copied.nid
                     as of, copied.pos as at from copied, generate_series(1, ?) as n),
        bytes as (insert into event_bytes (event, bytes)
                  select many.nid, b.bytes from many join event_bytes b on b.event = many.of)
      insert into event (nid, room, pos, event_id, depth, ts, type, sender, slot, snapshot, push,
             rel_type, relates_to, thread)
      select many.nid, c.room, many.pos, many.event_id, c.depth, c.ts, c.type, c.sender, c.slot,
             c.snapshot, c.push, c.rel_type, c.relates_to, c.thread
        from many, copied c""";

  private static final String LEAVE_FREE =
      "select setval('log_pos', last_value + ?) as pos from log_pos";

  private Copies() {}

  /// Puts copies of an event right after it, under its id with a number from 1 on. It must be the
  /// last event of all; the next one comes after the copies.
  static void make(World world, String event, int count) {
    world
        .db()
        .write(
            tx -> {
              tx.first(row -> row.number("pos"), LEAVE_FREE, count + 1);
              return tx.run(COPIES, event, count);
            });
  }
}
