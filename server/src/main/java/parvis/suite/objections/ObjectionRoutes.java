package parvis.suite.objections;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.objections.ObjectionStore.After;

/// One's own objection, and those that others answer.
final class ObjectionRoutes {
  private static final String MINE = "/api/v1/objection";
  private static final String ALL = "/api/v1/objections";
  static final int TEXT_CHARS_MAX = 4_000;

  private final Objections objections;

  ObjectionRoutes(Objections objections) {
    this.objections = objections;
  }

  Routes table() {
    return Routes.of(
        get(MINE, "What I objected to, and what was answered", this::mine).answers(Shapes.MINE),
        put(MINE, "Object to a use of my data", this::object)
            .takes(Shapes.OBJECTED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN)
            .quiet(),
        delete(MINE, "Take back what waits for an answer", this::withdraw)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN)
            .quiet(),
        get(ALL, "Objections that wait for me", this::open)
            .answers(Shapes.OPEN)
            .noted("read objections"),
        put(ALL + "/{objection}/answer", "Answer an objection", this::answer)
            .takes(Shapes.ANSWERED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private Reply mine(Call call) {
    var all = objections.mine(call.actor()).stream().map(Objection::own).toArray();
    return Reply.fields("objections", JsonArray.of(all));
  }

  private Reply object(Call call) {
    objections.object(call.actor(), text(call, "text"));
    return Reply.empty();
  }

  private static String text(Call call, String field) {
    var text = call.body().string(field, TEXT_CHARS_MAX).strip();
    if (text.isEmpty()) {
      throw Refused.invalidParam("\"" + field + "\" says something");
    }
    return text;
  }

  private Reply withdraw(Call call) {
    objections.withdraw(call.actor());
    return Reply.empty();
  }

  private Reply open(Call call) {
    var after =
        call.query("from")
            .map(
                from ->
                    After.parse(from)
                        .orElseThrow(() -> Refused.invalidParam("\"from\" is no end of a page")))
            .orElse(After.NONE);
    var page = objections.open(call.actor(), after);
    var all = page.stream().map(Objection::waiting).toArray();
    var told = JsonObject.builder().put("objections", JsonArray.of(all));
    if (page.size() == ObjectionStore.PAGE_MAX) {
      told.put("next", After.of(page.getLast()).said());
    }
    return Reply.json(told.build());
  }

  private Reply answer(Call call) {
    objections.answer(call.actor(), call.path("objection"), text(call, "answer"));
    return Reply.empty();
  }
}
