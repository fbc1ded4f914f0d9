package parvis.contract;

import java.util.List;
import java.util.Map;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.protocol.json.JsonObject;

/// Files of people, and whatever is wrong about them. Comes after the first administrator.
final class ArrivalsPart {
  private static final String ALL = "/api/v1/imports";
  private static final String ONE = ALL + "/{import}";

  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON, ";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("GET " + ALL, "400 M_MISSING_PARAM, " + NOT_MINE),
          Map.entry("POST " + ALL, "400 M_INVALID_PARAM, 400 M_MISSING_PARAM, " + NOT_MINE),
          Map.entry("GET " + ONE, NOT_MINE),
          Map.entry("DELETE " + ONE, NOT_MINE),
          Map.entry("GET " + ONE + "/lines", "400 M_INVALID_PARAM, " + NOT_MINE),
          Map.entry("GET " + ONE + "/report", NOT_MINE),
          Map.entry("POST " + ONE + "/start", MALFORMED + NOT_MINE),
          Map.entry("POST " + ONE + "/cancel", MALFORMED + NOT_MINE));

  private final Traffic traffic;
  private final Client admin;
  private final Client agent;

  ArrivalsPart(Traffic traffic) {
    this.traffic = traffic;
    this.admin = traffic.world().signIn("account-first");
    this.agent = traffic.world().register("arrivals-agent");
  }

  void play() {
    traffic.part("arrivals", this::arrivals);
  }

  private Answer read(int status, Client who, String path, String text) {
    return traffic.raw(status, who, "POST", path, "text/csv", Traffic.bytes(text));
  }

  private void arrivals() {
    var organisations = "/api/v1/organisations";
    var id = traffic.post(admin, organisations, "name", "Gare", "label", "Gare").string("id");
    var member = organisations + "/" + id + "/members/" + Client.segment(agent.user());
    traffic.put(admin, member, "role", "member");
    var of = ALL + "?organisation=" + id;
    var read = read(200, admin, of, "ada@gare.test;Ada Brun\nnobody").string("id");
    read(400, admin, of, "nobody said");
    read(400, admin, ALL, "ada@gare.test;Ada Brun");
    read(403, agent, of, "ada@gare.test;Ada Brun");
    read(404, admin, ALL + "?organisation=none", "ada@gare.test;Ada Brun");
    traffic.get(admin, of);
    traffic.ask(400, admin, "GET", ALL, JsonObject.EMPTY);
    traffic.ask(403, agent, "GET", of, JsonObject.EMPTY);
    traffic.ask(404, admin, "GET", ALL + "?organisation=none", JsonObject.EMPTY);
    var one = ALL + "/" + read;
    for (var rest : List.of("", "/lines", "/report")) {
      traffic.get(admin, one + rest);
      traffic.ask(403, agent, "GET", one + rest, JsonObject.EMPTY);
      traffic.ask(404, admin, "GET", ALL + "/none" + rest, JsonObject.EMPTY);
    }
    traffic.ask(400, admin, "GET", one + "/lines?outcome=king", JsonObject.EMPTY);
    decisions(one);
  }

  private void decisions(String one) {
    traffic.ask(200, admin, "POST", one + "/start", JsonObject.EMPTY);
    traffic.ask(200, admin, "POST", one + "/cancel", JsonObject.EMPTY);
    for (var deed : List.of("/start", "/cancel")) {
      traffic.ask(403, agent, "POST", one + deed, JsonObject.EMPTY);
      traffic.ask(404, admin, "POST", ALL + "/none" + deed, JsonObject.EMPTY);
    }
    traffic.ask(403, agent, "DELETE", one, JsonObject.EMPTY);
    traffic.ask(404, admin, "DELETE", ALL + "/none", JsonObject.EMPTY);
    traffic.delete(admin, one);
  }
}
