package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Somebody from outside asks for more time as their end comes near, and reads the answer.
class OwnTimeTest {
  private static final String OWN = "/api/v1/organisation/longer";
  private static final Duration MONTH = Duration.ofDays(30);

  @AutoClose static World world;
  static final TestClock CLOCK = new TestClock();
  static Client admin;
  static Client chief;
  static String town;

  @BeforeAll
  static void start() {
    world = World.start(Map.of(), CLOCK);
    admin = world.administrator("maire");
    town = Town.ruled(admin, "Ville");
    chief = agent("chief", "administrator");
  }

  private static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(admin, town, agent, role).ok();
    return agent;
  }

  /// Somebody from outside for whom an agent answers.
  private static Client guest(String name, Client sponsor, Duration life) {
    var guest = world.register(name);
    var wish = JsonObject.of("user_id", guest.user(), "expires_in_ms", life.toMillis());
    sponsor.post(Town.one(town) + "/externals", wish).ok();
    return guest;
  }

  private static String one(Client guest) {
    return Town.one(town) + "/externals/" + Client.segment(guest.user());
  }

  private static Answer extend(Client by, Client guest, Duration life) {
    return by.put(one(guest) + "/end", JsonObject.of("expires_in_ms", life.toMillis()));
  }

  private static Answer ask(Client guest) {
    return guest.post(OWN, JsonObject.EMPTY);
  }

  private static JsonObject own(Client guest) {
    return guest.get(OWN).ok().json();
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

  private static String journal() {
    return chief.get(Town.one(town) + "/journal").ok().text();
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
  void who_answers_for_them_is_asked_once_and_gives_it() {
    var alice = agent("alice", "member");
    assertThat(alice.get("/api/v1/organisation").ok().json().bool("sponsors")).contains(false);
    var zoe = guest("zoe", alice, MONTH);
    assertThat(alice.get("/api/v1/organisation").ok().json().bool("sponsors")).contains(true);
    mailed(alice, "alice@ville.example");
    mailed(zoe, "zoe@dehors.example");
    assertThat(own(zoe).string("by")).contains("sponsor");
    assertThat(own(zoe).has("state")).isFalse();
    ask(zoe).ok();
    var letters = letters("alice@ville.example");
    ask(zoe).ok();
    assertThat(letters("alice@ville.example")).isEqualTo(letters).isEqualTo(1);
    assertThat(Mails.text(admin, "alice@ville.example"))
        .contains("zoe demande de prolonger son accès", "/home");
    assertThat(own(zoe).string("state")).contains("open");
    assertThat(asked(alice)).containsExactly(zoe.user());
    assertThat(alice.get("/api/v1/awaiting").ok().json()).isEqualTo(JsonObject.of("more_time", 1));
    assertThat(asked(chief)).doesNotContain(zoe.user());
    extend(alice, zoe, MONTH).ok();
    assertThat(own(zoe).string("state")).contains("given");
    assertThat(own(zoe).integer("ends"))
        .hasValue(CLOCK.millis() + MONTH.multipliedBy(2).toMillis());
    assertThat(Mails.text(admin, "zoe@dehors.example")).contains("prolonge votre accès");
    assertThat(asked(alice)).isEmpty();
    assertThat(alice.get("/api/v1/awaiting").ok().json()).isEqualTo(JsonObject.EMPTY);
    assertThat(journal()).contains("ask for own time");
  }

  private static long letters(String to) {
    return admin.get("/api/v1/mails").ok().json().array("mails").orElseThrow().objects().stream()
        .filter(mail -> mail.string("to").orElseThrow().equals(to))
        .count();
  }

  @Test
  void those_who_decide_are_asked_where_who_answers_may_give_no_more_and_a_no_holds_for_a_week() {
    var bruno = agent("bruno", "member");
    var olga = guest("olga", bruno, Duration.ofDays(10));
    extend(bruno, olga, Duration.ofDays(10)).ok();
    mailed(chief, "chief@ville.example");
    mailed(olga, "olga@dehors.example");
    assertThat(own(olga).string("by")).contains("organisation");
    ask(olga).ok();
    assertThat(Mails.text(admin, "chief@ville.example")).contains("olga");
    assertThat(asked(bruno)).isEmpty();
    assertThat(asked(chief)).containsExactly(olga.user());
    for (var by : List.of(agent("other", "member"), bruno)) {
      assertThat(by.delete(one(olga) + "/longer").status()).isEqualTo(403);
    }
    assertThat(asked(chief)).containsExactly(olga.user());
    chief.delete(one(olga) + "/longer").ok();
    assertThat(asked(chief)).isEmpty();
    assertThat(Mails.text(admin, "olga@dehors.example")).contains("ne prolonge pas votre accès");
    var no = own(olga);
    assertThat(no.string("state")).contains("declined");
    assertThat(no.integer("from")).hasValue(CLOCK.millis() + MoreTime.NO_HOLDS.toMillis());
    assertThat(ask(olga).status()).isEqualTo(403);
    CLOCK.advance(MoreTime.NO_HOLDS);
    ask(olga).ok();
    extend(chief, olga, MONTH).ok();
    assertThat(own(olga).string("state")).contains("given");
    assertThat(journal()).contains("decline more time");
  }

  @Test
  void who_answers_says_no_too() {
    var carla = agent("carla", "member");
    var rita = guest("rita", carla, MONTH);
    ask(rita).ok();
    carla.delete(one(rita) + "/longer").ok();
    assertThat(own(rita).string("state")).contains("declined");
    assertThat(asked(carla)).isEmpty();
    extend(carla, rita, Duration.ofDays(1)).ok();
    assertThat(own(rita).string("state")).contains("given");
  }

  @Test
  void nobody_asks_long_before_their_end_and_nobody_who_has_none() {
    var dora = agent("dora", "member");
    var early = guest("early", dora, MONTH.multipliedBy(3));
    assertThat(own(early).integer("from"))
        .hasValue(CLOCK.millis() + MONTH.multipliedBy(2).toMillis());
    assertThat(ask(early).status()).isEqualTo(403);
    assertThat(own(early).has("state")).isFalse();
    for (var who : List.of(dora, world.register("nobody"))) {
      assertThat(who.get(OWN).status()).isEqualTo(404);
      assertThat(ask(who).status()).isEqualTo(404);
    }
  }

  @Test
  void what_a_sponsor_cannot_answer_waits_for_those_who_decide() {
    var emil = agent("emil", "member");
    var saul = guest("saul", emil, MONTH);
    ask(saul).ok();
    assertThat(asked(chief)).doesNotContain(saul.user());
    emil.post(one(saul) + "/longer", JsonObject.EMPTY).ok();
    assertThat(asked(emil)).isEmpty();
    assertThat(asked(chief)).contains(saul.user());
    emil.delete(one(saul) + "/longer").ok();
    assertThat(asked(emil)).containsExactly(saul.user());
    assertThat(asked(chief)).doesNotContain(saul.user());
    Town.remove(chief, town, emil).ok();
    assertThat(asked(emil)).isEmpty();
    assertThat(asked(chief)).contains(saul.user());
    assertThat(own(saul).string("by")).contains("organisation");
    var sponsored = emil.get("/api/v1/sponsored").ok().json().array("externals").orElseThrow();
    assertThat(sponsored.objects().getFirst().array("deciders").orElseThrow().values()).isEmpty();
    extend(chief, saul, MONTH).ok();
  }

  @Test
  void who_decides_answers_no_guest_of_their_own_for_whom_they_may_give_no_more() {
    var judge = agent("judge", "approver");
    var nora = guest("nora", judge, Duration.ofDays(5));
    ask(nora).ok();
    assertThat(asked(judge)).contains(nora.user());
    extend(judge, nora, Duration.ofDays(5)).ok();
    ask(nora).ok();
    assertThat(asked(judge)).doesNotContain(nora.user());
    assertThat(asked(chief)).contains(nora.user());
    assertThat(extend(judge, nora, MONTH).status()).isEqualTo(403);
    assertThat(judge.delete(one(nora) + "/longer").status()).isEqualTo(403);
    assertThat(own(nora).string("state")).contains("open");
    extend(chief, nora, MONTH).ok();
  }

  @Test
  void what_one_takes_back_declines_no_wish_however_often_it_is_sent() {
    var gina = agent("gina", "member");
    var theo = guest("theo", gina, Duration.ofDays(5));
    var asked = one(theo) + "/longer?what=asked";
    gina.post(one(theo) + "/longer", JsonObject.EMPTY).ok();
    ask(theo).ok();
    gina.delete(asked).ok();
    gina.delete(asked).ok();
    assertThat(own(theo).string("state")).contains("open");
    assertThat(asked(gina)).containsExactly(theo.user());
    assertThat(gina.delete(one(theo) + "/longer?what=wished").errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(chief.delete(asked).status()).isEqualTo(403);
    extend(gina, theo, MONTH).ok();
  }

  @Test
  void who_decides_alone_says_no_to_all_of_it_at_once() {
    var hamlet = Town.ruled(admin, "Hameau");
    var lone = world.register("lone");
    Town.put(admin, hamlet, lone, "administrator").ok();
    var ugo = world.register("ugo");
    var all = Town.one(hamlet) + "/externals";
    var wish = JsonObject.of("user_id", ugo.user(), "expires_in_ms", MONTH.toMillis());
    lone.post(all, wish).ok();
    var longer = all + "/" + Client.segment(ugo.user()) + "/longer";
    lone.post(longer, JsonObject.EMPTY).ok();
    ask(ugo).ok();
    lone.delete(longer).ok();
    assertThat(own(ugo).string("state")).contains("declined");
    assertThat(asked(lone)).isEmpty();
  }

  @Test
  void who_puts_off_the_end_by_a_program_that_knows_of_no_wish_gives_it_too() {
    var hana = agent("hana", "member");
    var vito = guest("vito", hana, MONTH);
    ask(vito).ok();
    putOffByAnOlderProgram(vito);
    assertThat(own(vito).string("state")).contains("given");
    assertThat(asked(chief)).doesNotContain(vito.user());
  }

  @Test
  void who_puts_off_the_end_by_such_a_program_gives_what_was_declined_too() {
    var ines = agent("ines", "member");
    var yves = guest("yves", ines, MONTH);
    ask(yves).ok();
    ines.delete(one(yves) + "/longer").ok();
    assertThat(own(yves).string("state")).contains("declined");
    putOffByAnOlderProgram(yves);
    assertThat(own(yves).string("state")).contains("given");
  }

  private static void putOffByAnOlderProgram(Client guest) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update post set ends_ms = ends_ms + 1, extended = true, longer_asked_ms = null
                     where "user" = (select nid from matrix_user where user_id = ?)
                       and until_ms is null
                    """,
                    guest.user()));
  }
}
