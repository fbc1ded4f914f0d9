package parvis.contract;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The directory of an organisation speaks for it, and whatever is wrong about that. Comes after
/// the first administrator.
final class ScimPart {
  private static final String ONE = "/api/v1/organisations/{id}";
  private static final String TOKENS = ONE + "/directory_tokens";
  private static final String GROUPS = ONE + "/directory_groups";
  private static final String ROOT = "/scim/v2";

  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String NO_TOKEN = "401 SCIM";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED = refused();

  private static Map<String, String> refused() {
    Map<String, String> all = new TreeMap<>();
    all.put("GET " + TOKENS, NOT_MINE);
    all.put(
        "POST " + TOKENS,
        MALFORMED + "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 409 M_UNKNOWN, " + NOT_MINE);
    all.put("DELETE " + TOKENS + "/{token}", NOT_MINE);
    all.put("GET " + GROUPS, NOT_MINE);
    all.put("PUT " + GROUPS + "/{group}", MALFORMED + "400 M_INVALID_PARAM, " + NOT_MINE);
    for (var few : List.of("/ResourceTypes", "/Schemas")) {
      all.put("GET " + ROOT + few, "403 SCIM");
      all.put("GET " + ROOT + few + "/{id}", "404 SCIM");
    }
    all.put("GET " + ROOT + "/{unknown}", "404 SCIM");
    all.put("POST " + ROOT + "/.search", NO_TOKEN + ", 501 SCIM");
    for (var kind : List.of("/Users", "/Groups")) {
      var path = ROOT + kind;
      all.put("GET " + path, NO_TOKEN + ", 400 invalidFilter");
      all.put("POST " + path + "/.search", NO_TOKEN + ", 400 invalidFilter");
      var exists = kind.equals("/Users") ? ", 409 uniqueness" : "";
      all.put("POST " + path, NO_TOKEN + ", 400 invalidSyntax, 400 invalidValue" + exists);
      all.put("GET " + path + "/{id}", NO_TOKEN + ", 404 SCIM");
      all.put("PUT " + path + "/{id}", NO_TOKEN + ", 400 invalidValue, 404 SCIM, 412 SCIM");
      all.put("PATCH " + path + "/{id}", NO_TOKEN + ", 400 invalidPath, 404 SCIM");
      all.put("DELETE " + path + "/{id}", NO_TOKEN + ", 404 SCIM");
    }
    return all;
  }

  private final Traffic traffic;
  private final Client admin;
  private final Client agent;

  ScimPart(Traffic traffic) {
    this.traffic = traffic;
    this.admin = traffic.world().signIn("account-first");
    this.agent = traffic.world().register("scim-agent");
  }

  void play() {
    traffic.part("directories", this::directories);
  }

