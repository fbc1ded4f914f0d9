package parvis.core.rooms;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.event.EventReference;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.Redaction;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonWriter;
import parvis.protocol.room.Membership;

/// The rows of rooms, events and snapshots. Events are written by the log alone; this reads them.
final class RoomStore {

  /// A row of `room`.
  record RoomRow(
      long nid,
      String id,
      RoomVersion version,
      long count,
      long snapshot,
      String tip,
      long depth) {}

  /// Every column that [#event] reads, and its tables: the beginning of each query for events.
  static final String EVENTS =
      """
      select e.nid, e.room, e.pos, e.event_id, e.depth, e.ts, e.type, e.sender, e.slot, e.snapshot,
             e.push, e.rel_type, e.relates_to, e.thread, e.redacted_by, b.bytes,
             (select p.bytes from event_bytes p where p.event = before.nid) as prior,
             before.redacted_by as prior_redacted_by,
             (select r.bytes from event_bytes r where r.event = e.redacted_by) as because,
             (select r.redacted_by from event r where r.nid = e.redacted_by) as because_redacted_by
        from event e join event_bytes b on b.event = e.nid
        left join lateral (select q.nid, q.redacted_by from event q
                            where q.room = e.room and q.slot = e.slot and q.pos < e.pos
                            order by q.pos desc limit 1) before on true
      """;

  private static final String LARGEST =
      """
      select r.nid
        from room r
        left join (select room, count(*) as n from membership where membership = ? group by room) m
          on m.room = r.nid
       where r.version > 0
       order by coalesce(m.n, 0) desc, r.nid limit ?\
      """;

  private static final String ROOM_BY_ID =
      """
      select nid, room_id, version_id, version, snapshot, tip, depth
        from room where room_id = ? and version > 0""";

  private static final String ROOM_BY_NID =
      """
      select nid, room_id, version_id, version, snapshot, tip, depth
        from room where nid = ? and version > 0""";

  private static final String NIDS =
      "select room_id, nid from room where room_id = any (?) and version > 0";

  private static final String ADD_ROOM =
      """
      insert into room (nid, room_id, version_id, version, snapshot, tip, depth)
      values (?, ?, ?, 0, 0, '[]', 0)""";

  private static final String REFERRING =
      """
      select sender, min(ts) as ts from event
       where room = ? and relates_to = ? and rel_type = 'm.reference' and type = ?
         and redacted_by is null
       group by sender order by ts, sender limit ?""";

  private static final String ANNOUNCED = "select nid from room where room_id = ? and version = 0";

  private static final String CHAIN =
      """
      with recursive chain (nid, parent, delta, steps) as (
        select nid, parent, delta, 0 from snapshot where nid = ?
        union all
        select s.nid, s.parent, s.delta, c.steps + 1
          from chain c join snapshot s on s.nid = c.parent where c.parent <> 0)
      select delta from chain order by steps desc""";

  private static final String STEPS = "select steps from snapshot where nid = ?";

  private static final String BY_NIDS =
      EVENTS
          + """
             where e.nid = any (?)""";

  private static final String BY_NIDS_SOME_MEMBERS =
      EVENTS
          + """
             where e.nid = any (?)
               and (e.type <> 'm.room.member' or e.slot in
                    (select s.nid from state_slot s
                      where s.type = 'm.room.member' and s.state_key = any (?)))""";

  private static final String LAST =
      EVENTS
          + """
             where e.room = ? and e.pos > ? and e.pos <= ?
             order by e.pos desc limit ?""";

  /// The last events of several rooms are in those of the rooms whose own last events are the last.
  private static final String LAST_OF_ALL =
      """
      with last as (
        select r.room, r.since, r.up_to
          from unnest (?::bigint[], ?::bigint[], ?::bigint[]) as r (room, since, up_to)
         cross join lateral (select pos from event e
                              where e.room = r.room and e.pos > r.since and e.pos <= r.up_to
                              order by e.pos desc limit 1) e
         order by e.pos desc limit ?)
      select e.nid, last.room from last
       cross join lateral (select nid, pos from event e
                            where e.room = last.room and e.pos > last.since and e.pos <= last.up_to
                            order by e.pos desc limit ?) e
       order by e.pos desc limit ?""";

  private static final String LOOKED_UP_TO =
      """
      select max(pos) as pos from (
        select pos from event where room = ? and pos > ? order by pos limit ?) e""";

