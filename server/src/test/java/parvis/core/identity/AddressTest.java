package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.harness.spec.SpecCheck;
import parvis.protocol.json.JsonObject;

/// E-mail addresses of accounts, with a mail server: proving, adding, signing in, forgetting.
class AddressTest {
  private static final String V3 = "/_matrix/client/v3";
  private static final String SECRET = "d0nt-T3ll_.=";
  private static final String SUBMIT = "/api/v1/address_proof/submit";

  private final TestClock clock = new TestClock();
  @AutoClose private final Mailbox mailbox = Mailbox.open();
  @AutoClose private final World world = World.start(settings(mailbox), clock);
  private final Client stranger = world.stranger();

  private static Map<String, String> settings(Mailbox mailbox) {
    Map<String, String> settings = new HashMap<>(mailbox.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", "https://parvis.example");
    return settings;
  }

  private Answer ask(String purpose, String address, long attempt) {
    return ask(purpose, address, attempt, SECRET);
  }

  private Answer ask(String purpose, String address, long attempt, String secret) {
    return stranger.post(
        V3 + purpose + "/email/requestToken",
        JsonObject.of("client_secret", secret, "email", address, "send_attempt", attempt));
  }

  private JsonObject submit(String sid, String secret, String token) {
    return stranger
        .post(SUBMIT, JsonObject.of("sid", sid, "client_secret", secret, "token", token))
        .ok()
        .json();
  }

  private boolean right(String sid, String token) {
    return submit(sid, SECRET, token).bool("success").orElseThrow();
  }

  /// A proof of an address, by the code that was mailed.
  private String proven(String purpose, String address) {
    String sid = ask(purpose, address, 1).ok().string("sid");
    assertThat(right(sid, mailbox.last(address, 1).code())).isTrue();
    return sid;
  }

  private static JsonObject mailed(String sid) {
    return JsonObject.of(
        "type",
        "m.login.email.identity",
        "threepid_creds",
        JsonObject.of("sid", sid, "client_secret", SECRET));
  }

  private Client withAddress(String name, String address) {
    Client client = world.register(name);
    add(client, address);
    return client;
  }

  private void add(Client client, String address) {
    int before = (int) count(address);
    String sid = ask("/account/3pid", address, 1, SECRET + client.device()).ok().string("sid");
    String code = mailbox.last(address, before + 1).code();
    assertThat(submit(sid, SECRET + client.device(), code).bool("success")).hasValue(true);
    client
        .post(
            V3 + "/account/3pid/add",
            JsonObject.of(
                "sid",
                sid,
                "client_secret",
                SECRET + client.device(),
                "auth",
                Client.proof(client.user(), World.PASSWORD)))
        .ok();
  }

  private long count(String address) {
    return mailbox.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  private Answer signIn(String address, String password) {
    return stranger.post(
        V3 + "/login",
        JsonObject.of(
            "type",
            "m.login.password",
            "identifier",
            JsonObject.of("type", "m.id.thirdparty", "medium", "email", "address", address),
            "password",
            password));
  }

  @Test
  void guesses_count_against_who_is_named_whatever_else_is_said() {
    try (World limited = World.start(Map.of("PARVIS_RATE_LIMITS", "on"))) {
      Client victim = limited.register("victime");
      Client guesser = limited.stranger();
      List<Integer> answers =
          IntStream.range(0, 30)
              .mapToObj(
                  n ->
                      guesser
                          .post(
                              V3 + "/login",
                              JsonObject.of(
                                  "type",
                                  "m.login.password",
                                  "identifier",
                                  JsonObject.of(
                                      "type",
                                      "m.id.user",
                                      "user",
                                      victim.user(),
                                      "medium",
                                      "email",
                                      "address",
                                      "a" + n + "@mairie.example"),
                                  "password",
                                  "wrong"))
                          .status())
              .takeWhile(status -> status != 429)
              .toList();
      assertThat(answers).hasSizeLessThan(30).containsOnly(403);
    }
  }

  @Test
  void an_address_is_added_once_it_is_proven_and_signs_in() {
    Client alice = world.register("alice");
    String address = "alice@mairie.example";
    Answer asked = ask("/account/3pid", address, 1).ok();
    assertThat(asked.string("submit_url")).isEqualTo("https://parvis.example" + SUBMIT);
    String sid = asked.string("sid");
    JsonObject wish = JsonObject.of("sid", sid, "client_secret", SECRET);
    JsonObject proof = wish.with("auth", Client.proof(alice.user(), World.PASSWORD));
    assertThat(alice.post(V3 + "/account/3pid/add", wish).status()).isEqualTo(401);
    assertThat(alice.post(V3 + "/account/3pid/add", proof).errcode())
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    assertThat(right(sid, mailbox.last(address, 1).code())).isTrue();
    assertThat(
            alice.post(V3 + "/account/3pid/add", proof.with("client_secret", "another")).errcode())
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    alice.post(V3 + "/account/3pid/add", proof).ok();
    assertThat(alice.post(V3 + "/account/3pid/add", proof).errcode())
        .as("used up")
        .isEqualTo("M_THREEPID_AUTH_FAILED");
    JsonObject mine =
        alice
            .get(V3 + "/account/3pid")
            .ok()
            .json()
            .array("threepids")
            .orElseThrow()
            .objects()
            .getFirst();
    assertThat(mine.string("address")).hasValue(address);
    assertThat(mine.string("medium")).hasValue("email");
    assertThat(mine.integer("validated_at").orElseThrow()).isEqualTo(clock.millis());

    assertThat(signIn("Alice@Mairie.example", World.PASSWORD).ok().string("user_id"))
        .isEqualTo(alice.user());
    assertThat(signIn(address, "wrong").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(signIn("nobody@mairie.example", World.PASSWORD).text())
        .isEqualTo(signIn(address, "wrong").text());
    alice
        .post(V3 + "/account/3pid/delete", JsonObject.of("medium", "email", "address", address))
        .ok();
    assertThat(signIn(address, World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void the_link_of_a_mail_proves_it_when_its_reader_says_so() {
    String address = "lien@mairie.example";
    String sid =
        stranger
            .post(
                V3 + "/account/3pid/email/requestToken",
                JsonObject.of(
                    "client_secret",
                    SECRET,
                    "email",
                    address,
                    "send_attempt",
                    1,
                    "next_link",
                    "https://parvis.example/settings"))
            .ok()
            .string("sid");
    String link = mailbox.last(address, 1).link();
    assertThat(link).startsWith("https://parvis.example/api/v1/address_proof?sid=" + sid);
    String path = link.substring("https://parvis.example".length());
    Answer page = stranger.get(path).ok();
    assertThat(page.text()).contains(address).contains("<form method=\"post\">");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(right(sid, "000000x")).as("opened alone it proves nothing").isFalse();
    String token = path.substring(path.indexOf("token=") + 6);
    assertThat(confirm(sid, "x".repeat(27)).text()).contains("plus valable");
    Answer done = confirm(sid, token);
    assertThat(done.ok().text()).contains("href=\"https://parvis.example/settings\"");
    assertThat(confirm(sid, token).text()).as("followed once").contains("plus valable");
    assertThat(right(sid, "anything")).as("proven").isTrue();
    clock.advance(AddressProofs.LIFE);
    assertThat(stranger.get(path).text()).contains("plus valable");
    assertThat(right(sid, "anything")).isFalse();
  }

  private Answer confirm(String sid, String token) {
    byte[] form = ("sid=" + sid + "&token=" + token).getBytes(StandardCharsets.US_ASCII);
    return stranger.send(
        "POST", "/api/v1/address_proof", "application/x-www-form-urlencoded", form);
  }

  @Test
  void nobody_is_led_to_pages_of_others() {
    String address = "suite@mairie.example";
    String sid =
        stranger
            .post(
                V3 + "/account/3pid/email/requestToken",
                JsonObject.of(
                    "client_secret",
                    SECRET,
                    "email",
                    address,
                    "send_attempt",
                    1,
                    "next_link",
                    "https://parvis.example.evil.com/"))
            .ok()
            .string("sid");
    String link = mailbox.last(address, 1).link();
    assertThat(confirm(sid, link.substring(link.indexOf("token=") + 6)).ok().text())
        .doesNotContain("evil");
  }

  @Test
  void a_code_is_tried_five_times_and_told_by_who_asked_for_it_alone() {
    String address = "essais@mairie.example";
    String sid = ask("/account/3pid", address, 1).ok().string("sid");
    String code = mailbox.last(address, 1).code();
    String wrong = code.equals("000000") ? "000001" : "000000";
    assertThat(submit(sid, "not-mine", code).bool("success")).hasValue(false);
    for (int i = 0; i < AddressProofs.TRIES_MAX; i++) assertThat(right(sid, wrong)).isFalse();
    assertThat(right(sid, code)).isFalse();
    String again = ask("/account/3pid", address, 2).ok().string("sid");
    assertThat(again).isEqualTo(sid);
    assertThat(right(sid, mailbox.last(address, 2).code())).isTrue();
  }

  @Test
  void a_mail_goes_once_for_each_attempt_and_five_times_an_hour() {
    String address = "souvent@mairie.example";
    String sid = ask("/account/3pid", address, 3).ok().string("sid");
    mailbox.last(address, 1);
    for (long same : new long[] {3, 1, 0, -1})
      assertThat(ask("/account/3pid", address, same).ok().string("sid")).isEqualTo(sid);
    for (int i = 1; i < AddressProofs.MAILS_AN_HOUR; i++)
      ask("/account/password", address, 1, "secret" + i).ok();
    mailbox.last(address, AddressProofs.MAILS_AN_HOUR);
    assertThat(ask("/register", address, 1).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(ask("/account/3pid", address, 4).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(count(address)).isEqualTo(AddressProofs.MAILS_AN_HOUR);
    clock.advance(Duration.ofMinutes(61));
    ask("/account/3pid", address, 5).ok();
    mailbox.last(address, AddressProofs.MAILS_AN_HOUR + 1);
    for (int i = AddressProofs.MAILS_AN_HOUR + 1; i < AddressProofs.MAILS_A_DAY; i++)
      ask("/account/3pid", address, i + 1).ok();
    clock.advance(Duration.ofMinutes(61));
    assertThat(ask("/account/3pid", address, 20).errcode())
        .as("a day's mails, and so a day's tries")
        .isEqualTo("M_LIMIT_EXCEEDED");
    clock.advance(Duration.ofDays(1));
    ask("/account/3pid", address, 20).ok();
  }

  @Test
  void the_house_mails_no_more_than_so_many_an_hour_and_nobody_who_cannot_register() {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into mail (id, server, recipient, subject, urgent, state, reason, tries,
                                      created_ms, due_ms, expires_ms)
                    select 'proof-many-' || n, (select name from server), 'n' || n || '@mairie.example', '', true, 'sent', '',
                           1, ?, 0, 0
                      from generate_series(1, ?) n
                    """,
                    clock.millis(),
                    AddressProofs.HOUSE_MAILS_AN_HOUR));
    assertThat(ask("/account/3pid", "trop@mairie.example", 1).errcode())
        .isEqualTo("M_LIMIT_EXCEEDED");
    clock.advance(Duration.ofMinutes(61));
    ask("/account/3pid", "trop@mairie.example", 1).ok();
    Client admin = world.administrator("portier");
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    assertThat(ask("/register", "trop@mairie.example", 1).errcode()).isEqualTo("M_THREEPID_DENIED");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@evil.com@mairie.example",
        "\"a\"@mairie.example",
        "a@mairie.example\r\nBcc: x@y.fr",
        "A <a@mairie.example>",
        "é@mairie.example",
        "a@xn--mairie-9ua.example",
        "a",
        ""
      })
  void what_is_no_address_is_mailed_nothing(String text) {
    for (String purpose : List.of("/register", "/account/password", "/account/3pid"))
      assertThat(ask(purpose, text, 1).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void what_is_wrong_in_a_request_is_told_and_telephones_are_none() {
    for (String secret : List.of("", "with blank", "é", "x".repeat(256)))
      assertThat(ask("/account/3pid", "a@mairie.example", 1, secret).errcode())
          .isEqualTo("M_INVALID_PARAM");
    JsonObject number =
        JsonObject.of(
            "client_secret",
            SECRET,
            "country",
            "FR",
            "phone_number",
            "0612345678",
            "send_attempt",
            1);
    for (String path : List.of("/register", "/account/password"))
      assertThat(stranger.post(V3 + path + "/msisdn/requestToken", number).errcode())
          .isEqualTo("M_THREEPID_DENIED");
    assertThat(stranger.post(V3 + "/account/3pid/msisdn/requestToken", number).errcode())
        .isEqualTo("M_THREEPID_MEDIUM_NOT_SUPPORTED");
  }

  @Test
  void whoever_forgot_the_password_sets_another_by_mail() {
    String address = "oubli@mairie.example";
    Client forgetful = withAddress("oubli", address);
    JsonObject wish = JsonObject.of("new_password", "another battery staple");
    Answer flows = stranger.post(V3 + "/account/password", wish);
    assertThat(flows.status()).isEqualTo(401);
    assertThat(flows.text()).contains("m.login.email.identity").doesNotContain("m.login.password");
    String sid = ask("/account/password", address, 1).ok().string("sid");
    JsonObject auth = mailed(sid).with("session", flows.string("session"));
    assertThat(stranger.post(V3 + "/account/password", wish.with("auth", auth)).status())
        .as("not proven yet")
        .isEqualTo(401);
    Mailbox.Read read = mailbox.last(address, 2);
    assertThat(read.text()).as("no link").doesNotContain("https://");
    assertThat(right(sid, read.code())).isTrue();
    assertThat(
            stranger
                .post(
                    V3 + "/account/password", JsonObject.of("new_password", "oubli", "auth", auth))
                .errcode())
        .isEqualTo("M_WEAK_PASSWORD");
    Answer changed = stranger.post(V3 + "/account/password", wish.with("auth", auth)).ok();
    SpecCheck.check("POST", V3 + "/account/password", changed.status(), changed.json());
    assertThat(forgetful.get(V3 + "/account/whoami").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(signIn(address, World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    signIn(address, "another battery staple").ok();
    assertThat(stranger.post(V3 + "/account/password", wish.with("auth", auth)).status())
        .as("used up")
        .isEqualTo(401);
    assertThat(mailbox.last(address, 3).subject()).isEqualTo("Votre mot de passe a changé");
  }

  @Test
  void nobody_learns_whether_an_address_has_an_account() {
    String known = "connu@mairie.example";
    withAddress("connu", known);
    String unknown = "inconnu@mairie.example";
    for (String purpose : List.of("/register", "/account/password", "/account/3pid")) {
      JsonObject one = ask(purpose, known, 1, "s1").ok().json().without("sid");
      JsonObject other = ask(purpose, unknown, 1, "s1").ok().json().without("sid");
      assertThat(one).isEqualTo(other);
    }
    mailbox.last(known, 4);
    mailbox.last(unknown, 3);
    assertThat(texts(known))
        .filteredOn(text -> text.contains("Un compte y est déjà lié"))
        .hasSize(2);
    assertThat(texts(unknown)).filteredOn(text -> text.contains("Aucun compte")).hasSize(1);
  }

  private List<String> texts(String address) {
    return mailbox.all().stream()
        .filter(mail -> mail.header("To").equals(address))
        .map(Mailbox.Read::text)
        .toList();
  }

  @Test
  void who_has_an_account_is_sent_no_proof_for_another_one() {
    String address = "deja@mairie.example";
    withAddress("deja", address);
    String sid = ask("/register", address, 1).ok().string("sid");
    Mailbox.Read read = mailbox.last(address, 2);
    assertThat(read.text()).contains("https://parvis.example/forgotten").doesNotContain("    ");
    assertThat(right(sid, "123456")).isFalse();
  }

  @Test
  void an_account_is_made_with_its_address() {
    String address = "neuve@mairie.example";
    JsonObject wish = JsonObject.of("username", "neuve", "password", World.PASSWORD);
    Answer flows = stranger.post(V3 + "/register", wish);
    assertThat(flows.text()).contains("m.login.email.identity");
    String sid = ask("/register", address, 1).ok().string("sid");
    JsonObject auth = mailed(sid).with("session", flows.string("session"));
    assertThat(stranger.post(V3 + "/register", wish.with("auth", auth)).status()).isEqualTo(401);
    assertThat(right(sid, mailbox.last(address, 1).code())).isTrue();
    String user = stranger.post(V3 + "/register", wish.with("auth", auth)).ok().string("user_id");
    assertThat(signIn(address, World.PASSWORD).ok().string("user_id")).isEqualTo(user);
    assertThat(
            stranger
                .post(V3 + "/register", wish.with("username", "autre").with("auth", auth))
                .status())
        .as("used up")
        .isEqualTo(401);
  }

  @Test
  void who_proves_an_address_is_of_the_organisation_whose_it_is() {
    Client admin = world.administrator("maire");
    String first = Town.organisation(admin, "Ville");
    String second = Town.organisation(admin, "Hôpital");
    Town.domain(admin, first, "ville.example", true).ok();
    Town.domain(admin, second, "hopital.example", false).ok();
    Client nobody = withAddress("personne", "personne@ailleurs.example");
    assertThat(Town.own(nobody)).isEmpty();
    Client agent = withAddress("agente", "agente@culture.ville.example");
    assertThat(Town.own(agent)).isEqualTo("Ville");
    add(agent, "agente@hopital.example");
    assertThat(Town.own(agent)).isEqualTo("Hôpital");
    Town.put(admin, second, agent, "administrator").ok();
    add(agent, "directrice@ville.example");
    assertThat(Town.own(agent)).as("who decides something there stays").isEqualTo("Hôpital");
    JsonObject wish = JsonObject.of("username", "nouvel", "password", World.PASSWORD);
    String session = stranger.post(V3 + "/register", wish).string("session");
    JsonObject auth = mailed(proven("/register", "nouvel@ville.example")).with("session", session);
    stranger.post(V3 + "/register", wish.with("auth", auth)).ok();
    assertThat(Town.own(world.signIn("nouvel"))).isEqualTo("Ville");
  }

  @Test
  void an_account_ends_by_mail_and_its_address_is_free_again() {
    String address = "fin@mairie.example";
    Client gone = withAddress("fin", address);
    Client other = withAddress("autre-fin", "autre@mairie.example");
    String sid = proofOf(address, 2);
    JsonObject wish = JsonObject.of("auth", mailed(sid));
    assertThat(other.post(V3 + "/account/deactivate", wish).status())
        .as("an address of somebody else's")
        .isEqualTo(401);
    gone.post(V3 + "/account/deactivate", wish).ok();
    assertThat(signIn(address, World.PASSWORD).errcode()).isEqualTo("M_FORBIDDEN");
    add(other, address);
    assertThat(signIn(address, World.PASSWORD).ok().string("user_id")).isEqualTo(other.user());
  }

  private String proofOf(String address, int count) {
    String sid = ask("/account/password", address, 1).ok().string("sid");
    assertThat(right(sid, mailbox.last(address, count).code())).isTrue();
    return sid;
  }

  @Test
  void a_password_is_changed_by_mail_once_for_each_mail() {
    String address = "change@mairie.example";
    Client client = withAddress("change", address);
    String sid = proofOf(address, 2);
    JsonObject wish =
        JsonObject.of("new_password", "another battery staple", "logout_devices", false)
            .with("auth", mailed(sid));
    client.post(V3 + "/account/password", wish).ok();
    assertThat(client.post(V3 + "/account/password", wish).status()).isEqualTo(401);
  }

  @Test
  void a_proof_for_one_thing_is_worth_nothing_for_another() {
    String address = "but@mairie.example";
    withAddress("but", address);
    String sid = proven("/account/3pid", "but2@mairie.example");
    assertThat(
            stranger
                .post(
                    V3 + "/account/password",
                    JsonObject.of("new_password", "another battery", "auth", mailed(sid)))
                .status())
        .isEqualTo(401);
  }
}
