package parvis.contract;

import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The copy of somebody's data, from the asking to the fetching.
final class CopiesPart {
  private static final String MINE = "/api/v1/data_copy";
  private static final String FILE = "/api/v1/data_copies/";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "POST " + MINE,
          MALFORMED + ", 400 M_INVALID_PARAM",
          "POST " + MINE + "/link",
          MALFORMED + ", 401 M_FORBIDDEN, 404 M_NOT_FOUND",
          "GET " + FILE + "{word}",
          "404 M_NOT_FOUND");

  private final Traffic traffic;
  private final Client alice;

  CopiesPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("copies-alice");
  }

  void play() {
    traffic.part("a copy of one's data", this::copy);
  }

  private void copy() {
    traffic.get(alice, MINE);
    traffic.ask(404, alice, "POST", MINE + "/link", JsonObject.EMPTY);
    traffic.ask(400, alice, "POST", MINE, JsonObject.of("lang", "f".repeat(300)));
    traffic.post(alice, MINE, "lang", "fr");
    Race.until(() -> alice.get(MINE).ok().string("state").equals("ready"));
    var proof = JsonObject.of("auth", Client.proof(alice.user(), World.PASSWORD));
    for (var name : List.of("threepid_creds", "threepidCreds")) {
      var mailed =
          JsonObject.of(
              "type",
              "m.login.email.identity",
              name,
              JsonObject.of("sid", "none", "client_secret", "none"));
      traffic.ask(401, alice, "POST", MINE + "/link", JsonObject.of("auth", mailed));
    }
    var path = traffic.ask(200, alice, "POST", MINE + "/link", proof).string("path");
    var stranger = traffic.world().stranger();
    traffic.raw(200, stranger, "GET", path, "", new byte[0]);
    traffic.ask(404, stranger, "GET", FILE + "none", JsonObject.EMPTY);
    traffic.delete(alice, MINE);
  }
}
