package parvis.core.rooms;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.platform.db.Tx;

/// Finds what others made of events, as far as one person may see it: counted by the database, so
/// that a long thread costs no more than its index.
final class Bundling {
  /// Edits of one event looked at, the last first, for one that is valid.
  private static final int EDITS_MAX = 3;

  private static final String THREADS =
      """
      select t.thread, count(*) as replies, max(t.pos) as last, bool_or(t.sender = ?) as spoke
        from event t
       where t.room = ? and t.thread = any (?) and t.rel_type = 'm.thread' and t.redacted_by is null
         and t.sender <> all (?) and t.pos <@ ?::int8multirange
       group by t.thread""";

  private static final String RELATED =
      """
      select target.id, r.pos, r.event_id, r.rel_type
        from unnest(?, ?, ?) as target (id, sender, type) cross join lateral (
          (select e.pos, e.event_id, e.rel_type from event e
            where e.relates_to = target.id and e.rel_type = 'm.replace' and e.room = ?
              and e.sender = target.sender and e.type = target.type and e.redacted_by is null
              and e.sender <> all (?) and e.pos <@ ?::int8multirange
            order by e.ts desc, e.event_id desc limit ?)
          union all
          (select e.pos, e.event_id, e.rel_type from event e
            where e.relates_to = target.id and e.rel_type = 'm.reference' and e.room = ?
              and e.redacted_by is null and e.sender <> all (?) and e.pos <@ ?::int8multirange
            order by e.pos limit ?)) r""";

  private static final String AT =
      RoomStore.EVENTS
          + """
             where e.room = ? and e.pos = any (?)""";

  private final Tx tx;
  private final Room room;
  private final long reader;
  private final String ranges;
  private final long[] ignored;

  /// @param reader nid of the person who reads
  /// @param upTo the last position that they may know of
  /// @param ignored nids of the people whom they ignore
  Bundling(Tx tx, Room room, long reader, Sight sight, long upTo, long[] ignored) {
    this.tx = tx;
    this.room = room;
    this.reader = reader;
    this.ranges = sight.ranges(upTo);
    this.ignored = ignored;
  }

  /// The thread that begins at an event.
  ///
  /// @param last position of its last event
  /// @param spoke whether the reader wrote in it
  private record Replies(long count, long last, boolean spoke) {}

  /// The events, each with its bundle, in their order.
  List<RoomEvent> bundled(List<RoomEvent> events) {
    if (events.isEmpty()) {
      return events;
    }
    var threads = threads(events);
    var latest = at(threads.values().stream().map(Replies::last).toList());
    var targets = new HashMap<>(latest);
    events.forEach(event -> targets.put(event.pos(), event));
    var bundles = bundles(targets.values());
    return events.stream()
        .map(
            event -> {
              var bundle = bundles.getOrDefault(event.eventId(), Bundle.NONE);
              var thread = threads.get(event.nid());
              return event.bundled(thread == null ? bundle : with(bundle, thread, latest, bundles));
            })
        .toList();
  }

  private Bundle with(
      Bundle bundle, Replies thread, Map<Long, RoomEvent> latest, Map<String, Bundle> bundles) {
    var last = Optional.ofNullable(latest.get(thread.last()));
    return new Bundle(
        bundle.edit(),
        thread.count(),
        last.map(e -> e.bundled(bundles.getOrDefault(e.eventId(), Bundle.NONE))),
        thread.spoke() ? Set.of(reader) : Set.of(),
        bundle.references());
  }

  /// By the nid of their root.
  private Map<Long, Replies> threads(List<RoomEvent> roots) {
    var threads = new HashMap<Long, Replies>();
    tx.list(
        row ->
            threads.put(
                row.number("thread"),
                new Replies(row.number("replies"), row.number("last"), row.bool("spoke"))),
        THREADS,
        reader,
        room.nid(),
        roots.stream().mapToLong(RoomEvent::nid).toArray(),
        ignored,
        ranges);
    return threads;
  }

  private record Found(String target, String relType, String eventId, long pos) {}

  /// What edits and references make of events, by their ids.
  private Map<String, Bundle> bundles(Collection<RoomEvent> targets) {
    var found = found(targets);
    var edits =
        at(found.stream().filter(f -> f.relType().equals(Bundle.EDIT)).map(Found::pos).toList());
    var byTarget = found.stream().collect(Collectors.groupingBy(Found::target));
    var bundles = new HashMap<String, Bundle>();
    for (var target : targets) {
      var bundle = Bundle.NONE;
      for (var one : byTarget.getOrDefault(target.eventId(), List.of())) {
        var edit = edits.get(one.pos());
        bundle = edit == null ? bundle.referred(one.eventId()) : bundle.with(target, edit);
      }
      bundles.put(target.eventId(), bundle);
    }
    return bundles;
  }

  private List<Found> found(Collection<RoomEvent> targets) {
    return tx.list(
        row ->
            new Found(
                row.text("id"), row.text("rel_type"), row.text("event_id"), row.number("pos")),
        RELATED,
        targets.stream().map(RoomEvent::eventId).toArray(String[]::new),
        targets.stream().mapToLong(RoomEvent::senderNid).toArray(),
        targets.stream().map(RoomEvent::type).toArray(String[]::new),
        room.nid(),
        ignored,
        ranges,
        EDITS_MAX,
        room.nid(),
        ignored,
        ranges,
        Bundle.REFERENCES_MAX);
  }

  private Map<Long, RoomEvent> at(List<Long> positions) {
    var events = new HashMap<Long, RoomEvent>();
    if (!positions.isEmpty()) {
      tx.list(
              row -> RoomStore.event(row, room.version()),
              AT,
              room.nid(),
              positions.stream().mapToLong(pos -> pos).toArray())
          .forEach(event -> events.put(event.pos(), event));
    }
    return events;
  }
}
