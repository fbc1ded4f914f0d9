package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces that were made before there were organisations are of none, and looked after all the
/// same.
class HousedSpacesTest {
  private static final String NONE = "/api/v1/unaffiliated/spaces";

  @AutoClose static final World world = World.start();
  static final Client admin = world.administrator("maire");

  @Test
  void who_runs_the_house_sees_the_spaces_of_no_organisation() {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", "Vie de la maison",
            "visibility", "secret",
            "joining", "invitation",
            "request_id", "first");
    var space = admin.post("/api/v1/spaces", wish).ok().string("space_id");
    var lou = world.register("lou");
    var whom = JsonObject.of("people", JsonArray.of(lou.user()));
    admin.post("/api/v1/spaces/" + space + "/invitations", whom).ok();
    lou.post("/api/v1/spaces/" + space + "/join", JsonObject.EMPTY).ok();
    var own = TownHall.space(lou, "Jardin");
    var letter = TownHall.list("paul@artisan.test");
    assertThat(TownHall.outcomes(lou, own, letter))
        .as("nobody answers for who is of no organisation")
        .containsExactly("for_approvers");
    var town = JsonObject.of("name", "Mairie de Ville", "label", "Ville", "join", true);
    var ville = admin.post(Town.ALL, town).ok().string("id");
    var all = admin.get(NONE + "?q=vie").ok().json();
    assertThat(all.integer("total")).hasValue(1);
    var seen = all.array("spaces").orElseThrow().objects().getFirst();
    assertThat(seen.string("space_id")).contains(space);
    assertThat(seen.array("animators").orElseThrow().strings()).containsExactly(admin.user());
    // Where there are organisations, whoever is of none is from outside.
    assertThat(seen.integer("members")).hasValue(2);
    assertThat(seen.integer("guests")).hasValue(1);
    assertThat(seen.array("rooms").orElseThrow().objects().getFirst().integer("guests"))
        .hasValue(1);
    assertThat(admin.get(NONE + "?q=mer").ok().json().integer("total")).hasValue(0);
    assertThat(admin.get(Town.one(ville) + "/spaces").ok().json().integer("total")).hasValue(0);
    assertThat(admin.get(NONE + "?from=-1").status()).isEqualTo(400);
    var mayor = world.register("elue");
    Town.put(admin, ville, mayor, "administrator").ok();
    assertThat(mayor.get(NONE).status()).isEqualTo(403);
    assertThat(admin.get("/api/v1/journals/accesses").ok().text()).contains("read spaces");
  }

  @Test
  void of_each_space_it_is_told_how_many_codes_let_people_in_now() {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", "Codes",
            "visibility", "public",
            "joining", "free",
            "request_id", "codes");
    var space = "/api/v1/spaces/" + admin.post("/api/v1/spaces", wish).ok().string("space_id");
    assertThat(codes()).isZero();
    var code = JsonObject.of("uses", 1, "expires_in_ms", 60_000);
    admin.post(space + "/entry_codes", code).ok();
    var used = admin.post(space + "/entry_codes", code).ok();
    var gone = admin.post(space + "/entry_codes", code).ok().string("code");
    assertThat(codes()).isEqualTo(3);
    admin.delete(space + "/entry_codes/" + gone).ok();
    world
        .register("arrivee")
        .post("/api/v1/space_entry", JsonObject.of("word", used.string("word")))
        .ok();
    assertThat(codes()).as("one withdrawn, one used").isEqualTo(1);
  }

  private static long codes() {
    var town =
        admin.get(Town.ALL).ok().json().array("organisations").orElseThrow().objects().stream()
            .findFirst()
            .map(one -> Town.one(one.string("id").orElseThrow()) + "/spaces")
            .orElse(NONE);
    return admin
        .get(town + "?q=codes")
        .ok()
        .json()
        .array("spaces")
        .orElseThrow()
        .objects()
        .getFirst()
        .integer("codes")
        .orElseThrow();
  }
}
