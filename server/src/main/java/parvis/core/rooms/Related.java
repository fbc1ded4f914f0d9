package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// Events that relate to others: replies in a thread, edits, reactions; and the threads of a room.
/// The database cuts out each page, of what its reader may see.
/// spec: cs-api#relationships-api, cs-api#querying-threads-in-a-room
final class Related {
  /// spec: cs-api#relationships-api: servers bound how deep they recurse.
  static final int DEPTH_MAX = 3;

  /// All that relates to an event or to what relates to it, without the bytes.
  private static final String TREE =
      """
      with recursive tree (nid, event_id, pos, sender, rel_type, type, depth) as (
        select c.nid, c.event_id, c.pos, c.sender, c.rel_type, c.type, 1 from event c
         where c.room = ? and c.relates_to = ? and c.redacted_by is null and c.pos <= ?
        union all
        select c.nid, c.event_id, c.pos, c.sender, c.rel_type, c.type, t.depth + 1
          from tree t join event c on c.room = ? and c.relates_to = t.event_id
                                  and c.redacted_by is null and c.pos <= ?
         where t.depth < ?)
      """;

  private static final String FROM_TREE = " join (select c.nid from tree c where ";
  private static final String FROM_EVENTS =
      """
       join (select c.nid from event c
              where c.room = ? and c.relates_to = ? and c.redacted_by is null and\s""";

  private static final String THREADS =
      """
      select th.thread, th.last
        from (select t.thread, max(t.pos) as last, bool_or(t.sender = ?) as spoke from event t
               where t.room = ? and t.thread is not null and t.rel_type = 'm.thread'
                 and t.redacted_by is null and t.sender <> all (?) and t.pos <@ ?::int8multirange
               group by t.thread) th
        join event root on root.nid = th.thread
       where th.last <= ? and root.pos <@ ?::int8multirange and (? or th.spoke or root.sender = ?)
       order by th.last desc limit ?""";

  private static final String ROOTS =
      RoomStore.EVENTS
          + """
             where e.nid = any (?)""";

  private final Db db;

  Related(Db db) {
    this.db = db;
  }

  /// Which relations of an event, and which page of them: those after `after`, up to `upTo`.
  ///
  /// @param relType empty: any
  /// @param type empty: any
  record Wanted(
      Optional<String> relType,
      Optional<String> type,
      boolean recurse,
      boolean forward,
      long after,
      long upTo,
      int count) {}

  /// Relations of an event, in the direction that is wanted.
  List<RoomEvent> of(Reading.Window window, String eventId, Wanted wanted) {
    var room = window.room();
    var upTo = Math.min(wanted.upTo(), window.upTo());
    return db.read(
        tx -> {
          var args = new ArrayList<Object>(List.of(room.nid(), eventId));
          if (wanted.recurse()) {
            args.addAll(List.of(upTo, room.nid(), upTo, DEPTH_MAX));
          }
          args.addAll(List.of(wanted.after(), upTo));
          args.add(window.ignoring().nids(tx));
          args.add(window.sight().ranges(upTo));
          wanted.relType().ifPresent(args::add);
          wanted.type().ifPresent(args::add);
          args.add(wanted.count());
          return tx.list(row -> RoomStore.event(row, room.version()), sql(wanted), args.toArray());
        });
  }

  private static String sql(Wanted wanted) {
    var order = " order by %s.pos" + (wanted.forward() ? "" : " desc");
    return (wanted.recurse() ? TREE : "")
        + RoomStore.EVENTS
        + (wanted.recurse() ? FROM_TREE : FROM_EVENTS)
        + "c.pos > ? and c.pos <= ? and c.sender <> all (?) and c.pos <@ ?::int8multirange"
        + (wanted.relType().isPresent() ? " and c.rel_type = ?" : "")
        + (wanted.type().isPresent() ? " and c.type = ?" : "")
        + order.formatted("c")
        + " limit ?) found on found.nid = e.nid"
        + order.formatted("e");
  }

  /// A thread, told by the event at which it begins.
  ///
  /// @param last position of its last reply
  record Begun(RoomEvent root, long last) {}

  /// Threads whose last reply is at or before `upTo`, the thread with the latest one first. Of one
  /// that somebody began whom the reader ignores, only that it began is told.
  List<Begun> threads(Reading.Window window, boolean participated, long upTo, int count) {
    return db.read(
        tx -> {
          var lasts = lasts(tx, window, participated, upTo, count);
          var nids = lasts.keySet().stream().mapToLong(nid -> nid).toArray();
          var version = window.room().version();
          return tx.list(row -> RoomStore.event(row, version), ROOTS, (Object) nids).stream()
              .map(root -> window.ignoring().hides(root) ? root.emptied() : root)
              .map(root -> new Begun(root, lasts.getOrDefault(root.nid(), 0L)))
              .sorted(Comparator.comparingLong(Begun::last).reversed())
              .toList();
        });
  }

  private static Map<Long, Long> lasts(
      Tx tx, Reading.Window window, boolean participated, long upTo, int count) {
    var self = window.actor().userNid();
    var ranges = window.sight().ranges(window.upTo());
    var lasts = new LinkedHashMap<Long, Long>();
    tx.list(
        row -> lasts.put(row.number("thread"), row.number("last")),
        THREADS,
        self,
        window.room().nid(),
        window.ignoring().nids(tx),
        ranges,
        upTo,
        ranges,
        !participated,
        self,
        count);
    return lasts;
  }
}
