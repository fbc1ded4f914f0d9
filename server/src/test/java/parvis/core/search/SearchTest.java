package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

class SearchTest {
  private static final String PATH = "/_matrix/client/v3/search";

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");
  private static final Client bruno = world.register("bruno");

  private static JsonObject wish(Object... fields) {
    return JsonObject.of(fields);
  }

  private static Answer ask(Client who, String query, JsonObject wish) {
    var body = JsonObject.of("search_categories", JsonObject.of("room_events", wish));
    return who.post(PATH + query, body);
  }

  private static JsonObject search(Client who, JsonObject wish) {
    return Chat.at(ask(who, "", wish).ok().json(), "search_categories", "room_events");
  }

  private static JsonObject page(Client who, JsonObject wish, String next) {
    var query = "?next_batch=" + Client.segment(next);
    return Chat.at(ask(who, query, wish).ok().json(), "search_categories", "room_events");
  }

  private static JsonObject in(String room, Object... more) {
    var filter = JsonObject.of("rooms", JsonArray.of(room));
    for (int i = 0; i < more.length; i += 2) {
      filter = filter.with((String) more[i], more[i + 1]);
    }
    return filter;
  }

  private static List<JsonObject> results(JsonObject found) {
    return found.array("results").orElseThrow().objects();
  }

  private static List<String> events(JsonObject found) {
    return results(found).stream()
        .map(result -> Chat.at(result, "result").string("event_id").orElseThrow())
        .toList();
  }

