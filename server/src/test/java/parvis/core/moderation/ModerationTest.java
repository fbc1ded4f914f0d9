package parvis.core.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Neighbours;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What people report is decided by the administrators of the organisation that it is about, and
/// by those of the server; by nobody else, once, with a reason.
class ModerationTest {
  private static final String REPORTS = "/api/v1/reports";

  @AutoClose static World world;
  static Client house;
  static Client mayor;
  static Client neighbour;
  static Client agent;
  static Client reader;
  static String town;
  static String other;
  static String room;

  @BeforeAll
  static void start() {
    world = World.start();
    var people = Neighbours.in(world);
    house = people.house();
    mayor = people.mayor();
    agent = people.agent();
    neighbour = people.neighbour();
    town = people.town();
    other = people.other();
    reader = world.register("lecteur");
    Town.put(house, other, reader, "member").ok();
    room = Chat.room(agent, reader);
  }

  @BeforeEach
  void forget() {
    world.db().write(tx -> tx.run("delete from report"));
  }

  private static List<JsonObject> of(Client who, String query) {
    return who.get(REPORTS + query).ok().json().array("reports").orElse(JsonArray.EMPTY).objects();
  }

  private static long only(Client who) {
    var all = of(who, "");
    assertThat(all).hasSize(1);
    return all.getFirst().integer("id").orElseThrow();
  }

  private static Answer decide(Client who, long id, String decision) {
    return who.put(
        REPORTS + "/" + id, JsonObject.of("decision", decision, "reason", "Propos injurieux"));
  }

  /// What the server told somebody last.
  private static String notice(Client who) {
    return Chat.history(who, notices(who)).getFirst();
  }

  private static boolean isAhead() {
    var ahead = "select nid from report where undone or untold";
    return world.db().read(tx -> tx.first(row -> row.number("nid"), ahead)).isPresent();
  }

  /// The room in which the server tells somebody something.
  private static String notices(Client who) {
    var invited = Chat.at(Chat.sync(who, ""), "rooms", "invite").keys();
    if (!invited.isEmpty()) Chat.join(who, List.copyOf(invited).getFirst()).ok();
    return world
        .db()
        .read(
            tx ->
                tx.first(
                    row -> row.text("room_id"),
                    """
                        select n.room_id from notice_room n
                          join matrix_user u on u.nid = n."user" where u.user_id = ?""",
                    who.user()))
        .orElseThrow();
  }

