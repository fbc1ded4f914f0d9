package parvis.suite.tasks;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.things.Link;
import parvis.core.things.LinkStore;
import parvis.core.things.Messages;
import parvis.core.things.Thing;
import parvis.core.things.Traces;
import parvis.core.things.Way;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.id.MxcUri;
import parvis.protocol.json.JsonObject;

/// The door of links. Whoever does not see what a task is tied to is not told that it is tied.
final class Links {
  static final int LINKS_MAX = 100;

  /// Tasks made from messages of one room that are told, the latest.
  static final int TRACES_MAX = 500;

  private static final Traces TRACES = new Traces(TRACES_MAX);

  private static final int NAME_CHARS_MAX = 255;
  static final int TYPE_CHARS_MAX = 100;
  private static final String TYPE_UNKNOWN = "application/octet-stream";

  /// spec: RFC 6838, 4.2
  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*");

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final TaskStore store;
  private final Telling telling;
  private final Messages messages;
  private final DeedStore deeds = new DeedStore();
  private final LinkStore<LinkKind> links = new LinkStore<>("task", LinkKind.class);

  Links(TasksFeature.Needs needs, Tasks tasks, TaskStore store, Telling telling) {
    this.needs = needs;
    this.tasks = tasks;
    this.store = store;
    this.telling = telling;
    this.messages = new Messages(needs.rooms());
  }

  /// Those of which the actor sees the other end, as they are told.
  List<JsonObject> of(Actor actor, String id) {
    var key = tasks.find(actor, id).task().key();
    return needs.db().read(tx -> links.of(tx, key.nid(), LINKS_MAX)).stream()
        .flatMap(link -> told(actor, link).stream())
        .toList();
  }

  /// A link as it is told to who sees its other end.
  Optional<JsonObject> told(Actor actor, Link<LinkKind> link) {
    return seen(actor, link.kind(), link.target()).map(link::told);
  }

  /// What a link leads to, with what is told of it; empty when the actor does not see it.
  private Optional<JsonObject> seen(Actor actor, LinkKind kind, JsonObject target) {
    return switch (kind) {
      case MESSAGE -> Optional.of(target).filter(message -> messages.seen(actor, message));
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
      throw Said.invalid("kind", "names something that is not there to be tied to");
    }
    var now = new Fact(actor.user().value(), needs.clock().millis());
    var link = new Link<>(needs.secrets().id(), kind, target, Way.asked(wish));
    var deed = Deed.of(needs.nids().getAsLong(), Deed.Kind.TIED, link, now);
    var nid = needs.nids().getAsLong();
    var tied =
        telling.write(
            (tx, notes) -> {
              var task = lock(tx, found.reach(), id);
              if (links.count(tx, task.key().nid()) >= LINKS_MAX) {
                throw Refused.of(
                    Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "A task has no more links than that.");
              }
              if (links.add(tx, nid, task.key().nid(), link, now.by(), now.atMs())) {
                deeds.add(tx, task.key(), deed);
                notes.changed(task);
              }
              return links.same(tx, task.key().nid(), link).orElseThrow();
            });
    return told(actor, tied).orElseThrow(Refused::notFound);
  }

  /// A task as it is now, if it is theirs to do still.
  private Task lock(Tx tx, Reach reach, String id) {
    var task = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
    reach.requireDoing(task);
    return task;
  }

  private static LinkKind kind(String word) {
    return Link.kind(LinkKind.class, word)
        .orElseThrow(() -> Said.invalid("kind", "is message, task, media or thing"));
  }

  private JsonObject target(LinkKind kind, Body wish) {
    return switch (kind) {
      case MESSAGE -> Messages.asked(wish);
      case TASK -> JsonObject.of("task", Said.id("task", wish.string("task")));
      case MEDIA -> media(wish);
      case THING ->
          JsonObject.of(
              "of", Said.id("of", wish.string("of")),
              "thing", Said.id("thing", wish.string("thing")));
    };
  }

  private JsonObject media(Body wish) {
    var uri = MxcUri.parse(wish.string("uri", Body.NAME_BYTES_MAX * 2));
    if (uri.filter(needs.media()::has).isEmpty()) {
      throw Said.invalid("uri", "is the address of a file here: mxc://…");
    }
    var type = wish.optionalString("type", TYPE_CHARS_MAX).orElse(TYPE_UNKNOWN);
    if (!TYPE.matcher(type).matches()) {
      throw Said.invalid("type", "is a type of files, as in application/pdf");
    }
    return JsonObject.of(
        "uri", uri.get().toString(),
        "name", Said.line("name", wish.string("name"), NAME_CHARS_MAX),
        "size", Math.max(0, wish.optionalInteger("size").orElse(0)),
        "type", type);
  }

  /// Unties them; what is not tied stays so.
  void remove(Actor actor, String id, String link) {
    var found = tasks.find(actor, id);
    found.reach().requireDoing(found.task());
    var now = new Fact(actor.user().value(), needs.clock().millis());
    var nid = needs.nids().getAsLong();
    telling.write(
        (tx, notes) -> {
          var task = lock(tx, found.reach(), id);
          links
              .remove(tx, task.key().nid(), link)
              .ifPresent(
                  gone -> {
                    deeds.add(tx, task.key(), Deed.of(nid, Deed.Kind.UNTIED, gone, now));
                    notes.changed(task);
                  });
          return true;
        });
  }

  /// Tasks that are tied to messages of a room that the actor is in, the latest first.
  List<Traces.Trace<Tasks.Found>> ofRoom(Actor actor, String roomId) {
    var room = needs.rooms().joined(actor, roomId).id().value();
    return TRACES.of(
        (before, max) -> needs.db().read(tx -> links.ofRoom(tx, room, before, max)),
        ids ->
            tasks.seen(actor, ids).stream()
                .collect(Collectors.toMap(one -> one.task().key().id(), Function.identity())));
  }
}
