package parvis.contract;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// An organisation applies, and whatever is wrong about that. Comes after the first administrator.
final class PilotsPart {
  private static final String ALL = "/api/v1/applications";
  private static final String LINK = "/api/v1/application_links/";
  private static final String PILOTS = "/api/v1/pilots";
  private static final String MINE = "/api/v1/pilot";
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final Pattern WORD = Pattern.compile("/apply/([\\w-]+)");
  private static final String APPLICANT = "ada@phare.test";
  private static final String SECRET = "a-secret-of-this-browser-and-no-other";

  private static final String FIELDS =
      "400 M_BAD_JSON, 400 M_INVALID_PARAM, 400 M_MISSING_PARAM, 400 M_NOT_JSON";

  private static final String DECIDED =
      FIELDS + ", 403 M_FORBIDDEN, 404 M_NOT_FOUND, 409 M_UNKNOWN";

  /// Why these routes refuse, beside those reasons that every route has.
  static final Map<String, String> REFUSED =
      Map.of(
          "POST " + ALL + "/code",
          FIELDS,
          "POST " + ALL,
          FIELDS + ", 403 M_FORBIDDEN, 403 M_THREEPID_AUTH_FAILED, 409 M_UNKNOWN",
          "GET " + LINK + "{word}",
          "404 M_NOT_FOUND",
          "PUT " + LINK + "{word}",
          FIELDS + ", 404 M_NOT_FOUND, 409 M_UNKNOWN",
          "GET " + ALL,
          "403 M_FORBIDDEN",
          "PUT " + ALL + "/{application}/decision",
          DECIDED,
          "GET " + PILOTS,
          "403 M_FORBIDDEN",
          "PUT " + PILOTS + "/{organisation}/decision",
          DECIDED,
          "PUT " + PILOTS + "/{organisation}/terms",
          DECIDED,
          "PUT " + MINE + "/answers",
          FIELDS + ", 404 M_NOT_FOUND");

  private final Traffic traffic;
  private final Client admin;
  private final Client nobody;
  private final Client stranger;

  PilotsPart(Traffic traffic) {
    this.traffic = traffic;
    this.admin = traffic.world().signIn("account-first");
    this.nobody = traffic.world().register("pilots-nobody");
    this.stranger = traffic.world().stranger();
  }

  void play() {
    traffic.part("applications and pilots", this::pilots);
  }

  private void ask(int status, Client who, String method, String path, Object... fields) {
    traffic.ask(status, who, method, path, JsonObject.of(fields));
  }

  private String mailed(Pattern what) {
    for (int tries = 0; tries < 1_000; tries++) {
      var found = what.matcher(Mails.text(admin, APPLICANT)).results().findFirst();
      if (found.isPresent()) return found.get().group(found.get().groupCount());
    }
    throw new AssertionError("no such mail");
  }

  private static JsonObject form(String code) {
    return JsonObject.of(
        "email",
        APPLICANT,
        "secret",
        SECRET,
        "code",
        code,
        "applicant",
        "Ada",
        "organisation",
        "Phare",
        "headcount",
        3,
        "need",
        "Éclairer");
  }

