package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People in two rooms who do what they are told, over HTTP, while an [Oracle] takes note.
///
/// Each person has two clients that follow by incremental syncs and remember the counts they were
/// told: one that counts threads apart and one that does not. After each step both must hold what
/// the oracle says.
final class Play {
  /// One thing that somebody does; what the numbers choose from is what there is by then.
  record Step(int what, int who, int room, int which, int how) {}

  private static final String APART =
      "filter="
          + Client.segment(
              "{\"room\":{\"timeline\":{\"limit\":3,\"unread_thread_notifications\":true}}}");
  private static final String TOGETHER =
      "filter=" + Client.segment("{\"room\":{\"timeline\":{\"types\":[]}}}");
  private static final String WORD = "urgent";
  private static final int BURST = 30;

  private final Oracle oracle = new Oracle();
  private final List<Person> people = new ArrayList<>();
  private final List<String> rooms = new ArrayList<>();
  private final Map<String, Integer> levels = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private int sent;

  /// Somebody with two clients.
  private static final class Person {
    Client client;
    final Follower apart = new Follower(APART);
    final Follower together = new Follower(TOGETHER);

    Person(Client client) {
      this.client = client;
    }

    String user() {
      return client.user();
    }
  }

  /// What a client was told so far.
  private static final class Follower {
    final String filter;
    final Map<String, JsonObject> rooms = new HashMap<>();
    String since = "";

    Follower(String filter) {
      this.filter = filter;
    }

    void follow(Client client) {
      var sync = Chat.sync(client, filter + (since.isEmpty() ? "" : "&since=" + since));
      since = Chat.next(sync);
      for (var room : Chat.at(sync, "rooms", "join").entries()) {
        if (room.value() instanceof JsonObject news && news.has("unread_notifications")) {
          rooms.put(room.name(), news);
        }
      }
    }
  }

  Play(World world, String name) {
    for (var who : List.of("a", "b", "c")) {
      people.add(new Person(world.register(who + name)));
    }
    for (int i = 0; i < 2; i++) {
      var clients = people.stream().map(p -> p.client).toList();
      var room = Chat.room(clients.get(0), clients.get(1), clients.get(2));
      rooms.add(room);
      levels.put(room, 50);
      people.forEach(p -> oracle.joined(p.user(), room));
    }
  }

  /// The same people after their server was started again.
  void moved(World world) {
    for (var person : people) {
      person.client = world.back(person.client);
    }
  }

  void step(Step step) {
    var room = rooms.get(step.room() % rooms.size());
    var person = people.get(step.who() % people.size());
    if (oracle.isJoined(person.user(), room)) {
      act(step, person, room);
    } else {
      Chat.join(person.client, room).ok();
      oracle.joined(person.user(), room);
      note(person, "joins", "");
    }
    for (var each : people) {
      each.apart.follow(each.client);
      each.together.follow(each.client);
    }
    people.forEach(each -> compare(each, each.apart, each.together));
  }

  /// Whoever asks for everything is told the same.
  void afresh() {
    note(people.getFirst(), "and all sync afresh", "");
    for (var person : people) {
      var apart = new Follower(APART);
      var together = new Follower(TOGETHER);
      apart.follow(person.client);
      together.follow(person.client);
      compare(person, apart, together);
    }
  }

  private void compare(Person person, Follower apart, Follower together) {
    for (var room : rooms) {
      if (oracle.isJoined(person.user(), room)) {
        var expected = new HashMap<>(oracle.unread(person.user(), room));
        var all = expected.values().stream().reduce(Oracle.Count.ZERO, Oracle.Count::plus);
        expected.putIfAbsent(Oracle.MAIN, Oracle.Count.ZERO);
        var as = person.user() + " in room " + rooms.indexOf(room) + " after " + told;
        assertThat(counts(apart.rooms.get(room))).as(as).isEqualTo(expected);
        assertThat(counts(together.rooms.get(room)))
            .as("together: " + as)
            .isEqualTo(Map.of(Oracle.MAIN, all));
      }
    }
  }

