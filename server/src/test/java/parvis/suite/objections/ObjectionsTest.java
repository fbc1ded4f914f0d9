package parvis.suite.objections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Neighbours;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Who objects to a use of their data is read and answered by who administers their organisation,
/// and by nobody else.
class ObjectionsTest {
  private static final String MINE = "/api/v1/objection";
  private static final String ALL = "/api/v1/objections";

  @AutoClose static World world;
  static Client house;
  static Client mayor;
  static Client agent;
  static Client neighbour;
  static String town;

  @BeforeAll
  static void start() {
    world = World.start();
    var people = Neighbours.in(world);
    house = people.house();
    mayor = people.mayor();
    agent = people.agent();
    neighbour = people.neighbour();
    town = people.town();
    mailed(mayor, "maire@belleville.example");
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

  private static Client newAgent(String name) {
    var one = world.register(name);
    Town.put(house, town, one, "member").ok();
    return one;
  }

  private static Answer object(Client who, String text) {
    return who.put(MINE, JsonObject.of("text", text));
  }

  private static Answer answer(Client who, String id, String text) {
    return who.put(ALL + "/" + id + "/answer", JsonObject.of("answer", text));
  }

  private static List<JsonObject> list(Client who, String path) {
    return who.get(path).ok().json().array("objections").orElseThrow().objects();
  }

  /// The id of what somebody objects to, as who answers is told of it.
  private static String waiting(Client by, Client of) {
    return list(by, ALL).stream()
        .filter(one -> one.string("user_id").orElseThrow().equals(of.user()))
        .map(one -> one.string("id").orElseThrow())
        .findFirst()
        .orElse("none");
  }

  private static long awaiting(Client who) {
    return who.get("/api/v1/awaiting").ok().json().integer("objections").orElse(-1);
  }

  private static boolean isTold(Client who, String words) {
    Chat.at(Chat.sync(who, ""), "rooms", "invite")
        .keys()
        .forEach(room -> Chat.join(who, room).ok());
    return Chat.sync(who, "").toString().contains(words);
  }

  @Test
  void an_objection_arrives_at_who_administers_and_is_answered_in_words() {
    var jeanne = newAgent("jeanne");
    mailed(jeanne, "jeanne@belleville.example");
    var before = awaiting(mayor);
    object(jeanne, "  Je ne veux pas être comptée. ").ok();
    object(jeanne, "Je ne veux pas être comptée, ni listée.").ok();
    assertThat(awaiting(mayor)).isEqualTo(before + 1);
    assertThat(Mails.text(house, "maire@belleville.example"))
        .contains("s'oppose à un usage de ses données", "/admin/objections")
        .doesNotContain("listée", "jeanne");
    var id = waiting(mayor, jeanne);
    assertThat(list(mayor, ALL).toString()).contains("ni listée").doesNotContain("comptée.");
    assertThat(list(house, ALL).toString()).contains(id);
    answer(mayor, id, "Vous n'êtes plus dans les statistiques.").ok();
    assertThat(awaiting(mayor)).isEqualTo(before);
    assertThat(waiting(mayor, jeanne)).isEqualTo("none");
    var mine = list(jeanne, MINE).getFirst();
    assertThat(mine.string("answer")).contains("Vous n'êtes plus dans les statistiques.");
    assertThat(mine.integer("answered_at")).isPresent();
    assertThat(Mails.text(house, "jeanne@belleville.example"))
        .contains("plus dans les statistiques");
    Race.until(() -> isTold(jeanne, "objection_answered"));
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text()).contains("answer objection");
    assertThat(house.get("/api/v1/journals/accesses").ok().text()).contains("read objections");
    object(jeanne, "Et les sauvegardes ?").ok();
    assertThat(list(jeanne, MINE)).hasSize(2);
  }

