package parvis.suite.tasks;

import java.util.Comparator;
import java.util.List;
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

  /// Tasks that are read one after the other: a word that is in many is in enough of these.
  private static final int WALKED_MAX = 3_000;

  /// The tasks of everybody that come first. Of a word that is in very many, these are read instead
  /// of all that the index of words would give; of other words it gives all there are.
  private static final String FIRST =
      """
       from (select * from task where not archived
              order by state <> 'open', changed_ms desc, nid limit ?) task""";

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
    var read = read(question);
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

  private List<Task> read(Question question) {
    var seen = seenWhole(question.actor());
    var first =
        narrowed(new Query(TaskStore.SHORT_COLUMNS).then(FIRST, WALKED_MAX), question, seen);
    var all = narrowed(new Query(TaskStore.SHORT), question, seen);
    first.then(" order by state <> 'open', changed_ms desc, nid limit ?", LOOKED_AT_MAX + 1);
    all.then(" order by state <> 'open', changed_ms + 0 desc, nid limit ?", LOOKED_AT_MAX + 1);
    return needs
        .db()
        .snapshot(
            tx -> {
              if (question.slips()) {
                tx.plannedOnce();
                return all.list(tx, TaskStore::task);
              }
              tx.plannedAnew();
              var read = first.list(tx, TaskStore::task);
              return read.size() > LOOKED_AT_MAX ? read : all.list(tx, TaskStore::task);
            });
  }

  private Query narrowed(Query query, Question question, long[] seen) {
    query
        .and("words @@ ?::tsquery", question.tsquery())
        .and("not archived")
        .and("(space = any(?) or own @> array[?]::text[])", seen, question.actor().user().value());
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
    return query;
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
