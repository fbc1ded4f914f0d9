package parvis.core.appservice;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.appservice.IrcHouse.SERVICE;
import static parvis.core.appservice.IrcHouse.V3;
import static parvis.core.appservice.IrcHouse.WAIT_MAX;
import static parvis.core.appservice.IrcHouse.as;
import static parvis.core.appservice.IrcHouse.ghost;
import static parvis.core.appservice.IrcHouse.says;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Names of application services are theirs, and lead to other networks.
class AppserviceNamesTest {
  @AutoClose private static final IrcHouse house = IrcHouse.begin();
  private Client alice;

  @BeforeEach
  void comeBack() {
    alice = house.alice();
  }

  @Test
  void a_service_acts_only_as_its_own_who_are_there() {
    var ghost = house.made();
    var who = V3 + "/account/whoami";
    assertThat(house.service().get(who).ok().string("user_id"))
        .isEqualTo("@irc_bot:" + World.SERVER);
    var mask = house.service().get(as(who, ghost)).ok().json();
    assertThat(mask.string("user_id")).contains(ghost);
    assertThat(mask.has("device_id")).isFalse();
    assertThat(house.service().get(as(who, "@irc_nobody:" + World.SERVER)).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(house.service().get(as(who, alice.user())).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(house.service().get(as(who, "@irc_x:elsewhere.example")).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_service_that_shares_its_names_has_neither_their_rights_nor_their_proof()
      throws IOException {
    var maire = house.world.administrator("maire");
    var guest = house.world.stranger().post(V3 + "/register?kind=guest", JsonObject.EMPTY).ok();
    try (var puppet = Bridge.start("puppet")) {
      var shared = puppet.registration("").replace("true, regex: \"@puppet_", "false, regex: \"@");
      var file = Files.writeString(house.folder.resolve("puppet.yaml"), shared.replace("@.*", "@"));
      house.await("registered", 2);
      var service = house.world.stranger().signedIn("", "", puppet.asToken());
      var who = V3 + "/account/whoami";
      service.get(as(who, maire.user())).ok();
      assertThat(service.get(as("/_synapse/admin/v2/users", maire.user())).errcode())
          .isEqualTo("M_FORBIDDEN");
      var identifier = JsonObject.of("type", "m.id.user", "user", maire.user());
      var login = JsonObject.of("type", SERVICE, "identifier", identifier);
      assertThat(service.post(V3 + "/login", login).errcode()).isEqualTo("M_FORBIDDEN");
      var mask = service.get(as(who, guest.string("user_id"))).ok().json();
      assertThat(mask.bool("is_guest")).contains(true);
      var end = as(V3 + "/account/deactivate", alice.user());
      assertThat(service.post(end, JsonObject.EMPTY).status()).isEqualTo(401);
      alice.get(who).ok();
      refusesWhoIsBarred(maire, service);
      refusesWhoAdministersLater(maire, service);
      var sync = as(V3 + "/sync", alice.user());
      var since = service.get(sync).ok().string("next_batch");
      var waiting = service.later(sync + "&timeout=60000&since=" + since);
      Files.delete(file);
      house.await("registered", 1);
      Chat.room(alice);
      assertThat(waiting.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join().errcode())
          .isEqualTo("M_UNKNOWN_TOKEN");
    }
  }

  private static void refusesWhoIsBarred(Client maire, Client service) {
    var bruno = house.world.register("barred");
    var room = Chat.room(bruno);
    var admin = "/_matrix/client/v1/admin/";
    var whom = Client.segment(bruno.user());
    maire.put(admin + "suspend/" + whom, JsonObject.of("suspended", true)).ok();
    service.get(as(V3 + "/account/whoami", bruno.user())).ok();
    var path = as(Chat.path(room) + "/send/m.room.message/s", bruno.user());
    assertThat(service.put(path, JsonObject.of("msgtype", "m.text", "body", "a")).errcode())
        .isEqualTo("M_USER_SUSPENDED");
    maire.put(admin + "lock/" + whom, JsonObject.of("locked", true)).ok();
    assertThat(service.get(as(V3 + "/account/whoami", bruno.user())).errcode())
        .isEqualTo("M_USER_LOCKED");
  }

  private static void refusesWhoAdministersLater(Client maire, Client service) {
    var clara = house.world.register("later");
    var identifier = JsonObject.of("type", "m.id.user", "user", clara.user());
    var login = JsonObject.of("type", SERVICE, "identifier", identifier);
    var token = service.post(V3 + "/login", login).ok().string("access_token");
    var accounts = "/_synapse/admin/v2/users";
    var path = accounts + "/" + Client.segment(clara.user());
    maire.put(path, JsonObject.of("admin", true)).ok();
    clara.get(accounts).ok();
    var opened = house.world.stranger().signedIn(clara.user(), "", token);
    assertThat(opened.get(accounts).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void names_of_a_service_are_nobody_elses() {
    var register = V3 + "/register";
    var wish = ghost("irc_taken").with("auth", JsonObject.of("type", "m.login.dummy"));
    var person = wish.without("type").with("password", World.PASSWORD);
    var stranger = house.world.stranger();
    assertThat(stranger.post(register, person).errcode()).isEqualTo("M_EXCLUSIVE");
    assertThat(stranger.get(register + "/available?username=irc_free").errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(house.service().post(register, ghost("somebody")).errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(stranger.post(register, ghost("irc_new")).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(alice.post(register, ghost("irc_new")).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    house.service().post(register, ghost("irc_taken")).ok();
    assertThat(house.service().post(register, ghost("irc_taken")).errcode())
        .isEqualTo("M_USER_IN_USE");
  }

  @Test
  void a_service_signs_in_as_its_own_without_a_password() {
    var ghost = house.made();
    var identifier = JsonObject.of("type", "m.id.user", "user", ghost);
    var wish = JsonObject.of("type", SERVICE, "identifier", identifier);
    var flows = house.world.stranger().get(V3 + "/login").ok().json().array("flows").orElseThrow();
    assertThat(flows.objects()).contains(JsonObject.of("type", SERVICE));
    var signedIn = house.service().post(V3 + "/login", wish).ok();
    var own = house.world.stranger().signedIn(ghost, "", signedIn.string("access_token"));
    assertThat(own.get(V3 + "/account/whoami").ok().string("user_id")).isEqualTo(ghost);
    var other = identifier.with("user", alice.user());
    assertThat(house.service().post(V3 + "/login", wish.with("identifier", other)).errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(house.world.stranger().post(V3 + "/login", wish).errcode())
        .isEqualTo("M_MISSING_TOKEN");
  }

  @Test
  void aliases_of_a_service_are_nobody_elses() {
    var room = Chat.room(alice);
    var directory = V3 + "/directory/room/";
    var alias = Client.segment("#irc_room:" + World.SERVER);
    var to = JsonObject.of("room_id", room);
    assertThat(alice.put(directory + alias, to).errcode()).isEqualTo("M_EXCLUSIVE");
    var named = JsonObject.of("room_alias_name", "irc_named");
    assertThat(alice.post(V3 + "/createRoom", named).errcode()).isEqualTo("M_EXCLUSIVE");
    var ghost = house.made();
    house.join(ghost, room).ok();
    house.service().put(as(directory + alias, ghost), to).ok();
    var foreign = Client.segment("#somewhere:" + World.SERVER);
    assertThat(house.service().put(as(directory + foreign, ghost), to).errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(alice.delete(directory + alias).errcode()).isEqualTo("M_EXCLUSIVE");
    house.service().post(as(Chat.path(room) + "/leave", ghost), JsonObject.EMPTY).ok();
    Chat.say(alice, room, "by its name");
    house.irc.until(event -> says(event, "by its name"));
  }

  @Test
  void a_person_or_a_room_that_is_not_there_is_asked_of_the_service_and_made() {
    var ghost = "@irc_asked:" + World.SERVER;
    var alias = "#irc_asked:" + World.SERVER;
    house.irc.answers(
        path -> {
          if (path.endsWith("/users/" + Client.segment(ghost))) {
            house.service().post(V3 + "/register", ghost("irc_asked")).ok();
            return Bridge.Says.YES;
          }
          if (path.endsWith("/rooms/" + Client.segment(alias))) {
            var wish = JsonObject.of("preset", "public_chat", "room_alias_name", "irc_asked");
            house.service().post(V3 + "/createRoom", wish).ok();
            return Bridge.Says.YES;
          }
          return Bridge.Says.NOTHING;
        });
    alice.get(V3 + "/profile/" + Client.segment(ghost)).ok();
    alice.post(V3 + "/join/" + Client.segment(alias), JsonObject.EMPTY).ok();
    var nobody = Client.segment("@irc_unknown:" + World.SERVER);
    assertThat(alice.get(V3 + "/profile/" + nobody).errcode()).isEqualTo("M_NOT_FOUND");
    var room = Chat.create(alice, JsonObject.of("preset", "private_chat"));
    var invited = JsonObject.of("user_id", "@irc_unknown:" + World.SERVER);
    assertThat(alice.post(Chat.path(room) + "/invite", invited).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_service_that_knows_only_the_addresses_of_before_is_asked_there() {
    var ghost = "@irc_early:" + World.SERVER;
    house.irc.answers(
        path -> {
          if (path.startsWith("/_matrix/")) {
            return new Bridge.Says(404, "Cannot GET " + path);
          }
          house.service().post(V3 + "/register", ghost("irc_early")).ok();
          return Bridge.Says.YES;
        });
    alice.get(V3 + "/profile/" + Client.segment(ghost)).ok();
  }

  @Test
  void a_service_asks_whether_it_can_be_reached() {
    var ping = "/_matrix/client/v1/appservice/irc/ping";
    var said = JsonObject.of("transaction_id", "meow");
    house.irc.answers(_ -> Bridge.Says.YES);
    assertThat(house.service().post(ping, said).ok().json().integer("duration_ms")).isPresent();
    house.irc.answers(_ -> new Bridge.Says(418, "{\"errcode\":\"M_TEAPOT\"}"));
    var refused = house.service().post(ping, said);
    assertThat(refused.status()).isEqualTo(502);
    assertThat(refused.errcode()).isEqualTo("M_BAD_STATUS");
    assertThat(refused.json().integer("status").orElseThrow()).isEqualTo(418);
    assertThat(alice.post(ping, said).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(house.service().post("/_matrix/client/v1/appservice/other/ping", said).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void networks_are_those_that_services_lead_to() {
    var network =
        """
        {"user_fields":["nick"],"location_fields":["channel"],"icon":"mxc://x/y","field_types":
        {"nick":{"regexp":".*","placeholder":"nick"},"channel":{"regexp":".*","placeholder":"#c"}},
        "instances":[{"network_id":"libera","desc":"Libera","fields":{"network":"libera.chat"}}]}""";
    var place =
        "[{\"alias\":\"#irc_c:parvis.example\",\"protocol\":\"irc\",\"fields\":{\"channel\":\"#c\"}}]";
    house.irc.answers(
        path ->
            path.contains("/protocol/irc")
                ? new Bridge.Says(200, network)
                : path.contains("/location") ? new Bridge.Says(200, place) : Bridge.Says.NOTHING);
    var irc = alice.get(V3 + "/thirdparty/protocols").ok().json().object("irc").orElseThrow();
    var instance = irc.array("instances").orElseThrow().objects().getFirst();
    assertThat(instance.string("instance_id")).contains("irc|libera");
    alice.get(V3 + "/thirdparty/protocol/irc").ok();
    assertThat(alice.get(V3 + "/thirdparty/protocol/icq").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(alice.get(V3 + "/thirdparty/location/irc?channel=%23c").ok().objects()).hasSize(1);
    alice.get(V3 + "/thirdparty/location?alias=%23irc_c:parvis.example").ok();
    assertThat(alice.get(V3 + "/thirdparty/user/irc?nick=x").errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_service_shows_rooms_of_its_networks_beside_those_of_the_house() {
    var room = Chat.create(alice, JsonObject.of("preset", "public_chat", "name", "Far away"));
    var list = V3 + "/directory/list/appservice/libera/" + Client.segment(room);
    var visible = JsonObject.of("visibility", "public");
    assertThat(alice.put(list, visible).errcode()).isEqualTo("M_FORBIDDEN");
    house.service().put(list, visible).ok();
    assertThat(found(JsonObject.of("third_party_instance_id", "irc|libera"))).containsExactly(room);
    assertThat(found(JsonObject.of("include_all_networks", true))).contains(room);
    assertThat(found(JsonObject.EMPTY)).doesNotContain(room);
    house.service().put(list, JsonObject.of("visibility", "private")).ok();
    assertThat(found(JsonObject.of("include_all_networks", true))).doesNotContain(room);
  }

  private List<String> found(JsonObject wish) {
    var answer = alice.post(V3 + "/publicRooms", wish).ok().json();
    return answer.array("chunk").orElse(JsonArray.EMPTY).objects().stream()
        .flatMap(room -> room.string("room_id").stream())
        .toList();
  }

  @Test
  void a_registration_holds_as_soon_as_its_file_is_there_and_as_long() throws IOException {
    try (var icq = Bridge.start("icq")) {
      var service = house.world.stranger().signedIn("", "", icq.asToken());
      var who = V3 + "/account/whoami";
      assertThat(service.get(who).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
      icq.register(house.folder, "");
      house.await("registered", 2);
      assertThat(service.get(who).ok().string("user_id")).isEqualTo("@icq_bot:" + World.SERVER);
      var same = Files.writeString(house.folder.resolve("same.yaml"), icq.registration(""));
      house.await("refused", 1);
      service.get(who).ok();
      Files.delete(same);
      house.await("refused", 0);
      var gone = house.folder.resolveSibling(house.folder.getFileName() + "-gone");
      Files.move(house.folder, gone);
      house.await("refused", 1);
      service.get(who).ok();
      Files.move(gone, house.folder);
      house.await("refused", 0);
      var room = Chat.room(alice);
      service.post(Chat.path(room) + "/join", JsonObject.EMPTY).ok();
      icq.until(event -> event.string("type").filter("m.room.member"::equals).isPresent());
      Files.delete(house.folder.resolve("icq.yaml"));
      house.await("registered", 1);
      assertThat(service.get(who).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
      Chat.say(alice, room, "while the file is away");
      icq.register(house.folder, "");
      icq.until(event -> says(event, "while the file is away"));
      Files.delete(house.folder.resolve("icq.yaml"));
      house.await("registered", 1);
    }
  }
}
