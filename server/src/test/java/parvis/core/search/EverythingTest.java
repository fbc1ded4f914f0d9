package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Client.segment;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// One question finds what was said, people and spaces, and nobody finds what is not theirs to see.
class EverythingTest {
  private static final String PATH = "/api/v1/search?q=";

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");
  private static final Client bruno = world.register("bruno");
  private static int made;

  private static JsonObject ask(Client who, String text, String more) {
    return who.get(PATH + segment(text) + more).ok().json();
  }

  private static JsonObject of(JsonObject answer, String kind) {
    return answer.array("kinds").orElseThrow().objects().stream()
        .filter(one -> one.string("kind").orElseThrow().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonObject> results(JsonObject answer, String kind) {
    return of(answer, kind).array("results").orElseThrow().objects();
  }

  private static List<String> events(Client who, String text, String more) {
    return results(ask(who, text, "&kind=message" + more), "message").stream()
        .map(result -> result.string("event").orElseThrow())
        .toList();
  }

  private static List<String> words(JsonObject answer) {
    return answer.array("words").orElseThrow().strings();
  }

  private static List<String> facet(JsonObject answer, String name, String id) {
    return answer.array(name).orElseThrow().objects().stream()
        .map(one -> one.string(id).orElseThrow())
        .toList();
  }

  private static String space(Client who, String name, String visibility) {
    var wish =
        JsonObject.of(
            "model",
            "project",
            "name",
            name,
            "visibility",
            visibility,
            "joining",
            visibility.equals("secret") ? "invitation" : "free",
            "request_id",
            "space " + made++);
    return who.post("/api/v1/spaces", wish).ok().string("space_id");
  }

  private static String feed(Client who, String space) {
    return who.get("/api/v1/spaces/" + segment(space)).ok().string("feed_room");
  }

  private static boolean isNothing(JsonObject answer) {
    return answer.array("kinds").orElseThrow().objects().stream()
        .allMatch(kind -> kind.integer("count").orElseThrow() == 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "La chaufferie de l’école est réparée | chauf eco",
        "Les chaufferies communales | Chaufferie",
        "Une CHAUFFERIE à bois | chauferie",
        "Le plan de la chaufferie | chuafferie",
        "L’état de la chaufferie | chaufferrie bois etat",
        "Un devis pour chaufferie | chauffarie devi",
      })
  void what_was_said_is_found_by_beginnings_by_forms_and_by_slips(String said, String typed) {
    var room = Chat.room(alice);
    var event = Chat.say(alice, room, said + " bois");
    assertThat(events(alice, typed, "&room=" + segment(room))).containsExactly(event);
  }

  @Test
  void what_was_found_is_told_with_its_words_marked_and_a_part_of_a_long_text() {
    var room = Chat.room(alice);
    Chat.say(alice, room, "x ".repeat(400) + "la Verrière est posée " + "y ".repeat(400));
    var answer = ask(alice, "verriere", "&kind=message");
    assertThat(words(answer)).containsExactly("Verrière");
    var text = results(answer, "message").getFirst().string("text").orElseThrow();
    assertThat(text).startsWith("… ").contains("Verrière").endsWith("…").hasSizeLessThan(330);
    assertThat(answer.bool("slips")).contains(false);
    assertThat(ask(alice, "verirere", "&kind=message").bool("slips")).contains(true);
  }

  @Test
  void nobody_finds_what_was_said_where_they_are_not_by_a_slip_or_a_count_either() {
    var room = Chat.room(alice);
    Chat.say(alice, room, "Le licenciement est pour lundi");
    assertThat(isNothing(ask(bruno, "licenciement", ""))).isTrue();
    var slip = ask(bruno, "licenciemnet", "");
    assertThat(isNothing(slip)).isTrue();
    assertThat(slip.bool("slips")).contains(false);
    assertThat(words(slip)).isEmpty();
    assertThat(facet(slip, "people", "user")).isEmpty();
    var named = "&person=" + segment(alice.user()) + "&room=" + segment(room);
    assertThat(isNothing(ask(bruno, "licenciement", named))).isTrue();
    assertThat(events(alice, "licenciemnet", "")).hasSize(1);
  }

  @Test
  void a_word_that_was_taken_back_is_nobody_s_word_any_more() {
    var room = Chat.room(alice);
    var event = Chat.say(alice, room, "Le mot est hippocampe");
    assertThat(events(alice, "hippocanpe", "")).containsExactly(event);
    Chat.redact(alice, room, event).ok();
    assertThat(events(alice, "hippocanpe", "")).isEmpty();
    var kept = "select count(*) as n from search_word where word = 'hippocampe'";
    var left = world.db().read(tx -> tx.first(row -> row.number("n"), kept)).orElseThrow();
    assertThat(left).isEqualTo(0L);
  }

  @Test
  void a_word_of_very_many_rooms_is_everybody_s() {
    var rooms = new ArrayList<String>();
    for (int i = 0; i <= Vocabulary.ROOMS_MAX; i++) {
      rooms.add(Chat.room(alice));
      Chat.say(alice, rooms.getLast(), "Bonjourno");
    }
    assertThat(events(alice, "bonjournoo", "&limit=50")).hasSize(rooms.size());
    var kept = "select rooms::text as rooms from search_word where word = 'bonjourno'";
    var all = world.db().read(tx -> tx.first(row -> row.optionalText("rooms"), kept));
    assertThat(all.orElseThrow()).isEmpty();
    assertThat(isNothing(ask(bruno, "bonjournoo", ""))).isTrue();
  }

  @Test
  void posts_are_told_apart_from_messages_and_their_space_narrows_the_search() {
    var space = space(alice, "Marché couvert", "public");
    var feed = feed(alice, space);
    var post = Chat.say(alice, feed, "La boulange ouvre");
    var room = Chat.room(alice, bruno);
    var said = Chat.say(bruno, room, "La boulange est bonne");
    var all = ask(alice, "boulange", "");
    assertThat(results(all, "post")).hasSize(1);
    assertThat(results(all, "post").getFirst().string("event")).contains(post);
    assertThat(results(all, "post").getFirst().string("space")).contains(space);
    assertThat(facet(all, "spaces", "space")).containsExactly(space);
    assertThat(facet(all, "people", "user")).containsExactlyInAnyOrder(alice.user(), bruno.user());
    assertThat(events(alice, "boulange", "")).containsExactly(said);
    var here = ask(alice, "boulange", "&space=" + segment(space));
    assertThat(results(here, "post")).hasSize(1);
    assertThat(results(here, "message")).isEmpty();
    assertThat(isNothing(ask(bruno, "boulange", "&space=" + segment(space)))).isTrue();
    assertThat(events(alice, "boulange", "&person=" + segment(alice.user()))).isEmpty();
    assertThat(events(alice, "boulange", "&from=1&until=2")).isEmpty();
    assertThat(events(alice, "boulange", "&from=1")).containsExactly(said);
  }

  @Test
  void people_and_spaces_are_found_as_far_as_they_may_be_by_slips_too() {
    Chat.rename(bruno, "Bruno Vaucanson");
    var open = space(alice, "Vaucluse en transition", "public");
    space(alice, "Vaucresson secret", "secret");
    var found = ask(alice, "vauc", "");
    assertThat(results(found, "person").getFirst().string("user")).contains(bruno.user());
    assertThat(results(found, "space")).hasSize(2);
    var others = results(ask(bruno, "vauc", ""), "space");
    assertThat(others).hasSize(1);
    assertThat(others.getFirst().string("space_id")).contains(open);
    var slip = ask(alice, "vacanson", "");
    assertThat(results(slip, "person").getFirst().string("title")).contains("Bruno Vaucanson");
    assertThat(results(ask(bruno, "vauclsue", ""), "space")).hasSize(1);
    assertThat(isNothing(ask(bruno, "vaucrsson", ""))).isTrue();
    assertThat(of(ask(bruno, "vaucresson", ""), "space").integer("count")).hasValue(0);
  }

  @Test
  void what_is_found_comes_page_by_page_and_each_once() {
    var room = Chat.room(alice);
    for (int i = 0; i < 5; i++) {
      Chat.say(alice, room, "Le pressoir " + i);
    }
    for (var text : List.of("pressoir", "presoir")) {
      for (var order : List.of("rank", "latest")) {
        var found = new ArrayList<String>();
        var more = "&kind=message&limit=2&order=" + order;
        var answer = ask(alice, text, more);
        for (int i = 0; i < 3; i++) {
          results(answer, "message").forEach(one -> found.add(one.string("event").orElseThrow()));
          var next = of(answer, "message").string("next");
          assertThat(of(answer, "message").integer("count")).hasValue(5);
          if (next.isPresent()) {
            answer = ask(alice, text, more + "&next=" + segment(next.get()));
          }
        }
        assertThat(found).hasSize(5).doesNotHaveDuplicates();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', M_MISSING_PARAM",
    "q=a&kind=thing, M_INVALID_PARAM",
    "q=a&kind=, M_INVALID_PARAM",
    "q=a&space=x, M_INVALID_PARAM",
    "q=a&room=x, M_INVALID_PARAM",
    "q=a&person=x, M_INVALID_PARAM",
    "q=a&from=9&until=8, M_INVALID_PARAM",
    "q=a&from=x, M_INVALID_PARAM",
    "q=a&limit=0, M_INVALID_PARAM",
    "q=a&order=x, M_INVALID_PARAM",
    "q=a&next=0, M_INVALID_PARAM",
    "q=chose&kind=message&next=x, M_INVALID_PARAM",
    "q=chose&kind=task&next=x, M_INVALID_PARAM",
  })
  void what_is_asked_wrongly_is_refused(String query, String errcode) {
    var answer = alice.get("/api/v1/search?" + query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isEqualTo(errcode);
  }

  @Test
  void a_question_is_as_long_as_it_may_be_and_may_have_no_words() {
    assertThat(alice.get(PATH + "a".repeat(201)).status()).isEqualTo(400);
    assertThat(isNothing(ask(alice, "a".repeat(200), ""))).isTrue();
    assertThat(isNothing(ask(alice, "…'\\:*&|!()", ""))).isTrue();
    assertThat(isNothing(ask(alice, "", ""))).isTrue();
    assertThat(world.stranger().get(PATH + "a").status()).isEqualTo(401);
  }
}
