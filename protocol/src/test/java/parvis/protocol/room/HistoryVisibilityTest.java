package parvis.protocol.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonObject;

/// Who may read, and what a room says of itself where it says nothing or nonsense.
class HistoryVisibilityTest {
  /// spec: client-server-api#server-behaviour-5
  @ParameterizedTest
  @EnumSource
  void visibility_membership_and_later_joins_decide(Membership then) {
    boolean joined = then == Membership.JOIN;
    assertThat(HistoryVisibility.WORLD_READABLE.permits(then, false)).isTrue();
    assertThat(HistoryVisibility.SHARED.permits(then, true)).isTrue();
    assertThat(HistoryVisibility.SHARED.permits(then, false)).isEqualTo(joined);
    boolean invited = joined || then == Membership.INVITE;
    for (boolean since : List.of(true, false)) {
      assertThat(HistoryVisibility.INVITED.permits(then, since)).isEqualTo(invited);
      assertThat(HistoryVisibility.JOINED.permits(then, since)).isEqualTo(joined);
    }
  }

  @Test
  void a_room_that_says_nothing_or_nonsense_is_shared() {
    var room = new TestRoom(RoomVersion.V12);
    assertThat(HistoryVisibility.of(room.now())).isEqualTo(HistoryVisibility.SHARED);
    say(room, JsonObject.of("history_visibility", "nonsense"));
    assertThat(HistoryVisibility.of(room.now())).isEqualTo(HistoryVisibility.SHARED);
    say(room, JsonObject.of("history_visibility", "joined"));
    assertThat(HistoryVisibility.of(room.now())).isEqualTo(HistoryVisibility.JOINED);
  }

  private static void say(TestRoom room, JsonObject content) {
    room.state("m.room.history_visibility", "", TestRoom.ALICE, content);
  }

  @Test
  void a_restricted_room_names_the_rooms_whose_members_it_admits() {
    var room = new TestRoom(RoomVersion.V12);
    assertThat(JoinRule.of(RoomVersion.V12, room.now())).isEqualTo(JoinRule.INVITE);
    JsonObject space = JsonObject.of("type", "m.room_membership", "room_id", "!space:a");
    room.state(
        "m.room.join_rules",
        "",
        TestRoom.ALICE,
        JsonObject.of(
            "join_rule",
            "restricted",
            "allow",
            List.of(space, "x", space.with("type", "other"), space.with("room_id", "no id"))));
    assertThat(JoinRule.of(RoomVersion.V12, room.now())).isEqualTo(JoinRule.RESTRICTED);
    assertThat(JoinRule.allowedRooms(room.now())).containsExactly(new RoomId("!space:a"));
  }

  @ParameterizedTest
  @EnumSource
  void memberships_are_stored_as_numbers_from_one_on(Membership membership) {
    assertThat(Membership.ofCode(membership.code())).hasValue(membership);
    assertThat(Membership.of(membership.word())).hasValue(membership);
    assertThat(Membership.ofCode(0)).isEmpty();
    assertThat(Membership.ofCode(6)).isEmpty();
  }
}
