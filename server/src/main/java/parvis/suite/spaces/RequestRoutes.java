package parvis.suite.spaces;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.spaces.RequestStore.Request;

/// What people ask of approvers, and their answers.
final class RequestRoutes {
  static final String ALL = "/api/v1/space_requests";
  private static final String ONE = ALL + "/{request}";
  static final int REASON_CHARS_MAX = 1_000;

  private final Asking asking;

  RequestRoutes(Asking asking) {
    this.asking = asking;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "The spaces that I ask for, or decide on", this::all).answers(Shapes.WISHES),
        put(ONE, "Decide on a space that somebody asks for", this::decide)
            .takes(Shapes.DECIDED)
            .answers(Shapes.WISH)
            .costs(RateClass.JOIN),
        delete(ONE, "Ask for a space no more", this::takeBack)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var seen = asking.seen(call.actor()).stream().map(one -> json(call.actor(), one)).toArray();
    return Reply.fields("requests", JsonArray.of(seen));
  }

  JsonObject json(Actor actor, Request request) {
    return JsonObject.builder()
        .put("id", request.id())
        .put("by", request.asker())
        .put("wish", request.wish())
        .put("state", request.state().word())
        .put("reason", request.reason())
        .put("at", request.createdMs())
        .putIf("decided_at", request.decidedMs())
        .putIf("decided_by", request.decidedBy())
        .putIf("space_id", request.space())
        .put("may_decide", asking.decides(actor, request))
        .build();
  }

  private Reply decide(Call call) {
    var body = call.body();
    var decision = body.string("decision", Body.NAME_BYTES_MAX);
    var reason = body.optionalString("reason", REASON_CHARS_MAX).orElse("").strip();
    var amended = body.optionalObject("amended").orElse(JsonObject.EMPTY);
    var id = call.path("request");
    var decided =
        switch (decision) {
          case "approve" -> asking.approve(call.actor(), id, amended, reason);
          case "refuse" -> asking.refuse(call.actor(), id, reason);
          default -> throw Refused.invalidParam("\"decision\" is approve or refuse");
        };
    return Reply.json(json(call.actor(), decided));
  }

  private Reply takeBack(Call call) {
    asking.takeBack(call.actor(), call.path("request"));
    return Reply.empty();
  }
}
