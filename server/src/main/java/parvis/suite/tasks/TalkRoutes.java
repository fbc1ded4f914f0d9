package parvis.suite.tasks;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What is said of a task, and what it is tied to.
final class TalkRoutes {
  private static final String TASK = "/api/v1/tasks/{task}";
  private static final String COMMENTS = TASK + "/comments";
  private static final String LINKS = TASK + "/links";

  static final int TEXT_CHARS_MAX = 10_000;
  static final int MENTIONS_MAX = 50;

  private final Comments comments;
  private final Links links;
  private final Deeds deeds;

  TalkRoutes(Comments comments, Links links, Deeds deeds) {
    this.comments = comments;
    this.links = links;
    this.deeds = deeds;
  }

  Routes table() {
    return Routes.of(
        get(COMMENTS, "What is said of a task", this::comments)
            .asks(Shapes.FROM_COMMENT)
            .answers(Shapes.COMMENTS),
        post(COMMENTS, "Say something of a task", this::say)
            .takes(Shapes.SAID)
            .answers(Shapes.COMMENT),
        put(COMMENTS + "/{comment}", "Write anew what was said", this::reword)
            .takes(Shapes.REWORDED)
            .answers(Shapes.COMMENT),
        delete(COMMENTS + "/{comment}", "Take back what was said", this::unsay)
            .emptyBody()
            .answers(Shapes.NOTHING),
        post(COMMENTS + "/{comment}/return", "Bring back what was taken back", this::resay)
            .emptyBody()
            .answers(Shapes.COMMENT),
        get(TASK + "/deeds", "What was tied, untied and taken back of a task", this::deeds)
            .asks(Shapes.FROM_COMMENT)
            .answers(PastShapes.DEEDS),
        get(LINKS, "What a task is tied to", this::links).answers(Shapes.LINKS),
        post(LINKS, "Tie a task to something", this::tie).takes(Shapes.LINK).answers(Shapes.TIED),
        delete(LINKS + "/{link}", "Untie it", this::untie).emptyBody().answers(Shapes.NOTHING),
        get("/api/v1/rooms/{roomId}/tasks", "Tasks made from messages of a room", this::traces)
            .answers(Shapes.TRACES));
  }

  private Reply comments(Call call) {
    var from = call.queryLong("from").orElse(Long.MAX_VALUE);
    var page = comments.page(call.actor(), call.path("task"), from);
    var told =
        JsonObject.builder()
            .put("comments", JsonArray.of(page.stream().map(Comment::json).toArray()));
    if (page.size() == Comments.PAGE) {
      told.put("next", Long.toString(page.getLast().nid()));
    }
    return Reply.json(told.build());
  }

  private Reply say(Call call) {
    var body = call.body();
    var wish = wish(Edit.request(body), body);
    return Reply.json(comments.add(call.actor(), call.path("task"), wish).json());
  }

  private Reply reword(Call call) {
    var wish = wish("", call.body());
    var task = call.path("task");
    return Reply.json(comments.reword(call.actor(), task, call.path("comment"), wish).json());
  }

  private static Comments.Wish wish(String request, Body body) {
    return new Comments.Wish(
        request,
        Values.text("text", body.string("text"), TEXT_CHARS_MAX),
        body.strings("mentions", MENTIONS_MAX));
  }

  private Reply unsay(Call call) {
    comments.remove(call.actor(), call.path("task"), call.path("comment"));
    return Reply.empty();
  }

  private Reply resay(Call call) {
    // Nothing is said in it, and what is no JSON is refused as everywhere.
    call.body();
    return Reply.json(
        comments.restore(call.actor(), call.path("task"), call.path("comment")).json());
  }

  private Reply deeds(Call call) {
    var from = call.queryLong("from").orElse(Long.MAX_VALUE);
    var page = deeds.page(call.actor(), call.path("task"), from);
    var told = JsonObject.builder().put("deeds", JsonArray.of(page.deeds().toArray()));
    page.next().ifPresent(next -> told.put("next", next));
    return Reply.json(told.build());
  }

  private Reply links(Call call) {
    var all = links.of(call.actor(), call.path("task"));
    return Reply.fields("links", JsonArray.of(all.toArray()));
  }

  private Reply tie(Call call) {
    return Reply.json(links.add(call.actor(), call.path("task"), call.body()));
  }

  private Reply untie(Call call) {
    links.remove(call.actor(), call.path("task"), call.path("link"));
    return Reply.empty();
  }

  private Reply traces(Call call) {
    var traces =
        links.ofRoom(call.actor(), call.path("roomId")).stream()
            .map(trace -> JsonObject.of("event", trace.event(), "task", trace.found().card()))
            .toArray();
    return Reply.fields("tasks", JsonArray.of(traces));
  }
}