  /// An edit says what the message says: it goes with it.
  private static final String SENT =
      EVENTS
          + """
             where e.room = ? and e.pos > ? and e.pos <= ? and e.sender = ?
               and e.redacted_by is null
               and not exists (select from event o
                                where e.rel_type = 'm.replace' and o.event_id = e.relates_to
                                  and o.redacted_by is not null)
             order by e.pos""";

  private static final String BY_EVENT_ID =
      EVENTS
          + """
             where e.event_id = ? and e.room = ?""";

  private static final String ROOM_OF =
      "select room from event where event_id = ? and pos is not null";

  private static final String EVENT_ID = "select event_id from event where nid = ?";

  private static final String NO_MEMBER =
      """
      select pos
        from (select pos, type from event where room = ? and pos < ? order by pos desc limit ?) e
       where type <> 'm.room.member'
       order by pos desc limit 1""";

  private static final String NTH =
      "select pos from event where room = ? and pos < ? order by pos desc offset ? limit 1";

  private static final String LAST_POS =
      "select coalesce(max(pos), 0) as pos from event where room = ?";

  /// The nid of the room in which an event happened.
  Optional<Long> roomOf(Tx tx, String eventId) {
    return tx.first(row -> row.number("room"), ROOM_OF, eventId);
  }

  Optional<RoomRow> room(Tx tx, String roomId) {
    return tx.first(RoomStore::room, ROOM_BY_ID, roomId);
  }

  Optional<RoomRow> room(Tx tx, long nid) {
    return tx.first(RoomStore::room, ROOM_BY_NID, nid);
  }

