package parvis.core.mailboxes;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.mailboxes.MailboxHouse.PASSWORD;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.SoftKey;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A mail to an address that several people read proves nothing of any of them, and tells nothing
/// that one of them alone may read.
class MailboxProofTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String SECRET = "made-up-by-a-program";
  private static final Pattern DIGITS = Pattern.compile("\\d{6}");
  private static final Pattern ENTRY = Pattern.compile("/entry/([A-Za-z0-9_-]+)");
  private static final Pattern RENEWAL = Pattern.compile("/renew/([A-Za-z0-9_-]+)");

  @AutoClose private static final MailboxHouse HOUSE = new MailboxHouse(Map.of());

  private static Mailbox.Read asked(String purpose, String address) {
    JsonObject wish =
        JsonObject.of(
            "client_secret", SECRET, "email", address, "send_attempt", HOUSE.clock.millis());
    return HOUSE.letter(
        address, () -> HOUSE.stranger.post(V3 + purpose + "/email/requestToken", wish).ok());
  }

  @Test
  void no_code_is_mailed_there_that_sets_a_password_makes_an_account_or_adds_the_address() {
    String address = HOUSE.shared("preuves");
    HOUSE.person(address, "Jeanne Martin");
    for (String purpose : List.of("/account/password", "/account/3pid", "/register")) {
      assertThat(asked(purpose, address).text())
          .as(purpose)
          .contains("boîte partagée")
          .doesNotContainPattern(DIGITS);
    }
  }

  @Test
  void what_was_proven_before_the_address_was_shared_is_worth_nothing_after() {
    String address = "tard@belleville.example";
    Client agent = HOUSE.client(HOUSE.told(address, MailboxHouse.BROWSER));
    JsonObject creds = proven("/account/password", address);
    HOUSE.marked(address);
    JsonObject auth = JsonObject.of("type", "m.login.email.identity").with("threepid_creds", creds);
    JsonObject wish = JsonObject.of("new_password", PASSWORD).with("auth", auth);
    assertThat(HOUSE.stranger.post(V3 + "/account/password", wish).errcode())
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    String free = "libre@belleville.example";
    JsonObject added = proven("/account/3pid", free);
    HOUSE.marked(free);
    Client other = HOUSE.world.register("autre");
    JsonObject add = added.with("auth", Client.proof(other.user(), World.PASSWORD));
    assertThat(other.post(V3 + "/account/3pid/add", add).errcode()).isEqualTo("M_THREEPID_IN_USE");
    assertThat(agent.get("/api/v1/me").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
  }

  private static JsonObject proven(String purpose, String address) {
    JsonObject wish =
        JsonObject.of(
            "client_secret", SECRET, "email", address, "send_attempt", HOUSE.clock.millis());
    int before = (int) HOUSE.letters(address);
    String sid = HOUSE.stranger.post(V3 + purpose + "/email/requestToken", wish).ok().string("sid");
    JsonObject creds = JsonObject.of("sid", sid, "client_secret", SECRET);
    String code = HOUSE.mails.last(address, before + 1).code();
    HOUSE.stranger.post("/api/v1/address_proof/submit", creds.with("token", code)).ok();
    return creds;
  }

  @Test
  void people_prove_again_who_they_are_by_what_is_their_own() {
    String address = HOUSE.shared("graves");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    Answer asked = jeanne.post(V3 + "/delete_devices", JsonObject.of("devices", JsonArray.of("X")));
    assertThat(asked.text()).contains("m.login.password").doesNotContain("m.login.email.identity");
    assertThat(jeanne.get("/api/v1/me").ok().json().bool("second_factor_by_mail")).hasValue(false);
  }

  @Test
  void the_shared_address_stands_among_ones_own_and_is_left_for_another_one() {
    String address = HOUSE.shared("reglages");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    JsonObject mine = jeanne.get(V3 + "/account/3pid").ok().json();
    JsonObject told = mine.array("threepids").orElseThrow().objects().getFirst();
    assertThat(told.string("address")).hasValue(address);
    assertThat(told.bool("fr.parvis.shared")).hasValue(true);
    JsonObject gone = JsonObject.of("medium", "email", "address", address);
    assertThat(jeanne.post(V3 + "/account/3pid/delete", gone).errcode()).isEqualTo("M_FORBIDDEN");
    String own = "jeanne.martin@belleville.example";
    JsonObject add =
        proven("/account/3pid", own).with("auth", Client.proof(jeanne.user(), PASSWORD));
    jeanne.post(V3 + "/account/3pid/add", add).ok();
    assertThat(HOUSE.client(HOUSE.told(own, MailboxHouse.BROWSER)).user()).isEqualTo(jeanne.user());
    jeanne.post(V3 + "/account/3pid/delete", gone).ok();
    assertThat(MailboxHouse.names(HOUSE.step(address))).isEmpty();
  }

  @Test
  void a_whole_address_finds_all_who_read_its_mails() {
    String address = HOUSE.shared("annuaire");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    Client paul = HOUSE.person(address, "Paul Roy");
    JsonObject term = JsonObject.of("search_term", address);
    assertThat(found(HOUSE.admin, term)).contains(jeanne.user(), paul.user());
    assertThat(found(jeanne, term)).contains(paul.user()).doesNotContain(jeanne.user());
  }

  private static String found(Client who, JsonObject term) {
    return who.post(V3 + "/user_directory/search", term).ok().text();
  }

  @Test
  void a_mail_to_one_of_them_says_for_whom_it_is_and_no_more() {
    String address = HOUSE.shared("courriels");
    Client jeanne = HOUSE.person(address, "Jeanne Martin");
    JsonObject proof = JsonObject.of("auth", Client.proof(jeanne.user(), PASSWORD));
    String secret = jeanne.post("/api/v1/factors/totp", proof).ok().string("secret");
    String code = SoftKey.code(secret, HOUSE.clock.millis());
    Mailbox.Read mail =
        HOUSE.letter(
            address, () -> jeanne.put("/api/v1/factors/totp", JsonObject.of("code", code)).ok());
    assertThat(mail.subject()).startsWith("Pour Jeanne Martin");
    assertThat(mail.text()).contains("Jeanne Martin").doesNotContain("application");
  }

  @Test
  void a_link_renews_nobody_whose_mails_others_read() {
    String address = "renouvelle@belleville.example";
    Client agent = HOUSE.client(HOUSE.told(address, MailboxHouse.BROWSER));
    String port = Town.organisation(HOUSE.admin, "Validite");
    JsonObject short_ =
        JsonObject.of("name", "Validité", "label", "Validite").with("validity_days", 20);
    HOUSE.admin.put(Town.one(port), short_).ok();
    Town.put(HOUSE.admin, port, agent, "member").ok();
    JsonObject wish = JsonObject.of("address", address);
    String text =
        HOUSE.letter(address, () -> HOUSE.stranger.post("/api/v1/renewals", wish).ok()).text();
    var link = RENEWAL.matcher(text);
    assertThat(link.find()).isTrue();
    String renewal = "/api/v1/renewals/" + link.group(1);
    HOUSE.stranger.get(renewal).ok();
    HOUSE.marked(address);
    assertThat(HOUSE.stranger.get(renewal).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(HOUSE.stranger.post(renewal, JsonObject.EMPTY).errcode()).isEqualTo("M_NOT_FOUND");
    String again =
        HOUSE.letter(address, () -> HOUSE.stranger.post("/api/v1/renewals", wish).ok()).text();
    assertThat(again).doesNotContain("/renew/");
  }

  @Test
  void an_invitation_into_a_space_lets_nobody_in_whose_mails_others_read() {
    var host = HOUSE.client(HOUSE.told("hote@belleville.example", MailboxHouse.BROWSER));
    Town.put(HOUSE.admin, HOUSE.town, host, "approver").ok();
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Halle",
            "visibility", "private",
            "joining", "invitation",
            "request_id", "halle");
    var made = host.post("/api/v1/spaces", wish).ok().string("space_id");
    var invitations = "/api/v1/spaces/" + Client.segment(made) + "/invitations";
    String shared = HOUSE.shared("accueil");
    HOUSE.person(shared, "Jeanne Martin");
    long before = HOUSE.letters(shared);
    var list = JsonObject.of("list", shared);
    assertThat(host.post(invitations, list).ok().text()).contains("\"shared\"");
    String later = "secretariat@belleville.example";
    String text =
        HOUSE.letter(later, () -> host.post(invitations, JsonObject.of("list", later)).ok()).text();
    assertThat(HOUSE.letters(shared)).as("written to in vain").isEqualTo(before);
    var link = ENTRY.matcher(text);
    assertThat(link.find()).isTrue();
    String entry = "/api/v1/space_entry/" + link.group(1);
    HOUSE.stranger.get(entry).ok();
    HOUSE.marked(later);
    assertThat(HOUSE.stranger.get(entry).errcode()).isEqualTo("M_NOT_FOUND");
    Client paul = HOUSE.person(later, "Paul Roy");
    var word = JsonObject.of("word", link.group(1));
    assertThat(paul.post("/api/v1/space_entry", word).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(host.post(invitations, JsonObject.of("list", paul.user())).ok().text())
        .contains("\"invited\"");
  }

  @Test
  void an_import_and_a_directory_make_nobody_of_a_shared_mailbox() {
    String address = HOUSE.shared("fichier");
    byte[] file = (address + ";Jeanne Martin").getBytes(StandardCharsets.UTF_8);
    JsonObject read =
        HOUSE
            .admin
            .send("POST", "/api/v1/imports?organisation=" + HOUSE.town, "text/csv", file)
            .ok()
            .json();
    assertThat(read.object("counts").orElseThrow().integer("shared")).hasValue(1L);
    JsonObject wish =
        JsonObject.of("name", "Annuaire", "expires_in_ms", Duration.ofHours(1).toMillis())
            .with("auth", Client.proof(HOUSE.admin.user(), World.PASSWORD));
    String token =
        HOUSE.admin.post(Town.one(HOUSE.town) + "/directory_tokens", wish).ok().string("secret");
    Client directory = HOUSE.stranger.signedIn("", "", token);
    Answer made = directory.post("/scim/v2/Users", JsonObject.of("userName", address));
    assertThat(made.status()).isEqualTo(409);
    assertThat(made.text()).contains("Several people");
    JsonObject guest =
        JsonObject.of("address", address, "name", "Jeanne Martin", "until", "2027-01-31");
    assertThat(HOUSE.admin.post(Town.one(HOUSE.town) + "/externals", guest).status())
        .isEqualTo(409);
    assertThat(MailboxHouse.names(HOUSE.step(address))).isEmpty();
  }

  @Test
  void a_mail_before_the_end_of_an_account_has_no_link_there() {
    try (var house = new MailboxHouse(Map.of())) {
      String address = house.shared("echeance");
      house.person(address, "Jeanne Martin");
      house.clock.advance(Duration.ofDays(396 - 28).plusHours(1));
      Mailbox.Read mail = house.letter(address, house.world::restart);
      assertThat(mail.subject()).startsWith("Pour Jeanne Martin : votre compte Parvis expire");
      assertThat(mail.text()).contains("administre votre organisation").doesNotContain("/renew/");
    }
  }
}
