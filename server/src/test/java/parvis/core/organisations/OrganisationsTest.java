package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Organisations by HTTP: what they are, which addresses are theirs, who is of which, and who may
/// decide what.
class OrganisationsTest {
  @AutoClose static World world;
  static final TestClock CLOCK = new TestClock();
  static Client admin;
  static Client alice;
  static Client bruno;

  @BeforeAll
  static void start() {
    world = World.start(Map.of(), CLOCK);
    admin = world.administrator("maire");
    alice = world.register("alice");
    bruno = world.register("bruno");
  }

  static JsonObject one(Client who, String id) {
    return who.get(Town.ALL).ok().json().array("organisations").orElseThrow().objects().stream()
        .filter(o -> o.string("id").orElseThrow().equals(id))
        .findFirst()
        .orElseThrow();
  }

  static List<String> deeds(Client who, String id) {
    return who
        .get(Town.one(id) + "/journal")
        .ok()
        .json()
        .array("journal")
        .orElseThrow()
        .objects()
        .stream()
        .map(line -> line.string("deed").orElseThrow())
        .toList();
  }

  static void refused(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void an_organisation_says_what_it_is_and_keeps_its_label_to_itself() {
    var wish = JsonObject.of("name", " Ville ", "label", "Ville", "siret", "732 829 320 00074");
    var id = admin.post(Town.ALL, wish).ok().string("id");
    var part =
        admin
            .post(Town.ALL, JsonObject.of("name", "Musée", "label", "Musée", "parent", id))
            .ok()
            .string("id");
    assertThat(one(admin, id).string("name")).contains("Ville");
    assertThat(one(admin, id).string("siret")).contains("73282932000074");
    assertThat(one(admin, part).string("parent")).contains(id);
    refused(409, admin.post(Town.ALL, JsonObject.of("name", "Autre", "label", "Ville")));
    refused(400, admin.post(Town.ALL, wish.with("label", "V").with("siret", "73282932000075")));
    refused(400, admin.post(Town.ALL, wish.with("label", "V").with("siret", "7328293200007")));
    refused(400, admin.post(Town.ALL, wish.with("label", "V").with("parent", "none")));
    refused(400, admin.post(Town.ALL, wish.with("label", " ")));
    refused(400, admin.post(Town.ALL, wish.with("label", "Vi\u202elle")));
    refused(400, admin.put(Town.one(id), wish.with("parent", id)));
    refused(400, admin.put(Town.one(id), wish.with("parent", part)));
    refused(403, alice.post(Town.ALL, wish.with("label", "V")));
    assertThat(alice.get(Town.ALL).ok().json().array("organisations")).contains(JsonArray.EMPTY);
  }

  @Test
  void an_address_is_of_the_organisation_that_names_it_most_closely() {
    var state = Town.organisation(admin, "État");
    var ministry = Town.organisation(admin, "Ministère");
    var person = Town.organisation(admin, "Cabinet");
    Town.domain(admin, state, "gouv.test", true).ok();
    Town.domain(admin, ministry, "min.gouv.test", false).ok();
    var list = JsonObject.of("list", "ada@min.gouv.test");
    admin.post(Town.one(person) + "/addresses", list).ok();
    assertThat(Town.of(admin, "ada@min.gouv.test")).isEqualTo("Cabinet");
    assertThat(Town.of(admin, "ADA@MIN.gouv.test")).isEqualTo("Cabinet");
    assertThat(Town.of(admin, "bob@min.gouv.test")).isEqualTo("Ministère");
    assertThat(Town.of(admin, "bob@gouv.test")).isEqualTo("État");
    assertThat(Town.of(admin, "bob@a.b.gouv.test")).isEqualTo("État");
    assertThat(Town.of(admin, "bob@x.min.gouv.test")).isEqualTo("État");
    assertThat(Town.of(admin, "bob@agouv.test")).isEqualTo("404");
    assertThat(Town.of(admin, "bob@gouv.test.example")).isEqualTo("404");
    assertThat(Town.of(admin, "bob@evil.example@gouv.test")).isEqualTo("400");
    assertThat(Town.of(admin, "bob@evil.example,bob@gouv.test")).isEqualTo("400");
    assertThat(Town.of(admin, "\"bob@evil.example\"@gouv.test")).isEqualTo("400");
    assertThat(Town.of(admin, "bob@gouv.test\n")).isEqualTo("400");
    assertThat(Town.of(admin, "bob@gоuv.test")).isEqualTo("400");
    assertThat(Town.of(alice, "bob@gouv.test")).isEqualTo("403");
    refused(409, Town.domain(admin, state, "min.gouv.test", false));
    assertThat(Town.of(admin, "bob@gouv.test")).isEqualTo("État");
    refused(400, Town.domain(admin, state, "gouv", true));
    refused(400, Town.domain(admin, state, "*.gouv.test", true));
  }

  @Test
  void an_administrator_of_an_organisation_administers_nothing_beyond_it() {
    var mine = Town.organisation(admin, "Caserne");
    var other = Town.organisation(admin, "Lycée");
    var chief = world.register("chief");
    var stranger = world.register("stranger");
    Town.put(admin, mine, chief, "administrator").ok();
    assertThat(Town.own(chief)).isEqualTo("Caserne");
    Town.put(chief, mine, stranger, "approver").ok();
    var names = JsonObject.of("name", "Caserne centrale", "label", "Caserne");
    chief.put(Town.one(mine), names.with("access_rules", true)).ok();
    assertThat(one(chief, mine).bool("access_rules")).contains(true);
    assertThat(chief.get(Town.ALL).ok().json().array("organisations").orElseThrow().values())
        .hasSize(1);
    refused(403, chief.put(Town.one(mine), names.with("parent", other)));
    refused(403, chief.put(Town.one(mine), names.with("siret", "73282932000074")));
    refused(403, Town.domain(chief, mine, "caserne.test", false));
    for (var id : List.of(other, "none")) {
      refused(404, chief.put(Town.one(id), names));
      refused(404, Town.domain(chief, id, "caserne.test", false));
      refused(404, chief.get(Town.one(id) + "/domains"));
      refused(404, chief.get(Town.one(id) + "/journal"));
      refused(404, chief.get(Town.one(id) + "/members"));
      refused(404, Town.put(chief, id, stranger, "member"));
      refused(404, Town.remove(chief, id, stranger));
      refused(404, chief.post(Town.one(id) + "/addresses", JsonObject.of("list", "a@b.test")));
      refused(404, chief.get(Town.one(id) + "/entry_codes"));
    }
    Town.put(admin, other, bruno, "member").ok();
    refused(409, Town.put(chief, mine, bruno, "member"));
    refused(404, Town.remove(chief, mine, bruno));
    assertThat(chief.get(Town.one(mine) + "/members?q=STRAN").ok().text())
        .contains(stranger.user())
        .doesNotContain(chief.user());
    refused(400, chief.get(Town.one(mine) + "/members?q=" + "x".repeat(101)));
    refused(403, stranger.get(Town.one(mine) + "/members"));
    refused(403, Town.put(stranger, mine, stranger, "administrator"));
    refused(403, chief.get("/api/v1/claims"));
    refused(409, Town.remove(chief, mine, chief));
    refused(409, Town.put(chief, mine, chief, "member"));
    refused(400, Town.put(chief, mine, stranger, "king"));
    refused(404, chief.put(Town.one(mine) + "/members/nobody", JsonObject.EMPTY));
    var nobody = Town.one(mine) + "/members/" + Client.segment("@nobody:parvis.example");
    refused(404, chief.put(nobody, JsonObject.EMPTY));
    Town.remove(chief, mine, stranger).ok();
    assertThat(Town.own(stranger)).isEmpty();
    assertThat(deeds(chief, mine))
        .containsExactly(
            "end post",
            "change organisation rules",
            "make approver",
            "make administrator",
            "create organisation");
  }

  @Test
  void a_page_of_the_journal_ends_with_all_of_its_last_moment() {
    var id = Town.organisation(admin, "Moment");
    var again =
        """
        insert into journal (nid, at_ms, server, organisation, "by", deed, about)
        select nextval('nid'), j.at_ms, j.server, j.organisation, j."by", 'again', ''
          from generate_series(1, ?), journal j join organisation o on o.nid = j.organisation
         where o.id = ?""";
    world.db().write(tx -> tx.run(again, Journal.PAGE_MAX, id));
    assertThat(deeds(admin, id)).hasSize(Journal.PAGE_MAX + 1);
  }

  @Test
  void who_changes_posts_is_of_one_organisation_and_the_past_stays_written() {
    var first = Town.organisation(admin, "Avant");
    var second = Town.organisation(admin, "Après");
    var mover = world.register("mover");
    Town.put(admin, first, mover, "member").ok();
    CLOCK.advance(Duration.ofDays(1));
    Town.put(admin, second, mover, "member").ok();
    assertThat(Town.own(mover)).isEqualTo("Après");
    var posts =
        world
            .db()
            .read(
                tx ->
                    tx.list(
                        row -> row.optionalNumber("until_ms").isPresent(),
                        """
                        select until_ms from post
                        join matrix_user u on u.nid = post."user" and u.user_id = ?
                        order by since_ms
                        """,
                        mover.user()));
    assertThat(posts).containsExactly(true, false);
    var moves =
        Stream.of(first, second, first, second)
            .map(id -> Race.later(() -> Town.put(admin, id, mover, "member").status()))
            .toList();
    assertThat(moves).extracting(Race::ended).containsOnly(200);
    assertThat(Town.own(mover)).isIn("Avant", "Après");
  }

  @Test
  void a_list_is_admitted_line_by_line_and_tells_what_is_wrong_with_each() {
    var mine = Town.organisation(admin, "Bénévoles");
    var other = Town.organisation(admin, "Hôpital");
    var chief = world.register("list-chief");
    Town.put(admin, mine, chief, "administrator").ok();
    Town.domain(admin, other, "hopital.test", true).ok();
    admin.post(Town.one(other) + "/addresses", JsonObject.of("list", "eve@wanadoo.test")).ok();
    var table =
        """
        Nom;Adresse
        Ada;ada@orange.test
        "Bob"; "bob@orange.test"
        Ève;eve@wanadoo.test
        Zoé;zoe@service.hopital.test
        Ada encore;ADA@orange.test
        Faux;faux@@orange.test

        Sans adresse
        carl@orange.test, dora@orange.test
        """;
    var report =
        chief.post(Town.one(mine) + "/addresses", JsonObject.of("list", table)).ok().json();
    assertThat(report.array("report").orElseThrow().objects())
        .extracting(
            line -> line.integer("line").getAsLong() + " " + line.string("outcome").orElseThrow())
        .containsExactly(
            "2 added",
            "3 added",
            "4 taken",
            "5 taken",
            "6 known",
            "7 invalid",
            "9 invalid",
            "10 added",
            "10 added");
    assertThat(Town.of(admin, "bob@orange.test")).isEqualTo("Bénévoles");
    var listed = chief.get(Town.one(mine) + "/addresses").ok().json().array("addresses");
    assertThat(listed.orElseThrow().strings())
        .containsExactly(
            "ada@orange.test", "bob@orange.test", "carl@orange.test", "dora@orange.test");
    chief.delete(Town.one(mine) + "/addresses/bob@orange.test").ok();
    refused(404, chief.delete(Town.one(mine) + "/addresses/bob@orange.test"));
    refused(404, chief.delete(Town.one(mine) + "/addresses/nonsense"));
    refused(404, chief.delete(Town.one(other) + "/addresses/eve@wanadoo.test"));
    assertThat(Town.of(admin, "bob@orange.test")).isEqualTo("404");
    var full = new StringBuilder();
    for (int i = 0; i < AdmissionList.ADDRESSES_MAX; i++) {
      full.append("p").append(i).append("@d").append(i % 500).append(".test\n");
    }
    var whole = JsonObject.of("list", full.toString());
    var began = System.nanoTime();
    chief.post(Town.one(mine) + "/addresses", whole).ok();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    var many = JsonObject.of("list", "a@b.test\n".repeat(AdmissionList.ADDRESSES_MAX + 1));
    refused(413, chief.post(Town.one(mine) + "/addresses", many));
  }

  static JsonObject code(Client who, String id, int uses, Duration life) {
    var wish = JsonObject.of("purpose", "Pompiers", "uses", uses, "expires_in_ms", life.toMillis());
    return who.post(Town.one(id) + "/entry_codes", wish).ok().json();
  }

  static Answer enter(Client who, String word) {
    return who.post("/api/v1/entry", JsonObject.of("word", word));
  }

  @Test
  void a_word_on_paper_makes_agents_a_bounded_number_of_times_and_until_its_end() {
    var mine = Town.organisation(admin, "Pompiers");
    var codes = Town.one(mine) + "/entry_codes";
    var word = code(admin, mine, 2, Duration.ofHours(1)).string("word").orElseThrow();
    var people =
        List.of(world.register("fire-1"), world.register("fire-2"), world.register("fire-3"));
    var entries = people.stream().map(who -> Race.later(() -> enter(who, word).status())).toList();
    assertThat(entries).extracting(Race::ended).containsExactlyInAnyOrder(200, 200, 404);
    assertThat(people).filteredOn(who -> Town.own(who).equals("Pompiers")).hasSize(2);
    var left = people.stream().filter(who -> Town.own(who).isEmpty()).findFirst().orElseThrow();
    var brief = code(admin, mine, 5, Duration.ofHours(1)).string("word").orElseThrow();
    CLOCK.advance(Duration.ofHours(2));
    refused(404, enter(left, brief));
    var lasting = code(admin, mine, 5, Duration.ofDays(1));
    var shown = admin.get(codes).ok().json().array("entry_codes").orElseThrow().objects();
    assertThat(shown).hasSize(1);
    assertThat(shown.getFirst().has("word")).isFalse();
    assertThat(shown.getFirst().string("attested_by")).contains(admin.user());
    admin.delete(codes + "/" + lasting.string("id").orElseThrow()).ok();
    refused(404, admin.delete(codes + "/" + lasting.string("id").orElseThrow()));
    refused(404, enter(left, lasting.string("word").orElseThrow()));
    var other = code(admin, Town.organisation(admin, "Gendarmes"), 5, Duration.ofDays(1));
    enter(left, other.string("word").orElseThrow()).ok();
    refused(409, enter(left, other.string("word").orElseThrow()));
    refused(
        409, enter(left, code(admin, mine, 1, Duration.ofDays(1)).string("word").orElseThrow()));
    assertThat(admin.get(codes).ok().text()).contains("\"uses_left\":1");
    for (var wrong : List.of(0, EntryCodes.USES_MAX + 1)) {
      var wish = JsonObject.of("purpose", "P", "uses", wrong, "expires_in_ms", 1000);
      refused(400, admin.post(codes, wish));
    }
    var wish = JsonObject.of("purpose", "P", "uses", 1);
    refused(400, admin.post(codes, wish));
    refused(400, admin.post(codes, wish.with("expires_in_ms", Duration.ofDays(91).toMillis())));
  }

  @Test
  void a_word_on_paper_is_worth_nothing_when_who_made_it_does_not_administer() {
    var mine = Town.organisation(admin, "Secours");
    var chief = world.register("secours-chief");
    var late = world.register("secours-late");
    Town.put(admin, mine, chief, "administrator").ok();
    var word = code(chief, mine, 5, Duration.ofHours(1)).string("word").orElseThrow();
    Town.remove(admin, mine, chief).ok();
    refused(404, enter(late, word));
    Town.put(admin, mine, chief, "administrator").ok();
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(chief.user());
    admin.put(lock, JsonObject.of("locked", true)).ok();
    refused(404, enter(late, word));
    refused(404, world.stranger().get("/api/v1/invitations/" + word));
    admin.put(lock, JsonObject.of("locked", false)).ok();
    enter(late, word).ok();
  }

  static Answer register(String name, String word) {
    var auth = JsonObject.of("type", "m.login.registration_token", "token", word);
    var wish = JsonObject.of("username", name, "password", World.PASSWORD, "auth", auth);
    return world.stranger().post("/_matrix/client/v3/register", wish);
  }

  @Test
  void a_word_on_paper_makes_an_account_that_is_an_agents_where_the_server_lets_anybody_in_so() {
    var mine = Town.organisation(admin, "Caserne du port");
    var made = code(admin, mine, 2, Duration.ofHours(1));
    var word = made.string("word").orElseThrow();
    assertThat(made.string("url").orElseThrow()).endsWith("/invite/" + word);
    admin.put("/api/v1/registration", JsonObject.of("mode", "closed")).ok();
    refused(403, register("port-1", word));
    refused(404, world.stranger().get("/api/v1/invitations/" + word));
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    assertThat(world.stranger().get("/api/v1/invitations/" + word).ok().string("invited_by"))
        .isEqualTo("maire");
    refused(401, register("port-1", "wrong"));
    refused(400, register("alice", word));
    register("port-1", word).ok();
    var others = IntStream.range(2, 10).mapToObj(i -> "port-" + i).toList();
    var tries = others.stream().map(name -> Race.later(() -> register(name, word).status()));
    var statuses = tries.toList().stream().map(Race::ended).toList();
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(Town.own(world.signIn("port-1"))).isEqualTo("Caserne du port");
    var second = others.get(statuses.indexOf(200));
    assertThat(Town.own(world.signIn(second))).isEqualTo("Caserne du port");
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
  }

  @Test
  void what_one_node_decides_holds_on_the_other_within_five_seconds() {
    var ruled = Town.ruled(admin, "Deux nœuds");
    var inside = world.register("inside");
    var outside = world.register("outside");
    Town.put(admin, ruled, inside, "member").ok();
    try (var other = world.beside()) {
      var there = inside.at(other.stranger());
      var room = Chat.create(there, JsonObject.EMPTY);
      refused(403, Chat.member(there, room, "invite", outside));
      Town.put(admin, ruled, outside, "member").ok();
      var began = System.nanoTime();
      Race.until(() -> Chat.member(there, room, "invite", outside).status() == 200);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void who_is_of_none_says_of_which_and_is_answered_once() {
    var mine = Town.organisation(admin, "Archives");
    var asker = world.register("asker");
    asker.put("/api/v1/claim", JsonObject.of("wish", "Je travaille aux archive")).ok();
    asker.put("/api/v1/claim", JsonObject.of("wish", "Je travaille aux archives")).ok();
    var open = admin.get("/api/v1/claims").ok().json().array("claims").orElseThrow().objects();
    assertThat(open).hasSize(1);
    assertThat(open.getFirst().string("wish")).contains("Je travaille aux archives");
    assertThat(asker.get("/api/v1/claim").ok().string("state")).isEqualTo("open");
    var answer = "/api/v1/claims/" + open.getFirst().string("id").orElseThrow() + "/answer";
    refused(403, asker.put(answer, JsonObject.of("organisation", mine)));
    refused(403, asker.get("/api/v1/claims"));
    refused(400, admin.put(answer, JsonObject.of("organisation", "none")));
    refused(400, admin.put(answer, JsonObject.EMPTY));
    admin.put(answer, JsonObject.of("reason", "Demandez à votre service")).ok();
    refused(404, admin.put(answer, JsonObject.of("organisation", mine)));
    assertThat(asker.get("/api/v1/claim").ok().string("state")).isEqualTo("declined");
    assertThat(asker.get("/api/v1/claim").ok().string("reason")).startsWith("Demandez");
    CLOCK.advance(Duration.ofSeconds(1));
    asker.put("/api/v1/claim", JsonObject.of("wish", "Mon service dit oui")).ok();
    var again = admin.get("/api/v1/claims").ok().json().array("claims").orElseThrow().objects();
    var second = "/api/v1/claims/" + again.getFirst().string("id").orElseThrow() + "/answer";
    admin.put(second, JsonObject.of("organisation", mine)).ok();
    assertThat(asker.get("/api/v1/claim").ok().string("state")).isEqualTo("granted");
    assertThat(Town.own(asker)).isEqualTo("Archives");
    refused(409, asker.put("/api/v1/claim", JsonObject.of("wish", "Encore")));
    refused(400, alice.put("/api/v1/claim", JsonObject.of("wish", " ")));
    assertThat(deeds(admin, mine)).contains("grant claim");
  }
}
