package parvis.protocol.room;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.protocol.room.TestRoom.ALICE;
import static parvis.protocol.room.TestRoom.BOB;
import static parvis.protocol.room.TestRoom.CAROL;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;

/// Power levels: their defaults, and who may change them.
///
/// spec: client-server-api#mroompower_levels, rooms/v12#authorisation-rules, rule 10
class PowerLevelsTest {
  private static final List<String> SINGLE =
      List.of(
          "users_default", "events_default", "state_default", "ban", "redact", "kick", "invite");

  private static PowerLevels of(TestRoom room) {
    return PowerLevels.of(room.version, room.now());
  }

  @ParameterizedTest
  @EnumSource
  void what_is_not_stated_has_its_default(RoomVersion version) {
    PowerLevels unstated = of(new TestRoom(version));
    PowerLevels empty = of(new TestRoom(version).levels(JsonObject.EMPTY));
    for (PowerLevels levels : List.of(unstated, empty)) {
      assertThat(levels.user(BOB)).isZero();
      assertThat(levels.event("m.room.message", false)).isZero();
      assertThat(levels.event("m.room.topic", true)).isEqualTo(50);
      assertThat(levels.invite()).isZero();
      assertThat(levels.kick()).isEqualTo(50);
      assertThat(levels.ban()).isEqualTo(50);
      assertThat(levels.redact()).isEqualTo(50);
      assertThat(levels.notification("room")).isEqualTo(50);
    }
    boolean above = version.creatorsAbovePowerLevels();
    assertThat(unstated.user(ALICE)).isEqualTo(above ? PowerLevels.CREATOR : 100);
    assertThat(empty.user(ALICE)).isEqualTo(above ? PowerLevels.CREATOR : 0);
  }

  @ParameterizedTest
  @EnumSource
  void what_is_stated_counts(RoomVersion version) {
    PowerLevels levels =
        of(
            new TestRoom(version)
                .levels(
                    JsonObject.of(
                        "users_default", 1,
                        "events_default", 2,
                        "state_default", 3,
                        "ban", 4,
                        "kick", 5,
                        "redact", 6,
                        "invite", 7,
                        "users", JsonObject.of(BOB.value(), -8),
                        "events", JsonObject.of("x", 9),
                        "notifications", JsonObject.of("room", 10))));
    assertThat(levels.user(CAROL)).isEqualTo(1);
    assertThat(levels.user(BOB)).isEqualTo(-8);
    assertThat(levels.event("m.room.message", false)).isEqualTo(2);
    assertThat(levels.event("m.room.topic", true)).isEqualTo(3);
    assertThat(levels.event("x", true)).isEqualTo(9);
    assertThat(levels.event("x", false)).isEqualTo(9);
    assertThat(List.of(levels.ban(), levels.kick(), levels.redact(), levels.invite()))
        .containsExactly(4L, 5L, 6L, 7L);
    assertThat(levels.notification("room")).isEqualTo(10);
    assertThat(levels.notification("other")).isEqualTo(50);
  }

