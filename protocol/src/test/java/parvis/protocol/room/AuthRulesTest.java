package parvis.protocol.room;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.protocol.room.TestRoom.ALICE;
import static parvis.protocol.room.TestRoom.BOB;
import static parvis.protocol.room.TestRoom.CAROL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.event.EventDraft;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Events;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// The rules about rooms as such, auth events and plain events; each with what it takes and what it
/// refuses.
///
/// spec: rooms/v1#authorisation-rules to rooms/v12#authorisation-rules; numbers are those of 12
class AuthRulesTest {
  private static boolean takesCreate(Pdu create) {
    return AuthRules.check(create, _ -> Optional.empty()).allowed();
  }

  private static Pdu create(RoomVersion version, JsonObject content) {
    return Events.create(version, ALICE, content);
  }

  @ParameterizedTest
  @EnumSource
  void rule_1_a_create_event_begins_the_room(RoomVersion version) {
    assertThat(takesCreate(create(version, JsonObject.EMPTY))).isTrue();
    Optional<RoomId> room =
        version.roomIdIsCreateHash() ? Optional.empty() : Optional.of(Events.ROOM);
    JsonObject content = JsonObject.of("creator", ALICE.value());
    Pdu late =
        Events.sign(
            version,
            new EventDraft(
                EventType.CREATE, Optional.of(""), ALICE, room, content, 0, Optional.empty()),
            List.of(new EventId("$before")));
    assertThat(takesCreate(late)).isFalse();
  }

