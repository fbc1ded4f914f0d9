package parvis.core.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People report, administrators read it, and whoever reports learns nothing by it.
class ReportsTest {
  private static final String EVENTS = "/_synapse/admin/v1/event_reports";

  @AutoClose static World world;
  static Client admin;
  static Client alice;
  static Client bruno;
  static String room;
  static String said;

  @BeforeAll
  static void start() {
    world = World.start();
    admin = world.administrator("maire");
    alice = world.register("alice");
    bruno = world.register("bruno");
    room = Chat.room(alice, bruno);
    Chat.state(alice, room, "m.room.name", JsonObject.of("name", "Cantine")).ok();
    said = Chat.say(alice, room, "des grossièretés");
  }

  @BeforeEach
  void forget() {
    world.db().write(tx -> tx.run("delete from report"));
  }

  static Answer reportEvent(Client by, String room, String event, Object... body) {
    return by.post(Chat.path(room) + "/report/" + Client.segment(event), JsonObject.of(body));
  }

  static Answer reportRoom(Client by, String room) {
    return by.post(Chat.path(room) + "/report", JsonObject.of("reason", "bruit"));
  }

  static Answer reportPerson(Client by, String person) {
    var path = "/_matrix/client/v3/users/" + Client.segment(person) + "/report";
    return by.post(path, JsonObject.of("reason", "insistant"));
  }

  static List<JsonObject> all() {
    return admin.get("/api/v1/reports").ok().json().array("reports").orElseThrow().objects();
  }

  @Test
  void an_administrator_reads_who_reported_what_the_latest_first() {
    reportEvent(bruno, room, said, "reason", "vulgaire").ok();
    reportRoom(bruno, room).ok();
    reportPerson(bruno, alice.user()).ok();
    var told = all();
    assertThat(told)
        .extracting(one -> one.string("reason").orElse(""))
        .containsExactly("insistant", "bruit", "vulgaire");
    assertThat(told).allSatisfy(one -> assertThat(one.string("user_id")).contains(bruno.user()));
    assertThat(told.getFirst().string("about_user_id")).contains(alice.user());
    assertThat(told.get(1).string("room_id")).contains(room);
    assertThat(told.get(1).has("event_id")).isFalse();
    assertThat(told.getLast().string("event_id")).contains(said);
    assertThat(told.getLast().string("sender")).contains(alice.user());
    assertThat(told.getLast().string("name")).contains("Cantine");
  }

  @Test
  void tools_for_other_servers_read_reports_of_events_and_forget_them() {
    reportRoom(bruno, room).ok();
    reportEvent(bruno, room, said, "reason", "vulgaire", "score", -100L).ok();
    reportEvent(alice, room, said).ok();
    var page = admin.get(EVENTS + "?limit=1&dir=f").ok().json();
    assertThat(page.integer("total")).hasValue(2);
    assertThat(page.integer("next_token")).hasValue(1);
    var first = page.array("event_reports").orElseThrow().objects().getFirst();
    assertThat(first.string("reason")).contains("vulgaire");
    var one = admin.get(EVENTS + "/" + first.integer("id").getAsLong()).ok().json();
    assertThat(Chat.at(one, "event_json", "content").string("body")).contains("des grossièretés");
    assertThat(Chat.at(one, "event_json").string("room_id")).contains(room);
    var last = admin.get(EVENTS + "?from=1&dir=f").ok().json();
    assertThat(last.has("next_token")).isFalse();
    assertThat(last.array("event_reports").orElse(JsonArray.EMPTY).values()).hasSize(1);
    admin.delete(EVENTS + "/" + first.integer("id").getAsLong()).ok();
    assertThat(admin.get(EVENTS + "/" + first.integer("id").getAsLong()).status()).isEqualTo(404);
    assertThat(all()).hasSize(2);
  }

  private static JsonObject reported(String event) {
    reportEvent(bruno, room, event).ok();
    var id = all().getFirst().integer("id").getAsLong();
    var context = admin.get("/api/v1/reports/" + id).ok().json().array("context").orElseThrow();
    return context.objects().getLast();
  }

