package parvis.core.sync;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.presence.Availability;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// What a client asks of a sliding sync: the rooms that it shows, and not all that it is in.
/// spec: MSC4186
///
/// @param place absent: a new connection
/// @param connection what the client calls this connection among its own
/// @param shown stands for all that the client shows: its lists and subscriptions
record SlidingRequest(
    Form form,
    Actor actor,
    Optional<Place> place,
    Duration timeout,
    Availability presence,
    String connection,
    Optional<String> txn,
    Map<String, RoomList> lists,
    Map<String, Wish> subscriptions,
    String shown,
    Map<String, JsonObject> extensions) {

  static final int LISTS_MAX = 100;
  static final int SUBSCRIPTIONS_MAX = 100;
  static final int RANGES_MAX = 20;
  static final int TIMELINE_MAX = 100;
  private static final int CONNECTION_CHARS_MAX = 64;

  /// Where a connection is: after which of its answers, and the cut of that.
  ///
  /// @param text what the client has
  record Place(String text, Tokens.Cut cut) {
    static Place after(long answers, Tokens.Cut cut, Tokens tokens) {
      return new Place(answers + "/" + tokens.text(cut.pos(), cut.typing()), cut);
    }

    /// @throws Refused unknownPos when it is no place of ours
    static Place read(String text, Tokens tokens) {
      var slash = text.indexOf('/');
      if (slash < 0) {
        throw unknown();
      }
      return new Place(text, tokens.read(text.substring(slash + 1)));
    }

    static Refused unknown() {
      return Refused.of(Refused.Kind.UNKNOWN_POS, "This connection is over: begin a new one.");
    }
  }

  /// How much of a room is wanted.
  record Wish(int timelineLimit, RequiredState state) {
    Wish and(Wish other) {
      return other.equals(this)
          ? this
          : new Wish(Math.max(timelineLimit, other.timelineLimit), state.and(other.state));
    }

    boolean includes(Wish other) {
      return timelineLimit >= other.timelineLimit && state.includes(other.state);
    }

    /// The same, of a room of which so many events were told before. State that was told and is
    /// wanted no more does not count: it may change unsaid.
    Wish after(Wish before) {
      return before.timelineLimit > timelineLimit ? new Wish(before.timelineLimit, state) : this;
    }

    static Wish read(Body body, Form form) {
      var limit = body.optionalInteger("timeline_limit").orElse(0);
      if (limit < 0) {
        throw Refused.invalidParam("timeline_limit is not negative.");
      }
      return new Wish(
          (int) Math.min(limit, TIMELINE_MAX),
          form.settled()
              ? RequiredState.read(
                  new Body(body.optionalObject("required_state").orElse(JsonObject.EMPTY)))
              : RequiredState.read(body.optionalArray("required_state").orElse(JsonArray.EMPTY)));
    }
  }

  /// @param from the first, counted from 0
  /// @param to the last
  record Range(long from, long to) {}

  record RoomList(List<Range> ranges, Wish wish, ListFilter filter) {}

  /// Which rooms a list has; absent: whether or not.
  ///
  /// @param spaces ids of rooms that name those that are wanted; none: all are
  record ListFilter(
      Optional<Boolean> direct,
      Optional<Boolean> encrypted,
      Optional<Boolean> invited,
      Optional<Set<String>> types,
      Set<String> notTypes,
      Set<String> tags,
      Set<String> notTags,
      Set<String> spaces) {
    private static final int WORDS_MAX = 100;
    private static final int WORD_BYTES = 60;

    long sizeBytes() {
      return Stream.of(types.orElse(Set.of()), notTypes, tags, notTags, spaces)
          .flatMap(Set::stream)
          .mapToLong(word -> WORD_BYTES + (long) Character.BYTES * word.length())
          .sum();
    }

    /// The type of a room that has none is null, which is the empty text here.
    static ListFilter read(Body body, Form form) {
      return new ListFilter(
          body.optionalBool("is_dm"),
          body.optionalBool("is_encrypted"),
          body.optionalBool(form.settled() ? "is_invited" : "is_invite"),
          body.optionalArray("room_types").map(ListFilter::types),
          types(body.optionalArray("not_room_types").orElse(JsonArray.EMPTY)),
          Set.copyOf(body.strings("tags", WORDS_MAX)),
          Set.copyOf(body.strings("not_tags", WORDS_MAX)),
          Set.copyOf(body.strings("spaces", WORDS_MAX)));
    }

    private static Set<String> types(JsonArray list) {
      if (list.values().size() > WORDS_MAX) {
        throw Refused.invalidParam("A filter names at most " + WORDS_MAX + " types of rooms.");
      }
      var types = new HashSet<>(list.strings());
      if (list.strings().size() < list.values().size()) {
        types.add("");
      }
      return types;
    }
  }

  static SlidingRequest read(Call call, Form form, Tokens tokens) {
    var body = call.body();
    var pos = call.query("pos").or(() -> body.optionalString("pos"));
    var timeout = call.queryLong("timeout").orElse(body.optionalInteger("timeout").orElse(0));
    if (timeout < 0) {
      throw Refused.invalidParam("timeout is not negative.");
    }
    var lists = lists(body, form);
    var subscriptions = subscriptions(body, form);
    RequiredState.check(
        Stream.concat(lists.values().stream().map(RoomList::wish), subscriptions.values().stream())
            .map(Wish::state));
    var presence = call.query("set_presence").or(() -> body.optionalString("set_presence"));
    return new SlidingRequest(
        form,
        call.actor(),
        pos.map(text -> Place.read(text, tokens)),
        Duration.ofMillis(Math.min(timeout, SyncRequest.TIMEOUT_MAX.toMillis())),
        SyncRequest.presence(presence.orElse("online")),
        body.optionalString("conn_id", CONNECTION_CHARS_MAX).orElse(""),
        body.optionalString("txn_id", CONNECTION_CHARS_MAX),
        lists,
        subscriptions,
        shown(body, form),
        extensions(body));
  }

  private static String shown(Body body, Form form) {
    var all =
        JsonObject.of(
            form.name(),
            body.optionalObject("lists").orElse(JsonObject.EMPTY),
            "rooms",
            body.optionalObject("room_subscriptions").orElse(JsonObject.EMPTY));
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(JsonWriter.write(all));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, RoomList> lists(Body body, Form form) {
    var lists = new LinkedHashMap<String, RoomList>();
    for (var entry : entries(body, "lists", LISTS_MAX).entrySet()) {
      var list = new Body(entry.getValue());
      var filter = list.optionalObject("filters").orElse(JsonObject.EMPTY);
      lists.put(
          entry.getKey(),
          new RoomList(
              form.settled() ? range(list) : ranges(list),
              Wish.read(list, form),
              ListFilter.read(new Body(filter), form)));
    }
    return lists;
  }

  private static List<Range> ranges(Body list) {
    var ranges = new ArrayList<Range>();
    for (var value : list.optionalArray("ranges").orElse(JsonArray.EMPTY).values()) {
      ranges.add(range(value));
    }
    if (ranges.size() > RANGES_MAX) {
      throw Refused.invalidParam("A list has at most " + RANGES_MAX + " ranges.");
    }
    return ranges;
  }

  /// Without a range all of them.
  private static List<Range> range(Body list) {
    return List.of(
        list.optionalArray("range")
            .map(SlidingRequest::range)
            .orElse(new Range(0, Integer.MAX_VALUE)));
  }

  private static Range range(JsonValue value) {
    if (value instanceof JsonArray pair
        && pair.values().size() == 2
        && pair.values().getFirst() instanceof JsonInteger(long from)
        && pair.values().getLast() instanceof JsonInteger(long to)
        && from >= 0
        && to >= from) {
      return new Range(from, to);
    }
    throw Refused.badJson("A range is a pair of numbers, the first of them not the larger.");
  }

  private static Map<String, Wish> subscriptions(Body body, Form form) {
    var wishes = new LinkedHashMap<String, Wish>();
    entries(body, "room_subscriptions", SUBSCRIPTIONS_MAX)
        .forEach((room, wish) -> wishes.put(room, Wish.read(new Body(wish), form)));
    return wishes;
  }

  /// Those that are switched on.
  private static Map<String, JsonObject> extensions(Body body) {
    var on = new LinkedHashMap<>(entries(body, "extensions", LISTS_MAX));
    on.values().removeIf(one -> !new Body(one).bool("enabled", false));
    return on;
  }

  private static Map<String, JsonObject> entries(Body body, String name, int max) {
    var object = body.optionalObject(name).orElse(JsonObject.EMPTY);
    if (object.keys().size() > max) {
      throw Refused.invalidParam(name + " has more than " + max + " entries.");
    }
    var entries = new LinkedHashMap<String, JsonObject>();
    for (var key : object.keys()) {
      entries.put(key, new Body(object).object(key));
    }
    return entries;
  }

  Set<ListFilter> filters() {
    return lists.values().stream().map(RoomList::filter).collect(Collectors.toSet());
  }

  /// The cut that the client has; 0 at the beginning.
  long since() {
    return place.map(at -> at.cut().pos()).orElse(0L);
  }

  /// The same as a sync that wants so much of a timeline.
  ///
  /// @param since the cut that the client has of what is asked for
  SyncRequest asSync(long since, SyncFilter filter) {
    return new SyncRequest(
        actor,
        since,
        place.map(at -> at.cut().typing()).orElse(-1L),
        false,
        filter,
        timeout,
        presence,
        SyncRequest.StateAfter.STABLE);
  }
}
