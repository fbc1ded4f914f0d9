package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Whoever is invited at an address of the house comes in by its door, as an agent, and is in the
/// space; nobody of the house becomes a guest of it by a letter.
class InvitedColleaguesTest {
  @AutoClose static final World world = World.start();
  static final TownHall hall = TownHall.in(world);
  static final Client admin = hall.admin();
  static final Client mayor = hall.mayor();

  @BeforeAll
  static void town() {
    Town.domain(admin, hall.ville(), "ville.test", true).ok();
    hall.closes();
  }

  private static String space(String name) {
    return TownHall.space(mayor, name);
  }

  private static JsonObject invited(String space, String address) {
    return TownHall.report(mayor, space, TownHall.list(address)).getFirst();
  }

  private static String entered(String address, JsonObject more) {
    return hall.entered(address, more).user();
  }

  private static List<JsonObject> mailed(String space) {
    return TownHall.part(mayor, space, "mailed");
  }

  private static boolean isIn(String space, String user, String role) {
    return TownHall.isIn(mayor, space, user, role);
  }

  @Test
  void a_colleague_without_an_account_comes_in_by_the_door_and_is_in_the_space() {
    var space = space("Travaux");
    var line = invited(space, "Nora Vidal <nora@ville.test>");
    assertThat(line.string("outcome")).contains("mailed");
    assertThat(line.string("agent_of")).contains("Mairie de Ville");
    assertThat(line.integer("guest_until")).isEmpty();
    assertThat(mailed(space).getFirst().bool("agent")).contains(true);
    assertThat(Mails.text(admin, "nora@ville.test"))
        .contains("mayor vous invite dans l’espace « Travaux »", "Mairie de Ville")
        .doesNotContain("de l’extérieur");
    var word = hall.word("nora@ville.test");
    var door = hall.door(word);
    assertThat(door.bool("at_door")).contains(true);
    assertThat(door.bool("admits")).contains(false);
    assertThat(door.string("agent_of")).contains("Mairie de Ville");
    assertThat(door.string("guest_of")).isEmpty();
    assertThat(hall.registered("nora", word).status()).isEqualTo(401);
    // Whoever holds the letter brings nobody else in by it, and uses nothing up.
    assertThat(mayor.post("/api/v1/space_entry", JsonObject.of("word", word)).status())
        .isEqualTo(404);
    assertThat(world.stranger().get("/api/v1/invitations/" + word).status()).isEqualTo(404);
    var nora = entered("nora@ville.test", JsonObject.EMPTY);
    Race.until(() -> isIn(space, nora, "contributor"));
    assertThat(hall.guestIds()).doesNotContain(nora);
    assertThat(mailed(space)).isEmpty();
  }

  @Test
  void what_is_below_a_domain_and_what_a_list_admits_is_of_the_house_too() {
    var space = space("Liste");
    mayor.post(Town.one(hall.ville()) + "/addresses", JsonObject.of("list", "lea@poste.test")).ok();
    assertThat(invited(space, "lea@poste.test").string("agent_of")).contains("Mairie de Ville");
    assertThat(invited(space, "ana@ecoles.ville.test").string("agent_of"))
        .contains("Mairie de Ville");
    var outside = invited(space, "ana@nonville.test");
    assertThat(outside.string("agent_of")).isEmpty();
    assertThat(outside.integer("guest_until").orElseThrow()).isPositive();
  }

  @Test
  void whom_another_organisation_admits_by_a_list_is_invited_as_anybody_from_outside() {
    var space = space("Voisins");
    var care = Town.organisation(admin, "Aide");
    admin.post(Town.one(care) + "/addresses", JsonObject.of("list", "iris@poste.test")).ok();
    Town.domain(admin, care, "aide.test", false).ok();
    var theirs = invited(space, "iris@poste.test");
    var other = invited(space, "ines@poste.test");
    assertThat(theirs.with("text", "").with("guest_until", 0))
        .as("nothing tells one from the other but the address")
        .isEqualTo(other.with("text", "").with("guest_until", 0));
    assertThat(theirs.string("outcome")).contains("mailed");
    assertThat(theirs.integer("guest_until").orElseThrow()).isPositive();
    assertThat(invited(space, "luce@aide.test").string("agent_of")).contains("Mairie de Aide");
    assertThat(mailed(space))
        .allSatisfy(
            one ->
                assertThat(one.bool("agent"))
                    .contains(one.string("address").orElseThrow().equals("luce@aide.test")));
    var iris = entered("iris@poste.test", JsonObject.EMPTY);
    Race.until(() -> isIn(space, iris, "contributor"));
    assertThat(hall.guestIds()).doesNotContain(iris);
  }

