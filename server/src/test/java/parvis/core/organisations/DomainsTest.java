package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// The domains of all organisations, as who runs the server is told them in one answer.
class DomainsTest {
  private static final String ALL = "/api/v1/administration/domains";

  @AutoClose static final World world = World.start();

  @Test
  void some_are_named_and_all_are_counted_for_who_runs_the_server_alone() {
    var admin = world.administrator("house");
    assertThat(admin.get(ALL).ok().json().integer("total")).hasValue(0);
    for (var label : List.of("A", "B", "C", "D", "E", "F", "G")) {
      var town = Town.organisation(admin, label);
      Town.domain(admin, town, label + ".ville.test", label.equals("B")).ok();
    }
    var told = admin.get(ALL).ok().json();
    assertThat(told.integer("total")).hasValue(7);
    assertThat(told.array("domains").orElseThrow().objects())
        .hasSize(OrganisationStore.DOMAINS_NAMED_MAX)
        .startsWith(
            JsonObject.of("domain", "a.ville.test", "below", false),
            JsonObject.of("domain", "b.ville.test", "below", true));
    var mayor = world.register("mayor");
    var town = Town.organisation(admin, "Commune");
    Town.put(admin, town, mayor, "administrator").ok();
    assertThat(mayor.get(ALL).errcode()).isEqualTo("M_FORBIDDEN");
  }
}
