package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// The directory of an organisation says who its people are, and no more than that.
class ScimTest {
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String ROOT = "/scim/v2";
  private static final String USERS = ROOT + "/Users";
  private static final String GROUPS = ROOT + "/Groups";
  private static final long HOUR = 3_600_000;
  private static final long OUT_WITHIN_SECONDS = 5;
  private static final long WAIT_SECONDS = 20;
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

  @AutoClose static final World world = World.start();
  static final Client admin = world.administrator("maire");

  /// An organisation with a domain, and its directory.
  private record Place(String id, String domain, Client directory) {
    String tokens() {
      return Town.one(id) + "/directory_tokens";
    }

    String address(String local) {
      return local + "@" + domain;
    }
  }

  private static Place place(String label) {
    var id = Town.organisation(admin, label);
    Town.domain(admin, id, label + ".test", false).ok();
    return new Place(id, label + ".test", directory(admin, id, HOUR));
  }

  private static Client directory(Client by, String organisation, long life) {
    var proof = Client.proof(by.user(), World.PASSWORD);
    var wish = JsonObject.of("name", "Annuaire", "expires_in_ms", life, "auth", proof);
    var made = by.post(Town.one(organisation) + "/directory_tokens", wish).ok();
    return world.stranger().signedIn("", "", made.string("secret"));
  }

  private static Answer patch(Client who, String path, JsonObject... operations) {
    var body = JsonObject.of("Operations", JsonArray.of((Object[]) operations));
    return who.send("PATCH", path, "application/scim+json", JsonWriter.write(body));
  }

  private static JsonObject op(String op, String path, Object value) {
    return JsonObject.of("op", op, "path", path, "value", value);
  }

  private static String user(Answer told) {
    return USERS + "/" + told.ok().string("id");
  }

  private static Answer add(Place place, String local, Object... fields) {
    var wish = JsonObject.of(fields).with("userName", place.address(local));
    return place.directory().post(USERS, wish);
  }