  @Test
  void rule_1_2_the_room_id_is_of_the_creator_s_server_or_of_nobody() {
    Pdu foreign =
        Events.sign(
            RoomVersion.V11,
            EventDraft.state(
                EventType.CREATE, "", ALICE, new RoomId("!x:elsewhere"), JsonObject.EMPTY, 0),
            List.of());
    assertThat(takesCreate(foreign)).isFalse();
    Pdu create = create(RoomVersion.V12, JsonObject.EMPTY);
    JsonObject named = create.json().with("room_id", create.roomId().value());
    Pdu withRoom = Pdu.read(CanonicalJson.write(named), RoomVersion.V12);
    assertThat(takesCreate(withRoom)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_1_3_the_room_version_must_be_known(RoomVersion version) {
    for (Object wrong : List.of("1000", "", 12, JsonNull.NULL)) {
      Optional<RoomId> room =
          version.roomIdIsCreateHash() ? Optional.empty() : Optional.of(Events.ROOM);
      Pdu create =
          Events.sign(
              version,
              new EventDraft(
                  EventType.CREATE,
                  Optional.of(""),
                  ALICE,
                  room,
                  JsonObject.of("creator", ALICE.value(), "room_version", wrong),
                  0,
                  Optional.empty()),
              List.of());
      assertThat(takesCreate(create)).as(String.valueOf(wrong)).isFalse();
    }
  }

  /// spec: rooms/v1#authorisation-rules, rule 1.4
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "V12")
  void until_version_10_the_content_names_the_creator(RoomVersion version) {
    Pdu nameless =
        Events.sign(
            version,
            EventDraft.state(EventType.CREATE, "", ALICE, Events.ROOM, JsonObject.EMPTY, 0),
            List.of());
    assertThat(takesCreate(nameless)).isEqualTo(version == RoomVersion.V11);
  }

  /// spec: rooms/v1#authorisation-rules, rule 4, rooms/v6#authorisation-rules
  @ParameterizedTest
  @EnumSource
  void before_version_6_aliases_are_the_state_of_their_server(RoomVersion version) {
    boolean early =
        switch (version) {
          case V1, V2, V3, V4, V5 -> true;
          default -> false;
        };
    var room = new TestRoom(version);
    assertThat(room.takesState(BOB, EventType.ALIASES, "domain", JsonObject.EMPTY))
        .isEqualTo(early);
    assertThat(room.takesState(BOB, EventType.ALIASES, "elsewhere", JsonObject.EMPTY)).isFalse();
    Pdu loose =
        room.made(
            EventDraft.message(EventType.ALIASES, ALICE, room.id(), JsonObject.EMPTY, 0),
            List.of(new EventId("$x")));
    assertThat(room.takes(loose)).isEqualTo(!early);
    assertThat(room.takesState(ALICE, EventType.ALIASES, "elsewhere", JsonObject.EMPTY))
        .isEqualTo(!early);
  }

  @Test
  void rule_1_4_additional_creators_are_user_ids() {
    for (Object wrong : List.of("@a:b", List.of(1), List.of("alice"), List.of("@a"), 1)) {
      JsonObject content = JsonObject.of("additional_creators", wrong);
      assertThat(takesCreate(create(RoomVersion.V12, content))).isFalse();
      assertThat(takesCreate(create(RoomVersion.V11, content))).isTrue();
    }
    JsonObject right = JsonObject.of("additional_creators", List.of(BOB.value()));
    assertThat(takesCreate(create(RoomVersion.V12, right))).isTrue();
    JsonObject nobody = JsonObject.of("additional_creators", List.of());
    assertThat(takesCreate(create(RoomVersion.V12, nobody))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rule_2_an_event_belongs_to_the_room_of_this_create_event(RoomVersion version) {
    var room = new TestRoom(version);
    assertThat(room.takesMessage(ALICE)).isTrue();
    Pdu elsewhere =
        room.made(
            EventDraft.message("x", ALICE, new RoomId("!other:domain"), JsonObject.EMPTY, 0),
            List.of(new EventId("$x")));
    assertThat(room.takes(elsewhere)).isFalse();
    assertThat(AuthRules.check(room.message(ALICE), _ -> Optional.empty()).allowed()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_3_auth_events_are_the_selected_ones(RoomVersion version) {
    var room = new TestRoom(version).joinRule("public").levels(JsonObject.EMPTY);
    Pdu message = room.message(ALICE);
    Pdu member = room.now().get(StateSlot.member(ALICE)).orElseThrow();
    Pdu levels = room.now().get(StateSlot.POWER_LEVELS).orElseThrow();
    Pdu rules = room.now().get(StateSlot.JOIN_RULES).orElseThrow();
    List<Pdu> create = version.roomIdIsCreateHash() ? List.of() : List.of(room.create);

    assertThat(takesAuth(message, create, member, levels)).isTrue();
    assertThat(takesAuth(message, create, member)).isTrue();
    assertThat(takesAuth(message, create, member, member)).isFalse(); // 3.1
    assertThat(takesAuth(message, create, member, rules)).isFalse(); // 3.2
    assertThat(takesAuth(message, create, room.message(ALICE))).isFalse(); // 3.2
    assertThat(AuthRules.checkAuthEvents(message, List.of(member), _ -> true).allowed())
        .isFalse(); // 3.3
    Pdu foreign =
        Events.sign(
            version,
            EventDraft.state(
                EventType.MEMBER,
                ALICE.value(),
                ALICE,
                new RoomId("!other:domain"),
                JsonObject.of("membership", "join"),
                0),
            List.of());
    assertThat(takesAuth(message, create, foreign)).isFalse(); // 3.5
    // The create event is asked for by old versions and refused by version 12.
    assertThat(takesAuth(message, List.of(room.create), member))
        .isEqualTo(!version.roomIdIsCreateHash());
    assertThat(takesAuth(message, List.of(), member)).isEqualTo(version.roomIdIsCreateHash());
  }

  private static boolean takesAuth(Pdu event, List<Pdu> create, Pdu... others) {
    var all = new ArrayList<Pdu>(create);
    all.addAll(List.of(others));
    return AuthRules.checkAuthEvents(event, all, _ -> false).allowed();
  }

  @ParameterizedTest
  @EnumSource
  void rule_4_a_room_that_does_not_federate_keeps_others_out(RoomVersion version) {
    var closed = new TestRoom(version, JsonObject.of("m.federate", false)).joinRule("public");
    assertThat(closed.takesMember(BOB, BOB, "join")).isTrue();
    assertThat(closed.takesMember(CAROL, CAROL, "join")).isFalse();
    var open = new TestRoom(version).joinRule("public");
    assertThat(open.takesMember(CAROL, CAROL, "join")).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rule_6_only_members_speak(RoomVersion version) {
    for (String membership : List.of("invite", "leave", "ban", "knock")) {
      var room = new TestRoom(version).member(BOB, membership);
      assertThat(room.takesMessage(BOB)).as(membership).isFalse();
      assertThat(room.takesState(BOB, "m.room.topic", "", JsonObject.EMPTY)).isFalse();
    }
    assertThat(new TestRoom(version).takesMessage(BOB)).isFalse();
    assertThat(new TestRoom(version).member(BOB, "join").takesMessage(BOB)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rule_7_a_third_party_invite_needs_the_power_to_invite(RoomVersion version) {
    var room = new TestRoom(version).member(BOB, "join").levels(JsonObject.of("invite", 10));
    assertThat(room.takesState(BOB, EventType.THIRD_PARTY_INVITE, "t", JsonObject.EMPTY)).isFalse();
    room.levels(JsonObject.of("invite", 10, "users", JsonObject.of(BOB.value(), 10)));
    assertThat(room.takesState(BOB, EventType.THIRD_PARTY_INVITE, "t", JsonObject.EMPTY)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void rule_8_each_type_asks_for_its_power(RoomVersion version) {
    var room = new TestRoom(version).member(BOB, "join");
    assertThat(room.takesState(BOB, "m.room.topic", "", JsonObject.EMPTY)).isFalse();
    room.levels(JsonObject.of("state_default", 0));
    assertThat(room.takesState(BOB, "m.room.topic", "", JsonObject.EMPTY)).isTrue();
    room.levels(JsonObject.of("events_default", 1));
    assertThat(room.takesMessage(BOB)).isFalse();
    room.levels(JsonObject.of("events_default", 100, "events", JsonObject.of("m.room.message", 0)));
    assertThat(room.takesMessage(BOB)).isTrue();
    room.levels(JsonObject.of("users_default", 100, "events_default", 100));
    assertThat(room.takesMessage(BOB)).isTrue();
    room.levels(JsonObject.of("users_default", -1));
    assertThat(room.takesMessage(BOB)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_9_the_state_of_a_person_is_theirs(RoomVersion version) {
    var room = new TestRoom(version).member(BOB, "join").levels(JsonObject.of("state_default", 0));
    assertThat(room.takesState(BOB, "x", BOB.value(), JsonObject.EMPTY)).isTrue();
    assertThat(room.takesState(BOB, "x", ALICE.value(), JsonObject.EMPTY)).isFalse();
    assertThat(room.takesState(ALICE, "x", BOB.value(), JsonObject.EMPTY)).isFalse();
    assertThat(room.takesState(BOB, "x", "alice", JsonObject.EMPTY)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void redactions_are_events_like_others_from_version_3_on(RoomVersion version) {
    var room = new TestRoom(version).member(BOB, "join").levels(JsonObject.of("redact", 100));
    boolean judged = version == RoomVersion.V1 || version == RoomVersion.V2;
    assertThat(room.takes(redaction(room, "$x"))).isEqualTo(!judged);
    assertThat(room.takes(redaction(room, "$x:elsewhere"))).isEqualTo(!judged);
    assertThat(room.takes(redaction(room, "$x:domain"))).isTrue();
    room.levels(JsonObject.of("redact", 100, "users", JsonObject.of(BOB.value(), 100)));
    assertThat(room.takes(redaction(room, "$x:elsewhere"))).isTrue();
    room.levels(JsonObject.of("events_default", 1));
    assertThat(room.takes(redaction(room, "$x:domain"))).isFalse();
  }

  private static Pdu redaction(TestRoom room, String target) {
    return room.made(
        new EventDraft(
            EventType.REDACTION,
            Optional.empty(),
            BOB,
            Optional.of(room.id()),
            JsonObject.EMPTY,
            0,
            Optional.of(new EventId(target))),
        List.of(new EventId("$earlier")));
  }

  @Test
  void auth_events_of_each_kind_are_selected() {
    assertThat(selected("m.room.message", null, JsonObject.EMPTY)).isEmpty();
    assertThat(member("leave", JsonObject.EMPTY)).containsExactly(StateSlot.member(BOB));
    assertThat(member("ban", JsonObject.EMPTY)).containsExactly(StateSlot.member(BOB));
    assertThat(member("knock", JsonObject.EMPTY))
        .containsExactly(StateSlot.member(BOB), StateSlot.JOIN_RULES);
    JsonObject signed = JsonObject.of("signed", JsonObject.of("token", "t"));
    assertThat(member("invite", JsonObject.of("third_party_invite", signed)))
        .containsExactly(
            StateSlot.member(BOB),
            StateSlot.JOIN_RULES,
            new StateSlot(EventType.THIRD_PARTY_INVITE, "t"));
    assertThat(member("join", JsonObject.of("join_authorised_via_users_server", CAROL.value())))
        .containsExactly(StateSlot.member(BOB), StateSlot.JOIN_RULES, StateSlot.member(CAROL));
  }

  /// spec: server-server-api#auth-events-selection
  @ParameterizedTest
  @EnumSource
  void who_let_somebody_in_is_an_auth_event_from_version_8_on(RoomVersion version) {
    JsonObject content =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", CAROL.value());
    Pdu join =
        Events.sign(
            version,
            EventDraft.state(EventType.MEMBER, BOB.value(), BOB, Events.ROOM, content, 0),
            List.of());
    assertThat(AuthEvents.select(join).contains(StateSlot.member(CAROL)))
        .isEqualTo(Integer.parseInt(version.id().replace("org.matrix.msc3757.", "")) >= 8);
  }

  private static List<StateSlot> member(String membership, JsonObject more) {
    return selected(EventType.MEMBER, BOB, more.with("membership", membership));
  }

  /// What is selected beside the power levels and the sender's membership, which always are.
  private static List<StateSlot> selected(
      String type, @Nullable UserId target, JsonObject content) {
    var draft =
        new EventDraft(
            type,
            Optional.ofNullable(target).map(UserId::value),
            ALICE,
            Optional.of(Events.ROOM),
            content,
            0,
            Optional.empty());
    List<StateSlot> slots = AuthEvents.select(RoomVersion.V12, draft);
    List<StateSlot> old = AuthEvents.select(RoomVersion.V11, draft);
    assertThat(old.subList(1, old.size())).isEqualTo(slots);
    assertThat(old.getFirst()).isEqualTo(StateSlot.CREATE);
    assertThat(slots.subList(0, 2))
        .containsExactly(StateSlot.POWER_LEVELS, StateSlot.member(ALICE));
    return slots.subList(2, slots.size());
  }
}
