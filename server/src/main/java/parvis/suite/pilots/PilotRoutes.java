package parvis.suite.pilots;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonObject;

/// Pilots, for who runs the server, and for the administrators and agents of an organisation that
/// has one.
final class PilotRoutes {
  private static final String ALL = "/api/v1/pilots";
  private static final String MINE = "/api/v1/pilot";
  private static final int WORD_CHARS_MAX = 20;

  private final Pilots pilots;
  private final Survey survey;
  private final Clock clock;

  PilotRoutes(Pilots pilots, Survey survey, Clock clock) {
    this.pilots = pilots;
    this.survey = survey;
    this.clock = clock;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "What organisations try out", this::all).answers(Shapes.PILOTS),
        put(ALL + "/{organisation}/decision", "Open a pilot or close it", this::end)
            .takes(Shapes.ENDED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        put(ALL + "/{organisation}/terms", "Give a pilot more time, or people", this::extend)
            .takes(Shapes.EXTENDED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        get(MINE, "What my organisation tries out", this::mine).answers(Shapes.MINE),
        put(MINE + "/answers", "Answer five questions on it", this::answer)
            .takes(Shapes.ANSWERS)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var told = pilots.all(call.actor()).stream().map(PilotRoutes::json).toArray();
    return Reply.fields("pilots", JsonArray.of(told));
  }

  private static JsonObject json(Pilots.Told told) {
    var pilot = told.pilot();
    return JsonObject.builder()
        .put("organisation", pilot.id())
        .put("name", pilot.name())
        .put("state", pilot.state().word())
        .put("people_max", pilot.terms().peopleMax())
        .put("begun", pilot.begunMs())
        .put("ends", pilot.terms().endsMs())
        .put("goals", pilot.terms().goals())
        .put("reason", pilot.reason())
        .put("report", report(told))
        .build();
  }

  private static JsonObject report(Pilots.Told told) {
    var report = JsonObject.builder().put("people_min", Pilots.PEOPLE_MIN);
    tell(report, "people", told.people());
    tell(report, "arrived", told.arrived());
    tell(report, "active", told.active());
    return report
        .putIf(
            "survey",
            told.averages()
                .map(
                    of ->
                        JsonObject.of(
                            "people", of.people(), "tenths", JsonArray.of(of.tenths().toArray()))))
        .build();
  }

  private static void tell(JsonObject.Builder report, String name, OptionalLong figure) {
    figure.ifPresent(told -> report.put(name, told));
  }

  private Reply end(Call call) {
    var body = call.body();
    var state =
        switch (body.string("decision", WORD_CHARS_MAX)) {
          case "open" -> PilotStore.State.OPEN;
          case "close" -> PilotStore.State.CLOSED;
          default -> throw Refused.invalidParam("\"decision\" is open or close");
        };
    var reason = ApplicationRoutes.text(body, "reason");
    pilots.decide(call.actor(), call.path("organisation"), state, reason);
    return Reply.empty();
  }

  private Reply extend(Call call) {
    var body = call.body();
    var peopleMax = ApplicationRoutes.peopleMax(body);
    var ends = ApplicationRoutes.ends(body, clock);
    pilots.extend(call.actor(), call.path("organisation"), peopleMax, ends);
    return Reply.empty();
  }

  private Reply mine(Call call) {
    return Reply.json(
        survey
            .of(call.actor())
            .map(
                of ->
                    JsonObject.builder()
                        .put("name", of.pilot().name())
                        .put("ends", of.pilot().terms().endsMs())
                        .put("goals", of.pilot().terms().goals())
                        .putIf("answers", of.answers().map(all -> JsonArray.of(all.toArray())))
                        .build())
            .orElse(JsonObject.EMPTY));
  }

  private Reply answer(Call call) {
    survey.answer(call.actor(), answers(call.body()));
    return Reply.empty();
  }

  private static List<Long> answers(Body body) {
    var given =
        body.array("answers").values().stream()
            .limit(Survey.QUESTIONS + 1)
            .map(value -> value instanceof JsonInteger(long point) ? point : 0L)
            .filter(point -> point >= 1 && point <= Survey.MOST)
            .toList();
    if (given.size() != Survey.QUESTIONS || body.array("answers").size() != Survey.QUESTIONS) {
      throw Refused.invalidParam("\"answers\" are five numbers from 1 to 5");
    }
    return given;
  }
}