  @Test
  void a_report_reaches_those_who_decide_on_it_and_nobody_else() {
    var event = Chat.say(agent, room, "grossier");
    Chat.say(agent, room, "plus grossier");
    ReportsTest.reportEvent(reader, room, event, "reason", "vulgaire").ok();
    var id = only(mayor);
    assertThat(only(house)).isEqualTo(id);
    assertThat(of(neighbour, "")).isEmpty();
    assertThat(of(mayor, "").getFirst().string("organisation")).contains("Belleville");
    assertThat(agent.get(REPORTS).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(reader.get(REPORTS + "/" + id).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(neighbour.get(REPORTS + "/" + id).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(world.stranger().get(REPORTS).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(decide(neighbour, id, "redact").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(decide(reader, id, "redact").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(mayor.delete(REPORTS + "/" + id).errcode()).isEqualTo("M_FORBIDDEN");
    var whole = mayor.get(REPORTS + "/" + id).ok().json();
    assertThat(whole.array("context").orElseThrow().objects().getLast().string("body"))
        .contains("grossier");
    assertThat(whole.array("may").orElseThrow().strings())
        .containsExactly("dismiss", "warn", "redact", "suspend");
  }

  @Test
  void a_message_is_taken_away_once_and_all_are_told_without_who_reported_it() {
    var event = Chat.say(agent, room, "grossier");
    ReportsTest.reportEvent(reader, room, event, "reason", "vulgaire").ok();
    var id = only(mayor);
    var without = JsonObject.of("decision", "redact", "reason", " ");
    assertThat(mayor.put(REPORTS + "/" + id, without).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(decide(mayor, id, "burn").errcode()).isEqualTo("M_INVALID_PARAM");
    decide(mayor, id, "redact").ok();
    assertThat(decide(house, id, "dismiss").status()).isEqualTo(409);
    var seen = reader.get(Chat.path(room) + "/event/" + Client.segment(event)).ok().text();
    assertThat(seen).doesNotContain("grossier");
    assertThat(of(mayor, "")).isEmpty();
    var decided = of(mayor, "?state=decided").getFirst();
    assertThat(Chat.at(decided, "decided").string("decision")).contains("redact");
    assertThat(Chat.at(decided, "decided").string("by")).contains(mayor.user());
    assertThat(notice(reader)).contains("une suite lui a été donnée").doesNotContain("injurieux");
    assertThat(notice(agent)).contains("retiré", "Propos injurieux").doesNotContain("lecteur");
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text()).contains("report redact");
    ReportsTest.reportEvent(reader, room, event, "reason", "encore").ok();
    ReportsTest.reportEvent(reader, room, event, "reason", "toujours").ok();
    assertThat(of(mayor, "")).as("said anew, once").hasSize(1);
    assertThat(of(mayor, "?state=decided")).as("and what was decided stands").hasSize(1);
  }

  @Test
  void a_stop_leaves_no_decision_undone_and_nobody_untold() {
    var event = Chat.say(agent, room, "mot de trop");
    ReportsTest.reportEvent(reader, room, event, "reason", "vulgaire").ok();
    var id = only(mayor);
    var stopped =
        """
        update report set decided_ms = 1, decided_by = (select nid from matrix_user where user_id = ?),
                          decision = 'redact', decided_why = 'Trop', undone = true, untold = true
         where nid = ?""";
    world.db().write(tx -> tx.run(stopped, mayor.user(), id));
    Race.until(() -> !of(mayor, "").isEmpty());
    assertThat(only(mayor)).isEqualTo(id);
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text()).contains("report reopened");
    decide(mayor, id, "redact").ok();
    var untold = "update report set untold = true, decided_ms = decided_ms - 120000 where nid = ?";
    var before = Chat.history(agent, notices(agent)).size();
    world.db().write(tx -> tx.run(untold, id));
    Race.until(() -> Chat.history(agent, notices(agent)).size() > before);
    Race.until(() -> !isAhead());
  }

  @Test
  void a_person_is_warned_or_suspended_by_their_own_organisation() {
    var loud = world.register("bruyant");
    Town.put(house, town, loud, "member").ok();
    ReportsTest.reportPerson(reader, loud.user()).ok();
    var id = only(mayor);
    assertThat(decide(mayor, id, "redact").errcode()).isEqualTo("M_INVALID_PARAM");
    Town.put(house, other, loud, "member").ok();
    assertThat(decide(mayor, id, "suspend").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(decide(mayor, id, "warn").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(only(mayor)).as("it waits still").isEqualTo(id);
    Town.put(house, town, loud, "member").ok();
    decide(mayor, id, "suspend").ok();
    var wish = JsonObject.of("name", "Salon");
    assertThat(loud.post("/_matrix/client/v3/createRoom", wish).errcode())
        .isEqualTo("M_USER_SUSPENDED");
    ReportsTest.reportPerson(reader, loud.user()).ok();
    decide(mayor, only(mayor), "warn").ok();
    ReportsTest.reportPerson(reader, loud.user()).ok();
    decide(house, only(house), "dismiss").ok();
    assertThat(notice(reader)).contains("classé sans suite");
  }

  @Test
  void who_decides_in_an_organisation_is_decided_on_by_the_house_alone() {
    ReportsTest.reportPerson(reader, mayor.user()).ok();
    var hall = Chat.room(mayor, reader);
    var said = Chat.say(mayor, hall, "insulte");
    ReportsTest.reportEvent(reader, hall, said, "reason", "insultant").ok();
    assertThat(of(mayor, "")).isEmpty();
    ReportsTest.reportPerson(reader, house.user()).ok();
    var reports = of(house, "");
    assertThat(reports).hasSize(3);
    var first = reports.getFirst().integer("id").orElseThrow();
    assertThat(decide(house, first, "suspend").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(of(house, "")).hasSize(3);
  }

  @Test
  void a_room_is_its_makers_organisations_matter_and_nobody_to_be_told_off() {
    ReportsTest.reportRoom(reader, room).ok();
    var id = only(mayor);
    assertThat(of(neighbour, "")).isEmpty();
    assertThat(decide(mayor, id, "warn").errcode()).isEqualTo("M_INVALID_PARAM");
    decide(mayor, id, "dismiss").ok();
  }
}
