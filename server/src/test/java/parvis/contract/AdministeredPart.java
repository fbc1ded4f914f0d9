package parvis.contract;

import static parvis.harness.Client.segment;

import java.util.List;
import java.util.Map;
import parvis.harness.Client;
import parvis.protocol.json.JsonObject;

/// What administrators decide on, tell and read: reports, bulletins, public pages, journals. Comes
/// after the first administrator.
final class AdministeredPart {
  private static final String V3 = "/_matrix/client/v3";
  private static final String REPORT = "/api/v1/reports/{id}";
  private static final String SHOWN = "/api/v1/bulletins";
  private static final String BULLETINS = "/api/v1/administration/bulletins";
  private static final String HEALTH = "/api/v1/administration/health";
  private static final String DOMAINS = "/api/v1/administration/domains";
  private static final String LIMITS = "/api/v1/administration/limits";
  private static final String ME = "/api/v1/me";
  private static final String OPEN = "/api/v1/papers";
  private static final String PAPERS = "/api/v1/administration/papers";
  private static final String OBJECTION = "/api/v1/objection";
  private static final String TERMS = "/api/v1/terms";
  private static final List<String> JOURNALS =
      List.of(
          "/api/v1/journals/deeds",
          "/api/v1/journals/deeds.csv",
          "/api/v1/journals/accesses",
          "/api/v1/journals/accesses.csv");

