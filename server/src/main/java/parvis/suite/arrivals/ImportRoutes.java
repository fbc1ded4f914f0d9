package parvis.suite.arrivals;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.arrivals.ImportStore.Line;
import parvis.suite.arrivals.ImportStore.Outcome;
import parvis.suite.arrivals.Imports.Told;

/// Files of people, for who administers their organisation.
final class ImportRoutes {
  private static final String ALL = "/api/v1/imports";
  private static final String ONE = ALL + "/{import}";

  /// Lines that are looked up together for a report.
  private static final int REPORT_PAGE_MAX = 10_000;

  private final Imports imports;
  private final Making making;
  private final Executor workers;

  ImportRoutes(Imports imports, Making making, Executor workers) {
    this.imports = imports;
    this.making = making;
    this.workers = workers;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "The imports of an organisation", this::all).answers(Shapes.IMPORTS),
        post(ALL, "Read in a file of people", this::read)
            .takes("text/csv")
            .answers(Shapes.IMPORT)
            .streamed()
            .costs(RateClass.JOIN),
        get(ONE, "How far an import has come", this::one).answers(Shapes.IMPORT),
        delete(ONE, "Forget an import", this::remove)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        get(ONE + "/lines", "What becomes of the lines of an import", this::lines)
            .answers(Shapes.LINES)
            .noted("read import"),
        get(ONE + "/report", "The same as a table", this::report)
            .answers("text/csv")
            .noted("export import"),
        post(ONE + "/start", "Make the people of an import", this::start)
            .takes(Shapes.STARTED)
            .answers(Shapes.IMPORT)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(ONE + "/cancel", "Make nobody more of an import", this::cancel)
            .answers(Shapes.IMPORT)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private static String organisation(Call call) {
    return call.query("organisation")
        .filter(id -> id.length() <= Body.NAME_BYTES_MAX)
        .orElseThrow(() -> Refused.missingParam("\"organisation\" is missing"));
  }

  private Reply all(Call call) {
    var found = imports.of(call.actor(), organisation(call)).stream().map(ImportRoutes::json);
    return Reply.fields("imports", JsonArray.of(found.toArray()));
  }

  /// Who may not is refused before anything is read; what is too long, once it is.
  private Reply read(Call call) throws IOException {
    var organisation = organisation(call);
    imports.require(call.actor(), organisation);
    var bytes = call.stream().readNBytes(PeopleFile.BYTES_MAX + 1);
    return Reply.json(json(imports.read(call.actor(), organisation, bytes)));
  }

  private Reply one(Call call) {
    return Reply.json(json(imports.one(call.actor(), call.path("import"))));
  }

  private Reply remove(Call call) {
    imports.remove(call.actor(), call.path("import"));
    return Reply.empty();
  }

  private Reply start(Call call) {
    var language = Language.of(call.header("Accept-Language").orElse(""));
    var invites = call.body().bool("invite", false);
    var told = imports.start(call.actor(), call.path("import"), invites, language);
    workers.execute(making::look);
    return Reply.json(json(told));
  }

  private Reply cancel(Call call) {
    call.body();
    return Reply.json(json(imports.cancel(call.actor(), call.path("import"))));
  }

  private Reply lines(Call call) {
    var after = Math.clamp(call.queryLong("after").orElse(0), 0, Integer.MAX_VALUE);
    var outcome = call.query("outcome").map(ImportRoutes::outcome);
    var page =
        imports.page(call.actor(), call.path("import"), after, outcome, ImportStore.PAGE_MAX);
    var told = page.stream().map(ImportRoutes::json).toArray();
    return Reply.fields("lines", JsonArray.of(told));
  }

  private static Outcome outcome(String word) {
    return Stream.of(Outcome.values())
        .filter(outcome -> outcome.word().equals(word))
        .findFirst()
        .orElseThrow(() -> Refused.invalidParam("\"outcome\" is none of those that there are"));
  }

  private Reply report(Call call) {
    var file = new ReportFile(Language.of(call.header("Accept-Language").orElse("")));
    var parts = new ArrayList<byte[]>(List.of(file.head()));
    var lines = new ArrayList<Line>();
    do {
      var after = lines.isEmpty() ? 0 : lines.getLast().number();
      lines.clear();
      lines.addAll(
          imports.page(
              call.actor(), call.path("import"), after, Optional.empty(), REPORT_PAGE_MAX));
      parts.add(file.rows(lines));
    } while (!lines.isEmpty());
    return Reply.bytes(200, "text/csv; charset=utf-8", parts)
        .header("Content-Disposition", "attachment; filename=\"import.csv\"");
  }

  private static JsonObject json(Told told) {
    var of = told.of();
    var counts = JsonObject.builder();
    for (var outcome : Outcome.values()) {
      counts.put(outcome.word(), told.counts().of(outcome));
    }
    return JsonObject.builder()
        .put("id", of.id())
        .put("organisation", of.organisationId())
        .put("state", of.state().word())
        .put("invite", of.invites())
        .put("created", of.createdMs())
        .put("total", of.total())
        .put("done", of.total() - told.counts().of(Outcome.NEW))
        .put("mails_left", told.counts().due())
        .put("counts", counts.build())
        .putIf("stopped", of.stopped())
        .build();
  }

  private static JsonObject json(Line line) {
    return JsonObject.builder()
        .put("line", line.number())
        .put("address", line.address())
        .put("name", line.name())
        .put("function", line.function())
        .put("outcome", line.outcome().word())
        .putIf("reason", Optional.of(line.reason()).filter(reason -> !reason.isEmpty()))
        .build();
  }
}