  private void ask(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private void directories() {
    var all = "/api/v1/organisations";
    var id = traffic.post(admin, all, "name", "Port", "label", "Port").string("id");
    var one = all + "/" + id;
    traffic.put(admin, one + "/members/" + Client.segment(agent.user()), "role", "member");
    var domain = JsonObject.of("domain", "port.test", "below", false);
    traffic.put(admin, one + "/domains", "domains", JsonArray.of(domain));
    var tokens = one + "/directory_tokens";
    var proof = Client.proof(admin.user(), World.PASSWORD);
    var wish = JsonObject.of("expires_in_ms", 3_600_000, "request_id", "one", "auth", proof);
    var made = traffic.ask(200, admin, "POST", tokens, wish.with("name", "Annuaire"));
    traffic.ask(409, admin, "POST", tokens, wish.with("name", "Autre"));
    ask(400, admin, "POST", tokens, "name", "Annuaire");
    ask(400, admin, "POST", tokens, "name", " ", "expires_in_ms", 1);
    ask(400, admin, "POST", tokens, "name", 1);
    traffic.raw(400, admin, "POST", tokens, "application/json", Traffic.bytes("{"));
    traffic.get(admin, tokens);
    for (var rest : List.of("directory_tokens", "directory_groups")) {
      ask(403, agent, "GET", one + "/" + rest);
      ask(404, admin, "GET", all + "/none/" + rest);
    }
    ask(403, agent, "POST", tokens, "name", "Annuaire", "expires_in_ms", 1);
    ask(404, admin, "POST", all + "/none/directory_tokens", "name", "A", "expires_in_ms", 1);
    var directory = traffic.world().stranger().signedIn("", "", made.string("secret"));
    discovery();
    var person = people(directory);
    groups(directory, one, person);
    ask(204, directory, "DELETE", ROOT + "/Users/" + person);
    ask(403, agent, "DELETE", tokens + "/" + made.string("id"));
    ask(404, admin, "DELETE", tokens + "/none");
    traffic.delete(admin, tokens + "/" + made.string("id"));
  }

  private void discovery() {
    var stranger = traffic.world().stranger();
    traffic.get(stranger, ROOT + "/ServiceProviderConfig");
    for (var few : List.of("/ResourceTypes", "/Schemas")) {
      traffic.get(stranger, ROOT + few);
      ask(403, stranger, "GET", ROOT + few + "?filter=id%20pr");
      ask(404, stranger, "GET", ROOT + few + "/none");
    }
    traffic.get(stranger, ROOT + "/ResourceTypes/User");
    traffic.get(stranger, ROOT + "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User");
    ask(404, stranger, "GET", ROOT + "/none");
  }

  private String people(Client directory) {
    var person =
        traffic
            .ask(201, directory, "POST", ROOT + "/Users", JsonObject.of("userName", "a@port.test"))
            .string("id");
    ask(409, directory, "POST", ROOT + "/Users", "userName", "a@port.test");
    ask(400, directory, "POST", ROOT + "/Users", "userName", "a@quai.test");
    ask(501, directory, "POST", ROOT + "/.search");
    ask(401, traffic.world().stranger(), "POST", ROOT + "/.search");
    each(directory, "/Users", person, "userName", "a@port.test");
    return person;
  }

  private void groups(Client directory, String one, String person) {
    var members = JsonArray.of(JsonObject.of("value", person));
    var group =
        traffic
            .ask(
                201,
                directory,
                "POST",
                ROOT + "/Groups",
                JsonObject.of("displayName", "Quais", "members", members))
            .string("id");
    ask(400, directory, "POST", ROOT + "/Groups");
    each(directory, "/Groups", group, "displayName", "Quais");
    traffic.get(admin, one + "/directory_groups");
    var link = one + "/directory_groups/" + group;
    traffic.put(admin, link);
    ask(400, admin, "PUT", link, "role", "king");
    ask(400, admin, "PUT", link, "role", 1);
    traffic.raw(400, admin, "PUT", link, "application/json", Traffic.bytes("{"));
    ask(403, agent, "PUT", link);
    ask(404, admin, "PUT", one + "/directory_groups/none");
    ask(204, directory, "DELETE", ROOT + "/Groups/" + group);
  }

  /// What both kinds have in common, but for how they come and go.
  private void each(Client directory, String kind, String id, String name, String value) {
    var all = ROOT + kind;
    var one = all + "/" + id;
    var stranger = traffic.world().stranger();
    traffic.get(directory, all);
    ask(400, directory, "GET", all + "?filter=nothing");
    traffic.post(directory, all + "/.search", "filter", name + " pr");
    ask(400, directory, "POST", all + "/.search", "filter", "nothing");
    traffic.raw(400, directory, "POST", all, "application/scim+json", Traffic.bytes("{"));
    traffic.get(directory, one);
    traffic.put(directory, one, name, value);
    ask(400, directory, "PUT", one);
    changed(directory, one, name, value);
    var wish = JsonObject.of("op", "replace", "path", "externalId", "value", "x");
    traffic.ask(200, directory, "PATCH", one, JsonObject.of("Operations", JsonArray.of(wish)));
    var none = JsonArray.of(wish.with("path", "none"));
    traffic.ask(400, directory, "PATCH", one, JsonObject.of("Operations", none));
    for (var method : List.of("GET", "PUT", "PATCH", "DELETE")) {
      var body = JsonObject.of(name, value, "Operations", JsonArray.EMPTY);
      traffic.ask(404, directory, method, all + "/none", body);
      traffic.ask(401, stranger, method, one, body);
    }
    for (var path : List.of(all, all + "/.search")) ask(401, stranger, "POST", path);
    ask(401, stranger, "GET", all);
  }

  private void changed(Client directory, String one, String name, String value) {
    var request =
        directory
            .request(one)
            .header("If-Match", "W/\"old\"")
            .method(
                "PUT",
                java.net.http.HttpRequest.BodyPublishers.ofString(
                    JsonObject.of(name, value).toString()))
            .build();
    traffic.judge("PUT " + one + " of another version", "PUT", one, directory.send(request));
  }
}
