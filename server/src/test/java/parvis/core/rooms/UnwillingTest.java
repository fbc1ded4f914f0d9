package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
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
    var later = member + "?org.matrix.msc4140.delay=60000";
    wants(JsonObject.EMPTY);
    var delayed = alice.put(later, JsonObject.of("membership", "invite")).ok().string("delay_id");
    wants(JsonObject.of("default_action", "block"));
    var now = "/_matrix/client/unstable/org.matrix.msc4140/delayed_events/" + delayed + "/send";
    assertThat(alice.post(now, JsonObject.EMPTY).errcode()).isEqualTo("M_INVITE_BLOCKED");
    assertThat(Chat.at(Chat.sync(bruno, ""), "rooms").has("invite")).isFalse();
    Chat.join(bruno, room).ok();
    bruno.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    wants(JsonObject.of("default_action", "allow"));
    Chat.member(alice, room, "invite", bruno).ok();
    wants(JsonObject.of("default_action", 7));
    alice.post("/_matrix/client/v3/createRoom", wish).ok();
  }

  /// Somebody who has noted lists under the name that clients know before the specification.
  private static Client choosy(String name, Object... lists) {
    var client = world.register(name);
    var path = "/_matrix/client/v3/user/" + Client.segment(client.user()) + "/account_data/";
    client.put(path + "org.matrix.msc4155.invite_permission_config", JsonObject.of(lists)).ok();
    return client;
  }

  private static JsonArray list(String... patterns) {
    return JsonArray.of((Object[]) patterns);
  }

  private static void assertBlocked(Client target) {
    var answer = Chat.member(alice, Chat.room(alice), "invite", target);
    assertThat(answer.errcode()).as(target.user()).isEqualTo("M_INVITE_BLOCKED");
  }

  private static void assertInvited(Client target) {
    var room = Chat.room(alice);
    Chat.member(alice, room, "invite", target).ok();
    assertThat(Chat.at(Chat.sync(target, ""), "rooms", "invite").keys()).contains(room);
  }

  @Test
  void people_and_servers_are_let_in_and_kept_out_by_patterns() {
    assertBlocked(choosy("c1", "blocked_users", list(alice.user())));
    assertBlocked(choosy("c2", "blocked_users", list("@al?c*")));
    assertBlocked(choosy("c3", "blocked_servers", list("*.example")));
    assertBlocked(choosy("c4", "blocked_users", list("@alice:*"), "allowed_servers", list("*")));
    assertInvited(choosy("c5", "blocked_servers", list("*"), "allowed_users", list(alice.user())));
    assertInvited(choosy("c6", "blocked_users", list("*"), "allowed_users", list("@alice:*")));
    assertInvited(choosy("c7", "blocked_servers", list("other.example"), "allowed_users", 7L));
    assertInvited(choosy("c8", "blocked_users", JsonNull.NULL));
    var stable = world.register("c9");
    var path = "/_matrix/client/v3/user/" + Client.segment(stable.user()) + "/account_data/";
    var config = JsonObject.of("default_action", "block", "allowed_users", list("@alice:*"));
    stable.put(path + "m.invite_permission_config", config).ok();
    assertInvited(stable);
  }

  @Test
  void an_ignored_invitation_goes_out_and_is_never_seen() {
    var daniel = choosy("daniel", "ignored_users", list(alice.user()));
    var since = Chat.next(Chat.sync(daniel, ""));
    var room = Chat.room(alice);
    Chat.member(alice, room, "invite", daniel).ok();
    assertThat(Chat.at(Chat.sync(daniel, ""), "rooms").has("invite")).isFalse();
    assertThat(Chat.at(Chat.sync(daniel, "since=" + since), "rooms").has("invite")).isFalse();
    var list =
        JsonObject.of(
            "ranges",
            JsonArray.of(JsonArray.of(0L, 9L)),
            "timeline_limit",
            1L,
            "required_state",
            JsonArray.EMPTY);
    var sliding = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
    var told = daniel.post(sliding, JsonObject.of("lists", JsonObject.of("all", list))).ok().json();
    assertThat(Chat.at(told, "rooms").isEmpty()).isTrue();
    var notified = daniel.get("/_matrix/client/v3/notifications").ok().json();
    assertThat(notified.array("notifications").orElseThrow().values()).isEmpty();
    daniel
        .put(
            "/_matrix/client/v3/user/"
                + Client.segment(daniel.user())
                + "/account_data/org.matrix.msc4155.invite_permission_config",
            JsonObject.EMPTY)
        .ok();
    assertThat(Chat.at(Chat.sync(daniel, ""), "rooms", "invite").keys()).containsExactly(room);
  }

  @Test
  void a_list_whose_end_nobody_would_look_at_is_refused() {
    var chloe = world.register("chloe-lists");
    var path = "/_matrix/client/v3/user/" + Client.segment(chloe.user()) + "/account_data/";
    var many = JsonArray.of(Collections.nCopies(1_001, "@a:parvis.example").toArray());
    for (var type : List.of("m", "org.matrix.msc4155")) {
      var put = path + type + ".invite_permission_config";
      assertThat(chloe.put(put, JsonObject.of("blocked_users", many)).errcode())
          .isEqualTo("M_INVALID_PARAM");
    }
  }
}