  /// Those of these rooms that we know, by their ids.
  Map<String, Long> nids(Tx tx, String[] roomIds) {
    return tx
        .list(row -> Map.entry(row.text("room_id"), row.number("nid")), NIDS, (Object) roomIds)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  void add(Tx tx, long nid, String roomId, RoomVersion version) {
    tx.run(ADD_ROOM, nid, roomId, version.id());
  }

  /// By whom, and when first, an event is referred to by events of a type.
  List<Rooms.Referring> referring(Tx tx, long room, String eventId, String type, int max) {
    return tx.list(
        row -> new Rooms.Referring(row.number("sender"), row.number("ts")),
        REFERRING,
        room,
        eventId,
        type,
        max);
  }

  /// A room that was to be made and has not come to be.
  Optional<Long> announced(Tx tx, String roomId) {
    return tx.first(row -> row.number("nid"), ANNOUNCED, roomId);
  }

  State state(Tx tx, long snapshot, RoomVersion version) {
    return state(events(tx, resolved(tx, snapshot), version));
  }

  /// The same, of whose members only some are known.
  ///
  /// @param members ids of people
  State state(Tx tx, long snapshot, RoomVersion version, Collection<String> members) {
    var ids = members.toArray(String[]::new);
    return state(
        tx.list(row -> event(row, version), BY_NIDS_SOME_MEMBERS, resolved(tx, snapshot), ids));
  }

  private static long[] resolved(Tx tx, long snapshot) {
    var slots = Snapshots.resolve(tx.list(row -> row.bytes("delta"), CHAIN, snapshot));
    return slots.values().stream().mapToLong(n -> n).toArray();
  }

  private static State state(List<RoomEvent> events) {
    var state = State.EMPTY;
    for (var event : events) {
      state = state.with(event);
    }
    return state;
  }

  int steps(Tx tx, long snapshot) {
    return tx.first(row -> (int) row.number("steps"), STEPS, snapshot).orElse(0);
  }

  /// The rooms with the most people in them.
  List<Long> largest(Tx tx, int max) {
    return tx.list(row -> row.number("nid"), LARGEST, Membership.JOIN.code(), max);
  }

  List<RoomEvent> events(Tx tx, long[] nids, RoomVersion version) {
    return nids.length == 0
        ? List.of()
        : tx.list(row -> event(row, version), BY_NIDS, (Object) nids);
  }

  /// The last events of a room in `(since, upTo]`, ascending.
  List<RoomEvent> last(Tx tx, long room, long since, long upTo, int count, RoomVersion version) {
    return tx.list(row -> event(row, version), LAST, room, since, upTo, count).reversed();
  }

  /// The position of the last of the next events of a room; empty at its end.
  OptionalLong lookedUpTo(Tx tx, long room, long after, int count) {
    return tx.first(row -> row.optionalNumber("pos"), LOOKED_UP_TO, room, after, count)
        .orElse(OptionalLong.empty());
  }

  /// What somebody sent in a part of a room and nobody has taken back, ascending.
  List<RoomEvent> sent(Tx tx, Rooms.Stretch in, long sender, RoomVersion version) {
    return tx.list(row -> event(row, version), SENT, in.room(), in.since(), in.upTo(), sender);
  }

  /// The position of the last event before another one that is not of a member, 0 when there is
  /// none; of the last one looked at, when there are more than so many.
  long membersAfter(Tx tx, long room, long before, int max) {
    return tx.first(row -> row.number("pos"), NO_MEMBER, room, before, max)
        .or(() -> tx.first(row -> row.number("pos"), NTH, room, before, max))
        .orElse(0L);
  }

  /// An event and its room.
  record Found(long nid, long room) {}

  /// The last events of several rooms together, descending.
  List<Found> last(Tx tx, List<Rooms.Stretch> stretches, int count) {
    return tx.list(
        row -> new Found(row.number("nid"), row.number("room")),
        LAST_OF_ALL,
        stretches.stream().mapToLong(Rooms.Stretch::room).toArray(),
        stretches.stream().mapToLong(Rooms.Stretch::since).toArray(),
        stretches.stream().mapToLong(Rooms.Stretch::upTo).toArray(),
        count,
        count,
        count);
  }

  /// Events of several rooms, in no order.
  List<RoomEvent> events(Tx tx, List<Found> found, Map<Long, RoomVersion> versions) {
    return tx.list(
        row -> event(row, Objects.requireNonNull(versions.get(row.number("room")))),
        BY_NIDS,
        (Object) found.stream().mapToLong(Found::nid).toArray());
  }

  Optional<RoomEvent> event(Tx tx, String eventId, long room, RoomVersion version) {
    return tx.first(row -> event(row, version), BY_EVENT_ID, eventId, room);
  }

  String eventId(Tx tx, long nid) {
    return tx.first(row -> row.text("event_id"), EVENT_ID, nid).orElseThrow();
  }

  long lastPos(Tx tx, long room) {
    return tx.first(row -> row.number("pos"), LAST_POS, room).orElse(0L);
  }

  private static RoomRow room(Row row) {
    return new RoomRow(
        row.number("nid"),
        row.text("room_id"),
        RoomVersion.of(row.text("version_id")).orElseThrow(),
        row.number("version"),
        row.number("snapshot"),
        row.text("tip"),
        row.number("depth"));
  }

  static RoomEvent event(Row row, RoomVersion version) {
    var facts =
        new RoomEvent.Facts(
            row.number("nid"),
            row.number("room"),
            row.text("event_id"),
            row.number("depth"),
            row.number("ts"),
            row.text("type"),
            row.number("sender"),
            row.optionalNumber("slot").orElse(0L),
            row.number("snapshot"),
            (short) row.number("push"),
            row.optionalText("rel_type").orElse(""),
            row.optionalText("relates_to").orElse(""),
            row.optionalNumber("thread").orElse(0L),
            row.optionalNumber("redacted_by").orElse(0L));
    var around =
        new RoomEvent.Around(
            other(row, "prior", "prior_redacted_by", version),
            other(row, "because", "because_redacted_by", version));
    var pos = row.optionalNumber("pos").orElse(0L);
    return RoomEvent.stored(facts, version, row.bytes("bytes"), around, pos);
  }

  /// Another event of the row, without its content when it was redacted.
  private static Optional<Pdu> other(Row row, String bytes, String by, RoomVersion version) {
    var event = row.optionalBytes(bytes).map(b -> Pdu.read(b, version));
    return row.optionalNumber(by).isEmpty() ? event : event.map(Redaction::redact);
  }

  /// The signed event of a row with `event_id` and `bytes`.
  static Pdu pdu(Row row, RoomVersion version) {
    var id = EventId.parse(row.text("event_id")).orElseThrow();
    return Pdu.read(row.bytes("bytes"), version, id);
  }

  /// The extremities as the column `tip` holds them: as the next event will refer to them.
  static String tip(List<EventReference> extremities) {
    var references = extremities.stream().map(EventReference::json).toArray();
    return new String(JsonWriter.write(JsonArray.of(references)), StandardCharsets.UTF_8);
  }

  static List<EventReference> extremities(String tip) {
    var read = JsonReader.read(tip.getBytes(StandardCharsets.UTF_8), JsonLimits.REQUEST);
    var references = read instanceof JsonArray array ? array : JsonArray.EMPTY;
    return references.values().stream()
        .flatMap(reference -> EventReference.parse(reference).stream())
        .toList();
  }
}
