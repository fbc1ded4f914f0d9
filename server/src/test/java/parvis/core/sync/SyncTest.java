package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A client learns everything once, and no more than it asked for.
class SyncTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");

  static List<JsonObject> events(JsonObject room, String section) {
    return Chat.at(room, section).array("events").orElse(JsonArray.EMPTY).objects();
  }

  static List<String> types(List<JsonObject> events) {
    return events.stream().map(e -> e.string("type").orElse("")).toList();
  }

  static String filter(String json) {
    return "filter=" + Client.segment(json);
  }

  static String roomFilter(String json) {
    return filter("{\"room\":" + json + "}");
  }

  /// Member events of a section: who → what.
  static Map<String, String> members(List<JsonObject> events) {
    var members = new HashMap<String, String>();
    for (var event : events) {
      if (event.string("type").filter("m.room.member"::equals).isPresent()) {
        members.put(
            event.string("state_key").orElse(""),
            Chat.at(event, "content").string("membership").orElse(""));
      }
    }
    return members;
  }

  /// What the reader was to the room when each event of a timeline happened.
  static List<String> was(JsonObject room) {
    return events(room, "timeline").stream()
        .map(e -> Chat.at(e, "unsigned").string("membership").orElse(""))
        .toList();
  }

  @Test
  void each_event_says_what_its_reader_was_to_the_room_when_it_happened() {
    var room = Chat.room(alice);
    Chat.say(alice, room, "avant");
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.say(alice, room, "invité");
    Chat.join(bruno, room).ok();
    Chat.say(alice, room, "là");
    var told = Chat.sync(bruno, roomFilter("{\"timeline\":{\"limit\":5}}"));
    assertThat(was(Chat.in(told, "join", room)))
        .containsExactly("leave", "invite", "invite", "join", "join");
    var since = "since=" + Chat.next(told);
    Chat.say(alice, room, "encore");
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(was(Chat.in(Chat.sync(bruno, since), "leave", room)))
        .containsExactly("join", "leave");
  }

  @Test
  void a_gap_is_marked_and_can_be_read_from_its_token() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(bruno, ""));
    for (int i = 0; i < 12; i++) {
      Chat.say(alice, room, "m" + i);
    }
    Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "Dans le trou")).ok();
    for (int i = 12; i < 20; i++) {
      Chat.say(alice, room, "m" + i);
    }
    var told = Chat.sync(bruno, roomFilter("{\"timeline\":{\"limit\":5}}") + "&since=" + since);
    var timeline = Chat.at(Chat.in(told, "join", room), "timeline");
    assertThat(timeline.bool("limited")).contains(true);
    assertThat(Chat.texts(timeline, "events")).containsExactly("m15", "m16", "m17", "m18", "m19");
    assertThat(types(events(Chat.in(told, "join", room), "state"))).containsExactly("m.room.topic");
    var before = timeline.string("prev_batch").orElseThrow();
    var page =
        bruno
            .get(
                Chat.path(room)
                    + "/messages?dir=b&limit=100&from="
                    + before
                    + "&to="
                    + Client.segment(since))
            .ok()
            .json();
    assertThat(Chat.texts(page, "chunk")).hasSize(15).startsWith("m14").endsWith("m0");
    var whole = Chat.sync(bruno, roomFilter("{\"timeline\":{\"limit\":50}}") + "&since=" + since);
    assertThat(Chat.at(Chat.in(whole, "join", room), "timeline").bool("limited")).contains(false);
  }

  @Test
  void the_limit_counts_what_the_filter_lets_through() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(bruno, ""));
    Chat.say(alice, room, "un");
    for (int i = 0; i < 6; i++) {
      Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "t" + i)).ok();
    }
    Chat.say(alice, room, "deux");
    var told =
        Chat.sync(
            bruno,
            roomFilter("{\"timeline\":{\"limit\":3,\"types\":[\"m.room.message\"]}}")
                + "&since="
                + since);
    var timeline = Chat.at(Chat.in(told, "join", room), "timeline");
    assertThat(Chat.texts(timeline, "events")).containsExactly("un", "deux");
    assertThat(timeline.bool("limited")).contains(false);
  }

  @Test
  void filters_choose_rooms_types_and_senders() {
    var one = Chat.room(alice, bruno);
    var other = Chat.room(alice, bruno);
    Chat.say(alice, one, "d'Alice");
    Chat.say(bruno, one, "de Bruno");
    var only = Chat.sync(bruno, roomFilter("{\"rooms\":[\"" + one + "\"]}"));
    assertThat(Chat.at(only, "rooms", "join").keys()).containsExactly(one);
    var without = Chat.sync(bruno, roomFilter("{\"not_rooms\":[\"" + other + "\"]}"));
    assertThat(Chat.at(without, "rooms", "join").keys()).contains(one).doesNotContain(other);
    var senders =
        Chat.sync(
            bruno,
            roomFilter(
                "{\"timeline\":{\"types\":[\"m.room.mess*\"],\"not_senders\":[\""
                    + bruno.user()
                    + "\"]},\"state\":{\"types\":[]},\"ephemeral\":{\"types\":[]}}"));
    var room = Chat.in(senders, "join", one);
    assertThat(Chat.texts(Chat.at(room, "timeline"), "events")).containsExactly("d'Alice");
    assertThat(events(room, "state")).isEmpty();
    var noData = Chat.sync(bruno, filter("{\"account_data\":{\"types\":[]}}"));
    assertThat(noData.has("account_data")).isFalse();
  }

  @Test
  void lazy_members_are_the_speakers_and_are_told_again_when_the_answer_was_lost() {
    var room = Chat.room(alice, bruno, chloe);
    for (int i = 0; i < 25; i++) {
      Chat.say(alice, room, "m" + i);
    }
    var lazy = roomFilter("{\"timeline\":{\"limit\":5},\"state\":{\"lazy_load_members\":true}}");
    var first = Chat.sync(bruno, lazy);
    assertThat(members(events(Chat.in(first, "join", room), "state")))
        .containsKeys(alice.user(), bruno.user());
    var since = Chat.next(first);
    Chat.say(chloe, room, "Bonjour");
    var told = Chat.sync(bruno, lazy + "&since=" + since);
    var known = members(events(Chat.in(told, "join", room), "state"));
    assertThat(known).containsKey(chloe.user()).doesNotContainKey(alice.user());
    var again = Chat.sync(bruno, lazy + "&since=" + since);
    assertThat(members(events(Chat.in(again, "join", room), "state"))).isEqualTo(known);
    Chat.say(chloe, room, "Encore");
    var later = Chat.sync(bruno, lazy + "&since=" + Chat.next(again));
    assertThat(members(events(Chat.in(later, "join", room), "state")))
        .doesNotContainKey(chloe.user());
  }

  @Test
  void lazy_members_who_knock_or_changed_in_a_gap_are_told() {
    var room = Chat.room(alice, bruno, chloe);
    var rule = JsonObject.of("join_rule", "knock");
    alice.put(Chat.path(room) + "/state/m.room.join_rules", rule).ok();
    var dora = world.register("dora");
    var emile = world.register("emile");
    dora.post("/_matrix/client/v3/knock/" + Client.segment(room), JsonObject.EMPTY).ok();
    Chat.say(alice, room, "Une");
    Chat.say(alice, room, "Deux");
    var lazy = roomFilter("{\"timeline\":{\"limit\":1},\"state\":{\"lazy_load_members\":true}}");
    var first = Chat.sync(bruno, lazy);
    assertThat(members(events(Chat.in(first, "join", room), "state")))
        .containsEntry(dora.user(), "knock")
        .doesNotContainKey(emile.user());

    dora.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    emile.post("/_matrix/client/v3/knock/" + Client.segment(room), JsonObject.EMPTY).ok();
    Chat.say(alice, room, "Trois");
    Chat.say(alice, room, "Quatre");
    var later = Chat.sync(bruno, lazy + "&since=" + Chat.next(first));
    assertThat(members(events(Chat.in(later, "join", room), "state")))
        .containsEntry(dora.user(), "leave")
        .containsEntry(emile.user(), "knock")
        .doesNotContainKey(chloe.user());
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_after", "org.matrix.msc4222.state_after"})
  void state_after_is_the_state_at_the_end_of_the_timeline(String field) {
    var use = field.replace("state_after", "use_state_after") + "=true";
    var room = Chat.room(alice, bruno);
    var first = Chat.in(Chat.sync(bruno, use), "join", room);
    assertThat(first.has("state")).isFalse();
    assertThat(types(events(first, field))).contains("m.room.create", "m.room.member");
    var since = Chat.next(Chat.sync(bruno, use));
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Après")).ok();
    var told = Chat.in(Chat.sync(bruno, use + "&since=" + since), "join", room);
    assertThat(types(events(told, field))).containsExactly("m.room.name");
    assertThat(types(events(told, "timeline"))).containsExactly("m.room.name");
  }

  /// Members are loaded lazily by who speaks; what was done to others is told as well, in the end
  /// once.
  @Test
  void state_after_tells_what_was_done_to_members() {
    var room = Chat.room(alice, bruno);
    var lazy = "use_state_after=true&" + roomFilter("{\"state\":{\"lazy_load_members\":true}}");
    var since = Chat.next(Chat.sync(alice, lazy));
    Chat.member(alice, room, "invite", chloe).ok();
    var invited = Chat.sync(alice, lazy + "&since=" + since);
    assertThat(membersAfter(invited, room)).containsEntry(chloe.user(), "invite");
    Chat.member(alice, room, "kick", chloe).ok();
    Chat.member(alice, room, "kick", bruno).ok();
    Chat.member(alice, room, "ban", bruno).ok();
    var gone = Chat.sync(alice, lazy + "&since=" + Chat.next(invited));
    assertThat(membersAfter(gone, room))
        .containsEntry(chloe.user(), "leave")
        .containsEntry(bruno.user(), "ban");
    assertThat(events(Chat.in(gone, "join", room), "state_after")).hasSizeLessThanOrEqualTo(3);
  }

  private static Map<String, String> membersAfter(JsonObject sync, String room) {
    var told = new HashMap<String, String>();
    for (var event : events(Chat.in(sync, "join", room), "state_after")) {
      told.put(
          event.string("state_key").orElse(""),
          Chat.at(event, "content").string("membership").orElse(""));
    }
    return told;
  }

  @Test
  void the_state_is_the_one_before_the_timeline() {
    var room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Avant")).ok();
    for (int i = 0; i < 8; i++) {
      Chat.say(alice, room, "m" + i);
    }
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Après")).ok();
    var told = Chat.sync(bruno, roomFilter("{\"timeline\":{\"limit\":4}}"));
    var names =
        events(Chat.in(told, "join", room), "state").stream()
            .filter(e -> e.string("type").filter("m.room.name"::equals).isPresent())
            .map(e -> Chat.at(e, "content").string("name").orElse(""))
            .toList();
    assertThat(names).containsExactly("Avant");
  }

  @Test
  void a_summary_names_the_others_and_counts_them() {
    var room = Chat.room(alice, bruno);
    Chat.member(alice, room, "invite", chloe).ok();
    var summary = Chat.at(Chat.in(Chat.sync(alice, ""), "join", room), "summary");
    assertThat(summary.array("m.heroes").orElseThrow().strings())
        .containsExactlyInAnyOrder(bruno.user(), chloe.user());
    assertThat(summary.integer("m.joined_member_count")).hasValue(2);
    assertThat(summary.integer("m.invited_member_count")).hasValue(1);
  }

  @Test
  void full_state_tells_everything_again() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(bruno, ""));
    assertThat(Chat.sync(bruno, "since=" + since).has("rooms")).isFalse();
    var full = Chat.in(Chat.sync(bruno, "full_state=true&since=" + since), "join", room);
    assertThat(types(events(full, "state"))).contains("m.room.create", "m.room.power_levels");
    assertThat(members(events(full, "state"))).containsKeys(alice.user(), bruno.user());
  }

  @Test
  void a_room_that_was_left_is_told_up_to_that_moment() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(bruno, ""));
    Chat.say(alice, room, "Avant");
    Chat.member(alice, room, "kick", bruno).ok();
    Chat.say(alice, room, "Après");
    var told = Chat.in(Chat.sync(bruno, "since=" + since), "leave", room);
    assertThat(Chat.texts(Chat.at(told, "timeline"), "events")).containsExactly("Avant");
    assertThat(members(events(told, "timeline"))).containsEntry(bruno.user(), "leave");
    assertThat(Chat.at(Chat.sync(bruno, ""), "rooms", "leave").has(room)).isFalse();
    var asked = Chat.sync(bruno, roomFilter("{\"include_leave\":true}"));
    var left = Chat.in(asked, "leave", room);
    assertThat(Chat.texts(Chat.at(left, "timeline"), "events")).containsExactly("Avant");
    Chat.join(bruno, room).ok();
    var back = Chat.in(Chat.sync(bruno, "since=" + Chat.next(asked)), "join", room);
    assertThat(types(events(back, "state")).size() + events(back, "timeline").size())
        .isGreaterThan(8);
  }

  @Test
  void waiting_ends_with_news_or_with_the_time() {
    var since = Chat.next(Chat.sync(chloe, ""));
    var nothing = Chat.sync(chloe, "timeout=50&since=" + since);
    assertThat(nothing.has("rooms")).isFalse();
    var next = Chat.next(nothing);
    var waiting = chloe.later("/_matrix/client/v3/sync?timeout=20000&since=" + next);
    var room = Chat.room(alice);
    Chat.member(alice, room, "invite", chloe).ok();
    assertThat(Chat.in(waiting.join().ok().json(), "invite", room).isEmpty()).isFalse();
  }

  @Test
  void a_transaction_id_is_told_to_the_device_that_used_it() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(alice, ""));
    var path = Chat.path(room) + "/send/m.room.message/ma-transaction";
    alice.put(path, JsonObject.of("body", "a")).ok();
    var query = "since=" + since;
    assertThat(Chat.in(Chat.sync(alice, query), "join", room).toString())
        .contains("ma-transaction");
    assertThat(Chat.in(Chat.sync(bruno, ""), "join", room).toString())
        .doesNotContain("ma-transaction");
  }

  @Test
  void a_transaction_id_stays_with_a_device_that_signs_in_again() {
    var first = world.signIn("alice");
    var room = Chat.room(first);
    var path = Chat.path(room) + "/send/m.room.message/once";
    var event = first.put(path, JsonObject.of("body", "a")).ok().string("event_id");
    var again = world.stranger().signIn("alice", first.device());
    assertThat(again.put(path, JsonObject.of("body", "a")).ok().string("event_id"))
        .isEqualTo(event);
    assertThat(Chat.in(Chat.sync(again, ""), "join", room).toString())
        .contains("\"transaction_id\":\"once\"");
    again.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    var fresh = world.stranger().signIn("alice", first.device());
    assertThat(fresh.put(path, JsonObject.of("body", "a")).ok().string("event_id"))
        .isNotEqualTo(event);
  }

  @Test
  void a_room_joined_since_is_a_gap_where_a_filter_leaves_something_out() {
    var room = Chat.room(alice);
    Chat.say(alice, room, "Avant");
    var since = Chat.next(Chat.sync(bruno, ""));
    Chat.join(bruno, room).ok();
    var only = Client.segment("{\"room\":{\"timeline\":{\"types\":[\"m.room.message\"]}}}");
    var filtered = Chat.sync(bruno, "since=" + since + "&filter=" + only);
    var timeline = Chat.in(filtered, "join", room).object("timeline").orElseThrow();
    assertThat(Chat.texts(timeline, "events")).containsExactly("Avant");
    assertThat(timeline.bool("limited")).contains(true);
    var whole = Chat.in(Chat.sync(bruno, "since=" + since), "join", room);
    assertThat(whole.object("timeline").orElseThrow().bool("limited")).contains(false);
  }

  @Test
  void a_room_forgotten_at_once_is_told_as_left_to_other_devices() {
    var room = Chat.room(alice, bruno);
    var since = Chat.next(Chat.sync(bruno, ""));
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    bruno.post(Chat.path(room) + "/forget", JsonObject.EMPTY).ok();
    var told = Chat.sync(bruno, "since=" + since);
    assertThat(Chat.in(told, "leave", room).isEmpty()).isFalse();
    var later = Chat.sync(bruno, "since=" + Chat.next(told));
    assertThat(Chat.in(later, "leave", room).isEmpty()).isTrue();
  }

  @Test
  void filters_name_rooms_and_people_by_their_ids() {
    var path = "/_matrix/client/v3/user/" + Client.segment(alice.user()) + "/filter";
    for (var field : List.of("rooms", "not_rooms", "senders", "not_senders")) {
      var events = JsonObject.of(field, JsonArray.of("nobody"));
      var filter = JsonObject.of("room", JsonObject.of("timeline", events));
      assertThat(alice.post(path, filter).errcode()).as(field).isEqualTo("M_BAD_JSON");
    }
    var rooms = JsonObject.of("room", JsonObject.of("rooms", JsonArray.of("nowhere")));
    assertThat(alice.post(path, rooms).errcode()).isEqualTo("M_BAD_JSON");
  }

  @Test
  void bad_tokens_and_parameters_are_refused() {
    for (var query :
        List.of(
            "since=x",
            "since=",
            "timeout=x",
            "timeout=-1",
            "full_state=perhaps",
            "set_presence=asleep",
            "filter=x")) {
      var answer = alice.get("/_matrix/client/v3/sync?" + query);
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.errcode()).as(query).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(world.stranger().get("/_matrix/client/v3/sync").errcode())
        .isEqualTo("M_MISSING_TOKEN");
  }

  @Test
  void whoever_follows_the_events_sees_what_a_newcomer_sees() {
    var room = Chat.room(alice, bruno);
    var tight = roomFilter("{\"timeline\":{\"limit\":3}}");
    var state = new HashMap<String, JsonObject>();
    var first = Chat.sync(bruno, tight);
    apply(state, Chat.in(first, "join", room));
    var since = Chat.next(first);
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i <= round; i++) {
        Chat.say(alice, room, "m" + i);
        Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", round + "." + i)).ok();
        Chat.state(alice, room, "fr.example." + i, JsonObject.of("round", round)).ok();
      }
      if (round % 2 == 0) {
        Chat.join(chloe, room).ok();
      } else {
        chloe.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
      }
      var told = Chat.sync(bruno, tight + "&since=" + since);
      apply(state, Chat.in(told, "join", room));
      since = Chat.next(told);
    }
    var newcomer = new HashMap<String, JsonObject>();
    apply(newcomer, Chat.in(Chat.sync(bruno, ""), "join", room));
    assertThat(state).isEqualTo(newcomer);
    var served = new HashMap<String, JsonObject>();
    for (var id : new ArrayList<>(state.keySet())) {
      var key = id.split(" ", 2);
      var path = Chat.path(room) + "/state/" + key[0] + "/" + Client.segment(key[1]);
      served.put(id, bruno.get(path).ok().json());
    }
    assertThat(served).isEqualTo(state);
  }

  private static void apply(Map<String, JsonObject> state, JsonObject room) {
    var all = new ArrayList<>(events(room, "state"));
    all.addAll(events(room, "timeline"));
    for (var event : all) {
      event
          .string("state_key")
          .ifPresent(
              key ->
                  state.put(
                      event.string("type").orElse("") + " " + key,
                      event.object("content").orElseThrow()));
    }
  }
}
