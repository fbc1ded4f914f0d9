package parvis.contract;

import static parvis.harness.Client.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import parvis.harness.Bridge;
import parvis.harness.Client;
import parvis.harness.Leftovers;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What application services do, and the networks that they lead to: one that answers, one that
/// knows another token, one that cannot be reached and one that listens nowhere.
final class ServicesPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String SERVICE = "m.login.application_service";
  private static final String NETWORK =
      """
      {"user_fields":["nick"],"location_fields":["channel"],"icon":"mxc://parvis.example/a",
       "field_types":{"nick":{"regexp":".*","placeholder":"nick"},
                      "channel":{"regexp":".*","placeholder":"#channel"}},
       "instances":[{"network_id":"net","desc":"The net","icon":"mxc://parvis.example/a",
                     "fields":{"network":"net.example"}}]}""";
  private static final String PLACE =
      """
      [{"alias":"#part_c:parvis.example","protocol":"net","fields":{"channel":"#c"}}]""";
  private static final String PERSON =
      """
      [{"userid":"@part_n:parvis.example","protocol":"net","fields":{"nick":"n"}}]""";

  /// Made once, for all servers of these tests.
  private static final class Services {
    static final Services ALL = new Services();

    final Bridge bridge = Bridge.start("part");
    final Path folder;

    Services() {
      try {
        folder = Files.createTempDirectory("parvis-services-");
        bridge.register(folder, "protocols: [net]");
        other("deaf", "http://127.0.0.1:1");
        other("sick", bridge.url());
        other("mute", "null");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      bridge.answers(ServicesPart::answer);
      Runtime.getRuntime().addShutdownHook(new Thread(this::delete));
    }

    private void other(String id, String url) throws IOException {
      Files.writeString(folder.resolve(id + ".yaml"), Bridge.registration(id, url, ""));
    }

    private void delete() {
      bridge.close();
      try {
        Leftovers.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Traffic traffic;
  private final Client alice;
  private final Client stranger;

  ServicesPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("services-alice");
    this.stranger = traffic.world().stranger();
  }

  /// The folder of their registrations.
  static Path folder() {
    return Services.ALL.folder;
  }

  private static Bridge.Says answer(String path) {
    if (path.contains("/protocol/net")) return new Bridge.Says(200, NETWORK);
    if (path.contains("nothing")) return Bridge.Says.NOTHING;
    if (path.contains("/location")) return new Bridge.Says(200, PLACE);
    if (path.contains("/thirdparty/user")) return new Bridge.Says(200, PERSON);
    return path.endsWith("/ping") ? Bridge.Says.YES : Bridge.Says.NOTHING;
  }

  void play() {
    traffic.part("ghosts", this::ghosts);
    traffic.part("pings", this::pings);
    traffic.part("networks", this::networks);
  }

  private Client service(String id) {
    return stranger.signedIn("@" + id + "_bot:" + World.SERVER, "", Bridge.asToken(id));
  }

  private void ghosts() {
    Client part = service("part");
    String register = V3 + "/register";
    JsonObject ghost = JsonObject.of("type", SERVICE, "username", "part_ghost");
    traffic.ask(200, part, "POST", register, ghost);
    traffic.ask(400, part, "POST", register, ghost.with("username", "part"));
    JsonObject person = JsonObject.of("username", "part_taken", "password", World.PASSWORD);
    traffic.ask(400, stranger, "POST", register, person);
    traffic.ask(400, stranger, "GET", register + "/available?username=part_free", JsonObject.EMPTY);
    JsonObject who = JsonObject.of("type", "m.id.user", "user", "part_ghost");
    traffic.post(part, V3 + "/login", "type", SERVICE, "identifier", who);
    traffic.get(stranger, V3 + "/login");
    String as = "?user_id=" + segment("@part_ghost:" + World.SERVER);
    traffic.get(part, V3 + "/account/whoami" + as);
    traffic.ask(
        403,
        part,
        "GET",
        V3 + "/account/whoami?user_id=" + segment(alice.user()),
        JsonObject.EMPTY);
    traffic.ask(201, part, "PUT", V3 + "/devices/MADE" + as, JsonObject.EMPTY);
  }

  private void pings() {
    String ping = "/_matrix/client/v1/appservice/";
    traffic.post(service("part"), ping + "part/ping", "transaction_id", "meow");
    traffic.ask(400, service("mute"), "POST", ping + "mute/ping", JsonObject.EMPTY);
    traffic.ask(403, alice, "POST", ping + "part/ping", JsonObject.EMPTY);
    traffic.ask(502, service("deaf"), "POST", ping + "deaf/ping", JsonObject.EMPTY);
    traffic.ask(502, service("sick"), "POST", ping + "sick/ping", JsonObject.EMPTY);
  }

  private void networks() {
    String networks = V3 + "/thirdparty";
    traffic.get(alice, networks + "/protocols");
    for (String path :
        new String[] {"protocol/net", "location/net?channel=%23c", "user/net?nick=n"}) {
      traffic.get(alice, networks + "/" + path);
      String other = path.replace("/net", "/other");
      traffic.ask(404, alice, "GET", networks + "/" + other, JsonObject.EMPTY);
    }
    traffic.get(alice, networks + "/location?alias=" + segment("#part_c:" + World.SERVER));
    traffic.get(alice, networks + "/user?userid=" + segment("@part_n:" + World.SERVER));
    traffic.ask(404, alice, "GET", networks + "/location?alias=nothing", JsonObject.EMPTY);
    traffic.ask(404, alice, "GET", networks + "/user?userid=nothing", JsonObject.EMPTY);
    Object[] open = {"preset", "public_chat", "name", "Far away"};
    String room = traffic.post(alice, V3 + "/createRoom", open).string("room_id");
    String list = V3 + "/directory/list/appservice/net/" + segment(room);
    traffic.put(service("part"), list, "visibility", "public");
    traffic.ask(403, alice, "PUT", list, JsonObject.of("visibility", "public"));
    traffic.post(alice, V3 + "/publicRooms", "third_party_instance_id", "part|net");
  }
}
