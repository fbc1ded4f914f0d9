package parvis.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Client.segment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.base.Abreast;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.platform.memory.Memory;
import parvis.protocol.json.JsonObject;

/// Where so much was said that the latest of it is read first, everybody finds what they find
/// elsewhere, and nothing else: in our PostgreSQL, and in the oldest one.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ManyTextsTest {
  private static final int MESSAGES = 12_000;
  private static final int TASKS = 4_000;

  private static World world;
  private static Client reader;
  private static Client little;
  private static List<String> rooms;

  @Parameter boolean oldest;

  @BeforeParameterizedClassInvocation
  static void fill(boolean oldest) {
    var url = oldest ? TestDatabase.oldestFreshUrl() : TestDatabase.freshUrl();
    var few = Map.of("PARVIS_DATABASE_URL", url, "PARVIS_DATABASE_CONNECTIONS", "4");
    world = World.start(few);
    reader = world.register("reader");
    little = world.register("little");
    rooms = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rooms.add(i == 0 ? Chat.room(reader, little) : Chat.room(reader));
      Chat.say(reader, rooms.getLast(), "premier");
    }
    assertThat(of(reader, "premier", "").integer("count")).hasValue(4);
    var wish = JsonObject.of("model", "project", "name", "Projet", "joining", "invitation");
    var made =
        reader
            .post("/api/v1/spaces", wish.with("visibility", "secret").with("request_id", "s"))
            .ok();
    var task = JsonObject.of("request_id", "t", "set", JsonObject.of("title", "premier"));
    var tasks = "/api/v1/spaces/" + segment(made.string("space_id")) + "/tasks";
    reader.post(tasks, task).ok();
    var random = new Random(20_261_205);
    new Filling(world.db(), new Speech(random), random).fill(MESSAGES, TASKS);
    world.db().write(ManyTextsTest::bringFromElsewhere);
    world.db().write(tx -> tx.run("analyze search_text"));
    var passed = "select setval('log_pos', 50000000)::text as s";
    world.db().read(tx -> tx.first(row -> row.text("s"), passed));
    world.restart();
    reader = world.back(reader);
    little = world.back(little);
    Chat.say(reader, rooms.getFirst(), "après");
  }

  @AfterParameterizedClassInvocation
  static void close() {
    world.close();
  }

  /// Some of the last texts are of long before, as those that a bridge brings.
  private static int bringFromElsewhere(Tx tx) {
    var last = Filling.FIRST + MESSAGES - 400;
    var early = "(select min(ts) from event where nid > " + Filling.FIRST + ")";
    tx.run("update event set ts = " + early + " + nid - " + last + " where nid > " + last);
    return tx.run("update search_text s set ts = e.ts from event e where e.nid = s.event");
  }

  private static long timeOf(long event) {
    var query = "select ts from event where nid = " + event;
    return world.db().read(tx -> tx.first(row -> row.number("ts"), query)).orElseThrow();
  }

  private static JsonObject of(Client who, String text, String more) {
    return of(who, "message", text, more);
  }

  private static JsonObject of(Client who, String kind, String text, String more) {
    var path = "/api/v1/search?q=" + segment(text) + "&kind=" + kind + more;
    return who.get(path).ok().json().array("kinds").orElseThrow().objects().getFirst();
  }

  private static List<String> events(JsonObject kind) {
    return kind.array("results").orElseThrow().objects().stream()
        .map(result -> result.string("event").orElseThrow())
        .toList();
  }

  /// What the texts hold, by the letters in them.
  private static List<String> said(String begins, String where, int max) {
    return world
        .db()
        .read(
            tx ->
                tx.list(
                    row -> row.text("id"),
                    """
                    select e.event_id as id from search_text s join event e on e.nid = s.event
                      join room r on r.nid = e.room
                     where exists (select from unnest(tsvector_to_array(s.words)) w
                                    where split_part(w, '_', 2) like ? || '%') and
                    """
                        + where
                        + " order by s.pos desc limit ?",
                    begins,
                    (long) max));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bacon", "conc", "dec", "gracon", "muna"})
  void the_latest_that_have_a_word_or_its_beginning_come_first(String typed) {
    var found = of(reader, typed, "&order=latest&limit=3");
    assertThat(events(found)).isEqualTo(said(typed, "true", 3));
    assertThat(found.integer("count")).hasValue(said(typed, "true", 100).size());
  }

  @Test
  void one_finds_of_it_what_was_said_where_one_is() {
    var here = "r.room_id = '" + rooms.getFirst() + "'";
    assertThat(events(of(little, "bacon", "&order=latest"))).isEqualTo(said("bacon", here, 20));
    var there = segment(rooms.getLast());
    assertThat(events(of(little, "bacon", "&room=" + there))).isEmpty();
    var narrowed = of(reader, "bacon", "&order=latest&room=" + there);
    var same = "r.room_id = '" + rooms.getLast() + "'";
    assertThat(events(narrowed)).isEqualTo(said("bacon", same, 20));
  }

  @Test
  void a_person_and_a_time_narrow_it_down() {
    var by = "e.sender = (select nid from matrix_user where user_id = '" + little.user() + "')";
    var person = "&order=latest&person=" + segment(little.user());
    assertThat(events(of(reader, "bacon", person))).isNotEmpty().isEqualTo(said("bacon", by, 20));
    long at = timeOf(Filling.FIRST + MESSAGES / 2);
    var before = of(reader, "bacon", "&order=latest&until=" + at);
    assertThat(events(before)).isEqualTo(said("bacon", "e.ts < " + at, 20));
    var both = of(reader, "bacon", person + "&until=" + at);
    assertThat(events(both)).isEqualTo(said("bacon", by + " and e.ts < " + at, 20));
  }

  /// A word that all say, that some say, and that hardly anybody says.
  @ParameterizedTest
  @ValueSource(strings = {"con", "gracon", "muna", "grafi", "sougratar"})
  void of_one_person_all_is_found_however_many_say_it(String typed) {
    var by = "e.sender = (select nid from matrix_user where user_id = '" + little.user() + "')";
    var person = "&order=latest&limit=50&person=" + segment(little.user());
    assertThat(events(of(reader, typed, person))).isEqualTo(said(typed, by, 50));
    assertThat(paged(typed, person)).isEqualTo(said(typed, by, MESSAGES));
    var here = by + " and r.room_id = '" + rooms.getFirst() + "'";
    assertThat(events(of(little, typed, person))).isEqualTo(said(typed, here, 50));
  }

  /// What was brought from elsewhere stands among the last, and is of the first hours.
  @ParameterizedTest
  @CsvSource({
    "0, 1, con",
    "5, 6, con",
    "10, 11, con",
    "0, 6, con",
    "0, 6, sougra",
    "6, 11, gracon",
    "3, 10, con",
    "3, 10, muna",
    "3, 10, gracon",
    "0, 13, muna",
    "2, 11, sougratar"
  })
  void of_a_span_of_time_all_is_found(int from, int until, String typed) {
    long first = timeOf(Filling.FIRST + from * MESSAGES / 12 + 1);
    long last = until > 12 ? Long.MAX_VALUE : timeOf(Filling.FIRST + until * MESSAGES / 12);
    var span = "&order=latest&limit=50&from=" + first + "&until=" + last;
    var there = "e.ts >= " + first + " and e.ts < " + last;
    assertThat(events(of(reader, typed, span))).isEqualTo(said(typed, there, 50));
    assertThat(paged(typed, span)).isEqualTo(said(typed, there, MESSAGES));
    var here = there + " and r.room_id = '" + rooms.getFirst() + "'";
    assertThat(events(of(little, typed, span))).isEqualTo(said(typed, here, 50));
    var by = "e.sender = (select nid from matrix_user where user_id = '" + little.user() + "')";
    var person = span + "&person=" + segment(little.user());
    assertThat(paged(typed, person)).isEqualTo(said(typed, there + " and " + by, MESSAGES));
  }

  private static List<Long> nids(List<Hits.Hit> hits) {
    return hits.stream().map(Hits.Hit::event).toList();
  }

  private static List<Hits.Reach> reach() {
    var ids = rooms.toArray(String[]::new);
    return world
        .db()
        .read(
            tx ->
                tx.list(
                    row -> new Hits.Reach(row.number("nid"), Long.MAX_VALUE),
                    "select nid from room where room_id = any (?)",
                    (Object) ids));
  }

  /// Which way reads least depends on how often the words are said, and on how much was said then:
  /// here each of them is taken, with bounds of its own, over the same questions.
  @ParameterizedTest
  @CsvSource({
    // Of what ends before now, where it ends is seen from a count of all of it.
    "con, 3, 10, 12, 50000, 1000000, LATEST",
    "con, 3, 10, 8, 50000, 1000000, LATEST",
    // Of more than are counted it is not known: a walk from the end finds nothing of it, one from
    // within it does.
    "con, 3, 10, 12, 50000, 1000, INDEX",
    "con, 3, 10, 8, 50000, 1000, LATEST",
    // What ends now ends at the last text.
    "con, 0, 13, 12, 50000, 1000, LATEST",
    // A walk is too long: all of it is read where it is less than the index has, and is counted.
    "con, 3, 10, 12, 0, 1000000, SPAN",
    "con, 3, 10, 8, 0, 1000000, SPAN",
    "con, 3, 10, 8, 0, 1000, INDEX",
    // Of what few say, the index has less; where hardly anything was said then, all is read.
    "muna, 0, 10, 12, 0, 1000000, INDEX",
    "con, 3, 3, 12, 50000, 1000000, SPAN"
  })
  void each_way_through_a_span_of_time_finds_the_same(
      String typed, int from, int until, int below, int textsMax, int spanMax, String way) {
    long first = timeOf(Filling.FIRST + from * MESSAGES / 12 + 1);
    long last =
        until > 12
            ? Long.MAX_VALUE
            : timeOf(Filling.FIRST + until * MESSAGES / 12 + (from == until ? 100 : 0));
    var under = below == 12 ? Long.MAX_VALUE : positionOf(Filling.FIRST + below * MESSAGES / 12);
    var asked =
        new Hits.Asked(
            new short[] {(short) Text.BODY.code()},
            Optional.empty(),
            Optional.empty(),
            new long[0],
            new long[0],
            new Question.Span(first, last));
    var term = Term.of(world.db(), new Stems(new Memory(1 << 20)), typed).beginning();
    var reach = reach();
    var queries = reach.stream().map(one -> term.query(one.room())).toList();
    var bounds = new Walk.Bounds(200, 0, textsMax, spanMax);
    var most = 20;
    var deadline = new Deadline(Searching.QUERY_MAX, System::nanoTime);
    var read =
        world
            .db()
            .snapshot(
                tx -> new Walk(deadline.of(tx), reach, queries, asked, most, bounds).latest(under));
    assertThat(read.map(one -> one.way().name()).orElse("INDEX")).isEqualTo(way);
    var indexed =
        world
            .db()
            .snapshot(tx -> Hits.indexed(deadline.of(tx), reach, queries, asked, under, most));
    assertThat(indexed).isNotEmpty();
    assertThat(nids(read.map(Walk.Read::hits).orElse(indexed))).isEqualTo(nids(indexed));
  }

  private static long positionOf(long event) {
    var query = "select pos from event where nid = " + event;
    return world.db().read(tx -> tx.first(row -> row.number("pos"), query)).orElseThrow();
  }

  /// Each asks for all kinds at once: more than there are connections.
  @Test
  void who_search_at_the_same_time_wait_for_nobody_who_waits_for_them() {
    var alone = everything("con");
    Supplier<List<JsonObject>> search = () -> everything("con");
    var searches = Collections.nCopies(24, search);
    assertThat(new Abreast(searches.size()).all(searches)).containsOnly(alone);
    assertThat(alone).hasSizeGreaterThan(4);
  }

  private static List<JsonObject> everything(String typed) {
    var all = reader.get("/api/v1/search?q=" + segment(typed)).ok().json();
    return all.array("kinds").orElseThrow().objects();
  }

  @Test
  void pages_of_the_best_hold_the_latest_once() {
    assertThat(paged("con", "")).hasSize(200).hasSameElementsAs(said("con", "true", 200));
  }

  /// All that the reader comes to by turning pages.
  private static List<String> paged(String typed, String more) {
    var page = of(reader, typed, more);
    var found = new ArrayList<>(events(page));
    for (var next = page.string("next"); next.isPresent(); next = page.string("next")) {
      page = of(reader, typed, more + "&next=" + segment(next.get()));
      found.addAll(events(page));
    }
    return found;
  }

  @Test
  void pages_go_on_through_all_of_it_and_what_is_taken_back_is_gone() {
    var all = said("concon", "true", MESSAGES);
    assertThat(paged("concon", "&order=latest&limit=50")).isEqualTo(all);
    var last = Chat.say(reader, rooms.getFirst(), "concon concon");
    assertThat(events(of(reader, "concon", "&order=latest")).getFirst()).isEqualTo(last);
    Chat.redact(reader, rooms.getFirst(), last).ok();
    assertThat(events(of(reader, "concon", "&order=latest"))).isEqualTo(all.subList(0, 20));
  }

  /// What all have, what a part has, and what few have, of which the first are told.
  @ParameterizedTest
  @ValueSource(strings = {"con", "dec", "gracon", "muna"})
  void tasks_come_in_their_order_however_many_have_the_word(String typed) {
    var found = of(reader, "task", typed, "&limit=50");
    var all =
        world
            .db()
            .read(
                tx ->
                    tx.list(
                        row -> row.text("id"),
                        """
                        select id from task
                         where exists (select from unnest(tsvector_to_array(words)) w
                                        where w like ? || '%')
                         order by changed_ms desc, nid limit 200""",
                        typed));
    assertThat(found.integer("count")).hasValue(all.size());
    var told =
        found.array("results").orElseThrow().objects().stream()
            .map(result -> result.string("task").orElseThrow())
            .toList();
    assertThat(told).isEqualTo(all.subList(0, Math.min(50, all.size())));
    assertThat(of(little, "task", typed, "").integer("count")).hasValue(0);
  }
}
