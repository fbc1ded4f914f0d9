package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import parvis.core.organisations.Town;
import parvis.core.rooms.AccessTable.Attempt;
import parvis.core.rooms.AccessTable.Kind;
import parvis.core.rooms.AccessTable.Verdict;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// How each line of [AccessTable] is tried by HTTP, in each kind of room.
record Trying(World world, People people) {
  private static final String TYPE = AccessRule.TYPE;
  static final String CREATE = "/_matrix/client/v3/createRoom";
  private static final JsonObject SECRET = JsonObject.of("algorithm", "m.megolm.v1.aes-sha2");
  private static final AtomicInteger NAMES = new AtomicInteger();

  /// Who takes part.
  ///
  /// @param admin who runs the server
  /// @param town the organisation of the rooms
  /// @param alice who makes them and tries
  /// @param external who is invited from outside
  /// @param intruder who comes from outside without being invited
  /// @param stranger an agent of another organisation
  record People(
      Client admin,
      String town,
      Client alice,
      Client bruno,
      Client carol,
      Client external,
      Client intruder,
      Client stranger) {}

  private Client alice() {
    return people.alice();
  }

  Client agent(String name) {
    return agent(world, people.admin(), people.town(), name);
  }

  static Client agent(World world, Client admin, String town, String name) {
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
  JsonObject wish(Kind kind) {
    var clear = rule("restricted", "private").with("force_unencrypted_at_creation", true);
    return switch (kind) {
      case DIRECT ->
          JsonObject.of(
              "is_direct",
              true,
              "invite",
              JsonArray.of(people.bruno().user()),
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

  String room(Kind kind) {
    var room = Chat.create(alice(), wish(kind));
    if (kind == Kind.CLOSED) {
      admits(room, false).ok();
    }
    if (kind == Kind.WIDE) {
      scope(room, "all").ok();
    }
    return room;
  }

  Answer scope(String room, String scope) {
    return Chat.state(alice(), room, AccessRule.FORUM, JsonObject.of("scope", scope));
  }

  Answer admits(String room, boolean externals) {
    return Chat.state(alice(), room, Closing.TYPE, JsonObject.of("admitted", externals));
  }

  static JsonObject content(Client who, String room, String type) {
    return who.get(Chat.path(room) + "/state/" + type + "/").ok().json();
  }

  Answer rule(String room, String name, Object value) {
    return Chat.state(alice(), room, TYPE, content(alice(), room, TYPE).with(name, value));
  }

  Answer levels(String room, String name, Object value) {
    var levels = content(alice(), room, "m.room.power_levels").with(name, value);
    return Chat.state(alice(), room, "m.room.power_levels", levels);
  }

  Answer joins(String room, String rule) {
    return Chat.state(alice(), room, "m.room.join_rules", JsonObject.of("join_rule", rule));
  }

  Answer list(String room) {
    var path = "/_matrix/client/v3/directory/list/room/" + Client.segment(room);
    return alice().put(path, JsonObject.of("visibility", "public"));
  }

  Answer keeps(String room, Object... fields) {
    return Chat.state(alice(), room, "m.room.retention", JsonObject.of(fields));
  }

  /// An external who was invited as an agent, and is none any more.
  Answer lateJoin(String room, Kind kind) {
    if (kind == Kind.DIRECT) {
      var other =
          Chat.create(alice(), wish(kind).with("invite", JsonArray.of(people.external().user())));
      return Chat.join(people.external(), other);
    }
    var leaver = agent("leaver-" + NAMES.incrementAndGet());
    Chat.member(alice(), room, "invite", leaver).ok();
    Town.remove(people.admin(), people.town(), leaver).ok();
    return Chat.join(leaver, room);
  }

  /// Tries it. A new line of the table does not compile before it is tried here.
  Answer attempt(Attempt attempt, Kind kind, String room) {
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
        var state = alice().get(Chat.path(room) + "/state/" + TYPE + "/?format=event").ok();
        yield Chat.redact(alice(), room, state.string("event_id"));
      }
      case VISIBILITY_CHANGED ->
          rule(
              room,
              "visibility",
              AccessTable.allows(Attempt.FORUM_WIDENED, kind) ? "private" : "public");
      case VISIBILITY_REMOVED ->
          Chat.state(alice(), room, TYPE, content(alice(), room, TYPE).without("visibility"));
      case CLEAR_CHANGED -> rule(room, "force_unencrypted_at_creation", kind != Kind.CLEAR);
      case JOIN_RULE_PUBLIC -> joins(room, "public");
      case JOIN_RULE_INVITE -> joins(room, "invite");
      case ENCRYPTED -> Chat.state(alice(), room, "m.room.encryption", SECRET);
      case ENCRYPTED_WHILE_PUBLIC -> {
        joins(room, "public").ok();
        yield Chat.state(
            alice(), room, "m.room.encryption", SECRET.with("rotation_period_msgs", 9));
      }
      case LISTED -> list(room);
      case EXTERNAL_INVITED -> {
        if (kind != Kind.DIRECT) {
          yield Chat.member(alice(), room, "invite", people.external());
        }
        yield alice()
            .post(CREATE, wish(kind).with("invite", JsonArray.of(people.external().user())));
      }
      case EXTERNAL_JOINING_UNINVITED -> {
        joins(room, "public").ok();
        yield Chat.join(people.intruder(), room);
      }
      case EXTERNAL_JOINING_INVITED -> lateJoin(room, kind);
      case THIRD_MEMBER -> Chat.member(alice(), room, "invite", people.carol());
      case RENAMED -> renames(room);
      case LEVEL_FOR_ALL -> levels(room, "users_default", 10);
      case LEVEL_FOR_EXTERNAL -> levels(room, "users", JsonObject.of(people.external().user(), 50));
      case HISTORY_FOR_THE_WORLD ->
          Chat.state(
              alice(),
              room,
              "m.room.history_visibility",
              JsonObject.of("history_visibility", "world_readable"));
      case RETENTION_LONGER -> keeps(room, "max_lifetime", longest + 1);
      case RETENTION_UNSET -> keeps(room, "min_lifetime", 1);
      case AGENT_OF_ANOTHER_JOINING -> {
        joins(room, "public").ok();
        yield Chat.join(people.stranger(), room);
      }
      case FORUM_WIDENED -> scope(room, kind == Kind.WIDE ? "organisation" : "all");
      case EXTERNALS_DECIDED -> admits(room, kind == Kind.CLOSED);
      case RETENTION_SHORTER -> keeps(room, "max_lifetime", longest - 1);
    };
  }

  /// The topic and the picture are as the name is.
  private Answer renames(String room) {
    var name = Chat.state(alice(), room, "m.room.name", JsonObject.of("name", "Nous"));
    var topic = Chat.state(alice(), room, "m.room.topic", JsonObject.of("topic", "Nous"));
    var picture = JsonObject.of("url", "mxc://parvis.example/nous");
    var avatar = Chat.state(alice(), room, "m.room.avatar", picture);
    for (var other : List.of(topic, avatar)) {
      assertThat(other.status()).isEqualTo(name.status());
      assertThat(other.errcode()).isEqualTo(name.errcode());
    }
    return name;
  }

  /// The places of the table with some verdicts.
  static Stream<Arguments> places(Predicate<Verdict> wanted) {
    return Arrays.stream(Attempt.values())
        .flatMap(
            attempt ->
                Arrays.stream(Kind.values())
                    .filter(kind -> wanted.test(AccessTable.verdict(attempt, kind)))
                    .map(kind -> Arguments.of(attempt, kind)));
  }

  /// Whether what is tried begins with something that is allowed: it is tried in a room of its own.
  static boolean isPrepared(Attempt attempt) {
    return Stream.of("WHILE", "WITH", "JOINING").anyMatch(attempt.name()::contains);
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

  static JsonObject ruled(JsonObject content) {
    return JsonObject.of("initial_state", JsonArray.of(initial(TYPE, content)));
  }

  Stream<Wrong> wrong() {
    var direct = ruled(JsonObject.of("rule", "direct"));
    var restricted = ruled(JsonObject.of("rule", "restricted"));
    var unrestricted = ruled(JsonObject.of("rule", "unrestricted"));
    var stranger = JsonArray.of(people.external().user());
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
            JsonObject.of(
                "is_direct",
                true,
                "invite",
                JsonArray.of(people.bruno().user(), people.carol().user()))),
        new Wrong("an external invited", 403, restricted.with("invite", stranger)),
        new Wrong("an external invited unsaid", 403, JsonObject.of("invite", stranger)));
  }
}
