package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mailbox;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Signing in, and up, by a code that is mailed to an address.
class AddressSignInTest {
  private static final String ASK = "/api/v1/sign_in/code";
  private static final String ENTER = "/api/v1/sign_in";
  private static final String BROWSER = "a-secret-of-this-browser-and-no-other";
  private static final String OTHER = "a-secret-of-another-browser-altogether";

  /// As much slower as what is the same may seem on a busy machine.
  private static final double NOISE = 1.5;

  private static final TestClock CLOCK = new TestClock();
  @AutoClose private static final Mailbox MAILBOX = Mailbox.open();
  @AutoClose private static World world;
  private static Client admin;
  private static Client stranger;
  private static String town;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(MAILBOX.settings());
    settings.put("PARVIS_PUBLIC_ADDRESS", "https://parvis.example");
    settings.put("PARVIS_TRUSTED_PROXIES", "127.0.0.1");
    world = World.start(settings, CLOCK);
    admin = world.administrator("maire");
    stranger = world.stranger();
    town = Town.organisation(admin, "Belleville");
    Town.domain(admin, town, "belleville.example", false).ok();
  }

  @BeforeEach
  void invitation() {
    mode("invitation");
  }

  private static void mode(String mode) {
    admin.put("/api/v1/registration", JsonObject.of("mode", mode)).ok();
  }

  private static Answer ask(String address) {
    return ask(address, BROWSER);
  }

  private static Answer ask(String address, String secret) {
    return stranger.post(ASK, JsonObject.of("email", address, "secret", secret));
  }

  /// From another network.
  private static Answer ask(String address, String secret, String network) {
    byte[] wish = JsonWriter.write(JsonObject.of("email", address, "secret", secret));
    return stranger.send(
        stranger
            .request(ASK)
            .header("X-Forwarded-For", network)
            .POST(BodyPublishers.ofByteArray(wish))
            .build());
  }

  private static Answer enter(String address, String code) {
    return enter(address, BROWSER, code);
  }

  private static Answer enter(String address, String secret, String code) {
    return stranger.post(ENTER, JsonObject.of("email", address, "secret", secret, "code", code));
  }

  private static long letters(String address) {
    return MAILBOX.all().stream().filter(mail -> mail.header("To").equals(address)).count();
  }

  private static Mailbox.Read letter(String address) {
    int before = (int) letters(address);
    ask(address).ok();
    return MAILBOX.last(address, before + 1);
  }

  private static String code(String address) {
    return letter(address).code();
  }

  private static String other(String code) {
    return code.equals("000000") ? "000001" : "000000";
  }

  private static Client in(String address) {
    Answer entered = enter(address, code(address)).ok();
    return stranger.signedIn(
        entered.string("user_id"), entered.string("device_id"), entered.string("access_token"));
  }

  private static String displayName(Client who) {
    return who.get("/_matrix/client/v3/profile/" + Client.segment(who.user()) + "/displayname")
        .ok()
        .string("displayname");
  }

  @Test
  void an_address_of_an_organisation_gets_an_account_by_a_code_and_comes_back_to_it() {
    String address = "helene.marchetti@belleville.example";
    Answer first = enter(address, code(address)).ok();
    JsonObject made = first.json().object("made").orElseThrow();
    assertThat(made.string("displayname")).hasValue("Helene Marchetti");
    assertThat(made.bool("name_locked")).hasValue(false);
    assertThat(first.string("user_id")).matches("@[a-z]{10}:parvis\\.example");
    Client helene = in(address);
    assertThat(helene.user()).isEqualTo(first.string("user_id"));
    assertThat(Town.own(helene)).isEqualTo("Belleville");
    assertThat(displayName(helene)).isEqualTo("Helene Marchetti");
    assertThat(enter(address, code(address)).ok().json().object("made")).isEmpty();
  }

  @Test
  void a_code_is_good_once_and_the_last_one_alone() {
    String address = "une.fois@belleville.example";
    String first = code(address);
    String last = code(address);
    if (!first.equals(last)) assertThat(enter(address, first).errcode()).isEqualTo("M_FORBIDDEN");
    enter(address, last).ok();
    assertThat(enter(address, last).errcode()).isEqualTo("M_THREEPID_AUTH_FAILED");
  }

  @Test
  void of_two_who_tell_a_code_at_once_one_comes_in() {
    String address = "deux@belleville.example";
    String code = code(address);
    var first = Race.later(() -> enter(address, code).status());
    var second = Race.later(() -> enter(address, code).status());
    List<Integer> answers = List.of(Race.ended(first), Race.ended(second));
    assertThat(answers).contains(200).hasSize(2);
    assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
    in(address);
  }

  @Test
  void a_code_is_good_in_the_browser_that_asked_alone() {
    String address = "ailleurs@belleville.example";
    String code = code(address);
    assertThat(enter(address, OTHER, code).errcode()).isEqualTo("M_THREEPID_AUTH_FAILED");
    enter(address, code).ok();
  }

  @Test
  void a_code_is_good_for_ten_minutes() {
    String address = "tard@belleville.example";
    String code = code(address);
    CLOCK.advance(Duration.ofMinutes(10));
    assertThat(enter(address, code).errcode()).isEqualTo("M_THREEPID_AUTH_FAILED");
  }

  @Test
  void five_wrong_tries_make_a_code_worthless() {
    String address = "essais@belleville.example";
    String code = code(address);
    for (int i = 0; i < SignInCodes.TRIES_MAX; i++)
      assertThat(enter(address, other(code)).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(enter(address, code).errcode()).isEqualTo("M_THREEPID_AUTH_FAILED");
    in(address);
  }

  @Test
  void wrong_tries_are_counted_by_address_and_day_whatever_the_browsers() {
    String address = "devine@belleville.example";
    String own = "une-clef-de-navigateur-qui-est-revenu";
    ask(address, own).ok();
    enter(address, own, MAILBOX.last(address, 1).code()).ok();
    int browsers = SignInCodes.STRANGERS.wrong() / SignInCodes.TRIES_MAX;
    for (int browser = 0; browser < browsers; browser++) {
      CLOCK.advance(Duration.ofHours(1));
      String secret = OTHER + browser;
      ask(address, secret, "192.0.2." + browser / 2).ok();
      String code = MAILBOX.last(address, browser + 2).code();
      for (int i = 0; i < SignInCodes.TRIES_MAX; i++)
        assertThat(enter(address, secret, other(code)).errcode()).isEqualTo("M_FORBIDDEN");
    }
    Answer late = enter(address, code(address));
    assertThat(late.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    assertThat(late.status()).isEqualTo(429);
    ask(address, own).ok();
    String code = MAILBOX.last(address, browsers + 3).code();
    assertThat(enter(address, own, code).status()).as("where it came in before").isEqualTo(200);
    CLOCK.advance(Duration.ofDays(1));
    in(address);
  }

  @Test
  void of_wrong_tries_a_network_has_a_part() {
    String address = "voisine@belleville.example";
    for (int browser = 0; browser < 2; browser++) {
      ask(address, OTHER + browser, "2001:db8::" + browser).ok();
      String code = MAILBOX.last(address, browser + 1).code();
      for (int i = 0; i < SignInCodes.TRIES_MAX; i++)
        assertThat(enter(address, OTHER + browser, other(code)).errcode()).isEqualTo("M_FORBIDDEN");
    }
    ask(address, OTHER, "2001:db8::3").ok();
    String code = MAILBOX.last(address, 3).code();
    assertThat(enter(address, OTHER, code).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    in(address);
  }

  @Test
  void strangers_get_four_codes_an_hour_and_sixteen_a_day_for_an_address_known_or_not() {
    for (String address : List.of("bornes@belleville.example", "bornes@ailleurs.example")) {
      for (int hour = 0; hour < 4; hour++) {
        for (int i = 0; i < SignInCodes.NETWORK.anHour(); i++) ask(address, OTHER + i).ok();
        assertThat(ask(address).json().integer("retry_after_ms")).hasValue(3_600_000L);
        ask(address, OTHER, "192.0.2.1").ok();
        assertThat(ask(address, OTHER, "192.0.2.2").errcode()).isEqualTo("M_LIMIT_EXCEEDED");
        CLOCK.advance(Duration.ofHours(2));
      }
      assertThat(ask(address).json().integer("retry_after_ms")).hasValue(86_400_000L);
      CLOCK.advance(Duration.ofDays(1));
      ask(address).ok();
    }
  }

  @Test
  void what_strangers_ask_for_leaves_codes_to_browsers_that_came_in_before() {
    String address = "titulaire@belleville.example";
    in(address);
    for (int hour = 0; hour < 3; hour++) {
      CLOCK.advance(Duration.ofHours(2));
      Answer last = ask(address, OTHER);
      for (int i = 0; i < SignInCodes.STRANGERS.anHour() && last.status() == 200; i++)
        last = ask(address, OTHER + i, "192.0.2." + i);
      assertThat(last.errcode()).isEqualTo("M_LIMIT_EXCEEDED");
      MAILBOX.last(address, hour * SignInCodes.ALL.anHour() + SignInCodes.ALL.anHour());
      in(address);
    }
    assertThat(ask(address).errcode()).as("five an hour in all").isEqualTo("M_LIMIT_EXCEEDED");
  }

  @Test
  void a_stranger_learns_of_no_account_and_no_domain_by_answers_or_their_time() {
    String known = "connue@belleville.example";
    in(known);
    List<String> three = List.of(known, "neuve@belleville.example", "nulle@ailleurs.example");
    Map<String, List<Long>> asking = new HashMap<>();
    Map<String, List<Long>> telling = new HashMap<>();
    List<String> answers = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      CLOCK.advance(Duration.ofHours(3));
      for (int i = 0; i < 3; i++) {
        String address = three.get((round + i) % 3);
        long began = System.nanoTime();
        Answer asked = ask(address).ok();
        long between = System.nanoTime();
        Answer told = enter(address, "00000" + round % 10);
        long end = System.nanoTime();
        answers.add(asked.status() + asked.text() + asked.headers().map().keySet());
        asking.computeIfAbsent(address, _ -> new ArrayList<>()).add(between - began);
        if (told.status() == 200) continue;
        answers.add(told.status() + told.text());
        telling.computeIfAbsent(address, _ -> new ArrayList<>()).add(end - between);
      }
    }
    assertThat(answers.stream().distinct()).as("one to who asks, one to who is wrong").hasSize(2);
    for (var times : List.of(asking, telling)) {
      List<Long> quick = three.stream().map(address -> quick(times.get(address))).toList();
      assertThat((double) quick.stream().max(Long::compare).orElseThrow())
          .as("quick ones in ns: %s", quick)
          .isLessThan(NOISE * quick.stream().min(Long::compare).orElseThrow());
    }
  }

  /// The third quickest: what others do on the machine makes most of them slower.
  private static long quick(List<Long> times) {
    return times.stream().sorted().skip(2).findFirst().orElseThrow();
  }

  @Test
  void an_unknown_domain_is_told_by_mail_what_to_do() {
    Mailbox.Read told = letter("agent@inconnu.example");
    assertThat(told.text())
        .contains(
            "agent@inconnu.example", "inconnu.example", "invite", "ajouter votre organisation")
        .doesNotContainPattern("\\d{6}");
    assertThat(told.link()).isEqualTo("https://parvis.example/sign-in?by=password");
    mode("closed");
    assertThat(letter("agent@belleville.example").text()).contains("fermées");
  }

  @Test
  void registration_decides_for_who_is_of_no_organisation() {
    String nowhere = "personne@nulle-part.example";
    ask(nowhere).ok();
    MAILBOX.last(nowhere, 1);
    mode("open");
    Client person = in(nowhere);
    assertThat(Town.own(person)).isEmpty();
    mode("closed");
    assertThat(in(nowhere).user()).as("who has an account comes in").isEqualTo(person.user());
    Town.domain(admin, town, "belleville.example", false).ok();
    in("ouverte@belleville.example");
    assertThat(admin.get("/api/v1/registration").ok().string("mode")).isEqualTo("invitation");
  }

  @Test
  void an_address_that_was_admitted_by_a_list_is_as_good_as_a_domain() {
    String address = "pompier@fournisseur.example";
    admin.post(Town.one(town) + "/addresses", JsonObject.of("list", address)).ok();
    assertThat(Town.own(in(address))).isEqualTo("Belleville");
  }

  @Test
  void who_is_barred_does_not_come_in_and_who_is_suspended_does() {
    String address = "barree@belleville.example";
    Client barred = in(address);
    String user = Client.segment(barred.user());
    String lock = "/_matrix/client/v1/admin/lock/" + user;
    admin.put(lock, JsonObject.of("locked", true)).ok();
    Answer locked = enter(address, code(address));
    assertThat(locked.errcode()).isEqualTo("M_USER_LOCKED");
    admin.put(lock, JsonObject.of("locked", false)).ok();
    expire(barred, true);
    assertThat(enter(address, code(address)).errcode()).isEqualTo("ORG_MATRIX_EXPIRED_ACCOUNT");
    expire(barred, false);
    admin.put("/_matrix/client/v1/admin/suspend/" + user, JsonObject.of("suspended", true)).ok();
    in(address);
  }

  private static void expire(Client who, boolean expired) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update account set expired = ? where "user" =
                      (select nid from matrix_user where user_id = ?)
                    """,
                    expired,
                    who.user()));
  }

  @Test
  void an_organisation_may_give_its_people_their_names() {
    String rules = Town.one(town) + "/entry_rules";
    admin.put(rules, JsonObject.of("names_locked", true)).ok();
    String address = "nom.donne@belleville.example";
    Answer entered = enter(address, code(address)).ok();
    assertThat(entered.json().object("made").orElseThrow().bool("name_locked")).hasValue(true);
    Client named = in(address);
    String name = "/_matrix/client/v3/profile/" + Client.segment(named.user()) + "/displayname";
    JsonObject wish = JsonObject.of("displayname", "Autre Nom");
    assertThat(named.put(name, wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(named.delete(name).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(named.put(rules, JsonObject.of("names_locked", false)).status()).isEqualTo(403);
    assertThat(displayName(named)).isEqualTo("Nom Donne");
    String room = named.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).string("room_id");
    String member = Client.segment(room) + "/state/m.room.member/" + Client.segment(named.user());
    String there = "/_matrix/client/v3/rooms/" + member;
    JsonObject mayor = JsonObject.of("membership", "join", "displayname", "La Maire");
    named.put(there, mayor).ok();
    assertThat(named.get(there).ok().string("displayname")).isEqualTo("Nom Donne");
    admin.put(rules, JsonObject.of("names_locked", false)).ok();
    assertThat(admin.get(rules).ok().json().bool("names_locked")).hasValue(false);
    named.put(name, wish).ok();
    named.put(there, mayor).ok();
    assertThat(named.get(there).ok().string("displayname")).isEqualTo("La Maire");
  }

  private static JsonObject proof(String address) {
    String secret = "proof-of-" + address.indexOf('@');
    int before = (int) letters(address);
    String sid =
        stranger
            .post(
                "/_matrix/client/v3/account/password/email/requestToken",
                JsonObject.of(
                    "client_secret", secret, "email", address, "send_attempt", CLOCK.millis()))
            .ok()
            .string("sid");
    JsonObject told = JsonObject.of("sid", sid, "client_secret", secret);
    String code = MAILBOX.last(address, before + 1).code();
    stranger.post("/api/v1/address_proof/submit", told.with("token", code)).ok();
    return JsonObject.of(
        "auth", JsonObject.of("type", "m.login.email.identity", "threepid_creds", told));
  }

  @Test
  void who_has_no_password_proves_by_mail_who_they_are_and_may_choose_one() {
    String address = "sans.mot@belleville.example";
    Client here = in(address);
    Client there = in(address);
    assertThat(here.get("/api/v1/me").ok().json().bool("password")).hasValue(false);
    String delete = "/_matrix/client/v3/delete_devices";
    JsonObject other = JsonObject.of("devices", JsonArray.of(there.device()));
    assertThat(here.post(delete, other).text()).contains("m.login.email.identity");
    here.post(delete, other.with("auth", proof(address).get("auth"))).ok();
    assertThat(there.get("/api/v1/me").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    String threepid = "/_matrix/client/v3/account/3pid/delete";
    JsonObject mine = JsonObject.of("medium", "email", "address", address);
    assertThat(here.post(threepid, mine).errcode()).isEqualTo("M_FORBIDDEN");
    JsonObject chosen = proof(address).with("new_password", World.PASSWORD);
    here.post("/_matrix/client/v3/account/password", chosen).ok();
    assertThat(here.get("/api/v1/me").ok().json().bool("password")).hasValue(true);
    assertThat(here.post(delete, other).text()).contains("m.login.password");
    here.post(threepid, mine).ok();
  }

  @Test
  void what_is_no_address_no_secret_or_no_code_is_refused_as_such() {
    String address = "fautes@belleville.example";
    for (String bad :
        List.of("", "x", "a@b@belleville.example", "\"a\"@belleville.example", "a@belleville"))
      assertThat(ask(bad).errcode()).as(bad).isEqualTo("M_INVALID_PARAM");
    assertThat(ask(address, "short").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(stranger.post(ASK, JsonObject.of("email", address)).errcode())
        .isEqualTo("M_MISSING_PARAM");
    String code = code(address);
    for (String bad : List.of("", "12345", "1234567", "12345a", "１２３４５６", code + " "))
      assertThat(enter(address, bad).errcode()).as(bad).isEqualTo("M_INVALID_PARAM");
    IntStream.range(0, 6).forEach(_ -> enter(address, "not-six"));
    enter(address, code).ok();
  }

  @ParameterizedTest
  @CsvSource({
    "helene.marchetti@m.example, Helene Marchetti",
    "jean-luc.d'arc2@m.example, Jean-Luc D'Arc",
    "a_b+liste@m.example, A B",
    "contact@m.example, Contact",
    "007@m.example, 007"
  })
  void a_name_is_proposed_by_the_address(String address, String name) {
    assertThat(NameOfAddress.of(new Address(address))).isEqualTo(name);
  }
}
