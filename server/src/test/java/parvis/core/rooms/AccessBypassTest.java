package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What [AccessTable] refuses, tried by those whom an organisation may exempt: where it does, and
/// where it names them and does not.
class AccessBypassTest {
  private static final Map<Kind, String> REFUSING = new EnumMap<>(Kind.class);

  @AutoClose static World world;
  static Client admin;
  static Client bruno;
  static Client external;
  static String town;
  static Trying named;
  static Trying running;
  static Trying off;

  @BeforeAll
  static void start() {
    world = World.start();
    admin = world.administrator("maire");
    external = world.register("external");
    var intruder = world.register("intruder");
    var stranger = world.register("stranger");
    Town.put(admin, Town.organisation(admin, "Voisine"), stranger, "member").ok();
    town = Town.ruled(admin, "Ville");
    named = people(town, agent(town, "alice"), intruder, stranger);
    bruno = named.people().bruno();
    running = people(town, agent(town, "prefet"), intruder, stranger);
    var right = "/_synapse/admin/v1/users/" + Client.segment(running.people().alice().user());
    admin.put(right + "/admin", JsonObject.of("admin", true)).ok();
    var village = Town.ruled(admin, "Village");
    off = people(village, agent(village, "ada"), intruder, stranger);
    exempts(town, "Ville", true, named.people().alice(), intruder, stranger).ok();
    exempts(village, "Village", false, off.people().alice(), intruder, stranger).ok();
  }

  static Client agent(String town, String name) {
    return Trying.agent(world, admin, town, name);
  }

  static Trying people(String town, Client alice, Client intruder, Client stranger) {
    var name = Client.segment(alice.user()).replaceAll("\\W", "");
    var bruno = agent(town, "bruno-" + name.toLowerCase());
    var carol = agent(town, "carol-" + name.toLowerCase());
    return new Trying(
        world, new Trying.People(admin, town, alice, bruno, carol, external, intruder, stranger));
  }

  static JsonObject said(String label) {
    return JsonObject.of("name", "Mairie de " + label, "label", label);
  }

  static Answer exempts(String town, String label, boolean on, Client... people) {
    var ids = Stream.of(people).map(Client::user).toArray();
    return admin.put(
        Town.one(town), said(label).with("bypass", on).with("bypass_for_users", JsonArray.of(ids)));
  }

  static Stream<Arguments> refused() {
    return Trying.places(verdict -> verdict == Verdict.NO);
  }

  /// One kind for each attempt: those who run the server are exempt as those who are named.
  static Stream<Arguments> refusedOnce() {
    Set<Object> seen = new HashSet<>();
    return refused().filter(place -> seen.add(place.get()[0]));
  }

