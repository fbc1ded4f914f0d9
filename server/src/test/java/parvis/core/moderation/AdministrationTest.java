package parvis.core.moderation;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Client.segment;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Administrators run a house by the calls that their tools know.
final class AdministrationTest {
  private static final String V1 = "/_synapse/admin/v1";
  private static final String V2 = "/_synapse/admin/v2";
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String LOGIN = "/_matrix/client/v3/login";

  @AutoClose private static final World world = World.start();
  private static final Client maire = world.administrator("maire");

  private static String user(String name) {
    return V2 + "/users/" + segment("@" + name + ":" + World.SERVER);
  }

  private static Answer login(String name, String password) {
    return world.stranger().post(LOGIN, Client.proof(name, password));
  }

  @Test
  void an_account_is_made_found_changed_and_ended() {
    var wish = JsonObject.of("password", "une longue phrase", "displayname", "Zoé Accueil");
    var made = maire.put(user("zoe"), wish);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.string("displayname")).isEqualTo("Zoé Accueil");
    login("zoe", "une longue phrase").ok();
    var found = maire.get(V2 + "/users?name=accueil").ok().json();
    assertThat(found.integer("total")).hasValue(1);
    assertThat(found.array("users").orElseThrow().objects().getFirst().string("name"))
        .contains("@zoe:" + World.SERVER);
    assertThat(maire.put(user("zoe"), JsonObject.of("displayname", "Zoé")).status()).isEqualTo(200);
    maire.put(user("zoe"), JsonObject.of("deactivated", true)).ok();
    assertThat(login("zoe", "une longue phrase").errcode()).isEqualTo("M_USER_DEACTIVATED");
    assertThat(maire.get(user("zoe")).ok().json().bool("deactivated")).contains(true);
    assertThat(maire.get(V2 + "/users?name=zoe").ok().json().integer("total")).hasValue(0);
    assertThat(maire.get(V2 + "/users?name=zoe&deactivated=true").ok().json().integer("total"))
        .hasValue(1);
  }

  @Test
  void a_refused_change_of_an_account_changes_nothing() {
    var wish = JsonObject.of("admin", true, "displayname", "Quentin");
    var nowhere = wish.with("avatar_url", "http://elsewhere.example/q.png");
    for (var refused : List.of(nowhere, wish.with("locked", true))) {
      assertThat(maire.put(user("quentin"), refused).errcode()).isEqualTo("M_INVALID_PARAM");
      assertThat(maire.get(user("quentin")).errcode()).isEqualTo("M_NOT_FOUND");
    }
    var before = maire.put(user("quentin"), JsonObject.of("displayname", "Q")).json();
    for (var refused : List.of(nowhere, wish.with("locked", true))) {
      assertThat(maire.put(user("quentin"), refused).errcode()).isEqualTo("M_INVALID_PARAM");
      assertThat(maire.get(user("quentin")).ok().json()).isEqualTo(before);
    }
  }

  @Test
  void lists_come_in_pages_and_in_the_order_that_is_wanted() {
    for (var name : List.of("page-a", "page-b", "page-c")) world.register(name);
    var first = maire.get(V2 + "/users?name=page-&limit=2&order_by=creation_ts&dir=b").ok();
    assertThat(names(first)).containsExactly("page-c", "page-b");
    var next = first.string("next_token");
    var rest =
        maire.get(V2 + "/users?name=page-&limit=2&order_by=creation_ts&dir=b&from=" + next).ok();
    assertThat(names(rest)).containsExactly("page-a");
    assertThat(rest.json().has("next_token")).isFalse();
  }

  private static List<String> names(Answer page) {
    return page.json().array("users").orElseThrow().objects().stream()
        .map(user -> user.string("name").orElseThrow().replaceAll("@(.*):.*", "$1"))
        .toList();
  }

  @Test
  void another_password_signs_out_and_another_administrator_is_out_of_reach() {
    var yann = world.register("yann");
    var reset = V1 + "/reset_password/" + segment(yann.user());
    maire.post(reset, JsonObject.of("new_password", "encore une phrase")).ok();
    assertThat(yann.get(WHOAMI).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    login("yann", "encore une phrase").ok();
    var right = V1 + "/users/" + segment(yann.user()) + "/admin";
    maire.put(right, JsonObject.of("admin", true)).ok();
    var adjoint =
        world
            .stranger()
            .signedIn("", "", login("yann", "encore une phrase").ok().string("access_token"));
    adjoint.get(V2 + "/users").ok();
    assertThat(maire.post(reset, JsonObject.of("new_password", "encore une phrase")).errcode())
        .isEqualTo("M_FORBIDDEN");
    var own = V1 + "/users/" + segment(maire.user()) + "/admin";
    assertThat(maire.put(own, JsonObject.of("admin", false)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    maire.put(right, JsonObject.of("admin", false)).ok();
    assertThat(adjoint.get(V2 + "/users").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_device_is_seen_named_and_signed_out() {
    var xena = world.register("xena");
    var device = user("xena") + "/devices/" + segment(xena.device());
    maire.put(device, JsonObject.of("display_name", "Guichet 3")).ok();
    assertThat(maire.get(device).ok().string("display_name")).isEqualTo("Guichet 3");
    assertThat(maire.get(user("xena") + "/devices").ok().json().integer("total")).hasValue(1);
    maire
        .post(
            user("xena") + "/delete_devices", JsonObject.of("devices", JsonArray.of(xena.device())))
        .ok();
    assertThat(xena.get(WHOAMI).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(maire.get(V1 + "/whois/" + segment(xena.user())).ok().string("user_id"))
        .isEqualTo(xena.user());
  }

  @Test
  void a_registration_token_lets_in_as_many_as_it_says() {
    var tokens = V1 + "/registration_tokens";
    maire.post(tokens + "/new", JsonObject.of("token", "rentree", "uses_allowed", 2)).ok();
    maire.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    try {
      var auth = JsonObject.of("type", "m.login.registration_token", "token", "rentree");
      var wish = JsonObject.of("username", "wim", "password", World.PASSWORD);
      world.stranger().post("/_matrix/client/v3/register", wish.with("auth", auth)).ok();
      var told = maire.get(tokens + "/rentree").ok().json();
      assertThat(told.integer("completed")).hasValue(1);
      assertThat(told.integer("uses_allowed")).hasValue(2);
      assertThat(maire.put(tokens + "/rentree", JsonObject.of("uses_allowed", 1)).errcode())
          .as("it has let in one")
          .isEqualTo("M_INVALID_PARAM");
      assertThat(maire.get(tokens + "/rentree").ok().json()).isEqualTo(told);
    } finally {
      maire.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    }
  }

  @Test
  void a_room_is_found_and_read_without_what_was_said() {
    var vera = world.register("vera");
    var room = Chat.create(vera, JsonObject.of("name", "Marché de Noël"));
    Chat.say(vera, room, "rien que nous");
    var found = maire.get(V1 + "/rooms?search_term=marche").ok().json();
    assertThat(found.integer("total_rooms")).hasValue(1);
    var listed = found.array("rooms").orElseThrow().objects().getFirst();
    assertThat(listed.string("room_id")).contains(room);
    assertThat(listed.integer("joined_members")).hasValue(1);
    assertThat(maire.get(V1 + "/rooms?search_term=" + segment(room)).ok().json().get("rooms"))
        .isEqualTo(found.get("rooms"));
    assertThat(maire.get(V1 + "/rooms/" + segment(room)).ok().string("creator"))
        .isEqualTo(vera.user());
    assertThat(maire.get(V1 + "/rooms/" + segment(room) + "/members").ok().text())
        .contains(vera.user());
    assertThat(maire.get(V1 + "/rooms/" + segment(room) + "/state").ok().text())
        .contains("Marché de Noël")
        .doesNotContain("rien que nous");
    assertThat(maire.get(V1 + "/users/" + segment(vera.user()) + "/joined_rooms").ok().text())
        .contains(room);
  }

  @Test
  void a_room_is_closed_everybody_goes_and_nothing_of_it_is_left() {
    var ugo = world.register("ugo");
    var tess = world.register("tess");
    var room = Chat.create(ugo, JsonObject.of("preset", "public_chat", "room_alias_name", "ferme"));
    Chat.join(tess, room).ok();
    var invited = world.register("invited");
    Chat.member(ugo, room, "invite", invited).ok();
    Chat.say(tess, room, "un secret bien gardé");
    var since = Chat.next(Chat.sync(tess, ""));
    var close = JsonObject.of("message", "Ce salon est fermé.", "block", true);
    var begun = delete(V2 + "/rooms/" + segment(room), close).ok().string("delete_id");
    Race.until(
        () ->
            maire
                .get(V2 + "/rooms/delete_status/" + begun)
                .ok()
                .string("status")
                .equals("complete"));
    var left = Chat.in(Chat.sync(tess, "since=" + segment(since)), "leave", room);
    assertThat(left.toString()).contains("Ce salon est fermé.");
    assertThat(Chat.sync(invited, "").toString()).doesNotContain(room);
    assertThat(tess.get(Chat.path(room) + "/messages?dir=b").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(Chat.join(tess, room).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(
            tess.get("/_matrix/client/v3/directory/room/" + segment("#ferme:" + World.SERVER))
                .errcode())
        .isEqualTo("M_NOT_FOUND");
    var kept =
        """
        select count(*) as n from event e join room r on r.nid = e.room
          left join original o on o.event = e.nid
         where r.room_id = ? and e.type not in ('m.room.create', 'm.room.member')
           and o.redacted_ms is distinct from 0""";
    assertThat(world.db().read(tx -> tx.first(row -> row.number("n"), kept, room)).orElseThrow())
        .as("events that the next round does not wipe")
        .isZero();
    maire.put(V1 + "/rooms/" + segment(room) + "/block", JsonObject.of("block", false)).ok();
    Chat.join(tess, room).ok();
    var other = Chat.create(ugo, JsonObject.EMPTY);
    maire.put(V1 + "/rooms/" + segment(other) + "/block", JsonObject.of("block", true)).ok();
    var member = Chat.path(other) + "/state/m.room.member/" + segment(tess.user());
    assertThat(ugo.put(member, JsonObject.of("membership", "invite")).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(Chat.history(tess, room)).isEmpty();
  }

  private static Answer delete(String path, JsonObject body) {
    return maire.send(
        "DELETE", path, "application/json", body.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void somebody_is_brought_into_a_room() {
    var sam = world.register("sam");
    var open = Chat.room(maire);
    var closed = Chat.create(maire, JsonObject.EMPTY);
    var foreign = Chat.create(sam, JsonObject.EMPTY);
    for (var room : List.of(open, closed)) {
      maire.post(V1 + "/join/" + segment(room), JsonObject.of("user_id", sam.user())).ok();
      Chat.say(sam, room, "me voici");
    }
    var rita = world.register("rita");
    assertThat(
            maire
                .post(V1 + "/join/" + segment(foreign), JsonObject.of("user_id", rita.user()))
                .errcode())
        .isEqualTo("M_FORBIDDEN");
    maire.put(user("rita"), JsonObject.of("locked", true)).ok();
    assertThat(
            maire
                .post(V1 + "/join/" + segment(open), JsonObject.of("user_id", rita.user()))
                .errcode())
        .isEqualTo("M_USER_LOCKED");
    assertThat(maire.get(V2 + "/users?name=" + "x".repeat(256)).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }
}
