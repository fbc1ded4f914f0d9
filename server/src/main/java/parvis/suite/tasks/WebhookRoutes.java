package parvis.suite.tasks;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.patch;
import static parvis.platform.http.Route.post;

import parvis.core.rights.Action;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;

/// Programs that are told when something of a board changed, for who arranges it.
final class WebhookRoutes {
  private static final String ALL = "/api/v1/spaces/{space}/webhooks";
  private static final String ONE = ALL + "/{webhook}";

  private final Tasks tasks;
  private final Webhooks webhooks;

  WebhookRoutes(Tasks tasks, Webhooks webhooks) {
    this.tasks = tasks;
    this.webhooks = webhooks;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "Webhooks of a board", this::all).answers(Shapes.WEBHOOKS),
        post(ALL, "Have a program told what changes on a board", this::add)
            .takes(Shapes.WEBHOOK)
            .answers(Shapes.WEBHOOK_MADE),
        patch(ONE, "Have it told other things, or nothing for a while", this::change)
            .takes(Shapes.WEBHOOK_WISH)
            .answers(Shapes.WEBHOOK_TOLD),
        delete(ONE, "Have it told no more", this::remove).emptyBody().answers(Shapes.NOTHING),
        post(ONE + "/test", "Try whether it hears", this::test)
            .emptyBody()
            .costs(RateClass.JOIN)
            .answers(Shapes.TOLD));
  }

  private Reach reach(Call call) {
    return tasks.reach(call.actor(), call.path("space"), Action.ARRANGE_TASKS);
  }

  private Reply all(Call call) {
    return Reply.fields("webhooks", JsonArray.of(webhooks.all(reach(call)).toArray()));
  }

  private Reply add(Call call) {
    var body = call.body();
    var wish = Webhook.Wish.read(body, Webhook.Wish.ALL);
    return Reply.json(webhooks.add(reach(call), body.string("uri"), wish).json());
  }

  private Reply change(Call call) {
    var body = call.body();
    return Reply.json(webhooks.change(reach(call), call.path("webhook"), body).json());
  }

  private Reply test(Call call) {
    // Nothing is said in it, and what is no JSON is refused as everywhere.
    call.body();
    return Reply.json(webhooks.test(reach(call), call.path("webhook")).json());
  }

  private Reply remove(Call call) {
    webhooks.remove(reach(call), call.path("webhook"));
    return Reply.empty();
  }
}