  private void pilots() {
    traffic.ask(403, stranger, "POST", ALL, form("123456"));
    traffic.post(stranger, ALL + "/code", "email", APPLICANT, "secret", SECRET);
    ask(400, stranger, "POST", ALL + "/code");
    ask(400, stranger, "POST", ALL + "/code", "email", "ada", "secret", SECRET);
    var code = mailed(CODE);
    traffic.ask(403, stranger, "POST", ALL, form(code.equals("123456") ? "654321" : "123456"));
    traffic.ask(400, stranger, "POST", ALL, form(code).with("headcount", 0));
    ask(400, stranger, "POST", ALL);
    traffic.ask(200, stranger, "POST", ALL, form(code));
    var link = LINK + mailed(WORD);
    traffic.get(stranger, link);
    ask(404, stranger, "GET", LINK + "none");
    ask(404, stranger, "PUT", LINK + "none", "reply", "Oui");
    ask(409, stranger, "PUT", link, "reply", "Oui");
    ask(400, stranger, "PUT", link);
    ask(400, stranger, "PUT", link, "reply", " ");
    another();
    var id =
        traffic.get(admin, ALL).json().array("applications").orElseThrow().objects().stream()
            .filter(one -> one.string("state").orElseThrow().equals("open"))
            .findFirst()
            .flatMap(one -> one.string("id"))
            .orElseThrow();
    ask(403, nobody, "GET", ALL);
    var decision = ALL + "/" + id + "/decision";
    traffic.put(admin, decision, "decision", "ask", "reason", "Pourquoi ?");
    traffic.put(stranger, LINK + mailed(WORD), "reply", "Pour voir");
    decided(decision);
  }

  /// Another browser with the same address, while the first application waits.
  private void another() {
    var secret = SECRET + "-either";
    traffic.post(stranger, ALL + "/code", "email", APPLICANT, "secret", secret);
    traffic.ask(409, stranger, "POST", ALL, form(mailed(CODE)).with("secret", secret));
  }

  private void decided(String decision) {
    for (var wrong : List.of("king", "refuse")) ask(400, admin, "PUT", decision, "decision", wrong);
    ask(403, nobody, "PUT", decision, "decision", "refuse", "reason", "Non");
    ask(404, admin, "PUT", ALL + "/none/decision", "decision", "refuse", "reason", "Non");
    var ends = System.currentTimeMillis() + 86_400_000L;
    var terms = JsonObject.of("people_max", 3, "goals", "Voir", "ends", ends, "label", "Phare");
    var approval = terms.with("decision", "approve").with("domain", "phare.test");
    traffic.ask(200, admin, "PUT", decision, approval);
    traffic.ask(409, admin, "PUT", decision, approval);
    var pilots = traffic.get(admin, PILOTS).json().array("pilots").orElseThrow().objects();
    ask(403, nobody, "GET", PILOTS);
    var id = pilots.getFirst().string("organisation").orElseThrow();
    var end = PILOTS + "/" + id + "/decision";
    ask(400, admin, "PUT", end);
    ask(400, admin, "PUT", end, "decision", "king", "reason", "Oui");
    ask(403, nobody, "PUT", end, "decision", "open", "reason", "Oui");
    ask(404, admin, "PUT", PILOTS + "/none/decision", "decision", "open", "reason", "Oui");
    answered(id);
    extended(PILOTS + "/" + id + "/terms");
    traffic.put(admin, end, "decision", "open", "reason", "Oui");
    ask(409, admin, "PUT", PILOTS + "/" + id + "/terms", "people_max", 4, "ends", ends);
    ask(409, admin, "PUT", end, "decision", "open", "reason", "Oui");
  }

  private void extended(String terms) {
    var ends = System.currentTimeMillis() + 2 * 86_400_000L;
    ask(400, admin, "PUT", terms);
    ask(400, admin, "PUT", terms, "people_max", 0, "ends", ends);
    ask(403, nobody, "PUT", terms, "people_max", 4, "ends", ends);
    ask(404, admin, "PUT", PILOTS + "/none/terms", "people_max", 4, "ends", ends);
    traffic.put(admin, terms, "people_max", 4, "ends", ends);
  }

  private void answered(String organisation) {
    var agent = traffic.world().register("pilots-agent");
    Town.put(admin, organisation, agent, "member").ok();
    traffic.get(agent, MINE);
    var answers = JsonArray.of(1, 2, 3, 4, 5);
    ask(404, nobody, "PUT", MINE + "/answers", "answers", answers);
    ask(400, agent, "PUT", MINE + "/answers");
    ask(400, agent, "PUT", MINE + "/answers", "answers", JsonArray.of(1, 2, 3, 4, 6));
    traffic.put(agent, MINE + "/answers", "answers", answers);
  }
}