  @ParameterizedTest
  @EnumSource
  void the_most_powerful_are_named_first(RoomVersion version) {
    var room =
        new TestRoom(version)
            .levels(JsonObject.of("users", JsonObject.of(BOB.value(), 1, CAROL.value(), 50)));
    assertThat(of(room).named())
        .containsExactlyElementsOf(
            version.creatorsAbovePowerLevels()
                ? List.of(ALICE, CAROL, BOB)
                : List.of(CAROL, BOB, ALICE));
    assertThat(of(room).usersDefault()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void creators_of_version_12_stand_above_whatever_is_stated(RoomVersion version) {
    var room =
        new TestRoom(version, JsonObject.of("additional_creators", List.of(BOB.value())))
            .levels(JsonObject.of("users", JsonObject.of(ALICE.value(), 1, BOB.value(), 1)));
    boolean above = version.creatorsAbovePowerLevels();
    assertThat(of(room).user(ALICE)).isEqualTo(above ? PowerLevels.CREATOR : 1);
    assertThat(of(room).user(BOB)).isEqualTo(above ? PowerLevels.CREATOR : 1);
    room.member(BOB, "join");
    assertThat(room.takesMember(ALICE, BOB, "leave")).isFalse();
    assertThat(room.takesMember(BOB, ALICE, "ban")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_10_4_creators_are_not_among_the_levels(RoomVersion version) {
    var room = new TestRoom(version, JsonObject.of("additional_creators", List.of(BOB.value())));
    boolean refused = version.creatorsAbovePowerLevels();
    for (var creator : List.of(ALICE, BOB)) {
      JsonObject levels = JsonObject.of("users", JsonObject.of(creator.value(), 100));
      assertThat(room.takesLevels(ALICE, levels)).isEqualTo(!refused);
    }
    assertThat(room.takesLevels(ALICE, JsonObject.of("users", JsonObject.of(CAROL.value(), 100))))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rules_10_1_to_10_3_levels_stand_for_integers(RoomVersion version) {
    var room = new TestRoom(version).levels(JsonObject.of("users_default", 100));
    for (String name : SINGLE) {
      assertThat(takes(room, name, 50)).as(name).isTrue();
      for (Object wrong : List.of("fifty", true, List.of(), JsonObject.EMPTY, JsonNull.NULL)) {
        assertThat(takes(room, name, wrong)).as(name).isFalse();
      }
    }
    for (String name : List.of("events", "notifications", "users")) {
      boolean looks = !name.equals("notifications") || version.notificationLevels();
      for (Object wrong : List.of("50", 50, List.of(), JsonNull.NULL)) {
        assertThat(takes(room, name, wrong)).as(name).isEqualTo(!looks);
      }
      for (Object wrong : List.of("fifty", List.of(), JsonNull.NULL)) {
        JsonObject map = JsonObject.of(CAROL.value(), wrong);
        assertThat(takes(room, name, map)).as(name).isEqualTo(!looks);
      }
    }
    assertThat(takes(room, "users", JsonObject.of("carol", 1))).isFalse();
  }

  private static boolean takes(TestRoom room, String name, Object value) {
    return room.takesLevels(ALICE, JsonObject.of(name, value));
  }

  /// spec: rooms/v10#authorisation-rules, rules 9.1 and 9.2
  @ParameterizedTest
  @EnumSource
  void before_version_10_the_first_levels_of_a_room_are_looked_at_for_people_alone(
      RoomVersion version) {
    var room = new TestRoom(version);
    assertThat(takes(room, "ban", "fifty")).isEqualTo(version.levelsAsText());
    assertThat(takes(room, "users", JsonObject.of(CAROL.value(), "fifty"))).isFalse();
  }

  /// spec: rooms/v1#mroompower_levels-events-accept-values-as-strings,
  /// rooms/v10#values-in-mroompower_levels-events-must-be-integers
  @ParameterizedTest
  @EnumSource
  void before_version_10_a_level_may_be_text(RoomVersion version) {
    boolean early = Integer.parseInt(version.id().replace("org.matrix.msc3757.", "")) < 10;
    for (String fifty : List.of("50", "00050", "+50", " 50 ", "\t+050\n")) {
      assertThat(read(version, fifty)).as(fifty).isEqualTo(early ? 50 : 0);
    }
    assertThat(read(version, "-50")).isEqualTo(early ? -50 : 0);
    assertThat(read(version, "9".repeat(30))).isEqualTo(early ? Long.MAX_VALUE : 0);
    for (String none : List.of("", " ", "+", "--1", "5 0", "50.5", "1e2", "0x10", "٥٠")) {
      assertThat(read(version, none)).as(none).isZero();
    }
    JsonObject text = JsonObject.of("users", JsonObject.of(CAROL.value(), "50"), "ban", "50");
    assertThat(new TestRoom(version).takesLevels(ALICE, text)).isEqualTo(early);
  }

  /// spec: rooms/v1#mroompower_levels-events-accept-values-as-floats
  @ParameterizedTest
  @EnumSource(names = {"V1", "V2", "V3", "V4", "V5"})
  void before_version_6_a_level_may_be_a_fraction_of_which_the_whole_part_counts(
      RoomVersion version) {
    assertThat(read(version, new JsonDecimal("50.57"))).isEqualTo(50);
    assertThat(read(version, new JsonDecimal("5.114698E4"))).isEqualTo(51_146);
    assertThat(read(version, new JsonDecimal("-1.9"))).isEqualTo(-1);
    assertThat(read(version, new JsonDecimal("1e400"))).isZero();
  }

  private static long read(RoomVersion version, Object written) {
    return Level.read(version, JsonValue.of(written)).orElse(0);
  }

  /// spec: rooms/v9#authorisation-rules, rule 9.3
  @ParameterizedTest
  @EnumSource(names = {"V1", "V6", "V9"})
  void a_level_as_text_is_compared_as_the_number_it_is(RoomVersion version) {
    var room = bobHas50(version, JsonObject.of("ban", "50", "kick", "51"));
    JsonObject old = levels(room);
    assertThat(of(room).ban()).isEqualTo(50);
    assertThat(room.takesLevels(BOB, old.with("kick", 51))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("kick", "50"))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("ban", "0"))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("ban", "51"))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("ban", "fifty"))).isFalse();
  }

  private static TestRoom bobHas50(RoomVersion version, JsonObject more) {
    JsonObject users =
        JsonObject.of(BOB.value(), 50, CAROL.value(), 50, "@dave:domain", 49, "@eve:domain", 51);
    return new TestRoom(version)
        .member(BOB, "join")
        .levels(more.with("users", users).with("events", JsonObject.of("low", 50, "high", 51)));
  }

  private static JsonObject levels(TestRoom room) {
    return room.now().get(StateSlot.POWER_LEVELS).orElseThrow().content();
  }

  @ParameterizedTest
  @EnumSource
  void rule_10_6_single_levels_move_within_the_sender_s_power(RoomVersion version) {
    for (String name : SINGLE) {
      if (name.equals("state_default")) continue; // would decide rule 8 here
      var room = bobHas50(version, JsonObject.of(name, 50));
      JsonObject old = levels(room);
      assertThat(room.takesLevels(BOB, old)).as(name).isTrue();
      assertThat(room.takesLevels(BOB, old.with(name, 0))).as(name).isTrue();
      assertThat(room.takesLevels(BOB, old.without(name))).as(name).isTrue();
      assertThat(room.takesLevels(BOB, old.with(name, 51))).as(name).isFalse();
      var high = bobHas50(version, JsonObject.of(name, 51));
      assertThat(high.takesLevels(BOB, levels(high))).as(name).isTrue();
      assertThat(high.takesLevels(BOB, levels(high).with(name, 50))).as(name).isFalse();
      assertThat(high.takesLevels(BOB, levels(high).without(name))).as(name).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void rules_10_7_and_10_8_levels_of_types_move_within_the_sender_s_power(RoomVersion version) {
    var room = bobHas50(version, JsonObject.EMPTY);
    JsonObject old = levels(room);
    JsonObject events = JsonObject.of("low", 50, "high", 51);
    assertThat(room.takesLevels(BOB, old.with("events", events.with("low", 1)))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("events", events.without("low")))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("events", events.with("new", 50)))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("events", events.with("new", 51)))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("events", events.with("low", 51)))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("events", events.with("high", 50)))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("events", events.without("high")))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("notifications", JsonObject.of("room", 50))))
        .isTrue();
    assertThat(room.takesLevels(BOB, old.with("notifications", JsonObject.of("room", 51))))
        .isEqualTo(!version.notificationLevels());
  }

  @ParameterizedTest
  @EnumSource
  void rules_10_9_and_10_10_nobody_rises_above_or_lowers_an_equal(RoomVersion version) {
    var room = bobHas50(version, JsonObject.EMPTY);
    JsonObject old = levels(room);
    JsonObject users = old.object("users").orElseThrow();
    assertThat(room.takesLevels(BOB, old.with("users", users.with("@dave:domain", 50)))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("users", users.without("@dave:domain")))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("users", users.with("@dave:domain", 51)))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("users", users.with("@new:domain", 50)))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("users", users.with("@new:domain", 51)))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("users", users.with(CAROL.value(), 0)))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("users", users.without("@eve:domain")))).isFalse();
    assertThat(room.takesLevels(BOB, old.with("users", users.with(BOB.value(), 1)))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("users", users.without(BOB.value())))).isTrue();
    assertThat(room.takesLevels(BOB, old.with("users", users.with(BOB.value(), 51)))).isFalse();
  }

  @Property(tries = 300)
  void more_power_never_forbids_what_less_power_allowed(
      @ForAll RoomVersion version,
      @ForAll("levels") JsonObject before,
      @ForAll("levels") JsonObject after,
      @ForAll("power") int less,
      @ForAll("power") int more) {
    int low = Math.min(less, more);
    int high = Math.max(less, more);
    // The sender's own entry is left as it is: giving away power is the one thing more of it can
    // forbid.
    if (allowed(version, before, after, low)) {
      assertThat(allowed(version, before, after, high)).isTrue();
    }
  }

  private static boolean allowed(
      RoomVersion version, JsonObject before, JsonObject after, int power) {
    var room = new TestRoom(version).member(BOB, "join").levels(with(before, power));
    return room.takesLevels(BOB, with(after, power));
  }

  private static JsonObject with(JsonObject levels, int bob) {
    JsonObject users = levels.object("users").orElse(JsonObject.EMPTY);
    return levels.with("users", users.with(BOB.value(), bob));
  }

  @Property(tries = 300)
  void nobody_below_the_creators_gains_more_power_than_they_or_everybody_had(
      @ForAll RoomVersion version,
      @ForAll("levels") JsonObject before,
      @ForAll("levels") JsonObject after,
      @ForAll("power") int power) {
    var room = new TestRoom(version).member(BOB, "join").levels(with(before, power));
    if (!room.takesLevels(BOB, after)) return;
    room.levels(after);
    long reached = of(room).user(BOB);
    long everybody = before.integer("users_default").orElse(0);
    assertThat(reached).isLessThanOrEqualTo(Math.max(power, everybody));
  }

  @Provide
  Arbitrary<Integer> power() {
    return Arbitraries.of(0, 49, 50, 51, 100);
  }

  @Provide
  Arbitrary<JsonObject> levels() {
    Arbitrary<Integer> level = Arbitraries.of(0, 49, 50, 51, 100);
    Arbitrary<JsonObject> singles =
        Arbitraries.maps(Arbitraries.of(SINGLE), level).ofMaxSize(3).map(PowerLevelsTest::object);
    Arbitrary<JsonObject> users =
        Arbitraries.maps(Arbitraries.of("@c:d", "@e:f"), level).map(PowerLevelsTest::object);
    Arbitrary<JsonObject> events =
        Arbitraries.maps(Arbitraries.of("x", "m.room.power_levels"), level)
            .map(PowerLevelsTest::object);
    return singles.flatMap(
        one ->
            users.flatMap(
                two -> events.map(three -> one.with("users", two).with("events", three))));
  }

  private static JsonObject object(Map<String, Integer> map) {
    var object = JsonObject.builder();
    map.forEach(object::put);
    return object.build();
  }
}
