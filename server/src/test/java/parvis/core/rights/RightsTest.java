package parvis.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Every route of spaces, asked by everybody who can stand to a space in some way, is answered as
/// the table of rights says. A route that is not listed in [AskedRoutes] fails.
class RightsTest {
  @AutoClose static final World world = World.start();

  /// The apps whose grants are actions, by the end of these.
  private static final Map<String, String> APPS =
      Map.of("_TASKS", TaskGrant.APP, "_DECISIONS", DecisionGrant.APP);

  /// Somebody for whom an app is set apart from how they stand to the space.
  private record Granted(Preset preset, Grant grant, Client who) {
    boolean concerns(Action action) {
      return APPS.entrySet().stream()
          .anyMatch(
              one -> action.name().endsWith(one.getKey()) && one.getValue().equals(grant.app()));
    }

    Set<Action> allowed() {
      var allowed = RightTable.allowed(preset, false);
      grant.apply(allowed, preset);
      return allowed;
    }
  }

  private final Map<Preset, Client> people = new LinkedHashMap<>();
  private final List<Granted> granted = new ArrayList<>();
  private String plan = "";
  private int made;
  private Client expired = world.stranger();
  private Client victim = world.stranger();
  private Client removed = world.stranger();
  private Client asking = world.stranger();
  private String space = "";
  private String code = "";
  private String task = "";
  private String old = "";
  private String since = "";
  private String comment = "";
  private String gone = "";
  private String decision = "";
  private String second = "";
  private String hook = "";
  private String goneHook = "";
  private final Map<String, String> kept = new HashMap<>();

  @Test
  void every_route_is_answered_as_the_table_says() {
    settle();
    var routes = new TreeSet<String>();
    for (var route : world.parvis().routes()) {
      if (route.path().startsWith(AskedRoutes.SPACES)
          && !route.path().startsWith("/api/v1/space_")) {
        routes.add(route.method() + " " + route.path().substring(AskedRoutes.SPACES.length()));
      }
      if (route.path().startsWith("/api/v1/tasks/")
          || route.path().startsWith("/api/v1/decisions/")) {
        routes.add(route.method() + " " + route.path().substring("/api/v1".length()));
      }
    }
    routes.removeAll(AskedRoutes.OF_NONE);
    assertThat(routes).isEqualTo(new TreeSet<>(AskedRoutes.ROUTES.keySet()));
    var wrong = new TreeMap<String, String>();
    for (var route : routes) {
      var asked = Optional.ofNullable(AskedRoutes.ROUTES.get(route)).orElseThrow();
      for (var one : asking(asked.action())) {
        var expected = expected(route, asked.action(), one.allowed());
        compare(route + " by " + one.what(), ask(one.who(), route, asked), expected, wrong);
        if (route.equals("DELETE /tasks/{task}") && expected.equals("yes")) {
          old = task(true);
        }
      }
      var over = "ORG_MATRIX_EXPIRED_ACCOUNT";
      compare(route + " by an expired account", ask(expired, route, asked), over, wrong);
      var nobody = ask(world.stranger(), route, asked);
      compare(route + " by who is not signed in", nobody, "M_MISSING_TOKEN", wrong);
    }
    assertThat(wrong).isEmpty();
    refusesSpacesByExternals();
    refusesWhoIsNotMeant();
    opensNoOtherDecision();
  }

  /// Who asks for something, and what they may do.
  private record Asking(String what, Client who, Set<Action> allowed) {}

  /// All of them; who may not do it comes first, and so asks for what nobody did before.
  private List<Asking> asking(Action action) {
    var all = new ArrayList<Asking>();
    people.forEach(
        (preset, who) ->
            all.add(new Asking(preset.name(), who, RightTable.allowed(preset, false))));
    granted.stream()
        .filter(one -> one.concerns(action))
        .map(
            one ->
                new Asking(
                    one.preset() + " for whom is set apart " + one.grant(),
                    one.who(),
                    one.allowed()))
        .forEach(all::add);
    all.sort(Comparator.comparing(one -> one.allowed().contains(action)));
    return all;
  }

