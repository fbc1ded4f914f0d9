package parvis.suite.tasks;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Secrets;
import parvis.core.moderation.ServerNotices;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.core.search.Searchable;
import parvis.core.sync.Waits;
import parvis.core.things.Things;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.protocol.json.JsonObject;

/// The wiring of tasks.
public final class TasksFeature {
  /// How long it is known what a device asked for.
  private static final Duration REQUESTS_KEPT = Duration.ofDays(7);

  /// What tasks are built from. `nids` gives numbers that were never given before.
  ///
  /// @param executor runs many short pieces of blocking work
  public record Needs(
      Db db,
      Log log,
      Rooms rooms,
      Rights rights,
      Secrets secrets,
      Waits waits,
      ServerNotices notices,
      Things things,
      LongSupplier nids,
      Executor executor,
      Clock clock) {}

  private final Needs needs;
  private final TaskStore store = new TaskStore();
  private final Telling telling;
  private final Calls calls;
  private final News news;
  private final Searchable searchable;
  private final Routes routes;

  public TasksFeature(Needs needs) {
    this.needs = needs;
    var boards = new BoardStore();
    var notes = new NewsStore();
    this.telling = new Telling(needs, notes);
    var tasks = new Tasks(needs, store, boards, telling);
    this.calls = new Calls(needs, tasks, boards);
    needs.things().put("task", tasks::thing);
    this.news = new News(needs, tasks, new News.Stores(store, boards, notes));
    this.searchable = new TaskSearch(needs, tasks);
    this.routes =
        new TaskRoutes(tasks, new Boards(needs.db(), boards, telling), news)
            .table()
            .and(
                new TalkRoutes(
                        new Comments(needs, tasks, store, telling),
                        new Links(needs, tasks, store, telling))
                    .table())
            .and(new WorkRoutes(new Work(needs, tasks, store), needs.clock()).table());
  }

  /// Follows the log, for who follows a board.
  public Follower follower() {
    return news;
  }

  /// Tells what a stop left untold, and whom tasks call; to be called now and then.
  public void look() {
    telling.look();
    calls.look();
  }

  /// Forgets what devices asked for long ago; to be called now and then.
  public void forget() {
    var before = needs.clock().millis() - REQUESTS_KEPT.toMillis();
    needs
        .db()
        .write(
            tx -> {
              store.forgetRequests(tx, before);
              return true;
            });
  }

  /// How tasks are found among everything else.
  public Searchable searchable() {
    return searchable;
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return needs.db().read(tx -> OwnTasks.of(tx, actor.user().value()));
  }

  public Routes routes() {
    return routes;
  }
}
