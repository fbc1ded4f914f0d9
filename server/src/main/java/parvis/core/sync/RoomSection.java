package parvis.core.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.RoomView;
import parvis.protocol.room.Membership;

/// Timeline and state of one room in an answer, for people who are in it and people who left.
final class RoomSection {
  private final History history;
  private final LazyMembers lazy;
  private final EventJson json;
  private final Tokens tokens;

  RoomSection(History history, LazyMembers lazy, EventJson json, Tokens tokens) {
    this.history = history;
    this.lazy = lazy;
    this.json = json;
    this.tokens = tokens;
  }

  /// What a timeline shows.
  ///
  /// Of a room that the reader joined since the last answer, what a filter left out is a gap too.
  ///
  /// @param events ascending
  /// @param limited whether something between `since` and the first event is left out
  /// @param before the cut right before the first event
  record Timeline(List<RoomEvent> events, boolean limited, long before) {}

  /// The part of a room's history that one answer tells: after `since`, up to `upTo`.
  /// @param whole whether the reader is new to the room and needs all of its state
  record Span(
      SyncRequest request, Room room, RoomView view, long since, long upTo, boolean whole) {}

  Timeline timeline(Span span) {
    var filter = span.request().filter().timeline();
    var wanted = filter.room(span.room().id().value());
    var limit = wanted ? filter.limit() : 0;
    var found = history.last(span, limit);
    var events = found.events();
    var before = events.isEmpty() ? span.upTo() : events.getFirst().pos() - 1;
    var fresh = span.whole() && !span.request().initial() && filter.looks();
    return new Timeline(events, found.limited() || fresh, before);
  }

  /// The one event with which a person's standing ended who never was in the room.
  Timeline last(Span span) {
    var own = span.view().state().member(span.request().actor().user());
    return new Timeline(own.stream().toList(), false, span.upTo() - 1);
  }

  void writeTimeline(JsonOut out, Span span, Timeline timeline) {
    out.name("timeline").raw("{");
    writeEvents(out.name("events"), span, timeline);
    out.raw(",\"limited\":").raw(Boolean.toString(timeline.limited()));
    out.raw(",\"prev_batch\":").string(tokens.text(timeline.before())).raw("}");
  }

  /// The events of a timeline, as a list.
  void writeEvents(JsonOut out, Span span, Timeline timeline) {
    writeEvents(out, span, timeline, "");
  }

  /// The same, where nothing else names the room.
  void writeEvents(JsonOut out, Span span, Timeline timeline, String roomId) {
    out.raw("[");
    var reader = span.request().actor();
    for (var event : timeline.events()) {
      var membership = history.membershipAt(reader, span.room(), event);
      json.write(out.comma(), event, new EventJson.Telling(reader, roomId, membership));
    }
    out.raw("]");
  }

  /// Whether a member's event is one that its reader was not told of though it is old: that of
  /// somebody whose messages are shown.
  boolean untold(Span span, RoomEvent event, Set<String> speakers) {
    return event.type().equals("m.room.member")
        && speakers.contains(event.stateKey().orElse(""))
        && lazy.tell(
            span.request().actor().session(), event.nid(), span.request().since(), span.upTo());
  }

  void writeState(JsonOut out, Span span, Timeline timeline) {
    out.name(span.request().stateAfter().field).raw("{\"events\":[");
    for (var event : state(span, timeline)) {
      json.writeState(out.comma(), event, span.request().actor(), "");
    }
    out.raw("]}");
  }

  /// State that the timeline does not tell: all of it for whoever is new, else what changed in the
  /// gap; and the members whose messages are shown. Members who came, went or knocked in the gap
  /// are told even to clients that load them lazily: these may have loaded them before it.
  Collection<RoomEvent> state(Span span, Timeline timeline) {
    var request = span.request();
    var after = request.stateAfter() != SyncRequest.StateAfter.NO;
    var whole = span.whole() || request.fullState();
    var from = whole ? 0 : span.since();
    var upTo = span.upTo();
    var shown = new HashSet<Long>();
    if (!after) {
      timeline.events().forEach(event -> shown.add(event.nid()));
    }
    var told = new LinkedHashMap<Long, RoomEvent>();
    var state = span.view().state();
    var lazily = request.filter().lazyMembers() && whole;
    var named = lazily ? named(span) : Set.<String>of();
    if (whole || timeline.limited() || request.filter().timeline().looks()) {
      for (var event : state.others()) {
        add(told, event, from, upTo);
      }
      for (var member : state.members()) {
        if (!lazily || named.contains(member.stateKey().orElse("")) || knocks(member)) {
          add(told, member, from, upTo);
        }
      }
    }
    if (after) {
      addChanged(told, span, timeline);
    }
    if (!after && (whole || timeline.limited())) {
      history.replaced(span, timeline.events()).forEach(event -> add(told, event, from, upTo));
    }
    if (request.filter().lazyMembers()) {
      addSpeakers(told, span, timeline, upTo);
    }
    var filter = request.filter().state();
    if (!filter.room(span.room().id().value())) {
      return List.of();
    }
    told.values().removeIf(event -> shown.contains(event.nid()) || !filter.takes(event));
    return told.values();
  }

  /// What the timeline changed, members included: for clients that take no state from the timeline.
  private static void addChanged(Map<Long, RoomEvent> told, Span span, Timeline timeline) {
    for (var event : timeline.events()) {
      if (event.isState()) {
        span.view()
            .state()
            .event(event.slot())
            .ifPresent(now -> add(told, now, span.since(), span.upTo()));
      }
    }
  }

  private static void add(Map<Long, RoomEvent> told, RoomEvent event, long from, long upTo) {
    if (event.pos() > from && event.pos() <= upTo) {
      told.put(event.nid(), event);
    }
  }

  /// Whoever stands at the door waits for an answer.
  private static boolean knocks(RoomEvent member) {
    return member.membership().filter(Membership.KNOCK::equals).isPresent();
  }

  /// Members told even to clients that load them lazily: oneself, and whoever names the room.
  private static Set<String> named(Span span) {
    var self = span.request().actor().user();
    var named = new HashSet<String>();
    named.add(self.value());
    if (span.whole()) {
      named.addAll(span.view().heroes(self));
    }
    return named;
  }

  private void addSpeakers(Map<Long, RoomEvent> told, Span span, Timeline timeline, long upTo) {
    var redundant = span.request().filter().state().redundantMembers() || span.whole();
    var session = span.request().actor().session();
    for (var event : timeline.events()) {
      var member = span.view().state().event("m.room.member", event.sender());
      if (member.isPresent()
          && member.get().pos() <= upTo
          && (lazy.tell(session, member.get().nid(), span.request().since(), span.upTo())
              || redundant)) {
        told.put(member.get().nid(), member.get());
      }
    }
  }
}
