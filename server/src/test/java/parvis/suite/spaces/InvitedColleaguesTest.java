package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Whoever is invited at an address of the house comes in by its door, as an agent, and is in the
/// space; nobody of the house becomes a guest of it by a letter.
class InvitedColleaguesTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String ENTRY = "/api/v1/space_entry/";
  private static final String SECRET = "a-secret-of-this-browser-and-no-other";
  private static final Pattern LINK = Pattern.compile("/entry/(\\S+)#(\\S+)");
  private static final Pattern CODE = Pattern.compile("(?m)^ {4}(\\d{6})$");

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client mayor = world.stranger();
  static String ville = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    ville = Town.organisation(admin, "Ville");
    Town.domain(admin, ville, "ville.test", true).ok();
    mayor = world.register("mayor");
    Town.put(admin, ville, mayor, "administrator").ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
  }

  private static String space(String name) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", "private",
            "joining", "invitation",
            "request_id", name);
    return SPACES + "/" + Client.segment(mayor.post(SPACES, wish).ok().string("space_id"));
  }

  private static JsonObject invited(String space, String address) {
    var report = mayor.post(space + "/invitations", JsonObject.of("list", address)).ok().json();
    return report.array("report").orElseThrow().objects().getFirst();
  }

  private static String word(String address) {
    var link = LINK.matcher(Mails.text(admin, address));
    assertThat(link.find()).isTrue();
    assertThat(link.group(2)).isEqualTo(address);
    return link.group(1);
  }

  private static Answer registered(String name, String word) {
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    var account = JsonObject.of("username", name, "password", World.PASSWORD, "auth", token);
    return world.stranger().post("/_matrix/client/v3/register", account);
  }

  /// Comes in by the door, by the code that lies in the outbox.
  private static String entered(String address, JsonObject more) {
    var asked = more.with("email", address).with("secret", SECRET);
    world.stranger().post("/api/v1/sign_in/code", asked).ok();
    Race.until(() -> CODE.matcher(Mails.text(admin, address)).find());
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow();
    return world
        .stranger()
        .post("/api/v1/sign_in", asked.with("code", code.group(1)))
        .ok()
        .string("user_id");
  }

  private static List<JsonObject> of(String space, String part) {
    return mayor.get(space + "/members").ok().json().array(part).orElseThrow().objects();
  }

  private static boolean isIn(String space, String user, String role) {
    return of(space, "members").stream()
        .anyMatch(
            one ->
                one.string("user_id").orElseThrow().equals(user)
                    && one.string("role").orElseThrow().equals(role));
  }

  private static List<String> guests() {
    var all = mayor.get(Town.one(ville) + "/externals").ok().json().array("externals");
    return all.orElseThrow().objects().stream()
        .map(one -> one.string("user_id").orElseThrow())
        .toList();
  }

  @Test
  void a_colleague_without_an_account_comes_in_by_the_door_and_is_in_the_space() {
    var space = space("Travaux");
    var line = invited(space, "Nora Vidal <nora@ville.test>");
    assertThat(line.string("outcome")).contains("mailed");
    assertThat(line.string("agent_of")).contains("Mairie de Ville");
    assertThat(line.integer("guest_until")).isEmpty();
    assertThat(of(space, "mailed").getFirst().bool("agent")).contains(true);
    assertThat(Mails.text(admin, "nora@ville.test"))
        .contains("mayor vous invite dans l’espace « Travaux »", "Mairie de Ville")
        .doesNotContain("de l’extérieur");
    var word = word("nora@ville.test");
    var door = world.stranger().get(ENTRY + word).ok().json();
    assertThat(door.bool("at_door")).contains(true);
    assertThat(door.bool("admits")).contains(false);
    assertThat(door.string("agent_of")).contains("Mairie de Ville");
    assertThat(door.string("guest_of")).isEmpty();
    assertThat(registered("nora", word).status()).isEqualTo(401);
    // Whoever holds the letter brings nobody else in by it, and uses nothing up.
    assertThat(mayor.post("/api/v1/space_entry", JsonObject.of("word", word)).status())
        .isEqualTo(404);
    assertThat(world.stranger().get("/api/v1/invitations/" + word).status()).isEqualTo(404);
    var nora = entered("nora@ville.test", JsonObject.EMPTY);
    Race.until(() -> isIn(space, nora, "contributor"));
    assertThat(guests()).doesNotContain(nora);
    assertThat(of(space, "mailed")).isEmpty();
  }

  @Test
  void what_is_below_a_domain_and_what_a_list_admits_is_of_the_house_too() {
    var space = space("Liste");
    mayor.post(Town.one(ville) + "/addresses", JsonObject.of("list", "lea@poste.test")).ok();
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
    assertThat(of(space, "mailed"))
        .allSatisfy(
            one ->
                assertThat(one.bool("agent"))
                    .contains(one.string("address").orElseThrow().equals("luce@aide.test")));
    var iris = entered("iris@poste.test", JsonObject.EMPTY);
    Race.until(() -> isIn(space, iris, "contributor"));
    assertThat(guests()).doesNotContain(iris);
  }

  @Test
  void a_letter_of_a_guest_leads_to_the_door_once_their_domain_is_of_the_house() {
    var space = space("Syndicat");
    assertThat(invited(space, "paul@syndicat.test").string("agent_of")).isEmpty();
    var word = word("paul@syndicat.test");
    assertThat(world.stranger().get(ENTRY + word).ok().json().bool("at_door")).contains(false);
    var other = Town.organisation(admin, "Syndicat");
    Town.domain(admin, other, "syndicat.test", false).ok();
    var door = world.stranger().get(ENTRY + word).ok().json();
    assertThat(door.bool("at_door")).contains(true);
    assertThat(door.string("agent_of")).contains("Mairie de Syndicat");
    assertThat(registered("paul", word).status()).isEqualTo(401);
    var paul = entered("paul@syndicat.test", JsonObject.of("word", word));
    Race.until(() -> isIn(space, paul, "contributor"));
    assertThat(guests()).doesNotContain(paul);
  }

  @Test
  void whoever_has_a_letter_of_a_guest_has_not_proven_its_address() {
    var space = space("Devis");
    invited(space, "luc@ailleurs.test");
    var word = word("luc@ailleurs.test");
    assertThat(world.stranger().get(ENTRY + word).ok().string("mailed_to"))
        .isEqualTo("luc@ailleurs.test");
    registered("luc", word).ok();
    var luc = world.signIn("luc");
    var mine = luc.get("/_matrix/client/v3/account/3pid").ok().json().array("threepids");
    assertThat(mine.orElseThrow().objects()).isEmpty();
    Race.until(() -> isIn(space, luc.user(), "guest"));
    assertThat(guests()).contains(luc.user());
    // What is mailed there is for whose the address is.
    assertThat(invited(space("Autre devis"), "luc@ailleurs.test").string("outcome"))
        .contains("mailed");
  }

  @Test
  void a_letter_to_who_has_an_account_meanwhile_leads_to_it() {
    var one = space("Premier");
    var two = space("Second");
    invited(one, "eva@ailleurs.test");
    var first = word("eva@ailleurs.test");
    var eva = entered("eva@ailleurs.test", JsonObject.of("word", first));
    Race.until(() -> isIn(one, eva, "guest"));
    var late = invited(two, "zoe@ailleurs.test");
    assertThat(late.string("outcome")).contains("mailed");
    var word = word("zoe@ailleurs.test");
    invited(one, "zoe@ailleurs.test");
    var zoe = entered("zoe@ailleurs.test", JsonObject.of("word", word("zoe@ailleurs.test")));
    assertThat(zoe).isNotEqualTo(eva);
    assertThat(world.stranger().get(ENTRY + word).ok().json().bool("at_door")).contains(true);
    assertThat(registered("zoe", word).status()).isEqualTo(401);
  }
}
