package parvis.suite.tasks;

import java.util.Comparator;
import parvis.base.Actor;
import parvis.core.rights.Space;
import parvis.core.search.Findings;
import parvis.core.search.Question;
import parvis.core.search.Searchable;
import parvis.platform.http.Shape;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Tasks that are not archived, by the words of their titles and descriptions: those of spaces of
/// which somebody sees all, and their own. Open ones come first, and of these what was changed
/// last.
final class TaskSearch implements Searchable {
  /// Tasks of one search that are looked at.
  private static final int LOOKED_AT_MAX = 200;

  private final TasksFeature.Needs needs;
  private final Tasks tasks;

  TaskSearch(TasksFeature.Needs needs, Tasks tasks) {
    this.needs = needs;
    this.tasks = tasks;
  }

  @Override
  public String kind() {
    return "task";
  }

  @Override
  public Shape told() {
    return Shapes.HIT;
  }

  @Override
  public Findings find(Question question) {
    if (question.room().isPresent()) {
      return Findings.NONE;
    }
    var query = query(question);
    var read = needs.db().read(tx -> query.list(tx, TaskStore::task));
    var found =
        tasks.seenOf(question.actor(), read).stream()
            .sorted(Comparator.comparing(one -> !question.matches(title(one))))
            .limit(LOOKED_AT_MAX)
            .map(
                one ->
                    new Findings.Found(
                        one.reach().spaceId(), one.task().assignees(), () -> json(one)))
            .toList();
    return Findings.of(question, found, read.size() > LOOKED_AT_MAX);
  }

  private static String title(Tasks.Found found) {
    return found.task().text(Field.TITLE);
  }

  private Query query(Question question) {
    var user = question.actor().user().value();
    var query =
        new Query(TaskStore.SHORT)
            .and("words @@ ?::tsquery", question.tsquery())
            .and("not archived")
            .and("(space = any(?) or own @> array[?]::text[])", seenWhole(question.actor()), user);
    question
        .space()
        .ifPresent(
            id ->
                query.and("space = ?", needs.rooms().find(id).map(room -> room.nid()).orElse(0L)));
    question
        .person()
        .map(UserId::value)
        .ifPresent(who -> query.and("(made_by = ? or ? = any(assignees))", who, who));
    var span = question.span();
    if (!span.isAlways()) {
      query.and("changed_ms >= ?", span.fromMs()).and("changed_ms < ?", span.untilMs());
    }
    return query.then(" order by state <> 'open', changed_ms desc, nid limit ?", LOOKED_AT_MAX + 1);
  }

  /// The spaces of which somebody sees all tasks.
  private long[] seenWhole(Actor actor) {
    return needs
        .rights()
        .joined(actor)
        .filter(space -> tasks.reach(actor.user(), space).seesAll())
        .map(Space::room)
        .mapToLong(room -> room.nid())
        .toArray();
  }

  private static JsonObject json(Tasks.Found found) {
    var task = found.task();
    return JsonObject.builder()
        .put("task", task.key().id())
        .put("space", found.reach().spaceId())
        .put("space_name", found.reach().space().name())
        .put("number", task.key().number())
        .put("title", task.text(Field.TITLE))
        .put("state", task.state().word())
        .putIf("due", task.day(Field.DUE))
        .put("assignees", JsonArray.of(task.assignees().toArray()))
        .put("at", task.changedMs())
        .build();
  }
}
