package parvis.core.sync;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;

/// Wanting to hear of a thread, and wanting no more of it.
/// spec: MSC4306, MSC4308
final class SubscriptionRoutes {
  private static final String SUBSCRIPTION =
      "/_matrix/client/unstable/io.element.msc4306/rooms/{roomId}/thread/{threadRootId}/subscription";

  private static final String ALL =
      "/_matrix/client/unstable/io.element.msc4308/thread_subscriptions";

  private final Subscriptions subscriptions;
  private final SubscriptionsSection section;
  private final Log log;

  SubscriptionRoutes(SubscriptionsSection section, Log log) {
    this.subscriptions = section.subscriptions();
    this.section = section;
    this.log = log;
  }

  Routes table() {
    return Routes.of(
        get(SUBSCRIPTION, "Whether I want to hear of a thread", this::find),
        put(SUBSCRIPTION, "Hear of a thread", this::subscribe),
        delete(SUBSCRIPTION, "Hear no more of a thread", this::end).emptyBody(),
        get(ALL, "Threads I hear of", call -> section.page(call, log.applied())));
  }

  private Reply find(Call call) {
    var automatic =
        subscriptions
            .find(call.actor(), call.path("roomId"), call.path("threadRootId"))
            .orElseThrow(Refused::notFound);
    return Reply.fields("automatic", automatic);
  }

  private Reply subscribe(Call call) {
    var cause = call.body().optionalString("automatic");
    subscriptions.put(call.actor(), call.path("roomId"), call.path("threadRootId"), cause);
    return Reply.empty();
  }

  private Reply end(Call call) {
    subscriptions.end(call.actor(), call.path("roomId"), call.path("threadRootId"));
    return Reply.empty();
  }
}
