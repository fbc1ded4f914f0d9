package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// Rooms are found by their names and in the directory.
class DirectoryTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static String alias(String name) {
    return "/_matrix/client/v3/directory/room/" + Client.segment("#" + name + ":" + World.SERVER);
  }

  static String room(JsonObject wish) {
    return Chat.create(alice, wish);
  }

  static List<String> names(JsonObject page) {
    return page.array("chunk").orElseThrow().objects().stream()
        .map(r -> r.string("name").orElse(""))
        .toList();
  }

  @Test
  void the_directory_is_searched_and_turned_page_by_page() {
    for (int i = 0; i < 5; i++) {
      room(JsonObject.of("visibility", "public", "name", "Quartier " + i, "topic", "Voirie"));
    }
    room(
        JsonObject.of(
            "visibility",
            "public",
            "name",
            "Espace",
            "creation_content",
            JsonObject.of("type", "m.space")));
    room(JsonObject.of("preset", "public_chat", "name", "Quartier caché"));
    var seen = new ArrayList<String>();
    var query = "?limit=2";
    for (int pages = 0; pages < 10 && !query.isEmpty(); pages++) {
      var page = bruno.get("/_matrix/client/v3/publicRooms" + query).ok().json();
      seen.addAll(names(page));
      query = page.string("next_batch").map(next -> "?limit=2&since=" + next).orElse("");
    }
    assertThat(seen).hasSize(6).doesNotHaveDuplicates().doesNotContain("Quartier caché");
    var search =
        JsonObject.of(
            "filter",
            JsonObject.of(
                "generic_search_term", "VOIRIE", "room_types", JsonArray.of(JsonNull.NULL)));
    assertThat(names(bruno.post("/_matrix/client/v3/publicRooms", search).ok().json())).hasSize(5);
    var spaces =
        JsonObject.of("filter", JsonObject.of("room_types", JsonArray.of("m.space")), "limit", 10);
    assertThat(names(bruno.post("/_matrix/client/v3/publicRooms", spaces).ok().json()))
        .containsExactly("Espace");
    assertThat(bruno.get("/_matrix/client/v3/publicRooms?since=elsewhere").errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  static List<String> rooms(String term) {
    var search = JsonObject.of("filter", JsonObject.of("generic_search_term", term));
    return names(bruno.post("/_matrix/client/v3/publicRooms", search).ok().json());
  }

  @Test
  void rooms_are_found_whatever_the_accents_capitals_and_order_of_the_words() {
    var wish =
        JsonObject.of("visibility", "public", "name", "Réseau d’eau", "topic", "Œuvres du Préau");
    var room = room(wish);
    for (var term :
        List.of("reseau", "RÉSEAU", "re\u0301seau", "oeuvres", "ŒUV", " preau  reseau ")) {
      assertThat(rooms(term)).as(term).containsExactly("Réseau d’eau");
    }
    assertThat(rooms("reseau voirie")).isEmpty();
    assertThat(rooms("  ")).contains("Réseau d’eau");
    var listed = "/_matrix/client/v3/directory/list/room/" + Client.segment(room);
    alice.put(listed, JsonObject.of("visibility", "private")).ok();
  }

  @Test
  void the_directory_shows_what_a_room_is_now() {
    try (var town = World.start()) {
      var host = town.register("host");
      var guest = town.register("guest");
      var wish = JsonObject.of("visibility", "public", "preset", "public_chat", "name", "Avant");
      var room = Chat.create(host, wish);
      assertThat(entry(guest, room).string("name")).contains("Avant");
      Chat.state(host, room, "m.room.name", JsonObject.of("name", "Après")).ok();
      assertThat(entry(guest, room).string("name")).contains("Après");
      Chat.join(guest, room).ok();
      assertThat(entry(guest, room).integer("num_joined_members")).hasValue(2);
      town.restart();
      assertThat(entry(town.back(guest), room).integer("num_joined_members")).hasValue(2);
      assertThat(town.stranger().get("/_matrix/client/v3/publicRooms").errcode())
          .isEqualTo("M_MISSING_TOKEN");
    }
  }

  static JsonObject entry(Client reader, String room) {
    var page = reader.get("/_matrix/client/v3/publicRooms").ok().json();
    return page.array("chunk").orElseThrow().objects().stream()
        .filter(found -> found.string("room_id").orElse("").equals(room))
        .findFirst()
        .orElseThrow();
  }

  static List<String> people(Client reader, String term) {
    var wish = JsonObject.of("search_term", term, "limit", 50);
    var found = reader.post("/_matrix/client/v3/user_directory/search", wish).ok().json();
    var ids =
        found.array("results").orElseThrow().objects().stream()
            .map(person -> person.string("user_id").orElseThrow())
            .toList();
    if (!ids.isEmpty()) {
      assertThat(anyhow(reader, term)).isEqualTo(ids);
    }
    return ids;
  }

  /// The same people, found by searching everything.
  private static List<String> anyhow(Client reader, String term) {
    var path = "/api/v1/search?kind=person&limit=10&q=" + Client.segment(term);
    var people = reader.get(path).ok().json().array("kinds").orElseThrow().objects().getFirst();
    return people.array("results").orElseThrow().objects().stream()
        .map(person -> person.string("user").orElseThrow())
        .toList();
  }

  @Test
  void people_are_found_by_the_beginnings_of_their_names_and_never_all_at_once() {
    for (int i = 10; i < 25; i++) {
      world.register("durand" + i);
    }
    var li = world.register("li");
    assertThat(people(bruno, "durand")).hasSize(10);
    assertThat(people(bruno, "durand2")).hasSize(5);
    assertThat(people(bruno, "d")).isEmpty();
    assertThat(people(bruno, "du")).isEmpty();
    assertThat(people(bruno, "li")).containsExactly(li.user());
    assertThat(people(bruno, "LÏ")).containsExactly(li.user());
    var name = "/_matrix/client/v3/profile/" + Client.segment(li.user()) + "/displayname";
    li.put(name, JsonObject.of("displayname", "Élise Lecœur")).ok();
    for (var term : List.of("elise", "ÉLI lecoe", "lecœur", "LECOEUR")) {
      assertThat(people(bruno, term)).as(term).containsExactly(li.user());
    }
  }

  @Test
  void one_account_reads_only_so_much_of_rooms_that_it_is_not_in() {
    var settings = Map.of("PARVIS_RATE_LIMITS", "on", "PARVIS_GLANCES_A_DAY", "3");
    try (var limited = World.start(settings)) {
      var host = limited.register("host");
      var curious = limited.register("curious");
      var room = Chat.room(host);
      var open = JsonObject.of("history_visibility", "world_readable");
      Chat.state(host, room, "m.room.history_visibility", open).ok();
      var said = Chat.say(host, room, "Bonjour");
      for (int i = 0; i < 3; i++) {
        curious.get(Chat.path(room) + "/messages?dir=b").ok();
      }
      var late = curious.get(Chat.path(room) + "/messages?dir=b");
      assertThat(late.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
      late = curious.get(Chat.path(room) + "/event/" + Client.segment(said));
      assertThat(late.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
      assertThat(late.json().integer("retry_after_ms")).isPresent();
      host.get(Chat.path(room) + "/messages?dir=b").ok();
      Chat.join(curious, room).ok();
      curious.get(Chat.path(room) + "/messages?dir=b").ok();
    }
  }

  @Test
  void an_alias_is_given_found_and_taken_away_by_who_may() {
    var room = Chat.room(alice, bruno);
    assertThat(bruno.put(alias("place"), JsonObject.of("room_id", room)).status()).isEqualTo(200);
    assertThat(alice.put(alias("place"), JsonObject.of("room_id", room)).status()).isEqualTo(409);
    assertThat(world.stranger().get(alias("place")).ok().string("room_id")).isEqualTo(room);
    var of = alice.get(Chat.path(room) + "/aliases").ok().json();
    assertThat(of.array("aliases").orElseThrow().strings())
        .containsExactly("#place:" + World.SERVER);
    alice.put(alias("marche"), JsonObject.of("room_id", room)).ok();
    assertThat(bruno.delete(alias("marche")).status()).isEqualTo(403);
    alice.delete(alias("place")).ok();
    assertThat(alice.get(alias("place")).status()).isEqualTo(404);
    assertThat(alice.delete(alias("place")).status()).isEqualTo(404);
    var elsewhere =
        "/_matrix/client/v3/directory/room/" + Client.segment("#place:elsewhere.example");
    assertThat(alice.put(elsewhere, JsonObject.of("room_id", room)).status()).isEqualTo(400);
  }

  @Test
  void the_main_alias_leads_to_the_room_that_names_it() {
    var room = Chat.room(alice);
    var name = JsonObject.of("alias", "#fontaine:" + World.SERVER);
    assertThat(Chat.state(alice, room, "m.room.canonical_alias", name).errcode())
        .isEqualTo("M_BAD_ALIAS");
    alice.put(alias("fontaine"), JsonObject.of("room_id", room)).ok();
    Chat.state(alice, room, "m.room.canonical_alias", name).ok();
    var others = name.with("alt_aliases", JsonArray.of("#nulle-part:" + World.SERVER));
    assertThat(Chat.state(alice, room, "m.room.canonical_alias", others).errcode())
        .isEqualTo("M_BAD_ALIAS");
  }

  @Test
  void a_removed_alias_is_no_longer_what_the_room_says_of_itself() {
    var room = Chat.room(alice, bruno);
    for (var name : List.of("lavoir", "pont", "gue")) {
      (name.equals("gue") ? bruno : alice).put(alias(name), JsonObject.of("room_id", room)).ok();
    }
    var others = JsonArray.of("#pont:" + World.SERVER, "#gue:" + World.SERVER);
    var names = JsonObject.of("alias", "#lavoir:" + World.SERVER, "alt_aliases", others);
    Chat.state(alice, room, "m.room.canonical_alias", names).ok();
    bruno.delete(alias("gue")).ok();
    assertThat(canonical(room)).isEqualTo(names);
    alice.delete(alias("pont")).ok();
    assertThat(canonical(room))
        .isEqualTo(names.with("alt_aliases", JsonArray.of("#gue:" + World.SERVER)));
    alice.delete(alias("lavoir")).ok();
    assertThat(canonical(room).has("alias")).isFalse();
  }

  private static JsonObject canonical(String room) {
    return alice.get(Chat.path(room) + "/state/m.room.canonical_alias/").ok().json();
  }

  @Test
  void only_who_rules_a_room_puts_it_into_the_directory() {
    var room = Chat.room(alice, bruno);
    var path = "/_matrix/client/v3/directory/list/room/" + Client.segment(room);
    assertThat(bruno.put(path, JsonObject.of("visibility", "public")).status()).isEqualTo(403);
    assertThat(alice.put(path, JsonObject.of("visibility", "somewhat")).status()).isEqualTo(400);
    alice.put(path, JsonObject.of("visibility", "public")).ok();
    assertThat(bruno.get(path).ok().string("visibility")).isEqualTo("public");
    alice.put(path, JsonObject.of("visibility", "private")).ok();
    assertThat(bruno.get(path).ok().string("visibility")).isEqualTo("private");
  }

  @Test
  void a_room_that_is_none_of_ones_own_looks_as_if_it_were_not_there() {
    var closed = alice.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).ok();
    var room = closed.string("room_id");
    var absent = "!absent:" + World.SERVER;
    var shown = JsonObject.of("visibility", "public");
    for (var path : List.of("/directory/list/room/%s", "/rooms/%s/aliases", "/room_summary/%s")) {
      assertThat(get(bruno, path, room)).as(path).isEqualTo(get(bruno, path, absent));
    }
    for (var path : List.of("/join/%s", "/rooms/%s/join", "/knock/%s")) {
      var here = bruno.post(v3(path, room), JsonObject.EMPTY);
      assertThat(here.status()).as(path).isEqualTo(403);
      var nowhere = bruno.post(v3(path, absent), JsonObject.EMPTY);
      assertThat(nowhere.text()).as(path).isEqualTo(here.text());
      assertThat(nowhere.status()).as(path).isEqualTo(here.status());
    }
    var list = "/directory/list/room/%s";
    assertThat(bruno.put(v3(list, room), shown).text())
        .isEqualTo(bruno.put(v3(list, absent), shown).text());
    assertThat(alice.get(v3(list, room)).ok().string("visibility")).isEqualTo("private");
  }

  @Test
  void whoever_may_read_a_room_reads_its_aliases() {
    var room = Chat.room(alice);
    alice.put(alias("lecture"), JsonObject.of("room_id", room)).ok();
    assertThat(bruno.get(Chat.path(room) + "/aliases").status()).isEqualTo(403);
    var open = JsonObject.of("history_visibility", "world_readable");
    Chat.state(alice, room, "m.room.history_visibility", open).ok();
    var told = bruno.get(Chat.path(room) + "/aliases").ok().json().array("aliases");
    assertThat(told.orElseThrow().strings()).containsExactly("#lecture:" + World.SERVER);
  }

  private static String v3(String path, String room) {
    return "/_matrix/client/v3" + path.formatted(Client.segment(room));
  }

  private static String get(Client client, String path, String room) {
    var answer = client.get(v3(path, room).replace("v3/room_summary", "v1/room_summary"));
    return answer.status() + answer.text();
  }
}
