package parvis.suite.tasks;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.time.LocalDate;
import parvis.core.rights.Action;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonArray;

/// What is kept of a board, and when somebody wants to be reminded of a task.
final class ShelfRoutes {
  private static final String VIEWS = "/api/v1/spaces/{space}/views";
  private static final String VIEW = VIEWS + "/{view}";
  private static final String TEMPLATES = "/api/v1/spaces/{space}/templates";
  private static final String TEMPLATE = TEMPLATES + "/{template}";
  private static final String REMINDER = "/api/v1/tasks/{task}/reminder";

  private final Tasks tasks;
  private final Shelf shelf;
  private final Reminders reminders;
  private final Clock clock;

  ShelfRoutes(Tasks tasks, Shelf shelf, Reminders reminders, Clock clock) {
    this.tasks = tasks;
    this.shelf = shelf;
    this.reminders = reminders;
    this.clock = clock;
  }

  Routes table() {
    return Routes.of(
        get(VIEWS, "Views of a board", call -> all(call, Kept.Kind.VIEW)).answers(Shapes.VIEWS),
        post(VIEWS, "Keep a view", call -> add(call, Kept.Kind.VIEW))
            .takes(Shapes.VIEW)
            .answers(Shapes.VIEW_KEPT),
        put(VIEW, "Change a view", call -> change(call, Kept.Kind.VIEW))
            .takes(Shapes.VIEW)
            .answers(Shapes.VIEW_KEPT),
        delete(VIEW, "Take a view away", call -> remove(call, Kept.Kind.VIEW))
            .emptyBody()
            .answers(Shapes.NOTHING),
        get(TEMPLATES, "Templates of tasks", call -> all(call, Kept.Kind.TEMPLATE))
            .answers(Shapes.TEMPLATES),
        post(TEMPLATES, "Keep a template", call -> add(call, Kept.Kind.TEMPLATE))
            .takes(Shapes.TEMPLATE)
            .answers(Shapes.TEMPLATE_KEPT),
        put(TEMPLATE, "Change a template", call -> change(call, Kept.Kind.TEMPLATE))
            .takes(Shapes.TEMPLATE)
            .answers(Shapes.TEMPLATE_KEPT),
        delete(TEMPLATE, "Take a template away", call -> remove(call, Kept.Kind.TEMPLATE))
            .emptyBody()
            .answers(Shapes.NOTHING),
        post(TEMPLATE + "/tasks", "Make a task by a template", this::make)
            .costs(RateClass.MESSAGE)
            .takes(Shapes.USED)
            .answers(Shapes.CARDS),
        get(REMINDER, "When I want to be reminded of a task", this::reminder)
            .answers(Shapes.REMINDED),
        put(REMINDER, "Be reminded of a task", this::remind)
            .quiet()
            .takes(Shapes.REMINDER)
            .answers(Shapes.REMINDED),
        delete(REMINDER, "Be reminded no more", this::forget)
            .emptyBody()
            .quiet()
            .answers(Shapes.NOTHING));
  }

  private Reach reach(Call call) {
    return tasks.reach(call.actor(), call.path("space"), Action.SEE_TASKS);
  }

  private Reply all(Call call, Kept.Kind kind) {
    var all = shelf.all(reach(call), kind).stream().map(Kept::json).toArray();
    return Reply.fields(kind.word() + "s", JsonArray.of(all));
  }

  private Reply add(Call call, Kept.Kind kind) {
    var body = call.body();
    return Reply.json(shelf.add(call.actor(), reach(call), kind, body).json());
  }

  private Reply change(Call call, Kept.Kind kind) {
    var body = call.body();
    return Reply.json(shelf.change(reach(call), kind, call.path(kind.word()), body).json());
  }

  private Reply remove(Call call, Kept.Kind kind) {
    shelf.remove(reach(call), kind, call.path(kind.word()));
    return Reply.empty();
  }

  private Reply make(Call call) {
    var body = call.body();
    var today =
        body.optionalString("today")
            .map(text -> Said.day("today", text))
            .orElseGet(() -> LocalDate.now(clock));
    var made =
        shelf
            .make(call.actor(), reach(call), call.path("template"), Edit.request(body), today)
            .stream()
            .map(Tasks.Found::card)
            .toArray();
    return Reply.fields("tasks", JsonArray.of(made));
  }

  private Reply reminder(Call call) {
    return reminders
        .find(call.actor(), call.path("task"))
        .map(found -> Reply.json(found.json()))
        .orElseGet(Reply::empty);
  }

  private Reply remind(Call call) {
    var wish = Reminder.read(call.actor().user().value(), call.body());
    return Reply.json(reminders.set(call.actor(), call.path("task"), wish).json());
  }

  private Reply forget(Call call) {
    reminders.remove(call.actor(), call.path("task"));
    return Reply.empty();
  }
}