  private static void isAsTheTableSays(Attempt attempt, Answer answer) {
    if (AccessTable.exempts(attempt)) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    } else {
      assertThat(answer.status()).as(answer.text()).isEqualTo(403);
      assertThat(answer.errcode()).isEqualTo("M_FORBIDDEN");
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void what_binds_nobody_who_is_named_binds_them_where_nobody_is_exempt(
      Attempt attempt, Kind kind) {
    isAsTheTableSays(attempt, named.attempt(attempt, kind, named.room(kind)));
    var room =
        Trying.isPrepared(attempt) ? off.room(kind) : REFUSING.computeIfAbsent(kind, off::room);
    var answer = off.attempt(attempt, kind, room);
    assertThat(answer.status()).as(answer.text()).isEqualTo(403);
    assertThat(answer.errcode()).isEqualTo("M_FORBIDDEN");
  }

  @ParameterizedTest
  @MethodSource("refusedOnce")
  void what_binds_nobody_who_runs_the_server(Attempt attempt, Kind kind) {
    isAsTheTableSays(attempt, running.attempt(attempt, kind, running.room(kind)));
  }

  static Stream<Trying.Wrong> wrong() {
    return off.wrong();
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void a_room_that_cannot_be_is_made_by_who_is_exempt(Trying.Wrong wrong) {
    var made = named.people().alice().post(Trying.CREATE, wrong.wish());
    assertThat(made.status()).as(made.text()).isEqualTo(200);
    var answer = off.people().alice().post(Trying.CREATE, wrong.wish());
    assertThat(answer.status()).as(answer.text()).isEqualTo(wrong.status());
  }

  @Test
  void what_is_made_as_it_may_be_has_all_that_is_usual() {
    var room = named.room(Kind.FORUM);
    var alice = named.people().alice();
    assertThat(Trying.content(alice, room, AccessRule.TYPE))
        .isEqualTo(Trying.rule("restricted", "public"));
    assertThat(Trying.content(alice, room, "m.room.retention").integer("max_lifetime"))
        .hasValue(AccessRules.FORUM_RETENTION_MAX.toMillis());
  }

  @Test
  void whom_they_invite_comes_in_and_nobody_else_and_the_journal_says_so() {
    var alice = named.people().alice();
    var room = named.room(Kind.CLEAR);
    named.joins(room, "public").ok();
    assertThat(Chat.join(external, room).status()).isEqualTo(403);
    assertThat(Chat.member(bruno, room, "invite", external).status()).isEqualTo(403);
    Chat.member(alice, room, "invite", external).ok();
    Chat.join(external, room).ok();
    var other = world.register("other");
    var levels = Trying.content(alice, room, "m.room.power_levels");
    Chat.member(alice, room, "invite", bruno).ok();
    Chat.join(bruno, room).ok();
    var users = levels.object("users").orElse(JsonObject.EMPTY).with(bruno.user(), 100);
    Chat.state(alice, room, "m.room.power_levels", levels.with("users", users)).ok();
    assertThat(Chat.member(bruno, room, "invite", other).status()).isEqualTo(403);
    Chat.member(bruno, room, "invite", named.people().intruder()).ok();

    var lines = admin.get(Town.one(town) + "/journal").ok().json().array("journal").orElseThrow();
    var told =
        lines.objects().stream()
            .filter(line -> line.string("about").filter(text -> text.contains(room)).isPresent())
            .map(line -> line.string("by").orElse("") + " " + line.string("about").orElse(""))
            .toList();
    assertThat(told)
        .containsExactlyInAnyOrder(
            alice.user() + " external_invited " + room,
            alice.user() + " external_joining_invited " + room,
            named.people().intruder().user() + " external_invited " + room);
    assertThat(
            lines.objects().stream()
                .map(line -> line.string("deed").orElse(""))
                .filter("pass over access rules"::equals))
        .hasSizeGreaterThan(2);
  }

  @Test
  void what_is_passed_over_by_a_later_try_is_noted_too() {
    var alice = named.people().alice();
    var intruder = named.people().intruder();
    var room = named.room(Kind.CLEAR);
    named.joins(room, "public").ok();
    Chat.member(alice, room, "invite", intruder).ok();
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Salle des fêtes")).ok();
    run(
        """
        create function turn() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(43); return new; end $$""");
    run(
        """
        create trigger turn before insert on journal
        for each row when (new.about like 'external_joining_invited %%%s%%') execute function turn()"""
            .formatted(room));
    var joining =
        world
            .db()
            .write(
                tx -> {
                  tx.list(row -> true, "select pg_advisory_xact_lock(43)");
                  var asked = Race.later(() -> Chat.join(intruder, room));
                  Race.until(() -> Race.waiting(tx) > 0);
                  Chat.member(alice, room, "kick", intruder).ok();
                  return asked;
                });
    Race.ended(joining).ok();
    run("drop trigger turn on journal");
    assertThat(admin.get(Town.one(town) + "/journal").ok().text())
        .contains(
            "external_joining_invited " + room + " Salle des fêtes",
            "external_joining_uninvited " + room + " Salle des fêtes");
  }

  private static void run(String sql) {
    world.db().write(tx -> tx.run(sql));
  }

  @Test
  void it_is_off_until_it_is_said_and_holds_as_long_as_it_is_said() {
    var label = "Hameau";
    var hamlet = Town.ruled(admin, label);
    var made = admin.put(Town.one(hamlet), said(label)).ok().json();
    assertThat(made.bool("bypass")).contains(false);
    assertThat(made.array("bypass_for_users")).contains(JsonArray.of());
    var dora = agent(hamlet, "dora");
    var room = Chat.create(dora, JsonObject.EMPTY);
    assertThat(Chat.member(dora, room, "invite", external).status()).isEqualTo(403);
    var on = exempts(hamlet, label, true, dora).ok().json();
    assertThat(on.array("bypass_for_users")).contains(JsonArray.of(dora.user()));
    var kept = admin.put(Town.one(hamlet), said(label)).ok().json();
    assertThat(kept.bool("bypass")).contains(true);
    Chat.member(dora, room, "invite", external).ok();
    admin.put(Town.one(hamlet), said(label).with("bypass", false)).ok();
    assertThat(Chat.join(external, room).status()).isEqualTo(403);
  }

  @Test
  void only_people_of_the_server_are_exempt_and_few_and_by_who_decides() {
    var many = IntStream.rangeClosed(0, 50).mapToObj(i -> "@p" + i + ":parvis.example");
    var wish = said("Ville");
    var tooMany = admin.put(Town.one(town), wish.with("bypass_for_users", array(many.toArray())));
    assertThat(tooMany.status()).isEqualTo(400);
    assertThat(tooMany.errcode()).isEqualTo("M_INVALID_PARAM");
    for (var id : new String[] {"@nobody:" + World.SERVER, "alice", "@alice:ailleurs.example"}) {
      var answer = admin.put(Town.one(town), wish.with("bypass_for_users", array(id)));
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
    }
    var numbers = admin.put(Town.one(town), wish.with("bypass_for_users", array(1)));
    assertThat(numbers.errcode()).isEqualTo("M_BAD_JSON");
    assertThat(bruno.put(Town.one(town), wish.with("bypass", true)).status()).isEqualTo(403);
    var told = admin.put(Town.one(town), wish).ok().json();
    assertThat(told.array("bypass_for_users").orElseThrow().size()).isEqualTo(3);
  }

  private static JsonArray array(Object... values) {
    return JsonArray.of(values);
  }
}
