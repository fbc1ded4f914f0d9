package parvis.core.appservice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.Leftovers;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Application services act as many, hear what these hear, and lead to other networks.
class AppserviceTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String SERVICE = "m.login.application_service";
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);
  private static Path folder;
  private static Bridge irc;
  private static World world;
  private static Client first;
  private static int names;
  private Client alice;

  @BeforeAll
  static void begin() throws IOException {
    folder = Files.createTempDirectory("parvis-services-");
    irc = Bridge.start("irc");
    irc.register(
        folder,
        """
        rate_limited: false
        receive_ephemeral: true
        org.matrix.msc3202: true
        protocols: [irc]
        """);
    world =
        World.start(
            Map.of(
                "PARVIS_APPLICATION_SERVICES", folder.toString(),
                "PARVIS_GUESTS", "on",
                "PARVIS_PRESENCE", "on",
                "PARVIS_RATE_LIMITS", "on"));
    first = world.register("alice");
  }

  @AfterAll
  static void end() throws IOException {
    world.close();
    irc.close();
    Leftovers.delete(folder);
  }

  @BeforeEach
  void comeBack() {
    alice = world.back(first);
    irc.takes(true);
    irc.answers(_ -> Bridge.Says.NOTHING);
  }

  private static Client service() {
    return world.stranger().signedIn("@irc_bot:" + World.SERVER, "", irc.asToken());
  }

  private static String as(String path, String user) {
    return path + (path.contains("?") ? "&" : "?") + "user_id=" + Client.segment(user);
  }

  private static JsonObject ghost(String name) {
    return JsonObject.of("type", SERVICE, "username", name, "inhibit_login", true);
  }

  /// Somebody of the service's, who was not there before.
  private static String made() {
    var wish = ghost("irc_ghost" + names++);
    return service().post(V3 + "/register", wish).ok().string("user_id");
  }

  private static Answer join(String ghost, String room) {
    return service().post(as(Chat.path(room) + "/join", ghost), JsonObject.EMPTY);
  }

  private static Answer say(String ghost, String room, String body) {
    var path = Chat.path(room) + "/send/m.room.message/t" + names++;
    return service().put(as(path, ghost), JsonObject.of("msgtype", "m.text", "body", body));
  }

  private static boolean says(JsonObject event, String body) {
    return event.object("content").flatMap(c -> c.string("body")).filter(body::equals).isPresent();
  }

  private static List<String> bodies(List<JsonObject> events) {
    return events.stream()
        .flatMap(event -> event.object("content").orElseThrow().string("body").stream())
        .toList();
  }

  @Test
  void everything_in_its_rooms_is_told_once_and_in_order_across_an_outage_and_a_restart() {
    var room = Chat.room(alice);
    var before = Chat.say(alice, room, "nobody bridges this");
    var ghost = made();
    join(ghost, room).ok();
    var sent = say(ghost, room, "from afar").ok().string("event_id");
    var told = irc.until(event -> says(event, "from afar"));
    assertThat(told.getLast().string("event_id")).contains(sent);
    assertThat(told.getLast().string("sender")).contains(ghost);
    assertThat(told.getLast().string("room_id")).contains(room);
    assertThat(told).noneMatch(event -> event.string("event_id").orElse("").equals(before));
    irc.takes(false);
    IntStream.range(0, 5).forEach(i -> Chat.say(alice, room, "away " + i));
    var tried = irc.tried().size();
    world.restart();
    comeBack();
    irc.takes(false);
    IntStream.range(5, 10).forEach(i -> Chat.say(alice, room, "away " + i));
    irc.takes(true);
    var later = irc.until(event -> says(event, "away 9"));
    assertThat(bodies(later))
        .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "away " + i).toList());
    var bodies = new HashSet<String>();
    var ids = new HashSet<String>();
    irc.tried().stream()
        .skip(tried)
        .forEach(
            transaction -> {
              ids.add(transaction.id());
              bodies.add(transaction.id() + transaction.body());
            });
    assertThat(bodies).as("a number always has the same contents").hasSameSizeAs(ids);
  }

  @Test
  void what_was_said_while_one_of_them_was_there_is_told_though_they_have_left_meanwhile() {
    var room = Chat.room(alice);
    var ghost = made();
    join(ghost, room).ok();
    Chat.say(alice, room, "begin");
    irc.until(event -> says(event, "begin"));
    irc.takes(false);
    Chat.say(alice, room, "still there");
    service().post(as(Chat.path(room) + "/leave", ghost), JsonObject.EMPTY).ok();
    Chat.say(alice, room, "nobody hears this");
    var other = Chat.room(alice);
    join(ghost, other).ok();
    Chat.say(alice, other, "end");
    irc.takes(true);
    assertThat(bodies(irc.until(event -> says(event, "end"))))
        .containsExactly("still there", "end");
  }

  @Test
  void of_two_nodes_one_tells_a_service_whichever_is_asked_and_whichever_stops() {
    var room = Chat.room(alice);
    join(made(), room).ok();
    try (var other = world.beside()) {
      var there = other.back(first);
      Chat.say(there, room, "both 0");
      Chat.say(alice, room, "both 1");
      world.restart();
      comeBack();
      Chat.say(there, room, "both 2");
      Chat.say(alice, room, "both 3");
      assertThat(bodies(irc.until(event -> says(event, "both 3"))))
          .filteredOn(body -> body.startsWith("both"))
          .containsExactly("both 0", "both 1", "both 2", "both 3");
    }
  }

  @Test
  void a_service_acts_only_as_its_own_who_are_there() {
    var ghost = made();
    var who = V3 + "/account/whoami";
    assertThat(service().get(who).ok().string("user_id")).isEqualTo("@irc_bot:" + World.SERVER);
    var mask = service().get(as(who, ghost)).ok().json();
    assertThat(mask.string("user_id")).contains(ghost);
    assertThat(mask.has("device_id")).isFalse();
    assertThat(service().get(as(who, "@irc_nobody:" + World.SERVER)).errcode())
        .isEqualTo("M_FORBIDDEN");
    assertThat(service().get(as(who, alice.user())).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(service().get(as(who, "@irc_x:elsewhere.example")).errcode())
        .isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_service_that_shares_its_names_has_neither_their_rights_nor_their_proof()
      throws IOException {
    var maire = world.administrator("maire");
    var guest = world.stranger().post(V3 + "/register?kind=guest", JsonObject.EMPTY).ok();
    try (var puppet = Bridge.start("puppet")) {
      var shared = puppet.registration("").replace("true, regex: \"@puppet_", "false, regex: \"@");
      var file = Files.writeString(folder.resolve("puppet.yaml"), shared.replace("@.*", "@"));
      await("registered", 2);
      var service = world.stranger().signedIn("", "", puppet.asToken());
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
      await("registered", 1);
      Chat.room(alice);
      assertThat(waiting.orTimeout(WAIT_MAX.toSeconds(), TimeUnit.SECONDS).join().errcode())
          .isEqualTo("M_UNKNOWN_TOKEN");
    }
  }

  private static void refusesWhoIsBarred(Client maire, Client service) {
    var bruno = world.register("barred");
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
    var clara = world.register("later");
    var identifier = JsonObject.of("type", "m.id.user", "user", clara.user());
    var login = JsonObject.of("type", SERVICE, "identifier", identifier);
    var token = service.post(V3 + "/login", login).ok().string("access_token");
    var accounts = "/_synapse/admin/v2/users";
    var path = accounts + "/" + Client.segment(clara.user());
    maire.put(path, JsonObject.of("admin", true)).ok();
    clara.get(accounts).ok();
    var opened = world.stranger().signedIn(clara.user(), "", token);
    assertThat(opened.get(accounts).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void names_of_a_service_are_nobody_elses() {
    var register = V3 + "/register";
    var wish = ghost("irc_taken").with("auth", JsonObject.of("type", "m.login.dummy"));
    var person = wish.without("type").with("password", World.PASSWORD);
    var stranger = world.stranger();
    assertThat(stranger.post(register, person).errcode()).isEqualTo("M_EXCLUSIVE");
    assertThat(stranger.get(register + "/available?username=irc_free").errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(service().post(register, ghost("somebody")).errcode()).isEqualTo("M_EXCLUSIVE");
    assertThat(stranger.post(register, ghost("irc_new")).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(alice.post(register, ghost("irc_new")).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    service().post(register, ghost("irc_taken")).ok();
    assertThat(service().post(register, ghost("irc_taken")).errcode()).isEqualTo("M_USER_IN_USE");
  }

  @Test
  void a_service_signs_in_as_its_own_without_a_password() {
    var ghost = made();
    var identifier = JsonObject.of("type", "m.id.user", "user", ghost);
    var wish = JsonObject.of("type", SERVICE, "identifier", identifier);
    var flows = world.stranger().get(V3 + "/login").ok().json().array("flows").orElseThrow();
    assertThat(flows.objects()).contains(JsonObject.of("type", SERVICE));
    var signedIn = service().post(V3 + "/login", wish).ok();
    var own = world.stranger().signedIn(ghost, "", signedIn.string("access_token"));
    assertThat(own.get(V3 + "/account/whoami").ok().string("user_id")).isEqualTo(ghost);
    var other = identifier.with("user", alice.user());
    assertThat(service().post(V3 + "/login", wish.with("identifier", other)).errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(world.stranger().post(V3 + "/login", wish).errcode()).isEqualTo("M_MISSING_TOKEN");
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
    var ghost = made();
    join(ghost, room).ok();
    service().put(as(directory + alias, ghost), to).ok();
    var foreign = Client.segment("#somewhere:" + World.SERVER);
    assertThat(service().put(as(directory + foreign, ghost), to).errcode())
        .isEqualTo("M_EXCLUSIVE");
    assertThat(alice.delete(directory + alias).errcode()).isEqualTo("M_EXCLUSIVE");
    service().post(as(Chat.path(room) + "/leave", ghost), JsonObject.EMPTY).ok();
    Chat.say(alice, room, "by its name");
    irc.until(event -> says(event, "by its name"));
  }

  @Test
  void a_person_or_a_room_that_is_not_there_is_asked_of_the_service_and_made() {
    var ghost = "@irc_asked:" + World.SERVER;
    var alias = "#irc_asked:" + World.SERVER;
    irc.answers(
        path -> {
          if (path.endsWith("/users/" + Client.segment(ghost))) {
            service().post(V3 + "/register", ghost("irc_asked")).ok();
            return Bridge.Says.YES;
          }
          if (path.endsWith("/rooms/" + Client.segment(alias))) {
            var wish = JsonObject.of("preset", "public_chat", "room_alias_name", "irc_asked");
            service().post(V3 + "/createRoom", wish).ok();
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
    irc.answers(
        path -> {
          if (path.startsWith("/_matrix/")) {
            return new Bridge.Says(404, "Cannot GET " + path);
          }
          service().post(V3 + "/register", ghost("irc_early")).ok();
          return Bridge.Says.YES;
        });
    alice.get(V3 + "/profile/" + Client.segment(ghost)).ok();
  }

  @Test
  void who_reads_types_and_is_there_is_told_to_who_wants_it() {
    var room = Chat.room(alice);
    var ghost = made();
    join(ghost, room).ok();
    var event = Chat.say(alice, room, "read this");
    var typing = Chat.path(room) + "/typing/" + Client.segment(alice.user());
    alice.put(typing, JsonObject.of("typing", true, "timeout", 30_000)).ok();
    var typed = irc.until("ephemeral", e -> isOf(e, "m.typing")).getLast();
    assertThat(typed.string("room_id")).contains(room);
    assertThat(typed.object("content").orElseThrow().array("user_ids").orElseThrow().strings())
        .containsExactly(alice.user());
    var read = Chat.path(room) + "/receipt/m.read/" + Client.segment(event);
    alice.post(read, JsonObject.EMPTY).ok();
    var receipt = irc.until("ephemeral", e -> isOf(e, "m.receipt")).getLast();
    assertThat(receipt.object("content").orElseThrow().has(event)).isTrue();
    var status = V3 + "/presence/" + Client.segment(alice.user()) + "/status";
    alice.put(status, JsonObject.of("presence", "unavailable", "status_msg", "away")).ok();
    var presence = irc.until("ephemeral", e -> isOf(e, "m.presence")).getLast();
    assertThat(presence.string("sender")).contains(alice.user());
  }

  private static boolean isOf(JsonObject event, String type) {
    return event.string("type").filter(type::equals).isPresent();
  }

  @Test
  void devices_of_its_own_are_made_named_and_written_to_through_the_service() {
    var ghost = made();
    var device = V3 + "/devices/BRIDGE";
    var wish = JsonObject.of("display_name", "The bridge");
    assertThat(service().put(as(device, ghost), wish).status()).isEqualTo(201);
    service().put(as(device, ghost), wish).ok();
    var who = as(V3 + "/account/whoami?device_id=BRIDGE", ghost);
    assertThat(service().get(who).ok().string("device_id")).isEqualTo("BRIDGE");
    var early = as(V3 + "/account/whoami?org.matrix.msc3202.device_id=BRIDGE", ghost);
    assertThat(service().get(early).ok().string("device_id")).isEqualTo("BRIDGE");
    var unknown = as(V3 + "/account/whoami?device_id=NONE", ghost);
    assertThat(service().get(unknown).errcode()).isEqualTo("M_UNKNOWN_DEVICE");
    var keys = JsonObject.of("one_time_keys", JsonObject.of("signed_curve25519:A", "key"));
    assertThat(service().post(as(V3 + "/keys/upload", ghost), keys).errcode())
        .isEqualTo("M_UNKNOWN_DEVICE");
    service().post(as(V3 + "/keys/upload?device_id=BRIDGE", ghost), keys).ok();
    var content = JsonObject.of(ghost, JsonObject.of("BRIDGE", JsonObject.of("hello", "you")));
    alice.put(V3 + "/sendToDevice/x.greeting/d1", JsonObject.of("messages", content)).ok();
    var transaction = transaction("de.sorunome.msc2409.to_device");
    var message = transaction.all("de.sorunome.msc2409.to_device").getFirst();
    assertThat(message.string("to_user_id")).contains(ghost);
    assertThat(message.string("to_device_id")).contains("BRIDGE");
    assertThat(message.string("sender")).contains(alice.user());
    var counts = transaction.body().object("org.matrix.msc3202.device_one_time_keys_count");
    assertThat(counts.flatMap(c -> c.object(ghost)).flatMap(c -> c.object("BRIDGE")))
        .contains(JsonObject.of("signed_curve25519", 1));
    var sync = as(V3 + "/sync?timeout=0&device_id=BRIDGE", ghost);
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (service().get(sync).ok().json().has("to_device")) {
      assertThat(System.nanoTime()).as("what the service has").isLessThan(end);
    }
    service().delete(as(device, ghost)).ok();
    assertThat(service().get(who).errcode()).isEqualTo("M_UNKNOWN_DEVICE");
  }

  private static Bridge.Transaction transaction(String field) {
    var transaction = irc.next();
    while (!transaction.body().has(field)) {
      transaction = irc.next();
    }
    return transaction;
  }

  @Test
  void whose_devices_changed_around_its_own_is_told() {
    var room = Chat.room(alice);
    join(made(), room).ok();
    var clara = world.register("clara");
    Chat.join(clara, room).ok();
    var lists = "org.matrix.msc3202.device_lists";
    assertThat(changes(lists, "changed", clara)).contains(clara.user());
    clara.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(changes(lists, "left", clara)).contains(clara.user());
  }

  private static List<String> changes(String lists, String which, Client of) {
    while (true) {
      var users = transaction(lists).body().object(lists).orElseThrow().array(which);
      if (users.filter(all -> all.strings().contains(of.user())).isPresent()) {
        return users.get().strings();
      }
    }
  }

  @Test
  void what_a_service_says_of_the_time_is_believed_of_it_alone() {
    var room = Chat.room(alice);
    var ghost = made();
    join(ghost, room).ok();
    var path = Chat.path(room) + "/send/m.room.message/old?ts=1234567890";
    var content = JsonObject.of("msgtype", "m.text", "body", "long ago");
    var old = service().put(as(path, ghost), content).ok().string("event_id");
    assertThat(Chat.event(alice, room, old).integer("origin_server_ts").orElseThrow())
        .isEqualTo(1_234_567_890L);
    var now = alice.put(path, content).ok().string("event_id");
    assertThat(Chat.event(alice, room, now).integer("origin_server_ts").orElseThrow())
        .isNotEqualTo(1_234_567_890L);
    var never = Chat.path(room) + "/send/m.room.message/never?ts=-1";
    assertThat(service().put(as(never, ghost), content).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void nothing_that_a_service_does_is_counted_where_the_operator_says_so() {
    var room = Chat.room(alice);
    var ghost = made();
    join(ghost, room).ok();
    IntStream.range(0, 65).forEach(i -> say(ghost, room, "many " + i).ok());
    IntStream.range(0, 65).forEach(_ -> made());
    assertThat(irc.until(event -> says(event, "many 64"))).hasSizeGreaterThanOrEqualTo(65);
  }

  @Test
  void a_service_asks_whether_it_can_be_reached() {
    var ping = "/_matrix/client/v1/appservice/irc/ping";
    var said = JsonObject.of("transaction_id", "meow");
    irc.answers(_ -> Bridge.Says.YES);
    assertThat(service().post(ping, said).ok().json().integer("duration_ms")).isPresent();
    irc.answers(_ -> new Bridge.Says(418, "{\"errcode\":\"M_TEAPOT\"}"));
    var refused = service().post(ping, said);
    assertThat(refused.status()).isEqualTo(502);
    assertThat(refused.errcode()).isEqualTo("M_BAD_STATUS");
    assertThat(refused.json().integer("status").orElseThrow()).isEqualTo(418);
    assertThat(alice.post(ping, said).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(service().post("/_matrix/client/v1/appservice/other/ping", said).errcode())
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
    irc.answers(
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
    service().put(list, visible).ok();
    assertThat(found(JsonObject.of("third_party_instance_id", "irc|libera"))).containsExactly(room);
    assertThat(found(JsonObject.of("include_all_networks", true))).contains(room);
    assertThat(found(JsonObject.EMPTY)).doesNotContain(room);
    service().put(list, JsonObject.of("visibility", "private")).ok();
    assertThat(found(JsonObject.of("include_all_networks", true))).doesNotContain(room);
  }

  private List<String> found(JsonObject wish) {
    var answer = alice.post(V3 + "/publicRooms", wish).ok().json();
    return answer.array("chunk").orElse(JsonArray.EMPTY).objects().stream()
        .flatMap(room -> room.string("room_id").stream())
        .toList();
  }

  @Test
  void who_is_in_a_room_is_told_to_a_service_when_any_of_its_own_is() {
    var room = Chat.room(alice);
    var members = Chat.path(room) + "/joined_members";
    assertThat(service().get(members).errcode()).isEqualTo("M_FORBIDDEN");
    var ghost = made();
    join(ghost, room).ok();
    assertThat(service().get(members).ok().json().object("joined").orElseThrow().keys())
        .containsExactlyInAnyOrder(alice.user(), ghost);
  }

  @Test
  void a_registration_holds_as_soon_as_its_file_is_there_and_as_long() throws IOException {
    try (var icq = Bridge.start("icq")) {
      var service = world.stranger().signedIn("", "", icq.asToken());
      var who = V3 + "/account/whoami";
      assertThat(service.get(who).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
      icq.register(folder, "");
      await("registered", 2);
      assertThat(service.get(who).ok().string("user_id")).isEqualTo("@icq_bot:" + World.SERVER);
      var same = Files.writeString(folder.resolve("same.yaml"), icq.registration(""));
      await("refused", 1);
      service.get(who).ok();
      Files.delete(same);
      await("refused", 0);
      var gone = folder.resolveSibling(folder.getFileName() + "-gone");
      Files.move(folder, gone);
      await("refused", 1);
      service.get(who).ok();
      Files.move(gone, folder);
      await("refused", 0);
      var room = Chat.room(alice);
      service.post(Chat.path(room) + "/join", JsonObject.EMPTY).ok();
      icq.until(event -> event.string("type").filter("m.room.member"::equals).isPresent());
      Files.delete(folder.resolve("icq.yaml"));
      await("registered", 1);
      assertThat(service.get(who).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
      Chat.say(alice, room, "while the file is away");
      icq.register(folder, "");
      icq.until(event -> says(event, "while the file is away"));
      Files.delete(folder.resolve("icq.yaml"));
      await("registered", 1);
    }
  }

  private static void await(String figure, int value) {
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (world.figure("parvis_appservice_" + figure) != value) {
      assertThat(System.nanoTime()).as(figure).isLessThan(end);
    }
  }

  @Test
  void a_service_syncs_as_one_of_its_own() {
    var room = Chat.room(alice);
    var ghost = made();
    join(ghost, room).ok();
    var sync = service().get(as(V3 + "/sync?timeout=0", ghost)).ok().json();
    var since = sync.string("next_batch").orElseThrow();
    assertThat(sync.object("rooms").flatMap(r -> r.object("join")).orElseThrow().has(room))
        .isTrue();
    var waiting = service().later(as(V3 + "/sync?timeout=20000&since=" + since, ghost));
    Chat.say(alice, room, "wake up");
    assertThat(waiting.join().ok().json().has("rooms")).isTrue();
  }
}
