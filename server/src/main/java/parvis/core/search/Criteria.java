package parvis.core.search;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import parvis.base.Refused;
import parvis.core.rooms.RoomFilter;
import parvis.platform.http.Body;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What somebody searches, and how they want it told.
/// spec: cs-api#post_matrixclientv3search
///
/// @param texts what is searched, as keys and types of the filter leave it
/// @param rooms ids of the rooms to search; absent: all
/// @param limit results of one page
/// @param around absent: results are told alone
record Criteria(
    String term,
    Set<Text> texts,
    Optional<List<String>> rooms,
    List<String> notRooms,
    RoomFilter filter,
    int limit,
    Order order,
    Optional<Around> around,
    boolean state,
    Set<Group> groups) {

  private static final int TERM_CHARS_MAX = 1_000;
  private static final int LIST_MAX = 1_000;
  private static final int LIMIT_DEFAULT = 10;
  private static final int LIMIT_MAX = 100;

  /// Results of a page that tells what surrounds each of them.
  private static final int LIMIT_AROUND_MAX = 50;

  /// Results of a page that tells the state of their rooms.
  private static final int LIMIT_STATE_MAX = 10;

  private static final int AROUND_DEFAULT = 5;
  private static final int AROUND_MAX = 20;
  private static final int GROUPINGS_MAX = 10;

  enum Order {
    RANK,
    RECENT;

    private static Order of(String word) {
      return switch (word) {
        case "rank" -> RANK;
        case "recent" -> RECENT;
        default -> throw Refused.invalidParam("order_by is rank or recent.");
      };
    }
  }

  enum Group {
    ROOM("room_id"),
    SENDER("sender");

    private final String key;

    Group(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    private static Group of(String key) {
      for (var group : values()) {
        if (group.key.equals(key)) {
          return group;
        }
      }
      throw Refused.invalidParam("Results are grouped by room_id or sender.");
    }
  }

  /// How many events before and after a result are told, and whether who speaks there is, too.
  record Around(int before, int after, boolean profiles) {}

  /// @throws Refused badJson, missingParam or invalidParam
  static Criteria read(Body body) {
    var filter = body.optionalObject("filter").orElse(JsonObject.EMPTY);
    var fields = new Body(filter);
    var events = RoomFilter.read(filter);
    var around = body.inner("event_context").map(Criteria::around);
    var state = body.bool("include_state", false);
    return new Criteria(
        body.string("search_term", TERM_CHARS_MAX),
        texts(body, events),
        fields.optionalArray("rooms").map(_ -> rooms(fields.strings("rooms", LIST_MAX))),
        rooms(fields.strings("not_rooms", LIST_MAX)),
        events,
        limit(fields, around.isPresent(), state),
        body.optionalString("order_by").map(Order::of).orElse(Order.RANK),
        around,
        state,
        body.inner("groupings").map(Criteria::groups).orElse(Set.of()));
  }

  private static Set<Text> texts(Body body, RoomFilter filter) {
    var texts = EnumSet.noneOf(Text.class);
    if (body.optionalArray("keys").isEmpty()) {
      texts.addAll(EnumSet.allOf(Text.class));
    }
    for (var key : body.strings("keys", LIST_MAX)) {
      var named = Text.ofKey(key);
      if (named.isEmpty()) {
        throw Refused.invalidParam("keys are content.body, content.name, content.topic.");
      }
      texts.addAll(named);
    }
    texts.removeIf(text -> !filter.type(text.type()));
    return texts;
  }

  private static List<String> rooms(List<String> ids) {
    if (ids.stream().anyMatch(id -> RoomId.parse(id).isEmpty())) {
      throw Refused.badJson("A filter names rooms by their ids.");
    }
    return ids;
  }

  private static int limit(Body filter, boolean around, boolean state) {
    var most = state ? LIMIT_STATE_MAX : around ? LIMIT_AROUND_MAX : LIMIT_MAX;
    var limit = filter.optionalInteger("limit").orElse(LIMIT_DEFAULT);
    if (limit < 0) {
      throw Refused.invalidParam("limit is not negative.");
    }
    return Math.clamp(limit, 1, most);
  }

  private static Around around(Body body) {
    return new Around(
        count(body.optionalInteger("before_limit")),
        count(body.optionalInteger("after_limit")),
        body.bool("include_profile", false));
  }

  private static int count(OptionalLong wished) {
    if (wished.orElse(AROUND_DEFAULT) < 0) {
      throw Refused.invalidParam("A limit is not negative.");
    }
    return (int) Math.min(wished.orElse(AROUND_DEFAULT), AROUND_MAX);
  }

  private static Set<Group> groups(Body body) {
    var wished = body.optionalArray("group_by").orElse(JsonArray.EMPTY);
    if (wished.size() > GROUPINGS_MAX) {
      throw Refused.invalidParam("There are more groupings than kinds of them.");
    }
    var groups = new ArrayList<Group>();
    for (var value : wished.values()) {
      if (!(value instanceof JsonObject grouping)) {
        throw Refused.badJson("A grouping is an object.");
      }
      groups.add(Group.of(new Body(grouping).string("key")));
    }
    return groups.isEmpty() ? Set.of() : EnumSet.copyOf(groups);
  }
}
