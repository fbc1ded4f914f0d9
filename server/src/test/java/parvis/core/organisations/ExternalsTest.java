package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People from outside: somebody answers for them, until a day.
class ExternalsTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final Duration MONTH = Duration.ofDays(30);

  @AutoClose static World world;
  static final TestClock CLOCK = new TestClock();
  static Client admin;
  static Client chief;
  static Client alice;
  static Client bruno;
  static String town;

  @BeforeAll
  static void start() {
    world = World.start(Map.of("PARVIS_TIME_ZONE", PARIS.getId()), CLOCK);
    admin = world.administrator("maire");
    town = Town.ruled(admin, "Ville");
    chief = agent("chief", "administrator");
    alice = agent("alice", "member");
    bruno = agent("bruno", "member");
  }

  static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(admin, town, agent, role).ok();
    return agent;
  }

  static Answer invite(Client by, Client invited, Duration life) {
    var wish = JsonObject.of("user_id", invited.user(), "expires_in_ms", life.toMillis());
    return by.post(Town.one(town) + "/externals", wish);
  }

  static Answer extend(Client by, Client invited, Duration life) {
    var path = one(invited) + "/end";
    return by.put(path, JsonObject.of("expires_in_ms", life.toMillis()));
  }

  static String one(Client invited) {
    return Town.one(town) + "/externals/" + Client.segment(invited.user());
  }

  static void refused(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  static JsonObject told(Client invited) {
    return found(chief, invited.user());
  }

  static JsonObject found(Client by, String user) {
    return guests(by).stream()
        .filter(external -> external.string("user_id").orElseThrow().equals(user))
        .findFirst()
        .orElseThrow();
  }

  static List<JsonObject> guests(Client by) {
    var told = by.get(Town.one(town) + "/externals").ok().json();
    return told.array("externals").orElseThrow().objects();
  }

  @Test
  void somebody_invited_reads_what_was_opened_and_begins_nothing() {
    var zoe = world.register("zoe");
    invite(alice, zoe, MONTH).ok();
    assertThat(told(zoe).string("sponsor")).contains(alice.user());
    var own = zoe.get("/api/v1/organisation").ok().json();
    assertThat(own.bool("external")).contains(true);
    var stranger = "@nobody:" + World.SERVER;
    var people = JsonArray.of(zoe.user(), bruno.user(), stranger);
    var badges = bruno.post("/api/v1/badges", JsonObject.of("user_ids", people)).ok().json();
    assertThat(Chat.at(badges, "badges"))
        .isEqualTo(
            JsonObject.of(
                zoe.user(),
                JsonObject.of("label", "Ville", "external", true),
                bruno.user(),
                JsonObject.of("label", "Ville", "external", false),
                stranger,
                JsonObject.of("external", true)));
    var guessed = JsonObject.of("user_ids", JsonArray.of(bruno.user()));
    var unmet = zoe.post("/api/v1/badges", guessed).ok().json();
    assertThat(Chat.at(unmet, "badges"))
        .isEqualTo(JsonObject.of(bruno.user(), JsonObject.of("external", true)));
    refused(403, zoe.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY));
    var search = JsonObject.of("search_term", "alice");
    var path = "/_matrix/client/v3/user_directory/search";
    assertThat(zoe.post(path, search).ok().json().array("results")).contains(JsonArray.EMPTY);
    assertThat(bruno.post(path, search).ok().json().array("results").orElseThrow().values())
        .isNotEmpty();
    for (var typed : List.of("alice", "alcie")) {
      var anyhow = "/api/v1/search?kind=person&q=" + typed;
      assertThat(zoe.get(anyhow).ok().text()).contains("\"results\":[]");
      assertThat(bruno.get(anyhow).ok().text()).contains(alice.user());
    }
    var forum = Chat.create(alice, JsonObject.of("visibility", "public", "name", "Forum"));
    assertThat(zoe.get("/_matrix/client/v3/publicRooms").ok().text()).doesNotContain(forum);
    assertThat(bruno.get("/_matrix/client/v3/publicRooms").ok().text()).contains(forum);
    var summary = "/_matrix/client/v1/room_summary/" + Client.segment(forum);
    refused(404, zoe.get(summary));
    refused(200, bruno.get(summary));
    refused(403, Chat.join(zoe, forum));
    refused(403, zoe.post(Town.one(town) + "/externals", JsonObject.of("user_id", bruno.user())));
    refused(403, zoe.get(Town.one(town) + "/members"));
    refused(409, invite(bruno, zoe, MONTH));
    refused(409, invite(alice, bruno, MONTH));
    refused(404, Town.remove(chief, town, zoe));
  }

  @Test
  void somebody_is_invited_at_their_address_and_becomes_an_agent_once_it_is_the_organisations() {
    var wish = JsonObject.of("address", "zelie@bureau.test", "name", "Zélie Roux");
    refused(403, alice.post(Town.one(town) + "/externals", wish));
    var invited = chief.post(Town.one(town) + "/externals", wish).ok().json();
    var user = invited.string("user_id").orElseThrow();
    assertThat(invited.integer("ends")).hasValue(Term.LONGEST.ends(CLOCK.millis(), PARIS));
    assertThat(Mails.text(admin, "zelie@bureau.test")).contains("Mairie de Ville", "/sign-in");
    refused(409, chief.post(Town.one(town) + "/externals", wish));
    var guest = found(chief, user);
    assertThat(guest.string("display_name")).contains("Zélie Roux");
    assertThat(guest.string("sponsor")).contains(chief.user());
    Town.domain(admin, town, "bureau.test", false).ok();
    assertThat(guests(chief)).noneMatch(one -> one.string("user_id").orElseThrow().equals(user));
    assertThat(chief.get(Town.one(town) + "/members").ok().text()).contains(user);
    refused(409, chief.post(Town.one(town) + "/externals", wish.with("address", "a@bureau.test")));
  }

  @Test
  void who_answers_sees_whom_and_asks_for_longer_than_they_may_give() {
    var olga = world.register("olga");
    invite(bruno, olga, MONTH).ok();
    refused(403, alice.post(one(olga) + "/longer", JsonObject.EMPTY));
    extend(bruno, olga, MONTH).ok();
    refused(403, extend(bruno, olga, MONTH));
    bruno.post(one(olga) + "/longer", JsonObject.EMPTY).ok();
    var mine = bruno.get("/api/v1/sponsored").ok().json().array("externals").orElseThrow();
    assertThat(mine.objects())
        .extracting(one -> one.string("user_id").orElseThrow())
        .containsExactly(olga.user());
    assertThat(told(olga).integer("longer_asked")).hasValue(CLOCK.millis());
    extend(chief, olga, MONTH).ok();
    assertThat(told(olga).has("longer_asked")).isFalse();
  }

  @Test
  void half_a_year_is_six_months_of_the_calendar_and_any_day_within_is_the_last_one() {
    var from = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
    assertThat(Term.LONGEST.ends(from, PARIS))
        .isEqualTo(Instant.parse("2027-05-26T21:59:59.999Z").toEpochMilli());
    var paule = world.register("paule");
    var all = Town.one(town) + "/externals";
    var today = Instant.ofEpochMilli(CLOCK.millis()).atZone(PARIS).toLocalDate();
    var wish = JsonObject.of("user_id", paule.user());
    refused(400, alice.post(all, wish.with("until", "en juin")));
    refused(400, alice.post(all, wish.with("until", today.minusDays(1).toString())));
    refused(400, alice.post(all, wish.with("until", today.plusMonths(6).plusDays(1).toString())));
    var last = today.plusMonths(2);
    var ends = alice.post(all, wish.with("until", last.toString())).ok().json().integer("ends");
    assertThat(Instant.ofEpochMilli(ends.getAsLong()).atZone(PARIS).toLocalDate()).isEqualTo(last);
    var own = paule.get("/api/v1/organisation").ok().json();
    assertThat(own.string("sponsor")).contains(alice.user());
    var put = JsonObject.of("until", last.plusMonths(6).plusDays(1).toString());
    refused(400, alice.put(one(paule) + "/end", put));
    alice.put(one(paule) + "/end", JsonObject.of("until", last.plusMonths(6).toString())).ok();
  }

  @Test
  void more_time_is_asked_of_who_approves_by_mail_and_given_or_not() {
    var approver = agent("approver", "approver");
    var bert = agent("bert", "member");
    var rita = world.register("rita");
    invite(bert, rita, MONTH).ok();
    mailed(approver, "approver@ville.example");
    mailed(bert, "bert@ville.example");
    bert.post(one(rita) + "/longer", JsonObject.EMPTY).ok();
    assertThat(Mails.text(admin, "approver@ville.example")).contains("bert", "rita", "/home");
    assertThat(asked(approver)).containsExactly(rita.user());
    assertThat(asked(bert)).isEmpty();
    assertThat(asked(rita)).isEmpty();
    refused(403, alice.delete(one(rita) + "/longer"));
    approver.delete(one(rita) + "/longer").ok();
    assertThat(asked(approver)).isEmpty();
    assertThat(Mails.text(admin, "bert@ville.example")).contains("ne prolonge pas", "rita");
    bert.post(one(rita) + "/longer", JsonObject.EMPTY).ok();
    extend(approver, rita, MONTH).ok();
    assertThat(asked(approver)).isEmpty();
    assertThat(admin.get(Town.one(town) + "/journal").ok().text())
        .contains("ask for more time", "decline more time");
  }

  @Test
  void who_decides_grants_themselves_no_time_where_others_decide_and_takes_back_what_they_asked() {
    var judge = agent("judge", "approver");
    var nora = world.register("nora");
    invite(judge, nora, MONTH).ok();
    extend(judge, nora, MONTH).ok();
    refused(403, extend(judge, nora, MONTH));
    judge.post(one(nora) + "/longer", JsonObject.EMPTY).ok();
    assertThat(asked(judge)).doesNotContain(nora.user());
    assertThat(asked(chief)).contains(nora.user());
    refused(403, extend(judge, nora, MONTH));
    var mine = judge.get("/api/v1/sponsored").ok().json().array("externals").orElseThrow();
    assertThat(mine.objects().getFirst().array("deciders").orElseThrow().values().toString())
        .contains("chief")
        .doesNotContain("judge");
    judge.delete(one(nora) + "/longer").ok();
    assertThat(asked(chief)).doesNotContain(nora.user());
    assertThat(told(nora).has("longer_asked")).isFalse();
    assertThat(chief.get(Town.one(town) + "/journal").ok().text()).contains("take back more time");
    judge.post(one(nora) + "/longer", JsonObject.EMPTY).ok();
    extend(chief, nora, MONTH).ok();
    assertThat(asked(chief)).doesNotContain(nora.user());
  }

  @Test
  void who_alone_decides_decides_upon_their_own_guests_too() {
    var village = Town.ruled(admin, "Village");
    var lone = world.register("lone");
    Town.put(admin, village, lone, "administrator").ok();
    var saul = world.register("saul");
    var path = Town.one(village) + "/externals";
    lone.post(path, JsonObject.of("user_id", saul.user(), "expires_in_ms", MONTH.toMillis())).ok();
    var own = path + "/" + Client.segment(saul.user());
    lone.post(own + "/longer", JsonObject.EMPTY).ok();
    assertThat(asked(lone)).containsExactly(saul.user());
    var more = JsonObject.of("expires_in_ms", MONTH.toMillis());
    lone.put(own + "/end", more).ok();
    lone.put(own + "/end", more).ok();
  }

  @Test
  void letters_are_in_the_language_of_their_reader_where_that_is_known() {
    var all = Town.one(town) + "/externals";
    var wish = JsonObject.of("address", "wendy@desk.test", "name", "Wendy Hill");
    chief.post(all, wish.with("language", "en")).ok();
    assertThat(Mails.text(admin, "wendy@desk.test"))
        .contains("invites you, as somebody from outside")
        .doesNotContain("vous invite");
    chief.post(all, wish.with("address", "walid@desk.test").with("language", "fr")).ok();
    assertThat(Mails.text(admin, "walid@desk.test"))
        .contains("vous invite")
        .doesNotContain("invites you");
    chief.post(all, wish.with("address", "wim@desk.test")).ok();
    assertThat(Mails.text(admin, "wim@desk.test")).contains("vous invite", "invites you");
    var wrong = wish.with("address", "wes@desk.test").with("language", "de");
    assertThat(chief.post(all, wrong).errcode()).isEqualTo("M_INVALID_PARAM");

    var boss = agent("boss", "approver");
    var gina = agent("gina", "member");
    var rob = world.register("rob");
    invite(gina, rob, MONTH).ok();
    mailed(boss, "boss@ville.example");
    boss.put("/api/v1/me", JsonObject.of("language", "en")).ok();
    assertThat(boss.get("/api/v1/me").ok().string("language")).isEqualTo("en");
    gina.post(one(rob) + "/longer", JsonObject.EMPTY).ok();
    assertThat(Mails.text(admin, "boss@ville.example"))
        .contains("asks for more time")
        .doesNotContain("demande");
    boss.delete(one(rob) + "/longer").ok();
    assertThat(boss.put("/api/v1/me", JsonObject.of("language", "de")).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  private static List<String> asked(Client of) {
    return of
        .get("/api/v1/more_time")
        .ok()
        .json()
        .array("externals")
        .orElseThrow()
        .objects()
        .stream()
        .map(one -> one.string("user_id").orElseThrow())
        .toList();
  }

  /// Has mails to an address reach somebody.
  private static void mailed(Client who, String address) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select a.server, ?, a."user", 1, 1
                      from account a join matrix_user u on u.nid = a."user" where u.user_id = ?
                    """,
                    address,
                    who.user()));
  }

  @Test
  void the_day_comes_and_is_put_off_once_by_who_answers_and_again_by_an_administrator() {
    var carl = world.register("carl");
    var ends = invite(alice, carl, MONTH).ok().json().integer("ends").getAsLong();
    assertThat(ends).isEqualTo(CLOCK.millis() + MONTH.toMillis());
    var room =
        Chat.create(
            alice,
            JsonObject.of(
                "initial_state",
                JsonArray.of(
                    JsonObject.of(
                        "type", "im.vector.room.access_rules",
                        "state_key", "",
                        "content", JsonObject.of("rule", "unrestricted")))));
    Chat.member(alice, room, "invite", carl).ok();
    Chat.join(carl, room).ok();
    Chat.say(carl, room, "mon rapport");
    refused(403, extend(bruno, carl, MONTH));
    refused(400, extend(alice, carl, Duration.ofDays(190)));
    extend(alice, carl, MONTH).ok();
    refused(403, extend(alice, carl, MONTH));
    CLOCK.advance(MONTH.plusDays(1));
    world.restart();
    back();
    carl = world.back(carl);
    assertThat(carl.get(WHOAMI).status()).isEqualTo(200);
    CLOCK.advance(MONTH);
    world.restart();
    back();
    var shut = world.back(carl);
    Race.until(() -> shut.get(WHOAMI).status() == 403);
    assertThat(shut.get(WHOAMI).errcode()).isEqualTo("ORG_MATRIX_EXPIRED_ACCOUNT");
    assertThat(Chat.history(alice, room)).contains("mon rapport");
    extend(chief, carl, MONTH).ok();
    assertThat(shut.get(WHOAMI).status()).isEqualTo(200);
    refused(403, bruno.delete(one(carl)));
    alice.delete(one(carl)).ok();
    assertThat(shut.get(WHOAMI).errcode()).isEqualTo("ORG_MATRIX_EXPIRED_ACCOUNT");
    Town.put(chief, town, carl, "member").ok();
    assertThat(shut.get(WHOAMI).status()).isEqualTo(200);
    assertThat(Town.own(shut)).isEqualTo("Ville");
    refused(404, alice.delete(one(carl)));
    refused(404, extend(alice, carl, MONTH));
    shut.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).ok();
  }

  @Test
  void an_invitation_shuts_no_account_that_was_there_before() {
    refused(403, invite(alice, admin, Duration.ofMillis(1)));
    refused(403, Town.put(chief, town, admin, "member"));
    var old = world.register("old");
    CLOCK.advance(Externals.FRESH_MAX.plusDays(1));
    invite(alice, old, MONTH).ok();
    alice.delete(one(old)).ok();
    refused(200, old.get(WHOAMI));
    assertThat(Town.own(old)).isEmpty();
    refused(404, extend(chief, old, MONTH));
    invite(alice, old, MONTH).ok();
  }

  @Test
  void a_claim_that_is_declined_lets_nobody_in_again() {
    var late = world.register("late");
    invite(alice, late, MONTH).ok();
    late.put("/api/v1/claim", JsonObject.of("wish", "Je reste")).ok();
    alice.delete(one(late)).ok();
    var open = admin.get("/api/v1/claims").ok().json().array("claims").orElseThrow().objects();
    var id = open.getFirst().string("id").orElseThrow();
    admin.put("/api/v1/claims/" + id + "/answer", JsonObject.of("reason", "Non")).ok();
    assertThat(late.get(WHOAMI).errcode()).isEqualTo("ORG_MATRIX_EXPIRED_ACCOUNT");
  }

  static void back() {
    admin = world.back(admin);
    chief = world.back(chief);
    alice = world.back(alice);
    bruno = world.back(bruno);
  }
}
