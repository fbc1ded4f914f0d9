package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import parvis.platform.db.Db;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.protocol.json.JsonObject;

/// The rooms that everybody may find, as the directory shows them.
///
/// What it shows of a room is made once and kept until something happens in the room. It follows
/// the log after what makes events visible, so that nothing old is made after it was let go.
final class PublishedRooms implements Follower {
  /// Rooms of a directory at most; with more it needs an index of its own.
  static final int ROOMS_MAX = 5_000;

  private static final String ALL = "select room from published_room order by room limit ?";

  private final Rooms rooms;
  private final Db db;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  /// What the directory shows of a room. It is among the others before it is made: when it is let
  /// go meanwhile, what was made is not kept.
  private static final class Entry {
    private volatile @Nullable JsonObject json;
  }

  PublishedRooms(Rooms rooms, Db db) {
    this.rooms = rooms;
    this.db = db;
  }

  /// @param term in small letters; empty: any
  /// @param types absent: any; the empty text is the type of ordinary rooms
  record Wanted(String term, Optional<List<String>> types) {
    static final Wanted ALL = new Wanted("", Optional.empty());

    boolean takes(JsonObject room) {
      return types.map(t -> t.contains(room.string("room_type").orElse(""))).orElse(true)
          && (term.isEmpty()
              || has(room, "name")
              || has(room, "topic")
              || has(room, "canonical_alias"));
    }

    private boolean has(JsonObject room, String field) {
      return room.string(field)
          .filter(text -> text.toLowerCase(Locale.ROOT).contains(term))
          .isPresent();
    }
  }

  /// The rooms with the most members first.
  List<JsonObject> find(Wanted wanted) {
    var found = new ArrayList<JsonObject>();
    for (var nid : db.read(tx -> tx.list(row -> row.number("room"), ALL, ROOMS_MAX))) {
      entry(nid).filter(wanted::takes).ifPresent(found::add);
    }
    found.sort(
        Comparator.comparingLong((JsonObject r) -> r.integer("num_joined_members").orElse(0))
            .reversed());
    return found;
  }

  private Optional<JsonObject> entry(long nid) {
    var known = entries.get(nid);
    var json = known == null ? null : known.json;
    if (json != null) {
      return Optional.of(json);
    }
    var fresh = new Entry();
    entries.put(nid, fresh);
    var made = rooms.find(nid).map(RoomSummary::listed);
    made.ifPresentOrElse(it -> fresh.json = it, () -> entries.remove(nid, fresh));
    return made;
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.kind() == LogRow.EVENT) {
        entries.remove(row.room());
      }
    }
  }
}
