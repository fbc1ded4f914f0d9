package parvis.suite.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Gathering;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A space with a register, its people, and what they decide, said in one line each. Alice
/// animates, Bruno contributes, Chloé reads.
final class Circle {
  /// How often one looks for what comes a moment later, each time waiting for news.
  private static final int LOOKS_MAX = 20;

  final Client alice;
  final Client bruno;
  final Client chloe;
  final Client outsider;
  final String space;
  private int asked;

  Circle(World world) {
    this.alice = world.register("alice");
    this.bruno = world.register("bruno");
    this.chloe = world.register("chloe");
    this.outsider = world.register("outsider");
    this.space = space("committee", "Comité");
    alice.put(here(), JsonObject.of("apps", JsonArray.of("feed", "tasks", "decisions"))).ok();
    alice.put(member(chloe), JsonObject.of("role", "reader")).ok();
  }

  /// Another space, in which all but the outsider are.
  String space(String model, String name) {
    return Gathering.of(alice, List.of(bruno, chloe), model, name, "space " + asked++);
  }

  String here() {
    return in(space);
  }

  static String in(String space) {
    return Gathering.in(space);
  }

  String member(Client who) {
    return Gathering.member(space, who);
  }

  static String one(JsonObject decision) {
    return "/api/v1/decisions/" + id(decision);
  }

  static String id(JsonObject decision) {
    return decision.string("id").orElseThrow();
  }

  Answer make(Client who, Object... set) {
    return who.post(here() + "/decisions", wish(set));
  }

  JsonObject wish(Object... set) {
    return JsonObject.of("request_id", "r" + asked++, "set", JsonObject.of(set));
  }

  /// One that the council took, with what is set besides.
  JsonObject taken(String title, Object... besides) {
    var set = new ArrayList<Object>(List.of("title", title, "body", "Le conseil"));
    set.addAll(List.of("state", "taken"));
    set.addAll(Arrays.asList(besides));
    return make(alice, set.toArray()).ok().json();
  }

  /// Changes a decision as somebody has it before them.
  Answer change(Client who, JsonObject decision, Object... set) {
    return patch(who, decision, edit(decision, "r" + asked++, set));
  }

  static Answer patch(Client who, JsonObject decision, JsonObject edit) {
    return send(who, one(decision), edit);
  }

  static Answer send(Client who, String path, JsonObject edit) {
    return Gathering.patch(who, path, edit);
  }

  static JsonObject edit(JsonObject decision, String request, Object... set) {
    return Gathering.edit(decision, request, set);
  }

  JsonObject read(JsonObject decision) {
    return alice.get(one(decision)).ok().json();
  }

  static List<String> titles(JsonObject page) {
    return page.array("decisions").orElseThrow().objects().stream()
        .map(one -> one.string("title").orElseThrow())
        .toList();
  }

  /// Waits until the server has told somebody of a decision.
  void awaitNotice(Client who, String kind, String decision) {
    var since = "";
    var heard = new StringBuilder();
    for (int i = 0; i < LOOKS_MAX; i++) {
      var asks = since.isEmpty() ? "" : "&timeout=2000&since=" + since;
      var answer = who.get("/_matrix/client/v3/sync?full_state=false" + asks).ok();
      heard.append(answer.text());
      accept(who, answer.json());
      if (heard.indexOf("\"" + kind + "\"") >= 0 && heard.indexOf(decision) >= 0) {
        return;
      }
      since = answer.string("next_batch");
    }
    assertThat(heard.toString()).contains(kind);
  }

  private static void accept(Client who, JsonObject synced) {
    synced
        .object("rooms")
        .flatMap(rooms -> rooms.object("invite"))
        .ifPresent(
            invited ->
                invited
                    .entries()
                    .forEach(
                        room ->
                            who.post(
                                "/_matrix/client/v3/rooms/" + Client.segment(room.name()) + "/join",
                                JsonObject.EMPTY)));
  }
}
