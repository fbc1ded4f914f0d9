package parvis.suite.tasks;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;
import static parvis.platform.http.Route.patch;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Live;
import parvis.platform.http.Parked;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Tasks, their boards and their history.
final class TaskRoutes {
  private static final String SPACE = "/api/v1/spaces/{space}";
  private static final String BOARD = SPACE + "/board";
  private static final String TASKS = SPACE + "/tasks";
  private static final String TASK = "/api/v1/tasks/{task}";

  private final Tasks tasks;
  private final Doing doing;
  private final Watching watching;
  private final Boards boards;
  private final News news;
  private final Broadcast broadcast;

  TaskRoutes(
      Tasks tasks, Doing doing, Watching watching, Boards boards, News news, Broadcast broadcast) {
    this.tasks = tasks;
    this.doing = doing;
    this.watching = watching;
    this.boards = boards;
    this.news = news;
    this.broadcast = broadcast;
  }

  Routes table() {
    return Routes.of(
        get(BOARD, "The board of a space", this::board).answers(Shapes.BOARD),
        put(BOARD, "Arrange the board of a space", this::arrange)
            .takes(Shapes.ARRANGED)
            .answers(Shapes.BOARD),
        post(BOARD + "/copy", "Arrange it as the board of another space is", this::copy)
            .takes(Shapes.COPIED)
            .answers(Shapes.BOARD),
        get(BOARD + "/history", "What became of the arrangement of a board", this::past)
            .asks(Shapes.FROM)
            .answers(PastShapes.BOARD_HISTORY),
        get(BOARD + "/lanes", "How many tasks stand where", this::lanes)
            .asks(Shapes.LANES_ASKED)
            .answers(Shapes.LANES),
        get(TASKS, "Tasks of a space", this::list).asks(Shapes.asked()).answers(Shapes.PAGE),
        post(TASKS, "Make a task", this::make)
            .costs(RateClass.MESSAGE)
            .takes(Shapes.MADE)
            .answers(Shapes.TASK),
        patch(TASKS, "Change many tasks at once", this::changeAll)
            .costs(RateClass.MESSAGE)
            .takes(Shapes.MANY)
            .answers(Shapes.MANY_DONE),
        parking(TASKS + "/changes", "Learn what changed on a board, or wait for it", this::follow)
            .asks(Shapes.FOLLOWED)
            .answers(Shapes.NEWS),
        parking(TASKS + "/stream", "Hear what changes on a board, as it changes", this::hear)
            .asks(Shapes.HEARD)
            .answers(Live.TYPE),
        get(TASK, "A task", this::one).answers(Shapes.TASK),
        patch(TASK, "Change a task", this::change)
            .costs(RateClass.MESSAGE)
            .takes(Shapes.CHANGED)
            .answers(Shapes.TASK),
        delete(TASK, "Take an archived task away for good", this::remove)
            .emptyBody()
            .answers(Shapes.NOTHING),
        put(TASK + "/watching", "Watch a task", this::watch)
            .costs(RateClass.JOIN)
            .emptyBody()
            .answers(Shapes.TASK),
        delete(TASK + "/watching", "Watch a task no more", this::unwatch)
            .costs(RateClass.JOIN)
            .emptyBody()
            .answers(Shapes.TASK),
        get(TASK + "/history", "What changed of a task", this::history)
            .asks(Shapes.FROM)
            .answers(PastShapes.HISTORY));
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

  private Reply copy(Call call) {
    var body = call.body();
    var from =
        tasks.reach(call.actor(), body.string("from", Body.NAME_BYTES_MAX), Action.SEE_ALL_TASKS);
    var to = reach(call, Action.ARRANGE_TASKS);
    return Reply.json(boards.copy(from, to, body.integer("base")).json());
  }

  private Reply lanes(Call call) {
    var counts =
        tasks.lanes(reach(call, Action.SEE_TASKS), Lanes.read(call)).stream()
            .map(
                one ->
                    JsonObject.of("column", one.column(), "lane", one.lane(), "tasks", one.tasks()))
            .toArray();
    return Reply.fields("counts", JsonArray.of(counts));
  }

  private Reply changeAll(Call call) {
    var many = Many.read(call.body());
    return Reply.json(doing.changeAll(call.actor(), call.path("space"), many).json());
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
    news.follow(following(call, call.query("since"), Duration.ZERO, News.TIMEOUT_MAX), parked);
  }

  /// Who comes back says by the header how far they have heard.
  private void hear(Call call, Parked parked) {
    var since = call.header("Last-Event-ID").or(() -> call.query("since"));
    var life = Live.Bounds.USUAL.life();
    broadcast.hear(following(call, since, life, life), parked);
  }

  private Following following(Call call, Optional<String> since, Duration usual, Duration most) {
    var reach = reach(call, Action.SEE_TASKS);
    var from = since.orElseThrow(() -> Refused.missingParam("\"since\" is missing"));
    var timeout = call.queryLong("timeout").orElse(usual.toMillis());
    if (timeout < 0) {
      throw Said.invalid("timeout", "is not negative");
    }
    return new Following(
        news,
        call.actor(),
        reach.spaceId(),
        reach.spaceNid(),
        news.position(from),
        Duration.ofMillis(Math.min(timeout, most.toMillis())));
  }

  private Reply make(Call call) {
    var edit = Edit.make(call.body());
    return Reply.json(doing.make(call.actor(), call.path("space"), edit).json());
  }

  private Reply one(Call call) {
    return Reply.json(tasks.find(call.actor(), call.path("task")).json());
  }

  private Reply change(Call call) {
    var edit = Edit.change(call.body());
    return Reply.json(doing.change(call.actor(), call.path("task"), edit).json());
  }

  private Reply remove(Call call) {
    doing.delete(call.actor(), call.path("task"));
    return Reply.empty();
  }

  private Reply watch(Call call) {
    // Nothing is said in it, and what is no JSON is refused as everywhere.
    call.body();
    return Reply.json(watching.join(call.actor(), call.path("task")).json());
  }

  private Reply unwatch(Call call) {
    return Reply.json(watching.leave(call.actor(), call.path("task")).json());
  }

  private Reply history(Call call) {
    var past = tasks.history(call.actor(), call.path("task"), from(call));
    return changes(past.changes(), past.next());
  }

  private Reply past(Call call) {
    var past = boards.history(reach(call, Action.SEE_TASKS), from(call));
    return changes(past.changes(), past.next());
  }

  private static long from(Call call) {
    return call.queryLong("from").orElse(Long.MAX_VALUE);
  }

  private static Reply changes(List<HistoryStore.Change> all, long next) {
    var changes = all.stream().map(TaskRoutes::change).toArray();
    var told = JsonObject.builder().put("changes", JsonArray.of(changes));
    if (next > 0) {
      told.put("next", next);
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
