package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import parvis.core.organisations.Town;
import parvis.core.rooms.AccessTable.Attempt;
import parvis.core.rooms.AccessTable.Kind;
import parvis.core.rooms.AccessTable.Verdict;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Each line of [AccessTable], tried by HTTP in each kind of room.
class AccessRulesTest {
  private static final String TYPE = AccessRule.TYPE;
  private static final String CREATE = Trying.CREATE;
  private static final Map<Kind, String> REFUSING = new EnumMap<>(Kind.class);
  private static final AtomicInteger NAMES = new AtomicInteger();

  @AutoClose static World world;
  static Client admin;
  static Client alice;
  static Client bruno;
  static Client carol;
  static Client external;
  static Client stranger;
  static String town;
  static Trying trying;

  @BeforeAll
  static void start() {
    world = World.start();
    admin = world.administrator("maire");
    town = Town.ruled(admin, "Ville");
    alice = agent("alice");
    bruno = agent("bruno");
    carol = agent("carol");
    external = world.register("external");
    stranger = world.register("stranger");
    Town.put(admin, Town.organisation(admin, "Voisine"), stranger, "member").ok();
    trying =
        new Trying(
            world,
            new Trying.People(admin, town, alice, bruno, carol, external, external, stranger));
  }

  static Client agent(String name) {
    return Trying.agent(world, admin, town, name);
  }

  static JsonObject rule(String rule, String visibility) {
    return Trying.rule(rule, visibility);
  }

  static JsonObject initial(String type, JsonObject content) {
    return Trying.initial(type, content);
  }

  static JsonObject wish(Kind kind) {
    return trying.wish(kind);
  }

  static String room(Kind kind) {
    return trying.room(kind);
  }

  static Stream<Arguments> table() {
    return Trying.places(verdict -> verdict != Verdict.NEVER);
  }

  /// What is refused changes nothing, so that much is refused in one room.
  private static String roomFor(Attempt attempt, Kind kind) {
    return Trying.isPrepared(attempt) || AccessTable.allows(attempt, kind)
        ? room(kind)
        : REFUSING.computeIfAbsent(kind, AccessRulesTest::room);
  }

  @ParameterizedTest
  @MethodSource("table")
  void what_is_tried_in_a_room_ends_as_the_table_says(Attempt attempt, Kind kind) {
    var room = roomFor(attempt, kind);
    var before = Trying.content(alice, room, TYPE);
    var answer = trying.attempt(attempt, kind, room);
    if (AccessTable.allows(attempt, kind)) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    } else {
      assertThat(answer.status()).as(answer.text()).isEqualTo(403);
      assertThat(answer.errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(Trying.content(alice, room, TYPE)).isEqualTo(before);
    }
  }

  static Stream<Trying.Wrong> wrong() {
    return trying.wrong();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_room_that_cannot_be_is_not_made(Trying.Wrong wrong) {
    var answer = alice.post(CREATE, wrong.wish());
    assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.status());
  }

  @Test
  void what_a_client_leaves_open_is_said_by_the_server() {
    var plain = Chat.create(alice, JsonObject.of("name", "Budget"));
    assertThat(Trying.content(alice, plain, TYPE))
        .isEqualTo(rule("restricted", "private").with("force_unencrypted_at_creation", true));
    var levels = Trying.content(alice, plain, "m.room.power_levels");
    assertThat(levels.integer("state_default")).hasValue(100);
    assertThat(levels.integer("invite")).hasValue(50);
    var secured = room(Kind.PRIVATE);
    assertThat(Trying.content(alice, secured, "m.room.encryption").string("algorithm")).isPresent();
    var forum = room(Kind.FORUM);
    assertThat(Trying.content(alice, forum, TYPE)).isEqualTo(rule("restricted", "public"));
    assertThat(Trying.content(alice, forum, "m.room.retention").integer("max_lifetime"))
        .hasValue(AccessRules.FORUM_RETENTION_MAX.toMillis());
    var direct =
        Chat.create(alice, JsonObject.of("is_direct", true, "invite", JsonArray.of(bruno.user())));
    assertThat(Trying.content(alice, direct, TYPE).string("rule")).contains("direct");
  }

