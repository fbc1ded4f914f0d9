package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces that are opened to people from outside, and closed to them again.
class OutsidersTest {
  private static final String SPACES = "/api/v1/spaces";

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client animator = world.stranger();
  static String town = "";
  static Client guest = world.stranger();
  static Client waiting = world.stranger();

  @BeforeAll
  static void begin() {
    admin = world.administrator("admin");
    town = Town.ruled(admin, "Ville");
    animator = world.register("animator");
    Town.put(admin, town, animator, "approver").ok();
    guest = guest(town, "contractor");
    waiting = guest(town, "waiting");
  }

  private static Client guest(String town, String name) {
    var guest = world.register(name);
    animator.post(Town.one(town) + "/externals", JsonObject.of("user_id", guest.user())).ok();
    return guest;
  }

  private static String space(String name, String visibility, String joining) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", visibility,
            "joining", joining,
            "request_id", name);
    return SPACES + "/" + Client.segment(animator.post(SPACES, wish).ok().string("space_id"));
  }

  private static String externals(String space) {
    return animator
        .get(space)
        .ok()
        .json()
        .object("audience")
        .orElseThrow()
        .string("externals")
        .orElseThrow();
  }

  private static String invited(String space, Client whom) {
    var people = JsonObject.of("people", JsonArray.of(whom.user()));
    return animator.post(space + "/invitations", people).ok().text();
  }

  private static List<JsonObject> evicted(String space) {
    return animator
        .get(space + "/externals")
        .ok()
        .json()
        .array("externals")
        .orElseThrow()
        .objects();
  }

  @Test
  void a_closed_space_says_nothing_of_whom_another_organisation_admits_by_a_list() {
    var space = space("Clos", "private", "invitation");
    var care = Town.organisation(admin, "Aide");
    admin.post(Town.one(care) + "/addresses", JsonObject.of("list", "iris@poste.test")).ok();
    var list = JsonObject.of("list", "iris@poste.test\nines@poste.test");
    var report = animator.post(space + "/invitations", list).ok().json().array("report");
    assertThat(report.orElseThrow().objects())
        .extracting(one -> one.string("outcome").orElseThrow())
        .containsExactly("external_closed", "external_closed");
  }

  @Test
  void a_space_says_whether_it_is_open_and_whom_closing_it_takes_out() {
    var space = space("Chantier", "private", "approval");
    assertThat(externals(space)).isEqualTo("refused");
    assertThat(invited(space, guest)).contains("external_closed");
    animator.put(space, JsonObject.of("guests", true)).ok();
    assertThat(externals(space)).isEqualTo("admitted");
    assertThat(evicted(space)).isEmpty();
    assertThat(invited(space, guest)).contains("\"invited\"");
    assertThat(invited(space, waiting)).contains("\"invited\"");
    guest.post(space + "/join", JsonObject.EMPTY).ok();
    assertThat(guest.get(space + "/externals").status()).isEqualTo(403);
    assertThat(evicted(space))
        .extracting(
            one -> one.string("user_id").orElseThrow(), one -> one.bool("joined").orElseThrow())
        .containsExactly(tuple(guest.user(), true), tuple(waiting.user(), false));
    var feed = animator.get(space).ok().string("feed_room");
    var audience = "/api/v1/rooms/" + Client.segment(feed) + "/audience";
    assertThat(animator.get(audience).ok().string("externals")).isEqualTo("admitted");
    animator.put(space, JsonObject.of("guests", false)).ok();
    assertThat(externals(space)).isEqualTo("closed");
    assertThat(animator.get(audience).ok().string("externals")).isEqualTo("closed");
    assertThat(guest.get(space).status()).isEqualTo(404);
    Race.until(() -> !guest.get("/_matrix/client/v3/joined_rooms").ok().text().contains(feed));
    assertThat(evicted(space)).isEmpty();
    assertThat(invited(space, guest)).contains("external_closed");
    animator.put(space, JsonObject.of("guests", true)).ok();
    assertThat(externals(space)).isEqualTo("admitted");
    assertThat(invited(space, guest)).contains("\"invited\"");
  }

  @Test
  void the_organisation_reads_in_its_journal_that_a_space_was_opened_and_closed_once_each() {
    var space = space("Registre", "private", "approval");
    animator.put(space, JsonObject.of("guests", true)).ok();
    animator.put(space, JsonObject.of("guests", true)).ok();
    animator.put(space, JsonObject.of("guests", false)).ok();
    var lines = admin.get(Town.one(town) + "/journal").ok().json().array("journal").orElseThrow();
    assertThat(lines.objects())
        .filteredOn(line -> line.string("about").orElse("").equals("Registre"))
        .extracting(line -> line.string("deed").orElse(""))
        .containsExactly("close space to guests", "open space to guests");
  }

  @Test
  void closing_a_space_closes_its_rooms_that_were_opened() {
    var space = space("Quais", "private", "invitation");
    animator.put(space, JsonObject.of("guests", true)).ok();
    var room =
        animator
            .post(space + "/rooms", JsonObject.of("name", "Cellule", "private", true))
            .ok()
            .string("room_id");
    var v3 = "/_matrix/client/v3/rooms/" + Client.segment(room);
    var rule = v3 + "/state/im.vector.room.access_rules/";
    animator.put(rule, animator.get(rule).ok().json().with("rule", "unrestricted")).ok();
    animator.post(v3 + "/invite", JsonObject.of("user_id", guest.user())).ok();
    guest.post(v3 + "/join", JsonObject.EMPTY).ok();
    assertThat(evicted(space)).hasSize(1);
    animator.put(space, JsonObject.of("guests", false)).ok();
    assertThat(guest.get("/_matrix/client/v3/joined_rooms").ok().text()).doesNotContain(room);
    assertThat(animator.post(v3 + "/invite", JsonObject.of("user_id", guest.user())).status())
        .isEqualTo(403);
  }

  @Test
  void a_space_that_came_to_be_found_by_all_is_opened_too_and_stands_in_no_directory() {
    var space = space("Annuaire", "private", "approval");
    var open = JsonObject.of("visibility", "public", "joining", "free");
    animator.put(space, open).ok();
    var listed = "/_matrix/client/v3/publicRooms";
    assertThat(animator.get(listed).ok().text()).contains("Annuaire");
    animator.put(space, JsonObject.of("guests", true)).ok();
    assertThat(externals(space)).isEqualTo("admitted");
    assertThat(animator.get(listed).ok().text()).doesNotContain("Annuaire");
    animator.put(space, JsonObject.of("purpose", "Tout savoir")).ok();
    assertThat(animator.get(SPACES).ok().text()).contains("Annuaire");
  }

  @Test
  void a_space_that_was_made_for_all_agents_is_not_opened() {
    var space = space("Forum", "public", "free");
    assertThat(externals(space)).isEqualTo("never");
    assertThat(animator.put(space, JsonObject.of("guests", true)).status()).isEqualTo(403);
  }
}