  private static Map<String, Oracle.Count> counts(JsonObject room) {
    var counts = new HashMap<String, Oracle.Count>();
    counts.put(Oracle.MAIN, count(Chat.at(room, "unread_notifications")));
    for (var thread : Chat.at(room, "unread_thread_notifications").entries()) {
      counts.put(thread.name(), count((JsonObject) thread.value()));
    }
    return counts;
  }

  private static Oracle.Count count(JsonObject counts) {
    return new Oracle.Count(
        (int) counts.integer("notification_count").orElseThrow(),
        (int) counts.integer("highlight_count").orElseThrow());
  }

  private void note(Person person, String does, String what) {
    told.add(person.user().substring(1, 2) + " " + does + " " + what);
  }

  private void act(Step step, Person person, String room) {
    switch (step.what() % 18) {
      case 0, 1, 2 -> say(step, person, room, "", "");
      case 3, 4 -> relate(step, person, room, "m.thread");
      case 5 -> relate(step, person, room, "m.replace");
      case 6 -> relate(step, person, room, "m.annotation");
      case 7 -> relate(step, person, room, "m.reference");
      case 8 -> redact(step, person, room);
      case 9, 10 -> read(step, person, room);
      case 11 -> markers(step, person, room);
      case 12 -> leave(person, room);
      case 13 -> wish(step, person, room);
      case 14 -> set(step, person, room);
      case 15 -> rename(person);
      case 16 -> follow(step, person, room);
      default -> burst(person, room);
    }
  }

  private void say(Step step, Person person, String room, String relation, String target) {
    var kind =
        switch (step.how() % 8) {
          case 0 -> "m.notice";
          case 1 -> "m.room.encrypted";
          default -> "m.text";
        };
    var type = relation.equals("m.annotation") ? "m.reaction" : kind;
    var body = step.how() % 5 == 0 ? "un " + WORD : "un mot";
    var content = JsonObject.of("n", sent);
    if (type.startsWith("m.text") || type.equals("m.notice")) {
      content = content.with("msgtype", type).with("body", body);
    } else {
      body = "";
    }
    if (!relation.isEmpty()) {
      var related = JsonObject.of("rel_type", relation, "event_id", target);
      content = content.with("m.relates_to", related.with("key", "k" + sent));
    }
    var mentioned = new HashSet<String>();
    var everybody = step.how() / 8 % 4 == 3;
    if (step.how() / 8 % 4 == 2) {
      mentioned.add(people.get(step.which() % people.size()).user());
    }
    var mentions = JsonObject.of("user_ids", JsonArray.of(mentioned.toArray()));
    content = content.with("m.mentions", everybody ? mentions.with("room", true) : mentions);
    var wire = type.startsWith("m.r") ? type : "m.room.message";
    var path = Chat.path(room) + "/send/" + wire + "/t" + sent++;
    var id = person.client.put(path, content).ok().string("event_id");
    note(person, "says " + content, "in " + rooms.indexOf(room) + " as " + id);
    var may = level(person) >= levels.get(room);
    happened(person, room, id, type, relation, target, body, mentioned, everybody && may);
  }

  private void happened(
      Person person,
      String room,
      String id,
      String type,
      String relation,
      String target,
      String body,
      Set<String> mentions,
      boolean everybody) {
    oracle.happened(
        new Oracle.Event(
            oracle.next(),
            room,
            id,
            person.user(),
            type,
            relation,
            target,
            body,
            mentions,
            everybody));
  }

  private int level(Person person) {
    return person == people.getFirst() ? 100 : 0;
  }

  /// An event of the room that was not taken back, the latest first in choice.
  private List<Oracle.Event> standing(String room) {
    var standing =
        oracle.events(room).stream()
            .filter(e -> !oracle.isRedacted(e.id()) && e.type().startsWith("m."))
            .filter(e -> !e.type().equals("m.room.redaction"))
            .toList();
    return standing.reversed();
  }

