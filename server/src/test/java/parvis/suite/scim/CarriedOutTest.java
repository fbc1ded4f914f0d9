package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.scim.Directories.GROUPS;
import static parvis.suite.scim.Directories.USERS;
import static parvis.suite.scim.Directories.add;
import static parvis.suite.scim.Directories.op;
import static parvis.suite.scim.Directories.patch;
import static parvis.suite.scim.Directories.refused;
import static parvis.suite.scim.Directories.total;
import static parvis.suite.scim.Directories.user;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.scim.Directories.Place;

/// What a directory says is carried out: who left is out, and groups come into spaces.
class CarriedOutTest {
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final long OUT_WITHIN_SECONDS = 5;
  private static final long WAIT_SECONDS = 20;
  @AutoClose static final World world = World.start();
  static final Client admin = world.administrator("maire");
  private static final Directories directories = new Directories(world, admin);

  @Test
  void who_left_is_out_within_five_seconds_and_comes_in_again_when_let() throws Exception {
    var place = directories.place("val");
    var path = user(add(place, "eve", "displayName", "Eve"));
    var eve = directories.in(place.address("eve"));
    var since = eve.get("/_matrix/client/v3/sync").ok().string("next_batch");
    var waits = eve.later("/_matrix/client/v3/sync?timeout=30000&since=" + since);
    world.awaitWaiting(1);
    assertThat(patch(place.directory(), path, op("replace", "active", false)).ok().text())
        .contains("\"active\":false");
    assertThat(waits.get(OUT_WITHIN_SECONDS, TimeUnit.SECONDS).status()).isEqualTo(401);
    assertThat(eve.get(WHOAMI).status()).isEqualTo(401);
    assertThat(total(place.directory(), "active eq false")).isEqualTo(1);
    place.directory().put(path, JsonObject.of("userName", "eve@val.test")).ok();
    assertThat(eve.get(WHOAMI).status()).isEqualTo(401);
    patch(place.directory(), path, op("replace", "active", true)).ok();
    eve.get(WHOAMI).ok();
    var room = eve.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).ok().string("room_id");
    var again = eve.later("/_matrix/client/v3/sync?timeout=30000&since=" + since);
    assertThat(place.directory().delete(path).status()).isEqualTo(204);
    assertThat(again.get(OUT_WITHIN_SECONDS, TimeUnit.SECONDS)).isNotNull();
    assertThat(eve.get(WHOAMI).status()).isEqualTo(401);
    refused(place.directory().get(path), 404, "SCIM");
    assertThat(room).isNotEmpty();
    assertThat(add(place, "eve").status()).isEqualTo(201);
  }

  @Test
  void whom_a_directory_ends_is_succeeded_in_the_rooms_that_they_administered() {
    var place = directories.place("suite");
    Town.switchRules(admin, place.id(), "suite", true).ok();
    var path = user(add(place, "lea"));
    add(place, "noe").ok();
    var lea = directories.in(place.address("lea"));
    var noe = directories.in(place.address("noe"));
    var levels = JsonObject.of(lea.user(), 100, noe.user(), 50);
    var wish =
        JsonObject.of(
            "invite", JsonArray.of(noe.user()),
            "room_version", "11",
            "power_level_content_override", JsonObject.of("users", levels));
    var room = lea.post("/_matrix/client/v3/createRoom", wish).ok().string("room_id");
    var one = "/_matrix/client/v3/rooms/" + Client.segment(room);
    noe.post(one + "/join", JsonObject.EMPTY).ok();
    assertThat(place.directory().delete(path).status()).isEqualTo(204);
    var now = noe.get(one + "/state/m.room.power_levels/").ok().json();
    assertThat(now.object("users").orElseThrow().integer(noe.user())).hasValue(100);
  }

  @Test
  void who_runs_the_server_is_none_of_a_directory() {
    var place = directories.place("fort");
    Town.put(admin, place.id(), admin, "member").ok();
    refused(
        patch(place.directory(), USERS + "/maire", op("replace", "active", false)), 403, "SCIM");
    refused(place.directory().delete(USERS + "/maire"), 403, "SCIM");
    Town.remove(admin, place.id(), admin).ok();
    var path = user(add(place, "gil"));
    var gil = directories.in(place.address("gil"));
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(gil.user());
    var unlocked = JsonObject.of("locked", false);
    admin.put(lock, JsonObject.of("locked", true)).ok();
    assertThat(patch(place.directory(), path, op("replace", "active", true)).ok().text())
        .contains("\"active\":false");
    patch(place.directory(), path, op("replace", "title", "Garde")).ok();
    admin.put(lock, unlocked).ok();
    gil.get(WHOAMI).ok();
    admin.put(lock, JsonObject.of("locked", true)).ok();
    patch(place.directory(), path, op("replace", "active", false)).ok();
    admin.put(lock, unlocked).ok();
    assertThat(gil.get(WHOAMI).status()).isEqualTo(401);
    admin.put(lock, unlocked).ok();
    gil.get(WHOAMI).ok();
  }

  @Test
  void who_is_made_inactive_does_not_come_in() {
    var place = directories.place("aube");
    var path = user(add(place, "jan", "active", false));
    assertThat(place.directory().get(path).ok().json().bool("active")).contains(false);
    assertThat(directories.enters(place.address("jan")).errcode()).isEqualTo("M_USER_LOCKED");
    assertThat(patch(place.directory(), path, op("replace", "active", true)).ok().text())
        .contains("\"active\":true");
  }

  @Test
  void a_group_brings_its_people_into_the_space_that_is_opened_to_it() {
    var place = directories.place("port");
    var one = user(add(place, "hal")).substring(USERS.length() + 1);
    var other = user(add(place, "ida")).substring(USERS.length() + 1);
    var group =
        place
            .directory()
            .post(GROUPS, JsonObject.of("displayName", "Quais", "members", List.of(member(one))))
            .ok()
            .string("id");
    Town.put(admin, place.id(), admin, "administrator").ok();
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Quais",
            "visibility", "private",
            "joining", "invitation",
            "request_id", "quais");
    var space = admin.post("/api/v1/spaces", wish).ok().string("space_id");
    var link = Town.one(place.id()) + "/directory_groups/" + group;
    assertThat(admin.put(link, JsonObject.of("space", "!none:parvis.example")).status())
        .isEqualTo(404);
    admin.put(link, JsonObject.of("space", space, "role", "reader")).ok();
    awaitRole(space, one, "reader");
    var path = GROUPS + "/" + group;
    var locked = openedByWhoIsLocked(place, one);
    var told =
        patch(
            place.directory(),
            path,
            op("add", "members", List.of(member(other))),
            JsonObject.of("op", "remove", "path", "members[value eq \"" + one + "\"]"));
    assertThat(told.ok().text()).contains(other).doesNotContain("\"value\":\"" + one);
    awaitRole(space, other, "reader");
    awaitRole(space, one, "");
    locked.run();
    assertThat(place.directory().get(USERS + "/" + other).ok().text()).contains("Quais");
    assertThat(admin.get(Town.one(place.id()) + "/directory_groups").ok().text()).contains(space);
    assertThat(place.directory().delete(path).status()).isEqualTo(204);
    awaitRole(space, other, "reader");
    Town.remove(admin, place.id(), admin).ok();
  }

  /// A group whose space was opened by somebody who is locked before anybody is of it.
  ///
  /// @return that nobody has come in by it so far, and does once they are unlocked
  private static Runnable openedByWhoIsLocked(Place place, String one) {
    var chief = world.register("port-chief");
    Town.put(admin, place.id(), chief, "administrator").ok();
    var group =
        place.directory().post(GROUPS, JsonObject.of("displayName", "Grues")).ok().string("id");
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Grues",
            "visibility", "private",
            "joining", "invitation",
            "request_id", "grues");
    var space = chief.post("/api/v1/spaces", wish).ok().string("space_id");
    var link = Town.one(place.id()) + "/directory_groups/" + group;
    chief.put(link, JsonObject.of("space", space)).ok();
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(chief.user());
    admin.put(lock, JsonObject.of("locked", true)).ok();
    patch(place.directory(), GROUPS + "/" + group, op("add", "members", List.of(member(one)))).ok();
    return () -> {
      assertThat(carried(group)).isZero();
      admin.put(lock, JsonObject.of("locked", false)).ok();
      Race.until(() -> carried(group) == 1);
    };
  }

  private static long carried(String group) {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                        row -> row.number("n"),
                        """
                        select count(*) as n from scim_group_member m
                          join scim_group g on g.nid = m."group" where g.id = ? and m.carried\
                        """,
                        group)
                    .orElseThrow());
  }

  private static JsonObject member(String id) {
    return JsonObject.of("value", id);
  }

  /// Waits until somebody has a role in a space, or none.
  private static void awaitRole(String space, String who, String role) {
    var members = "/api/v1/spaces/" + Client.segment(space) + "/members";
    var id = "@" + who + ":" + World.SERVER;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!role(admin.get(members).ok().json(), id).equals(role)) {
      assertThat(System.nanoTime()).as(role).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static String role(JsonObject members, String id) {
    return members.array("members").orElseThrow().objects().stream()
        .filter(one -> one.string("user_id").orElseThrow().equals(id))
        .map(one -> one.string("role").orElseThrow())
        .findFirst()
        .orElse("");
  }
}
