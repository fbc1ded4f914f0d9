package parvis.core.search;

import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import parvis.core.identity.Users;
import parvis.core.rights.Rights;
import parvis.core.rooms.RoomFilter;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What was said: in feeds as posts and what is below them, elsewhere as messages.
final class MessageSearch implements Searchable {
  /// The latest hits that are counted for somebody who types: they look at a few.
  private static final int QUICK_HITS_MAX = 100;

  private static final int QUICK_LIMIT_MAX = 5;

  /// The latest hits that are ranked and counted for somebody who searches the house: of a word of
  /// every hundredth message, that many are found in a moment.
  private static final int PAGE_HITS_MAX = 200;

  private final Searching searching;
  private final Users users;
  private final Rooms rooms;
  private final Rights rights;
  private final boolean inFeeds;

  MessageSearch(Searching searching, Users users, Rooms rooms, Rights rights, boolean inFeeds) {
    this.searching = searching;
    this.users = users;
    this.rooms = rooms;
    this.rights = rights;
    this.inFeeds = inFeeds;
  }

  @Override
  public String kind() {
    return inFeeds ? "post" : "message";
  }

  @Override
  public Shape told() {
    var name = Shape.line(Body.NAME_BYTES_MAX);
    var text = Shape.text(Body.TEXT_CHARS_MAX);
    return object(
            needed("event", name),
            needed("room", name),
            needed("room_name", text.says("Empty where a conversation has none")),
            may("space", name),
            needed("sender", name),
            may("sender_name", text),
            may("sender_picture", text),
            needed("at", Shape.count()),
            needed("text", text.says("The part around the first word that was found")),
            may("thread", name.says("The message below which it was said")))
        .called("SaidHit");
  }

  @Override
  public Findings find(Question question) {
    var places = new Places(question.actor(), rooms, rights);
    LongPredicate ofKind = room -> places.isFeed(room) == inFeeds;
    var within = question.space().map(space -> Places.rooms(space, rooms, rights));
    var manner =
        new Searching.Manner(
            within.map(nids -> ofKind.and(nids::contains)).orElse(ofKind),
            true,
            question.slips(),
            question.span(),
            hitsMax(question.page()));
    var from = question.page().next().map(Place::read);
    var found = searching.find(question.actor(), criteria(question), from, manner);
    var people = new HashMap<Long, Integer>();
    var spaces = new HashMap<String, Integer>();
    for (var hit : found.hits()) {
      people.merge(hit.sender(), 1, Integer::sum);
      places.spaceOf(hit.room()).ifPresent(space -> spaces.merge(space, 1, Integer::sum));
    }
    return new Findings(
        found.results().stream().map(result -> json(result, places)).toList(),
        found.count(),
        found.count() >= manner.hitsMax(),
        found.next().map(Place::text),
        spaces,
        named(people));
  }

  private static int hitsMax(Question.Page page) {
    return page.latest() && page.limit() <= QUICK_LIMIT_MAX ? QUICK_HITS_MAX : PAGE_HITS_MAX;
  }

  private static Criteria criteria(Question question) {
    var senders = question.person().map(UserId::value).map(JsonArray::of);
    return new Criteria(
        question.text(),
        EnumSet.of(Text.BODY, Text.POLL, Text.EARLY_POLL),
        question.room().map(List::of),
        List.of(),
        RoomFilter.read(JsonObject.builder().putIf("senders", senders).build()),
        question.page().limit(),
        question.page().latest() ? Criteria.Order.RECENT : Criteria.Order.RANK,
        Optional.empty(),
        false,
        Set.of());
  }

  private Map<String, Integer> named(Map<Long, Integer> people) {
    var named = new HashMap<String, Integer>();
    users
        .ids(people.keySet())
        .forEach((nid, user) -> named.put(user.value(), people.getOrDefault(nid, 0)));
    return named;
  }

  private JsonObject json(Searching.Result result, Places places) {
    var event = result.event();
    var room = result.window().room();
    var content = event.pdu().content();
    var said = Text.ofType(event.type()).map(text -> text.in(Searching.content(event)));
    // Of a room that the reader has left, both are what they were then.
    var state = result.window().view().state();
    var named = state.event("m.room.name", "").map(name -> name.pdu().content());
    var sender = state.event("m.room.member", event.sender()).map(one -> one.pdu().content());
    return JsonObject.builder()
        .put("event", event.eventId())
        .put("room", room.id().value())
        .put("room_name", named.flatMap(name -> name.string("name")).orElse(""))
        .putIf("space", places.spaceOf(room.nid()))
        .put("sender", event.sender())
        .putIf("sender_name", sender.flatMap(member -> member.string("displayname")))
        .putIf("sender_picture", sender.flatMap(member -> member.string("avatar_url")))
        .put("at", event.ts())
        .put("text", said.orElse(""))
        .putIf("thread", thread(content))
        .build();
  }

  private static Optional<String> thread(JsonObject content) {
    return content
        .object("m.relates_to")
        .filter(relation -> relation.string("rel_type").orElse("").equals("m.thread"))
        .flatMap(relation -> relation.string("event_id"));
  }
}