  private void relate(Step step, Person person, String room, String relation) {
    var targets =
        standing(room).stream()
            .filter(e -> !relation.equals("m.thread") || e.relation().isEmpty())
            .limit(8)
            .toList();
    if (!targets.isEmpty()) {
      var target = targets.get(step.which() % targets.size());
      say(step, person, room, relation, target.id());
    }
  }

  private void redact(Step step, Person person, String room) {
    var targets =
        standing(room).stream()
            .filter(e -> level(person) > 50 || e.sender().equals(person.user()))
            .limit(8)
            .toList();
    if (!targets.isEmpty()) {
      var target = targets.get(step.which() % targets.size());
      var id = Chat.redact(person.client, room, target.id()).ok().string("event_id");
      note(person, "redacts", target.id());
      oracle.redacted(target.id());
      happened(person, room, id, "m.room.redaction", "", "", "", Set.of(), false);
    }
  }

  private void read(Step step, Person person, String room) {
    var events = standing(room).stream().limit(12).toList();
    if (events.isEmpty()) {
      return;
    }
    var event = events.get(step.which() % events.size());
    var kind = step.how() % 2 == 0 ? "m.read" : "m.read.private";
    var inThread = step.how() / 2 % 2 == 0;
    var body = inThread ? JsonObject.of("thread_id", oracle.thread(event)) : JsonObject.EMPTY;
    var path = Chat.path(room) + "/receipt/" + kind + "/" + Client.segment(event.id());
    note(person, kind + " " + body, event.id());
    assertThat(person.client.post(path, body).text()).as(told.toString()).isEqualTo("{}");
    oracle.read(person.user(), event, inThread);
  }

  private void markers(Step step, Person person, String room) {
    var events = standing(room).stream().limit(12).toList();
    if (events.isEmpty()) {
      return;
    }
    var event = events.get(step.which() % events.size());
    var body = JsonObject.of("m.fully_read", event.id());
    if (step.how() % 2 == 0) {
      body = body.with("m.read", event.id());
      oracle.read(person.user(), event, false);
    }
    note(person, "marks", body.toString());
    person.client.post(Chat.path(room) + "/read_markers", body).ok();
  }

  /// Begins to follow a thread, or ceases to.
  private void follow(Step step, Person person, String room) {
    var threads =
        standing(room).stream().map(oracle::thread).filter(t -> !t.equals(Oracle.MAIN)).toList();
    if (threads.isEmpty()) {
      return;
    }
    var thread = threads.get(step.which() % threads.size());
    var path = SubscriptionsTest.path(room, thread);
    if (oracle.turned(person.user(), thread)) {
      person.client.put(path, JsonObject.EMPTY).ok();
      note(person, "follows", thread);
    } else {
      person.client.delete(path).ok();
      note(person, "ceases to follow", thread);
    }
  }

  private void leave(Person person, String room) {
    person.client.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    oracle.left(person.user(), room);
    note(person, "leaves", "" + rooms.indexOf(room));
  }

