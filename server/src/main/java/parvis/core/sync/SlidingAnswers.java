package parvis.core.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.PMap;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
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
  private final RoomLists lists;
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
      RoomLists lists,
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
    this.lists = parts.lists();
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
    final Connections.Told told;
    final SlidingExtensions.Cut cut;
    final RoomOrder.Notes notes;

    /// The last position at which the reader noted what may concern every room.
    final long noted;

    /// The last change of typing that the client has.
    final long typing;

    final Map<Long, SlidingRequest.Wish> wishes = new LinkedHashMap<>();
    final Map<SlidingRequest.Wish, SlidingRequest.Wish> alike = new HashMap<>();
    final Map<Long, List<String>> listed = new HashMap<>();
    final List<SlidingExtensions.Shown> shown = new ArrayList<>();
    final JsonOut out = new JsonOut(EXPECTED_BYTES);
    PMap<Long, Connections.Sent> sent;

    /// Whether more is wanted of a room than before.
    boolean wished;

    /// Whether rooms wait for the next answer.
    boolean postponed;

    Answer(Connections.Asked asked, SlidingExtensions.Cut cut, RoomOrder.Notes notes, long noted) {
      this.request = asked.request();
      this.told = asked.told();
      this.cut = cut;
      this.notes = notes;
      this.noted = noted;
      this.typing = request.place().map(at -> at.cut().typing()).orElse(-1L);
      this.sent = told.rooms();
    }

    /// One for all rooms of which the same is wanted, and was before.
    SlidingRequest.Wish alike(SlidingRequest.Wish wish, Connections.@Nullable Sent before) {
      if (before != null && before.wish().equals(wish)) {
        return before.wish();
      }
      wished = true;
      if (alike.isEmpty()) {
        Set<SlidingRequest.Wish> known = Collections.newSetFromMap(new IdentityHashMap<>());
        told.rooms().values().forEach(sent -> known.add(sent.wish()));
        known.forEach(one -> alike.putIfAbsent(one, one));
      }
      return alike.computeIfAbsent(wish, _ -> wish);
    }

    void want(long room, SlidingRequest.Wish wish) {
      wishes.merge(room, wish, SlidingRequest.Wish::and);
    }

    Connections.Told told() {
      return told.and(sent, postponed ? "" : request.shown(), wished);
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
    var actor = request.actor();
    var noted = keyed.of(actor.userNid()).everywhere();
    var answer = new Answer(asked, cut, order.notes(actor), noted);
    var found = lists.of(actor, request.form(), request.filters(), answer.notes, cut.upTo());
    var some = writeRooms(answer, found);
    some |= extensions.write(answer.out, request, answer.shown, cut);
    if (!some && !anyway && request.place().isPresent()) {
      return Optional.empty();
    }
    var upTo = new Tokens.Cut(cut.upTo(), cut.tailUpTo());
    var place =
        connections.told(
            asked, answer.told(), number -> SlidingRequest.Place.after(number, upTo, tokens));
    return Optional.of(place.map(at -> reply(answer, at, found)).orElseGet(() -> nothing(request)));
  }

  /// The end of a question that another one of its connection overtook: whoever reads it is where
  /// they were.
  private static Reply nothing(SlidingRequest request) {
    var place = request.place().orElseThrow(SlidingRequest.Place::unknown);
    return Reply.json(
        JsonObject.of("pos", place.text(), "lists", JsonObject.EMPTY, "rooms", JsonObject.EMPTY));
  }

  private static Reply reply(
      Answer answer, SlidingRequest.Place place, Map<SlidingRequest.ListFilter, Ranking> found) {
    var head = new JsonOut(EXPECTED_BYTES);
    head.raw("{\"pos\":").string(place.text());
    answer.request.txn().ifPresent(txn -> head.name("txn_id").string(txn));
    head.name("lists").raw("{");
    for (var list : answer.request.lists().entrySet()) {
      var count = found(found, list.getValue()).size();
      head.name(list.getKey()).raw("{\"count\":").number(count).raw("}");
    }
    head.raw("},");
    var segments = new ArrayList<>(head.segments());
    segments.addAll(answer.out.raw("}").segments());
    return Reply.json(segments);
  }

  private static Ranking found(
      Map<SlidingRequest.ListFilter, Ranking> found, SlidingRequest.RoomList list) {
    return Objects.requireNonNull(found.get(list.filter()));
  }

  private boolean writeRooms(Answer answer, Map<SlidingRequest.ListFilter, Ranking> found) {
    var out = answer.out;
    var some = false;
    out.raw("\"rooms\":{");
    var own = rooms.memberships().of(answer.request.actor().userNid());
    var changed = changes.among(own, answer.request.since());
    if (!changed.isEmpty() || !isQuiet(answer)) {
      choose(answer, found);
      for (var entry : answer.wishes.entrySet()) {
        var placed = order.of(answer.request.actor(), entry.getKey());
        some |= placed.isPresent() && write(answer, placed.get(), entry.getValue());
      }
      some |= writeLeft(answer, own, changed);
    }
    out.raw("}");
    return some;
  }

  /// Whether the client shows what it showed, was told all of that, and neither its reader noted
  /// anything nor anybody typed since.
  private boolean isQuiet(Answer answer) {
    return answer.request.place().isPresent()
        && answer.told.shown().equals(answer.request.shown())
        && answer.noted <= answer.request.since()
        && answer.typing >= typing.last();
  }

  /// What is wanted of the rooms that the client shows and of which there may be something to tell.
  private void choose(Answer answer, Map<SlidingRequest.ListFilter, Ranking> found) {
    var subscribed = subscribed(answer);
    var look = new HashSet<Long>();
    for (var list : answer.request.lists().values()) {
      var told = new Told(answer, list.wish());
      each(list, found(found, list), room -> note(look, told, room));
    }
    subscribed.forEach((room, wish) -> note(look, new Told(answer, wish), room));
    for (var entry : answer.request.lists().entrySet()) {
      var list = entry.getValue();
      each(
          list,
          found(found, list),
          room -> {
            if (look.contains(room)) {
              answer.want(room, list.wish());
              answer.listed.computeIfAbsent(room, _ -> new ArrayList<>()).add(entry.getKey());
            }
          });
    }
    subscribed.keySet().retainAll(look);
    subscribed.forEach(answer::want);
  }

  private static void note(Set<Long> look, Told told, long room) {
    if (!told.isTold(room)) {
      look.add(room);
    }
  }

  /// The rooms of a list that are within its ranges, in their order.
  private static void each(SlidingRequest.RoomList list, Ranking found, LongConsumer consumer) {
    for (var range : list.ranges()) {
      var to = (int) Math.min(found.size(), range.to() + 1);
      for (int at = (int) Math.min(to, range.from()); at < to; at++) {
        consumer.accept(found.room(at));
      }
    }
  }

  private Map<Long, SlidingRequest.Wish> subscribed(Answer answer) {
    var wishes = new LinkedHashMap<Long, SlidingRequest.Wish>();
    answer
        .request
        .subscriptions()
        .forEach((id, wish) -> rooms.find(id).ifPresent(room -> wishes.put(room.nid(), wish)));
    wishes.keySet().removeIf(room -> order.of(answer.request.actor(), room).isEmpty());
    return wishes;
  }

  /// Which rooms were told of whole, of those of which so much is wanted.
  private final class Told {
    private final Answer answer;
    private final SlidingRequest.Wish wish;

    /// By what was told of many rooms alike.
    private final IdentityHashMap<SlidingRequest.Wish, Boolean> enough = new IdentityHashMap<>();

    Told(Answer answer, SlidingRequest.Wish wish) {
      this.answer = answer;
      this.wish = wish;
    }

    boolean isTold(long room) {
      var before = answer.told.rooms().get(room);
      return before != null
          && enough.computeIfAbsent(before.wish(), known -> known.includes(wish))
          && !changes.after(room, before.upTo())
          && answer.noted <= before.upTo()
          && (answer.typing >= typing.last()
              || (typing.changed(room) <= Math.max(0, answer.typing)
                  && (answer.typing >= 0 || typing.typing(room).isEmpty())));
    }
  }

  private boolean write(Answer answer, RoomOrder.Placed placed, SlidingRequest.Wish wish) {
    var nid = placed.room().nid();
    var before = answer.told.rooms().get(nid);
    var since = before == null || placed.standing().since() > before.upTo() ? 0 : before.upTo();
    var expanded = since > 0 && before != null && !before.wish().includes(wish);
    var entirely = since == 0 || expanded;
    if (!placed.joined() && since > 0) {
      return false;
    }
    if (placed.joined() && entirely && answer.out.size() > WHOLE_BYTES_MAX) {
      answer.postponed = true;
      return false;
    }
    var upTo = answer.cut.upTo();
    var whole = answer.alike(before == null ? wish : wish.after(before.wish()), before);
    answer.sent = answer.sent.plus(nid, new Connections.Sent(upTo, whole));
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
    if (!placed.joined()) {
      section.writeAtDoor(answer.out, telling);
      return true;
    }
    var span = section.span(telling, placed.room().published(), upTo);
    var timeline = timelines.timeline(span);
    answer.shown.add(new SlidingExtensions.Shown(span, entirely ? timeline.events() : List.of()));
    return section.writeJoined(answer.out, telling, span, timeline);
  }

  /// Rooms that the client was told of and that its person is in no more. They left by an event of
  /// the room, or ignore who invited them.
  private boolean writeLeft(Answer answer, UserRooms own, List<UserRooms.Standing> changed) {
    var told = answer.told.rooms();
    var maybe =
        answer.noted > answer.request.since()
            ? told.keySet()
            : changed.stream().map(UserRooms.Standing::room).filter(told::containsKey).toList();
    var some = false;
    for (var nid : maybe) {
      if (!own.isJoined(nid) && order.of(answer.request.actor(), nid).isEmpty()) {
        some |= writeLeft(answer, nid);
      }
    }
    return some;
  }

  /// A room that the client was told of and that its person is no longer in, or is invited to by
  /// somebody whom they ignore by now: nothing more is told of it.
  private boolean writeLeft(Answer answer, long nid) {
    var before = answer.told.rooms().get(nid);
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
