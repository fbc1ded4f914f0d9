package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.oauth.Foreign;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces that nobody animates any more, and who is named then.
class UnanimatedTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String UNANIMATED = "/api/v1/unanimated_spaces";

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client approver = world.stranger();
  static Client member = world.stranger();
  static String town = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    town = Town.organisation(admin, "Ville");
    approver = agent("approver", "approver");
    member = agent("member", "member");
  }

  private static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(admin, town, agent, role).ok();
    return agent;
  }

  private static String space(Client maker, String name, String visibility, String joining) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", visibility,
            "joining", joining,
            "request_id", name);
    return maker.post(SPACES, wish).ok().string("space_id");
  }

  private static String one(String space) {
    return SPACES + "/" + Client.segment(space);
  }

  private static void bringIn(Client animator, String space, Client whom) {
    var people = JsonObject.of("people", JsonArray.of(whom.user()));
    animator.post(one(space) + "/invitations", people).ok();
    whom.post(one(space) + "/join", JsonObject.EMPTY).ok();
  }

  private static List<String> waiting(Client who) {
    return who.get(UNANIMATED).ok().json().array("spaces").orElseThrow().objects().stream()
        .map(space -> space.string("name").orElseThrow())
        .toList();
  }

  private static Answer name(Client by, String space, Client whom) {
    return by.put(UNANIMATED + "/" + Client.segment(space), JsonObject.of("user_id", whom.user()));
  }

  private static List<String> candidates(String space) {
    return approver
        .get(UNANIMATED + "/" + Client.segment(space))
        .ok()
        .json()
        .array("people")
        .orElseThrow()
        .objects()
        .stream()
        .map(one -> one.string("user_id").orElseThrow())
        .toList();
  }

  private static String role(Client who, String space) {
    return who.get(one(space)).ok().string("role");
  }

  @Test
  void where_the_last_animator_left_an_approver_names_another_who_has_all_of_it() {
    var last = agent("last", "approver");
    var space = space(last, "Quai", "secret", "invitation");
    bringIn(last, space, member);
    var stays = agent("stays", "member");
    bringIn(last, space, stays);
    assertThat(name(approver, space, member).status()).isEqualTo(409);
    last.post("/_matrix/client/v3/rooms/" + Client.segment(space) + "/leave", JsonObject.EMPTY)
        .ok();
    var feed = member.get(one(space)).ok().string("feed_room");
    Race.until(() -> !last.get("/_matrix/client/v3/joined_rooms").ok().text().contains(feed));
    assertThat(waiting(approver)).contains("Quai");
    assertThat(waiting(member)).isEmpty();
    assertThat(candidates(space)).containsExactlyInAnyOrder(member.user(), stays.user());
    assertThat(member.get(UNANIMATED + "/" + Client.segment(space)).status()).isEqualTo(403);
    assertThat(name(member, space, member).status()).isEqualTo(403);
    assertThat(name(world.register("stranger"), space, member).status()).isEqualTo(404);
    assertThat(name(approver, space, last).status()).isEqualTo(404);
    name(approver, space, member).ok();
    assertThat(role(member, space)).isEqualTo("animator");
    var pin = "/_matrix/client/v3/rooms/" + Client.segment(feed) + "/state/m.room.pinned_events/";
    member.put(pin, JsonObject.of("pinned", JsonArray.EMPTY)).ok();
    assertThat(member.get(one(space) + "/members").ok().text()).doesNotContain("_server");
    assertThat(waiting(approver)).doesNotContain("Quai");
    assertThat(name(approver, space, stays).status()).isEqualTo(409);
    assertThat(admin.get(Town.one(town) + "/journal").ok().text())
        .contains("name animator", "Quai");
  }

  @Test
  void an_approver_takes_a_space_over_whose_animator_is_kept_from_acting() {
    var barred = agent("barred", "approver");
    var space = space(barred, "Halle", "private", "invitation");
    bringIn(barred, space, member);
    var suspend = "/_matrix/client/v1/admin/suspend/" + Client.segment(barred.user());
    admin.put(suspend, JsonObject.of("suspended", true)).ok();
    assertThat(waiting(approver)).contains("Halle");
    name(approver, space, approver).ok();
    assertThat(role(approver, space)).isEqualTo("animator");
    admin.put(suspend, JsonObject.of("suspended", false)).ok();
    assertThat(role(barred, space)).isEqualTo("animator");
  }

  @Test
  void an_application_of_an_approver_takes_over_no_space_and_is_told_of_none() {
    var barred = agent("kept-out", "approver");
    var space = space(barred, "Tour", "private", "invitation");
    bringIn(barred, space, member);
    var suspend = "/_matrix/client/v1/admin/suspend/" + Client.segment(barred.user());
    admin.put(suspend, JsonObject.of("suspended", true)).ok();
    var tokens = Foreign.registered(world).tokens(approver, "FOREIGN-1");
    var application = world.stranger().signedIn("", "", tokens.string("access_token"));
    assertThat(waiting(approver)).contains("Tour");
    assertThat(waiting(application)).isEmpty();
    assertThat(application.get(UNANIMATED + "/" + Client.segment(space)).status()).isEqualTo(403);
    assertThat(name(application, space, approver).status()).isEqualTo(403);
    assertThat(name(application, space, member).status()).isEqualTo(403);
    assertThat(waiting(approver)).contains("Tour");
  }

  @Test
  void who_ends_their_account_leaves_a_space_to_be_named_for() {
    var leaving = agent("leaving", "approver");
    var space = space(leaving, "Port", "private", "approval");
    bringIn(leaving, space, member);
    var proof = JsonObject.of("auth", Client.proof(leaving.user(), World.PASSWORD));
    leaving.post("/_matrix/client/v3/account/deactivate", proof).ok();
    Race.until(() -> waiting(approver).contains("Port"));
    Race.until(() -> name(approver, space, member).status() == 200);
    assertThat(role(member, space)).isEqualTo("animator");
  }
}
