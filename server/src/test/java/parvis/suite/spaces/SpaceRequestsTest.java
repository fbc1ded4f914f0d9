package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What people ask of the approvers of their organisation: a space.
class SpaceRequestsTest {
  private static final String REQUESTS = "/api/v1/space_requests";

  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client admin = hall.admin();
  static final Client approver = hall.agent("approver", "approver");
  static final Client agent = hall.agent("agent", "member");

  static Answer ask(String name) {
    var answer = agent.post(TownHall.SPACES, TownHall.open(name));
    assertThat(answer.status()).isEqualTo(202);
    return answer;
  }

  static Answer decide(Client who, String request, Object... decision) {
    return who.put(REQUESTS + "/" + request, JsonObject.of(decision));
  }

  static JsonObject request(Client who, String id) {
    return requests(who).stream()
        .filter(one -> one.string("id").equals(Optional.of(id)))
        .findFirst()
        .orElseThrow();
  }

  static List<JsonObject> requests(Client who) {
    return who.get(REQUESTS).ok().json().array("requests").orElseThrow().objects();
  }

  @Test
  void who_does_not_decide_asks_and_gets_the_space_once_as_it_was_amended() {
    var called = "/_matrix/client/v3/profile/" + Client.segment(agent.user()) + "/displayname";
    agent.put(called, JsonObject.of("displayname", "Inès Roy")).ok();
    var id = ask("Jardins").string("request");
    assertThat(requests(approver)).extracting(one -> one.string("id").orElse("")).contains(id);
    assertThat(request(agent, id).bool("may_decide")).contains(false);
    assertThat(decide(agent, id, "decision", "approve").status()).isEqualTo(403);
    var outsider = world.register("outsider");
    assertThat(decide(outsider, id, "decision", "approve").status()).isEqualTo(404);
    var amended = JsonObject.of("name", "Jardins partagés");
    var approved = decide(approver, id, "decision", "approve", "amended", amended).ok();
    var space = approved.string("space_id");
    var told = agent.get(TownHall.one(space)).ok();
    assertThat(told.string("name")).isEqualTo("Jardins partagés");
    assertThat(told.string("role")).isEqualTo("animator");
    assertThat(admin.get(Town.one(hall.ville()) + "/journal").ok().text())
        .contains("approve space", "Jardins partagés");
    assertThat(decide(admin, id, "decision", "refuse", "reason", "Trop tard").status())
        .isEqualTo(409);
    Race.until(() -> TownHall.isTold(agent, "Jardins partagés"));
    Race.until(() -> TownHall.isTold(approver, "space_asked"));
    assertThat(TownHall.isTold(approver, "Inès Roy demande l’espace « Jardins »")).isTrue();
  }

  @Test
  void who_was_not_told_of_a_request_when_the_server_was_killed_is_told_after_it_once() {
    var id = ask("Kiosque").string("request");
    Race.until(() -> TownHall.isTold(approver, id));
    var lost = "lost-" + id;
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into space_request (id, "by", request, organisation, wish, state,
                                               created_ms, untold)
                    select ?, "by", 'lost', organisation, wish, 'waiting', created_ms, true
                      from space_request where id = ?
                    """,
                    lost,
                    id));
    world.db().write(tx -> tx.run("update space_request set untold = true where id = ?", id));
    try (var other = world.beside()) {
      Race.until(() -> TownHall.isTold(other.back(approver), lost));
      Race.until(() -> untold() == 0);
    }
    var told = approver.get("/_matrix/client/v3/sync").ok().text();
    assertThat(told.split("\"request\":\"" + id, -1)).hasSize(2);
  }

  private static long untold() {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                        row -> row.number("n"),
                        "select count(*) as n from space_request where untold")
                    .orElseThrow());
  }

  @Test
  void a_refusal_has_a_reason_and_a_wish_may_be_taken_back() {
    var id = ask("Pétanque").string("request");
    assertThat(decide(approver, id, "decision", "refuse").status()).isEqualTo(400);
    decide(approver, id, "decision", "refuse", "reason", "Il y en a une").ok();
    assertThat(request(agent, id).string("reason")).contains("Il y en a une");
    assertThat(request(agent, id).string("state")).contains("refused");
    var other = ask("Boules").string("request");
    agent.delete(REQUESTS + "/" + other).ok();
    assertThat(agent.delete(REQUESTS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void a_space_that_was_approved_when_the_server_was_killed_is_made_after_it_and_noted_once() {
    var id = ask("Marché").string("request");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update space_request
                       set state = 'approved', decided_ms = 1,
                           decided_by = (select nid from matrix_user where user_id = ?)
                     where id = ?
                    """,
                    approver.user(),
                    id));
    assertThat(noted()).doesNotContain("approve space Marché");
    try (var other = world.beside()) {
      Race.until(() -> request(other.back(agent), id).has("space_id"));
    }
    assertThat(noted()).containsOnlyOnce("approve space Marché");
    assertThat(request(agent, id).string("decided_by")).contains(approver.user());
  }

  @Test
  void what_is_not_noted_is_not_done_and_what_is_refused_is_noted_once() {
    var id = ask("Lavoir").string("request");
    var refusal = new Object[] {"decision", "refuse", "reason", "Il y en a un"};
    sql("alter table journal add constraint full_book check (deed <> 'refuse space') not valid");
    assertThat(decide(approver, id, refusal).status()).isEqualTo(500);
    assertThat(request(agent, id).string("state")).contains("waiting");
    sql("alter table journal drop constraint full_book");
    decide(approver, id, refusal).ok();
    assertThat(decide(approver, id, refusal).status()).isEqualTo(409);
    assertThat(noted()).containsOnlyOnce("refuse space Lavoir");
  }

  @Test
  void an_approval_that_could_not_be_followed_leaves_no_line() {
    var gone = hall.agent("gone", "member");
    var asked = gone.post(TownHall.SPACES, TownHall.open("Ruines"));
    assertThat(asked.status()).isEqualTo(202);
    Town.remove(admin, hall.ville(), gone).ok();
    var id = asked.string("request");
    assertThat(decide(approver, id, "decision", "approve").status()).isEqualTo(409);
    assertThat(request(approver, id).string("state")).contains("waiting");
    assertThat(noted()).doesNotContain("approve space Ruines");
  }

  private static List<String> noted() {
    return hall.journal(hall.ville());
  }

  private static void sql(String text) {
    world.db().write(tx -> tx.run(text));
  }
}
