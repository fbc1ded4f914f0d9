package parvis.core.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Every route that leads into a space and stands beside those of [RightsTest] (its posts and
/// rooms, what is asked for, by which one comes, who takes over, what is found), asked by everybody
/// who can stand to it in some way. A route that is not listed here fails.
class RightsAroundTest {
  private static final String SPACES = "/api/v1/spaces";

  /// What each is answered, by how they stand to the space; `approver` decides for its
  /// organisation and is not in it, `none` for another one.
  ///
  /// `yes` or the refusal: `no` for what is forbidden, `none` for what looks absent. Of a list that
  /// everybody may ask for: `told` what stands in the column `mark`, or `not`. `room` stands for
  /// that of an address, or the space.
  private static final String TABLE =
      """
      route                                                 room     mark     animator contributor reader guest guest_here none approver expired anonymous
      GET /feeds/{roomId}/posts/{eventId}/confirmations     feed     -        yes      yes         yes    yes   no         no   no       over    out
      GET /feeds/{roomId}/posts/{eventId}/confirmations.csv feed     -        yes      no          no     no    no         no   no       over    out
      POST /feeds/{roomId}/posts/{eventId}/reminder         feed     -        yes      no          no     no    no         no   no       over    out
      GET /rooms/{roomId}/audience                          feed     -        yes      yes         yes    yes   no         no   no       over    out
      GET /rooms/{roomId}/audience                          visited  -        yes      no          no     no    yes        no   no       over    out
      GET /rooms/{roomId}/tasks                             feed     post     told     told        told   not   no         no   no       over    out
      GET /rooms/{roomId}/decisions                         feed     post     told     told        told   not   no         no   no       over    out
      GET /search?q=charpente                               -        post     told     told        told   told  not        not  not      over    out
      GET /space_requests                                   -        request  not      told        not    not   not        not  told     over    out
      PUT /space_requests/{request}                         -        -        none     no          none   none  none       none yes      over    out
      DELETE /space_requests/{request}                      -        -        none     yes         none   none  none       none none     over    out
      GET /space_entry/{word}                               -        -        yes      yes         yes    yes   yes        yes  yes      yes     yes
      GET /unanimated_spaces                                -        left     not      not         not    not   not        not  told     over    out
      GET /unanimated_spaces/{space}                        left     -        no       no          no     no    none       none yes      over    out
      PUT /unanimated_spaces/{space}                        left     -        no       no          no     no    none       none yes      over    out
      GET /unhosted_rooms                                   -        unhosted not      not         not    not   not        told not      over    out
      GET /unhosted_rooms/{roomId}                          unhosted -        none     none        none   none  none       yes  none     over    out
      PUT /unhosted_rooms/{roomId}                          unhosted -        none     none        none   none  none       yes  none     over    out
      GET /heirs                                            -        space    told     not         not    not   not        not  not      over    out
      GET /organisations/{id}/members/{userId}/heirs        -        -        no       no          no     no    no         none no       over    out
      GET /unaffiliated/members/{userId}/heirs              -        -        no       no          no     no    no         no   no       over    out
      GET /organisations/{id}/spaces                        -        -        no       no          no     no    no         none no       over    out
      GET /unaffiliated/spaces                              -        -        no       no          no     no    no         no   no       over    out
      POST /space_entry                                     -        -        yes      yes         yes    yes   yes        yes  yes      over    out
      """;

  /// What makes a route one of these.
  private static final Predicate<String> LEADS_IN =
      Pattern.compile(
              "^/(feeds|rooms|space_\\w+|unanimated_spaces|unhosted_rooms|heirs|search)(/|$)"
                  + "|\\{(space|roomId|eventId)}|/(spaces|heirs)$")
          .asPredicate()
          .and(Pattern.compile("^/(spaces|tasks|decisions)(/|$)").asPredicate().negate());

  private static final Map<String, String> REFUSALS =
      Map.of(
          "no", "M_FORBIDDEN",
          "none", "M_NOT_FOUND",
          "over", "ORG_MATRIX_EXPIRED_ACCOUNT",
          "out", "M_MISSING_TOKEN");

  /// A line of the table.
  private record Row(String route, String room, String mark, Map<String, String> answers) {
    String path() {
      return route.replaceAll("\\?.*", "");
    }
  }

  @AutoClose static final World world = World.start();

  private final Map<String, Client> people = new LinkedHashMap<>();

  /// What stands for the names of an address, and in the column `mark`.
  private final Map<String, String> things = new HashMap<>();

  private final Map<String, JsonObject> bodies = new HashMap<>();

  private static List<Row> rows() {
    var names = words(TABLE.lines().findFirst().orElseThrow());
    var rows = new ArrayList<Row>();
    for (var line : TABLE.lines().skip(1).map(RightsAroundTest::words).toList()) {
      var answers = new LinkedHashMap<String, String>();
      for (int i = 4; i < line.size(); i++) {
        answers.put(names.get(i - 1), line.get(i));
      }
      rows.add(new Row(line.get(0) + " " + line.get(1), line.get(2), line.get(3), answers));
    }
    return rows;
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +"));
  }

  @Test
  void every_route_that_leads_into_a_space_is_answered_as_the_table_says() {
    var rows = rows();
    var listed = new TreeSet<String>();
    rows.forEach(row -> listed.add(row.path()));
    assertThat(listed).isEqualTo(routes());
    settle();
    var wrong = new TreeMap<String, String>();
    for (var row : rows) {
      // Those to whom it is given change what the others are refused.
      var order =
          Comparator.comparing((Map.Entry<String, String> one) -> one.getValue().equals("yes"));
      for (var one : row.answers().entrySet().stream().sorted(order).toList()) {
        var told = told(row, ask(Optional.ofNullable(people.get(one.getKey())).orElseThrow(), row));
        var expected = REFUSALS.getOrDefault(one.getValue(), one.getValue());
        if (!told.equals(expected)) {
          wrong.put(
              row.route() + " " + row.room() + " by " + one.getKey(), told + ", not " + expected);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static TreeSet<String> routes() {
    var found = new TreeSet<String>();
    for (var route : world.parvis().routes()) {
      var path =
          route.path().startsWith("/api/v1/") ? route.path().substring("/api/v1".length()) : "";
      if (LEADS_IN.test(path)) {
        found.add(route.method() + " " + path);
      }
    }
    return found;
  }

  private String told(Row row, Answer answer) {
    if (answer.status() / 100 != 2) {
      return answer.errcode();
    }
    return row.mark().equals("-")
        ? "yes"
        : answer.text().contains(thing(row.mark())) ? "told" : "not";
  }

  private Answer ask(Client who, Row row) {
    var method = row.route().substring(0, row.route().indexOf(' '));
    var path = "/api/v1" + row.route().substring(row.route().indexOf(' ') + 1);
    var room = row.room().equals("-") ? "" : Client.segment(thing(row.room()));
    path = path.replace("{roomId}", room).replace("{space}", room);
    path = path.replace("{request}", thing(method.equals("DELETE") ? "taken back" : "request"));
    for (var name : List.of("eventId", "word", "id", "userId")) {
      path = path.replace("{" + name + "}", Client.segment(thing(name)));
    }
    var body = bodies.getOrDefault(row.route(), JsonObject.EMPTY);
    return switch (method) {
      case "GET" -> who.get(path);
      case "PUT" -> who.put(path, body);
      case "POST" -> who.post(path, body);
      default -> who.delete(path);
    };
  }

  private String thing(String name) {
    return Optional.ofNullable(things.get(name)).orElseThrow();
  }

  private Client who(String name) {
    return Optional.ofNullable(people.get(name)).orElseThrow();
  }

  /// A private space of one organisation, what is in it, and everybody who stands to it in some
  /// way.
  private void settle() {
    var admin = world.administrator("admin");
    var ours = Town.organisation(admin, "Ville");
    var others = Town.ruled(admin, "Agglo");
    people.put("animator", agent(admin, ours, "alice", "approver"));
    people.put("contributor", agent(admin, ours, "bruno", "member"));
    people.put("reader", agent(admin, ours, "chloe", "member"));
    people.put("guest", external(who("animator"), ours, "zoe"));
    people.put("guest_here", external(who("animator"), ours, "yann"));
    people.put("none", agent(admin, others, "dan", "approver"));
    people.put("approver", agent(admin, ours, "agnes", "approver"));
    people.put("expired", external(who("animator"), ours, "expired"));
    people.put("anonymous", world.stranger());
    things.put("id", ours);
    things.put("userId", who("animator").user());
    things.put("space", space(who("animator"), "Halle"));
    bringIn(who("animator"), thing("space"), "contributor", "reader", "guest");
    fill();
    // Approvers who are in a space take it over by themselves.
    Town.put(admin, ours, who("animator"), "member").ok();
    leave(agent(admin, ours, "last", "approver"));
    unhosted(admin, others);
    things.put("request", wish("Budget"));
    things.put("taken back", wish("Astreinte"));
    bodies.put(
        "PUT /space_requests/{request}", JsonObject.of("decision", "refuse", "reason", "Non"));
    admin.delete(Town.one(ours) + "/externals/" + Client.segment(who("expired").user())).ok();
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

  private static JsonObject wish(String name, String joining) {
    return JsonObject.of(
        "model", "project",
        "name", name,
        "visibility", "private",
        "joining", joining,
        "request_id", name);
  }

  private static String space(Client maker, String name) {
    return maker.post(SPACES, wish(name, "invitation")).ok().string("space_id");
  }

  /// What somebody asks for who makes no space at once.
  private String wish(String name) {
    return who("contributor").post(SPACES, wish(name, "approval")).ok().string("request");
  }

  private static String one(String space) {
    return SPACES + "/" + Client.segment(space);
  }

  private void bringIn(Client animator, String space, String... names) {
    for (var name : names) {
      Chat.member(animator, space, "invite", who(name)).ok();
      who(name).post(one(space) + "/join", JsonObject.EMPTY).ok();
    }
  }

  /// A post that asks to be confirmed, of which a task and a decision were made, a room that a
  /// guest is in alone, and a code.
  private void fill() {
    var alice = who("animator");
    var here = one(thing("space"));
    var apps = JsonArray.of("feed", "tasks", "decisions");
    alice.put(here, JsonObject.of("apps", apps)).ok();
    var reader = here + "/members/" + Client.segment(who("reader").user());
    alice.put(reader, JsonObject.of("role", "reader")).ok();
    things.put("feed", alice.get(here).ok().string("feed_room"));
    var asks = JsonObject.of("kind", "announcement", "confirm", true);
    var post = JsonObject.of("msgtype", "m.text", "body", "La charpente", "fr.parvis.post", asks);
    things.put("post", Chat.send(alice, thing("feed"), post));
    things.put("eventId", thing("post"));
    var message = JsonObject.of("kind", "message", "room", thing("feed"), "event", thing("post"));
    for (var what : List.of("tasks", "decisions")) {
      var made = JsonObject.of("request_id", what, "set", JsonObject.of("title", "Poser"));
      var id = alice.post(here + "/" + what, made).ok().string("id");
      alice.post("/api/v1/" + what + "/" + id + "/links", message).ok();
    }
    var room = JsonObject.of("name", "Cellule", "private", true);
    things.put("visited", alice.post(here + "/rooms", room).ok().string("room_id"));
    Chat.member(alice, thing("visited"), "invite", who("guest_here")).ok();
    Chat.join(who("guest_here"), thing("visited")).ok();
    var uses = JsonObject.of("uses", 100, "expires_in_ms", 60_000);
    things.put("word", alice.post(here + "/entry_codes", uses).ok().string("word"));
    bodies.put("POST /space_entry", JsonObject.of("word", thing("word")));
  }

  /// A space whose only animator has left it.
  private void leave(Client last) {
    things.put("left", space(last, "Quai"));
    bringIn(last, thing("left"), "animator", "contributor", "reader", "guest");
    last.post(Chat.path(thing("left")) + "/leave", JsonObject.EMPTY).ok();
    var named = JsonObject.of("user_id", who("contributor").user());
    bodies.put("PUT /unanimated_spaces/{space}", named);
  }

  /// A room of the other organisation whose only administrator has left it.
  private void unhosted(Client admin, String others) {
    var last = agent(admin, others, "hugo", "member");
    var stays = agent(admin, others, "dora", "member");
    things.put("unhosted", Chat.create(last, JsonObject.of("name", "Permanence")));
    for (var member : List.of(stays, who("contributor"))) {
      Chat.member(last, thing("unhosted"), "invite", member).ok();
      Chat.join(member, thing("unhosted")).ok();
    }
    last.post(Chat.path(thing("unhosted")) + "/leave", JsonObject.EMPTY).ok();
    var waits = "/api/v1/unhosted_rooms";
    Race.until(() -> who("none").get(waits).ok().text().contains(thing("unhosted")));
    bodies.put("PUT /unhosted_rooms/{roomId}", JsonObject.of("user_id", stays.user()));
  }
}
