package parvis.suite.pilots;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What an address tells that several people have come to read: of an application by its link, and
/// of a pilot by its letters, nothing.
class PilotMailboxesTest {
  private static final String ALL = "/api/v1/applications";
  private static final String LINKS = "/api/v1/application_links/";
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final Pattern LINK = Pattern.compile("/apply/([\\w-]+)");
  private static final String SECRET = "a-secret-of-this-browser-and-no-other";
  private static final long DAY = 86_400_000;

  private static final TestClock clock = new TestClock();
  @AutoClose static final World world = World.start(Map.of(), clock);
  static Client admin = world.stranger();
  static String town = "";

  @BeforeAll
  static void town() {
    admin = world.administrator("maire");
    town = Town.organisation(admin, "Belleville");
    Town.domain(admin, town, "belleville.test", false).ok();
  }

  private static String mailed(String address, Pattern what) {
    Race.until(() -> what.matcher(Mails.text(admin, address)).find());
    var found = what.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow();
    return found.group(found.groupCount());
  }

  private static void share(String organisation, String address) {
    var path = Town.one(organisation) + "/mailboxes/" + Client.segment(address);
    admin.put(path, JsonObject.EMPTY).ok();
  }

  /// Applies, and answers the link of the letter.
  private static String applied(String address) {
    var asks = JsonObject.of("email", address, "secret", SECRET);
    world.stranger().post(ALL + "/code", asks).ok();
    var form =
        asks.with("code", mailed(address, CODE))
            .with("applicant", "Ada Brun")
            .with("organisation", "Syndicat " + address)
            .with("headcount", 40)
            .with("need", "Parler entre communes");
    world.stranger().post(ALL, form).ok();
    return LINKS + mailed(address, LINK);
  }

  private static JsonObject one(String from, String list, String key, String value) {
    return admin.get(from).ok().json().array(list).orElseThrow().objects().stream()
        .filter(it -> it.string(key).orElseThrow().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static String decision(String address) {
    var id = one(ALL, "applications", "email", address).string("id").orElseThrow();
    return ALL + "/" + id + "/decision";
  }

  @Test
  void the_link_of_an_application_ends_when_others_come_to_read_its_mails() {
    var address = "secretariat@belleville.test";
    var link = applied(address);
    admin.put(decision(address), JsonObject.of("decision", "ask", "reason", "Combien ?")).ok();
    Race.until(() -> Mails.text(admin, address).contains("Combien ?"));
    var asked = LINKS + mailed(address, LINK);
    assertThat(world.stranger().get(link).status()).isEqualTo(404);
    assertThat(world.stranger().get(asked).ok().string("question")).isEqualTo("Combien ?");
    share(town, address);
    var reply = JsonObject.of("reply", "Douze");
    assertThat(world.stranger().get(asked).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(world.stranger().put(asked, reply).errcode()).isEqualTo("M_NOT_FOUND");
  }

  @Test
  void a_mailbox_that_was_shared_before_follows_what_it_applied_for() {
    var address = "accueil@belleville.test";
    share(town, address);
    var link = applied(address);
    assertThat(world.stranger().get(link).ok().string("state")).isEqualTo("open");
  }

  @Test
  void the_letters_of_a_pilot_say_to_a_shared_mailbox_that_something_waits_and_no_more() {
    var address = "ada@lac.test";
    applied(address);
    var approval =
        JsonObject.of(
            "decision", "approve",
            "label", "Lac",
            "domain", "lac.test",
            "people_max", 20,
            "ends", clock.millis() + 30 * DAY,
            "goals", "Dix communes s'écrivent");
    admin.put(decision(address), approval).ok();
    var id = one("/api/v1/pilots", "pilots", "name", "Syndicat " + address);
    var organisation = id.string("organisation").orElseThrow();
    share(organisation, address);
    var open = JsonObject.of("decision", "open", "reason", "Le conseil est content");
    admin.put("/api/v1/pilots/" + organisation + "/decision", open).ok();
    Race.until(() -> Mails.text(admin, address).contains("Ce courriel est pour Ada Brun"));
    assertThat(Mails.text(admin, address)).doesNotContain("Le conseil est content");
  }
}
