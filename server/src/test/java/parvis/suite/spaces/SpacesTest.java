package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A space has its feed and its people, and who may not know of it finds nothing.
class SpacesTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String ROOMS = "/_matrix/client/v3/rooms/";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");
  static final Client chloe = world.register("chloe");
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static int made;

  static JsonObject wish(String name, String visibility, String joining) {
    return JsonObject.of(
        "model",
        "community",
        "name",
        name,
        "purpose",
        "Pour essayer",
        "visibility",
        visibility,
        "joining",
        joining,
        "request_id",
        "wish " + made++);
  }

  static String space(String name, String visibility, String joining) {
    return alice.post(SPACES, wish(name, visibility, joining)).ok().string("space_id");
  }

  static String one(String space) {
    return SPACES + "/" + Client.segment(space);
  }

  static String member(String space, Client who) {
    return one(space) + "/members/" + Client.segment(who.user());
  }

  static Answer join(Client who, String space) {
    return who.post(one(space) + "/join", JsonObject.EMPTY);
  }

  static String feed(Client who, String space) {
    return who.get(one(space)).ok().string("feed_room");
  }

  static Answer send(Client who, String room, String type, JsonObject content) {
    var path = ROOMS + Client.segment(room) + "/send/" + type + "/t" + made++;
    return who.put(path, content);
  }

  static Answer write(Client who, String room) {
    return send(who, room, "m.room.message", JsonObject.of("msgtype", "m.text", "body", "Bonjour"));
  }

  static List<String> listed(Client who, String term) {
    var found = who.get(SPACES + "?q=" + Client.segment(term)).ok().json().array("spaces");
    return found.orElseThrow().objects().stream()
        .map(space -> space.string("space_id").orElseThrow())
        .toList();
  }

  static List<String> joined(Client who) {
    return who.get("/_matrix/client/v3/joined_rooms")
        .ok()
        .json()
        .array("joined_rooms")
        .orElseThrow()
        .strings();
  }

  @Test
  void a_space_is_a_space_of_matrix_with_its_feed_below_it() {
    var space = space("Voirie", "public", "free");
    var told = alice.get(one(space)).ok().json();
    assertThat(told.string("role")).contains("animator");
    assertThat(told.array("rights").orElseThrow().strings()).contains("post", "configure");
    var feed = told.string("feed_room").orElseThrow();
    var path = "/_matrix/client/v1/rooms/" + Client.segment(space) + "/hierarchy";
    var tree = bruno.get(path).ok().json().array("rooms").orElseThrow().objects();
    assertThat(tree).hasSize(1);
    assertThat(tree.getFirst().string("room_type")).contains("m.space");
    var seen = alice.get(path).ok().json().array("rooms").orElseThrow().objects();
    assertThat(seen).extracting(room -> room.string("room_id").orElseThrow()).contains(feed);
    assertThat(seen.getFirst().string("room_version")).contains("11");
  }

  @Test
  void who_asks_twice_or_at_once_gets_one_space() {
    var wish = wish("Une fois", "secret", "invitation");
    var ids =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(_ -> alice.post(SPACES, wish).ok().string("space_id"))
            .distinct()
            .toList();
    assertThat(ids).hasSize(1);
    assertThat(listed(alice, "Une fois")).isEqualTo(ids);
  }

  @Test
  void who_comes_into_the_space_is_in_its_feed_and_who_goes_is_in_neither() {
    var space = space("Culture", "public", "free");
    var feed = feed(alice, space);
    assertThat(join(bruno, space).ok().string("role")).isEqualTo("contributor");
    assertThat(joined(bruno)).contains(space, feed);
    write(bruno, feed).ok();
    bruno.delete(member(space, bruno)).ok();
    assertThat(joined(bruno)).doesNotContain(space, feed);
    join(bruno, space).ok();
    alice.delete(member(space, bruno)).ok();
    assertThat(joined(bruno)).doesNotContain(space, feed);
  }

  @Test
  void a_secret_space_looks_absent() {
    var space = space("Mutations", "secret", "invitation");
    assertThat(bruno.get(one(space)).status()).isEqualTo(404);
    assertThat(bruno.get(one("!none:" + World.SERVER)).text())
        .isEqualTo(bruno.get(one(space)).text());
    assertThat(join(bruno, space).status()).isEqualTo(404);
    assertThat(listed(bruno, "Mutations")).isEmpty();
    assertThat(bruno.get("/_matrix/client/v1/room_summary/" + Client.segment(space)).status())
        .isEqualTo(404);
    assertThat(bruno.get("/_matrix/client/v3/publicRooms").ok().text()).doesNotContain(space);
    assertThat(listed(alice, "Mutations")).containsExactly(space);
  }

  @Test
  void a_private_space_is_found_by_its_name_and_entered_on_approval() {
    var space = space("Budget 2027", "private", "approval");
    assertThat(listed(bruno, "")).doesNotContain(space);
    assertThat(listed(bruno, "budget")).containsExactly(space);
    var asked = bruno.post(one(space) + "/join", JsonObject.of("reason", "Je suis aux finances"));
    assertThat(asked.status()).isEqualTo(202);
    assertThat(asked.json().bool("asked")).contains(true);
    assertThat(join(chloe, space).status()).isEqualTo(202);
    var asking =
        alice.get(one(space) + "/members").ok().json().array("asking").orElseThrow().objects();
    assertThat(asking).hasSize(2);
    assertThat(asking.getFirst().string("reason")).contains("Je suis aux finances");
    var path = one(space) + "/asking/";
    assertThat(
            bruno.put(path + Client.segment(bruno.user()), JsonObject.of("accept", true)).status())
        .isEqualTo(403);
    alice.put(path + Client.segment(bruno.user()), JsonObject.of("accept", true)).ok();
    alice.put(path + Client.segment(chloe.user()), JsonObject.of("accept", false)).ok();
    assertThat(joined(bruno)).contains(space, feed(alice, space));
    assertThat(joined(chloe)).doesNotContain(space);
  }

  @Test
  void a_reader_reacts_and_writes_nothing_and_an_animator_hands_over() {
    var space = space("Lecture", "public", "free");
    var feed = feed(alice, space);
    var post = write(alice, feed).ok().string("event_id");
    join(bruno, space).ok();
    alice.put(member(space, bruno), JsonObject.of("role", "reader")).ok();
    assertThat(write(bruno, feed).status()).isEqualTo(403);
    var reaction =
        JsonObject.of(
            "m.relates_to",
            JsonObject.of("rel_type", "m.annotation", "event_id", post, "key", "👍"));
    send(bruno, feed, "m.reaction", reaction).ok();
    assertThat(alice.delete(member(space, alice)).status()).isEqualTo(409);
    alice.put(member(space, bruno), JsonObject.of("role", "animator")).ok();
    alice.put(member(space, alice), JsonObject.of("role", "contributor")).ok();
    assertThat(alice.put(member(space, bruno), JsonObject.of("role", "reader")).status())
        .isEqualTo(403);
    alice.delete(member(space, alice)).ok();
  }

  @Test
  void no_feed_is_ever_encrypted() {
    var space = space("En clair", "public", "free");
    var path = ROOMS + Client.segment(feed(alice, space)) + "/state/m.room.encryption";
    var refused = alice.put(path, JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"));
    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void rooms_of_a_space_are_for_its_members_or_for_who_is_invited() {
    var space = space("Chantiers", "public", "free");
    join(bruno, space).ok();
    var open = room(space, "Ouvert", false);
    var shut = room(space, "Fermé", true);
    assertThat(rooms(bruno, space)).contains(open).doesNotContain(shut);
    bruno.post("/_matrix/client/v3/join/" + Client.segment(open), JsonObject.EMPTY).ok();
    write(bruno, open).ok();
    bruno.delete(member(space, bruno)).ok();
    assertThat(joined(bruno)).doesNotContain(open);
    var guest = ROOMS + Client.segment(shut);
    alice.post(guest + "/invite", JsonObject.of("user_id", chloe.user())).ok();
    chloe.post(guest + "/join", JsonObject.EMPTY).ok();
    var told = chloe.get(one(space)).ok().json();
    assertThat(told.string("role")).contains("guest_here");
    assertThat(told.keys()).containsExactlyInAnyOrder("space_id", "name", "role", "rights");
    assertThat(chloe.get(one(space) + "/members").status()).isEqualTo(403);
  }

  static String room(String space, String name, boolean shut) {
    return alice
        .post(one(space) + "/rooms", JsonObject.of("name", name, "private", shut))
        .ok()
        .string("room_id");
  }

  static List<String> rooms(Client who, String space) {
    return who.get(one(space)).ok().json().array("rooms").orElseThrow().objects().stream()
        .map(room -> room.string("room_id").orElseThrow())
        .toList();
  }

  @Test
  void an_archived_space_is_read_only_until_it_is_reopened() {
    var space = space("Clos", "public", "free");
    var feed = feed(alice, space);
    join(bruno, space).ok();
    alice.put(one(space), JsonObject.of("archived", true)).ok();
    assertThat(write(bruno, feed).status()).isEqualTo(403);
    assertThat(join(chloe, space).status()).isEqualTo(403);
    assertThat(bruno.get(one(space)).ok().json().array("rights").orElseThrow().strings())
        .contains("read")
        .doesNotContain("post");
    alice.put(one(space), JsonObject.of("archived", false)).ok();
    write(bruno, feed).ok();
    join(chloe, space).ok();
  }

  @Test
  void nobody_comes_into_an_archived_space_by_any_way() {
    var space = space("Sans entrée", "private", "approval");
    var shut = room(space, "Close", true);
    join(bruno, space);
    alice.post(ROOMS + Client.segment(shut) + "/invite", invited(bruno)).ok();
    alice.post(ROOMS + Client.segment(space) + "/invite", invited(chloe)).ok();
    var before = levels(feed(alice, space));
    alice.put(one(space), JsonObject.of("archived", true)).ok();
    assertThat(join(chloe, space).status()).isEqualTo(403);
    assertThat(enter(chloe, space).status()).isEqualTo(403);
    assertThat(enter(bruno, shut).status()).isEqualTo(403);
    var accept = one(space) + "/asking/" + Client.segment(bruno.user());
    assertThat(alice.put(accept, JsonObject.of("accept", true)).status()).isEqualTo(403);
    var room = JsonObject.of("name", "Après");
    assertThat(alice.post(one(space) + "/rooms", room).status()).isEqualTo(403);
    alice.put(state(feed(alice, space), "m.room.power_levels"), before).ok();
    alice.put(one(space), JsonObject.of("archived", true)).ok();
    assertThat(levels(feed(alice, space)).integer("events_default")).hasValue(100);
    alice.put(one(space), JsonObject.of("archived", false)).ok();
    assertThat(levels(feed(alice, space))).isEqualTo(before);
    assertThat(alice.get(one(space)).ok().string("joining")).isEqualTo("approval");
    alice.put(accept, JsonObject.of("accept", true)).ok();
    enter(bruno, shut).ok();
    join(chloe, space).ok();
  }

  static JsonObject levels(String room) {
    return alice.get(state(room, "m.room.power_levels")).ok().json();
  }

  static JsonObject invited(Client who) {
    return JsonObject.of("user_id", who.user());
  }

  static String state(String room, String type) {
    return ROOMS + Client.segment(room) + "/state/" + type;
  }

  /// Comes into a room as a client does that knows nothing of spaces.
  static Answer enter(Client who, String room) {
    return who.post("/_matrix/client/v3/join/" + Client.segment(room), JsonObject.EMPTY);
  }

  @Test
  void what_the_house_says_of_a_space_is_said_by_no_client() {
    var space = space("Dit", "public", "free");
    var event =
        alice.get(state(space, "fr.parvis.space") + "/?format=event").ok().string("event_id");
    var redact = ROOMS + Client.segment(space) + "/redact/" + Client.segment(event) + "/r" + made++;
    assertThat(alice.put(redact, JsonObject.EMPTY).status()).isEqualTo(403);
    var said = alice.get(state(space, "fr.parvis.space")).ok().json();
    for (var type : List.of("space", "feed", "grants", "archived")) {
      var path = state(space, "fr.parvis." + type);
      var refused = alice.put(path, said.with("visibility", "secret"));
      assertThat(refused.status()).as(type).isEqualTo(403);
    }
    assertThat(alice.get(state(space, "fr.parvis.space")).ok().json()).isEqualTo(said);
    var forged =
        JsonObject.of(
            "creation_content",
            JsonObject.of("type", "m.space"),
            "initial_state",
            JsonArray.of(JsonObject.of("type", "fr.parvis.space", "content", said)));
    assertThat(bruno.post("/_matrix/client/v3/createRoom", forged).status()).isEqualTo(403);
  }

  @Test
  void a_room_that_calls_itself_a_space_is_none() {
    var wish = JsonObject.of("creation_content", JsonObject.of("type", "m.space"));
    var own = bruno.post("/_matrix/client/v3/createRoom", wish).ok().string("room_id");
    assertThat(join(bruno, own).status()).isEqualTo(404);
    assertThat(bruno.get(one(own)).status()).isEqualTo(404);
  }

  @Test
  void nobody_learns_of_rooms_that_are_hidden_from_them_by_what_another_sees() {
    var space = space("Vues", "public", "free");
    join(bruno, space).ok();
    join(chloe, space).ok();
    var shut = room(space, "Cachée", true);
    var own = one(space) + "/view/" + Client.segment(bruno.user());
    assertThat(bruno.get(own).ok().text()).doesNotContain(shut).doesNotContain("Cachée");
    assertThat(alice.get(own).ok().text()).contains(shut);
    alice.put(member(space, chloe), JsonObject.of("role", "animator")).ok();
    assertThat(chloe.get(own).ok().text()).doesNotContain(shut);
  }

  @Test
  void who_is_taken_out_by_a_client_that_knows_no_spaces_is_in_no_room_of_it() {
    var space = space("Sortie", "public", "free");
    var feed = feed(alice, space);
    var open = room(space, "Ouverte", false);
    enter(bruno, space).ok();
    await(() -> joined(bruno).contains(feed));
    enter(bruno, open).ok();
    alice.post(ROOMS + Client.segment(space) + "/kick", invited(bruno)).ok();
    await(() -> !joined(bruno).contains(feed) && !joined(bruno).contains(open));
    alice.post(ROOMS + Client.segment(open) + "/invite", invited(bruno)).ok();
    enter(bruno, open).ok();
    alice.delete(member(space, bruno)).ok();
    assertThat(joined(bruno)).doesNotContain(open);
    assertThat(alice.delete(member(space, bruno)).status()).isEqualTo(404);
  }

  static void await(BooleanSupplier wished) {
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!wished.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  @Test
  void what_a_space_says_of_itself_is_changed_by_its_animators() {
    var space = space("Avant", "public", "free");
    join(bruno, space).ok();
    assertThat(bruno.put(one(space), JsonObject.of("name", "Moi")).status()).isEqualTo(403);
    var change = JsonObject.of("name", "Après", "visibility", "secret", "joining", "invitation");
    assertThat(alice.put(one(space), change).ok().string("name")).isEqualTo("Après");
    assertThat(chloe.get(one(space)).status()).isEqualTo(404);
    assertThat(bruno.get(one(space)).ok().string("visibility")).isEqualTo("secret");
    var wrong = JsonObject.of("visibility", "secret", "joining", "free");
    assertThat(alice.put(one(space), wrong).status()).isEqualTo(400);
  }

  @Test
  void an_app_may_be_set_apart_for_one_person() {
    var space = space("À part", "public", "free");
    var feed = feed(alice, space);
    join(bruno, space).ok();
    alice.put(member(space, bruno), apps("read")).ok();
    assertThat(write(bruno, feed).status()).isEqualTo(403);
    alice.put(member(space, bruno), apps("none")).ok();
    assertThat(joined(bruno)).contains(space).doesNotContain(feed);
    join(bruno, space).ok();
    assertThat(enter(bruno, feed).status()).isEqualTo(403);
    assertThat(joined(bruno)).doesNotContain(feed);
    assertThat(bruno.get(one(space)).ok().json().array("rights").orElseThrow().strings())
        .doesNotContain("read", "post");
    var view = alice.get(one(space) + "/view/" + Client.segment(bruno.user())).ok().json();
    assertThat(view.array("not").orElseThrow().objects().getFirst().string("why"))
        .contains("set_apart");
    alice.put(member(space, bruno), apps("write")).ok();
    write(bruno, feed).ok();
  }

  static JsonObject apps(String feed) {
    return JsonObject.of("apps", JsonObject.of("feed", feed));
  }

  @Test
  void of_two_animators_who_step_down_at_once_one_remains() {
    var space = space("Relais", "public", "free");
    join(bruno, space).ok();
    join(chloe, space).ok();
    alice.put(member(space, bruno), JsonObject.of("role", "animator")).ok();
    var down = JsonObject.of("role", "contributor");
    var answers =
        Stream.of(alice, bruno)
            .parallel()
            .map(who -> who.put(member(space, who), down).status())
            .toList();
    assertThat(answers).containsExactlyInAnyOrder(200, 409);
    var remaining = answers.getFirst() == 409 ? alice : bruno;
    assertThat(remaining.get(one(space)).ok().string("role")).isEqualTo("animator");
    assertThat(levels(feed(remaining, space)).object("users").orElseThrow().keys())
        .containsExactly(remaining.user());
  }

  @Test
  void spaces_are_told_by_pages() {
    var ids = List.of(space("Page une", "public", "free"), space("Page deux", "public", "free"));
    join(bruno, ids.getLast()).ok();
    var path = SPACES + "?q=page&limit=1";
    var first = bruno.get(path).ok().json();
    assertThat(first.array("spaces").orElseThrow().objects())
        .extracting(space -> space.string("space_id").orElseThrow())
        .containsExactly(ids.getLast());
    assertThat(first.integer("next")).hasValue(1);
    var second = bruno.get(path + "&from=1").ok().json();
    assertThat(second.array("spaces").orElseThrow().objects())
        .extracting(space -> space.string("space_id").orElseThrow())
        .containsExactly(ids.getFirst());
    assertThat(second.has("next")).isFalse();
    assertThat(bruno.get(SPACES + "?limit=0").status()).isEqualTo(400);
  }

  @Test
  void a_wish_that_makes_no_sense_leaves_nothing() {
    Stream.of(
            wish(" ", "public", "free"),
            wish("Sans porte", "secret", "free"),
            wish("Sans modèle", "public", "free").with("model", "kingdom"),
            wish("Sans nom", "public", "free").without("request_id"))
        .forEach(wish -> assertThat(alice.post(SPACES, wish).status()).isEqualTo(400));
    assertThat(listed(alice, "Sans")).isEmpty();
  }
}
