package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces in a town: who makes them, who is let in, who looks after them, and what people confirm.
class TownSpacesTest {
  private static final String SPACES = TownHall.SPACES;

  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client admin = hall.admin();
  static final String called = world.stranger().get("/api/v1/server").ok().string("name");
  static final Client approver = hall.agent("approver", "approver");
  static final Client agent = hall.agent("agent", "member");
  private static int sent;

  @Test
  void an_organisation_may_let_its_agents_make_spaces() {
    var id = Town.organisation(admin, "Direct");
    var who = world.register("direct");
    Town.put(admin, id, who, "member").ok();
    var said = JsonObject.of("name", "Mairie de Direct", "label", "Direct", "spaces", "direct");
    assertThat(making(who)).isEqualTo("on_request");
    admin.put(Town.one(id), said).ok();
    assertThat(making(who)).isEqualTo("at_once");
    assertThat(making(world.register("of-none"))).isEqualTo("never");
    var space = TownHall.opened(who, "Sans demander");
    assertThat(agent.get(TownHall.one(space)).status()).isEqualTo(404);
    var foreign = TownHall.open("Ailleurs").with("organisation", hall.ville());
    assertThat(who.post(SPACES, foreign).status()).isEqualTo(403);
  }

  @Test
  void who_administers_an_organisation_sees_which_spaces_it_has_and_who_animates_them() {
    var quarter = Town.organisation(admin, "Quartier");
    var head = hall.agentOf(quarter, "head", "administrator");
    var hidden =
        head.post(
            SPACES,
            TownHall.open("Cabinet").with("visibility", "secret").with("joining", "invitation"));
    var secret = hidden.ok().string("space_id");
    var path = Town.one(quarter) + "/spaces";
    var all = head.get(path + "?q=cabi").ok().json();
    assertThat(all.integer("total")).hasValue(1);
    var seen = all.array("spaces").orElseThrow().objects().getFirst();
    assertThat(seen.string("space_id")).contains(secret);
    assertThat(seen.array("animators").orElseThrow().strings()).containsExactly(head.user());
    assertThat(seen.array("rooms").orElseThrow().objects()).hasSize(1);
    assertThat(admin.get(path).ok().text()).contains("Cabinet");
    assertThat(admin.get(Town.one(hall.ville()) + "/spaces").ok().text()).doesNotContain("Cabinet");
    assertThat(hall.agentOf(quarter, "hand", "approver").get(path).status()).isEqualTo(403);
    assertThat(agent.get(path).status()).isEqualTo(404);
    assertThat(head.get(path + "?from=-1").status()).isEqualTo(400);
    assertThat(head.get("/api/v1/journals/accesses?organisation=" + quarter).ok().text())
        .contains("read spaces");
  }

  static String making(Client who) {
    return who.get(SPACES).ok().string("making");
  }

  @Test
  void a_house_of_one_organisation_is_called_as_it_is() {
    assertThat(called).isEqualTo("Mairie de Ville");
    Town.organisation(admin, "Autre");
    assertThat(world.stranger().get("/api/v1/server").ok().string("name")).isEqualTo("Parvis");
  }

  @Test
  void who_runs_the_server_names_an_organisation_that_is_there() {
    var runner = hall.agent("runner", "member");
    var right = "/_synapse/admin/v1/users/" + Client.segment(runner.user()) + "/admin";
    admin.put(right, JsonObject.of("admin", true)).ok();
    var nobodys = TownHall.open("De personne").with("organisation", "none");
    assertThat(runner.post(SPACES, nobodys).status()).isEqualTo(400);
    assertThat(runner.get(SPACES + "?q=De%20personne").ok().text()).doesNotContain("De personne");
  }

  @Test
  void where_rules_keep_rooms_apart_a_space_that_is_listed_stays_so_when_it_changes() {
    var ruled = Town.ruled(admin, "Réglée");
    var maker = world.register("maker");
    Town.put(admin, ruled, maker, "approver").ok();
    var space = TownHall.opened(maker, "Listé");
    var listed = "/_matrix/client/v3/publicRooms";
    assertThat(maker.get(listed).ok().text()).contains(space);
    maker.put(TownHall.one(space), JsonObject.of("purpose", "Tout savoir")).ok();
    assertThat(maker.get(listed).ok().text()).contains(space).contains("Tout savoir");
  }

  @Test
  void a_space_that_its_last_animator_left_by_a_client_is_found_no_more() {
    var last = hall.agent("last", "approver");
    var space = TownHall.opened(last, "Abandonné");
    assertThat(agent.get(SPACES).ok().text()).contains("Abandonné");
    last.post("/_matrix/client/v3/rooms/" + Client.segment(space) + "/leave", JsonObject.EMPTY)
        .ok();
    assertThat(agent.get(SPACES).ok().text()).doesNotContain("Abandonné");
  }

