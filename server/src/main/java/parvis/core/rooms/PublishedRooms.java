package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Folded;
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

  /// Words of a search that are looked at.
  private static final int WORDS_MAX = 8;

  private static final String ALL =
      """
      select room from published_room where ?
      union
      select room from network_room where ? or (service = ? and network = ?)
      order by room limit ?""";

  private final Rooms rooms;
  private final Db db;
  private final AccessRules rules;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  /// What the directory shows of a room. It is among the others before it is made: when it is let
  /// go meanwhile, what was made is not kept.
  private static final class Entry {
    private volatile @Nullable Listed listed;
  }

  /// A room of the directory, and the folded texts by which it is found.
  ///
  /// @param sign what decides who learns of it
  private record Listed(JsonObject json, String folded, AccessRules.Sign sign) {
    private static final List<String> TEXTS = List.of("name", "topic", "canonical_alias");

    static Listed of(Room room) {
      var json = RoomSummary.listed(room);
      var texts = TEXTS.stream().flatMap(field -> json.string(field).stream());
      return new Listed(
          json,
          Folded.of(texts.collect(Collectors.joining("\n"))),
          AccessRules.Sign.of(room.published().state()));
    }
  }

  PublishedRooms(Rooms rooms, Db db, AccessRules rules) {
    this.rules = rules;
    this.rooms = rooms;
    this.db = db;
  }

  /// @param words folded; each is somewhere in what the room says of itself
  /// @param types absent: any; the empty text is the type of ordinary rooms
  record Wanted(List<String> words, Optional<List<String>> types) {
    static final Wanted ALL = new Wanted(List.of(), Optional.empty());

    static Wanted of(String term, Optional<List<String>> types) {
      var words = Arrays.stream(Folded.of(term).split("\\s+", WORDS_MAX + 1)).limit(WORDS_MAX);
      return new Wanted(words.filter(word -> !word.isEmpty()).toList(), types);
    }

    private boolean takes(Listed room) {
      return types.map(t -> t.contains(room.json.string("room_type").orElse(""))).orElse(true)
          && words.stream().allMatch(room.folded::contains);
    }
  }

  /// Where rooms are looked for: those of this server, of everywhere, or of one network that an
  /// application service leads to.
  record Where(boolean here, boolean everywhere, String service, String network) {
    static final Where HERE = new Where(true, false, "", "");
    static final Where EVERYWHERE = new Where(true, true, "", "");

    /// @param instance a service and its network, as `thirdparty/protocols` names both
    static Where of(String instance) {
      var bar = Math.max(0, instance.indexOf('|'));
      return new Where(false, false, instance.substring(0, bar), instance.substring(bar + 1));
    }
  }

  /// Those that are for who asks, the rooms with the most members first.
  ///
  /// @param reader absent: somebody who is not signed in
  List<JsonObject> find(Optional<Actor> reader, Wanted wanted, Where where) {
    var rooms =
        db.read(
            tx ->
                tx.list(
                    row -> row.number("room"),
                    ALL,
                    where.here(),
                    where.everywhere(),
                    where.service(),
                    where.network(),
                    ROOMS_MAX));
    var taken = new ArrayList<Listed>();
    for (var nid : rooms) {
      entry(nid).filter(wanted::takes).ifPresent(taken::add);
    }
    var found = new ArrayList<JsonObject>();
    rules.shown(reader, taken, Listed::sign).forEach(listed -> found.add(listed.json()));
    found.sort(
        Comparator.comparingLong((JsonObject r) -> r.integer("num_joined_members").orElse(0))
            .reversed());
    return found;
  }

  private Optional<Listed> entry(long nid) {
    var known = entries.get(nid);
    var listed = known == null ? null : known.listed;
    if (listed != null) {
      return Optional.of(listed);
    }
    var fresh = new Entry();
    entries.put(nid, fresh);
    var made = rooms.find(nid).filter(AccessRules::isForAll).map(Listed::of);
    made.ifPresentOrElse(it -> fresh.listed = it, () -> entries.remove(nid, fresh));
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
