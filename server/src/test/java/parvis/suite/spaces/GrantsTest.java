package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What one app of a space is to one person: each app by itself, who chose it, and who is told.
class GrantsTest {
  private static final String SPACES = "/api/v1/spaces";

  @AutoClose static final World world = World.start();

  static final Client admin = world.administrator("admin");
  static final String ours = Town.organisation(admin, "Ville");
  static final Client alice = agent("alice", "approver");
  static final Client bruno = agent("bruno", "member");
  static final Client jeanne = agent("jeanne", "member");
  static final Client zoe = guest("zoe");

  private static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(admin, ours, agent, role).ok();
    return agent;
  }

  private static Client guest(String name) {
    var guest = world.register(name);
    alice.post(Town.one(ours) + "/externals", JsonObject.of("user_id", guest.user())).ok();
    return guest;
  }

  private static String space(String name) {
    var wish =
        JsonObject.of(
            "model", "project",
            "name", name,
            "visibility", "private",
            "joining", "invitation",
            "request_id", name);
    var space = SPACES + "/" + Client.segment(alice.post(SPACES, wish).ok().string("space_id"));
    var apps = JsonArray.of("feed", "tasks", "decisions");
    alice.put(space, JsonObject.of("apps", apps)).ok();
    var people = JsonArray.of(bruno.user(), jeanne.user(), zoe.user());
    alice.post(space + "/invitations", JsonObject.of("people", people)).ok();
    for (var who : List.of(bruno, jeanne, zoe)) {
      who.post(space + "/join", JsonObject.EMPTY).ok();
    }
    return space;
  }

  private static Answer set(Client by, String space, Client who, Object... apps) {
    return by.put(member(space, who), JsonObject.of("apps", JsonObject.of(apps)));
  }

  private static String member(String space, Client who) {
    return space + "/members/" + Client.segment(who.user());
  }

  /// What is set apart for somebody: app, what it is, and who chose it.
  private static List<String> apart(Client by, String space, Client who) {
    var view = by.get(space + "/view/" + Client.segment(who.user())).ok().json();
    return lines(view);
  }

  private static List<String> lines(JsonObject told) {
    return told.array("apart").orElseThrow().objects().stream()
        .map(
            one ->
                one.string("app").orElseThrow()
                    + " "
                    + one.string("grant").orElseThrow()
                    + one.string("by")
                        .map(by -> " by " + by.substring(1, by.indexOf(':')))
                        .orElse(""))
        .toList();
  }

  private static List<String> rights(Client who, String space) {
    return who.get(space).ok().json().array("rights").orElseThrow().strings();
  }

  @Test
  void opening_the_feed_again_leaves_what_else_was_set_apart() {
    var space = space("Rouvrir");
    set(alice, space, jeanne, "tasks", "own", "decisions", "read").ok();
    set(alice, space, jeanne, "feed", "none").ok();
    assertThat(rights(jeanne, space)).contains("see_tasks").doesNotContain("read", "see_all_tasks");
    assertThat(apart(alice, space, jeanne))
        .containsExactlyInAnyOrder(
            "tasks own by alice", "decisions read by alice", "feed none by alice");
    set(alice, space, jeanne, "feed", "usual").ok();
    assertThat(apart(alice, space, jeanne))
        .containsExactlyInAnyOrder("tasks own by alice", "decisions read by alice");
    assertThat(rights(jeanne, space))
        .contains("read", "post", "see_tasks", "see_all_decisions")
        .doesNotContain("see_all_tasks", "propose_decisions");
    set(alice, space, jeanne).ok();
    assertThat(apart(alice, space, jeanne)).isEmpty();
    assertThat(rights(jeanne, space)).contains("do_all_tasks", "propose_decisions");
  }

  @Test
  void who_chose_is_kept_by_app_and_every_member_is_told() {
    var space = space("Qui a choisi");
    alice.put(member(space, bruno), JsonObject.of("role", "animator")).ok();
    set(alice, space, jeanne, "tasks", "own").ok();
    set(bruno, space, jeanne, "tasks", "own", "decisions", "take").ok();
    var expected = List.of("tasks own by alice", "decisions take by bruno");
    assertThat(apart(alice, space, jeanne)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(apart(jeanne, space, jeanne)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(lines(zoe.get(space).ok().json())).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(rights(jeanne, space)).contains("take_decisions");
    alice.put(member(space, jeanne), JsonObject.of("role", "animator")).ok();
    assertThat(apart(alice, space, jeanne)).isEmpty();
  }

  @Test
  void what_the_space_has_switched_off_is_set_apart_for_nobody() {
    var space = space("Sans registre");
    set(alice, space, jeanne, "tasks", "own", "decisions", "none").ok();
    alice.put(space, JsonObject.of("apps", JsonArray.of("feed", "tasks"))).ok();
    assertThat(apart(alice, space, jeanne)).containsExactly("tasks own by alice");
    alice.put(space, JsonObject.of("apps", JsonArray.of("feed", "tasks", "decisions"))).ok();
    assertThat(apart(alice, space, jeanne)).hasSize(2);
    assertThat(rights(jeanne, space)).doesNotContain("see_decisions");
  }

  @Test
  void what_two_choose_at_once_is_both_kept() {
    var space = space("Ensemble");
    alice.put(member(space, bruno), JsonObject.of("role", "animator")).ok();
    set(alice, space, zoe, "tasks", "own").ok();
    var tasks = Race.later(() -> set(alice, space, jeanne, "tasks", "none"));
    var decisions = Race.later(() -> set(bruno, space, jeanne, "decisions", "own"));
    Race.ended(tasks).ok();
    Race.ended(decisions).ok();
    assertThat(apart(alice, space, jeanne))
        .containsExactlyInAnyOrder("tasks none by alice", "decisions own by bruno");
  }

  @Test
  void what_is_refused_changes_nothing() {
    var space = space("Refus");
    assertThat(set(alice, space, jeanne, "pages", "none").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(set(alice, space, jeanne, "feed", "own").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(set(alice, space, jeanne, "tasks", "read").errcode()).isEqualTo("M_INVALID_PARAM");
    var wrong = set(alice, space, jeanne, "tasks", "own", "decisions", "all");
    assertThat(wrong.errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(wrong.text()).contains("none, own, read, write, take or usual");
    assertThat(set(alice, space, alice, "decisions", "none").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(set(jeanne, space, bruno, "decisions", "none").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(set(jeanne, space, jeanne, "decisions", "take").errcode()).isEqualTo("M_FORBIDDEN");
    for (var word : List.of("write", "take")) {
      assertThat(set(alice, space, zoe, "decisions", word).errcode()).isEqualTo("M_FORBIDDEN");
    }
    assertThat(set(alice, space, zoe, "tasks", "validate").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(set(alice, space, admin, "tasks", "own").errcode()).isEqualTo("M_NOT_FOUND");
    for (var who : List.of(bruno, jeanne, zoe)) {
      assertThat(apart(alice, space, who)).isEmpty();
    }
    set(alice, space, zoe, "decisions", "read").ok();
    assertThat(rights(zoe, space)).contains("see_all_decisions");
  }
}
