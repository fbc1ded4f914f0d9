package parvis.suite.tasks;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.io.IOException;
import parvis.base.Language;
import parvis.core.rights.Action;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;

/// Tables of tasks.
final class FileRoutes {
  private static final String TABLE = "/api/v1/spaces/{space}/tasks/table";
  private static final String TYPE = "text/csv; charset=utf-8";

  private final Tasks tasks;
  private final TaskFiles files;

  FileRoutes(Tasks tasks, TaskFiles files) {
    this.tasks = tasks;
    this.files = files;
  }

  Routes table() {
    return Routes.of(
        get(TABLE, "Tasks of a space as a table", this::out)
            .costs(RateClass.SEARCH)
            .asks(Shapes.asked())
            .answers("text/csv"),
        post(TABLE, "Make tasks of a table", this::in)
            .streamed()
            .costs(RateClass.JOIN)
            .asks(Shape.may("dry_run", Shape.yesOrNo()))
            .takes("text/csv")
            .answers(Shapes.READ_IN));
  }

  private Reply out(Call call) {
    var reach = tasks.reach(call.actor(), call.path("space"), Action.SEE_TASKS);
    var language = Language.of(call.header("Accept-Language").orElse(""));
    var table = files.table(reach, Filter.read(call).whole(), language);
    return Reply.bytes(200, TYPE, table)
        .header("Content-Disposition", "attachment; filename=\"parvis.csv\"");
  }

  /// Who may not is refused before anything is read; what is too long, once it is.
  private Reply in(Call call) throws IOException {
    var reach = tasks.reach(call.actor(), call.path("space"), Action.DO_TASKS);
    var real = !call.queryBool("dry_run").orElse(false);
    var bytes = call.stream().readNBytes(TaskFile.BYTES_MAX + 1);
    return Reply.json(TaskFiles.json(files.read(call.actor(), reach, bytes, real)));
  }
}
