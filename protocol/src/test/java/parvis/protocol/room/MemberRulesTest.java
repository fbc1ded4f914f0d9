package parvis.protocol.room;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.protocol.room.TestRoom.ALICE;
import static parvis.protocol.room.TestRoom.BOB;
import static parvis.protocol.room.TestRoom.CAROL;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.event.EventDraft;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.TestKey;
import parvis.protocol.sign.UnpaddedBase64;

/// The rules about who joins, invites, leaves, bans and knocks. Their numbers are those of version
/// 12.
///
/// spec: rooms/v12#authorisation-rules, rule 5, rooms/v1#authorisation-rules, rule 5,
/// rooms/v7#authorisation-rules, rule 4, rooms/v8#authorisation-rules, rule 4
class MemberRulesTest {
  private static final List<String> MEMBERSHIPS =
      List.of("invite", "join", "leave", "ban", "knock");

  private static final JsonObject BOB_50 =
      JsonObject.of("users", JsonObject.of(BOB.value(), 50), "invite", 50);

  @ParameterizedTest
  @EnumSource
  void rule_5_1_a_member_event_is_state_with_a_membership(RoomVersion version) {
    var room = new TestRoom(version).joinRule("public");
    assertThat(room.takesMember(BOB, BOB, JsonObject.EMPTY)).isFalse();
    assertThat(room.takesMember(BOB, BOB, JsonObject.of("membership", 1))).isFalse();
    Pdu loose =
        room.made(
            EventDraft.message(
                EventType.MEMBER, BOB, room.id(), JsonObject.of("membership", "join"), 0),
            List.of(new EventId("$x")));
    assertThat(room.takes(loose)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_3_1_the_creator_joins_right_after_creating(RoomVersion version) {
    var room = new TestRoom(version).member(ALICE, "leave");
    assertThat(room.takes(join(room, ALICE, room.create.eventId()))).isTrue();
    assertThat(room.takes(join(room, ALICE, new EventId("$later")))).isFalse();
    assertThat(room.takes(join(room, BOB, room.create.eventId()))).isFalse();
  }

  private static Pdu join(TestRoom room, UserId user, EventId prev) {
    return room.made(
        EventDraft.state(
            EventType.MEMBER,
            user.value(),
            user,
            room.id(),
            JsonObject.of("membership", "join"),
            0),
        List.of(prev));
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_3_the_join_rule_decides_who_joins(RoomVersion version) {
    for (String now : MEMBERSHIPS) {
      boolean welcome = now.equals("invite") || now.equals("join");
      for (String rule : List.of("invite", "knock", "restricted", "knock_restricted")) {
        var room = new TestRoom(version).joinRule(rule).member(BOB, now);
        assertThat(room.takesMember(BOB, BOB, "join"))
            .as(rule + " " + now)
            .isEqualTo(welcome && knows(version, rule));
      }
      var open = new TestRoom(version).joinRule("public").member(BOB, now);
      assertThat(open.takesMember(BOB, BOB, "join")).as(now).isEqualTo(!now.equals("ban"));
      var unruled = new TestRoom(version).member(BOB, now);
      assertThat(unruled.takesMember(BOB, BOB, "join")).as(now).isEqualTo(welcome);
      var unknown = new TestRoom(version).joinRule("fr.example.rule").member(BOB, now);
      assertThat(unknown.takesMember(BOB, BOB, "join")).as(now).isFalse();
    }
  }

  /// A rule that came with a later version lets nobody in.
  private static boolean knows(RoomVersion version, String rule) {
    int number = Integer.parseInt(version.id().replace("org.matrix.msc3757.", ""));
    return switch (rule) {
      case "knock" -> number >= 7;
      case "restricted" -> number >= 8;
      case "knock_restricted" -> number >= 10;
      default -> true;
    };
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_3_2_nobody_joins_for_somebody_else(RoomVersion version) {
    var room = new TestRoom(version).joinRule("public").member(BOB, "join");
    assertThat(room.takesMember(BOB, CAROL, "join")).isFalse();
    assertThat(room.takesMember(ALICE, CAROL, "join")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_3_5_a_restricted_join_needs_the_word_of_a_member_who_may_invite(RoomVersion version) {
    JsonObject byBob =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", BOB.value());
    var bob = new UserId("@dave:domain");
    for (String rule : List.of("restricted", "knock_restricted")) {
      var room = new TestRoom(version).joinRule(rule).member(BOB, "join").levels(BOB_50);
      assertThat(room.takesMember(bob, bob, byBob)).isEqualTo(knows(version, rule));
      assertThat(room.takesMember(bob, bob, "join")).isFalse();
      room.levels(JsonObject.of("invite", 50));
      assertThat(room.takesMember(bob, bob, byBob)).isFalse();
      room.levels(BOB_50).member(BOB, "leave");
      assertThat(room.takesMember(bob, bob, byBob)).isFalse();
    }
    assertThat(
            new TestRoom(version)
                .joinRule("invite")
                .member(BOB, "join")
                .takesMember(bob, bob, byBob))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_2_the_authorising_server_signs(RoomVersion version) {
    var room = new TestRoom(version).joinRule("public").member(CAROL, "join");
    JsonObject byCarol =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", CAROL.value());
    boolean meansNothing = !knows(version, "restricted");
    assertThat(room.takesMember(BOB, BOB, byCarol)).isEqualTo(meansNothing);
    assertThat(room.takesMember(BOB, BOB, byCarol.with("join_authorised_via_users_server", 1)))
        .isEqualTo(meansNothing);
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_4_members_with_power_invite_those_outside(RoomVersion version) {
    for (String now : MEMBERSHIPS) {
      var room = new TestRoom(version).member(BOB, "join").member(CAROL, now).levels(BOB_50);
      boolean outside = !now.equals("join") && !now.equals("ban");
      assertThat(room.takesMember(BOB, CAROL, "invite")).as(now).isEqualTo(outside);
      room.levels(JsonObject.of("invite", 51, "users", JsonObject.of(BOB.value(), 50)));
      assertThat(room.takesMember(BOB, CAROL, "invite")).as(now).isFalse();
      room.levels(BOB_50).member(BOB, "leave");
      assertThat(room.takesMember(BOB, CAROL, "invite")).as(now).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_5_1_one_leaves_where_one_is(RoomVersion version) {
    for (String now : MEMBERSHIPS) {
      boolean knocking = now.equals("knock") && knows(version, "knock");
      boolean inside = now.equals("invite") || now.equals("join") || knocking;
      var room = new TestRoom(version).member(BOB, now);
      assertThat(room.takesMember(BOB, BOB, "leave")).as(now).isEqualTo(inside);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_5_kicking_asks_for_power_over_the_target(RoomVersion version) {
    var room = new TestRoom(version).member(BOB, "join").member(CAROL, "join");
    assertThat(room.levels(users(50, 49)).takesMember(BOB, CAROL, "leave")).isTrue();
    assertThat(room.levels(users(50, 50)).takesMember(BOB, CAROL, "leave")).isFalse();
    assertThat(room.levels(users(49, 0)).takesMember(BOB, CAROL, "leave")).isFalse();
    assertThat(room.levels(users(50, 0)).takesMember(BOB, ALICE, "leave"))
        .isEqualTo(!version.creatorsAbovePowerLevels());
    assertThat(room.member(BOB, "leave").takesMember(BOB, CAROL, "leave")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_5_3_lifting_a_ban_asks_for_both_powers(RoomVersion version) {
    var room = new TestRoom(version).member(BOB, "join").member(CAROL, "ban");
    assertThat(room.levels(users(60, 0).with("ban", 60)).takesMember(BOB, CAROL, "leave")).isTrue();
    assertThat(room.levels(users(59, 0).with("ban", 60)).takesMember(BOB, CAROL, "leave"))
        .isFalse();
    assertThat(room.levels(users(60, 0).with("kick", 61)).takesMember(BOB, CAROL, "leave"))
        .isFalse();
    assertThat(room.takesMember(CAROL, CAROL, "leave")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_6_banning_asks_for_power_over_the_target(RoomVersion version) {
    for (String now : MEMBERSHIPS) {
      var room = new TestRoom(version).member(BOB, "join").member(CAROL, now);
      assertThat(room.levels(users(50, 49)).takesMember(BOB, CAROL, "ban")).as(now).isTrue();
      assertThat(room.levels(users(50, 50)).takesMember(BOB, CAROL, "ban")).as(now).isFalse();
      assertThat(room.levels(users(49, 0)).takesMember(BOB, CAROL, "ban")).as(now).isFalse();
      assertThat(room.member(BOB, "leave").takesMember(BOB, CAROL, "ban")).as(now).isFalse();
    }
  }

  private static JsonObject users(int bob, int carol) {
    return JsonObject.of("users", JsonObject.of(BOB.value(), bob, CAROL.value(), carol));
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_7_knocking_is_for_those_outside_a_room_that_takes_knocks(RoomVersion version) {
    for (String now : MEMBERSHIPS) {
      boolean outside = now.equals("leave") || now.equals("knock");
      for (String rule : List.of("knock", "knock_restricted")) {
        var room = new TestRoom(version).joinRule(rule).member(BOB, now);
        assertThat(room.takesMember(BOB, BOB, "knock"))
            .as(rule + " " + now)
            .isEqualTo(outside && knows(version, rule));
        assertThat(room.takesMember(CAROL, BOB, "knock")).isFalse();
      }
      for (String rule : List.of("public", "invite", "restricted", "private")) {
        var room = new TestRoom(version).joinRule(rule).member(BOB, now);
        assertThat(room.takesMember(BOB, BOB, "knock")).as(rule + " " + now).isFalse();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rule_5_8_unknown_memberships_are_refused(RoomVersion version) {
    assertThat(new TestRoom(version).joinRule("public").takesMember(BOB, BOB, "guest")).isFalse();
  }

  @Test
  void rule_5_4_1_a_third_party_s_invitation_is_believed_by_its_signature() {
    var room = new TestRoom(RoomVersion.V12);
    JsonObject key = JsonObject.of("public_key", UnpaddedBase64.encode(TestKey.SPEC.publicKey()));
    room.state(
        EventType.THIRD_PARTY_INVITE, "t", ALICE, JsonObject.of("public_keys", List.of(key)));
    JsonObject signed =
        Signatures.sign(
            JsonObject.of("mxid", CAROL.value(), "token", "t"),
            new ServerName("identity"),
            TestKey.SPEC);
    assertThat(takesThirdParty(room, ALICE, signed)).isTrue();
    assertThat(takesThirdParty(room, BOB, signed)).isFalse();
    assertThat(takesThirdParty(room, ALICE, signed.without("token"))).isFalse();
    assertThat(takesThirdParty(room, ALICE, signed.without("mxid"))).isFalse();
    assertThat(takesThirdParty(room, ALICE, signed.with("token", "other"))).isFalse();
    assertThat(takesThirdParty(room, ALICE, signed.with("mxid", BOB.value()))).isFalse();
    assertThat(takesThirdParty(room, ALICE, signed.with("more", 1))).isFalse();
    assertThat(takesThirdParty(room, ALICE, signed.without("signatures"))).isFalse();
    assertThat(takesThirdParty(room.member(CAROL, "ban"), ALICE, signed)).isFalse();
  }

  private static boolean takesThirdParty(TestRoom room, UserId sender, JsonObject signed) {
    JsonObject content =
        JsonObject.of(
            "membership", "invite", "third_party_invite", JsonObject.of("signed", signed));
    Pdu invite = room.event(EventType.MEMBER, CAROL.value(), sender, content);
    assertThat(room.takes(invite)).isFalse(); // without a verifier nobody is believed
    return AuthRules.check(invite, room.now(), TestKey.VERIFIER).allowed();
  }
}
