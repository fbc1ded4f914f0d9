package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
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
  private static final String CREATE = "/_matrix/client/v3/createRoom";
  private static final JsonObject SECRET = JsonObject.of("algorithm", "m.megolm.v1.aes-sha2");
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
  }

  static Client agent(String name) {
    var agent = world.register(name);
    Town.put(admin, town, agent, "member").ok();
    return agent;
  }

  static JsonObject rule(String rule, String visibility) {
    return JsonObject.of("rule", rule, "visibility", visibility);
  }

  static JsonObject initial(String type, JsonObject content) {
    return JsonObject.of("type", type, "state_key", "", "content", content);
  }

  /// The wish for a room of a kind; its rule last.
  static JsonObject wish(Kind kind) {
    var clear = rule("restricted", "private").with("force_unencrypted_at_creation", true);
    return switch (kind) {
      case DIRECT ->
          JsonObject.of(
              "is_direct",
              true,
              "invite",
              JsonArray.of(bruno.user()),
              "initial_state",
              JsonArray.of(initial(TYPE, rule("direct", "private"))));
      case PRIVATE ->
          JsonObject.of(
              "initial_state", JsonArray.of(initial(TYPE, rule("restricted", "private"))));
      case CLEAR -> JsonObject.of("initial_state", JsonArray.of(initial(TYPE, clear)));
      case OPENED ->
          JsonObject.of(
              "initial_state", JsonArray.of(initial(TYPE, rule("unrestricted", "private"))));
      case CLOSED -> wish(Kind.OPENED);
      case FORUM, WIDE -> JsonObject.of("visibility", "public");
    };
  }

  static String room(Kind kind) {
    var room = Chat.create(alice, wish(kind));
    if (kind == Kind.CLOSED) {
      admits(room, false).ok();
    }
    if (kind == Kind.WIDE) {
      scope(room, "all").ok();
    }
    return room;
  }

  static Answer scope(String room, String scope) {
    return Chat.state(alice, room, AccessRule.FORUM, JsonObject.of("scope", scope));
  }

  static Answer admits(String room, boolean externals) {
    return Chat.state(alice, room, Closing.TYPE, JsonObject.of("admitted", externals));
  }

  static JsonObject content(Client who, String room, String type) {
    return who.get(Chat.path(room) + "/state/" + type + "/").ok().json();
  }

  static Answer rule(String room, String name, Object value) {
    return Chat.state(alice, room, TYPE, content(alice, room, TYPE).with(name, value));
  }

  static Answer levels(String room, String name, Object value) {
    var levels = content(alice, room, "m.room.power_levels").with(name, value);
    return Chat.state(alice, room, "m.room.power_levels", levels);
  }

  static Answer joins(String room, String rule) {
    return Chat.state(alice, room, "m.room.join_rules", JsonObject.of("join_rule", rule));
  }

  static Answer list(String room) {
    var path = "/_matrix/client/v3/directory/list/room/" + Client.segment(room);
    return alice.put(path, JsonObject.of("visibility", "public"));
  }

  static Answer keeps(String room, Object... fields) {
    return Chat.state(alice, room, "m.room.retention", JsonObject.of(fields));
  }

  /// An external who was invited as an agent, and is none any more.
  static Answer lateJoin(String room, Kind kind) {
    if (kind == Kind.DIRECT) {
      var other = Chat.create(alice, wish(kind).with("invite", JsonArray.of(external.user())));
      return Chat.join(external, other);
    }
    var leaver = agent("leaver-" + NAMES.incrementAndGet());
    Chat.member(alice, room, "invite", leaver).ok();
    Town.remove(admin, town, leaver).ok();
    return Chat.join(leaver, room);
  }

  /// Tries it. A new line of the table does not compile before it is tried here.
  static Answer attempt(Attempt attempt, Kind kind, String room) {
    var longest = AccessRules.FORUM_RETENTION_MAX.toMillis();
    return switch (attempt) {
      case RULE_RESTRICTED -> rule(room, "rule", "restricted");
      case RULE_UNRESTRICTED -> rule(room, "rule", "unrestricted");
      case RULE_UNRESTRICTED_WHILE_LISTED -> {
        list(room).ok();
        yield rule(room, "rule", "unrestricted");
      }
      case RULE_UNRESTRICTED_WITH_LEVEL_FOR_ALL -> {
        levels(room, "users_default", 50).ok();
        yield rule(room, "rule", "unrestricted");
      }
      case RULE_DIRECT -> rule(room, "rule", "direct");
      case RULE_UNKNOWN -> rule(room, "rule", "ajar");
      case RULE_REDACTED -> {
        var state = alice.get(Chat.path(room) + "/state/" + TYPE + "/?format=event").ok();
        yield Chat.redact(alice, room, state.string("event_id"));
      }
      case VISIBILITY_CHANGED ->
          rule(
              room,
              "visibility",
              AccessTable.allows(Attempt.FORUM_WIDENED, kind) ? "private" : "public");
      case VISIBILITY_REMOVED ->
          Chat.state(alice, room, TYPE, content(alice, room, TYPE).without("visibility"));
      case CLEAR_CHANGED -> rule(room, "force_unencrypted_at_creation", kind != Kind.CLEAR);
      case JOIN_RULE_PUBLIC -> joins(room, "public");
      case JOIN_RULE_INVITE -> joins(room, "invite");
      case ENCRYPTED -> Chat.state(alice, room, "m.room.encryption", SECRET);
      case ENCRYPTED_WHILE_PUBLIC -> {
        joins(room, "public").ok();
        yield Chat.state(alice, room, "m.room.encryption", SECRET.with("rotation_period_msgs", 9));
      }
      case LISTED -> list(room);
      case EXTERNAL_INVITED -> {
        if (kind != Kind.DIRECT) {
          yield Chat.member(alice, room, "invite", external);
        }
        yield alice.post(CREATE, wish(kind).with("invite", JsonArray.of(external.user())));
      }
      case EXTERNAL_JOINING_UNINVITED -> {
        joins(room, "public").ok();
        yield Chat.join(external, room);
      }
      case EXTERNAL_JOINING_INVITED -> lateJoin(room, kind);
      case THIRD_MEMBER -> Chat.member(alice, room, "invite", carol);
      case RENAMED -> renames(room);
      case LEVEL_FOR_ALL -> levels(room, "users_default", 10);
      case LEVEL_FOR_EXTERNAL -> levels(room, "users", JsonObject.of(external.user(), 50));
      case HISTORY_FOR_THE_WORLD ->
          Chat.state(
              alice,
              room,
              "m.room.history_visibility",
              JsonObject.of("history_visibility", "world_readable"));
      case RETENTION_LONGER -> keeps(room, "max_lifetime", longest + 1);
      case RETENTION_UNSET -> keeps(room, "min_lifetime", 1);
      case AGENT_OF_ANOTHER_JOINING -> {
        joins(room, "public").ok();
        yield Chat.join(stranger, room);
      }
      case FORUM_WIDENED -> scope(room, kind == Kind.WIDE ? "organisation" : "all");
      case EXTERNALS_DECIDED -> admits(room, kind == Kind.CLOSED);
      case RETENTION_SHORTER -> keeps(room, "max_lifetime", longest - 1);
    };
  }

  /// The topic and the picture are as the name is.
  private static Answer renames(String room) {
    var name = Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Nous"));
    var topic = Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "Nous"));
    var picture = JsonObject.of("url", "mxc://parvis.example/nous");
    var avatar = Chat.state(alice, room, "m.room.avatar", picture);
    assertThat(List.of(topic.status(), avatar.status())).containsOnly(name.status());
    return name;
  }

  static Stream<Arguments> table() {
    return Arrays.stream(Attempt.values())
        .flatMap(
            attempt ->
                Arrays.stream(Kind.values())
                    .filter(kind -> AccessTable.verdict(attempt, kind) != Verdict.NEVER)
                    .map(kind -> Arguments.of(attempt, kind)));
  }

  /// What is refused changes nothing, so that much is refused in one room.
  private static String roomFor(Attempt attempt, Kind kind) {
    var prepared = attempt.name().contains("WHILE") || attempt.name().contains("WITH");
    var alone = prepared || attempt.name().contains("JOINING");
    return alone || AccessTable.allows(attempt, kind)
        ? room(kind)
        : REFUSING.computeIfAbsent(kind, AccessRulesTest::room);
  }

  @ParameterizedTest
  @MethodSource("table")
  void what_is_tried_in_a_room_ends_as_the_table_says(Attempt attempt, Kind kind) {
    var room = roomFor(attempt, kind);
    var before = content(alice, room, TYPE);
    var answer = attempt(attempt, kind, room);
    if (AccessTable.allows(attempt, kind)) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    } else {
      assertThat(answer.status()).as(answer.text()).isEqualTo(403);
      assertThat(answer.errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(content(alice, room, TYPE)).isEqualTo(before);
    }
  }

  /// A wish that cannot be, and the status of its answer.
  record Wrong(String what, int status, JsonObject wish) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Wrong invalid(String what, JsonObject wish) {
    return new Wrong(what, 400, wish);
  }

  private static JsonObject ruled(JsonObject content) {
    return JsonObject.of("initial_state", JsonArray.of(initial(TYPE, content)));
  }

  static Stream<Wrong> wrong() {
    var direct = ruled(JsonObject.of("rule", "direct"));
    var restricted = ruled(JsonObject.of("rule", "restricted"));
    var unrestricted = ruled(JsonObject.of("rule", "unrestricted"));
    var stranger = JsonArray.of(external.user());
    return Stream.of(
        invalid("direct and not said so", direct),
        invalid("said to be direct, and restricted", restricted.with("is_direct", true)),
        invalid("an unknown rule", ruled(JsonObject.of("rule", "ajar"))),
        invalid("no rule", ruled(JsonObject.EMPTY)),
        invalid("no such visibility", ruled(rule("restricted", "ajar"))),
        invalid("direct and public", direct.with("is_direct", true).with("preset", "public_chat")),
        invalid("direct and listed", direct.with("is_direct", true).with("visibility", "public")),
        invalid("open to externals and listed", unrestricted.with("visibility", "public")),
        invalid(
            "listed and private",
            ruled(rule("restricted", "private")).with("visibility", "public")),
        invalid("public by invitation", ruled(rule("restricted", "public"))),
        invalid(
            "inviting for less",
            JsonObject.of("power_level_content_override", JsonObject.of("invite", 49))),
        invalid(
            "state for less",
            JsonObject.of("power_level_content_override", JsonObject.of("state_default", 99))),
        invalid(
            "power for all where externals are",
            unrestricted.with("power_level_content_override", JsonObject.of("users_default", 1))),
        invalid(
            "a forum that is encrypted",
            JsonObject.of(
                "visibility",
                "public",
                "initial_state",
                JsonArray.of(initial("m.room.encryption", SECRET)))),
        invalid(
            "a forum that keeps for long",
            JsonObject.of(
                "visibility",
                "public",
                "initial_state",
                JsonArray.of(
                    initial("m.room.retention", JsonObject.of("max_lifetime", 1L << 50))))),
        invalid(
            "an external above all levels",
            unrestricted.with("preset", "trusted_private_chat").with("invite", stranger)),
        invalid(
            "three in a direct message",
            JsonObject.of("is_direct", true, "invite", JsonArray.of(bruno.user(), carol.user()))),
        new Wrong("an external invited", 403, restricted.with("invite", stranger)),
        new Wrong("an external invited unsaid", 403, JsonObject.of("invite", stranger)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_room_that_cannot_be_is_not_made(Wrong wrong) {
    var answer = alice.post(CREATE, wrong.wish());
    assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.status());
  }

  @Test
  void what_a_client_leaves_open_is_said_by_the_server() {
    var plain = Chat.create(alice, JsonObject.of("name", "Budget"));
    assertThat(content(alice, plain, TYPE))
        .isEqualTo(rule("restricted", "private").with("force_unencrypted_at_creation", true));
    var levels = content(alice, plain, "m.room.power_levels");
    assertThat(levels.integer("state_default")).hasValue(100);
    assertThat(levels.integer("invite")).hasValue(50);
    var secured = room(Kind.PRIVATE);
    assertThat(content(alice, secured, "m.room.encryption").string("algorithm")).isPresent();
    var forum = room(Kind.FORUM);
    assertThat(content(alice, forum, TYPE)).isEqualTo(rule("restricted", "public"));
    assertThat(content(alice, forum, "m.room.retention").integer("max_lifetime"))
        .hasValue(AccessRules.FORUM_RETENTION_MAX.toMillis());
    var direct =
        Chat.create(alice, JsonObject.of("is_direct", true, "invite", JsonArray.of(bruno.user())));
    assertThat(content(alice, direct, TYPE).string("rule")).contains("direct");
  }

  /// Every way by which an event comes into a room, with one and the same end.
  @Test
  void no_way_leads_around_the_rules() {
    var room = room(Kind.CLEAR);
    joins(room, "public").ok();
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
    joins(room, "knock").ok();
    assertThat(external.post("/_matrix/client/v3/knock/" + Client.segment(room), JsonObject.EMPTY))
        .extracting(Answer::status)
        .isEqualTo(403);
    later(room, "m.room.member/" + Client.segment(external.user()), invite);
    later(room, TYPE + "/", rule("direct", "private"));
    var said = Chat.say(alice, room, "la dernière");
    assertThat(Chat.history(alice, room)).contains("la dernière");
    assertThat(said).isNotEmpty();
    assertThat(alice.get(member).status()).isEqualTo(404);
    assertThat(content(alice, room, TYPE).string("rule")).contains("restricted");
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
    joins(room, "knock").ok();
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
      assertThat(content(alice, fresh, TYPE)).isEqualTo(content(alice, old, TYPE));
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
    assertThat(content(alice, fresh, "m.room.retention")).isEqualTo(shorter);
    var other = Town.ruled(admin, "Lointaine");
    var guest = world.register("neighbour");
    Town.put(admin, other, guest, "member").ok();
    var wide = room(Kind.WIDE);
    Chat.join(guest, wide).ok();
    var levels = content(alice, wide, "m.room.power_levels");
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
        Chat.create(external, ruled(rule("restricted", "private")).with("preset", "public_chat"));
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
    scope(forum, "all").ok();
    assertThat(stranger.get("/_matrix/client/v3/publicRooms").ok().text()).contains(forum);
    stranger.get(summary).ok();
    Chat.join(stranger, forum).ok();
    scope(forum, "organisation").ok();
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
    admits(room, false).ok();
    for (var gone : List.of(external, invited)) {
      var path = Chat.path(room) + "/state/m.room.member/" + Client.segment(gone.user());
      assertThat(alice.get(path).ok().string("membership")).isEqualTo("leave");
      assertThat(Chat.member(alice, room, "invite", gone).status()).isEqualTo(403);
    }
    assertThat(Chat.history(bruno, room)).contains("entre agents");
    assertThat(content(alice, room, TYPE).string("rule")).contains("unrestricted");
    admits(room, true).ok();
    Chat.member(alice, room, "invite", external).ok();
    Chat.join(external, room).ok();
  }

  @Test
  void a_room_that_is_opened_is_no_longer_in_the_directory() {
    var room = room(Kind.CLEAR);
    list(room).ok();
    assertThat(alice.get("/_matrix/client/v3/publicRooms").ok().text()).contains(room);
    assertThat(rule(room, "rule", "unrestricted").status()).isEqualTo(403);
    var path = "/_matrix/client/v3/directory/list/room/" + Client.segment(room);
    alice.put(path, JsonObject.of("visibility", "private")).ok();
    rule(room, "rule", "unrestricted").ok();
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