  @Test
  void what_waits_is_taken_back_and_what_is_answered_is_not() {
    var remi = newAgent("remi");
    assertThat(remi.delete(MINE).errcode()).isEqualTo("M_NOT_FOUND");
    object(remi, "Retirez-moi").ok();
    remi.delete(MINE).ok();
    assertThat(list(remi, MINE)).isEmpty();
    assertThat(waiting(mayor, remi)).isEqualTo("none");
    object(remi, "Retirez-moi").ok();
    answer(mayor, waiting(mayor, remi), "Fait").ok();
    assertThat(remi.delete(MINE).errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(list(remi, MINE)).hasSize(1);
  }

  @Test
  void nobody_answers_for_others_and_a_refused_answer_changes_nothing() {
    var anne = newAgent("anne");
    object(anne, "Non").ok();
    var id = waiting(mayor, anne);
    assertThat(agent.get(ALL).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(answer(agent, id, "Oui").errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(waiting(neighbour, anne)).isEqualTo("none");
    assertThat(answer(neighbour, id, "Oui").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(answer(mayor, "none", "Oui").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(answer(mayor, id, "  ").errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(mayor.put(ALL + "/" + id + "/answer", JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
    var much = "x".repeat(ObjectionRoutes.TEXT_CHARS_MAX + 1);
    assertThat(answer(mayor, id, much).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(object(anne, much).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(object(anne, " ").errcode()).isEqualTo("M_INVALID_PARAM");
    for (var path : List.of(MINE, ALL)) {
      assertThat(world.stranger().get(path).errcode()).isEqualTo("M_MISSING_TOKEN");
    }
    assertThat(object(world.stranger(), "Non").errcode()).isEqualTo("M_MISSING_TOKEN");
    assertThat(list(anne, MINE).getFirst().string("text")).contains("Non");
    assertThat(list(anne, MINE).getFirst().has("answer")).isFalse();
    answer(mayor, id, "Oui").ok();
    assertThat(answer(house, id, "Non").errcode()).isEqualTo("M_UNKNOWN");
    assertThat(list(anne, MINE).getFirst().string("answer")).contains("Oui");
  }

  @Test
  void who_administers_does_not_answer_themselves_and_who_is_of_none_is_answered_by_the_house() {
    object(mayor, "Moi aussi").ok();
    var own = waiting(mayor, mayor);
    assertThat(answer(mayor, own, "Accordé").errcode()).isEqualTo("M_FORBIDDEN");
    answer(house, own, "Accordé").ok();
    var nomad = world.register("nomade");
    object(nomad, "Sans organisation").ok();
    assertThat(waiting(mayor, nomad)).isEqualTo("none");
    answer(house, waiting(house, nomad), "Entendu").ok();
    assertThat(list(nomad, MINE).getFirst().string("answer")).contains("Entendu");
  }

  @Test
  void what_the_only_administrator_objects_to_is_mailed_to_the_house() {
    mailed(house, "maison@ville.example");
    var before = awaiting(neighbour);
    var houses = awaiting(house);
    object(neighbour, "Je suis seule ici").ok();
    assertThat(Mails.text(house, "maison@ville.example")).contains("/admin/objections");
    assertThat(awaiting(neighbour)).as("others answer it").isEqualTo(before);
    assertThat(awaiting(house)).isEqualTo(houses + 1);
    answer(house, waiting(house, neighbour), "Entendu").ok();
  }

  @Test
  void what_waits_is_mailed_to_the_new_organisation_of_who_objects() {
    var sacha = world.register("sacha");
    var beaulieu = Town.organisation(house, "Beaulieu");
    var chief = world.register("cheffe");
    Town.put(house, beaulieu, chief, "administrator").ok();
    mailed(chief, "cheffe@beaulieu.example");
    object(sacha, "Non").ok();
    assertThat(waiting(chief, sacha)).isEqualTo("none");
    Town.put(house, beaulieu, sacha, "member").ok();
    object(sacha, "Toujours non").ok();
    assertThat(Mails.text(house, "cheffe@beaulieu.example")).contains("/admin/objections");
    object(sacha, "Et encore non").ok();
    var mails = house.get("/api/v1/mails").ok().json().array("mails").orElseThrow().objects();
    assertThat(mails)
        .filteredOn(mail -> mail.string("to").orElseThrow().equals("cheffe@beaulieu.example"))
        .as("what stays with them is told once")
        .hasSize(1);
    answer(chief, waiting(chief, sacha), "Bien").ok();
  }

  @Test
  void more_than_a_page_is_read_page_by_page() {
    var many = ObjectionStore.PAGE_MAX + 2;
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    with people as (
                      insert into matrix_user (nid, user_id)
                      select 1000000 + n, '@many' || n || ':parvis.example'
                        from generate_series(1, ?) n
                      returning nid),
                    server as (
                      select a.server from account a join matrix_user u on u.nid = a."user"
                       where u.user_id = ?)
                    insert into objection (id, server, "user", text, created_ms)
                    select 'many' || p.nid, s.server, p.nid, 'Non', 1 from people p, server s
                    """,
                    many,
                    house.user()));
    var first = house.get(ALL).ok().json();
    assertThat(first.array("objections").orElseThrow().objects()).hasSize(ObjectionStore.PAGE_MAX);
    var next = ALL + "?from=" + first.string("next").orElseThrow();
    var second = list(house, next);
    assertThat(second)
        .hasSizeGreaterThanOrEqualTo(2)
        .doesNotContainAnyElementsOf(first.array("objections").orElseThrow().objects());
    assertThat(second.subList(0, 2).toString()).contains("@many");
    assertThat(house.get(next).json().has("next")).isFalse();
    assertThat(house.get(ALL + "?from=none").errcode()).isEqualTo("M_INVALID_PARAM");
    world.db().write(tx -> tx.run("delete from objection where id like 'many%'"));
  }

  @Test
  void what_two_answer_at_once_is_answered_once() {
    var luc = newAgent("luc");
    object(luc, "Deux fois").ok();
    var id = waiting(mayor, luc);
    var one = Race.later(() -> answer(mayor, id, "Un").status());
    var two = Race.later(() -> answer(house, id, "Deux").status());
    assertThat(List.of(Race.ended(one), Race.ended(two))).containsExactlyInAnyOrder(200, 409);
  }

  @Test
  void an_account_that_ends_takes_its_objections_along() {
    var gone = newAgent("partante");
    object(gone, "Je pars").ok();
    assertThat(waiting(mayor, gone)).isNotEqualTo("none");
    var path = Town.one(town) + "/members/" + Client.segment(gone.user()) + "/deactivate";
    mayor.post(path, JsonObject.EMPTY).ok();
    Race.until(() -> waiting(mayor, gone).equals("none"));
  }
}