  @Test
  void people_confirm_what_they_read_and_those_who_did_not_are_reminded_once_a_day() {
    var space = TownHall.opened(approver, "Consignes");
    agent.post(TownHall.one(space) + "/join", JsonObject.EMPTY).ok();
    var slow = hall.agent("slow", "member");
    slow.post(TownHall.one(space) + "/join", JsonObject.EMPTY).ok();
    var feed = approver.get(TownHall.one(space)).ok().string("feed_room");
    var content =
        JsonObject.of(
            "msgtype", "m.text",
            "body", "Casque obligatoire",
            "fr.parvis.post", JsonObject.of("kind", "announcement", "confirm", true));
    var post = send(approver, feed, "m.room.message", content);
    var other = send(approver, feed, "m.room.message", content.without("fr.parvis.post"));
    var relation = JsonObject.of("rel_type", "m.reference", "event_id", post);
    send(agent, feed, "fr.parvis.confirmation", JsonObject.of("m.relates_to", relation));
    send(agent, feed, "fr.parvis.confirmation", JsonObject.of("m.relates_to", relation));
    var path = "/api/v1/feeds/" + Client.segment(feed) + "/posts/" + Client.segment(post);
    var told = approver.get(path + "/confirmations").ok().json();
    assertThat(told.integer("asked_of")).hasValue(2);
    assertThat(told.array("confirmed").orElseThrow().objects())
        .extracting(one -> one.string("user_id").orElseThrow())
        .containsExactly(agent.user());
    assertThat(told.array("missing").orElseThrow().strings()).containsExactly(slow.user());
    assertThat(agent.get(path + "/confirmations").ok().json().has("missing")).isFalse();
    assertThat(agent.get(path + "/confirmations.csv").status()).isEqualTo(403);
    assertThat(approver.get(path + "/confirmations.csv").ok().text()).contains(slow.user());
    assertThat(agent.post(path + "/reminder", JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(told.has("reminded")).isFalse();
    approver.post(path + "/reminder", JsonObject.EMPTY).ok();
    assertThat(approver.post(path + "/reminder", JsonObject.EMPTY).status()).isEqualTo(409);
    Race.until(() -> TownHall.isTold(slow, "Casque obligatoire"));
    var again = approver.get(path + "/confirmations").ok().json().object("reminded").orElseThrow();
    assertThat(again.string("by")).contains(approver.user());
    assertThat(again.integer("people")).hasValue(1);
    assertThat(again.integer("at")).isPresent();
    var older = "update feed_reminder set at_ms = at_ms + 1 where event = ?";
    world.db().write(tx -> tx.run(older, post));
    var uncounted = approver.get(path + "/confirmations").ok().json();
    assertThat(uncounted.object("reminded").orElseThrow().has("people"))
        .as("of a node of the version before, which does not count them")
        .isFalse();
    assertThat(agent.get(path + "/confirmations").ok().json().has("reminded")).isFalse();
    var none = "/api/v1/feeds/" + Client.segment(feed) + "/posts/" + Client.segment(other);
    assertThat(approver.get(none + "/confirmations").status()).isEqualTo(404);
  }

  static String send(Client who, String room, String type, JsonObject content) {
    var path = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/send/" + type + "/t" + sent++;
    return who.put(path, content).ok().string("event_id");
  }

  @Test
  void where_access_rules_are_on_a_space_is_opened_to_externals_before_they_are_invited() {
    var id = Town.ruled(admin, "Règles");
    var animator = world.register("ruled");
    Town.put(admin, id, animator, "approver").ok();
    var guest = world.register("contractor");
    animator.post(Town.one(id) + "/externals", JsonObject.of("user_id", guest.user())).ok();
    var wish = TownHall.open("Chantier").with("visibility", "private").with("joining", "approval");
    var space = animator.post(SPACES, wish).ok().string("space_id");
    var invite = JsonObject.of("people", JsonArray.of(guest.user()));
    var path = TownHall.one(space) + "/invitations";
    assertThat(animator.post(path, invite).ok().text()).contains("external_closed");
    var outside = JsonObject.of("list", "dehors@ailleurs.test");
    assertThat(animator.post(path, outside).ok().text()).contains("external_closed");
    animator.put(TownHall.one(space), JsonObject.of("guests", true)).ok();
    assertThat(animator.post(path, invite).ok().text()).contains("invited");
    var joined = guest.post(TownHall.one(space) + "/join", JsonObject.EMPTY).ok().json();
    assertThat(joined.string("role")).contains("guest");
    assertThat(joined.array("rights").orElseThrow().strings()).contains("post");
    assertThat(joined.object("audience").orElseThrow().integer("guests")).hasValue(1);
    var role = TownHall.one(space) + "/members/" + Client.segment(guest.user());
    assertThat(animator.put(role, JsonObject.of("role", "animator")).status()).isEqualTo(403);
  }

  @Test
  void who_comes_or_goes_by_a_client_of_matrix_is_in_the_feed_or_not_too() {
    var space = TownHall.opened(approver, "Autre client");
    var feed = approver.get(TownHall.one(space)).ok().string("feed_room");
    var room = "/_matrix/client/v3/rooms/" + Client.segment(space);
    agent.post(room + "/join", JsonObject.EMPTY).ok();
    Race.until(() -> joined(agent).contains(feed));
    approver.post(room + "/kick", JsonObject.of("user_id", agent.user())).ok();
    Race.until(() -> !joined(agent).contains(feed));
  }

  static String joined(Client who) {
    return who.get("/_matrix/client/v3/joined_rooms").ok().text();
  }
}
