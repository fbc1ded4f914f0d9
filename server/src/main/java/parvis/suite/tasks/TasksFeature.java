package parvis.suite.tasks;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.core.identity.Secrets;
import parvis.core.media.Media;
import parvis.core.moderation.ServerNotices;
import parvis.core.rights.Rights;
import parvis.core.rooms.People;
import parvis.core.rooms.Rooms;
import parvis.core.search.Searchable;
import parvis.core.sync.Hearers;
import parvis.core.sync.Waits;
import parvis.core.things.Things;
import parvis.platform.db.Db;
import parvis.platform.egress.Egress;
import parvis.platform.http.Routes;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonObject;

/// The wiring of tasks.
public final class TasksFeature {
  private static final Logger LOG = LoggerFactory.getLogger(TasksFeature.class);

  /// How long it is known what a device asked for.
  private static final Duration REQUESTS_KEPT = Duration.ofDays(7);

  /// What tasks are built from. `nids` gives numbers that were never given before.
  ///
  /// @param executor runs many short pieces of blocking work
  /// @param zone where the house is
  public record Needs(
      Db db,
      Log log,
      Rooms rooms,
      People people,
      Rights rights,
      Secrets secrets,
      Waits waits,
      Hearers hearers,
      ServerNotices notices,
      Things things,
      Media media,
      Egress egress,
      MasterKey masterKey,
      LongSupplier nids,
      Executor executor,
      Clock clock,
      ZoneId zone) {}

  private final Needs needs;
  private final Stores stores = Stores.of();
  private final Tasks tasks;
  private final Telling telling;
  private final Recurring recurring;
  private final Calls calls;
  private final News news;
  private final Broadcast broadcast;
  private final WorkNews workNews;
  private final Searchable searchable;
  private final Webhooks webhooks;
  private final Comments comments;
  private final Routes routes;

  public TasksFeature(Needs needs) {
    this.needs = needs;
    this.telling = new Telling(telling(needs), stores.news());
    this.tasks = new Tasks(needs, stores.tasks());
    this.recurring = new Recurring(needs, tasks, stores, telling);
    needs.things().put("task", tasks::thing);
    this.calls = new Calls(needs, tasks, stores.boards());
    this.webhooks = new Webhooks(needs, stores.boards());
    this.news = new News(needs, tasks, stores, telling);
    this.broadcast = new Broadcast(needs, tasks, news);
    this.searchable = new TaskSearch(needs, tasks);
    var days = needs.clock().withZone(needs.zone());
    var reminders = new Reminders(needs.db(), tasks, stores.tasks());
    var doing = new Doing(needs, tasks, stores, telling, reminders, recurring);
    var shelf = new Shelf(needs, stores, doing);
    var boards = new Boards(needs.db(), stores.boards(), telling, shelf, needs.clock());
    this.comments = new Comments(needs, tasks, stores.tasks(), telling);
    var links = new Links(needs, tasks, stores.tasks(), telling);
    var work = new Work(needs, tasks, stores.tasks());
    this.workNews = new WorkNews(needs, stores, news, work);
    var watching = new Watching(tasks, stores.tasks(), telling);
    this.routes =
        new TaskRoutes(tasks, doing, watching, boards, news, broadcast)
            .table()
            .and(new TalkRoutes(comments, links, new Deeds(needs, tasks, links)).table())
            .and(new ShelfRoutes(tasks, shelf, reminders, days).table())
            .and(new FileRoutes(tasks, new TaskFiles(needs, tasks, stores, doing, telling)).table())
            .and(new WebhookRoutes(tasks, webhooks).table())
            .and(new WorkRoutes(work, workNews, news, days).table());
  }

  private static Telling.Needs telling(Needs needs) {
    return new Telling.Needs(needs.db(), needs.log()::append, needs.executor(), needs.clock());
  }

  /// Follows the log, for who follows a board.
  public Follower follower() {
    return rows -> {
      news.applied(rows);
      broadcast.applied(rows);
      workNews.applied(rows);
    };
  }

  /// Tells what a stop left untold and whom tasks call, and brings what comes again and programs of
  /// others; to be called now and then. Where one of these fails, the others go on.
  public void look() {
    alone("Changes of boards", telling::look);
    alone("Tasks that come again", recurring::look);
    alone("People whom tasks call", calls::look);
    alone("Webhooks", webhooks::look);
  }

  /// Tells the log what is gathered: to be called before that ends.
  public void tell() {
    telling.flush();
  }

  private static void alone(String what, Runnable look) {
    try {
      look.run();
    } catch (RuntimeException fault) {
      LOG.warn("{} wait for the next look", what, fault);
    }
  }

  /// Forgets what devices asked for long ago, and what is long gone; to be called now and then.
  public void forget() {
    webhooks.forget();
    news.forget();
    var before = needs.clock().millis() - REQUESTS_KEPT.toMillis();
    needs
        .db()
        .write(
            tx -> {
              stores.tasks().forgetRequests(tx, before);
              comments.forget(tx);
              calls.forget(tx);
              return true;
            });
  }

  /// How tasks are found among everything else.
  public Searchable searchable() {
    return searchable;
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return OwnTasks.of(needs.db(), tasks, actor);
  }

  /// Forgets what somebody alone had, whose account is no more.
  public void gone(Actor actor) {
    needs
        .db()
        .write(
            tx -> {
              OwnTasks.forget(tx, actor.user().value());
              return true;
            });
  }

  public Routes routes() {
    return routes;
  }
}
