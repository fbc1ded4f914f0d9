package parvis.suite.decisions;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.core.things.Link;
import parvis.core.things.LinkStore;
import parvis.core.things.Messages;
import parvis.core.things.Thing;
import parvis.core.things.Traces;
import parvis.core.things.Way;
import parvis.platform.http.Body;
import parvis.platform.http.Said;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// The door of links. Whoever does not see what a decision is tied to is not told that it is tied.
final class Links {
  static final int LINKS_MAX = 100;

  /// Decisions recorded from messages of one room that are told, the latest.
  static final int TRACES_MAX = 200;

  private static final Traces TRACES = new Traces(TRACES_MAX);

  private final DecisionsFeature.Needs needs;
  private final Decisions decisions;
  private final DecisionStore store;
  private final Messages messages;
  private final LinkStore<LinkKind> links = new LinkStore<>("decision", LinkKind.class);

  Links(DecisionsFeature.Needs needs, Decisions decisions, DecisionStore store) {
    this.needs = needs;
    this.decisions = decisions;
    this.store = store;
    this.messages = new Messages(needs.rooms());
  }

  /// Those of which the actor sees the other end, as they are told.
  List<JsonObject> of(Actor actor, String id) {
    var key = decisions.find(actor, id).decision().key();
    return needs.db().read(tx -> links.of(tx, key.nid(), LINKS_MAX)).stream()
        .flatMap(link -> told(actor, link).stream())
        .toList();
  }

  private Optional<JsonObject> told(Actor actor, Link<LinkKind> link) {
    return seen(actor, link.kind(), link.target()).map(link::told);
  }

  /// What a link leads to, with what is told of it; empty when the actor does not see it.
  private Optional<JsonObject> seen(Actor actor, LinkKind kind, JsonObject target) {
    return switch (kind) {
      case MESSAGE -> Optional.of(target).filter(message -> messages.seen(actor, message));
      case THING ->
          needs
              .things()
              .seen(actor, target.string("of").orElseThrow(), target.string("thing").orElseThrow())
              .map(Thing::json);
    };
  }

  /// Ties a decision to something that the actor sees; once, however often it is asked for. Who may
  /// propose may tie a task to a decision that was taken.
  JsonObject add(Actor actor, String id, Body wish) {
    var found = decisions.find(actor, id);
    found.reach().require(Action.PROPOSE_DECISIONS);
    var kind = kind(wish.string("kind"));
    var target = target(kind, wish);
    var itself =
        target.string("of").filter(Decisions.KIND::equals).isPresent()
            && target.string("thing").filter(id::equals).isPresent();
    if (itself || seen(actor, kind, target).isEmpty()) {
      throw Said.invalid("kind", "names something that is not there to be tied to");
    }
    var by = new Fact(actor.user().value(), needs.clock().millis());
    var link = new Link<>(needs.secrets().id(), kind, target, Way.asked(wish));
    var nid = needs.nids().getAsLong();
    var tied =
        needs
            .tidings()
            .write(
                (tx, notes) -> {
                  var decision = store.lock(tx, id).orElseThrow(Refused::notFound);
                  if (links.count(tx, decision.key().nid()) >= LINKS_MAX) {
                    throw Refused.of(
                        Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                        "A decision has no more links than that.");
                  }
                  if (links.add(tx, nid, decision.key().nid(), link, by.by(), by.atMs())) {
                    decisions.tied(tx, notes, decision, JsonNull.NULL, noted(link), by);
                  }
                  return links.same(tx, decision.key().nid(), link).orElseThrow();
                });
    return told(actor, tied).orElseThrow(Refused::notFound);
  }

  private static LinkKind kind(String word) {
    return Link.kind(LinkKind.class, word)
        .orElseThrow(() -> Said.invalid("kind", "is message or thing"));
  }

  private static JsonObject target(LinkKind kind, Body wish) {
    return switch (kind) {
      case MESSAGE -> Messages.asked(wish);
      case THING ->
          JsonObject.of(
              "of", Said.id("of", wish.string("of")),
              "thing", Said.id("thing", wish.string("thing")));
    };
  }

  /// Decisions that are tied to messages of a room that the actor is in, the latest first.
  List<Traces.Trace<Decisions.Found>> ofRoom(Actor actor, String roomId) {
    var room = needs.rooms().joined(actor, roomId).id().value();
    return TRACES.of(
        (before, max) -> needs.db().read(tx -> links.ofRoom(tx, room, before, max)),
        ids ->
            decisions.seen(actor, ids).stream()
                .collect(Collectors.toMap(one -> one.decision().key().id(), Function.identity())));
  }

  /// Unties them; what is not tied stays so. Once a decision is taken, only who takes decisions
  /// unties what it was recorded from.
  void remove(Actor actor, String id, String link) {
    var found = decisions.find(actor, id);
    var reach = found.reach();
    reach.require(Action.PROPOSE_DECISIONS);
    var by = new Fact(actor.user().value(), needs.clock().millis());
    needs
        .tidings()
        .write(
            (tx, notes) -> {
              var decision = store.lock(tx, id).filter(reach::sees).orElseThrow(Refused::notFound);
              reach.requireWriting(decision);
              links
                  .remove(tx, decision.key().nid(), link)
                  .ifPresent(
                      gone -> decisions.tied(tx, notes, decision, noted(gone), JsonNull.NULL, by));
              return true;
            });
  }

  /// A link as the history of its decision keeps it.
  private static JsonObject noted(Link<LinkKind> link) {
    return link.target().toBuilder()
        .put("kind", Link.word(link.kind()))
        .putIf(Way.WORD, link.way().word())
        .build();
  }

  /// What was noted as it is told; empty when the actor does not see its other end.
  private Optional<JsonObject> end(Actor actor, JsonObject noted) {
    var target = noted.without("kind").without(Way.WORD);
    return seen(actor, kind(noted.string("kind").orElseThrow()), target)
        .map(
            end ->
                end.toBuilder()
                    .put("kind", noted.get("kind"))
                    .putIf(Way.WORD, noted.string(Way.WORD))
                    .build());
  }

  /// A change as it is told; empty when it ties to what the actor does not see.
  Optional<HistoryStore.Change> told(Actor actor, HistoryStore.Change change) {
    if (!change.field().equals(Decisions.LINK)) {
      return Optional.of(change);
    }
    var tied = change.became() instanceof JsonObject;
    return (tied ? change.became() : change.was()) instanceof JsonObject noted
        ? end(actor, noted)
            .map(
                told ->
                    new HistoryStore.Change(
                        change.version(),
                        change.field(),
                        change.fact(),
                        tied ? JsonNull.NULL : told,
                        tied ? told : JsonNull.NULL))
        : Optional.empty();
  }
}
