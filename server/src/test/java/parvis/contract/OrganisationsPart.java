package parvis.contract;

import static parvis.harness.Client.segment;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Organisations, and whatever is wrong about them. Comes after the first administrator.
final class OrganisationsPart {
  private static final String ALL = "/api/v1/organisations";
  private static final String ONE = ALL + "/{id}";
  private static final String OF = "/api/v1/organisation_of";
  private static final String BADGES = "/api/v1/badges";
  private static final String CLAIM = "/api/v1/claim";
  private static final String CLAIMS = "/api/v1/claims";
  private static final String ENTRY = "/api/v1/entry";

  private static final String OWN_TIME = "/api/v1/organisation/longer";
  private static final String NONE = "/api/v1/unaffiliated";
  private static final String ADDRESS = "renewals@ville.test";
  private static final String RENEWALS = "/api/v1/renewals";

  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";
  private static final String INVALID = "400 M_INVALID_PARAM, ";
  private static final String MISSING = "400 M_MISSING_PARAM, ";
  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "POST " + ALL, MALFORMED + INVALID + MISSING + "403 M_FORBIDDEN, 409 M_UNKNOWN"),
          Map.entry("PUT " + ONE, MALFORMED + MISSING + NOT_MINE),
          Map.entry("GET " + ONE + "/domains", NOT_MINE),
          Map.entry("PUT " + ONE + "/domains", MALFORMED + INVALID + MISSING + NOT_MINE),
          Map.entry("GET " + ONE + "/journal", NOT_MINE),
          Map.entry("GET " + ONE + "/entry_rules", NOT_MINE),
          Map.entry("PUT " + ONE + "/entry_rules", MALFORMED + MISSING + NOT_MINE),
          Map.entry("GET " + OF, "400 M_INVALID_PARAM, " + NOT_MINE),
          Map.entry("POST " + BADGES, MALFORMED + "400 M_INVALID_PARAM"),
          Map.entry("GET " + ONE + "/members", NOT_MINE),
          Map.entry("PUT " + ONE + "/members/{userId}", MALFORMED + INVALID + NOT_MINE),
          Map.entry("DELETE " + ONE + "/members/{userId}", NOT_MINE),
          Map.entry("DELETE " + ONE + "/members/{userId}/factors", NOT_MINE),
          Map.entry("PUT " + ONE + "/members/{userId}/suspension", MALFORMED + MISSING + NOT_MINE),
          Map.entry("POST " + ONE + "/members/{userId}/sign_out", MALFORMED + NOT_MINE),
          Map.entry(
              "POST " + ONE + "/members/{userId}/deactivate",
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("GET " + ONE + "/members/{userId}/heirs", NOT_MINE),
          Map.entry("GET " + ONE + "/candidates", NOT_MINE),
          Map.entry("GET " + NONE + "/members", INVALID + "403 M_FORBIDDEN"),
          Map.entry("PUT " + NONE + "/members/{userId}/suspension", MALFORMED + MISSING + NOT_MINE),
          Map.entry("POST " + NONE + "/members/{userId}/sign_out", MALFORMED + NOT_MINE),
          Map.entry(
              "POST " + NONE + "/members/{userId}/deactivate",
              MALFORMED + INVALID + MISSING + NOT_MINE),
          Map.entry("GET " + NONE + "/members/{userId}/heirs", NOT_MINE),
          Map.entry("DELETE " + NONE + "/members/{userId}/factors", NOT_MINE),
          Map.entry("GET " + ONE + "/externals", NOT_MINE),
          Map.entry(
              "POST " + ONE + "/externals",
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("PUT " + ONE + "/externals/{userId}/end", MALFORMED + INVALID + NOT_MINE),
          Map.entry("POST " + ONE + "/externals/{userId}/longer", MALFORMED + NOT_MINE),
          Map.entry("GET " + OWN_TIME, "404 M_NOT_FOUND"),
          Map.entry("POST " + OWN_TIME, MALFORMED + NOT_MINE),
          Map.entry("DELETE " + ONE + "/externals/{userId}/longer", INVALID + NOT_MINE),
          Map.entry("DELETE " + ONE + "/externals/{userId}", NOT_MINE),
          Map.entry("GET " + ONE + "/addresses", NOT_MINE),
          Map.entry("POST " + ONE + "/addresses", MALFORMED + MISSING + NOT_MINE),
          Map.entry("DELETE " + ONE + "/addresses/{address}", NOT_MINE),
          Map.entry("GET " + ONE + "/entry_codes", NOT_MINE),
          Map.entry(
              "POST " + ONE + "/entry_codes",
              MALFORMED + INVALID + MISSING + NOT_MINE + ", 409 M_UNKNOWN"),
          Map.entry("DELETE " + ONE + "/entry_codes/{code}", NOT_MINE),
          Map.entry("POST " + ENTRY, MALFORMED + MISSING + "404 M_NOT_FOUND, 409 M_UNKNOWN"),
          Map.entry("PUT " + CLAIM, MALFORMED + INVALID + MISSING + "409 M_UNKNOWN"),
          Map.entry("GET " + CLAIMS, "403 M_FORBIDDEN"),
          Map.entry("GET " + ONE + "/statistics", NOT_MINE),
          Map.entry("GET /api/v1/statistics", "403 M_FORBIDDEN"),
          Map.entry("PUT " + ONE + "/members/{userId}/end", MALFORMED + NOT_MINE),
          Map.entry("POST " + RENEWALS, MALFORMED + INVALID + "400 M_MISSING_PARAM"),
          Map.entry("GET " + RENEWALS + "/{token}", "404 M_NOT_FOUND"),
          Map.entry("POST " + RENEWALS + "/{token}", MALFORMED + "404 M_NOT_FOUND"),
          Map.entry("PUT " + CLAIMS + "/{claim}/answer", MALFORMED + MISSING + NOT_MINE));

  private final Traffic traffic;
  private final Client alice;
  private final Client bruno;
  private final Client admin;

  OrganisationsPart(Traffic traffic) {
    this.traffic = traffic;
    this.alice = traffic.world().register("organisations-alice");
    this.bruno = traffic.world().register("organisations-bruno");
    this.admin = traffic.world().signIn("account-first");
  }

  void play() {
    traffic.part("organisations", this::organisations);
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private void organisations() {
    refused(400, admin, "POST", ALL);
    refused(400, admin, "POST", ALL, "name", " ", "label", "Ville");
    refused(403, alice, "POST", ALL, "name", "Ville", "label", "Ville");
    var id = traffic.post(admin, ALL, "name", "Ville", "label", "Ville").string("id");
    refused(409, admin, "POST", ALL, "name", "Ville", "label", "Ville");
    traffic.get(admin, ALL);
    var one = ALL + "/" + id;
    traffic.put(admin, one, "name", "Ville", "label", "Ville");
    refused(400, admin, "PUT", one);
    claims(id);
    members(one);
    renewals();
    domains(one);
    externals(one);
    addresses(one);
    codes(one);
    traffic.get(admin, one + "/journal");
    notMine(one, "PUT", "", "name", "Ville", "label", "Ville");
    notMine(one, "GET", "/journal");
    traffic.get(admin, one + "/statistics");
    notMine(one, "GET", "/statistics");
    traffic.get(admin, "/api/v1/statistics");
    refused(403, alice, "GET", "/api/v1/statistics");
    traffic.put(admin, one + "/entry_rules", "names_locked", false);
    traffic.get(admin, one + "/entry_rules");
    refused(400, admin, "PUT", one + "/entry_rules");
    notMine(one, "GET", "/entry_rules");
    notMine(one, "PUT", "/entry_rules", "names_locked", true);
    String factors = one + "/members/" + segment(alice.user()) + "/factors";
    refused(404, admin, "DELETE", factors);
    refused(403, admin, "DELETE", one + "/members/" + segment(admin.user()) + "/factors");
    accounts(one);
    unaffiliated(one);
    traffic.delete(admin, one + "/members/" + segment(alice.user()));
    refused(404, admin, "DELETE", one + "/members/" + segment(alice.user()));
    traffic.delete(admin, one + "/members/" + segment(bruno.user()));
  }

  /// Alice is of it and decides nothing; who is of none does not know it.
  private void notMine(String one, String method, String rest, Object... fields) {
    refused(403, alice, method, one + rest, fields);
    refused(404, alice, method, ALL + "/none" + rest, fields);
  }

  private void accounts(String one) {
    var carol = traffic.world().register("organisations-carol");
    var member = "/members/" + segment(carol.user());
    traffic.put(admin, one + member, "role", "member");
    traffic.put(admin, one + member + "/suspension", "suspended", false);
    refused(400, admin, "PUT", one + member + "/suspension");
    notMine(one, "PUT", member + "/suspension", "suspended", true);
    heirs(carol, one + member);
    notMine(one, "GET", member + "/heirs");
    for (var deed : List.of("/sign_out", "/deactivate")) {
      notMine(one, "POST", member + deed);
      traffic.post(admin, one + member + deed);
    }
  }

  private static JsonArray heir(Object... fields) {
    return JsonArray.of(JsonObject.of(fields));
  }

  private void wrongHeirs(String end) {
    refused(400, admin, "POST", end, "heirs", heir("place", "nulle part", "user_id", "personne"));
    refused(400, admin, "POST", end, "heirs", heir("place", "!salle"));
  }

  /// Carol is the last who looks after a forum, and nobody is in it of that name.
  private void heirs(Client carol, String member) {
    var wish = JsonObject.of("name", "Marché", "preset", "public_chat");
    var forum =
        traffic.ask(200, carol, "POST", "/_matrix/client/v3/createRoom", wish).string("room_id");
    traffic.post(alice, "/_matrix/client/v3/join/" + segment(forum));
    traffic.get(carol, "/api/v1/heirs");
    traffic.get(admin, member + "/heirs");
    var end = member + "/deactivate";
    wrongHeirs(end);
    refused(409, admin, "POST", end, "heirs", heir("place", forum, "user_id", admin.user()));
  }

  private void unaffiliated(String one) {
    var dan = traffic.world().register("organisations-dan");
    traffic.get(admin, NONE + "/members?q=organisations-dan");
    refused(400, admin, "GET", NONE + "/members?q=" + "a".repeat(101));
    refused(403, alice, "GET", NONE + "/members");
    traffic.get(admin, one + "/candidates?q=organisations-dan");
    notMine(one, "GET", "/candidates?q=dan");
    var member = NONE + "/members/" + segment(dan.user());
    var agent = NONE + "/members/" + segment(alice.user());
    traffic.put(admin, member + "/suspension", "suspended", false);
    refused(400, admin, "PUT", member + "/suspension");
    refused(403, alice, "PUT", member + "/suspension", "suspended", true);
    refused(404, admin, "PUT", agent + "/suspension", "suspended", true);
    refused(403, alice, "DELETE", member + "/factors");
    refused(404, admin, "DELETE", member + "/factors");
    traffic.get(admin, member + "/heirs");
    refused(403, alice, "GET", member + "/heirs");
    refused(404, admin, "GET", agent + "/heirs");
    wrongHeirs(member + "/deactivate");
    for (var deed : List.of("/sign_out", "/deactivate")) {
      refused(403, alice, "POST", member + deed);
      refused(404, admin, "POST", agent + deed);
      traffic.post(admin, member + deed);
    }
  }

  private void claims(String id) {
    traffic.get(alice, CLAIM);
    refused(400, alice, "PUT", CLAIM);
    refused(400, alice, "PUT", CLAIM, "wish", " ");
    traffic.put(alice, CLAIM, "wish", "Je travaille à la mairie");
    traffic.get(alice, CLAIM);
    refused(403, alice, "GET", CLAIMS);
    var open = traffic.get(admin, CLAIMS).json().array("claims").orElseThrow().objects();
    var answer = CLAIMS + "/" + open.getFirst().string("id").orElseThrow() + "/answer";
    refused(403, alice, "PUT", answer, "organisation", id);
    refused(400, admin, "PUT", answer);
    traffic.put(admin, answer, "organisation", id);
    refused(404, admin, "PUT", answer, "organisation", id);
    refused(409, alice, "PUT", CLAIM, "wish", "Je travaille à la mairie");
  }

  private void members(String one) {
    var bruno = one + "/members/" + segment(this.bruno.user());
    traffic.get(alice, "/api/v1/organisation");
    traffic.post(alice, BADGES, "user_ids", JsonArray.of(alice.user()));
    var many = Collections.nCopies(201, alice.user()).toArray();
    refused(400, alice, "POST", BADGES, "user_ids", JsonArray.of(many));
    traffic.get(admin, one + "/members");
    notMine(one, "GET", "/members");
    notMine(one, "PUT", "/members/" + segment(this.bruno.user()), "role", "member");
    notMine(one, "DELETE", "/members/" + segment(this.bruno.user()));
    refused(400, admin, "PUT", bruno, "role", "king");
    traffic.put(admin, bruno, "role", "approver");
    traffic.put(admin, bruno + "/end");
    notMine(one, "PUT", "/members/" + segment(this.bruno.user()) + "/end");
  }

  private void renewals() {
    var stranger = traffic.world().stranger();
    refused(400, stranger, "POST", RENEWALS);
    refused(400, stranger, "POST", RENEWALS, "address", "nobody");
    refused(404, stranger, "GET", RENEWALS + "/none");
    refused(404, stranger, "POST", RENEWALS + "/none");
    ending();
    refused(200, stranger, "POST", RENEWALS, "address", ADDRESS);
    var letter = Mails.text(admin, ADDRESS);
    var at = letter.indexOf("/renew/") + "/renew/".length();
    var token = letter.substring(at, letter.indexOf('\n', at)).strip();
    traffic.get(stranger, RENEWALS + "/" + token);
    refused(200, stranger, "POST", RENEWALS + "/" + token);
  }

  /// Alice has an address, and her account ends tomorrow.
  private void ending() {
    var ends = System.currentTimeMillis() + 86_400_000L;
    traffic
        .world()
        .db()
        .write(
            tx -> {
              tx.run(
                  """
                  insert into address (server, address, "user", proven_ms, added_ms)
                  select a.server, ?, u.nid, 1, 1
                    from matrix_user u join account a on a."user" = u.nid where u.user_id = ?
                  """,
                  ADDRESS,
                  alice.user());
              return tx.run(
                  """
                  update post set ends_ms = ? where until_ms is null
                     and "user" = (select nid from matrix_user where user_id = ?)
                  """,
                  ends,
                  alice.user());
            });
  }

  private void externals(String one) {
    var all = one + "/externals";
    var invited = traffic.world().register("organisations-external");
    var path = all + "/" + segment(invited.user());
    refused(400, bruno, "POST", all);
    refused(400, bruno, "POST", all, "user_id", "nobody");
    refused(409, bruno, "POST", all, "user_id", alice.user());
    refused(404, bruno, "POST", ALL + "/none/externals", "user_id", invited.user());
    refused(404, bruno, "POST", all, "user_id", invited.user(), "space", "!none:x");
    refused(403, alice, "POST", all, "address", "ines@outside.test");
    traffic.post(bruno, all, "user_id", invited.user(), "expires_in_ms", 86_400_000);
    traffic.get(admin, all);
    notMine(one, "GET", "/externals");
    notMine(one, "PUT", "/externals/" + segment(invited.user()) + "/end");
    notMine(one, "DELETE", "/externals/" + segment(invited.user()));
    refused(400, bruno, "PUT", path + "/end", "expires_in_ms", 0);
    traffic.get(invited, OWN_TIME);
    refused(404, alice, "GET", OWN_TIME);
    refused(404, alice, "POST", OWN_TIME);
    traffic.post(invited, OWN_TIME);
    traffic.put(bruno, path + "/end");
    refused(403, invited, "POST", OWN_TIME);
    traffic.post(bruno, path + "/longer");
    notMine(one, "POST", "/externals/" + segment(invited.user()) + "/longer");
    traffic.get(bruno, "/api/v1/sponsored");
    traffic.get(admin, "/api/v1/more_time");
    notMine(one, "DELETE", "/externals/" + segment(invited.user()) + "/longer");
    refused(400, admin, "DELETE", path + "/longer?what=all");
    traffic.delete(admin, path + "/longer");
    refused(400, admin, "POST", all, "address", "nobody");
    traffic.delete(bruno, path);
  }

  private void domains(String one) {
    var domain = JsonObject.of("domain", "ville.test", "below", true);
    traffic.put(admin, one + "/domains", "domains", JsonArray.of(domain));
    traffic.get(admin, one + "/domains");
    refused(400, admin, "PUT", one + "/domains");
    var wrong = JsonArray.of(JsonObject.of("domain", "*.test"));
    refused(400, admin, "PUT", one + "/domains", "domains", wrong);
    notMine(one, "PUT", "/domains", "domains", JsonArray.EMPTY);
    notMine(one, "GET", "/domains");
    traffic.get(admin, OF + "?address=a@ville.test");
    refused(400, admin, "GET", OF + "?address=a");
    refused(403, alice, "GET", OF + "?address=a@ville.test");
    refused(404, admin, "GET", OF + "?address=a@elsewhere.test");
  }

  private void addresses(String one) {
    var addresses = one + "/addresses";
    traffic.post(admin, addresses, "list", "ada@orange.test\nnobody@");
    traffic.get(admin, addresses);
    refused(400, admin, "POST", addresses);
    notMine(one, "GET", "/addresses");
    notMine(one, "POST", "/addresses", "list", "eve@orange.test");
    notMine(one, "DELETE", "/addresses/ada@orange.test");
    traffic.delete(admin, addresses + "/ada@orange.test");
  }

  private void codes(String one) {
    var codes = one + "/entry_codes";
    var life = 60_000;
    refused(400, admin, "POST", codes, "purpose", "Pompiers", "uses", 3);
    refused(400, admin, "POST", codes, "purpose", "P", "uses", 0, "expires_in_ms", life);
    notMine(one, "POST", "/entry_codes", "purpose", "P", "uses", 3, "expires_in_ms", life);
    notMine(one, "GET", "/entry_codes");
    notMine(one, "DELETE", "/entry_codes/none");
    var made =
        traffic
            .post(
                admin,
                codes,
                "purpose",
                "Pompiers",
                "uses",
                3,
                "expires_in_ms",
                life,
                "request_id",
                "paper")
            .json();
    var more = JsonObject.of("purpose", "Pompiers", "uses", 4, "expires_in_ms", life);
    traffic.ask(409, admin, "POST", codes, more.with("request_id", "paper"));
    traffic.get(admin, codes);
    refused(400, alice, "POST", ENTRY);
    refused(404, alice, "POST", ENTRY, "word", "none");
    refused(409, alice, "POST", ENTRY, "word", made.string("word").orElseThrow());
    var volunteer = traffic.world().register("organisations-volunteer");
    traffic.post(volunteer, ENTRY, "word", made.string("word").orElseThrow());
    traffic.delete(admin, codes + "/" + made.string("id").orElseThrow());
  }
}
