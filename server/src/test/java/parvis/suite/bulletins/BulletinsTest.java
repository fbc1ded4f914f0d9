package parvis.suite.bulletins;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.organisations.Neighbours;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What administrators tell everybody reaches those whom they administer, as a banner and as a
/// notice, until it ends.
@Timeout(60)
class BulletinsTest {
  private static final String ALL = "/api/v1/administration/bulletins";
  private static final String SHOWN = "/api/v1/bulletins";

  @AutoClose static World world;
  static Client house;
  static Client mayor;
  static Client agent;
  static Client neighbour;
  static String town;
  static String elsewhere;
  private static int requests;

  @BeforeAll
  static void start() {
    world = World.start();
    var people = Neighbours.in(world);
    house = people.house();
    mayor = people.mayor();
    agent = people.agent();
    neighbour = people.neighbour();
    town = people.town();
    elsewhere = people.other();
  }

  private static JsonObject wish(String french) {
    return JsonObject.of(
        "request_id", "r" + ++requests,
        "french", french,
        "english", "In English: " + french,
        "until", System.currentTimeMillis() + Duration.ofHours(1).toMillis(),
        "notice", false);
  }

  private static JsonObject ofTown(String french) {
    return wish(french).with("organisation", town);
  }

  private static List<String> shown(Client who) {
    return who
        .get(SHOWN + "?lang=fr")
        .ok()
        .json()
        .array("bulletins")
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .map(one -> one.string("text").orElse(""))
        .toList();
  }

  private static void await(BooleanSupplier there) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static JsonObject of(Client who, String query, String id) {
    return who
        .get(ALL + query)
        .ok()
        .json()
        .array("bulletins")
        .orElse(JsonArray.EMPTY)
        .objects()
        .stream()
        .filter(one -> one.string("id").orElse("").equals(id))
        .findFirst()
        .orElse(JsonObject.EMPTY);
  }

