package parvis.core.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.RoomView;
import parvis.core.rooms.Rooms;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;
import parvis.protocol.room.Membership;

/// Rooms in the answer to a sliding sync.
/// spec: MSC4186
final class SlidingRooms {
  private static final String NAME = "m.room.name";
  private static final String AVATAR = "m.room.avatar";

  private final Rooms rooms;
  private final RoomSection section;
  private final Counting counting;
  private final EventJson json;
  private final Tokens tokens;
  private final Map<Integer, SyncFilter> filters = new ConcurrentHashMap<>();

  SlidingRooms(Rooms rooms, RoomSection section, Counting counting, EventJson json, Tokens tokens) {
    this.rooms = rooms;
    this.section = section;
    this.counting = counting;
    this.json = json;
    this.tokens = tokens;
  }

  /// What is told of one room.
  ///
  /// @param since the cut up to which it was told before; 0 when it never was
  /// @param expanded whether it was, but less of it
  record Telling(
      SlidingRequest request,
      RoomOrder.Placed placed,
      SlidingRequest.Wish wish,
      long since,
      boolean expanded,
      boolean direct,
      long upTo) {

    boolean isNew() {
      return since == 0;
    }

    Room room() {
      return placed.room();
    }
  }

  /// A sync that wants so many events of each room; of those there are no more than
  /// [SlidingRequest#TIMELINE_MAX].
  SyncFilter filter(int limit) {
    return filters.computeIfAbsent(
        limit,
        _ -> {
          var timeline = JsonObject.of("timeline", JsonObject.of("limit", (long) limit));
          return SyncFilter.read(JsonObject.of("room", timeline));
        });
  }

  RoomSection.Span span(Telling telling, RoomView view, long upTo) {
    var since = telling.isNew() || telling.expanded() ? 0 : telling.since();
    var request = telling.request().asSync(since, filter(telling.wish().timelineLimit()));
    return new RoomSection.Span(request, telling.room(), view, since, upTo, since == 0);
  }

  /// A room that somebody is in. Whether there was something to tell.
  boolean writeJoined(
      JsonOut out, Telling telling, RoomSection.Span span, RoomSection.Timeline timeline) {
    var room = telling.room();
    var required = required(telling, span, timeline);
    var unread =
        counting.count(
            telling.request().actor(), room, telling.placed().standing(), telling.upTo());
    if (span.since() > 0
        && timeline.events().isEmpty()
        && !timeline.limited()
        && required.isEmpty()
        && unread.changed() <= span.since()) {
      return false;
    }
    out.name(room.id().value()).raw("{");
    writeFacts(out, telling, span);
    writeTimeline(out, telling, span, timeline);
    writeRequired(out, telling, required);
    unread.writeFlat(out);
    out.name("bump_stamp").number(telling.placed().bumped()).raw("}");
    return true;
  }

  private static void writeFacts(JsonOut out, Telling telling, RoomSection.Span span) {
    var room = telling.room();
    if (telling.isNew()) {
      out.name("initial").raw("true");
    }
    if (telling.expanded()) {
      out.name("unstable_expanded_timeline").raw("true");
    }
    var name = RoomOrder.text(room, NAME, "name");
    if (!name.isEmpty()) {
      out.name("name").string(name);
    } else if (span.whole() || moved(span)) {
      writeHeroes(out, span);
    }
    var avatar = RoomOrder.text(room, AVATAR, "url");
    if (!avatar.isEmpty()) {
      out.name("avatar").string(avatar);
    }
    if (telling.direct()) {
      out.name("is_dm").raw("true");
    }
    out.name("joined_count").number(span.view().joined().length);
    out.name("invited_count").number(span.view().invited());
  }

  /// Whether somebody came or went, or took another name.
  private static boolean moved(RoomSection.Span span) {
    var ring = span.room().ring();
    return !ring.reaches(span.since())
        || ring.after(span.since(), span.upTo(), Integer.MAX_VALUE).stream()
            .anyMatch(event -> event.membership().isPresent());
  }

  private static void writeHeroes(JsonOut out, RoomSection.Span span) {
    out.name("heroes").raw("[");
    for (var hero : span.view().heroes(span.request().actor().user())) {
      var content =
          span.view()
              .state()
              .event("m.room.member", hero)
              .map(event -> event.pdu().content())
              .orElse(JsonObject.EMPTY);
      var told =
          JsonObject.builder()
              .put("user_id", hero)
              .putIf("displayname", content.string("displayname"))
              .putIf("avatar_url", content.string("avatar_url"))
              .build();
      out.comma().raw(JsonWriter.write(told));
    }
    out.raw("]");
  }

  private void writeTimeline(
      JsonOut out, Telling telling, RoomSection.Span span, RoomSection.Timeline timeline) {
    section.writeEvents(out.name("timeline"), span, timeline);
    out.name("limited").raw(Boolean.toString(timeline.limited()));
    out.name("prev_batch").string(tokens.text(timeline.before()));
    var known = telling.request().since();
    var live =
        known == 0 ? 0 : timeline.events().stream().filter(event -> event.pos() > known).count();
    out.name("num_live").number(live);
  }

  /// What is wanted of the state and was not told: on a connection that knows the room, what
  /// changed, and what was not wanted before.
  private Map<Long, RoomEvent> required(
      Telling telling, RoomSection.Span span, RoomSection.Timeline timeline) {
    var speakers = timeline.events().stream().map(RoomEvent::sender).collect(Collectors.toSet());
    var wanted = new LinkedHashMap<>(telling.wish().state().of(span, speakers));
    wanted
        .values()
        .removeIf(
            event ->
                event.pos() > span.upTo()
                    || (event.pos() <= span.since() && !section.untold(span, event, speakers)));
    return wanted;
  }

  private void writeRequired(JsonOut out, Telling telling, Map<Long, RoomEvent> required) {
    if (required.isEmpty() && !telling.isNew()) {
      return;
    }
    out.name("required_state").raw("[");
    for (var event : required.values()) {
      json.writeState(out.comma(), event, telling.request().actor(), "");
    }
    out.raw("]");
  }

  /// A room that somebody is invited to or knocks at.
  void writeAtDoor(JsonOut out, Telling telling) {
    out.name(telling.room().id().value()).raw("{");
    if (telling.isNew()) {
      out.name("initial").raw("true");
    }
    StrippedState.writeEvents(out.name("invite_state"), telling.room(), telling.request().actor());
    out.name("bump_stamp").number(telling.placed().bumped()).raw("}");
  }

  /// A room that its reader has left since they were told of it, up to their leaving.
  void writeLeft(JsonOut out, Telling telling) {
    var standing = telling.placed().standing();
    var view = rooms.viewAt(telling.room(), standing);
    var upTo = Math.min(telling.upTo(), standing.pos());
    var span = span(telling, view, upTo);
    var timeline = standing.wasJoined() ? section.timeline(span) : section.last(span);
    out.name(telling.room().id().value()).raw("{");
    writeTimeline(out, telling, span, timeline);
    out.name("required_state").raw("[");
    view.state()
        .member(telling.request().actor().user())
        .ifPresent(own -> json.writeState(out.comma(), own, telling.request().actor(), ""));
    out.raw("]");
    out.name("bump_stamp").number(Math.max(1, standing.pos())).raw("}");
  }

  static boolean isLeft(RoomOrder.Placed placed) {
    return placed.standing().membership() == Membership.LEAVE
        || placed.standing().membership() == Membership.BAN;
  }
}
