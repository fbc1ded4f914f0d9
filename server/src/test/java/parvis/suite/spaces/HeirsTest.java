package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.oauth.Foreign;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who takes over from somebody whose account ends, by their own wish, by that of who ends it, or
/// by nobody's.
class HeirsTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String OWN = "/api/v1/heirs";
  private static final String UNHOSTED = "/api/v1/unhosted_rooms";

  @AutoClose static final World world = World.start();
  static Client house = world.stranger();
  static Client mayor = world.stranger();
  static Client bruno = world.stranger();
  static Client carol = world.stranger();
  static String town = "";

  @BeforeAll
  static void town() {
    house = world.administrator("house");
    town = Town.ruled(house, "Ville");
    mayor = agent("mayor", "administrator");
    bruno = agent("bruno", "member");
    carol = agent("carol", "member");
  }

  private static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(house, town, agent, role).ok();
    return agent;
  }

  /// Who may make spaces at once, and then may not decide any more.
  private static Client founder(String name) {
    return agent(name, "approver");
  }

  private static String space(Client maker, String name, String visibility, Client... members) {
    var wish =
        JsonObject.of(
            "model", "community",
            "name", name,
            "visibility", visibility,
            "joining", "invitation",
            "request_id", name);
    var wished = visibility.equals("public") ? wish.with("joining", "free") : wish;
    var id = maker.post(SPACES, wished).ok().string("space_id");
    for (var member : members) {
      var people = JsonObject.of("people", JsonArray.of(member.user()));
      maker.post(one(id) + "/invitations", people).ok();
      member.post(one(id) + "/join", JsonObject.EMPTY).ok();
    }
    Town.put(house, town, maker, "member").ok();
    return id;
  }

  private static String room(Client maker, String name, Client... members) {
    return room(maker, JsonObject.of("name", name), members);
  }

  private static String unnamed(Client maker, Client... members) {
    return room(maker, JsonObject.EMPTY, members);
  }

  private static String room(Client maker, JsonObject wish, Client... members) {
    var room = Chat.create(maker, wish);
    for (var member : members) {
      Chat.member(maker, room, "invite", member).ok();
      Chat.join(member, room).ok();
    }
    return room;
  }

  private static String one(String space) {
    return SPACES + "/" + Client.segment(space);
  }

  private static String member(Client who) {
    return Town.one(town) + "/members/" + Client.segment(who.user());
  }

  private static List<JsonObject> places(Answer told) {
    return told.ok().json().array("places").orElseThrow().objects();
  }

  private static List<String> names(Answer told) {
    return places(told).stream().map(place -> place.string("name").orElseThrow()).toList();
  }

  private static List<String> people(JsonObject place, String list) {
    return place.array(list).orElseThrow().objects().stream()
        .map(one -> one.string("user_id").orElseThrow())
        .toList();
  }

  /// Those who could be chosen for a place: they are told of the one that is asked about alone.
  private static List<String> candidates(Client reader, String heirs, String place) {
    var told = places(reader.get(heirs + "?place=" + Client.segment(place)));
    assertThat(told).hasSize(1);
    return people(told.getFirst(), "people");
  }

  private static JsonObject heir(String place, Client heir) {
    return JsonObject.of("place", place, "user_id", heir.user());
  }

  private static Answer end(Client who, JsonObject... heirs) {
    var body =
        JsonObject.of(
            "auth",
            Client.proof(who.user(), World.PASSWORD),
            "heirs",
            JsonArray.of((Object[]) heirs));
    return who.post("/_matrix/client/v3/account/deactivate", body);
  }

  private static void raise(Client by, String room, Client whom, int level) {
    var levels = by.get(Chat.path(room) + "/state/m.room.power_levels/").ok().json();
    var users = Chat.at(levels, "users").with(whom.user(), level);
    Chat.state(by, room, "m.room.power_levels", levels.with("users", users)).ok();
  }

  private static long level(Client reader, String room, Client of) {
    var levels = reader.get(Chat.path(room) + "/state/m.room.power_levels/").ok().json();
    return Chat.at(levels, "users").integer(of.user()).orElse(0);
  }

  @Test
  void who_ends_their_account_is_told_where_they_are_the_last_and_names_who_follows() {
    var alice = founder("alice");
    var space = space(alice, "Quai", "secret", bruno, carol);
    var room = room(alice, "Cellule", bruno, carol);
    room(alice, "À moi");
    var shared = room(alice, "À deux", bruno);
    raise(alice, shared, bruno, 100);
    Chat.room(alice, bruno);

    var told = alice.get(OWN);
    assertThat(names(told)).containsExactly("Quai", "Cellule");
    assertThat(told.json().integer("untold")).hasValue(0);
    var quay = places(told).getFirst();
    assertThat(quay.string("kind")).contains("space");
    assertThat(quay.string("rule")).contains("named_later");
    assertThat(told.text()).doesNotContain("people");
    assertThat(candidates(alice, OWN, space)).containsExactlyInAnyOrder(bruno.user(), carol.user());
    assertThat(places(alice.get(OWN + "?place=" + Client.segment(shared)))).isEmpty();

    assertThat(end(alice, heir(space, mayor)).status()).isEqualTo(409);
    end(alice, heir(space, bruno), heir(room, carol)).ok();
    assertThat(bruno.get(one(space)).ok().string("role")).isEqualTo("animator");
    assertThat(level(carol, room, carol)).isEqualTo(100);
    assertThat(level(carol, room, bruno)).isZero();
  }

  @Test
  void what_is_left_to_the_rule_goes_to_those_whom_it_names() {
    var alice = founder("alice-leaves-it");
    var room = room(alice, "Régie", bruno, carol);
    raise(alice, room, carol, 50);
    var place = places(alice.get(OWN)).getFirst();
    assertThat(place.string("rule")).contains("moderators");
    assertThat(people(place, "heirs")).containsExactly(carol.user());
    assertThat(candidates(alice, OWN, room)).containsExactly(carol.user(), bruno.user());
    end(alice).ok();
    assertThat(level(carol, room, carol)).isEqualTo(100);
  }

  @Test
  void who_administers_the_organisation_names_as_far_as_they_know_the_places() {
    var alice = founder("alice-is-ended");
    var open = space(alice, "Marché", "public", bruno);
    space(founderAgain(alice), "Affaire", "secret", bruno);
    room(alice, "Entre nous", bruno);
    var known = room(alice, "Bureau", bruno, mayor);
    var told = mayor.get(member(alice) + "/heirs");
    assertThat(names(told)).containsExactly("Marché", "Bureau");
    assertThat(told.text()).doesNotContain("Affaire", "Entre nous");
    assertThat(told.json().integer("untold")).hasValue(2);
    assertThat(candidates(mayor, member(alice) + "/heirs", open)).containsExactly(bruno.user());
    assertThat(mayor.get("/api/v1/journals/accesses?organisation=" + town).ok().text())
        .contains("read heirs");
    assertThat(bruno.get(member(alice) + "/heirs").status()).isEqualTo(403);
    assertThat(world.register("stranger").get(member(alice) + "/heirs").status()).isEqualTo(404);
    var none = "/api/v1/unaffiliated/members/" + Client.segment(alice.user()) + "/heirs";
    assertThat(house.get(none).status()).isEqualTo(404);
    assertThat(mayor.get(none).status()).isEqualTo(403);

    var end = member(alice) + "/deactivate";
    var absent = JsonObject.of("heirs", JsonArray.of(heir(open, carol)));
    assertThat(mayor.post(end, absent).status()).isEqualTo(409);
    alice.get("/_matrix/client/v3/account/whoami").ok();
    var wrong = JsonObject.of("heirs", JsonArray.of("Marché"));
    assertThat(mayor.post(end, wrong).errcode()).isEqualTo("M_BAD_JSON");
    assertThat(bruno.post(end, absent).status()).isEqualTo(403);
    var heirs = JsonArray.of(heir(open, bruno), heir(known, mayor));
    mayor.post(end, JsonObject.of("heirs", heirs)).ok();
    assertThat(bruno.get(one(open)).ok().string("role")).isEqualTo("animator");
    assertThat(level(mayor, known, mayor)).isEqualTo(100);
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text())
        .contains("name animator", "Marché", "name room administrator", "Bureau", "end account");
  }

  private static Client founderAgain(Client who) {
    Town.put(house, town, who, "approver").ok();
    return who;
  }

  private static List<String> waiting(Client who) {
    return who.get(UNHOSTED).ok().json().array("rooms").orElseThrow().objects().stream()
        .map(room -> room.string("name").orElseThrow())
        .toList();
  }

  private static Answer name(Client by, String room, Client whom) {
    return by.put(UNHOSTED + "/" + Client.segment(room), JsonObject.of("user_id", whom.user()));
  }

  @Test
  void a_room_that_nobody_could_take_over_is_offered_to_who_approves() {
    var alice = founder("alice-alone");
    var room = room(alice, "Permanence", bruno, carol);
    assertThat(waiting(mayor)).doesNotContain("Permanence");
    assertThat(name(mayor, room, bruno).status()).isEqualTo(404);
    end(alice).ok();
    Race.until(() -> waiting(mayor).contains("Permanence"));
    assertThat(waiting(house)).contains("Permanence");
    assertThat(waiting(bruno)).isEmpty();
    var path = UNHOSTED + "/" + Client.segment(room);
    assertThat(bruno.get(path).status()).isEqualTo(404);
    assertThat(name(bruno, room, bruno).status()).isEqualTo(404);
    assertThat(name(mayor, room, world.register("nobody")).status()).isEqualTo(404);
    assertThat(people(mayor.get(path).ok().json(), "people"))
        .containsExactlyInAnyOrder(bruno.user(), carol.user());
    var tokens = Foreign.registered(world).tokens(mayor, "FOREIGN-1");
    var application = world.stranger().signedIn("", "", tokens.string("access_token"));
    assertThat(waiting(application)).isEmpty();
    assertThat(name(application, room, bruno).status()).isEqualTo(403);

    name(mayor, room, bruno).ok();
    assertThat(level(bruno, room, bruno)).isEqualTo(100);
    var self = Chat.path(room) + "/state/m.room.member/@_server:" + World.SERVER;
    assertThat(bruno.get(self).ok().string("membership")).isEqualTo("leave");
    assertThat(waiting(mayor)).doesNotContain("Permanence");
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text()).contains("Permanence");
  }

  @Test
  void who_approves_takes_such_a_room_over_and_comes_in_by_that() {
    var alice = founder("alice-goes");
    var room = room(alice, "Astreinte", bruno);
    Chat.say(alice, room, "la clé est sous le pot");
    alice.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(waiting(mayor)).contains("Astreinte");
    var path = UNHOSTED + "/" + Client.segment(room);
    assertThat(mayor.get(path).ok().string("history")).isEqualTo("all");
    name(mayor, room, mayor).ok();
    assertThat(level(mayor, room, mayor)).isEqualTo(100);
    assertThat(level(mayor, room, bruno)).isZero();
    // A newcomer reads all of it, so that they do, too: it is said in the room, and noted.
    assertThat(Chat.history(mayor, room)).contains("la clé est sous le pot");
    assertThat(said(bruno, room)).contains("l’administre désormais", "écrit avant");
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text())
        .contains("take room over", "Astreinte");
    var self = Chat.path(room) + "/state/m.room.member/@_server:" + World.SERVER;
    assertThat(bruno.get(self).ok().string("membership")).isEqualTo("leave");
  }

  private static String said(Client reader, String room) {
    return reader.get(Chat.path(room) + "/messages?dir=b&limit=50").ok().text();
  }

  @Test
  void who_takes_a_room_over_reads_of_before_only_what_a_newcomer_reads() {
    var alice = founder("alice-closes");
    var room = room(alice, "Cabinet", bruno);
    var joined = JsonObject.of("history_visibility", "joined");
    Chat.state(alice, room, "m.room.history_visibility", joined).ok();
    Chat.say(alice, room, "entre nous");
    var secret = room(alice, "Coffre", bruno);
    var encryption = JsonObject.of("algorithm", "m.megolm.v1.aes-sha2");
    Chat.state(alice, secret, "m.room.encryption", encryption).ok();
    end(alice).ok();
    Race.until(() -> waiting(mayor).containsAll(List.of("Cabinet", "Coffre")));
    var path = UNHOSTED + "/" + Client.segment(room);
    assertThat(mayor.get(path).ok().string("history")).isEqualTo("from_now");
    name(mayor, room, mayor).ok();
    assertThat(Chat.history(mayor, room)).doesNotContain("entre nous");
    assertThat(Chat.history(bruno, room)).contains("entre nous");
    assertThat(said(bruno, room)).contains("que ce qui s’écrit désormais");
    path = UNHOSTED + "/" + Client.segment(secret);
    assertThat(mayor.get(path).ok().string("history")).isEqualTo("encrypted");
    name(mayor, secret, mayor).ok();
    assertThat(said(bruno, secret)).contains("messages chiffrés");
  }

  @Test
  void what_two_say_to_each_other_is_offered_to_nobody() {
    var alice = founder("alice-of-two");
    var two = unnamed(alice, bruno);
    var three = unnamed(alice, bruno, carol);
    alice.post(Chat.path(two) + "/leave", JsonObject.EMPTY).ok();
    var self = "/state/m.room.member/@_server:" + World.SERVER;
    assertThat(bruno.get(Chat.path(two) + self).status()).isEqualTo(404);
    assertThat(name(mayor, two, mayor).status()).isEqualTo(404);
    assertThat(mayor.get(UNHOSTED + "/" + Client.segment(two)).status()).isEqualTo(404);
    // Three were in it, so that it is kept; the two who are left speak with each other.
    alice.post(Chat.path(three) + "/leave", JsonObject.EMPTY).ok();
    assertThat(bruno.get(Chat.path(three) + self).ok().string("membership")).isEqualTo("invite");
    assertThat(mayor.get(UNHOSTED).ok().text()).doesNotContain(two, three);
    assertThat(name(mayor, three, mayor).status()).isEqualTo(404);
    assertThat(mayor.get(Chat.path(three) + "/messages?dir=b").status()).isEqualTo(403);
  }

  @Test
  void nothing_is_given_where_one_of_the_places_cannot_be() {
    var alice = founder("alice-stays");
    var first = room(alice, "Accueil", bruno);
    var rule = JsonObject.of("rule", "unrestricted", "visibility", "private");
    var opened =
        JsonObject.of("type", "im.vector.room.access_rules", "state_key", "", "content", rule);
    var gone = agent("gone-outside", "member");
    var wish = JsonObject.of("name", "Quais", "initial_state", JsonArray.of(opened));
    var second = room(alice, wish, bruno, gone);
    raise(alice, second, gone, 50);
    Town.remove(house, town, gone).ok();
    // While somebody from outside has power there, nobody is given any.
    var own = end(alice, heir(first, bruno), heir(second, bruno));
    assertThat(own.status()).isEqualTo(409);
    assertThat(own.text()).contains("Quais", "nothing is done");
    assertThat(level(bruno, first, bruno)).isZero();
    alice.get("/_matrix/client/v3/account/whoami").ok();
    end(alice, heir(first, bruno)).ok();
    assertThat(level(bruno, first, bruno)).isEqualTo(100);
  }

  @Test
  void where_only_some_places_are_given_the_rule_has_the_others() {
    var alice = founder("alice-in-part");
    var given = space(alice, "Marais", "secret", bruno, carol);
    var left = space(founderAgain(alice), "Rives", "secret", bruno, carol);
    var moderated = room(alice, "Digue", bruno, carol);
    raise(alice, moderated, carol, 50);
    var chosen = room(alice, "Écluse", bruno, carol);
    var plain = room(alice, "Vanne", bruno, carol);
    assertThat(names(alice.get(OWN)))
        .containsExactly("Marais", "Rives", "Digue", "Écluse", "Vanne");
    end(alice, heir(given, bruno), heir(chosen, carol)).ok();
    assertThat(bruno.get(one(given)).ok().string("role")).isEqualTo("animator");
    assertThat(carol.get(one(given)).ok().string("role")).isEqualTo("contributor");
    assertThat(level(bruno, chosen, carol)).isEqualTo(100);
    assertThat(level(bruno, chosen, bruno)).isZero();
    assertThat(level(carol, moderated, carol)).isEqualTo(100);
    assertThat(level(carol, moderated, bruno)).isZero();
    Race.until(() -> waiting(mayor).contains("Vanne"));
    assertThat(level(bruno, plain, bruno)).isZero();
    assertThat(waiting(mayor)).doesNotContain("Écluse", "Digue");
    var unanimated = "/api/v1/unanimated_spaces";
    Race.until(() -> mayor.get(unanimated).ok().text().contains(left));
    assertThat(mayor.get(unanimated).ok().text()).doesNotContain(given);
    assertThat(bruno.get(one(left)).ok().string("role")).isEqualTo("contributor");
  }

  @Test
  void what_was_given_is_told_where_a_place_changes_before_its_turn() {
    var alice = founder("alice-interrupted");
    var first = room(alice, "Lavoir", bruno, mayor);
    var gone = agent("gone-meanwhile", "member");
    var rule = JsonObject.of("rule", "unrestricted", "visibility", "private");
    var opened =
        JsonObject.of("type", "im.vector.room.access_rules", "state_key", "", "content", rule);
    var wish = JsonObject.of("name", "Moulin", "initial_state", JsonArray.of(opened));
    var second = room(alice, wish, bruno, mayor, gone);
    raise(alice, second, gone, 50);
    var heirs = JsonObject.of("heirs", JsonArray.of(heir(first, bruno), heir(second, bruno)));
    var stopped = meanwhile("Moulin", () -> mayor.post(member(alice) + "/deactivate", heirs), gone);
    assertThat(stopped.status()).isEqualTo(409);
    assertThat(stopped.text()).contains("has not ended", "“Lavoir”, “Moulin” (in part)");
    alice.get("/_matrix/client/v3/account/whoami").ok();
    assertThat(level(bruno, first, bruno)).isEqualTo(100);
    assertThat(level(bruno, second, bruno)).isZero();

    Town.put(house, town, gone, "member").ok();
    mayor.post(member(alice) + "/deactivate", heirs).ok();
    assertThat(level(bruno, second, bruno)).isEqualTo(100);
    assertThat(alice.get("/_matrix/client/v3/account/whoami").status()).isEqualTo(401);
  }

  /// Asks for an end, and takes an agent out of the town when it is a place's turn.
  private static Answer meanwhile(String place, Supplier<Answer> end, Client gone) {
    run(
        """
        create function turn() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(43); return new; end $$""");
    run(
        """
        create trigger turn before insert on journal
        for each row when (new.about = '%s') execute function turn()"""
            .formatted(place));
    var ending =
        world
            .db()
            .write(
                tx -> {
                  tx.list(row -> true, "select pg_advisory_xact_lock(43)");
                  var asked = Race.later(end);
                  Race.until(() -> Race.waiting(tx) > 0);
                  Town.remove(house, town, gone).ok();
                  return asked;
                });
    var told = Race.ended(ending);
    run("drop trigger turn on journal");
    return told;
  }

  private static void run(String sql) {
    world.db().write(tx -> tx.run(sql));
  }

  private static void suspend(Client who, boolean suspended) {
    mayor.put(member(who) + "/suspension", JsonObject.of("suspended", suspended)).ok();
  }

  @Test
  void a_room_whose_last_administrator_is_kept_out_is_offered_and_nobody_comes_in_by_it() {
    var alice = founder("alice-suspended");
    var room = room(alice, "Veille", bruno, carol);
    var two = unnamed(alice, bruno);
    var path = UNHOSTED + "/" + Client.segment(room);
    assertThat(waiting(mayor)).doesNotContain("Veille");
    suspend(alice, true);
    Race.until(() -> waiting(mayor).contains("Veille"));
    assertThat(waiting(house)).contains("Veille");
    assertThat(waiting(bruno)).isEmpty();
    assertThat(name(bruno, room, bruno).status()).isEqualTo(404);
    assertThat(mayor.get(UNHOSTED).ok().text()).doesNotContain(two);
    var told = mayor.get(path).ok().json();
    assertThat(told.bool("open")).contains(false);
    assertThat(people(told, "people")).containsExactlyInAnyOrder(bruno.user(), carol.user());
    var comes = name(mayor, room, mayor);
    assertThat(comes.status()).isEqualTo(403);
    assertThat(comes.errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(name(mayor, room, alice).status()).isEqualTo(404);
    assertThat(name(mayor, room, world.register("nobody-there")).status()).isEqualTo(404);
    assertThat(level(bruno, room, carol)).isZero();

    name(mayor, room, carol).ok();
    assertThat(level(bruno, room, carol)).isEqualTo(100);
    assertThat(waiting(mayor)).doesNotContain("Veille");
    assertThat(name(mayor, room, bruno).status()).isEqualTo(404);
    assertThat(mayor.get(Town.one(town) + "/journal").ok().text())
        .contains("name room administrator", "Veille");
    suspend(alice, false);
    Chat.state(alice, room, "m.room.topic", JsonObject.of("topic", "De retour")).ok();
  }

  @Test
  void a_room_is_not_offered_where_somebody_administers_or_nobody_could_or_who_did_is_back() {
    var alice = founder("alice-beside");
    var dan = agent("dan-beside", "member");
    var shared = room(alice, "Partagé", dan, bruno);
    raise(alice, shared, dan, 100);
    room(alice, "Sans personne", dan);
    var witnessed = room(alice, "Témoin", dan, bruno);
    suspend(alice, true);
    Race.until(() -> waiting(mayor).contains("Témoin"));
    assertThat(waiting(mayor)).doesNotContain("Partagé").contains("Sans personne");
    suspend(dan, true);
    Race.until(() -> waiting(mayor).contains("Partagé"));
    assertThat(waiting(mayor)).doesNotContain("Sans personne").contains("Témoin");
    suspend(alice, false);
    assertThat(waiting(mayor)).doesNotContain("Témoin", "Partagé");
    assertThat(name(mayor, witnessed, bruno).status()).isEqualTo(404);
    assertThat(level(bruno, witnessed, bruno)).isZero();
  }

  @Test
  void a_plain_room_of_matrix_is_left_as_it_is() {
    var dan = world.register("dan");
    var room = room(dan, "Ailleurs", world.register("eve"));
    assertThat(places(dan.get(OWN)).getFirst().string("rule")).contains("nobody");
    dan.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(waiting(house)).doesNotContain("Ailleurs");
  }
}
