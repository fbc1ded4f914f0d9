package parvis.suite.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// People come by a file: first it is told what would become of them, and then they are made, once,
/// whatever ends in between.
class ArrivalsTest {
  private static final String ALL = "/api/v1/imports";
  private static final long WAIT_SECONDS = 20;
  private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
  private static final int MANY = 100_000;
  private static final int RATE_LEAST = 300;

  @AutoClose static final World world = World.start();
  static final Client admin = world.administrator("maire");

  static Answer read(Client who, String organisation, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return who.send("POST", ALL + "?organisation=" + organisation, "text/csv", bytes);
  }

  static String id(Answer read) {
    return read.ok().string("id");
  }

  static Answer start(Client who, String id, boolean invite) {
    return who.post(ALL + "/" + id + "/start", JsonObject.of("invite", invite));
  }

  static JsonObject one(String id) {
    return admin.get(ALL + "/" + id).ok().json();
  }

  /// Waits until an import has come to this state.
  static JsonObject await(String id, String state) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (!one(id).string("state").orElseThrow().equals(state)) {
      assertThat(System.nanoTime()).as("%s is not %s", one(id), state).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return one(id);
  }

  static long count(JsonObject told, String outcome) {
    return told.object("counts").orElseThrow().integer(outcome).orElseThrow();
  }

  static List<String> outcomes(String id) {
    return admin
        .get(ALL + "/" + id + "/lines")
        .ok()
        .json()
        .array("lines")
        .orElseThrow()
        .objects()
        .stream()
        .map(line -> line.string("outcome").orElseThrow() + line.string("reason").orElse(""))
        .toList();
  }

  static List<JsonObject> members(String organisation) {
    return admin
        .get(Town.one(organisation) + "/members")
        .ok()
        .json()
        .array("members")
        .orElseThrow()
        .objects();
  }