  private void wish(Step step, Person person, String room) {
    var rules = "/_matrix/client/v3/pushrules/global/";
    var was = oracle.wishes(person.user());
    var other = people.get((step.which() + 1) % people.size()).user();
    var condition = JsonObject.of("kind", "event_match", "key", "room_id", "pattern", room);
    var nothing = JsonObject.of("actions", JsonArray.EMPTY);
    var loud = JsonArray.of("notify", JsonObject.of("set_tweak", "highlight"));
    var now =
        switch (step.how() % 7) {
          case 0 -> {
            var rule = nothing.with("conditions", JsonArray.of(condition));
            toggle(person, rules + "override/" + Client.segment(room), rule, was.muted(), room);
            yield changed(was, "muted", room);
          }
          case 1 -> {
            var at = rules + "room/" + Client.segment(room);
            toggle(person, at, nothing, was.mentionsOnly(), room);
            yield changed(was, "mentionsOnly", room);
          }
          case 2 -> {
            var rule = JsonObject.of("pattern", WORD, "actions", loud);
            toggle(person, rules + "content/word", rule, was.words(), WORD);
            yield changed(was, "words", WORD);
          }
          case 3 -> {
            var at = rules + "sender/" + Client.segment(other);
            toggle(person, at, nothing, was.quiet(), other);
            yield changed(was, "quiet", other);
          }
          case 4 -> {
            var on = JsonObject.of("enabled", !was.nothing());
            person.client.put(rules + "override/.m.rule.master/enabled", on).ok();
            yield changed(was, "nothing", "");
          }
          case 5 -> {
            var on = JsonObject.of("enabled", !was.followedOnly());
            person.client.put(rules + SubscriptionsTest.FOLLOWED_ONLY + "/enabled", on).ok();
            yield changed(was, "followedOnly", "");
          }
          default -> {
            var next = changed(was, "ignored", other);
            var users = JsonObject.builder();
            next.ignored().forEach(user -> users.put(user, JsonObject.EMPTY));
            var list = JsonObject.of("ignored_users", users.build());
            var path = "/_matrix/client/v3/user/" + Client.segment(person.user());
            person.client.put(path + "/account_data/m.ignored_user_list", list).ok();
            yield next;
          }
        };
    note(person, "wishes", now.toString());
    oracle.wishes(person.user(), now);
  }

  private void toggle(Person person, String path, JsonObject rule, Set<String> on, String one) {
    if (on.contains(one)) {
      person.client.delete(path).ok();
    } else {
      person.client.put(path, rule).ok();
    }
  }

  private static Oracle.Wishes changed(Oracle.Wishes was, String what, String one) {
    UnaryOperator<Set<String>> toggled =
        set -> {
          var next = new HashSet<>(set);
          if (!next.remove(one)) {
            next.add(one);
          }
          return next;
        };
    return new Oracle.Wishes(
        what.equals("nothing") != was.nothing(),
        what.equals("muted") ? toggled.apply(was.muted()) : was.muted(),
        what.equals("mentionsOnly") ? toggled.apply(was.mentionsOnly()) : was.mentionsOnly(),
        what.equals("words") ? toggled.apply(was.words()) : was.words(),
        what.equals("quiet") ? toggled.apply(was.quiet()) : was.quiet(),
        what.equals("followedOnly") != was.followedOnly(),
        what.equals("ignored") ? toggled.apply(was.ignored()) : was.ignored());
  }

  private void set(Step step, Person person, String room) {
    if (person != people.getFirst()) {
      return;
    }
    var levelled = step.how() % 2 == 0;
    var type = levelled ? "m.room.power_levels" : "m.room.topic";
    var level = step.which() % 2 == 0 ? 0 : 50;
    var content =
        levelled
            ? person.client.get(Chat.path(room) + "/state/m.room.power_levels/").ok().json()
            : JsonObject.of("topic", "sujet " + sent++);
    if (levelled) {
      content = content.with("notifications", JsonObject.of("room", level)).with("n", sent++);
      levels.put(room, level);
    }
    var id = Chat.state(person.client, room, type, content).ok().string("event_id");
    note(person, "sets " + type, levelled ? "" + level : "");
    happened(person, room, id, "state", "", "", "", Set.of(), false);
  }

  /// More than a room keeps in memory, after a few of these.
  private void burst(Person person, String room) {
    for (int i = 0; i < BURST; i++) {
      say(new Step(0, 0, 0, i, i), person, room, "", "");
    }
  }

  private void rename(Person person) {
    var path = "/_matrix/client/v3/profile/" + Client.segment(person.user()) + "/displayname";
    person.client.put(path, JsonObject.of("displayname", "N" + sent++)).ok();
    note(person, "is called otherwise", "");
  }
}
