package parvis.contract;

import static parvis.harness.Client.segment;

import java.util.List;
import java.util.Map;
import parvis.core.oauth.Foreign;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces, and whatever is wrong about them. Comes after organisations, and in a house that has
/// some.
final class SpacesPart {
  private static final String ALL = "/api/v1/spaces";
  private static final String ONE = ALL + "/{space}";
  private static final String MEMBER = ONE + "/members/{user}";

  private static final String V3 = "/_matrix/client/v3";
  private static final String UNANIMATED = "/api/v1/unanimated_spaces";
  private static final String UNHOSTED = "/api/v1/unhosted_rooms";
  private static final String REQUESTS = "/api/v1/space_requests";
  private static final String ENTRY = "/api/v1/space_entry";
  private static final String POST = "/api/v1/feeds/{roomId}/posts/{eventId}";

  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String INVALID = "400 M_INVALID_PARAM, ";
  private static final String MISSING = "400 M_MISSING_PARAM, ";
  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("GET " + ALL, "400 M_INVALID_PARAM"),
          Map.entry("POST " + ALL, MALFORMED + INVALID + MISSING + "403 M_FORBIDDEN"),
          Map.entry("GET " + ONE, "404 M_NOT_FOUND"),
          Map.entry("PUT " + ONE, MALFORMED + INVALID + NOT_MINE),
          Map.entry("GET " + ONE + "/members", INVALID + NOT_MINE),
          Map.entry("GET " + ONE + "/externals", NOT_MINE),
          Map.entry("GET " + UNANIMATED + "/{space}", NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry(
              "PUT " + UNANIMATED + "/{space}",
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("GET " + UNHOSTED + "/{roomId}", NOT_MINE),
          Map.entry("PUT " + UNHOSTED + "/{roomId}", MALFORMED + INVALID + MISSING + NOT_MINE),
          Map.entry("PUT " + MEMBER, MALFORMED + INVALID + MISSING + NOT_MINE),
          Map.entry("DELETE " + MEMBER, NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("POST " + ONE + "/join", MALFORMED + "404 M_NOT_FOUND"),
          Map.entry("PUT " + ONE + "/asking/{user}", MALFORMED + MISSING + NOT_MINE),
          Map.entry("POST " + ONE + "/rooms", MALFORMED + INVALID + MISSING + NOT_MINE),
          Map.entry("GET " + ONE + "/view/{user}", NOT_MINE),
          Map.entry(
              "PUT " + REQUESTS + "/{request}",
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("DELETE " + REQUESTS + "/{request}", "404 M_NOT_FOUND"),
          Map.entry("POST " + ONE + "/invitations", MALFORMED + INVALID + MISSING + NOT_MINE),
          Map.entry("GET " + ONE + "/members.csv", NOT_MINE),
          Map.entry("GET " + ONE + "/entry_codes", NOT_MINE),
          Map.entry(
              "POST " + ONE + "/entry_codes",
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("DELETE " + ONE + "/entry_codes/{code}", NOT_MINE),
          Map.entry("POST " + ENTRY, MALFORMED + MISSING + "404 M_NOT_FOUND"),
          Map.entry("GET " + ENTRY + "/{word}", "404 M_NOT_FOUND"),
          Map.entry("GET /api/v1/organisations/{id}/moves", NOT_MINE),
          Map.entry("GET /api/v1/organisations/{id}/spaces", INVALID + NOT_MINE),
          Map.entry("GET /api/v1/unaffiliated/spaces", INVALID + "403 M_FORBIDDEN"),
          Map.entry("PUT /api/v1/moves/{move}", MALFORMED + NOT_MINE),
          Map.entry("GET " + POST + "/confirmations", NOT_MINE),
          Map.entry("GET " + POST + "/confirmations.csv", NOT_MINE),
          Map.entry("POST " + POST + "/reminder", MALFORMED + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("GET /api/v1/rooms/{roomId}/audience", "403 M_FORBIDDEN"));

  /// Somebody who went to another organisation; the road to it is long, and walked elsewhere.
  private static final String GONE =
      """
      insert into move (nid, id, "user", organisation, into_organisation, addresses, at_ms)
      select nextval('nid'), 'gone', u.nid, o.nid, o.nid, '{}', 1
        from matrix_user u, organisation o where u.user_id = ? and o.id = ?
      """;

  private final Traffic traffic;
  private final Client admin;
  private final Client alice;
  private final Client bruno;

  SpacesPart(Traffic traffic) {
    this.traffic = traffic;
    this.admin = traffic.world().signIn("account-first");
    this.alice = traffic.world().register("spaces-alice");
    this.bruno = traffic.world().register("spaces-bruno");
  }

  void play() {
    traffic.part("spaces", this::spaces);
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private static JsonObject wish(String request) {
    return JsonObject.of(
        "model", "project",
        "name", "Halle",
        "visibility", "public",
        "joining", "approval",
        "request_id", request);
  }

  private void spaces() {
    var organisation = agents();
    var id = traffic.ask(200, admin, "POST", ALL, wish("one")).string("space_id");
    refused(400, admin, "POST", ALL, "model", "project");
    traffic.ask(400, admin, "POST", ALL, wish("two").with("joining", "invitation"));
    var outsider = traffic.world().register("spaces-outsider");
    traffic.ask(403, outsider, "POST", ALL, wish("three"));
    traffic.get(admin, ALL);
    refused(400, admin, "GET", ALL + "?q=" + "q".repeat(101));
    var one = ALL + "/" + segment(id);
    traffic.get(admin, one);
    refused(404, outsider, "GET", one);
    traffic.put(admin, one, "purpose", "La halle du marché");
    refused(400, admin, "PUT", one, "visibility", "hidden");
    notMine(one, "PUT", "", "name", "Moi");
    joining(one);
    members(one);
    traffic.post(admin, one + "/rooms", "name", "Charpente");
    refused(400, admin, "POST", one + "/rooms");
    refused(400, admin, "POST", one + "/rooms", "name", " ");
    notMine(one, "POST", "/rooms", "name", "Charpente");
    traffic.get(admin, one + "/externals");
    notMine(one, "GET", "/externals");
    traffic.get(admin, one + "/view/" + segment(alice.user()));
    notMine(one, "GET", "/view/" + segment(admin.user()));
    var feed = traffic.get(admin, one).string("feed_room");
    traffic.get(admin, "/api/v1/rooms/" + segment(feed) + "/audience");
    refused(403, outsider, "GET", "/api/v1/rooms/" + segment(feed) + "/audience");
    codes(one);
    confirmations(feed, outsider);
    traffic.delete(admin, one + "/members/" + segment(alice.user()));
    requests(outsider);
    moves(organisation, outsider);
    overview(organisation);
    unanimated(organisation, outsider);
    unhosted(organisation);
    leaveOrganisation(organisation);
  }

  private void overview(String organisation) {
    var of = "/api/v1/organisations/" + organisation + "/spaces";
    traffic.get(admin, of + "?q=halle");
    refused(400, admin, "GET", of + "?from=-1");
    refused(403, alice, "GET", of);
    refused(404, alice, "GET", "/api/v1/organisations/none/spaces");
    traffic.get(admin, "/api/v1/unaffiliated/spaces?q=halle");
    refused(400, admin, "GET", "/api/v1/unaffiliated/spaces?from=-1");
    refused(403, alice, "GET", "/api/v1/unaffiliated/spaces");
  }

  /// The last animator leaves by a client that knows nothing of spaces.
  private void unanimated(String organisation, Client outsider) {
    var members = "/api/v1/organisations/" + organisation + "/members/";
    for (var who : List.of(alice, admin)) {
      traffic.put(admin, members + segment(who.user()), "role", "approver");
    }
    var wish = wish("left").with("joining", "free");
    var id = traffic.ask(200, alice, "POST", ALL, wish).string("space_id");
    traffic.post(bruno, ALL + "/" + segment(id) + "/join");
    var one = UNANIMATED + "/" + segment(id);
    refused(409, admin, "GET", one);
    refused(409, admin, "PUT", one, "user_id", bruno.user());
    traffic.post(alice, "/_matrix/client/v3/rooms/" + segment(id) + "/leave");
    traffic.get(admin, UNANIMATED);
    traffic.get(admin, one);
    refused(403, bruno, "GET", one);
    refused(404, outsider, "GET", one);
    refused(400, admin, "PUT", one);
    refused(400, admin, "PUT", one, "user_id", "personne");
    refused(403, bruno, "PUT", one, "user_id", bruno.user());
    refused(404, admin, "PUT", UNANIMATED + "/none", "user_id", bruno.user());
    traffic.put(admin, one, "user_id", bruno.user());
  }

  /// The last one who administers a room goes, and nobody is there to succeed.
  private void unhosted(String organisation) {
    var one = "/api/v1/organisations/" + organisation;
    var ruled = JsonObject.of("name", "Agglo", "label", "Agglo", "access_rules", true);
    traffic.ask(200, admin, "PUT", one, ruled);
    var wish = JsonObject.of("name", "Régie", "preset", "public_chat");
    var room = traffic.ask(200, alice, "POST", V3 + "/createRoom", wish).string("room_id");
    traffic.post(bruno, V3 + "/join/" + segment(room));
    traffic.post(alice, V3 + "/rooms/" + segment(room) + "/leave");
    var path = UNHOSTED + "/" + segment(room);
    traffic.get(admin, UNHOSTED);
    traffic.get(admin, path);
    refused(404, bruno, "GET", path);
    refused(400, admin, "PUT", path);
    refused(400, admin, "PUT", path, "user_id", "personne");
    refused(404, bruno, "PUT", path, "user_id", bruno.user());
    var application = traffic.world().stranger().signedIn("", "", application());
    refused(403, application, "GET", path);
    refused(403, application, "PUT", path, "user_id", bruno.user());
    traffic.put(admin, path, "user_id", bruno.user());
    traffic.ask(200, admin, "PUT", one, ruled.with("access_rules", false));
  }

  private String application() {
    return Foreign.registered(traffic.world()).tokens(admin, "SPACES-1").string("access_token");
  }

  private String agents() {
    var all = "/api/v1/organisations";
    var id = traffic.post(admin, all, "name", "Agglo", "label", "Agglo").string("id");
    for (var agent : List.of(admin, alice, bruno)) {
      traffic.put(admin, all + "/" + id + "/members/" + segment(agent.user()), "role", "member");
    }
    return id;
  }

  /// Later parts are played in a house in which the administrator is of no organisation.
  private void leaveOrganisation(String id) {
    for (var agent : List.of(admin, alice, bruno)) {
      traffic.delete(admin, "/api/v1/organisations/" + id + "/members/" + segment(agent.user()));
    }
  }

  /// Alice is in it and decides nothing; what is not there is no space.
  private void notMine(String one, String method, String rest, Object... fields) {
    refused(403, alice, method, one + rest, fields);
    refused(404, alice, method, ALL + "/none" + rest, fields);
  }

  private void joining(String one) {
    refused(404, alice, "POST", ALL + "/none/join");
    traffic.ask(202, alice, "POST", one + "/join", JsonObject.of("reason", "J'y travaille"));
    traffic.ask(202, bruno, "POST", one + "/join", JsonObject.EMPTY);
    var asking = one + "/asking/" + segment(alice.user());
    refused(400, admin, "PUT", asking);
    refused(403, bruno, "PUT", asking, "accept", true);
    refused(404, admin, "PUT", one + "/asking/" + segment(admin.user()), "accept", true);
    traffic.put(admin, asking, "accept", true);
    traffic.put(admin, one + "/asking/" + segment(bruno.user()), "accept", false);
    traffic.post(alice, one + "/join");
  }

  private void members(String one) {
    traffic.get(alice, one + "/members?q=a");
    refused(400, alice, "GET", one + "/members?limit=0");
    refused(403, bruno, "GET", one + "/members");
    refused(404, alice, "GET", ALL + "/none/members");
    var member = one + "/members/" + segment(alice.user());
    traffic.put(admin, member, "role", "reader");
    refused(400, admin, "PUT", member);
    refused(400, admin, "PUT", member, "role", "king");
    notMine(one, "PUT", "/members/" + segment(alice.user()), "role", "animator");
    notMine(one, "DELETE", "/members/" + segment(admin.user()));
    refused(409, admin, "DELETE", one + "/members/" + segment(admin.user()));
  }

  private void moves(String organisation, Client outsider) {
    var all = "/api/v1/organisations/" + organisation + "/moves";
    traffic.get(admin, all);
    refused(403, bruno, "GET", all);
    refused(404, outsider, "GET", "/api/v1/organisations/none/moves");
    refused(404, admin, "PUT", "/api/v1/moves/none", "withdraw", JsonArray.EMPTY);
    traffic.world().db().write(tx -> tx.run(GONE, outsider.user(), organisation));
    refused(403, bruno, "PUT", "/api/v1/moves/gone", "withdraw", JsonArray.EMPTY);
    traffic.put(admin, "/api/v1/moves/gone", "withdraw", JsonArray.EMPTY);
  }

  private void codes(String one) {
    var invitations = one + "/invitations";
    refused(400, admin, "POST", invitations);
    refused(400, admin, "POST", invitations, "list", "a\n".repeat(501));
    notMine(one, "POST", "/invitations", "list", "a");
    traffic.post(admin, invitations, "list", "personne");
    traffic.get(admin, one + "/members.csv");
    notMine(one, "GET", "/members.csv");
    var codes = one + "/entry_codes";
    refused(400, admin, "POST", codes, "uses", 1);
    refused(400, admin, "POST", codes, "uses", 0, "expires_in_ms", 1_000);
    var named = "a".repeat(61);
    refused(400, admin, "POST", codes, "uses", 1, "expires_in_ms", 1_000, "name", named);
    notMine(one, "POST", "/entry_codes", "uses", 1, "expires_in_ms", 60_000);
    notMine(one, "GET", "/entry_codes");
    notMine(one, "DELETE", "/entry_codes/none");
    var life = 60_000;
    var made = traffic.post(admin, codes, "uses", 1, "expires_in_ms", life, "request_id", "word");
    traffic.post(admin, codes, "uses", 1, "expires_in_ms", life, "name", "Bénévoles");
    refused(409, admin, "POST", codes, "uses", 2, "expires_in_ms", life, "request_id", "word");
    traffic.get(admin, codes);
    refused(400, bruno, "POST", ENTRY);
    refused(404, bruno, "POST", ENTRY, "word", "none");
    traffic.get(bruno, ENTRY + "/" + made.string("word"));
    refused(404, bruno, "GET", ENTRY + "/none");
    traffic.post(bruno, ENTRY, "word", made.string("word"));
    traffic.delete(admin, codes + "/" + made.string("code"));
  }

  private void confirmations(String feed, Client outsider) {
    var content =
        JsonObject.of(
            "msgtype", "m.text",
            "body", "Consigne",
            "fr.parvis.post", JsonObject.of("kind", "post", "confirm", true));
    var send = "/_matrix/client/v3/rooms/" + segment(feed) + "/send/m.room.message/consigne";
    var event = traffic.ask(200, admin, "PUT", send, content).string("event_id");
    var posts = "/api/v1/feeds/" + segment(feed) + "/posts/";
    var post = posts + segment(event);
    for (var rest : List.of("/confirmations", "/confirmations.csv")) {
      traffic.get(admin, post + rest);
      refused(403, outsider, "GET", post + rest);
      refused(404, admin, "GET", posts + "$none" + rest);
    }
    refused(403, bruno, "POST", post + "/reminder");
    refused(404, admin, "POST", posts + "$none/reminder");
    traffic.post(admin, post + "/reminder");
    refused(409, admin, "POST", post + "/reminder");
  }

  private void requests(Client outsider) {
    var asked = traffic.ask(202, bruno, "POST", ALL, wish("four")).string("request");
    traffic.get(admin, REQUESTS);
    var one = REQUESTS + "/" + asked;
    refused(400, admin, "PUT", one);
    refused(400, admin, "PUT", one, "decision", "perhaps");
    refused(403, bruno, "PUT", one, "decision", "approve");
    refused(404, outsider, "PUT", one, "decision", "approve");
    traffic.put(admin, one, "decision", "approve");
    refused(409, admin, "PUT", one, "decision", "approve");
    var other = traffic.ask(202, bruno, "POST", ALL, wish("five")).string("request");
    refused(404, outsider, "DELETE", REQUESTS + "/" + other);
    traffic.delete(bruno, REQUESTS + "/" + other);
  }
}
