package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who wants no invitations gets none, in whatever way they are sent.
class UnwillingTest {
  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  private static void wants(JsonObject config) {
    var path = "/_matrix/client/v3/user/" + Client.segment(bruno.user());
    bruno.put(path + "/account_data/m.invite_permission_config", config).ok();
  }

  @Test
  void no_way_of_inviting_leads_to_who_wants_none_until_they_do() {
    var room = Chat.room(alice);
    var member = Chat.path(room) + "/state/m.room.member/" + Client.segment(bruno.user());
    var wish = JsonObject.of("invite", JsonArray.of(bruno.user()));
    wants(JsonObject.of("default_action", "block"));
    assertThat(Chat.member(alice, room, "invite", bruno).errcode()).isEqualTo("M_INVITE_BLOCKED");
    assertThat(alice.put(member, JsonObject.of("membership", "invite")).errcode())
        .isEqualTo("M_INVITE_BLOCKED");
    assertThat(alice.post("/_matrix/client/v3/createRoom", wish).errcode())
        .isEqualTo("M_INVITE_BLOCKED");
    assertThat(Chat.at(Chat.sync(bruno, ""), "rooms").has("invite")).isFalse();
    Chat.join(bruno, room).ok();
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    wants(JsonObject.of("default_action", "allow"));
    Chat.member(alice, room, "invite", bruno).ok();
    wants(JsonObject.of("default_action", 7));
    alice.post("/_matrix/client/v3/createRoom", wish).ok();
  }
}
