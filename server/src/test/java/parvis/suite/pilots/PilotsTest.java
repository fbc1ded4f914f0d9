package parvis.suite.pilots;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// An organisation applies, is decided upon, tries the house out with so many people, and stays or
/// goes.
class PilotsTest {
  private static final String ALL = "/api/v1/applications";
  private static final String LINKS = "/api/v1/application_links/";
  private static final String PILOTS = "/api/v1/pilots";
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final Pattern LINK = Pattern.compile("/apply/([\\w-]+)");
  private static final long DAY = 86_400_000;
  private static final long WAIT_SECONDS = 20;

  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String SURVEY = "/api/v1/pilot";

  private static final TestClock clock = new TestClock();
  @AutoClose static final World world = World.start(Map.of(), clock);
  static Client admin = world.administrator("maire");

  private static String secret(String address) {
    return "a-secret-of-this-browser-and-no-other-" + address;
  }

  private static JsonObject form(String address) {
    return JsonObject.of(
        "email",
        address,
        "secret",
        secret(address),
        "applicant",
        "Ada Brun",
        "organisation",
        "Syndicat de " + address.substring(address.indexOf('@') + 1),
        "siret",
        "732 829 320 00074",
        "headcount",
        40,
        "need",
        "Parler entre communes");
  }

  private static String code(String address) {
    return code(ALL + "/code", address, secret(address));
  }

  private static String code(String path, String address, String secret) {
    long before = kept(address);
    world.stranger().post(path, JsonObject.of("email", address, "secret", secret)).ok();
    Race.until(() -> kept(address) > before);
    return mailed(address, CODE);
  }

  /// How many mails to an address lie in their files.
  private static long kept(String address) {
    return admin.get("/api/v1/mails").ok().json().array("mails").orElseThrow().objects().stream()
        .filter(mail -> mail.string("to").orElseThrow().equals(address))
        .filter(mail -> mail.string("state").orElseThrow().equals("kept"))
        .count();
  }

  private static Answer apply(JsonObject form) {
    return world.stranger().post(ALL, form);
  }

  private static JsonObject application(String address) {
    return admin.get(ALL).ok().json().array("applications").orElseThrow().objects().stream()
        .filter(one -> one.string("email").orElseThrow().equals(address))
        .findFirst()
        .orElseThrow();
  }

  private static String decision(String address) {
    return ALL + "/" + application(address).string("id").orElseThrow() + "/decision";
  }

