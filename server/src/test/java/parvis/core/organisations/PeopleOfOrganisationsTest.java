package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Who is found among the people of organisations, and how many of them are told.
class PeopleOfOrganisationsTest {
  @AutoClose static final World world = World.start();
  private static final Client admin = world.administrator("maire");

  static void refused(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
  }

  @Test
  void people_are_found_in_their_organisation_and_in_open_ones_and_by_a_whole_address() {
    var here = Town.organisation(admin, "Annuaire");
    var there = Town.organisation(admin, "Ailleurs");
    var one = world.register("annuaire-one");
    var two = world.register("annuaire-two");
    var far = world.register("annuaire-far");
    Town.put(admin, here, one, "member").ok();
    Town.put(admin, here, two, "member").ok();
    Town.put(admin, there, far, "member").ok();
    assertThat(found(one, "annuaire")).containsExactly(two.user());
    assertThat(found(admin, "annuaire")).contains(far.user());
    var opens = JsonObject.of("name", "Ailleurs", "label", "Ailleurs", "open_directory", true);
    admin.put(Town.one(there), opens).ok();
    assertThat(found(one, "annuaire")).containsExactlyInAnyOrder(two.user(), far.user());
    assertThat(found(far, "annuaire")).isEmpty();

    hide(two, true);
    assertThat(found(one, "annuaire")).containsExactly(far.user());
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into address (server, address, "user", proven_ms, added_ms)
                    select a.server, 'deux@annuaire.test', u.nid, 1, 1
                      from matrix_user u join account a on a."user" = u.nid where u.user_id = ?
                    """,
                    two.user()));
    assertThat(found(one, "deux@annuaire.test")).containsExactly(two.user());
    assertThat(found(one, "trois@annuaire.test")).isEmpty();
    hide(two, false);
    assertThat(found(one, "annuaire")).contains(two.user());
  }

  @Test
  void ones_own_organisation_comes_first_then_others_in_the_order_of_names() {
    var here = Town.organisation(admin, "Premiers");
    var open = Town.organisation(admin, "Ouverts");
    var closed = Town.organisation(admin, "Fermés");
    var opens = JsonObject.of("name", "Ouverts", "label", "Ouverts", "open_directory", true);
    admin.put(Town.one(open), opens).ok();
    var reader = person(here, "sommet-reader", "Lecteur");
    var own = person(here, "sommet-own", "Zoé Évêrest-Lœuf");
    var other = person(open, "sommet-other", "Aline Everest");
    var met = person(closed, "sommet-met", "Bruno Everest");
    assertThat(found(reader, "ever")).containsExactly(own.user(), other.user());
    for (var term : List.of("eve zo", "ÉVÊ loeuf", "zoe", "Lœu everest")) {
      assertThat(found(reader, term)).as(term).containsExactly(own.user());
    }
    assertThat(found(reader, "everest xav")).isEmpty();
    Chat.room(met, reader);
    assertThat(found(reader, "ever")).containsExactly(own.user(), other.user(), met.user());
    admin.delete(Town.one(open) + "/members/" + Client.segment(other.user())).ok();
    Town.put(admin, here, other, "member").ok();
    assertThat(found(reader, "ever")).containsExactly(other.user(), own.user(), met.user());
    admin.delete(Town.one(here) + "/members/" + Client.segment(own.user())).ok();
    assertThat(found(met, "ever")).containsExactly(own.user());
  }

  private static Client person(String organisation, String localpart, String name) {
    var who = world.register(localpart);
    Town.put(admin, organisation, who, "member").ok();
    var field = "/_matrix/client/v3/profile/" + Client.segment(who.user()) + "/displayname";
    who.put(field, JsonObject.of("displayname", name)).ok();
    return who;
  }

  @Test
  void people_are_found_by_what_they_do_which_they_say_or_their_organisation() {
    var here = Town.organisation(admin, "Fonctions");
    var one = world.register("fonction-one");
    var two = world.register("fonction-two");
    Town.put(admin, here, one, "member").ok();
    Town.put(admin, here, two, "administrator").ok();
    var field = "/_matrix/client/v3/profile/" + Client.segment(one.user()) + "/fr.parvis.function";
    one.put(field, JsonObject.of("fr.parvis.function", "Directrice des écoles")).ok();
    assertThat(found(two, "ecole direct")).containsExactly(one.user());
    assertThat(functions(two, "directrice")).containsExactly("Directrice des écoles");
    refused(400, one.put(field, JsonObject.of("fr.parvis.function", "a".repeat(201))));
    var rules = JsonObject.of("names_locked", false, "functions_locked", true);
    two.put(Town.one(here) + "/entry_rules", rules).ok();
    refused(403, one.put(field, JsonObject.of("fr.parvis.function", "Reine")));
    var member = Town.one(here) + "/members/" + Client.segment(one.user());
    two.put(member, JsonObject.of("role", "member", "function", "Cheffe du garage")).ok();
    assertThat(found(two, "garage")).containsExactly(one.user());
    assertThat(found(two, "directrice")).isEmpty();
    refused(403, one.put(member, JsonObject.of("role", "member", "function", "Reine")));
    refused(400, two.put(member, JsonObject.of("role", "approver", "function", "Une\nDeux")));
  }

  private static List<String> functions(Client reader, String term) {
    var wish = JsonObject.of("search_term", term);
    var found = reader.post("/_matrix/client/v3/user_directory/search", wish).ok().json();
    return found.array("results").orElseThrow().objects().stream()
        .map(person -> person.string("fr.parvis.function").orElse(""))
        .toList();
  }

  /// The feed of a new space.
  private static String space(Client by, String name) {
    var wish =
        JsonObject.of(
            "name", name,
            "model", "community",
            "visibility", "private",
            "joining", "invitation",
            "request_id", name);
    var space = by.post("/api/v1/spaces", wish).ok().string("space_id");
    return by.get("/api/v1/spaces/" + Client.segment(space)).ok().string("feed_room");
  }

  @Test
  void figures_are_told_of_ten_people_and_never_of_fewer() {
    var busy = Town.organisation(admin, "Chiffres");
    var quiet = Town.organisation(admin, "Silence");
    var first = world.register("chiffre");
    Town.put(admin, busy, first, "approver").ok();
    var room = Chat.create(first, JsonObject.of("preset", "public_chat"));
    Chat.say(first, room, "un");
    for (int more = 1; more < Statistics.PEOPLE_MIN; more++) {
      var other = world.register("chiffre" + more);
      Town.put(admin, busy, other, "member").ok();
      Chat.join(other, room).ok();
      Chat.say(other, room, "encore");
    }
    Town.put(admin, quiet, world.register("silence"), "member").ok();
    Chat.say(first, space(first, "Vif"), "ici");
    space(first, "Muet");
    var told = admin.get(Town.one(busy) + "/statistics").ok().json();
    assertThat(told.integer("agents")).hasValue(Statistics.PEOPLE_MIN);
    assertThat(told.has("externals")).isFalse();
    assertThat(told.integer("spaces")).hasValue(2);
    assertThat(told.integer("active_spaces")).hasValue(1);
    var weeks = told.array("weeks").orElseThrow().objects();
    assertThat(weeks).hasSize(Statistics.WEEKS);
    assertThat(weeks.getLast().integer("active")).hasValue(Statistics.PEOPLE_MIN);
    assertThat(weeks.getLast().integer("messages")).hasValue(Statistics.PEOPLE_MIN + 1);
    assertThat(weeks.getLast().integer("rooms")).hasValue(2);
    assertThat(weeks.getFirst().has("active")).isFalse();
    var silent = admin.get(Town.one(quiet) + "/statistics").ok().json();
    assertThat(silent.has("agents")).isFalse();
    assertThat(silent.has("spaces")).isFalse();
    var house = admin.get("/api/v1/statistics").ok().json();
    assertThat(house.integer("agents").orElseThrow()).isGreaterThan(Statistics.PEOPLE_MIN);
    assertThat(house.integer("spaces").orElseThrow()).isGreaterThanOrEqualTo(2);
    assertThat(house.integer("active_spaces").orElseThrow()).isPositive();
    refused(403, first.get("/api/v1/statistics"));
    refused(403, first.get(Town.one(busy) + "/statistics"));
  }

  private static void hide(Client who, boolean hidden) {
    var path = "/_matrix/client/v3/user/" + Client.segment(who.user());
    who.put(path + "/account_data/im.vector.hide_profile", JsonObject.of("hide_profile", hidden))
        .ok();
  }

  private static List<String> found(Client reader, String term) {
    var wish = JsonObject.of("search_term", term);
    var found = reader.post("/_matrix/client/v3/user_directory/search", wish).ok().json();
    return found.array("results").orElseThrow().objects().stream()
        .map(person -> person.string("user_id").orElseThrow())
        .toList();
  }
}
