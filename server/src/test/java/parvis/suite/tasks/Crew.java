package parvis.suite.tasks;

import java.util.List;
import java.util.stream.Stream;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Gathering;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A space with tasks, its people, and what they do there, said in one line each. Alice animates,
/// Bruno contributes, Chloé reads, Dan does his own, and Eve has no tasks.
final class Crew {
  static final String TASKS = "/api/v1/tasks/";
  final Client alice;
  final Client bruno;
  final Client chloe;
  final Client dan;
  final Client eve;
  final Client outsider;
  final String space;
  private int asked;

  Crew(World world) {
    this.alice = world.register("alice");
    this.bruno = world.register("bruno");
    this.chloe = world.register("chloe");
    this.dan = world.register("dan");
    this.eve = world.register("eve");
    this.outsider = world.register("outsider");
    this.space = space("project", "Halle");
    alice.put(member(chloe), JsonObject.of("role", "reader")).ok();
    apart(dan, "own").ok();
    apart(eve, "none").ok();
  }

  /// Another space, in which all but the outsider are.
  String space(String model, String name) {
    return Gathering.of(alice, List.of(bruno, chloe, dan, eve), model, name, "space " + asked++);
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

  Answer apart(Client who, String tasks) {
    return alice.put(member(who), JsonObject.of("apps", JsonObject.of("tasks", tasks)));
  }

  Answer make(Client who, Object... set) {
    return who.post(here() + "/tasks", wish(set));
  }

  JsonObject wish(Object... set) {
    return JsonObject.of("request_id", "r" + asked++, "set", JsonObject.of(set));
  }

  /// Changes a task as somebody has it before them.
  Answer change(Client who, JsonObject task, Object... set) {
    return patch(who, task, edit(task, "r" + asked++, set));
  }

  static Answer patch(Client who, JsonObject task, JsonObject edit) {
    var path = TASKS + id(task);
    return Gathering.patch(who, path, edit);
  }

  static JsonObject edit(JsonObject task, String request, Object... set) {
    return Gathering.edit(task, request, set);
  }

  static String id(JsonObject task) {
    return task.string("id").orElseThrow();
  }

  static long version(JsonObject task) {
    return task.integer("version").orElseThrow();
  }

  JsonObject read(JsonObject task) {
    return alice.get(TASKS + id(task)).ok().json();
  }

  static JsonObject into(String column) {
    return JsonObject.of("column", column);
  }

  Answer arrange(String site, long base, Object... columns) {
    var wish = JsonObject.of("base", base, "columns", JsonArray.of(columns));
    return alice.put(in(site) + "/board", wish);
  }

  List<JsonObject> cards(Client who, String query) {
    return objects(who.get(here() + "/tasks?" + query).ok().json(), "tasks");
  }

  List<String> titles(Client who, String query) {
    return cards(who, query).stream().map(card -> card.string("title").orElseThrow()).toList();
  }

  static List<JsonObject> objects(JsonObject answer, String name) {
    return answer.array(name).orElseThrow().objects();
  }

  static JsonArray people(Client... who) {
    return JsonArray.of(Stream.of(who).map(Client::user).toArray());
  }
}