  @Test
  void what_was_reported_is_told_as_what_it_is() {
    var topic = Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "Le menu"));
    var change = reported(topic.ok().string("event_id"));
    assertThat(all().getFirst().bool("changes")).contains(true);
    assertThat(Chat.at(change, "state").string("topic")).contains("Le menu");
    assertThat(change.has("body")).isFalse();
    var formed =
        JsonObject.of(
            "msgtype", "m.text",
            "body", "### Non",
            "format", "org.matrix.custom.html",
            "formatted_body", "<h3>Non</h3>");
    assertThat(reported(Chat.send(alice, room, formed)).string("html")).contains("<h3>Non</h3>");
    var poll = JsonObject.of("org.matrix.msc1767.text", "Qui vient ?");
    var asked = Chat.send(alice, room, "org.matrix.msc3381.poll.start", poll);
    assertThat(reported(asked).string("body")).contains("Qui vient ?");
    var gone = Chat.say(alice, room, "oups");
    reportEvent(bruno, room, gone).ok();
    Chat.redact(alice, room, gone).ok();
    assertThat(reported(gone).bool("redacted")).contains(true);
  }

  @Test
  void who_reports_the_same_again_says_it_anew() {
    reportEvent(bruno, room, said, "reason", "vulgaire").ok();
    reportEvent(bruno, room, said, "reason", "très vulgaire").ok();
    assertThat(all())
        .extracting(one -> one.string("reason").orElse(""))
        .containsExactly("très vulgaire");
  }

  @Test
  void what_one_may_not_see_one_cannot_report_and_it_looks_like_what_is_not_there() {
    var other = Chat.room(alice);
    var hidden = Chat.say(alice, other, "entre nous");
    var answers =
        List.of(
            reportEvent(bruno, other, hidden),
            reportEvent(bruno, room, hidden),
            reportEvent(bruno, room, "$nothing"),
            reportEvent(bruno, "!nothing:parvis.example", said));
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(404);
              assertThat(answer.text()).isEqualTo(answers.getFirst().text());
            });
    assertThat(all()).isEmpty();
  }

  @Test
  void whether_a_room_or_a_person_is_there_is_not_told() {
    var closed = Chat.room(alice);
    assertThat(reportRoom(bruno, closed).ok().text())
        .isEqualTo(reportRoom(bruno, "!nothing:parvis.example").ok().text());
    assertThat(reportPerson(bruno, alice.user()).ok().text())
        .isEqualTo(reportPerson(bruno, "@nobody:parvis.example").ok().text());
    assertThat(reportPerson(bruno, "nobody").status()).isEqualTo(404);
    assertThat(all()).hasSize(2);
  }

  @Test
  void reports_are_for_administrators_alone() {
    reportRoom(bruno, room).ok();
    var id = all().getFirst().integer("id").getAsLong();
    for (var path : List.of("/api/v1/reports", EVENTS, EVENTS + "/" + id)) {
      assertThat(bruno.get(path).errcode()).isEqualTo("M_FORBIDDEN");
    }
    assertThat(bruno.delete("/api/v1/reports/" + id).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(bruno.delete(EVENTS + "/" + id).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(all()).hasSize(1);
    admin.delete("/api/v1/reports/" + id).ok();
    assertThat(admin.delete("/api/v1/reports/" + id).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(admin.delete("/api/v1/reports/none").errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void whom_a_report_is_about_does_not_decide_on_it_nor_learns_who_reported() {
    reportPerson(bruno, admin.user()).ok();
    var desk = Chat.room(admin, bruno);
    reportEvent(bruno, desk, Chat.say(admin, desk, "non"), "reason", "cassante").ok();
    var told = admin.get("/api/v1/reports").ok();
    assertThat(told.text()).doesNotContain(bruno.user(), "cassante", "insistant");
    for (var one : all()) {
      assertThat(one.bool("about_me")).contains(true);
      var id = one.integer("id").getAsLong();
      var decision = JsonObject.of("decision", "dismiss", "reason", "Moi");
      for (var path : List.of("/api/v1/reports/" + id, EVENTS + "/" + id)) {
        assertThat(admin.get(path).errcode()).isEqualTo("M_FORBIDDEN");
        assertThat(admin.delete(path).errcode()).isEqualTo("M_FORBIDDEN");
      }
      assertThat(admin.put("/api/v1/reports/" + id, decision).errcode()).isEqualTo("M_FORBIDDEN");
    }
    assertThat(admin.get(EVENTS).ok().text()).doesNotContain(bruno.user());
    assertThat(admin.get("/api/v1/awaiting").ok().json().integer("reports")).hasValue(0);
    var other = world.register("adjointe");
    var named = "/_synapse/admin/v1/users/" + Client.segment(other.user()) + "/admin";
    admin.put(named, JsonObject.of("admin", true)).ok();
    var path = "/api/v1/reports/" + all().getFirst().integer("id").getAsLong();
    assertThat(other.get("/api/v1/awaiting").ok().json().integer("reports")).hasValue(2);
    assertThat(other.get(path).ok().text()).contains(bruno.user());
    other.put(path, JsonObject.of("decision", "warn", "reason", "Restons courtois")).ok();
    assertThat(admin.get("/api/v1/reports?state=decided").ok().text())
        .doesNotContain(bruno.user(), other.user());
  }

  @Test
  void pages_and_reasons_have_bounds() {
    assertThat(admin.get(EVENTS + "?limit=0").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(admin.get(EVENTS + "?limit=" + (ReportRoutes.PAGE_MAX + 1)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(admin.get(EVENTS + "?from=-1").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(admin.get(EVENTS + "?dir=up").errcode()).isEqualTo("M_INVALID_PARAM");
    var much = "x".repeat(ReportRoutes.REASON_CHARS_MAX + 1);
    assertThat(reportEvent(bruno, room, said, "reason", much).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(bruno.post(Chat.path(room) + "/report", JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void nobody_fills_the_table() {
    reportRoom(bruno, room).ok();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into report (nid, received_ms, server, "user", person, reason)
                    select -n, 0, r.server, r."user", -n, ''
                      from report r, generate_series(1, ?) as n""",
                    Reports.OF_ACCOUNT_MAX - 1));
    assertThat(reportPerson(bruno, alice.user()).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    var nobody = "@personne:" + World.SERVER;
    assertThat(reportPerson(bruno, nobody).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(reportRoom(bruno, "!nowhere:" + World.SERVER).errcode())
        .isEqualTo("M_LIMIT_EXCEEDED");
    reportPerson(alice, bruno.user()).ok();
  }
}
