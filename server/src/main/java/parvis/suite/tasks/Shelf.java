package parvis.suite.tasks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rights.Action;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// The door of what is kept of a board: own views are everybody's matter who sees its tasks; what
/// is for all is whose who arranges it.
final class Shelf {
  static final int OWN_MAX = 50;
  static final int SHARED_MAX = 100;

  /// What all of a kind take that are one's own, or of all in the space: they are told at once.
  static final long HELD_BYTES_MAX = 1024 * 1024;

  private final TasksFeature.Needs needs;
  private final Stores stores;
  private final ShelfStore store = new ShelfStore();
  private final Doing doing;

  Shelf(TasksFeature.Needs needs, Stores stores, Doing doing) {
    this.needs = needs;
    this.stores = stores;
    this.doing = doing;
  }

  List<Kept> all(Reach reach, Kept.Kind kind) {
    return needs
        .db()
        .read(tx -> store.all(tx, reach.spaceNid(), kind, user(reach), OWN_MAX + SHARED_MAX));
  }

  private static String user(Reach reach) {
    return reach.user().value();
  }

  /// Keeps something; once for each name that a device gives its wish.
  Kept add(Actor actor, Reach reach, Kept.Kind kind, Body body) {
    var request = Edit.request(body);
    var kept = Kept.read(needs.secrets().id(), kind, user(reach), body);
    requireFor(reach, kept.owner());
    var nid = needs.nids().getAsLong();
    var now = needs.clock().millis();
    return needs
        .db()
        .write(
            tx -> {
              var asked = stores.tasks().ask(tx, actor.scope(), request, kept.id(), now);
              if (asked.isPresent()) {
                return find(tx, reach, kind, asked.get());
              }
              refuseTooMany(tx, reach, kept);
              store.add(tx, nid, reach.spaceNid(), kept, now);
              return kept;
            });
  }

  private void refuseTooMany(Tx tx, Reach reach, Kept kept) {
    stores.boards().lockBoard(tx, reach.spaceNid());
    var max = kept.owner().isEmpty() ? SHARED_MAX : OWN_MAX;
    var held = store.held(tx, reach.spaceNid(), kept.kind(), kept.owner(), kept.id());
    var bytes = JsonWriter.write(kept.content()).length;
    if (held.count() >= max || held.bytes() + bytes > HELD_BYTES_MAX) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "No more are kept of a board than that.");
    }
  }

  private static void requireFor(Reach reach, Optional<String> owner) {
    if (owner.isEmpty()) {
      reach.require(Action.ARRANGE_TASKS);
    }
  }

  private Kept find(Tx tx, Reach reach, Kept.Kind kind, String id) {
    return store.find(tx, reach.spaceNid(), kind, id, user(reach)).orElseThrow(Refused::notFound);
  }

  Kept change(Reach reach, Kept.Kind kind, String id, Body body) {
    var wish = Kept.read(id, kind, user(reach), body);
    return needs
        .db()
        .write(
            tx -> {
              var before = find(tx, reach, kind, id);
              requireFor(reach, before.owner());
              requireFor(reach, wish.owner());
              refuseTooMany(tx, reach, wish);
              store.change(tx, wish, needs.clock().millis());
              return wish;
            });
  }

  void remove(Reach reach, Kept.Kind kind, String id) {
    needs
        .db()
        .write(
            tx -> {
              requireFor(reach, find(tx, reach, kind, id).owner());
              store.remove(tx, id);
              return true;
            });
  }

  /// Makes a task by a template, and its parts, all or none.
  ///
  /// @param today from which its days are counted
  List<Tasks.Found> make(Actor actor, Reach reach, String id, String request, LocalDate today) {
    var template = needs.db().read(tx -> find(tx, reach, Kept.Kind.TEMPLATE, id));
    var set = template.set().toBuilder();
    template.dueInDays().ifPresent(days -> set.put("due", today.plusDays(days).toString()));
    var whole = doing.draft(new Edit(request, 0, Edit.set(set.build())));
    var drafts = new ArrayList<>(List.of(whole));
    template.parts().objects().stream()
        .map(part -> part.with("parent", whole.id()))
        .map(part -> doing.draft(new Edit(request, 0, Edit.set(part))))
        .forEach(drafts::add);
    return doing.makeAll(actor, reach.spaceId(), request, drafts);
  }

  /// Keeps in a space what all have in another one, as far as there is room.
  void copy(Tx tx, Reach from, Reach to) {
    var held =
        Stream.of(Kept.Kind.values())
            .map(kind -> store.held(tx, to.spaceNid(), kind, Optional.empty(), ""))
            .toList();
    var count = held.stream().mapToLong(ShelfStore.Held::count).max().orElse(0);
    var bytes = held.stream().mapToLong(ShelfStore.Held::bytes).max().orElse(0);
    var ids = new ArrayList<String>();
    while (ids.size() < SHARED_MAX - count) {
      ids.add(needs.secrets().id());
    }
    store.copy(
        tx,
        from.spaceNid(),
        to.spaceNid(),
        ids.toArray(String[]::new),
        HELD_BYTES_MAX - bytes,
        needs.clock().millis());
  }

  static JsonObject json(List<Kept> all, String name) {
    return JsonObject.of(name, JsonArray.of(all.stream().map(Kept::json).toArray()));
  }
}
