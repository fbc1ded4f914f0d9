package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Mails;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Spaces in a town: who makes them, who is asked, who is let in, and what people confirm.
class TownSpacesTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String REQUESTS = "/api/v1/space_requests";
  private static final Pattern CODE = Pattern.compile("(?m)^\\s*(\\d{6})\\s*$");
  private static final Duration WAIT_MAX = Duration.ofSeconds(20);

  @AutoClose static final World world = World.start();
  static Client admin = world.stranger();
  static Client approver = world.stranger();
  static Client agent = world.stranger();
  static String ville = "";
  static String called = "";
  private static int asked;

  @BeforeAll
  static void town() {
    admin = world.administrator("admin");
    ville = Town.organisation(admin, "Ville");
    called = world.stranger().get("/api/v1/server").ok().string("name");
    approver = agent("approver", "approver");
    agent = agent("agent", "member");
  }

  static Client agent(String name, String role) {
    var agent = world.register(name);
    Town.put(admin, ville, agent, role).ok();
    return agent;
  }

  static JsonObject wish(String name) {
    return JsonObject.of(
        "model", "community",
        "name", name,
        "visibility", "public",
        "joining", "free",
        "request_id", "wish " + asked++);
  }

  static String space(Client maker, String name) {
    return maker.post(SPACES, wish(name)).ok().string("space_id");
  }

  static String one(String space) {
    return SPACES + "/" + Client.segment(space);
  }

  static Answer ask(String name) {
    var answer = agent.post(SPACES, wish(name));
    assertThat(answer.status()).isEqualTo(202);
    return answer;
  }

  static Answer decide(Client who, String request, Object... decision) {
    return who.put(REQUESTS + "/" + request, JsonObject.of(decision));
  }

  static JsonObject request(Client who, String id) {
    return requests(who).stream()
        .filter(one -> one.string("id").equals(Optional.of(id)))
        .findFirst()
        .orElseThrow();
  }

  static List<JsonObject> requests(Client who) {
    return who.get(REQUESTS).ok().json().array("requests").orElseThrow().objects();
  }

  static void await(Supplier<Boolean> wished) {
    var end = System.nanoTime() + WAIT_MAX.toNanos();
    while (!wished.get()) {
      assertThat(System.nanoTime()).as("it took too long").isLessThan(end);
      Race.breathe();
    }
  }

  /// What the server itself told somebody, as far as it says so to their client.
  static boolean isTold(Client who, String words) {
    return who.get("/_matrix/client/v3/sync").ok().text().contains(words)
        || notices(who).contains(words);
  }

  private static String notices(Client who) {
    var invited =
        who.get("/_matrix/client/v3/sync")
            .ok()
            .json()
            .object("rooms")
            .flatMap(rooms -> rooms.object("invite"))
            .orElse(JsonObject.EMPTY);
    for (var room : invited.keys()) {
      who.post("/_matrix/client/v3/rooms/" + Client.segment(room) + "/join", JsonObject.EMPTY).ok();
    }
    return who.get("/_matrix/client/v3/sync").ok().text();
  }

  @Test
  void who_does_not_decide_asks_and_gets_the_space_once_as_it_was_amended() {
    var called = "/_matrix/client/v3/profile/" + Client.segment(agent.user()) + "/displayname";
    agent.put(called, JsonObject.of("displayname", "Inès Roy")).ok();
    var id = ask("Jardins").string("request");
    assertThat(requests(approver)).extracting(one -> one.string("id").orElse("")).contains(id);
    assertThat(request(agent, id).bool("may_decide")).contains(false);
    assertThat(decide(agent, id, "decision", "approve").status()).isEqualTo(403);
    var outsider = world.register("outsider");
    assertThat(decide(outsider, id, "decision", "approve").status()).isEqualTo(404);
    var amended = JsonObject.of("name", "Jardins partagés");
    var approved = decide(approver, id, "decision", "approve", "amended", amended).ok();
    var space = approved.string("space_id");
    var told = agent.get(one(space)).ok();
    assertThat(told.string("name")).isEqualTo("Jardins partagés");
    assertThat(told.string("role")).isEqualTo("animator");
    assertThat(admin.get(Town.one(ville) + "/journal").ok().text())
        .contains("approve space", "Jardins partagés");
    assertThat(decide(admin, id, "decision", "refuse", "reason", "Trop tard").status())
        .isEqualTo(409);
    await(() -> isTold(agent, "Jardins partagés"));
    await(() -> isTold(approver, "space_asked"));
    assertThat(isTold(approver, "Inès Roy demande l’espace « Jardins »")).isTrue();
  }

  @Test
  void who_was_not_told_of_a_request_when_the_server_was_killed_is_told_after_it_once() {
    var id = ask("Kiosque").string("request");
    await(() -> isTold(approver, id));
    var lost = "lost-" + id;
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into space_request (id, "by", request, organisation, wish, state,
                                               created_ms, untold)
                    select ?, "by", 'lost', organisation, wish, 'waiting', created_ms, true
                      from space_request where id = ?
                    """,
                    lost,
                    id));
    world.db().write(tx -> tx.run("update space_request set untold = true where id = ?", id));
    try (var other = world.beside()) {
      await(() -> isTold(other.back(approver), lost));
      await(() -> untold() == 0);
    }
    var told = approver.get("/_matrix/client/v3/sync").ok().text();
    assertThat(told.split("\"request\":\"" + id, -1)).hasSize(2);
  }

  private static long untold() {
    return world
        .db()
        .read(
            tx ->
                tx.first(
                        row -> row.number("n"),
                        "select count(*) as n from space_request where untold")
                    .orElseThrow());
  }

  @Test
  void a_refusal_has_a_reason_and_a_wish_may_be_taken_back() {
    var id = ask("Pétanque").string("request");
    assertThat(decide(approver, id, "decision", "refuse").status()).isEqualTo(400);
    decide(approver, id, "decision", "refuse", "reason", "Il y en a une").ok();
    assertThat(request(agent, id).string("reason")).contains("Il y en a une");
    assertThat(request(agent, id).string("state")).contains("refused");
    var other = ask("Boules").string("request");
    agent.delete(REQUESTS + "/" + other).ok();
    assertThat(agent.delete(REQUESTS + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void an_organisation_may_let_its_agents_make_spaces() {
    var id = Town.organisation(admin, "Direct");
    var who = world.register("direct");
    Town.put(admin, id, who, "member").ok();
    var said = JsonObject.of("name", "Mairie de Direct", "label", "Direct", "spaces", "direct");
    assertThat(making(who)).isEqualTo("on_request");
    admin.put(Town.one(id), said).ok();
    assertThat(making(who)).isEqualTo("at_once");
    assertThat(making(world.register("of-none"))).isEqualTo("never");
    var space = space(who, "Sans demander");
    assertThat(agent.get(one(space)).status()).isEqualTo(404);
    var foreign = wish("Ailleurs").with("organisation", ville);
    assertThat(who.post(SPACES, foreign).status()).isEqualTo(403);
  }

  /// Proves an address by the code that lies in the outbox.
  static void addAddress(Client who, String address) {
    var asked =
        JsonObject.of("client_secret", "s" + who.device(), "email", address, "send_attempt", 1);
    var v3 = "/_matrix/client/v3/account/3pid";
    var sid = world.stranger().post(v3 + "/email/requestToken", asked).ok().string("sid");
    var code = CODE.matcher(Mails.text(admin, address)).results().findFirst().orElseThrow();
    var proof = JsonObject.of("sid", sid, "client_secret", "s" + who.device());
    world.stranger().post("/api/v1/address_proof/submit", proof.with("token", code.group(1))).ok();
    var owner = Client.proof(who.user(), World.PASSWORD);
    who.post(v3 + "/add", proof.with("auth", owner)).ok();
  }

  @Test
  void who_administers_an_organisation_sees_which_spaces_it_has_and_who_animates_them() {
    var quarter = Town.organisation(admin, "Quartier");
    var head = agentOf(quarter, "head", "administrator");
    var hidden =
        head.post(
            SPACES, wish("Cabinet").with("visibility", "secret").with("joining", "invitation"));
    var secret = hidden.ok().string("space_id");
    var path = Town.one(quarter) + "/spaces";
    var all = head.get(path + "?q=cabi").ok().json();
    assertThat(all.integer("total")).hasValue(1);
    var seen = all.array("spaces").orElseThrow().objects().getFirst();
    assertThat(seen.string("space_id")).contains(secret);
    assertThat(seen.array("animators").orElseThrow().strings()).containsExactly(head.user());
    assertThat(seen.array("rooms").orElseThrow().objects()).hasSize(1);
    assertThat(admin.get(path).ok().text()).contains("Cabinet");
    assertThat(admin.get(Town.one(ville) + "/spaces").ok().text()).doesNotContain("Cabinet");
    assertThat(agentOf(quarter, "hand", "approver").get(path).status()).isEqualTo(403);
    assertThat(agent.get(path).status()).isEqualTo(404);
    assertThat(head.get(path + "?from=-1").status()).isEqualTo(400);
    assertThat(head.get("/api/v1/journals/accesses?organisation=" + quarter).ok().text())
        .contains("read spaces");
  }

  @Test
  void who_goes_to_another_organisation_by_a_new_address_is_looked_over_by_the_one_before() {
    var from = Town.organisation(admin, "Depart");
    var to = Town.organisation(admin, "Arrivee");
    Town.domain(admin, from, "depart.test", false).ok();
    Town.domain(admin, to, "arrivee.test", false).ok();
    var boss = agentOf(from, "boss", "administrator");
    var mover = world.register("mover");
    addAddress(mover, "mover@depart.test");
    assertThat(Town.own(mover)).isEqualTo("Depart");
    var kept = space(boss, "Reste");
    var withdrawn = space(boss, "Retire");
    for (var space : List.of(kept, withdrawn)) {
      mover.post(one(space) + "/join", JsonObject.EMPTY).ok();
    }
    provider(mover, "mover@depart.test");
    provider(mover, "mover@private.test");
    addAddress(mover, "mover@arrivee.test");
    assertThat(providers(mover)).containsExactly("mover@private.test");
    assertThat(Town.own(mover)).isEqualTo("Arrivee");
    assertThat(mover.get("/_matrix/client/v3/account/3pid").ok().text())
        .contains("mover@arrivee.test")
        .doesNotContain("mover@depart.test");
    var path = Town.one(from) + "/moves";
    assertThat(agent.get(path).status()).isEqualTo(404);
    assertThat(agentOf(from, "clerk", "member").get(path).status()).isEqualTo(403);
    var move = boss.get(path).ok().json().array("moves").orElseThrow().objects().getFirst();
    assertThat(move.string("into")).contains("Arrivee");
    assertThat(move.array("addresses").orElseThrow().strings())
        .containsExactly("mover@depart.test");
    assertThat(move.array("spaces").orElseThrow().objects())
        .extracting(space -> space.string("space_id").orElseThrow())
        .containsExactlyInAnyOrder(kept, withdrawn);
    var one = "/api/v1/moves/" + move.string("id").orElseThrow();
    var alone = leftTo(mover, boss, agentOf(from, "deputy", "member"));
    var wish = JsonObject.of("withdraw", JsonArray.of(withdrawn, alone));
    assertThat(agent.put(one, wish).status()).isEqualTo(404);
    assertThat(boss.put(one, wish).ok().text()).contains("last_animator");
    assertThat(boss.get(path).ok().json().array("moves").orElseThrow().objects()).hasSize(1);
    boss.put(one, JsonObject.of("withdraw", JsonArray.EMPTY)).ok();
    await(() -> mover.get(one(withdrawn)).status() == 404);
    assertThat(mover.get(one(kept)).ok().string("role")).isEqualTo("contributor");
    assertThat(boss.get(path).ok().json().array("moves")).contains(JsonArray.EMPTY);
    assertThat(boss.put(one, wish).status()).isEqualTo(404);
    addAddress(mover, "mover.again@depart.test");
    addAddress(mover, "mover.again@arrivee.test");
    assertThat(boss.get(path).ok().json().array("moves").orElseThrow().objects()).hasSize(1);
    addAddress(mover, "mover.back@depart.test");
    assertThat(boss.get(path).ok().json().array("moves")).contains(JsonArray.EMPTY);
  }

  /// A space that somebody animates alone, and in which another one is.
  private static String leftTo(Client alone, Client maker, Client other) {
    var space = space(maker, "Seul");
    for (var who : List.of(alone, other)) {
      who.post(one(space) + "/join", JsonObject.EMPTY).ok();
    }
    var role = one(space) + "/members/" + Client.segment(alone.user());
    maker.put(role, JsonObject.of("role", "animator")).ok();
    maker.delete(one(space) + "/members/" + Client.segment(maker.user())).ok();
    return space;
  }

  /// They come in by a provider that told this address of them.
  private static void provider(Client who, String address) {
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into provider_link (server, issuer, subject, "user", address, linked_ms)
                    select 1, 'https://provider.test', ?, nid, ?, 1 from matrix_user
                     where user_id = ?
                    """,
                    address,
                    address,
                    who.user()));
  }

  private static List<String> providers(Client who) {
    return world
        .db()
        .read(
            tx ->
                tx.list(
                    row -> row.text("address"),
                    """
                    select address from provider_link l join matrix_user u on u.nid = l."user"
                     where u.user_id = ?
                    """,
                    who.user()));
  }

  @Test
  void what_a_guest_has_is_looked_over_when_they_become_an_agent_elsewhere() {
    var from = Town.organisation(admin, "Hote");
    var to = Town.organisation(admin, "Employeur");
    var boss = agentOf(from, "host", "administrator");
    var guest = world.register("mason");
    var life = Duration.ofDays(30).toMillis();
    var invitation = JsonObject.of("user_id", guest.user(), "expires_in_ms", life);
    boss.post(Town.one(from) + "/externals", invitation).ok();
    addAddress(guest, "mason@employeur.test");
    assertThat(boss.get(Town.one(from) + "/moves").ok().json().array("moves"))
        .contains(JsonArray.EMPTY);
    Town.domain(admin, to, "employeur.test", true).ok();
    assertThat(Town.own(guest)).isEqualTo("Employeur");
    var moves = boss.get(Town.one(from) + "/moves").ok().json().array("moves").orElseThrow();
    assertThat(moves.objects())
        .extracting(move -> move.string("user_id").orElseThrow())
        .containsExactly(guest.user());
  }

  static Client agentOf(String organisation, String name, String role) {
    var agent = world.register(name);
    Town.put(admin, organisation, agent, role).ok();
    return agent;
  }

  static String making(Client who) {
    return who.get(SPACES).ok().string("making");
  }

  @Test
  void a_house_of_one_organisation_is_called_as_it_is() {
    assertThat(called).isEqualTo("Mairie de Ville");
    Town.organisation(admin, "Autre");
    assertThat(world.stranger().get("/api/v1/server").ok().string("name")).isEqualTo("Parvis");
  }

  @Test
  void who_runs_the_server_names_an_organisation_that_is_there() {
    var runner = agent("runner", "member");
    var right = "/_synapse/admin/v1/users/" + Client.segment(runner.user()) + "/admin";
    admin.put(right, JsonObject.of("admin", true)).ok();
    var nobodys = wish("De personne").with("organisation", "none");
    assertThat(runner.post(SPACES, nobodys).status()).isEqualTo(400);
    assertThat(runner.get(SPACES + "?q=De%20personne").ok().text()).doesNotContain("De personne");
  }

  @Test
  void where_rules_keep_rooms_apart_a_space_that_is_listed_stays_so_when_it_changes() {
    var ruled = Town.ruled(admin, "Réglée");
    var maker = world.register("maker");
    Town.put(admin, ruled, maker, "approver").ok();
    var space = space(maker, "Listé");
    var listed = "/_matrix/client/v3/publicRooms";
    assertThat(maker.get(listed).ok().text()).contains(space);
    maker.put(one(space), JsonObject.of("purpose", "Tout savoir")).ok();
    assertThat(maker.get(listed).ok().text()).contains(space).contains("Tout savoir");
  }

  @Test
  void a_space_that_its_last_animator_left_by_a_client_is_found_no_more() {
    var last = agent("last", "approver");
    var space = space(last, "Abandonné");
    assertThat(agent.get(SPACES).ok().text()).contains("Abandonné");
    last.post("/_matrix/client/v3/rooms/" + Client.segment(space) + "/leave", JsonObject.EMPTY)
        .ok();
    assertThat(agent.get(SPACES).ok().text()).doesNotContain("Abandonné");
  }

  @Test
  void a_list_is_invited_with_a_report_for_each_line() {
    var space = space(approver, "Liste");
    var list =
        String.join(
            "\n",
            "Agent <" + agent.user() + ">",
            approver.user(),
            "@nobody:" + World.SERVER,
            "Nouvelle Personne <nouvelle@ville.test>",
            "rien du tout");
    var path = one(space) + "/invitations";
    var report = approver.post(path, JsonObject.of("list", list)).ok().json().array("report");
    assertThat(report.orElseThrow().objects())
        .extracting(line -> line.string("outcome").orElseThrow())
        .containsExactly("invited", "member", "unknown", "mailed", "invalid");
    var again = JsonObject.of("people", JsonArray.of(agent.user(), "nouvelle@ville.test"));
    assertThat(
            approver.post(path, again).ok().json().array("report").orElseThrow().objects().stream()
                .map(line -> line.string("outcome").orElseThrow()))
        .containsExactly("invited_before", "invited_before");
    agent.post(one(space) + "/join", JsonObject.EMPTY).ok();
    var table = approver.get(one(space) + "/members.csv").ok();
    assertThat(table.text()).contains("\"'" + agent.user() + "\"").contains("\"Ville\"");
    assertThat(approver.get(one(space) + "/members?q=" + "a".repeat(2_000)).status())
        .isEqualTo(400);
  }

  @Test
  void a_code_on_paper_lets_in_who_has_an_account_and_who_makes_one() {
    var secret = wish("Papier").with("visibility", "secret").with("joining", "invitation");
    var space = approver.post(SPACES, secret).ok().string("space_id");
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000, "role", "reader");
    var made = approver.post(one(space) + "/entry_codes", wish).ok();
    var word = made.string("word");
    var entry = JsonObject.of("word", word);
    var door = world.stranger().get("/api/v1/space_entry/" + word).ok();
    assertThat(door.string("name")).isEqualTo("Papier");
    assertThat(door.string("invited_by")).isEqualTo("approver");
    assertThat(world.stranger().get("/api/v1/space_entry/none").status()).isEqualTo(404);
    assertThat(agent.post("/api/v1/space_entry", entry).ok().string("role")).isEqualTo("reader");
    agent.post("/api/v1/space_entry", entry).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    var registration =
        JsonObject.of(
            "username",
            "volunteer",
            "password",
            World.PASSWORD,
            "auth",
            JsonObject.of("type", "m.login.registration_token", "token", word));
    world.stranger().post("/_matrix/client/v3/register", registration).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    var late = world.register("late");
    assertThat(late.post("/api/v1/space_entry", entry).status()).isEqualTo(404);
    var volunteer = world.signIn("volunteer");
    await(() -> volunteer.get(one(space)).text().contains("\"role\":\"guest\""));
    approver.delete(one(space) + "/entry_codes/" + made.string("code")).ok();
    assertThat(late.post("/api/v1/space_entry", entry).status()).isEqualTo(404);
    assertThat(world.stranger().get("/api/v1/space_entry/" + word).status()).isEqualTo(404);
  }

  @Test
  void where_nobody_may_register_a_code_of_who_runs_the_server_lets_in_who_holds_it() {
    Town.put(admin, ville, admin, "member").ok();
    var space = space(admin, "Porte");
    admin.put("/api/v1/registration", JsonObject.of("mode", "closed")).ok();
    var wish = JsonObject.of("uses", 2, "expires_in_ms", 60_000);
    approver.post(one(space(approver, "Autre")) + "/entry_codes", wish).ok();
    assertThat(mode()).isEqualTo("closed");
    var word = admin.post(one(space) + "/entry_codes", wish).ok().string("word");
    assertThat(mode()).isEqualTo("invitation");
    world.stranger().get("/api/v1/invitations/" + word).ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
  }

  static String mode() {
    return world.stranger().get("/api/v1/server").ok().string("registration");
  }

  @Test
  void a_code_makes_accounts_while_who_made_it_decides_for_an_organisation() {
    var former = agent("former", "approver");
    var space = space(former, "Guichet");
    var wish = JsonObject.of("uses", 5, "expires_in_ms", 60_000, "role", "contributor");
    var made = former.post(one(space) + "/entry_codes", wish).ok();
    assertThat(made.json().bool("admits")).hasValue(true);
    var word = made.string("word");
    Town.put(admin, ville, former, "member").ok();
    admin.put("/api/v1/registration", JsonObject.of("mode", "invitation")).ok();
    var token = JsonObject.of("type", "m.login.registration_token", "token", word);
    var registration =
        JsonObject.of("username", "toolate", "password", World.PASSWORD, "auth", token);
    var refused = world.stranger().post("/_matrix/client/v3/register", registration);
    admin.put("/api/v1/registration", JsonObject.of("mode", "open")).ok();
    assertThat(refused.status()).isEqualTo(401);
    var lock = "/_matrix/client/v1/admin/lock/" + Client.segment(former.user());
    var entry = JsonObject.of("word", word);
    admin.put(lock, JsonObject.of("locked", true)).ok();
    assertThat(agent.post("/api/v1/space_entry", entry).status()).isEqualTo(404);
    assertThat(world.stranger().get("/api/v1/space_entry/" + word).status()).isEqualTo(404);
    admin.put(lock, JsonObject.of("locked", false)).ok();
    agent.post("/api/v1/space_entry", entry).ok();
  }

  @Test
  void people_confirm_what_they_read_and_those_who_did_not_are_reminded_once_a_day() {
    var space = space(approver, "Consignes");
    agent.post(one(space) + "/join", JsonObject.EMPTY).ok();
    var slow = agent("slow", "member");
    slow.post(one(space) + "/join", JsonObject.EMPTY).ok();
    var feed = approver.get(one(space)).ok().string("feed_room");
    var content =
        JsonObject.of(
            "msgtype", "m.text",
            "body", "Casque obligatoire",
            "fr.parvis.post", JsonObject.of("kind", "announcement", "confirm", true));
    var post = send(approver, feed, "m.room.message", content);
    var other = send(approver, feed, "m.room.message", content.without("fr.parvis.post"));
    var relation = JsonObject.of("rel_type", "m.reference", "event_id", post);
    send(agent, feed, "fr.parvis.confirmation", JsonObject.of("m.relates_to", relation));
    send(agent, feed, "fr.parvis.confirmation", JsonObject.of("m.relates_to", relation));
    var path = "/api/v1/feeds/" + Client.segment(feed) + "/posts/" + Client.segment(post);
    var told = approver.get(path + "/confirmations").ok().json();
    assertThat(told.integer("asked_of")).hasValue(2);
    assertThat(told.array("confirmed").orElseThrow().objects())
        .extracting(one -> one.string("user_id").orElseThrow())
        .containsExactly(agent.user());
    assertThat(told.array("missing").orElseThrow().strings()).containsExactly(slow.user());
    assertThat(agent.get(path + "/confirmations").ok().json().has("missing")).isFalse();
    assertThat(agent.get(path + "/confirmations.csv").status()).isEqualTo(403);
    assertThat(approver.get(path + "/confirmations.csv").ok().text()).contains(slow.user());
    assertThat(agent.post(path + "/reminder", JsonObject.EMPTY).status()).isEqualTo(403);
    assertThat(told.has("reminded")).isFalse();
    approver.post(path + "/reminder", JsonObject.EMPTY).ok();
    assertThat(approver.post(path + "/reminder", JsonObject.EMPTY).status()).isEqualTo(409);
    var again = approver.get(path + "/confirmations").ok().json().object("reminded").orElseThrow();
    assertThat(again.string("by")).contains(approver.user());
    assertThat(again.integer("people")).hasValue(1);
    assertThat(again.integer("at")).isPresent();
    assertThat(agent.get(path + "/confirmations").ok().json().has("reminded")).isFalse();
    await(() -> isTold(slow, "Casque obligatoire"));
    var none = "/api/v1/feeds/" + Client.segment(feed) + "/posts/" + Client.segment(other);
    assertThat(approver.get(none + "/confirmations").status()).isEqualTo(404);
  }

  static String send(Client who, String room, String type, JsonObject content) {
    var path =
        "/_matrix/client/v3/rooms/" + Client.segment(room) + "/send/" + type + "/t" + asked++;
    return who.put(path, content).ok().string("event_id");
  }

  @Test
  void where_access_rules_are_on_a_space_is_opened_to_externals_before_they_are_invited() {
    var id = Town.ruled(admin, "Règles");
    var animator = world.register("ruled");
    Town.put(admin, id, animator, "approver").ok();
    var guest = world.register("contractor");
    animator.post(Town.one(id) + "/externals", JsonObject.of("user_id", guest.user())).ok();
    var wish = wish("Chantier").with("visibility", "private").with("joining", "approval");
    var space = animator.post(SPACES, wish).ok().string("space_id");
    var invite = JsonObject.of("people", JsonArray.of(guest.user()));
    var path = one(space) + "/invitations";
    assertThat(animator.post(path, invite).ok().text()).contains("external_closed");
    var outside = JsonObject.of("list", "dehors@ailleurs.test");
    assertThat(animator.post(path, outside).ok().text()).contains("external_closed");
    animator.put(one(space), JsonObject.of("guests", true)).ok();
    assertThat(animator.post(path, invite).ok().text()).contains("invited");
    var joined = guest.post(one(space) + "/join", JsonObject.EMPTY).ok().json();
    assertThat(joined.string("role")).contains("guest");
    assertThat(joined.array("rights").orElseThrow().strings()).contains("post");
    assertThat(joined.object("audience").orElseThrow().integer("guests")).hasValue(1);
    var role = one(space) + "/members/" + Client.segment(guest.user());
    assertThat(animator.put(role, JsonObject.of("role", "animator")).status()).isEqualTo(403);
  }

  @Test
  void who_comes_or_goes_by_a_client_of_matrix_is_in_the_feed_or_not_too() {
    var space = space(approver, "Autre client");
    var feed = approver.get(one(space)).ok().string("feed_room");
    var room = "/_matrix/client/v3/rooms/" + Client.segment(space);
    agent.post(room + "/join", JsonObject.EMPTY).ok();
    await(() -> joined(agent).contains(feed));
    approver.post(room + "/kick", JsonObject.of("user_id", agent.user())).ok();
    await(() -> !joined(agent).contains(feed));
  }

  static String joined(Client who) {
    return who.get("/_matrix/client/v3/joined_rooms").ok().text();
  }
}