  /// Every way by which an event comes into a room, with one and the same end.
  @Test
  void no_way_leads_around_the_rules() {
    var room = room(Kind.CLEAR);
    trying.joins(room, "public").ok();
    var alias = "#ville-" + NAMES.incrementAndGet() + ":" + World.SERVER;
    alice
        .put(
            "/_matrix/client/v3/directory/room/" + Client.segment(alias),
            JsonObject.of("room_id", room))
        .ok();
    var member = Chat.path(room) + "/state/m.room.member/" + Client.segment(external.user());
    var join = JsonObject.of("membership", "join");
    var invite = JsonObject.of("membership", "invite");
    var answers = new ArrayList<Answer>();
    answers.add(
        external.post("/_matrix/client/v3/join/" + Client.segment(alias), JsonObject.EMPTY));
    answers.add(external.post("/_matrix/client/v3/join/" + Client.segment(room), JsonObject.EMPTY));
    answers.add(Chat.join(external, room));
    answers.add(external.put(member, join));
    answers.add(Chat.member(alice, room, "invite", external));
    answers.add(alice.put(member, invite));
    answers.add(Chat.state(alice, room, TYPE, rule("direct", "private")));
    assertThat(answers).extracting(Answer::status).containsOnly(403);
    trying.joins(room, "knock").ok();
    assertThat(external.post("/_matrix/client/v3/knock/" + Client.segment(room), JsonObject.EMPTY))
        .extracting(Answer::status)
        .isEqualTo(403);
    later(room, "m.room.member/" + Client.segment(external.user()), invite);
    later(room, TYPE + "/", rule("direct", "private"));
    var said = Chat.say(alice, room, "la dernière");
    assertThat(Chat.history(alice, room)).contains("la dernière");
    assertThat(said).isNotEmpty();
    assertThat(alice.get(member).status()).isEqualTo(404);
    assertThat(Trying.content(alice, room, TYPE).string("rule")).contains("restricted");
  }

  /// Has an event sent later, and at once.
  private static void later(String room, String key, JsonObject content) {
    var delayed =
        alice.put(Chat.path(room) + "/state/" + key + "?org.matrix.msc4140.delay=600000", content);
    if (delayed.status() == 200) {
      var id = delayed.string("delay_id");
      var path = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/" + id;
      assertThat(alice.post(path, JsonObject.of("action", "send")).status()).isEqualTo(403);
    } else {
      assertThat(delayed.status()).as(delayed.text()).isEqualTo(403);
    }
  }

  @Test
  void nobody_becomes_the_third_of_two_by_a_ban_or_a_knock() {
    var room = room(Kind.DIRECT);
    var member = Chat.path(room) + "/state/m.room.member/" + Client.segment(carol.user());
    for (var membership : List.of("ban", "leave", "invite")) {
      var answer = alice.put(member, JsonObject.of("membership", membership));
      assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    }
    trying.joins(room, "knock").ok();
    var knock = "/_matrix/client/v3/knock/" + Client.segment(room);
    assertThat(carol.post(knock, JsonObject.EMPTY).status()).isEqualTo(403);
  }

  @Test
  void what_a_room_decided_on_who_comes_is_not_redacted() {
    for (var decided : Map.of(Kind.CLOSED, Closing.TYPE, Kind.WIDE, AccessRule.FORUM).entrySet()) {
      var room = room(decided.getKey());
      var path = Chat.path(room) + "/state/" + decided.getValue() + "/";
      var said = alice.get(path + "?format=event").ok().string("event_id");
      assertThat(Chat.redact(alice, room, said).status()).isEqualTo(403);
    }
  }

