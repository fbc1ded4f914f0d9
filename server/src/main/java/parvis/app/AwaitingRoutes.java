package parvis.app;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.object;

import java.util.stream.Stream;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.json.JsonObject;

/// How much waits for somebody to decide on it, of each kind on which they decide: numbers alone.
/// They tell of nobody, so that nothing is noted with the accesses; who opens the page of a kind
/// reads of whom it is, and that is noted.
final class AwaitingRoutes {
  private static final Shape WAITING =
      object(
          Stream.of(
                  "claims", "more_time", "applications", "space_requests", "objections", "reports")
              .map(kind -> may(kind, count()))
              .toList());

  private final Core core;
  private final Leaves leaves;

  AwaitingRoutes(Core core, Leaves leaves) {
    this.core = core;
    this.leaves = leaves;
  }

  Routes routes() {
    return Routes.of(
        get("/api/v1/awaiting", "How much waits for me to decide", this::all)
            .answers(WAITING)
            .costs(RateClass.SEARCH));
  }

  private Reply all(Call call) {
    var actor = call.actor();
    return Reply.json(
        JsonObject.builder()
            .putIf("claims", core.organisations().claimsWaiting(actor))
            .putIf("more_time", core.organisations().moreTimeWaiting(actor))
            .putIf("applications", leaves.pilots().waiting(actor))
            .putIf("space_requests", leaves.spaces().waiting(actor))
            .putIf("objections", leaves.objections().waiting(actor))
            .putIf("reports", core.moderation().waiting(actor))
            .build());
  }
}