  /// A guest sees the decisions that were opened to them, and learns of no other.
  private void opensNoOtherDecision() {
    var alice = Optional.ofNullable(people.get(Preset.ANIMATOR)).orElseThrow();
    var guest = Optional.ofNullable(people.get(Preset.GUEST)).orElseThrow();
    var taken = JsonObject.of("title", "Entre nous", "body", "Conseil", "state", "taken");
    var wish = JsonObject.of("request_id", "closed", "set", taken);
    var closed = alice.post(one() + "/decisions", wish).ok().string("id");
    assertThat(guest.get("/api/v1/decisions/" + closed).status()).isEqualTo(404);
    for (var path : new String[] {"/decisions", "/decisions?text=entre", "/decisions.csv"}) {
      assertThat(guest.get(one() + path).ok().text()).doesNotContain("Entre nous");
    }
    assertThat(guest.get(one() + "/decisions").ok().text()).contains(decision);
    namesNoOtherDecision(alice, guest, closed);
  }

  /// What is opened to a guest came in the place of what is not, which it does not name to them.
  private void namesNoOtherDecision(Client alice, Client guest, String closed) {
    var set = JsonObject.of("title", "Suite", "opened", JsonArray.of(guest.user()));
    var wish = JsonObject.of("request_id", "next", "set", set);
    var next = "/api/v1/decisions/" + alice.post(one() + "/decisions", wish).ok().string("id");
    var after = JsonObject.of("supersedes", closed);
    var edit = JsonObject.of("request_id", "after", "base", 1, "set", after);
    alice.send("PATCH", next, "application/json", JsonWriter.write(edit)).ok();
    for (var path :
        List.of(next, next + "/history", one() + "/decisions", one() + "/decisions?whole=true")) {
      assertThat(alice.get(path).ok().text()).contains(closed);
      assertThat(guest.get(path).ok().text()).doesNotContain(closed);
    }
  }

  /// A client that knows nothing of spaces finds and asks no more than what is found here.
  private void refusesWhoIsNotMeant() {
    var stranger = Optional.ofNullable(people.get(Preset.NONE)).orElseThrow();
    var knock = "/_matrix/client/v3/knock/" + Client.segment(space);
    assertThat(stranger.post(knock, JsonObject.EMPTY).status()).isEqualTo(403);
    var summary = "/_matrix/client/v1/room_summary/" + Client.segment(space);
    assertThat(stranger.get(summary).status()).isEqualTo(404);
  }

  private static void compare(
      String what, Answer answer, String expected, Map<String, String> wrong) {
    var told = answer.status() / 100 == 2 ? "yes" : answer.errcode();
    if (!told.equals(expected)) {
      wrong.put(what, told + " instead of " + expected);
    }
  }

  private void refusesSpacesByExternals() {
    var wish =
        JsonObject.of(
            "model", "blank",
            "name", "Externe",
            "visibility", "secret",
            "joining", "invitation",
            "request_id", "x");
    var guest = Optional.ofNullable(people.get(Preset.GUEST)).orElseThrow();
    assertThat(guest.post(AskedRoutes.SPACES, wish).status()).isEqualTo(403);
    assertThat(guest.get(AskedRoutes.SPACES).ok().text()).contains(space);
    assertThat(expired.get(AskedRoutes.SPACES).status()).isEqualTo(403);
    assertThat(world.stranger().get(AskedRoutes.SPACES).status()).isEqualTo(401);
  }

  /// None of these people is let find the space but by being in it.
  private static String expected(String route, Action action, Set<Action> allowed) {
    if (allowed.contains(action)) {
      return "yes";
    }
    var seen =
        route.contains(" /tasks/")
            ? Action.SEE_TASKS
            : route.contains(" /decisions/") ? Action.SEE_DECISIONS : Action.LOOK;
    return allowed.contains(seen) ? "M_FORBIDDEN" : "M_NOT_FOUND";
  }