  @Test
  void the_people_of_an_organisation_read_it_until_they_put_it_away_or_it_is_withdrawn() {
    var id = mayor.post(ALL, ofTown("Panne ce soir")).ok().string("id");
    assertThat(shown(agent)).contains("Panne ce soir");
    assertThat(agent.get(SHOWN + "?lang=en").ok().text()).contains("In English: Panne ce soir");
    assertThat(shown(neighbour)).doesNotContain("Panne ce soir");
    var guest = world.register("invite");
    var invited = JsonObject.of("user_id", guest.user());
    mayor.post(Town.one(town) + "/externals", invited).ok();
    assertThat(shown(guest)).as("not of the house").doesNotContain("Panne ce soir");
    agent.put(SHOWN + "/" + id + "/closed", JsonObject.EMPTY).ok();
    assertThat(shown(agent)).doesNotContain("Panne ce soir");
    assertThat(shown(mayor)).contains("Panne ce soir");
    assertThat(neighbour.put(SHOWN + "/" + id + "/closed", JsonObject.EMPTY).status())
        .isEqualTo(404);
    mayor.delete(ALL + "/" + id).ok();
    assertThat(shown(mayor)).doesNotContain("Panne ce soir");
    assertThat(mayor.delete(ALL + "/" + id).status()).isEqualTo(409);
    assertThat(of(mayor, "?organisation=" + town, id).has("withdrawn")).isTrue();
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text())
        .contains("write bulletin", "withdraw bulletin");
  }

  @Test
  void each_gets_one_notice_in_their_language_and_it_is_told_how_many() {
    agent.put("/api/v1/me", JsonObject.of("language", "en")).ok();
    var wish = ofTown("Vote des budgets").with("notice", true);
    var id = mayor.post(ALL, wish).ok().string("id");
    assertThat(mayor.post(ALL, wish).ok().string("id")).as("asked again").isEqualTo(id);
    var query = "?organisation=" + town;
    await(() -> !of(mayor, query, id).bool("going").orElse(true));
    assertThat(of(mayor, query, id).integer("told")).hasValue(2);
    assertThat(told(agent)).containsExactly("In English: Vote des budgets");
    assertThat(told(mayor))
        .as("nobody knows which language is theirs")
        .containsExactly("Vote des budgets\n\nIn English: Vote des budgets");
    assertThat(Chat.sync(neighbour, "").toString()).doesNotContain("Vote des budgets");
  }

  /// What the server has told somebody, who comes into the room of its notices.
  private static List<String> told(Client who) {
    var invited = Chat.at(Chat.sync(who, ""), "rooms", "invite").keys();
    var room = List.copyOf(invited).getFirst();
    Chat.join(who, room).ok();
    return Chat.history(who, room);
  }

  @Test
  void trouble_of_the_house_puts_a_bulletin_off_and_that_of_one_person_holds_up_nobody() {
    var clerk = world.register("greffe");
    Town.put(house, elsewhere, clerk, "member").ok();
    notices("raise exception 'no connection' using errcode = '57P03'");
    var query = "?organisation=" + elsewhere;
    var wish = wish("Marché déplacé").with("organisation", elsewhere).with("notice", true);
    var id = neighbour.post(ALL, wish).ok().string("id");
    await(() -> tries() > 0);
    assertThat(of(neighbour, query, id).bool("going")).contains(true);
    assertThat(of(neighbour, query, id).integer("told")).hasValue(0);
    notices(
        """
        if exists (select from matrix_user where nid = new."user" and user_id = '%s')
          then raise exception 'a fault of theirs'; end if;
          return new"""
            .formatted(clerk.user()));
    await(() -> !of(neighbour, query, id).bool("going").orElse(true));
    assertThat(of(neighbour, query, id).integer("told")).hasValue(1);
    world.db().write(tx -> tx.run("drop trigger notice_trouble on notice_room"));
  }

  /// Has a room of notices noted as a piece of PL/pgSQL says, and counts how often it is tried.
  private static void notices(String deed) {
    for (var sql :
        List.of(
            "create sequence if not exists notice_tries",
            "create or replace function notice_trouble() returns trigger language plpgsql as $$"
                + " begin perform nextval('notice_tries'); "
                + deed
                + "; end $$",
            """
            create or replace trigger notice_trouble before insert on notice_room
              for each row execute function notice_trouble()""")) {
      world.db().write(tx -> tx.run(sql));
    }
  }

  private static long tries() {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                        row -> row.number("n"),
                        "select case when is_called then last_value else 0 end as n from notice_tries")
                    .orElseThrow());
  }

  @Test
  void nobody_tells_more_than_those_whom_they_administer() {
    assertThat(refused(agent, ofTown("Non"))).isEqualTo("M_FORBIDDEN");
    assertThat(refused(neighbour, ofTown("Non"))).isEqualTo("M_NOT_FOUND");
    assertThat(refused(mayor, wish("Non"))).isEqualTo("M_FORBIDDEN");
    assertThat(world.stranger().post(ALL, wish("Non")).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(mayor.get(ALL).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(neighbour.get(ALL + "?organisation=" + town).errcode()).isEqualTo("M_NOT_FOUND");
    var id = house.post(ALL, wish("À toute la maison")).ok().string("id");
    assertThat(shown(agent)).contains("À toute la maison");
    assertThat(shown(neighbour)).contains("À toute la maison");
    assertThat(mayor.delete(ALL + "/" + id).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(agent.delete(ALL + "/" + id).errcode()).isEqualTo("M_FORBIDDEN");
    house.delete(ALL + "/" + id).ok();
  }

  private static String refused(Client who, JsonObject wish) {
    Answer answer = who.post(ALL, wish);
    return answer.status() == 200 ? "yes" : answer.errcode();
  }

  @Test
  void what_says_nothing_or_ends_wrongly_is_refused() {
    assertThat(refused(mayor, ofTown(" "))).isEqualTo("M_INVALID_PARAM");
    assertThat(refused(mayor, ofTown("x".repeat(BulletinRoutes.TEXT_CHARS_MAX + 1))))
        .isEqualTo("M_INVALID_PARAM");
    assertThat(refused(mayor, ofTown("Hier").with("until", 1))).isEqualTo("M_INVALID_PARAM");
    long far = System.currentTimeMillis() + Bulletins.UNTIL_MAX.toMillis() + 60_000;
    assertThat(refused(mayor, ofTown("Loin").with("until", far))).isEqualTo("M_INVALID_PARAM");
    assertThat(refused(mayor, ofTown("Sans nom").without("request_id")))
        .isEqualTo("M_MISSING_PARAM");
  }
}
