package parvis.core.sync;

import java.util.LinkedHashMap;
import java.util.List;
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
  /// @param lists names of the lists that it is in
  record Telling(
      SlidingRequest request,
      RoomOrder.Placed placed,
      SlidingRequest.Wish wish,
      long since,
      boolean expanded,
      boolean direct,
      List<String> lists,
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
    if (telling.request().form().settled()) {
      unread.writeMain(out);
    } else {
      unread.writeFlat(out);
    }
    out.name("bump_stamp").number(telling.placed().bumped()).raw("}");
    return true;
  }

  private static void writeFacts(JsonOut out, Telling telling, RoomSection.Span span) {
    var room = telling.room();
    if (telling.isNew()) {
      out.name("initial").raw("true");
    }
    if (telling.expanded()) {
      out.name(telling.request().form().expanded).raw("true");
    }
    writeStanding(out, telling);
    writeText(out, telling, "name", NAME, "name");
    if (RoomOrder.text(room, NAME, "name").isEmpty() && (span.whole() || moved(span))) {
      writeHeroes(out, span);
    }
    writeText(out, telling, "avatar", AVATAR, "url");
    if (telling.direct() || (telling.request().form().settled() && !telling.isNew())) {
      out.name("is_dm").raw(Boolean.toString(telling.direct()));
    }
    out.name("joined_count").number(span.view().joined().length);
    out.name("invited_count").number(span.view().invited());
  }

  /// What the reader is to the room, and which lists have it.
  private static void writeStanding(JsonOut out, Telling telling) {
    if (!telling.request().form().settled()) {
      return;
    }
    out.name("membership").string(telling.placed().standing().membership().word());
    if (!telling.lists().isEmpty()) {
      out.name("lists").raw("[");
      telling.lists().forEach(list -> out.comma().string(list));
      out.raw("]");
    }
  }

  /// A text of a state; that there is none any more is told to who may have another.
  private static void writeText(
      JsonOut out, Telling telling, String as, String type, String field) {
    var room = telling.room();
    var text = RoomOrder.text(room, type, field);
    if (!text.isEmpty()) {
      out.name(as).string(text);
    } else if (telling.request().form().settled()
        && !telling.isNew()
        && room.published().state().event(type, "").isPresent()) {
      out.name(as).raw("null");
    }
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
    section.writeEvents(out.name(telling.request().form().timeline), span, timeline);
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
    if (telling.request().form().settled()) {
      timeline.events().stream()
          .filter(event -> event.membership().isPresent())
          .forEach(event -> event.stateKey().ifPresent(speakers::add));
    }
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
    writeStanding(out, telling);
    StrippedState.writeEvents(
        out.name(telling.request().form().stripped), telling.room(), telling.request().actor());
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
    writeStanding(out, telling);
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