  private Answer ask(Client who, String route, AskedRoutes.Asked asked) {
    var method = route.substring(0, route.indexOf(' '));
    var target = route.contains("/asking/") ? asking : method.equals("DELETE") ? removed : victim;
    var asks = route.substring(route.indexOf(' ') + 1);
    var path =
        (asks.startsWith("/tasks/") || asks.startsWith("/decisions/")
                ? "/api/v1"
                : AskedRoutes.SPACES)
            + asks.replace("/changes", "/changes?since=" + since)
                .replace("/stream", "/stream?timeout=0&since=" + since)
                .replace("{task}", method.equals("DELETE") && asks.endsWith("{task}") ? old : task)
                .replace("{comment}", method.equals("DELETE") ? gone : comment)
                .replace("{decision}", decision)
                .replace("{link}", "none")
                .replace("{view}", kept("views", method))
                .replace("{template}", kept("templates", method))
                .replace("{webhook}", method.equals("DELETE") ? goneHook : hook)
                .replace("{space}", Client.segment(space))
                .replace("{user}", Client.segment(target.user()))
                .replace("{code}", code);
    if (method.equals("GET")) {
      return who.get(path);
    }
    var body =
        asked
            .body()
            .toString()
            .replace("{task}", task)
            .replace("{plan}", plan)
            .replace("{space}", space)
            .replace("{other}", second);
    return asks.endsWith("/table")
        ? who.send(method, path, "text/csv", AskedRoutes.TABLE)
        : who.send(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /// What is taken away is not what is changed and used.
  private String kept(String what, String method) {
    return Optional.ofNullable(kept.get(what + method.equals("DELETE"))).orElse("");
  }

  /// What is kept for all of the space, and a program that is told.
  private void keep(Client by) {
    for (var what : List.of("views", "templates")) {
      for (var gone : List.of(true, false)) {
        var wish = JsonObject.of(AskedRoutes.KEPT).with("request_id", what + gone);
        kept.put(what + gone, by.post(one() + "/" + what, wish).ok().string("id"));
      }
    }
    var uri = JsonObject.of("uri", "https://127.0.0.1/");
    hook = by.post(one() + "/webhooks", uri).ok().string("id");
    goneHook = by.post(one() + "/webhooks", uri).ok().string("id");
  }

  /// A private space of one organisation, entered on approval, and everybody who stands to it in
  /// some way. Animators come last, since they are let do everything.
  private void settle() {
    var admin = world.administrator("admin");
    var ours = Town.organisation(admin, "Ville");
    var others = Town.organisation(admin, "Agglo");
    var alice = agent(admin, ours, "alice", "approver");
    var bruno = agent(admin, ours, "bruno", "member");
    var chloe = agent(admin, ours, "chloe", "member");
    victim = agent(admin, ours, "victor", "member");
    removed = agent(admin, ours, "remi", "member");
    asking = agent(admin, ours, "anne", "member");
    var dan = agent(admin, others, "dan", "approver");
    var guest = external(alice, ours, "zoe");
    var here = external(alice, ours, "yann");
    expired = external(alice, ours, "expired");
    space = space(alice, "private", "approval");
    space(dan, "secret", "invitation");
    for (var member : new Client[] {bruno, chloe, victim, removed, guest}) {
      var path = "/_matrix/client/v3/rooms/" + Client.segment(space) + "/invite";
      alice.post(path, JsonObject.of("user_id", member.user())).ok();
      member.post(one() + "/join", JsonObject.EMPTY).ok();
    }
    alice.put(one(), JsonObject.of("apps", JsonArray.of("feed", "tasks", "decisions"))).ok();
    alice.put(member(chloe), JsonObject.of("role", "reader")).ok();
    people.put(Preset.GUEST, guest);
    people.put(Preset.ANIMATOR, alice);
    setApart(admin, alice, ours);
    assertThat(asking.post(one() + "/join", JsonObject.EMPTY).status()).isEqualTo(202);
    visit(alice, here);
    var uses = JsonObject.of("uses", 1, "expires_in_ms", 60_000);
    code = alice.post(one() + "/entry_codes", uses).ok().string("code");
    admin.delete(Town.one(ours) + "/externals/" + Client.segment(expired.user())).ok();
    task = task(false);
    old = task(true);
    var said = JsonObject.of("request_id", "first", "text", "Bonjour");
    comment = alice.post("/api/v1/tasks/" + task + "/comments", said).ok().string("id");
    var other = said.with("request_id", "other");
    gone = alice.post("/api/v1/tasks/" + task + "/comments", other).ok().string("id");
    since = alice.get(one() + "/tasks").ok().string("since");
    decision = decision(alice, guest, "Ouvrir");
    second = decision(alice, guest, "Fermer");
    keep(alice);
    people.clear();
    people.put(Preset.NONE, dan);
    people.put(Preset.GUEST_HERE, here);
    people.put(Preset.GUEST, guest);
    people.put(Preset.READER, chloe);
    people.put(Preset.CONTRIBUTOR, bruno);
    people.put(Preset.ANIMATOR, alice);
    assertThat(people.keySet()).containsExactlyInAnyOrder(Preset.values());
    assertThat(
            people.values().stream()
                .map(who -> who.get(one()))
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.string("role"))
                .collect(Collectors.toList()))
        .containsExactly("guest_here", "guest", "reader", "contributor", "animator");
  }

  private String one() {
    return AskedRoutes.SPACES + "/" + Client.segment(space);
  }

  /// For each grant an agent and somebody from outside who have it, and a file for all.
  private void setApart(Client admin, Client alice, String ours) {
    var grants = Stream.of(TaskGrant.APP, DecisionGrant.APP).flatMap(Grant::of).toList();
    for (var grant : grants) {
      var name = grant.app() + "-" + grant.word();
      granted.add(
          new Granted(Preset.CONTRIBUTOR, grant, agent(admin, ours, name + "-agent", "member")));
      // Who is external is given no right to validate, or to write in a register.
      if (!grant.forAgents()) {
        granted.add(new Granted(Preset.GUEST, grant, external(alice, ours, name + "-guest")));
      }
    }
    var invite = "/_matrix/client/v3/rooms/" + Client.segment(space) + "/invite";
    for (var one : granted) {
      alice.post(invite, JsonObject.of("user_id", one.who().user())).ok();
      one.who().post(one() + "/join", JsonObject.EMPTY).ok();
      var apart = JsonObject.of(one.grant().app(), one.grant().word());
      alice.put(member(one.who()), JsonObject.of("apps", apart)).ok();
    }
    var upload = "/_matrix/media/v3/upload";
    plan = alice.send("POST", upload, "text/plain", AskedRoutes.TABLE).ok().string("content_uri");
  }

  /// A task of all to whom only their own are shown.
  private String task(boolean archived) {
    var alice = Optional.ofNullable(people.get(Preset.ANIMATOR)).orElseThrow();
    var own = own(Optional.ofNullable(people.get(Preset.GUEST)).stream(), TaskGrant.APP);
    var set =
        JsonObject.of("title", "Charpente", "assignees", JsonArray.of(own), "archived", archived);
    var wish = JsonObject.of("request_id", "of " + made++, "set", set);
    return alice.post(one() + "/tasks", wish).ok().string("id");
  }

  /// Those to whom nothing of an app is shown but what is theirs.
  private Object[] own(Stream<Client> guests, String app) {
    var granted =
        this.granted.stream()
            .filter(one -> one.grant().app().equals(app) && !one.grant().word().equals("none"));
    return Stream.concat(guests, granted.map(Granted::who)).map(Client::user).toArray();
  }

  /// A draft that is opened to a guest, and to whom others are set apart.
  private String decision(Client by, Client guest, String title) {
    var opened = JsonArray.of(own(Stream.of(guest), DecisionGrant.APP));
    var set = JsonObject.of("title", title, "opened", opened);
    var wish = JsonObject.of("request_id", title, "set", set);
    return by.post(one() + "/decisions", wish).ok().string("id");
  }

  private String member(Client who) {
    return one() + "/members/" + Client.segment(who.user());
  }

  private static Client agent(Client admin, String of, String name, String role) {
    var agent = world.register(name);
    Town.put(admin, of, agent, role).ok();
    return agent;
  }

  private static Client external(Client sponsor, String of, String name) {
    var external = world.register(name);
    sponsor.post(Town.one(of) + "/externals", JsonObject.of("user_id", external.user())).ok();
    return external;
  }

  private static String space(Client maker, String visibility, String joining) {
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Halle",
            "visibility", visibility,
            "joining", joining,
            "request_id", "one");
    return maker.post(AskedRoutes.SPACES, wish).ok().string("space_id");
  }

  private void visit(Client animator, Client guest) {
    var wish = JsonObject.of("name", "Charpente", "private", true);
    var room = animator.post(one() + "/rooms", wish).ok().string("room_id");
    var path = "/_matrix/client/v3/rooms/" + Client.segment(room);
    animator.post(path + "/invite", JsonObject.of("user_id", guest.user())).ok();
    guest.post(path + "/join", JsonObject.EMPTY).ok();
  }
}