  @Test
  void whom_a_list_admits_elsewhere_is_told_as_everybody_of_their_domain() {
    var space = space("Agglomération");
    var port = Town.organisation(admin, "Port");
    Town.domain(admin, port, "port.test", false).ok();
    var pier = Town.organisation(admin, "Quai");
    admin.post(Town.one(pier) + "/addresses", JsonObject.of("list", "ida@port.test")).ok();
    var theirs = invited(space, "ida@port.test");
    assertThat(theirs.string("agent_of")).contains("Mairie de Port");
    assertThat(theirs.with("text", "")).isEqualTo(invited(space, "ivo@port.test").with("text", ""));
    assertThat(mailed(space)).allMatch(one -> one.bool("agent").orElseThrow());
    assertThat(Mails.text(admin, "ida@port.test")).contains("Mairie de Quai");
    hall.opens();
    var fort = hall.agentOf(Town.ruled(admin, "Fort"), "fort", "approver");
    hall.closes();
    var list = TownHall.list("ida@port.test");
    var closed = TownHall.report(fort, TownHall.space(fort, "Clos"), list);
    assertThat(closed.getFirst().string("agent_of")).contains("Mairie de Port");
  }

  @Test
  void a_letter_of_a_guest_leads_to_the_door_once_their_domain_is_of_the_house() {
    var space = space("Syndicat");
    assertThat(invited(space, "paul@syndicat.test").string("agent_of")).isEmpty();
    var word = hall.word("paul@syndicat.test");
    assertThat(hall.door(word).bool("at_door")).contains(false);
    var other = Town.organisation(admin, "Syndicat");
    Town.domain(admin, other, "syndicat.test", false).ok();
    var door = hall.door(word);
    assertThat(door.bool("at_door")).contains(true);
    assertThat(door.string("agent_of")).contains("Mairie de Syndicat");
    assertThat(hall.registered("paul", word).status()).isEqualTo(401);
    var paul = entered("paul@syndicat.test", JsonObject.of("word", word));
    Race.until(() -> isIn(space, paul, "contributor"));
    assertThat(hall.guestIds()).doesNotContain(paul);
  }

  @Test
  void whoever_has_a_letter_of_a_guest_has_not_proven_its_address() {
    var space = space("Devis");
    invited(space, "luc@ailleurs.test");
    var word = hall.word("luc@ailleurs.test");
    assertThat(hall.door(word).string("mailed_to")).contains("luc@ailleurs.test");
    hall.registered("luc", word).ok();
    var luc = world.signIn("luc");
    var mine = luc.get("/_matrix/client/v3/account/3pid").ok().json().array("threepids");
    assertThat(mine.orElseThrow().objects()).isEmpty();
    Race.until(() -> isIn(space, luc.user(), "guest"));
    assertThat(hall.guestIds()).contains(luc.user());
    // What is mailed there is for whose the address is.
    assertThat(invited(space("Autre devis"), "luc@ailleurs.test").string("outcome"))
        .contains("mailed");
  }

  @Test
  void a_letter_to_who_has_an_account_meanwhile_leads_to_it() {
    var one = space("Premier");
    var two = space("Second");
    invited(one, "eva@ailleurs.test");
    var first = hall.word("eva@ailleurs.test");
    var eva = entered("eva@ailleurs.test", JsonObject.of("word", first));
    Race.until(() -> isIn(one, eva, "guest"));
    var late = invited(two, "zoe@ailleurs.test");
    assertThat(late.string("outcome")).contains("mailed");
    var word = hall.word("zoe@ailleurs.test");
    invited(one, "zoe@ailleurs.test");
    var zoe = entered("zoe@ailleurs.test", JsonObject.of("word", hall.word("zoe@ailleurs.test")));
    assertThat(zoe).isNotEqualTo(eva);
    assertThat(hall.door(word).bool("at_door")).contains(true);
    assertThat(hall.registered("zoe", word).status()).isEqualTo(401);
  }
}
