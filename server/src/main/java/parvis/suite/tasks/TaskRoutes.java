package parvis.suite.tasks;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;
import static parvis.platform.http.Route.patch;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.http.Call;
import parvis.platform.http.Parked;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Tasks, their boards and their history.
final class TaskRoutes {
  private static final String SPACE = "/api/v1/spaces/{space}";
  private static final String BOARD = SPACE + "/board";
  private static final String TASKS = SPACE + "/tasks";
  private static final String TASK = "/api/v1/tasks/{task}";

  private final Tasks tasks;
  private final Boards boards;
  private final News news;

  TaskRoutes(Tasks tasks, Boards boards, News news) {
    this.tasks = tasks;
    this.boards = boards;
    this.news = news;
  }

  Routes table() {
    return Routes.of(
        get(BOARD, "The board of a space", this::board),
        put(BOARD, "Arrange the board of a space", this::arrange),
        get(TASKS, "Tasks of a space", this::list),
        post(TASKS, "Make a task", this::make).costs(RateClass.MESSAGE),
        parking(TASKS + "/changes", "Learn what changed on a board, or wait for it", this::follow),
        get(TASK, "A task", this::one),
        patch(TASK, "Change a task", this::change).costs(RateClass.MESSAGE),
        delete(TASK, "Take an archived task away for good", this::remove).emptyBody(),
        get(TASK + "/history", "What changed of a task", this::history));
  }

  private Reach reach(Call call, Action least) {
    return tasks.reach(call.actor(), call.path("space"), least);
  }

  private Reply board(Call call) {
    return Reply.json(boards.find(reach(call, Action.SEE_TASKS)).json());
  }

  private Reply arrange(Call call) {
    var body = call.body();
    var base = body.integer("base");
    return Reply.json(boards.arrange(reach(call, Action.ARRANGE_TASKS), base, body).json());
  }

  private Reply list(Call call) {
    var reach = reach(call, Action.SEE_TASKS);
    var filter = Filter.read(call);
    var since = news.token();
    var found = tasks.list(reach, filter);
    var page = found.subList(0, Math.min(filter.page().limit(), found.size()));
    var cards = page.stream().map(task -> task.card(reach.spaceId())).toArray();
    var told = JsonObject.builder().put("since", since).put("tasks", JsonArray.of(cards));
    if (page.size() < found.size()) {
      told.put("next", filter.next(page.getLast()));
    }
    return Reply.json(told.build());
  }

  private void follow(Call call, Parked parked) {
    var reach = reach(call, Action.SEE_TASKS);
    var since = call.query("since").orElseThrow(() -> Refused.missingParam("\"since\" is missing"));
    var timeout = call.queryLong("timeout").orElse(0);
    if (timeout < 0) {
      throw Values.invalid("timeout", "is not negative");
    }
    var millis = Math.min(timeout, News.TIMEOUT_MAX.toMillis());
    var following =
        new Following(
            news,
            call.actor(),
            reach.spaceId(),
            reach.spaceNid(),
            news.position(since),
            Duration.ofMillis(millis));
    news.follow(following, parked);
  }

  private Reply make(Call call) {
    var edit = Edit.make(call.body());
    return Reply.json(tasks.make(call.actor(), call.path("space"), edit).json());
  }

  private Reply one(Call call) {
    return Reply.json(tasks.find(call.actor(), call.path("task")).json());
  }

  private Reply change(Call call) {
    var edit = Edit.change(call.body());
    return Reply.json(tasks.change(call.actor(), call.path("task"), edit).json());
  }

  private Reply remove(Call call) {
    tasks.delete(call.actor(), call.path("task"));
    return Reply.empty();
  }

  private Reply history(Call call) {
    var from = call.queryLong("from").orElse(Long.MAX_VALUE);
    var past = tasks.history(call.actor(), call.path("task"), from);
    var changes = past.changes().stream().map(TaskRoutes::change).toArray();
    var told = JsonObject.builder().put("changes", JsonArray.of(changes));
    if (past.next() > 0) {
      told.put("next", past.next());
    }
    return Reply.json(told.build());
  }

  private static JsonObject change(HistoryStore.Change change) {
    return JsonObject.of(
        "version", change.version(),
        "at", change.fact().atMs(),
        "by", change.fact().by(),
        "field", change.field(),
        "from", change.was(),
        "to", change.became());
  }
}