  private static final String NOT_MINE = "403 M_FORBIDDEN, 404 M_NOT_FOUND";
  private static final String MALFORMED = "400 M_BAD_JSON, 400 M_NOT_JSON";
  private static final String WRONG = MALFORMED + ", 400 M_INVALID_PARAM, 400 M_MISSING_PARAM, ";
  private static final String TAKEN = ", 409 M_UNKNOWN";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("GET " + REPORT, NOT_MINE),
          Map.entry("PUT " + REPORT, WRONG + NOT_MINE + TAKEN),
          Map.entry("PUT " + SHOWN + "/{id}/closed", MALFORMED + ", 404 M_NOT_FOUND"),
          Map.entry("GET " + BULLETINS, NOT_MINE),
          Map.entry("POST " + BULLETINS, WRONG + NOT_MINE),
          Map.entry("DELETE " + BULLETINS + "/{id}", NOT_MINE + TAKEN),
          Map.entry("GET " + LIMITS, "403 M_FORBIDDEN"),
          Map.entry("GET " + HEALTH, "403 M_FORBIDDEN"),
          Map.entry("GET " + DOMAINS, "403 M_FORBIDDEN"),
          Map.entry("PUT " + ME, WRONG.substring(0, WRONG.length() - 2)),
          Map.entry("GET " + OPEN, "404 M_NOT_FOUND"),
          Map.entry("GET " + OPEN + "/{kind}", "404 M_NOT_FOUND"),
          Map.entry("GET " + PAPERS, NOT_MINE),
          Map.entry("PUT " + PAPERS + "/{kind}", WRONG + NOT_MINE),
          Map.entry("PUT " + TERMS, MALFORMED + ", 400 M_MISSING_PARAM" + TAKEN),
          Map.entry("PUT " + OBJECTION, WRONG.substring(0, WRONG.length() - 2)),
          Map.entry("DELETE " + OBJECTION, "404 M_NOT_FOUND"),
          Map.entry("GET " + OBJECTION + "s", "403 M_FORBIDDEN"),
          Map.entry("PUT " + OBJECTION + "s/{objection}/answer", WRONG + NOT_MINE + TAKEN),
          Map.entry("GET " + JOURNALS.get(0), NOT_MINE),
          Map.entry("GET " + JOURNALS.get(1), NOT_MINE),
          Map.entry("GET " + JOURNALS.get(2), NOT_MINE),
          Map.entry("GET " + JOURNALS.get(3), NOT_MINE));

  private final Traffic traffic;
  private final Client admin;
  private final Client agent;

  AdministeredPart(Traffic traffic) {
    this.traffic = traffic;
    this.admin = traffic.world().signIn("account-first");
    this.agent = traffic.world().register("administered-agent");
  }

  void play() {
    traffic.part("decisions on reports", this::reports);
    traffic.part("bulletins", this::bulletins);
    traffic.part("papers", this::papers);
    traffic.part("objections", this::objections);
    traffic.part("journals", this::journals);
    traffic.part("limits in force", this::limits);
    traffic.part("languages of readers", this::languages);
    traffic.part("what waits", () -> traffic.get(admin, "/api/v1/awaiting"));
  }

  private void refused(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private void languages() {
    traffic.put(agent, ME, "language", "fr");
    refused(400, agent, "PUT", ME);
    refused(400, agent, "PUT", ME, "language", "volapük");
  }

  private void limits() {
    for (var path : List.of(LIMITS, HEALTH, DOMAINS)) {
      traffic.get(admin, path);
      refused(403, agent, "GET", path);
    }
  }

  private void reports() {
    traffic.post(agent, V3 + "/users/" + segment(admin.user()) + "/report", "reason", "cassant");
    var mine = traffic.get(admin, "/api/v1/reports").text();
    var own = "/api/v1/reports/" + mine.replaceAll("(?s).*?\"id\":(\\d+).*", "$1");
    refused(403, admin, "GET", own);
    refused(403, admin, "PUT", own, "decision", "dismiss", "reason", "Moi");
    traffic.post(agent, V3 + "/users/" + segment(agent.user()) + "/report", "reason", "bruit");
    var found = traffic.get(admin, "/api/v1/reports").text();
    var one = "/api/v1/reports/" + found.replaceAll("(?s).*?\"id\":(\\d+).*", "$1");
    traffic.get(admin, one);
    refused(403, agent, "GET", one);
    refused(404, admin, "GET", "/api/v1/reports/none");
    refused(400, admin, "PUT", one);
    refused(400, admin, "PUT", one, "decision", "burn", "reason", "Bruit");
    refused(403, agent, "PUT", one, "decision", "dismiss", "reason", "Bruit");
    refused(404, admin, "PUT", "/api/v1/reports/1", "decision", "dismiss", "reason", "Bruit");
    traffic.put(admin, one, "decision", "dismiss", "reason", "Rien à redire");
    refused(409, admin, "PUT", one, "decision", "dismiss", "reason", "Rien à redire");
  }

  private static JsonObject bulletin(String french) {
    return JsonObject.of(
        "request_id",
        french,
        "french",
        french,
        "until",
        System.currentTimeMillis() + 3_600_000,
        "notice",
        false);
  }

  private void bulletins() {
    var wish = bulletin("Panne");
    var id = traffic.ask(200, admin, "POST", BULLETINS, wish).string("id");
    traffic.ask(400, admin, "POST", BULLETINS, wish.with("french", " "));
    traffic.ask(400, admin, "POST", BULLETINS, wish.without("french"));
    traffic.ask(403, agent, "POST", BULLETINS, wish);
    traffic.ask(404, admin, "POST", BULLETINS, wish.with("organisation", "none"));
    traffic.get(admin, BULLETINS);
    refused(403, agent, "GET", BULLETINS);
    refused(404, admin, "GET", BULLETINS + "?organisation=none");
    traffic.get(agent, SHOWN);
    traffic.put(agent, SHOWN + "/" + id + "/closed");
    refused(404, agent, "PUT", SHOWN + "/none/closed");
    refused(403, agent, "DELETE", BULLETINS + "/" + id);
    refused(404, admin, "DELETE", BULLETINS + "/none");
    traffic.delete(admin, BULLETINS + "/" + id);
    refused(409, admin, "DELETE", BULLETINS + "/" + id);
  }

  private void papers() {
    var stranger = traffic.world().stranger();
    traffic.put(admin, PAPERS + "/terms", "french", "Restons courtois");
    refused(400, admin, "PUT", PAPERS + "/terms");
    refused(400, admin, "PUT", PAPERS + "/terms", "french", "", "english", "Alone");
    refused(403, agent, "PUT", PAPERS + "/terms", "french", "Non");
    refused(404, admin, "PUT", PAPERS + "/recipes", "french", "Non");
    traffic.get(admin, PAPERS);
    refused(403, agent, "GET", PAPERS);
    refused(404, admin, "GET", PAPERS + "?organisation=none");
    traffic.get(stranger, OPEN);
    refused(404, stranger, "GET", OPEN + "?organisation=none");
    traffic.get(stranger, OPEN + "/terms");
    refused(404, stranger, "GET", OPEN + "/recipes");
    var terms = traffic.get(agent, TERMS).json().object("terms").orElseThrow();
    refused(400, agent, "PUT", TERMS);
    refused(409, agent, "PUT", TERMS, "id", 1);
    traffic.put(agent, TERMS, "id", terms.get("id"));
    traffic.put(admin, PAPERS + "/terms", "french", "");
  }

  private void objections() {
    refused(404, agent, "DELETE", OBJECTION);
    refused(400, agent, "PUT", OBJECTION);
    refused(400, agent, "PUT", OBJECTION, "text", " ");
    traffic.put(agent, OBJECTION, "text", "Ne me comptez pas");
    traffic.delete(agent, OBJECTION);
    traffic.put(agent, OBJECTION, "text", "Ne me listez pas");
    traffic.get(agent, OBJECTION);
    refused(403, agent, "GET", OBJECTION + "s");
    var open = traffic.get(admin, OBJECTION + "s").json().array("objections").orElseThrow();
    var id = open.objects().getLast().string("id").orElseThrow();
    var one = OBJECTION + "s/" + id + "/answer";
    refused(400, admin, "PUT", one);
    refused(400, admin, "PUT", one, "answer", " ");
    refused(403, agent, "PUT", one, "answer", "Moi");
    refused(404, admin, "PUT", OBJECTION + "s/none/answer", "answer", "Entendu");
    traffic.put(admin, one, "answer", "Entendu");
    refused(409, admin, "PUT", one, "answer", "Entendu");
  }

  private void journals() {
    for (var journal : JOURNALS) {
      traffic.get(admin, journal);
      refused(403, agent, "GET", journal);
      refused(404, admin, "GET", journal + "?organisation=none");
    }
  }
}
