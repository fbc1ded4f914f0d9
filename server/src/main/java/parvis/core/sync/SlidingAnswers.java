package parvis.core.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.pcollections.PMap;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Reply;
import parvis.platform.log.Tail;
import parvis.protocol.json.JsonObject;

/// Builds the answer to a sliding sync: of the rooms that a client shows, what it was not told.
///
/// It is a second view of what a sync reads: the same rings, positions and counts, and no query in
/// the hot tail. What is its own is the order of rooms and what each connection was told.
/// spec: MSC4186
final class SlidingAnswers {
  private static final int EXPECTED_BYTES = 4_096;

  /// When an answer has so many bytes of rooms, those that are to be told whole wait for the next.
  static final int WHOLE_BYTES_MAX = 4_000_000;

  private final Rooms rooms;
  private final Changes changes;
  private final Typing typing;
  private final Tail tail;
  private final Answers answers;
  private final RoomOrder order;
  private final Connections connections;
  private final SlidingRooms section;
  private final RoomSection timelines;
  private final SlidingExtensions extensions;
  private final Keyed keyed;
  private final Tokens tokens;

  /// What answers are made of.
  record Parts(
      Rooms rooms,
      Changes changes,
      Typing typing,
      Tail tail,
      Answers answers,
      RoomOrder order,
      Connections connections,
      SlidingRooms section,
      RoomSection timelines,
      SlidingExtensions extensions,
      Keyed keyed,
      Tokens tokens) {}

  SlidingAnswers(Parts parts) {
    this.rooms = parts.rooms();
    this.changes = parts.changes();
    this.typing = parts.typing();
    this.tail = parts.tail();
    this.answers = parts.answers();
    this.order = parts.order();
    this.connections = parts.connections();
    this.section = parts.section();
    this.timelines = parts.timelines();
    this.extensions = parts.extensions();
    this.keyed = parts.keyed();
    this.tokens = parts.tokens();
  }

  /// One answer under construction.
  private static final class Answer {
    final SlidingRequest request;
    final PMap<Long, Connections.Sent> before;
    final SlidingExtensions.Cut cut;
    final RoomOrder.Notes notes;
    final Map<Long, SlidingRequest.Wish> wishes = new LinkedHashMap<>();
    final Map<Long, RoomOrder.Placed> places = new HashMap<>();
    final Map<SlidingRequest.Wish, SlidingRequest.Wish> alike = new HashMap<>();
    final Map<Long, List<String>> listed = new HashMap<>();
    final List<SlidingExtensions.Shown> shown = new ArrayList<>();
    final JsonOut out = new JsonOut(EXPECTED_BYTES);
    PMap<Long, Connections.Sent> sent;

    Answer(
        SlidingRequest request,
        PMap<Long, Connections.Sent> before,
        SlidingExtensions.Cut cut,
        RoomOrder.Notes notes) {
      this.request = request;
      this.before = before;
      this.cut = cut;
      this.notes = notes;
      this.sent = before;
    }

    /// One for all rooms of which the same is wanted, and was before.
    SlidingRequest.Wish alike(SlidingRequest.Wish wish) {
      if (alike.isEmpty()) {
        Set<SlidingRequest.Wish> known = Collections.newSetFromMap(new IdentityHashMap<>());
        before.values().forEach(sent -> known.add(sent.wish()));
        known.forEach(one -> alike.putIfAbsent(one, one));
      }
      return alike.computeIfAbsent(wish, _ -> wish);
    }

    void want(RoomOrder.Placed placed, SlidingRequest.Wish wish) {
      var nid = placed.room().nid();
      places.put(nid, placed);
      wishes.merge(nid, wish, SlidingRequest.Wish::and);
    }
  }

  /// The answer; empty when there is nothing to tell and nobody insists.
  ///
  /// @param anyway whether it is wanted even so
  Optional<Reply> answer(Connections.Asked asked, boolean anyway) {
    var request = asked.request();
    if (connections.isOver(asked)) {
      return Optional.of(nothing(request));
    }
    var tailUpTo = tail.last();
    var cut = new SlidingExtensions.Cut(answers.seen(), tailUpTo);
    var answer = new Answer(request, asked.before(), cut, order.notes(request.actor()));
    var lists = choose(answer, order.of(request.actor(), request.form()));
    var some = writeRooms(answer);
    some |= extensions.write(answer.out, request, answer.shown, cut);
    if (!some && !anyway && request.place().isPresent()) {
      return Optional.empty();
    }
    var upTo = new Tokens.Cut(cut.upTo(), cut.tailUpTo());
    var place =
        connections.told(
            asked, answer.sent, number -> SlidingRequest.Place.after(number, upTo, tokens));
    return Optional.of(place.map(at -> reply(answer, at, lists)).orElseGet(() -> nothing(request)));
  }

  /// The end of a question that another one of its connection overtook: whoever reads it is where
  /// they were.
  private static Reply nothing(SlidingRequest request) {
    var place = request.place().orElseThrow(SlidingRequest.Place::unknown);
    return Reply.json(
        JsonObject.of("pos", place.text(), "lists", JsonObject.EMPTY, "rooms", JsonObject.EMPTY));
  }