  @Test
  void a_room_that_takes_anothers_place_has_its_rules() {
    for (var version : List.of("11", "12")) {
      var old = Chat.create(alice, wish(Kind.OPENED).with("room_version", version));
      var upgraded =
          alice.post(Chat.path(old) + "/upgrade", JsonObject.of("new_version", "12")).ok();
      var fresh = upgraded.string("replacement_room");
      assertThat(Trying.content(alice, fresh, TYPE)).isEqualTo(Trying.content(alice, old, TYPE));
      assertThat(Chat.state(alice, fresh, TYPE, rule("restricted", "private")).status())
          .isEqualTo(403);
    }
    var forum = room(Kind.FORUM);
    var shorter = JsonObject.of("max_lifetime", 1000);
    Chat.state(alice, forum, "m.room.retention", shorter).ok();
    var fresh =
        alice
            .post(Chat.path(forum) + "/upgrade", JsonObject.of("new_version", "12"))
            .ok()
            .string("replacement_room");
    assertThat(Trying.content(alice, fresh, "m.room.retention")).isEqualTo(shorter);
    var other = Town.ruled(admin, "Lointaine");
    var guest = world.register("neighbour");
    Town.put(admin, other, guest, "member").ok();
    var wide = room(Kind.WIDE);
    Chat.join(guest, wide).ok();
    var levels = Trying.content(alice, wide, "m.room.power_levels");
    var users = levels.object("users").orElseThrow().with(guest.user(), 100L);
    Chat.state(alice, wide, "m.room.power_levels", levels.with("users", users)).ok();
    var taken = guest.post(Chat.path(wide) + "/upgrade", JsonObject.of("new_version", "12"));
    assertThat(taken.status()).as(taken.text()).isEqualTo(403);
    var leaver = agent("upgrader");
    var theirs = Chat.create(leaver, wish(Kind.CLEAR));
    Town.remove(admin, town, leaver).ok();
    var answer = leaver.post(Chat.path(theirs) + "/upgrade", JsonObject.of("new_version", "12"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
  }

  @Test
  void a_room_stays_its_organisations_when_its_maker_goes() {
    var leaver = agent("founder");
    var room = Chat.create(leaver, wish(Kind.CLEAR));
    Town.remove(admin, town, leaver).ok();
    assertThat(Chat.member(leaver, room, "invite", external).status()).isEqualTo(403);
  }

  @Test
  void rooms_of_others_are_plain_rooms_of_matrix_whatever_they_hold() {
    var room =
        Chat.create(
            external, Trying.ruled(rule("restricted", "private")).with("preset", "public_chat"));
    Chat.join(world.register("anybody"), room).ok();
    Chat.state(external, room, TYPE, JsonObject.of("rule", "ajar")).ok();
    var quiet = Town.organisation(admin, "Sans règles");
    var dora = world.register("dora");
    Town.put(admin, quiet, dora, "member").ok();
    var theirs = Chat.create(dora, JsonObject.of("invite", JsonArray.of(external.user())));
    assertThat(dora.get(Chat.path(theirs) + "/state/" + TYPE + "/").status()).isEqualTo(404);
    Chat.join(external, theirs).ok();
    Town.switchRules(admin, quiet, "Sans règles", true).ok();
    var other = world.register("other");
    assertThat(Chat.member(dora, theirs, "invite", other).status()).isEqualTo(403);
    Town.switchRules(admin, quiet, "Sans règles", false).ok();
    Chat.member(dora, theirs, "invite", other).ok();
  }

  @Test
  void a_forum_is_for_its_organisation_and_the_parts_of_that_until_it_is_for_all() {
    var part = JsonObject.of("name", "Musée", "label", "Musée", "parent", town);
    var museum = admin.post(Town.ALL, part).ok().string("id");
    var curator = world.register("curator");
    Town.put(admin, museum, curator, "member").ok();
    var forum = room(Kind.FORUM);
    var summary = "/_matrix/client/v1/room_summary/" + Client.segment(forum);
    for (var agent : List.of(bruno, curator)) {
      assertThat(agent.get("/_matrix/client/v3/publicRooms").ok().text()).contains(forum);
      agent.get(summary).ok();
      Chat.join(agent, forum).ok();
    }
    for (var other : List.of(stranger, external)) {
      assertThat(other.get("/_matrix/client/v3/publicRooms").ok().text()).doesNotContain(forum);
      assertThat(other.get(summary).status()).isEqualTo(404);
      assertThat(Chat.join(other, forum).status()).isEqualTo(403);
    }
    trying.scope(forum, "all").ok();
    assertThat(stranger.get("/_matrix/client/v3/publicRooms").ok().text()).contains(forum);
    stranger.get(summary).ok();
    Chat.join(stranger, forum).ok();
    trying.scope(forum, "organisation").ok();
    Chat.say(stranger, forum, "je reste");
    var closed = room(Kind.FORUM);
    Chat.member(alice, closed, "invite", stranger).ok();
    Chat.join(stranger, closed).ok();
  }

  @Test
  void a_room_that_closes_takes_externals_out_in_the_same_commit_and_may_admit_some_again() {
    var room = room(Kind.OPENED);
    Chat.member(alice, room, "invite", external).ok();
    Chat.join(external, room).ok();
    var invited = world.register("invited");
    Chat.member(alice, room, "invite", invited).ok();
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    Chat.say(bruno, room, "entre agents");
    trying.admits(room, false).ok();
    for (var gone : List.of(external, invited)) {
      var path = Chat.path(room) + "/state/m.room.member/" + Client.segment(gone.user());
      assertThat(alice.get(path).ok().string("membership")).isEqualTo("leave");
      assertThat(Chat.member(alice, room, "invite", gone).status()).isEqualTo(403);
    }
    assertThat(Chat.history(bruno, room)).contains("entre agents");
    assertThat(Trying.content(alice, room, TYPE).string("rule")).contains("unrestricted");
    trying.admits(room, true).ok();
    Chat.member(alice, room, "invite", external).ok();
    Chat.join(external, room).ok();
  }

  @Test
  void a_room_that_is_opened_is_no_longer_in_the_directory() {
    var room = room(Kind.CLEAR);
    trying.list(room).ok();
    assertThat(alice.get("/_matrix/client/v3/publicRooms").ok().text()).contains(room);
    assertThat(trying.rule(room, "rule", "unrestricted").status()).isEqualTo(403);
    var path = "/_matrix/client/v3/directory/list/room/" + Client.segment(room);
    alice.put(path, JsonObject.of("visibility", "private")).ok();
    trying.rule(room, "rule", "unrestricted").ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    "insert into published_room (room) select nid from room where room_id = ?",
                    room));
    assertThat(alice.get("/_matrix/client/v3/publicRooms").ok().text()).doesNotContain(room);
  }
}
