package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// People who are invited into a space by what somebody pastes.
class PastedListTest {
  private static final String SPACES = "/api/v1/spaces";

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client mayor = world.stranger();
  static String ville = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    ville = Town.organisation(admin, "Ville");
    mayor = world.register("mayor");
    Town.put(admin, ville, mayor, "approver").ok();
  }

  private static String space(String name) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", "public",
            "joining", "free",
            "request_id", name);
    return SPACES + "/" + Client.segment(mayor.post(SPACES, wish).ok().string("space_id"));
  }

  /// What became of each entry, as it was read.
  private static List<String> invited(String space, String... lines) {
    var list = JsonObject.of("list", String.join("\n", lines));
    var report = mayor.post(space + "/invitations", list).ok().json().array("report");
    return report.orElseThrow().objects().stream()
        .map(one -> one.string("text").orElseThrow() + " " + one.string("outcome").orElseThrow())
        .toList();
  }

  @Test
  void everybody_of_a_line_as_a_mail_program_gives_it_is_invited_and_what_is_nobody_is_told() {
    var space = space("Courriels");
    assertThat(
            invited(
                space,
                "paul.durand@x.test; Inès Roussel <ines@gmail.test>",
                "lea.moreau@x.test, pas une adresse",
                "\"Colas, Rémi\" <remi@x.test>;Vidal, Nora <nora@x.test>\tana@x.test luc@x.test"))
        .containsExactly(
            "paul.durand@x.test mailed",
            "Inès Roussel <ines@gmail.test> mailed",
            "lea.moreau@x.test mailed",
            "pas une adresse invalid",
            "\"Colas, Rémi\" <remi@x.test> mailed",
            "Vidal, Nora <nora@x.test> mailed",
            "ana@x.test mailed",
            "luc@x.test mailed");
  }

  @Test
  void of_a_table_each_row_is_one_person() {
    var space = space("Tableau");
    assertThat(invited(space, "Nom;Courriel", "Aubert;aubert@x.test", "Blanc;blanc@x.test"))
        .containsExactly("Aubert;aubert@x.test mailed", "Blanc;blanc@x.test mailed");
    assertThat(invited(space, "Aubert;aubert@x.test", "Ranc;ranc@x.test"))
        .containsExactly("Aubert;aubert@x.test invited_before", "Ranc;ranc@x.test mailed");
  }

  @Test
  void a_list_of_more_people_than_are_invited_at_once_is_refused_however_many_lines_it_has() {
    var space = space("Foule");
    var list = "a@x.test;".repeat(Inviting.LINES_MAX + 1);
    assertThat(mayor.post(space + "/invitations", JsonObject.of("list", list)).status())
        .isEqualTo(400);
  }
}
