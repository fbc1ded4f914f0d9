package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.suite.scim.Directories.GROUPS;
import static parvis.suite.scim.Directories.HOUR;
import static parvis.suite.scim.Directories.ROOT;
import static parvis.suite.scim.Directories.USERS;
import static parvis.suite.scim.Directories.add;
import static parvis.suite.scim.Directories.op;
import static parvis.suite.scim.Directories.patch;
import static parvis.suite.scim.Directories.refused;
import static parvis.suite.scim.Directories.total;
import static parvis.suite.scim.Directories.user;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.scim.Directories.Place;

/// The directory of an organisation says who its people are, and no more than that.
class ScimTest {
  @AutoClose static final World world = World.start();
  static final Client admin = world.administrator("maire");
  private static final Directories directories = new Directories(world, admin);

  @Test
  void a_token_makes_so_many_accounts_within_a_day() {
    var place = directories.place("borne");
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
    var place = directories.place("lac");
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
    var ada = directories.in(place.address("ada"));
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
    var place = directories.place("mont");
    var path = user(add(place, "ada", "displayName", "Ada Brun"));
    var ada = directories.in(place.address("ada"));
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
    var place = directories.place("baie");
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
    var place = directories.place("bois");
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
    var mine = directories.place("pont");
    var other = directories.place("rive");
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
    var place = directories.place("cap");
    refused(world.stranger().get(USERS), 401, "SCIM");
    refused(admin.get(USERS), 401, "SCIM");
    refused(directories.directory(admin, place.id(), 1).get(USERS), 401, "SCIM");
    Town.put(admin, place.id(), admin, "administrator").ok();
    var bea = world.register("bea");
    Town.put(admin, place.id(), bea, "administrator").ok();
    var hers = directories.directory(bea, place.id(), HOUR);
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

  /// Among very many people one is looked up by name alone.
  @Test
  void too_many_people_are_not_searched() {
    var place = directories.place("vaste");
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
