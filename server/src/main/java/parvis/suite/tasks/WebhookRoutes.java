package parvis.suite.tasks;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import parvis.core.rights.Action;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;

/// Programs that are told when something of a board changed, for who arranges it.
final class WebhookRoutes {
  private static final String ALL = "/api/v1/spaces/{space}/webhooks";

  private final Tasks tasks;
  private final Webhooks webhooks;

  WebhookRoutes(Tasks tasks, Webhooks webhooks) {
    this.tasks = tasks;
    this.webhooks = webhooks;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "Webhooks of a board", this::all),
        post(ALL, "Have a program told what changes on a board", this::add).takes(Shapes.WEBHOOK),
        delete(ALL + "/{webhook}", "Have it told no more", this::remove).emptyBody());
  }

  private Reach reach(Call call) {
    return tasks.reach(call.actor(), call.path("space"), Action.ARRANGE_TASKS);
  }

  private Reply all(Call call) {
    var all = webhooks.all(reach(call)).stream().map(Webhook::json).toArray();
    return Reply.fields("webhooks", JsonArray.of(all));
  }

  private Reply add(Call call) {
    var uri = call.body().string("uri");
    return Reply.json(webhooks.add(reach(call), uri).json());
  }

  private Reply remove(Call call) {
    webhooks.remove(reach(call), call.path("webhook"));
    return Reply.empty();
  }
}