  static String people(String domain, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "p" + i + "@" + domain + ";Personne " + i)
        .collect(Collectors.joining("\n"));
  }

  static long accounts() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.number("n"), "select count(*) as n from account"))
        .orElseThrow();
  }

  /// Comes in by a code that is mailed.
  static Client in(String address) {
    var asks = JsonObject.of("email", address, "secret", "a-secret-of-this-browser-and-no-other");
    world.stranger().post("/api/v1/sign_in/code", asks).ok();
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow().group();
    var entered = world.stranger().post("/api/v1/sign_in", asks.with("code", code)).ok();
    return world
        .stranger()
        .signedIn(
            entered.string("user_id"), entered.string("device_id"), entered.string("access_token"));
  }

  static String place(String label) {
    var id = Town.organisation(admin, label);
    Town.domain(admin, id, label + ".test", false).ok();
    return id;
  }

  static void refused(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void a_file_tells_first_what_would_become_of_each_line() {
    var mine = place("essai");
    place("voisin");
    start(admin, id(read(admin, mine, "la@essai.test;Là déjà")), false).ok();
    var file =
        """
        adresse;nom;fonction
        ada@essai.test;Ada Brun;Maire
        la@essai.test;Là déjà
        ben@voisin.test;Ben Roy
        ADA@essai.test;Ada encore
        pas une adresse;=Cy
        vol@orange.test;Bénévole
        """;
    await(latest(mine), "done");
    var before = accounts();
    var told = read(admin, mine, file).ok().json();
    var id = told.string("id").orElseThrow();
    assertThat(told.string("state")).contains("ready");
    assertThat(told.integer("total")).hasValue(2);
    assertThat(outcomes(id))
        .containsExactly("new", "known", "elsewhere", "doubled", "invalidaddress", "new");
    assertThat(accounts()).isEqualTo(before);
    var only = admin.get(ALL + "/" + id + "/lines?outcome=elsewhere").ok().text();
    assertThat(only).contains("ben@voisin.test").doesNotContain("ada");
    refused(400, admin.get(ALL + "/" + id + "/lines?outcome=king"));
    var report = admin.get(ALL + "/" + id + "/report").ok().text();
    assertThat(report)
        .startsWith("\ufeffligne;adresse;nom;fonction;résultat;raison\r\n")
        .contains("2;ada@essai.test;Ada Brun;Maire;à créer;\r\n")
        .contains("6;pas une adresse;'=Cy;;à corriger;ce n'est pas une adresse\r\n");
    admin.delete(ALL + "/" + id).ok();
    refused(404, admin.get(ALL + "/" + id));
    assertThat(accounts()).isEqualTo(before);
  }

  private static String latest(String organisation) {
    return admin
        .get(ALL + "?organisation=" + organisation)
        .ok()
        .json()
        .array("imports")
        .orElseThrow()
        .objects()
        .getFirst()
        .string("id")
        .orElseThrow();
  }

  @Test
  void people_are_agents_from_the_first_moment_and_made_once() {
    var mine = place("mairie");
    var file = "ada@mairie.test,Ada Brun,Maire\nbo@mairie.test,Bo Li";
    var id = id(read(admin, mine, file));
    var again = id(read(admin, mine, file));
    start(admin, id, true).ok();
    start(admin, id, true);
    start(admin, again, true).ok();
    assertThat(await(id, "done").integer("done")).hasValue(2);
    await(again, "done");
    assertThat(count(one(id), "made") + count(one(again), "made")).isEqualTo(2);
    assertThat(members(mine))
        .extracting(member -> member.string("display_name").orElseThrow())
        .containsExactlyInAnyOrder("Ada Brun", "Bo Li");
    assertThat(members(mine))
        .anyMatch(member -> member.string("function").filter("Maire"::equals).isPresent())
        .allMatch(member -> member.string("ground").orElseThrow().equals("administrator"))
        .allMatch(member -> member.string("user_id").orElseThrow().matches("@[a-z]{10}:.*"));
    assertThat(Mails.text(admin, "ada@mairie.test"))
        .contains("Mairie de mairie vous a ouvert un compte", "/sign-in");
    assertThat(outcomes(id(read(admin, mine, file)))).containsExactly("known", "known");
    var deeds = admin.get(Town.one(mine) + "/journal").ok().text();
    start(admin, id, false).ok();
    assertThat(admin.get(Town.one(mine) + "/journal").ok().text()).isEqualTo(deeds);
    assertThat(one(id).string("state")).contains("done");
  }

  @Test
  void what_a_process_left_half_done_is_gone_on_with_and_nobody_is_made_twice() {
    var mine = place("reprise");
    var all = Making.BATCH_MAX * 2 + 3;
    var id = id(read(admin, mine, people("reprise.test", all)));
    // What has begun is undone as by a kill: the second batch, with all of its people but one.
    alter("create sequence killed");
    alter(
        """
        create function killed() returns trigger language plpgsql as
        $$ begin perform nextval('killed'); raise exception 'killed'; end $$""");
    alter(
        """
        create trigger killed before update on import_line
        for each row when (new.outcome = 'made' and new.line = %d) execute function killed()"""
            .formatted(Making.BATCH_MAX * 2));
    var before = accounts();
    start(admin, id, false).ok();
    Race.until(ArrivalsTest::isKilled);
    assertThat(count(one(id), "made")).isEqualTo(Making.BATCH_MAX);
    assertThat(one(id).string("state")).contains("running");
    alter("drop trigger killed on import_line");
    assertThat(count(await(id, "done"), "made")).isEqualTo(all);
    assertThat(accounts()).isEqualTo(before + all);
    assertThat(outcomes(id(read(admin, mine, people("reprise.test", all))))).containsOnly("known");
  }

  private static boolean isKilled() {
    return world
        .db()
        .read(tx -> tx.first(row -> row.bool("is_called"), "select is_called from killed"))
        .orElseThrow();
  }

  private static void alter(String sql) {
    world.db().write(tx -> tx.run(sql));
  }

  @Test
  void an_import_that_finds_no_place_says_so_and_goes_on_when_there_is_some() {
    var mine = place("comble");
    var bound = "update organisation set people_max = ? where id = ?";
    world.db().write(tx -> tx.run(bound, 2, mine));
    var id = id(read(admin, mine, people("comble.test", 3)));
    start(admin, id, false).ok();
    var stopped = await(id, "cancelled");
    assertThat(count(stopped, "made")).isEqualTo(2);
    assertThat(stopped.string("stopped")).contains("full");
    world.db().write(tx -> tx.run(bound, 3, mine));
    assertThat(start(admin, id, false).ok().json().has("stopped")).isFalse();
    assertThat(count(await(id, "done"), "made")).isEqualTo(3);
    assertThat(one(id).has("stopped")).isFalse();
  }

  @Test
  void who_decides_no_more_makes_nobody_more() {
    var mine = place("fin");
    var chief = world.register("chief");
    Town.put(admin, mine, chief, "administrator").ok();
    var id = id(read(chief, mine, people("fin.test", 2)));
    Town.remove(admin, mine, chief).ok();
    start(admin, id, true).ok();
    assertThat(count(await(id, "cancelled"), "made")).isZero();
    assertThat(one(id).string("stopped")).contains("undecided");
    Town.put(admin, mine, chief, "administrator").ok();
    start(chief, id, false).ok();
    assertThat(count(await(id, "done"), "made")).isEqualTo(2);
    var own = in("p0@fin.test").get("/api/v1/organisation").ok().json();
    assertThat(own.object("organisation").orElseThrow().string("label")).hasValue("fin");
    assertThat(own.integer("ends")).as("their time ends as that of others").isPresent();
  }

  @Test
  void so_many_letters_go_within_a_minute_and_none_after_it_is_cancelled() {
    var mine = place("lettres");
    var id = id(read(admin, mine, people("lettres.test", Welcome.LETTERS_A_MINUTE + 20)));
    start(admin, id, true).ok();
    var left = await(id, "done").integer("mails_left").orElseThrow();
    assertThat(left).isGreaterThanOrEqualTo(20);
    var cancelled = admin.post(ALL + "/" + id + "/cancel", JsonObject.EMPTY).ok().json();
    assertThat(cancelled.integer("mails_left")).hasValue(0);
    assertThat(count(cancelled, "made")).isEqualTo(Welcome.LETTERS_A_MINUTE + 20);
  }

  /// As many as a State brings, in no less than the rate that they are promised.
  @Test
  @Tag("long")
  void a_hundred_thousand_people_come_within_minutes() {
    var mine = place("etat");
    var id = id(read(admin, mine, people("etat.test", MANY)));
    long from = System.nanoTime();
    start(admin, id, false).ok();
    long end = from + TimeUnit.SECONDS.toNanos(MANY / RATE_LEAST);
    while (!one(id).string("state").orElseThrow().equals("done")) {
      assertThat(System.nanoTime()).as("%s", one(id)).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
    var seconds = (System.nanoTime() - from) / 1e9;
    System.out.printf("%,d accounts in %.1f s: %,.0f/s%n", MANY, seconds, MANY / seconds);
    assertThat(count(one(id), "made")).isEqualTo(MANY);
  }

  @Test
  void nobody_reads_in_or_sees_files_of_what_they_do_not_administer() {
    var mine = place("droits");
    var other = place("ailleurs");
    var agent = world.register("agent");
    var chief = world.register("other-chief");
    Town.put(admin, mine, agent, "member").ok();
    Town.put(admin, other, chief, "administrator").ok();
    var id = id(read(admin, mine, "ada@droits.test;Ada"));
    var before = accounts();
    for (var who : List.of(agent, chief, world.register("passer-by"))) {
      var status = who == agent ? 403 : 404;
      refused(status, read(who, mine, "eve@droits.test;Eve"));
      refused(status, who.get(ALL + "?organisation=" + mine));
      for (var rest : List.of("", "/lines", "/report"))
        refused(status, who.get(ALL + "/" + id + rest));
      refused(status, start(who, id, false));
      refused(status, who.post(ALL + "/" + id + "/cancel", JsonObject.EMPTY));
      refused(status, who.delete(ALL + "/" + id));
    }
    refused(400, admin.get(ALL));
    refused(404, admin.get(ALL + "?organisation=none"));
    refused(400, read(admin, mine, "ada@droits.test;\"Ada"));
    refused(413, read(admin, mine, "x".repeat(PeopleFile.BYTES_MAX + 1)));
    assertThat(one(id).string("state")).contains("ready");
    assertThat(accounts()).isEqualTo(before + 1);
    for (int i = 1; i < Imports.ALL_MAX; i++) read(admin, mine, "ada@droits.test;Ada").ok();
    refused(403, read(admin, mine, "ada@droits.test;Ada"));
  }
}