  private static Reply reply(
      Answer answer, SlidingRequest.Place place, Map<String, Integer> lists) {
    var head = new JsonOut(EXPECTED_BYTES);
    head.raw("{\"pos\":").string(place.text());
    answer.request.txn().ifPresent(txn -> head.name("txn_id").string(txn));
    head.name("lists").raw("{");
    lists.forEach((name, count) -> head.name(name).raw("{\"count\":").number(count).raw("}"));
    head.raw("},");
    var segments = new ArrayList<>(head.segments());
    segments.addAll(answer.out.raw("}").segments());
    return Reply.json(segments);
  }

  /// Which rooms the client shows, and how much it wants of each; how many rooms its lists have.
  private Map<String, Integer> choose(Answer answer, List<RoomOrder.Placed> all) {
    var counts = new LinkedHashMap<String, Integer>();
    for (var entry : answer.request.lists().entrySet()) {
      var list = entry.getValue();
      var taken = all.stream().filter(p -> answer.notes.takes(list.filter(), p)).toList();
      counts.put(entry.getKey(), taken.size());
      for (var range : list.ranges()) {
        var to = (int) Math.min(taken.size(), range.to() + 1);
        for (int i = (int) Math.min(to, range.from()); i < to; i++) {
          answer.want(taken.get(i), list.wish());
          answer
              .listed
              .computeIfAbsent(taken.get(i).room().nid(), _ -> new ArrayList<>())
              .add(entry.getKey());
        }
      }
    }
    answer
        .request
        .subscriptions()
        .forEach(
            (id, wish) ->
                rooms
                    .find(id)
                    .flatMap(room -> order.of(answer.request.actor(), room.nid()))
                    .ifPresent(placed -> answer.want(placed, wish)));
    return counts;
  }

  private boolean writeRooms(Answer answer) {
    var out = answer.out;
    var some = false;
    out.raw("\"rooms\":{");
    for (var entry : answer.wishes.entrySet()) {
      var placed = Objects.requireNonNull(answer.places.get(entry.getKey()));
      some |= write(answer, placed, entry.getValue());
    }
    var own = rooms.memberships().of(answer.request.actor().userNid());
    for (var nid : answer.before.keySet()) {
      if (!own.isJoined(nid) && order.of(answer.request.actor(), nid).isEmpty()) {
        some |= writeLeft(answer, nid);
      }
    }
    out.raw("}");
    return some;
  }

  private boolean write(Answer answer, RoomOrder.Placed placed, SlidingRequest.Wish wish) {
    var nid = placed.room().nid();
    var before = answer.before.get(nid);
    var since = before == null || placed.standing().since() > before.upTo() ? 0 : before.upTo();
    var expanded =
        since > 0
            && before != null
            && (wish.timelineLimit() > before.wish().timelineLimit()
                || !before.wish().state().includes(wish.state()));
    var upTo = answer.cut.upTo();
    var telling =
        new SlidingRooms.Telling(
            answer.request,
            placed,
            wish,
            since,
            expanded,
            answer.notes.isDirect(placed.room()),
            answer.listed.getOrDefault(nid, List.of()),
            upTo);
    var whole = answer.alike(before == null ? wish : wish.after(before.wish()));
    if (!placed.joined()) {
      if (since > 0) {
        return false;
      }
      section.writeAtDoor(answer.out, telling);
      answer.sent = answer.sent.plus(nid, new Connections.Sent(upTo, whole));
      return true;
    }
    var entirely = since == 0 || expanded;
    if (entirely ? answer.out.size() > WHOLE_BYTES_MAX : isQuiet(answer, placed, since)) {
      return false;
    }
    var span = section.span(telling, placed.room().published(), upTo);
    var timeline = timelines.timeline(span);
    answer.shown.add(new SlidingExtensions.Shown(span, entirely ? timeline.events() : List.of()));
    answer.sent = answer.sent.plus(nid, new Connections.Sent(upTo, whole));
    return section.writeJoined(answer.out, telling, span, timeline);
  }

  /// Whether nothing happened in a room that could be told.
  private boolean isQuiet(Answer answer, RoomOrder.Placed placed, long since) {
    var nid = placed.room().nid();
    var known = answer.request.place().map(at -> at.cut().typing()).orElse(-1L);
    return !changes.after(nid, since)
        && keyed.of(answer.request.actor().userNid()).changed() <= since
        && typing.changed(nid) <= Math.max(0, known)
        && (known >= 0 || typing.typing(nid).isEmpty());
  }

  /// A room that the client was told of and that its person is no longer in, or is invited to by
  /// somebody whom they ignore by now: nothing more is told of it.
  private boolean writeLeft(Answer answer, long nid) {
    var before = answer.before.get(nid);
    var room = rooms.find(nid);
    var standing = rooms.memberships().of(answer.request.actor().userNid()).in(nid);
    answer.sent = answer.sent.minus(nid);
    if (before == null || room.isEmpty() || standing.isEmpty()) {
      return false;
    }
    if (standing.get().pos() > answer.cut.upTo()) {
      answer.sent = answer.sent.plus(nid, before);
      return false;
    }
    var placed =
        new RoomOrder.Placed(
            room.get(), standing.get(), standing.get().pos(), standing.get().pos());
    if (!SlidingRooms.isLeft(placed)) {
      return false;
    }
    section.writeLeft(
        answer.out,
        new SlidingRooms.Telling(
            answer.request,
            placed,
            before.wish(),
            before.upTo(),
            false,
            false,
            List.of(),
            answer.cut.upTo()));
    return true;
  }
}
