package parvis.suite.tasks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.things.Thing;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonObject;

/// The door of links. Whoever does not see what a task is tied to is not told that it is tied.
final class Links {
  static final int LINKS_MAX = 100;

  /// Tasks made from messages of one room that are told, the latest.
  static final int TRACES_MAX = 500;

  /// Those that are looked at for them, whoever sees them.
  private static final int LOOKED_AT_MAX = 10 * TRACES_MAX;

  private static final int NAME_CHARS_MAX = 255;
  static final int TYPE_CHARS_MAX = 100;
  private static final Pattern MEDIA = Pattern.compile("mxc://[^/\\s]{1,200}/[A-Za-z0-9_-]{1,255}");

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;
  private final Telling telling;
  private final LinkStore links = new LinkStore();

  Links(TasksFeature.Needs needs, Tasks tasks, TaskStore store, Telling telling) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = store;
    this.telling = telling;
  }

  /// Those of which the actor sees the other end, as they are told.
  List<JsonObject> of(Actor actor, String id) {
    var key = tasks.find(actor, id).task().key();
    return needs.db().read(tx -> links.of(tx, key, LINKS_MAX)).stream()
        .flatMap(link -> told(actor, link).stream())
        .toList();
  }

  /// A link as it is told to who sees its other end.
  private Optional<JsonObject> told(Actor actor, Link link) {
    return seen(actor, link.kind(), link.target())
        .map(
            target ->
                target.toBuilder()
                    .put("id", link.id())
                    .put("kind", link.kind().name().toLowerCase(Locale.ROOT))
                    .build());
  }

  /// What a link leads to, with what is told of it; empty when the actor does not see it.
  private Optional<JsonObject> seen(Actor actor, Link.Kind kind, JsonObject target) {
    return switch (kind) {
      case MESSAGE ->
          needs
              .rooms()
              .find(target.string("room").orElseThrow())
              .filter(room -> room.published().isJoined(actor.userNid()))
              .flatMap(
                  room -> needs.rooms().seen(actor, room, target.string("event").orElseThrow()))
              .map(_ -> target);
      case TASK ->
          tasks
              .seen(actor, target.string("task").orElseThrow())
              .map(found -> target.with("title", found.task().text(Field.TITLE)));
      case MEDIA -> Optional.of(target);
      case THING ->
          needs
              .things()
              .seen(actor, target.string("of").orElseThrow(), target.string("thing").orElseThrow())
              .map(Thing::json);
    };
  }

  /// Ties a task to something that the actor sees; once, however often it is asked for.
  JsonObject add(Actor actor, String id, Body wish) {
    var found = tasks.find(actor, id);
    found.reach().requireDoing(found.task());
    var kind = kind(wish.string("kind"));
    var target = target(kind, wish);
    if (seen(actor, kind, target).isEmpty()
        || target.string("task").filter(id::equals).isPresent()) {
      throw Values.invalid("kind", "names something that is not there to be tied to");
    }
    var by = new Fact(actor.user().value(), needs.clock().millis());
    var link = new Link(needs.secrets().id(), kind, target);
    var nid = needs.nids().getAsLong();
    var tied =
        telling.write(
            (tx, notes) -> {
              var task = store.lock(tx, id).orElseThrow(Refused::notFound);
              if (links.count(tx, task.key()) >= LINKS_MAX) {
                throw Refused.of(
                    Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A task has no more links than that.");
              }
              notes.changed(task);
              return links.add(tx, nid, task.key(), link, by);
            });
    return told(actor, tied).orElseThrow(Refused::notFound);
  }

  private static Link.Kind kind(String word) {
    return Arrays.stream(Link.Kind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> Values.invalid("kind", "is message, task, media or thing"));
  }

  private static JsonObject target(Link.Kind kind, Body wish) {
    return switch (kind) {
      case MESSAGE ->
          JsonObject.of(
              "room", wish.string("room", Body.NAME_BYTES_MAX),
              "event", wish.string("event", Body.NAME_BYTES_MAX));
      case TASK -> JsonObject.of("task", Values.id("task", wish.string("task")));
      case MEDIA -> media(wish);
      case THING ->
          JsonObject.of(
              "of", Values.id("of", wish.string("of")),
              "thing", Values.id("thing", wish.string("thing")));
    };
  }

  private static JsonObject media(Body wish) {
    var uri = wish.string("uri", Body.NAME_BYTES_MAX * 2);
    if (!MEDIA.matcher(uri).matches()) {
      throw Values.invalid("uri", "is the address of a file here: mxc://…");
    }
    return JsonObject.of(
        "uri", uri,
        "name", Values.line("name", wish.string("name"), NAME_CHARS_MAX),
        "size", Math.max(0, wish.optionalInteger("size").orElse(0)),
        "type", wish.optionalString("type", TYPE_CHARS_MAX).orElse("application/octet-stream"));
  }

  /// Unties them; what is not tied stays so.
  void remove(Actor actor, String id, String link) {
    var found = tasks.find(actor, id);
    found.reach().requireDoing(found.task());
    telling.write(
        (tx, notes) -> {
          links.remove(tx, found.task().key(), link);
          notes.changed(found.task());
          return true;
        });
  }

  /// A message, and a task that the actor sees and that is tied to it.
  record Trace(String event, Tasks.Found found) {}

  /// Tasks that are tied to messages of a room that the actor is in, the latest first.
  List<Trace> ofRoom(Actor actor, String roomId) {
    var room = needs.rooms().joined(actor, roomId).id().value();
    var seen = new ArrayList<Trace>();
    long before = Long.MAX_VALUE;
    for (int looked = 0; looked < LOOKED_AT_MAX && seen.size() < TRACES_MAX; looked += TRACES_MAX) {
      long last = before;
      var page = needs.db().read(tx -> links.ofRoom(tx, room, last, TRACES_MAX));
      seen.addAll(seen(actor, page));
      if (page.size() < TRACES_MAX) {
        break;
      }
      before = page.getLast().nid();
    }
    return seen.subList(0, Math.min(seen.size(), TRACES_MAX));
  }

  private List<Trace> seen(Actor actor, List<LinkStore.Trace> page) {
    var seen = new HashMap<String, Tasks.Found>();
    tasks
        .seen(actor, page.stream().map(LinkStore.Trace::task).distinct().toList())
        .forEach(found -> seen.put(found.task().key().id(), found));
    return page.stream()
        .flatMap(
            trace ->
                Optional.ofNullable(seen.get(trace.task()))
                    .map(found -> new Trace(trace.event(), found))
                    .stream())
        .toList();
  }
}