  private static void refused(int status, String errcode, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.errcode()).as(answer.text()).isEqualTo(errcode);
  }

  private static String mailed(String address, Pattern what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (true) {
      var found = what.matcher(Mails.text(admin, address)).results().findFirst();
      if (found.isPresent()) return found.get().group(found.get().groupCount());
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static JsonObject approval(String label, String domain, int people, long ends) {
    return JsonObject.of(
        "decision", "approve",
        "label", label,
        "domain", domain,
        "people_max", people,
        "ends", ends,
        "goals", "Dix communes s'écrivent");
  }

  /// Comes in by a code that is mailed.
  private static Answer enters(String address) {
    var asks = JsonObject.of("email", address, "secret", secret(address));
    var code = code("/api/v1/sign_in/code", address, secret(address));
    return world.stranger().post("/api/v1/sign_in", asks.with("code", code));
  }

  private static Client in(String address) {
    var entered = enters(address).ok();
    return world
        .stranger()
        .signedIn(
            entered.string("user_id"), entered.string("device_id"), entered.string("access_token"));
  }

  @Test
  void somebody_applies_once_with_an_address_that_a_code_proves() {
    var ada = "ada@lac.test";
    var code = code(ada);
    for (var wrong :
        Map.of("siret", "732 829 320 00075", "headcount", 0, "applicant", " ", "email", "ada@@lac")
            .entrySet()) {
      refused(
          400,
          "M_INVALID_PARAM",
          apply(form(ada).with("code", code).with(wrong.getKey(), wrong.getValue())));
    }
    var other = code.equals("000000") ? "111111" : "000000";
    refused(403, "M_FORBIDDEN", apply(form(ada).with("code", other)));
    assertThat(apply(form(ada).with("code", code)).ok().string("state")).isEqualTo("open");
    assertThat(apply(form(ada).with("code", code)).ok().string("state")).isEqualTo("open");
    var signIn = JsonObject.of("email", ada, "secret", secret(ada), "code", code);
    refused(403, "M_THREEPID_AUTH_FAILED", world.stranger().post("/api/v1/sign_in", signIn));
    var link = LINKS + mailed(ada, LINK);
    var again = form(ada).with("secret", secret("another browser"));
    var second = code(ALL + "/code", ada, secret("another browser"));
    refused(409, "M_UNKNOWN", apply(again.with("code", second)));
    assertThat(world.stranger().get(link).ok().string("state")).isEqualTo("open");
    refused(404, "M_NOT_FOUND", world.stranger().get(LINKS + "none"));
    refused(403, "M_FORBIDDEN", world.register("nobody").get(ALL));
  }

  @Test
  void what_is_asked_back_is_answered_and_a_refusal_has_its_reason() {
    var ben = "ben@mer.test";
    apply(form(ben).with("code", code(ben))).ok();
    var decision = decision(ben);
    refused(400, "M_MISSING_PARAM", admin.put(decision, JsonObject.of("decision", "refuse")));
    Race.until(() -> kept(ben) == 2);
    admin.put(decision, JsonObject.of("decision", "ask", "reason", "Combien de communes ?")).ok();
    Race.until(() -> kept(ben) == 3);
    var link = LINKS + mailed(ben, LINK);
    assertThat(world.stranger().get(link).ok().string("question")).contains("communes");
    world.stranger().put(link, JsonObject.of("reply", "Douze")).ok();
    refused(409, "M_UNKNOWN", world.stranger().put(link, JsonObject.of("reply", "Treize")));
    assertThat(application(ben).string("reply")).contains("Douze");
    admin.put(decision, JsonObject.of("decision", "refuse", "reason", "Trop tôt")).ok();
    assertThat(mailed(ben, Pattern.compile("Trop tôt"))).isEqualTo("Trop tôt");
    assertThat(world.stranger().get(link).ok().string("reason")).isEqualTo("Trop tôt");
    refused(
        409, "M_UNKNOWN", admin.put(decision, JsonObject.of("decision", "ask", "reason", "Ah ?")));
  }

  @Test
  void a_pilot_has_so_many_people_and_is_opened_or_closed() {
    var cy = "cy@bois.test";
    apply(form(cy).with("code", code(cy))).ok();
    var soon = clock.millis() + 30 * DAY;
    refused(400, "M_INVALID_PARAM", admin.put(decision(cy), approval("Bois", "bois.test", 2, 1)));
    admin.put(decision(cy), approval("Bois", "bois.test", 2, soon)).ok();
    var first = in(cy);
    assertThat(Town.own(first)).isEqualTo("Bois");
    var pilot = pilot("Syndicat de bois.test");
    assertThat(pilot.object("report").orElseThrow().has("people")).isFalse();
    var id = pilot.string("organisation").orElseThrow();
    first.get(Town.one(id) + "/members").ok();
    var dan = in("dan@bois.test");
    refused(403, "M_RESOURCE_LIMIT_EXCEEDED", enters("eve@bois.test"));
    Town.put(admin, id, dan, "approver").ok();
    admin.put(PILOTS + "/" + id + "/decision", decide("close", "Fini")).ok();
    for (var who : new Client[] {first, dan}) {
      Race.until(() -> who.get(WHOAMI).status() == 401);
    }
    settled();
    for (var who : List.of(cy, "dan@bois.test")) {
      assertThat(mailed(who, Pattern.compile("est terminé"))).isNotEmpty();
    }
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(dan.user());
    admin.put(lock, JsonObject.of("locked", false)).ok();
    assertThat(dan.get(WHOAMI).status()).isEqualTo(401);
    refused(403, "M_RESOURCE_LIMIT_EXCEEDED", enters("eve@bois.test"));
    refused(409, "M_UNKNOWN", admin.put(PILOTS + "/" + id + "/decision", decide("close", "Fini")));
    admin.put(PILOTS + "/" + id + "/decision", decide("open", "Reste")).ok();
    Race.until(() -> dan.get(WHOAMI).status() == 200);
    settled();
    assertThat(Town.own(in("eve@bois.test"))).isEqualTo("Bois");
    refused(403, "M_FORBIDDEN", dan.get(PILOTS));
  }

  /// No decision has people who are still to be kept out or let in.
  private static void settled() {
    var open = "select 1 from pilot where settling is not null";
    Race.until(() -> world.db().read(tx -> tx.first(row -> row, open)).isEmpty());
  }

  @Test
  void a_pilot_that_runs_gets_another_day_and_more_people() {
    var ida = "ida@ile.test";
    apply(form(ida).with("code", code(ida))).ok();
    admin.put(decision(ida), approval("Île", "ile.test", 1, clock.millis() + 20 * DAY)).ok();
    var first = in(ida);
    refused(403, "M_RESOURCE_LIMIT_EXCEEDED", enters("joe@ile.test"));
    var id = pilot("Syndicat de ile.test").string("organisation").orElseThrow();
    var terms = PILOTS + "/" + id + "/terms";
    var later = clock.millis() + 60 * DAY;
    var wish = JsonObject.of("people_max", 3, "ends", later);
    refused(403, "M_FORBIDDEN", first.put(terms, wish));
    refused(400, "M_INVALID_PARAM", admin.put(terms, wish.with("ends", clock.millis())));
    refused(400, "M_INVALID_PARAM", admin.put(terms, wish.with("people_max", 0)));
    admin.put(terms, wish).ok();
    assertThat(pilot("Syndicat de ile.test").integer("ends")).hasValue(later);
    assertThat(Town.own(in("joe@ile.test"))).isEqualTo("Île");
    assertThat(mailed(ida, Pattern.compile("avec 3 personnes au plus"))).isNotEmpty();
    assertThat(admin.get("/api/v1/journals/deeds?organisation=" + id).ok().text())
        .contains("extend pilot");
    admin.put(PILOTS + "/" + id + "/decision", decide("open", "Reste")).ok();
    refused(409, "M_UNKNOWN", admin.put(terms, wish));
    refused(404, "M_NOT_FOUND", admin.put(PILOTS + "/none/terms", wish));
  }

  @Test
  void who_administers_what_tries_the_house_out_sees_how_it_goes() {
    var kim = "kim@cap.test";
    apply(form(kim).with("code", code(kim))).ok();
    admin.put(decision(kim), approval("Cap", "cap.test", 5, clock.millis() + 30 * DAY)).ok();
    var told = in(kim).get(PILOTS).ok().json().array("pilots").orElseThrow().objects();
    assertThat(told).hasSize(1);
    assertThat(told.getFirst().string("name")).contains("Syndicat de cap.test");
    assertThat(told.getFirst().object("report")).isPresent();
  }

  @Test
  void an_organisation_is_founded_on_the_server_of_who_decides_whatever_host_is_asked()
      throws IOException {
    var ola = "ola@port.test";
    apply(form(ola).with("code", code(ola))).ok();
    var approval = approval("Port", "port.test", 5, clock.millis() + 30 * DAY);
    assertThat(put("ailleurs.example", decision(ola), approval)).startsWith("HTTP/1.1 200");
    assertThat(pilot("Syndicat de port.test").string("state")).contains("running");
    var ours =
        "select s.name from organisation o join server s on s.nid = o.server where label = ?";
    var server =
        world.db().read(tx -> tx.first(row -> row.text("name"), ours, "Port").orElseThrow());
    assertThat(server).isEqualTo(World.SERVER);
    assertThat(Town.own(in(ola))).isEqualTo("Port");
  }

  /// The first line of what is answered to a request under another name of the host.
  private static String put(String host, String path, JsonObject body) throws IOException {
    var request = admin.request(path).build();
    var bytes = JsonWriter.write(body);
    var token = request.headers().firstValue("Authorization").orElseThrow();
    var head =
        """
        PUT %s HTTP/1.1\r
        Host: %s\r
        Authorization: %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        Connection: close\r
        \r
        """
            .formatted(path, host, token, bytes.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), request.uri().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(bytes);
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.lines().findFirst().orElseThrow();
    }
  }

  @Test
  void the_same_browser_applies_again_after_a_refusal() {
    var lou = "lou@gue.test";
    apply(form(lou).with("code", code(lou))).ok();
    admin.put(decision(lou), JsonObject.of("decision", "refuse", "reason", "Trop tôt")).ok();
    var again = apply(form(lou).with("need", "Cette fois").with("code", code(lou)));
    assertThat(again.ok().string("state")).isEqualTo("open");
    assertThat(admin.get(ALL).ok().text()).contains("Cette fois");
  }

  @Test
  void an_answer_anew_counts_once_ten_people_have_something_else_to_say() {
    var mia = "mia@bac.test";
    apply(form(mia).with("code", code(mia))).ok();
    admin.put(decision(mia), approval("Bac", "bac.test", 30, clock.millis() + 30 * DAY)).ok();
    var id = pilot("Syndicat de bac.test").string("organisation").orElseThrow();
    var people = new ArrayList<Client>();
    for (int person = 0; person < 10; person++) {
      var who = world.register("mia" + person);
      people.add(who);
      Town.put(admin, id, who, "member").ok();
      who.put(SURVEY + "/answers", answers(4, 4, 4, 4, 4)).ok();
    }
    for (int person = 0; person < 9; person++) {
      people.get(person).put(SURVEY + "/answers", answers(1, 1, 1, 1, 1)).ok();
      assertThat(tenths("Syndicat de bac.test")).isEqualTo(JsonArray.of(40, 40, 40, 40, 40));
    }
    assertThat(people.getFirst().get(SURVEY).ok().text()).contains("[1,1,1,1,1]");
    people.getLast().put(SURVEY + "/answers", answers(1, 1, 1, 1, 2)).ok();
    assertThat(tenths("Syndicat de bac.test")).isEqualTo(JsonArray.of(10, 10, 10, 10, 11));
    var end = Town.one(id) + "/members/" + Client.segment(people.getLast().user()) + "/deactivate";
    admin.post(end, JsonObject.EMPTY).ok();
    assertThat(tenths("Syndicat de bac.test"))
        .as("whoever is gone is in no average by name, and changes none")
        .isEqualTo(JsonArray.of(10, 10, 10, 10, 11));
  }

  private static JsonArray tenths(String name) {
    return report(name).object("survey").orElseThrow().array("tenths").orElseThrow();
  }

  @Test
  void five_questions_are_told_as_averages_of_ten_people_at_least() {
    var fay = "fay@pre.test";
    apply(form(fay).with("code", code(fay))).ok();
    admin.put(decision(fay), approval("Pré", "pre.test", 20, clock.millis() + 30 * DAY)).ok();
    var id = pilot("Syndicat de pre.test").string("organisation").orElseThrow();
    refused(404, "M_NOT_FOUND", admin.put(SURVEY + "/answers", answers(5, 5, 5, 5, 5)));
    assertThat(admin.get(SURVEY).ok().json().isEmpty()).isTrue();
    for (int person = 0; person < 11; person++) {
      assertThat(report("Syndicat de pre.test").has("survey")).isEqualTo(person > 9);
      var who = world.register("fay" + person);
      Town.put(admin, id, who, "member").ok();
      assertThat(who.get(SURVEY).ok().json().has("answers")).isFalse();
      who.put(SURVEY + "/answers", answers(person < 10 ? 4 : 1, 1, 2, 3, 5)).ok();
      assertThat(who.get(SURVEY).ok().json().array("answers").orElseThrow().size()).isEqualTo(5);
      refused(400, "M_INVALID_PARAM", who.put(SURVEY + "/answers", answers(1, 2, 3, 4)));
      refused(400, "M_INVALID_PARAM", who.put(SURVEY + "/answers", answers(0, 2, 3, 4, 5)));
    }
    assertThat(report("Syndicat de pre.test").with("active", null))
        .isEqualTo(
            JsonObject.of(
                "people_min", 10,
                "people", 12,
                "arrived", 11,
                "active", null,
                "survey", JsonObject.of("people", 10, "tenths", JsonArray.of(40, 10, 20, 30, 50))));
  }

  private static JsonObject answers(Object... points) {
    return JsonObject.of("answers", JsonArray.of(points));
  }

  private static JsonObject pilot(String name) {
    return admin.get(PILOTS).ok().json().array("pilots").orElseThrow().objects().stream()
        .filter(one -> one.string("name").orElseThrow().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonObject report(String name) {
    return pilot(name).object("report").orElseThrow();
  }

  @Test
  void who_applied_is_told_before_the_day_comes_that_closes_the_pilot() {
    var gus = "gus@val.test";
    var hoa = "hoa@mont.test";
    for (var who : List.of(gus, hoa)) apply(form(who).with("code", code(who))).ok();
    admin.put(decision(gus), approval("Val", "val.test", 5, clock.millis() + DAY)).ok();
    admin.put(decision(hoa), approval("Mont", "mont.test", 5, clock.millis() + 15 * DAY)).ok();
    var first = in(gus);
    clock.advance(Duration.ofDays(2));
    world.restart();
    admin = world.back(admin);
    assertThat(mailed(hoa, Pattern.compile("se termine le"))).isNotEmpty();
    assertThat(mailed(gus, Pattern.compile("est terminé"))).isNotEmpty();
    Race.until(() -> world.back(first).get(WHOAMI).status() == 401);
    assertThat(pilot("Syndicat de val.test").string("state")).contains("closed");
    assertThat(pilot("Syndicat de mont.test").string("state")).contains("running");
  }

  private static JsonObject decide(String decision, String reason) {
    return JsonObject.of("decision", decision, "reason", reason);
  }
}
