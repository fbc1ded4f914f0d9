package parvis.core.rooms;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.platform.db.Db;

/// Events that relate to others: replies in a thread, edits, reactions; and the threads of a room.
/// spec: cs-api#relationships-api, cs-api#querying-threads-in-a-room
final class Related {
  /// spec: cs-api#relationships-api: servers bound how deep they recurse.
  static final int DEPTH_MAX = 3;

  /// Relations of one event looked at in one request.
  private static final int RELATED_MAX = 5_000;

  private static final String CHILDREN =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.relates_to = any (?) and e.redacted_by is null
               and e.pos is not null and e.pos <= ?
             order by e.pos desc limit ?""";

  private static final String THREADS =
      RoomStore.EVENTS
          + """
             join (select t.thread, max(t.pos) as last from event t
                    where t.room = ? and t.thread is not null and t.rel_type = 'm.thread'
                      and t.redacted_by is null
                      and (? = 0 or t.thread in
                            (select m.thread from event m
                              where m.room = ? and m.thread is not null
                                and m.rel_type = 'm.thread' and m.sender = ?
                             union select o.nid from event o where o.room = ? and o.sender = ?))
                    group by t.thread) th on th.thread = e.nid
             where th.last <= ?
             order by th.last desc limit ?""";

  private static final String LAST_IN_THREAD =
      """
      select max(pos) as pos from event
       where thread = ? and rel_type = 'm.thread' and redacted_by is null""";

  private final Db db;

  Related(Db db) {
    this.db = db;
  }

  /// What to look for.
  ///
  /// @param relType empty: any
  /// @param type empty: any
  record Wanted(Optional<String> relType, Optional<String> type, boolean recurse) {}

  /// Relations of an event, latest first.
  List<RoomEvent> of(Reading.Window window, String eventId, Wanted wanted) {
    var found = new ArrayList<RoomEvent>();
    var seen = new HashSet<String>();
    var parents = List.of(eventId);
    for (int depth = 0; depth < (wanted.recurse() ? DEPTH_MAX : 1) && !parents.isEmpty(); depth++) {
      var next = new ArrayList<String>();
      for (var child : children(window, parents)) {
        if (seen.add(child.eventId())) {
          next.add(child.eventId());
          if (fits(child, wanted) && window.sight().sees(child)) {
            found.add(child);
          }
        }
      }
      parents = next;
    }
    found.sort((a, b) -> Long.compare(b.pos(), a.pos()));
    return found;
  }

  private static boolean fits(RoomEvent event, Wanted wanted) {
    return wanted.relType().map(event.relType()::equals).orElse(true)
        && wanted.type().map(event.type()::equals).orElse(true);
  }

  private List<RoomEvent> children(Reading.Window window, List<String> parents) {
    var room = window.room();
    return db.read(
        tx ->
            tx.list(
                row -> RoomStore.event(row, room.version()),
                CHILDREN,
                room.nid(),
                parents.toArray(String[]::new),
                window.upTo(),
                RELATED_MAX));
  }

  /// Roots of threads, the thread with the latest message first.
  List<RoomEvent> threads(
      Reading.Window window, Actor actor, boolean participated, long upTo, int count) {
    var room = window.room();
    var self = participated ? actor.userNid() : 0L;
    return db
        .read(
            tx ->
                tx.list(
                    row -> RoomStore.event(row, room.version()),
                    THREADS,
                    room.nid(),
                    self,
                    room.nid(),
                    self,
                    room.nid(),
                    self,
                    upTo,
                    count))
        .stream()
        .filter(window.sight()::sees)
        .toList();
  }

  /// The position of the last message in a thread.
  long last(RoomEvent root) {
    return db.read(
            tx -> tx.first(row -> row.optionalNumber("pos").orElse(0L), LAST_IN_THREAD, root.nid()))
        .orElse(0L);
  }
}
