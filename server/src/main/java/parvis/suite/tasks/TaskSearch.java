package parvis.suite.tasks;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.StreamSupport;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Space;
import parvis.core.search.Findings;
import parvis.core.search.Question;
import parvis.core.search.Searchable;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

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
  public Findings find(Question question) {
    if (question.room().isPresent()) {
      return Findings.NONE;
    }
    var from = question.page().next().map(TaskSearch::offset).orElse(0);
    var query = query(question);
    var read = needs.db().read(tx -> query.list(tx, TaskStore::task));
    var found =
        tasks.seenOf(question.actor(), read).stream()
            .sorted(Comparator.comparing(one -> !question.matches(title(one))))
            .limit(LOOKED_AT_MAX)
            .toList();
    var page = found.stream().skip(from).limit(question.page().limit()).toList();
    var end = from + page.size();
    var spaces = new HashMap<String, Integer>();
    var people = new HashMap<String, Integer>();
    for (var one : found) {
      spaces.merge(one.reach().spaceId(), 1, Integer::sum);
      one.task().assignees().forEach(person -> people.merge(person, 1, Integer::sum));
    }
    return new Findings(
        page.stream().map(TaskSearch::json).toList(),
        found.size(),
        read.size() > LOOKED_AT_MAX,
        end < found.size() ? Optional.of(Integer.toString(end)) : Optional.empty(),
        spaces,
        people);
  }

  private static int offset(String next) {
    try {
      return Math.clamp(Long.parseLong(next), 0, LOOKED_AT_MAX);
    } catch (NumberFormatException foreign) {
      throw Refused.invalidParam("This is not a page of a search.");
    }
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
    var own = needs.rooms().memberships().of(actor.userNid()).all();
    return StreamSupport.stream(own.spliterator(), false)
        .filter(standing -> standing.membership() == Membership.JOIN)
        .flatMap(standing -> needs.rooms().find(standing.room()).stream())
        .flatMap(room -> needs.rights().find(room.id().value()).stream())
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