  private static List<String> find(Client who, String room, String term) {
    var wish = wish("search_term", term, "order_by", "recent", "filter", in(room));
    return events(search(who, wish));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "La réunion de l’école est reportée | reunion",
        "la reunion des ecoles | RÉUNIONS École",
        "Décidées hier soir | décider",
        "ils l'ont décidé | decidees",
        "voir https://parvis.example/budget-2027 | budget 2027",
        "Cœur de ville | coeur",
        "un COEUR | cœur",
        "Straße | strasse",
        "le no. 4 | 4",
        "L'hôtel de ville | la hotel",
        "ne dit que : et la | et la",
        "привет мир | Привет",
      })
  void words_are_found_however_they_are_written(String said, String term) {
    var room = Chat.room(alice);
    var event = Chat.say(alice, room, said);
    Chat.say(alice, room, "tout à fait autre chose");
    assertThat(find(alice, room, term)).containsExactly(event);
  }

  @Test
  void a_file_with_a_caption_is_found_by_either() {
    var room = Chat.room(alice);
    var file =
        JsonObject.of(
            "msgtype", "m.file", "body", "Voici la pièce", "filename", "plan du quai.pdf");
    var said = Chat.send(alice, room, file);
    assertThat(find(alice, room, "quai")).containsExactly(said);
    assertThat(find(alice, room, "piece")).containsExactly(said);
  }

  @Test
  void a_poll_is_found_by_its_question_and_its_answers() {
    var room = Chat.room(alice);
    var question = JsonObject.of("m.text", JsonArray.of(JsonObject.of("body", "Quel horaire ?")));
    var answer = JsonObject.of("m.text", JsonArray.of(JsonObject.of("body", "Vers midi")));
    var poll = JsonObject.of("question", question, "answers", JsonArray.of(answer));
    var asked = Chat.send(alice, room, "m.poll.start", JsonObject.of("m.poll", poll));
    var early =
        JsonObject.of("question", JsonObject.of("org.matrix.msc1767.text", "Quel goûter ?"));
    var type = "org.matrix.msc3381.poll.start";
    var before = Chat.send(alice, room, type, JsonObject.of(type, early));
    assertThat(find(alice, room, "horaires")).containsExactly(asked);
    assertThat(find(alice, room, "midi")).containsExactly(asked);
    assertThat(find(alice, room, "gouter")).containsExactly(before);
    var messages = JsonObject.of("types", JsonArray.of("m.room.message"));
    var wish = wish("search_term", "horaire", "order_by", "recent", "filter", messages);
    assertThat(events(search(alice, wish))).isEmpty();
  }

  @Test
  void every_word_of_a_term_must_be_there_in_any_order() {
    var room = Chat.room(alice);
    var both = Chat.say(alice, room, "le budget du conseil municipal");
    Chat.say(alice, room, "le budget");
    Chat.say(alice, room, "le conseil");
    assertThat(find(alice, room, "conseil budget")).containsExactly(both);
    assertThat(find(alice, room, "conseil budget parking")).isEmpty();
    assertThat(find(alice, room, " ... ")).isEmpty();
  }

  @Test
  void names_and_topics_are_found_by_their_keys() {
    var room = Chat.room(alice);
    var name =
        Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Travaux de voirie"))
            .ok()
            .string("event_id");
    var form = JsonObject.of("body", "Chantier nocturne");
    var content =
        JsonObject.of("topic", "Travaux", "m.topic", JsonObject.of("m.text", JsonArray.of(form)));
    var topic = Chat.state(alice, room, "m.room.topic", content).ok().string("event_id");
    var said = Chat.say(alice, room, "des travaux");
    assertThat(find(alice, room, "travaux")).containsExactly(said, topic, name);
    assertThat(find(alice, room, "nocturne")).containsExactly(topic);
    for (var one :
        Map.of("content.body", said, "content.name", name, "content.topic", topic).entrySet()) {
      var wish =
          wish("search_term", "travaux", "keys", JsonArray.of(one.getKey()), "filter", in(room));
      assertThat(events(search(alice, wish))).containsExactly(one.getValue());
    }
    var types = in(room, "types", JsonArray.of("m.room.t*"));
    assertThat(events(search(alice, wish("search_term", "travaux", "filter", types))))
        .containsExactly(topic);
    var notTypes = in(room, "not_types", JsonArray.of("m.room.message", "m.room.name"));
    assertThat(events(search(alice, wish("search_term", "travaux", "filter", notTypes))))
        .containsExactly(topic);
  }

  @Test
  void an_edit_replaces_the_words_and_its_redaction_brings_them_back() {
    var room = Chat.room(alice, bruno);
    var said = Chat.say(alice, room, "rendez-vous mardi");
    var first = Chat.send(alice, room, Chat.related("m.replace", said, "rendez-vous mercredi"));
    var second = Chat.send(alice, room, Chat.related("m.replace", said, "rendez-vous jeudi"));
    Chat.send(bruno, room, Chat.related("m.replace", said, "rendez-vous vendredi"));
    assertThat(find(alice, room, "mardi")).isEmpty();
    assertThat(find(alice, room, "mercredi")).isEmpty();
    assertThat(find(alice, room, "vendredi")).isEmpty();
    assertThat(find(bruno, room, "jeudi")).containsExactly(said);
    Chat.redact(alice, room, first).ok();
    assertThat(find(bruno, room, "jeudi")).containsExactly(said);
    Chat.redact(alice, room, second).ok();
    assertThat(find(bruno, room, "jeudi")).isEmpty();
    assertThat(find(bruno, room, "mardi")).containsExactly(said);
    Chat.redact(alice, room, said).ok();
    assertThat(find(bruno, room, "mardi")).isEmpty();
    assertThat(rows(room)).isZero();
  }

  private static long rows(String room) {
    var count =
        """
        select count(*) as n from search_text s join room r on r.nid = s.room where r.room_id = ?""";
    return world.db().read(tx -> tx.first(row -> row.number("n"), count, room)).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rank", "recent"})
  void what_was_redacted_is_found_no_more_in_any_version(String order) {
    for (var version : List.of("1", "10", "11", "12")) {
      var create = JsonObject.of("room_version", version);
      var room = Chat.create(alice, create);
      var gone = Chat.say(alice, room, "This message is going to be redacted");
      var kept = Chat.say(alice, room, "This message is not going to be redacted");
      Chat.redact(alice, room, gone).ok();
      var wish = wish("search_term", "redacted", "order_by", order, "filter", in(room));
      assertThat(events(search(alice, wish))).as(version).containsExactly(kept);
    }
  }

  @Test
  void who_left_finds_what_was_said_until_then_and_strangers_find_nothing() {
    var carla = world.register("left-carla");
    var room = Chat.room(alice);
    var shared = Chat.say(alice, room, "archives avant");
    Chat.join(carla, room).ok();
    var during = Chat.say(alice, room, "archives pendant");
    carla.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    var after = Chat.say(alice, room, "archives après");
    Chat.send(alice, room, Chat.related("m.replace", shared, "archives secrètes"));
    assertThat(find(carla, room, "archives")).containsExactly(during);
    assertThat(find(carla, room, "secrètes")).isEmpty();
    assertThat(find(alice, room, "archives")).containsExactly(after, during, shared);
    assertThat(find(world.register("left-dora"), room, "archives")).isEmpty();
    carla.post(Chat.path(room) + "/forget", JsonObject.EMPTY).ok();
    assertThat(find(carla, room, "archives")).isEmpty();
  }

  @Test
  void who_came_later_finds_only_what_the_room_shows_them() {
    var room = Chat.room(alice);
    var hidden = JsonObject.of("history_visibility", "joined");
    Chat.state(alice, room, "m.room.history_visibility", hidden).ok();
    Chat.say(alice, room, "confidence passée");
    var carla = world.register("later-carla");
    alice.post(Chat.path(room) + "/invite", JsonObject.of("user_id", carla.user())).ok();
    assertThat(find(carla, room, "confidence")).isEmpty();
    Chat.join(carla, room).ok();
    var seen = Chat.say(alice, room, "confidence présente");
    assertThat(find(carla, room, "confidence")).containsExactly(seen);
  }

  @Test
  void whom_one_ignores_is_not_found() {
    var carla = world.register("ignoring-carla");
    var room = Chat.room(alice, bruno, carla);
    var kept = Chat.say(alice, room, "fanfare");
    Chat.say(bruno, room, "fanfare");
    var path = "/_matrix/client/v3/user/" + Client.segment(carla.user()) + "/account_data/";
    var whom = JsonObject.of(bruno.user(), JsonObject.EMPTY);
    carla.put(path + "m.ignored_user_list", JsonObject.of("ignored_users", whom)).ok();
    assertThat(find(carla, room, "fanfare")).containsExactly(kept);
  }

  @Test
  void filters_choose_rooms_senders_and_addresses() {
    var one = Chat.room(alice, bruno);
    var other = Chat.room(alice, bruno);
    var a = Chat.say(alice, one, "kermesse");
    var b = Chat.say(bruno, one, "kermesse");
    var c = Chat.say(alice, other, "kermesse");
    var content = JsonObject.of("msgtype", "m.image", "body", "kermesse", "url", "mxc://a/b");
    var d = Chat.send(bruno, other, content);
    assertThat(filtered(JsonObject.EMPTY)).containsExactly(d, c, b, a);
    assertThat(filtered(JsonObject.of("not_rooms", JsonArray.of(one)))).containsExactly(d, c);
    assertThat(filtered(JsonObject.of("rooms", JsonArray.of()))).isEmpty();
    assertThat(filtered(JsonObject.of("senders", JsonArray.of(alice.user()))))
        .containsExactly(c, a);
    assertThat(filtered(JsonObject.of("not_senders", JsonArray.of(alice.user()))))
        .containsExactly(d, b);
    assertThat(filtered(JsonObject.of("contains_url", true))).containsExactly(d);
    assertThat(filtered(JsonObject.of("contains_url", false))).containsExactly(c, b, a);
    assertThat(filtered(JsonObject.of("senders", JsonArray.of("@nobody:" + World.SERVER))))
        .isEmpty();
    assertThat(filtered(JsonObject.of("limit", 1))).containsExactly(d);
  }

  private static List<String> filtered(JsonObject filter) {
    return events(
        search(alice, wish("search_term", "kermesse", "order_by", "recent", "filter", filter)));
  }

  @Test
  void the_best_result_comes_first_unless_the_latest_is_wanted() {
    var room = Chat.room(alice);
    var far = Chat.say(alice, room, "plan de la salle et puis tout le reste du mandat climat");
    var near = Chat.say(alice, room, "plan climat");
    var stem = Chat.say(alice, room, "plans et climats");
    var wish = wish("search_term", "plan climat", "filter", in(room));
    var found = search(alice, wish);
    assertThat(events(found)).containsExactly(near, far, stem);
    assertThat(found.integer("count")).hasValue(3);
    assertThat(found.array("highlights").orElseThrow().strings())
        .containsExactlyInAnyOrder("plan", "climat", "plans", "climats");
    assertThat(events(search(alice, wish.with("order_by", "recent"))))
        .containsExactly(stem, near, far);
  }

  @Test
  void results_are_told_with_what_surrounds_them_and_who_spoke_there() {
    var room = Chat.room(alice, bruno);
    Chat.rename(bruno, "Bruno");
    for (int i = 1; i <= 7; i++) {
      Chat.say(i % 2 == 0 ? alice : bruno, room, "Message number " + i);
    }
    Chat.rename(bruno, "Bruno après");
    var around = JsonObject.of("before_limit", 2, "after_limit", 2, "include_profile", true);
    var wish =
        wish(
            "search_term",
            "Message 4",
            "order_by",
            "recent",
            "filter",
            in(room, "limit", 1),
            "event_context",
            around);
    var context = Chat.at(results(search(alice, wish)).getFirst(), "context");
    assertThat(Chat.texts(context, "events_before"))
        .containsExactly("Message number 3", "Message number 2");
    assertThat(Chat.texts(context, "events_after"))
        .containsExactly("Message number 5", "Message number 6");
    assertThat(Chat.at(context, "profile_info", bruno.user()).string("displayname"))
        .hasValue("Bruno");
    var start = Client.segment(context.string("start").orElseThrow());
    var older = alice.get(Chat.path(room) + "/messages?dir=b&limit=1&from=" + start).ok().json();
    assertThat(Chat.texts(older, "chunk")).containsExactly("Message number 1");
    var end = Client.segment(context.string("end").orElseThrow());
    var newer = alice.get(Chat.path(room) + "/messages?dir=f&limit=1&from=" + end).ok().json();
    assertThat(Chat.texts(newer, "chunk")).containsExactly("Message number 7");
    var none = wish.with("event_context", around.with("before_limit", 0).with("after_limit", 0));
    assertThat(Chat.at(results(search(alice, none)).getFirst(), "context").array("events_before"))
        .hasValue(JsonArray.EMPTY);
  }

  @Test
  void the_state_of_rooms_is_told_as_it_was_when_one_left() {
    var carla = world.register("state-carla");
    var room = Chat.room(alice, carla);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Ancien nom")).ok();
    Chat.say(alice, room, "inventaire");
    carla.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Nouveau nom")).ok();
    var wish = wish("search_term", "inventaire", "include_state", true, "filter", in(room));
    assertThat(search(carla, wish).toString()).contains("Ancien nom").doesNotContain("Nouveau nom");
    assertThat(search(alice, wish).toString()).contains("Nouveau nom");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rank", "recent"})
  void pages_follow_each_other_without_repeating_and_without_what_came_since(String order) {
    var room = Chat.room(alice);
    var said = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      said.add(Chat.say(alice, room, "Message number " + i));
    }
    var expected = order.equals("recent") ? said.reversed() : said;
    var wish = wish("search_term", "Message", "order_by", order, "filter", in(room, "limit", 10));
    var first = search(alice, wish);
    assertThat(events(first)).isEqualTo(expected.subList(0, 10));
    Chat.say(alice, room, "Message since");
    var second = page(alice, wish, first.string("next_batch").orElseThrow());
    assertThat(events(second)).isEqualTo(expected.subList(10, 20));
    assertThat(second.integer("count")).hasValue(20);
    var third = page(alice, wish, second.string("next_batch").orElseThrow());
    assertThat(results(third)).isEmpty();
    assertThat(third.integer("count")).hasValue(20);
    assertThat(third.string("next_batch")).isEmpty();
  }

  @Test
  void groups_have_their_results_and_go_on_by_themselves() {
    var one = Chat.room(alice, bruno);
    var other = Chat.room(alice, bruno);
    var a = Chat.say(alice, one, "vendanges");
    var b = Chat.say(bruno, other, "vendanges");
    var c = Chat.say(bruno, one, "vendanges");
    var groupings =
        JsonObject.of(
            "group_by",
            JsonArray.of(JsonObject.of("key", "room_id"), JsonObject.of("key", "sender")));
    var wish =
        wish(
            "search_term",
            "vendanges",
            "order_by",
            "recent",
            "groupings",
            groupings,
            "filter",
            JsonObject.of("limit", 2));
    var found = search(alice, wish);
    assertThat(events(found)).containsExactly(c, b);
    var ofOne = Chat.at(found, "groups", "room_id", one);
    assertThat(ofOne.array("results").orElseThrow().strings()).containsExactly(c);
    assertThat(ofOne.integer("order")).hasValue(0);
    assertThat(events(page(alice, wish, ofOne.string("next_batch").orElseThrow())))
        .containsExactly(a);
    var ofOther = Chat.at(found, "groups", "room_id", other);
    assertThat(ofOther.array("results").orElseThrow().strings()).containsExactly(b);
    assertThat(ofOther.string("next_batch")).isEmpty();
    var ofBruno = Chat.at(found, "groups", "sender", bruno.user());
    assertThat(ofBruno.array("results").orElseThrow().strings()).containsExactly(c, b);
    assertThat(ofBruno.string("next_batch")).isEmpty();
    assertThat(events(page(alice, wish, found.string("next_batch").orElseThrow())))
        .containsExactly(a);
  }

  @Test
  void a_room_is_searched_with_those_that_it_replaced() {
    var create = JsonObject.of("room_version", "8");
    var old = Chat.create(alice, create);
    var before = Chat.say(alice, old, "Message before upgrade");
    var upgrade = alice.post(Chat.path(old) + "/upgrade", JsonObject.of("new_version", "9"));
    var replacement = upgrade.ok().string("replacement_room");
    var after = Chat.say(alice, replacement, "Message after upgrade");
    assertThat(events(search(alice, wish("search_term", "upgrade", "filter", in(replacement)))))
        .containsExactly(before, after);
    var both = JsonObject.of("rooms", JsonArray.of(old, replacement));
    assertThat(events(search(alice, wish("search_term", "upgrade", "filter", both))))
        .containsExactly(before, after);
    assertThat(find(alice, old, "upgrade")).containsExactly(before);
  }

  private static void assertRefused(int status, String errcode, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.errcode()).isEqualTo(errcode);
  }

  private static void assertWrong(String errcode, String field, Object value) {
    assertRefused(400, errcode, ask(alice, "", wish("search_term", "x").with(field, value)));
  }

  @Test
  void what_is_wrong_is_refused() {
    var good = wish("search_term", "x");
    assertRefused(400, "M_MISSING_PARAM", alice.post(PATH, JsonObject.EMPTY));
    assertRefused(400, "M_BAD_JSON", alice.post(PATH, JsonObject.of("search_categories", 1)));
    assertRefused(400, "M_MISSING_PARAM", ask(alice, "", JsonObject.EMPTY));
    assertWrong("M_INVALID_PARAM", "search_term", "x".repeat(1_001));
    assertWrong("M_INVALID_PARAM", "order_by", "taste");
    assertWrong("M_INVALID_PARAM", "keys", JsonArray.of("content.url"));
    assertWrong("M_INVALID_PARAM", "filter", JsonObject.of("limit", -1));
    assertWrong("M_BAD_JSON", "filter", JsonObject.of("rooms", JsonArray.of("nowhere")));
    assertWrong("M_INVALID_PARAM", "event_context", JsonObject.of("before_limit", -1));
    var colour = JsonObject.of("key", "colour");
    assertWrong("M_INVALID_PARAM", "groupings", JsonObject.of("group_by", JsonArray.of(colour)));
    assertWrong("M_BAD_JSON", "groupings", JsonObject.of("group_by", JsonArray.of(1)));
    for (var next : List.of("nothing", "RANK_1_1_1_1_PARK", "RECENT_1_1_1_1_", "RANK_1_x_1_1_")) {
      assertRefused(400, "M_INVALID_PARAM", ask(alice, "?next_batch=" + next, good));
    }
    assertRefused(401, "M_MISSING_TOKEN", ask(world.stranger(), "", good));
    var nothing = JsonObject.of("search_categories", JsonObject.EMPTY);
    assertThat(alice.post(PATH, nothing).ok().json()).isEqualTo(nothing);
  }

  @Test
  void an_account_that_searches_without_end_is_slowed_down() {
    try (var limited = World.start(Map.of("PARVIS_RATE_LIMITS", "on"))) {
      var carla = limited.register("carla");
      Answer answer;
      int asked = 0;
      do {
        answer = ask(carla, "", wish("search_term", "x"));
        asked++;
      } while (answer.status() == 200 && asked < 100);
      assertRefused(429, "M_LIMIT_EXCEEDED", answer);
      assertThat(asked).isBetween(20, 60);
    }
  }
}