  private static void refused(Answer answer, int status, String word) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.errcode()).as(answer.text()).isEqualTo(word);
    assertThat(answer.string("status")).isEqualTo(Integer.toString(status));
    assertThat(answer.header("Content-Type")).startsWith("application/scim+json");
  }

  /// Comes in by a code that is mailed.
  private static Answer enters(String address) {
    var asks = JsonObject.of("email", address, "secret", "a-secret-of-this-browser-and-no-other");
    world.stranger().post("/api/v1/sign_in/code", asks).ok();
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow().group();
    return world.stranger().post("/api/v1/sign_in", asks.with("code", code));
  }

  private static Client in(String address) {
    var entered = enters(address).ok();
    return world
        .stranger()
        .signedIn(
            entered.string("user_id"), entered.string("device_id"), entered.string("access_token"));
  }

  private static long total(Client directory, String filter) {
    return directory
        .get(USERS + "?filter=" + Client.segment(filter))
        .ok()
        .json()
        .integer("totalResults")
        .orElseThrow();
  }

  @Test
  void a_token_makes_so_many_accounts_within_a_day() {
    var place = place("borne");
    add(place, "ada").ok();
    made(place, Tokens.MADE_A_DAY - 1, 0);
    add(place, "bo").ok();
    var refused = add(place, "cy");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(total(place.directory(), "userName eq \"" + place.address("cy") + "\"")).isZero();
    place.directory().get(USERS).ok();
    made(place, Tokens.MADE_A_DAY, 1);
    add(place, "cy").ok();
  }

  /// Notes how many accounts a directory made, so many days before the last one.
  private static void made(Place place, int count, int daysBefore) {
    var note =
        """
        update scim_token t set made = ?, made_day = made_day - ?
          from organisation o where o.nid = t.organisation and o.id = ?
        """;
    world.db().write(tx -> tx.run(note, count, daysBefore, place.id()));
  }

  @Test
  void a_directory_makes_people_of_addresses_of_its_organisation() {
    var place = place("lac");
    var made =
        add(
            place,
            "ada",
            "externalId",
            "E1",
            "displayName",
            "Ada Brun",
            "title",
            "Maire",
            "favouriteColour",
            "red",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            JsonObject.of("department", "Voirie"));
    assertThat(made.status()).isEqualTo(201);
    var path = user(made);
    assertThat(made.header("Location")).endsWith(path);
    assertThat(made.json().bool("active")).contains(true);
    assertThat(made.text()).contains("Voirie").doesNotContain("favouriteColour");
    var ada = in(place.address("ada"));
    assertThat(ada.get("/api/v1/organisation").ok().text()).contains("lac");
    refused(add(place, "ada"), 409, "uniqueness");
    refused(
        place.directory().post(USERS, JsonObject.of("userName", "x@mer.test")),
        400,
        "invalidValue");
    refused(place.directory().post(USERS, JsonObject.of("userName", "ada")), 400, "invalidValue");
  }

  @Test
  void a_directory_changes_what_people_are_called_and_not_how_they_come_in() {
    var place = place("mont");
    var path = user(add(place, "ada", "displayName", "Ada Brun"));
    var ada = in(place.address("ada"));
    var changed =
        patch(
            place.directory(),
            path,
            op("replace", "name.givenName", "Ada"),
            op("add", "emails[type eq \"work\"].value", place.address("mairie")),
            JsonObject.of("op", "Replace", "value", JsonObject.of("displayName", "Ada Roy")));
    assertThat(changed.ok().text()).contains("mairie@mont.test", "Ada Roy");
    var profile = ada.get("/_matrix/client/v3/profile/" + Client.segment(ada.user())).ok();
    assertThat(profile.string("displayname")).isEqualTo("Ada Roy");
    refused(
        patch(place.directory(), path, op("replace", "userName", "b@lac.test")), 400, "mutability");
    refused(patch(place.directory(), path, op("replace", "id", "x")), 400, "mutability");
    refused(patch(place.directory(), path, op("replace", "none", "x")), 400, "invalidPath");
    refused(
        patch(place.directory(), path, op("replace", "emails[type eq \"fax\"].value", "x")),
        400,
        "noTarget");
    refused(
        patch(
            place.directory(),
            path,
            op("add", "emails", List.of(JsonObject.of("value", "x@mer.test")))),
        400,
        "invalidValue");
    refused(
        place.directory().put(path, JsonObject.of("userName", "b@lac.test")), 400, "mutability");
    assertThat(admin.get(Town.one(place.id()) + "/journal").ok().text())
        .contains("add person by directory", "change person by directory");
  }

  @Test
  void a_directory_finds_people_by_what_it_said_of_them() {
    var place = place("baie");
    add(
            place,
            "ada",
            "externalId",
            "E1",
            "title",
            "Maire",
            "emails",
            List.of(JsonObject.of("value", place.address("ada"))))
        .ok();
    for (var filter :
        List.of(
            "userName eq \"ADA@baie.test\"",
            "externalId eq \"E1\"",
            "title sw \"mai\" and not (active eq false)",
            "emails[value ew \"@baie.test\"]"))
      assertThat(total(place.directory(), filter)).as(filter).isEqualTo(1);
    assertThat(total(place.directory(), "externalId eq \"E2\"")).isZero();
    refused(place.directory().get(USERS + "?filter=title%20is%20x"), 400, "invalidFilter");
  }

  @Test
  void pages_names_and_versions_are_as_they_are_asked_for() {
    var place = place("bois");
    for (var local : List.of("c", "a", "b")) {
      add(place, local, "displayName", "P" + local).ok();
    }
    var page =
        place.directory().get(USERS + "?sortBy=userName&startIndex=2&count=1&attributes=userName");
    assertThat(page.ok().json().integer("totalResults")).hasValue(3);
    assertThat(page.json().integer("itemsPerPage")).hasValue(1);
    assertThat(page.text()).contains("b@bois.test").doesNotContain("displayName", "meta");
    var most = place.directory().get(USERS + "?count=100000&excludedAttributes=displayName").ok();
    assertThat(most.text()).contains("c@bois.test").doesNotContain("\"Pc\"");
    var plain = place.directory().get(USERS + "?startIndex=3&count=5").ok().json();
    assertThat(plain.integer("itemsPerPage")).hasValue(1);
    var path = user(add(place, "d"));
    var before = place.directory().get(path);
    var request = place.directory().request(path).header("If-None-Match", before.header("ETag"));
    assertThat(place.directory().send(request.GET().build()).status()).isEqualTo(304);
    patch(place.directory(), path, op("replace", "title", "Garde")).ok();
    var late =
        place.directory().request(path).header("If-Match", before.header("ETag")).DELETE().build();
    assertThat(place.directory().send(late).status()).isEqualTo(412);
    assertThat(place.directory().get(path).ok().header("ETag")).isNotEqualTo(before.header("ETag"));
  }

  @Test
  void nobody_of_another_organisation_is_seen_or_changed() {
    var mine = place("pont");
    var other = place("rive");
    var theirs = user(add(other, "ben", "displayName", "Ben"));
    refused(mine.directory().get(theirs), 404, "SCIM");
    refused(patch(mine.directory(), theirs, op("replace", "active", false)), 404, "SCIM");
    refused(mine.directory().put(theirs, JsonObject.of("userName", "ben@rive.test")), 404, "SCIM");
    refused(mine.directory().delete(theirs), 404, "SCIM");
    assertThat(total(mine.directory(), "userName eq \"ben@rive.test\"")).isZero();
    assertThat(total(mine.directory(), "displayName eq \"Ben\"")).isZero();
    refused(
        add(mine, "x", "emails", List.of(JsonObject.of("value", "ben@rive.test"))),
        400,
        "invalidValue");
    var member = JsonArray.of(JsonObject.of("value", theirs.substring(USERS.length() + 1)));
    var group = JsonObject.of("displayName", "G", "members", member);
    refused(mine.directory().post(GROUPS, group), 400, "invalidValue");
    assertThat(other.directory().get(theirs).ok().json().bool("active")).contains(true);
  }

  @Test
  void a_token_is_good_until_its_day_or_its_end_and_while_its_maker_decides() {
    var place = place("cap");
    refused(world.stranger().get(USERS), 401, "SCIM");
    refused(admin.get(USERS), 401, "SCIM");
    refused(directory(admin, place.id(), 1).get(USERS), 401, "SCIM");
    Town.put(admin, place.id(), admin, "administrator").ok();
    var bea = world.register("bea");
    Town.put(admin, place.id(), bea, "administrator").ok();
    var hers = directory(bea, place.id(), HOUR);
    assertThat(hers.get(USERS + "/bea").ok().string("userName")).isEqualTo("bea");
    refused(patch(hers, USERS + "/bea", op("replace", "active", "False")), 403, "SCIM");
    Town.put(admin, place.id(), bea, "member").ok();
    refused(hers.get(USERS), 401, "SCIM");
    assertThat(bea.get(place.tokens()).status()).isEqualTo(403);
    var told = admin.get(place.tokens()).ok();
    assertThat(told.text()).contains("\"good\":false", "\"used\":").doesNotContain("pvs_");
    for (var token : told.json().array("tokens").orElseThrow().objects()) {
      admin.delete(place.tokens() + "/" + token.string("id").orElseThrow()).ok();
    }
    refused(place.directory().get(USERS), 401, "SCIM");
    refused(place.directory().get(ROOT + "/none"), 404, "SCIM");
    Town.remove(admin, place.id(), admin).ok();
  }

  @Test
  void who_left_is_out_within_five_seconds_and_comes_in_again_when_let() throws Exception {
    var place = place("val");
    var path = user(add(place, "eve", "displayName", "Eve"));
    var eve = in(place.address("eve"));
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
    var place = place("suite");
    Town.switchRules(admin, place.id(), "suite", true).ok();
    var path = user(add(place, "lea"));
    add(place, "noe").ok();
    var lea = in(place.address("lea"));
    var noe = in(place.address("noe"));
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
    var place = place("fort");
    Town.put(admin, place.id(), admin, "member").ok();
    refused(
        patch(place.directory(), USERS + "/maire", op("replace", "active", false)), 403, "SCIM");
    refused(place.directory().delete(USERS + "/maire"), 403, "SCIM");
    Town.remove(admin, place.id(), admin).ok();
    var path = user(add(place, "gil"));
    var gil = in(place.address("gil"));
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
    var place = place("aube");
    var path = user(add(place, "jan", "active", false));
    assertThat(place.directory().get(path).ok().json().bool("active")).contains(false);
    assertThat(enters(place.address("jan")).errcode()).isEqualTo("M_USER_LOCKED");
    assertThat(patch(place.directory(), path, op("replace", "active", true)).ok().text())
        .contains("\"active\":true");
  }

  @Test
  void a_group_brings_its_people_into_the_space_that_is_opened_to_it() {
    var place = place("port");
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

  /// Among very many people one is looked up by name alone.
  @Test
  void too_many_people_are_not_searched() {
    var place = place("vaste");
    world
        .db()
        .write(
            tx -> {
              var organisation =
                  tx.first(
                          row -> row.number("nid"),
                          "select nid from organisation where id = ?",
                          place.id())
                      .orElseThrow();
              var server =
                  tx.first(row -> row.number("nid"), "select nid from server limit 1")
                      .orElseThrow();
              return tx.run(
                  """
                  with n as (select nextval('nid') as nid, i from generate_series(0, ?) as i),
                       u as (insert into matrix_user (nid, user_id)
                             select nid, '@v' || i || ':parvis.example' from n),
                       a as (insert into account ("user", server, localpart, created_ms)
                             select nid, ?, 'v' || i, 0 from n)
                  insert into post (nid, "user", organisation, role, ground, since_ms)
                  select nid, nid, ?, 'member', 'address', 0 from n\
                  """,
                  People.LOOKED_AT_MAX,
                  server,
                  organisation);
            });
    inGroups(place);
    refused(place.directory().get(USERS + "?filter=active%20eq%20true"), 400, "tooMany");
    refused(place.directory().get(USERS + "?sortBy=userName"), 400, "tooMany");
    assertThat(place.directory().get(USERS + "?startIndex=20000&count=3").ok().text())
        .contains("\"totalResults\":20001", "v20000");
    assertThat(total(place.directory(), "userName eq \"v7\"")).isEqualTo(1);
  }

  /// Of groups with very many members few are told at once.
  private static void inGroups(Place place) {
    for (var name : List.of("A", "B", "C")) {
      place.directory().post(GROUPS, JsonObject.of("displayName", name)).ok();
    }
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into scim_group_member ("group", "user")
                    select g.nid, p."user" from scim_group g
                      join organisation o on o.nid = g.organisation
                      join post p on p.organisation = o.nid and p.until_ms is null
                     where o.id = ?\
                    """,
                    place.id()));
    for (var all : List.of("", "?filter=displayName%20pr", "?filter=members%20pr")) {
      refused(place.directory().get(GROUPS + all), 400, "tooMany");
    }
    var named = place.directory().get(GROUPS + "?filter=displayName%20eq%20%22B%22").ok();
    assertThat(named.text()).contains("\"totalResults\":1", "\"value\":\"v20000\"");
    assertThat(place.directory().get(GROUPS + "?excludedAttributes=members").ok().text())
        .contains("\"totalResults\":3");
    assertThat(place.directory().get(GROUPS + "?startIndex=2&count=1").ok().text())
        .contains("\"totalResults\":3", "\"displayName\":\"B\"", "\"value\":\"v20000\"");
    assertThat(admin.get(Town.one(place.id()) + "/directory_groups").ok().text()).contains("20001");
  }
}
