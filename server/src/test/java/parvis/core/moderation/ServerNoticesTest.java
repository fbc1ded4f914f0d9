package parvis.core.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The server itself tells people something, in a room of its own for each of them.
class ServerNoticesTest {
  private static final String NOTICE = "/_synapse/admin/v1/send_server_notice";

  @AutoClose static final World world = World.start();
  static final Client admin = world.administrator("maire");

  private static JsonObject notice(String to, String body) {
    var content = JsonObject.of("msgtype", "m.text", "body", body);
    return JsonObject.of("user_id", to, "content", content);
  }

  private static String tell(Client to, String body) {
    return admin.post(NOTICE, notice(to.user(), body)).ok().string("event_id");
  }

  private static String invitation(Client to) {
    var invited = Chat.at(Chat.sync(to, ""), "rooms", "invite").keys();
    assertThat(invited).hasSize(1);
    return List.copyOf(invited).getFirst();
  }

  private static Answer leave(Client who, String room) {
    return who.post(Chat.path(room) + "/leave", JsonObject.EMPTY);
  }

  @Test
  void who_is_told_something_is_invited_and_cannot_decline_unread() {
    var alice = world.register("alice");
    tell(alice, "Maintenance ce soir");
    var room = invitation(alice);
    assertThat(leave(alice, room).errcode()).isEqualTo("M_CANNOT_LEAVE_SERVER_NOTICE_ROOM");
    Chat.join(alice, room).ok();
    assertThat(Chat.history(alice, room)).containsExactly("Maintenance ce soir");
    var tags = "/_matrix/client/v3/user/" + Client.segment(alice.user()) + "/rooms/";
    assertThat(alice.get(tags + Client.segment(room) + "/tags").ok().text())
        .contains("m.server_notice");
    var path = Chat.path(room) + "/send/m.room.message/a";
    assertThat(alice.put(path, JsonObject.of("msgtype", "m.text", "body", "non")).errcode())
        .isEqualTo("M_FORBIDDEN");
    leave(alice, room).ok();
    tell(alice, "Elle est finie");
    assertThat(invitation(alice)).isEqualTo(room);
  }

  @Test
  void the_server_itself_is_no_external_of_the_room_in_which_it_speaks() {
    var town = Town.organisation(admin, "Ville");
    var denis = world.register("denis");
    Town.put(admin, town, denis, "member").ok();
    tell(denis, "Bienvenue");
    var room = invitation(denis);
    Chat.join(denis, room).ok();
    var audience = denis.get("/api/v1/rooms/" + Client.segment(room) + "/audience").ok().json();
    assertThat(audience.integer("guests")).hasValue(0);
  }

  @Test
  void a_notice_with_a_transaction_id_is_sent_once() {
    var bruno = world.register("bruno");
    var first = admin.put(NOTICE + "/1", notice(bruno.user(), "un")).ok().string("event_id");
    var again = admin.put(NOTICE + "/1", notice(bruno.user(), "un")).ok().string("event_id");
    assertThat(again).isEqualTo(first);
    assertThat(tell(bruno, "un")).isNotEqualTo(first);
    var room = invitation(bruno);
    Chat.join(bruno, room).ok();
    assertThat(Chat.history(bruno, room)).containsExactly("un", "un");
  }

  @Test
  void a_notice_may_be_a_state() {
    var chloe = world.register("chloe");
    var name = JsonObject.of("name", "Avis de la mairie");
    var wish =
        JsonObject.of(
            "user_id", chloe.user(), "type", "m.room.name", "state_key", "", "content", name);
    admin.post(NOTICE, wish).ok();
    var room = invitation(chloe);
    Chat.join(chloe, room).ok();
    assertThat(chloe.get(Chat.path(room) + "/state/m.room.name/").ok().string("name"))
        .isEqualTo("Avis de la mairie");
  }

  @Test
  void only_administrators_let_the_server_speak_and_only_to_people_there_are() {
    var daniel = world.register("daniel");
    assertThat(daniel.post(NOTICE, notice(daniel.user(), "moi")).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(daniel.put(NOTICE + "/1", notice(daniel.user(), "moi")).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(admin.post(NOTICE, notice("@nobody:parvis.example", "a")).errcode())
        .isEqualTo("M_NOT_FOUND");
    assertThat(admin.post(NOTICE, notice("nobody", "a")).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(admin.post(NOTICE, JsonObject.of("user_id", daniel.user())).errcode())
        .isEqualTo("M_MISSING_PARAM");
    assertThat(Chat.at(Chat.sync(daniel, ""), "rooms", "invite").isEmpty()).isTrue();
  }

  @Test
  void nobody_takes_the_name_of_the_server() {
    var wish =
        JsonObject.of(
            "username",
            "_server",
            "password",
            World.PASSWORD,
            "auth",
            JsonObject.of("type", "m.login.dummy"));
    assertThat(world.stranger().post("/_matrix/client/v3/register", wish).errcode())
        .isEqualTo("M_USER_IN_USE");
  }

  @Test
  void who_got_that_name_before_does_not_speak_for_the_server() {
    var bruno = world.register("malik");
    tell(bruno, "Bonjour");
    password("'x'");
    try {
      assertThat(admin.post(NOTICE, notice(bruno.user(), "Encore")).errcode())
          .isEqualTo("M_USER_IN_USE");
    } finally {
      password("null");
    }
    tell(bruno, "Encore");
  }

  private static void password(String hash) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update account set password = %s
                     where "user" = (select nid from matrix_user where user_id = ?)"""
                        .formatted(hash),
                    "@_server:" + World.SERVER));
  }

  @Test
  void who_ends_their_account_leaves_the_room_of_notices_too() {
    var emil = world.register("emil");
    tell(emil, "Bonjour");
    var auth = Client.proof("emil", World.PASSWORD);
    emil.post("/_matrix/client/v3/account/deactivate", JsonObject.of("auth", auth)).ok();
    assertThat(admin.post(NOTICE, notice(emil.user(), "a")).errcode()).isEqualTo("M_NOT_FOUND");
  }
}
