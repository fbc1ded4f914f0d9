package parvis.suite.tasks;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.protocol.json.JsonObject;

/// The door of what was done about a task besides its fields.
final class Deeds {
  static final int PAGE = 50;

  private final TasksFeature.Needs needs;
  private final Tasks tasks;
  private final Links links;
  private final DeedStore deeds = new DeedStore();
  private final CommentStore comments = new CommentStore();

  Deeds(TasksFeature.Needs needs, Tasks tasks, Links links) {
    this.needs = needs;
    this.tasks = tasks;
    this.links = links;
  }

  /// What was done, as it is told.
  ///
  /// @param next before which number the next page begins; empty: there is none
  record Page(List<JsonObject> deeds, Optional<String> next) {}

  private record Read(List<Deed> deeds, Set<String> gone) {}

  /// The latest first, before a number. Of links, those of which the actor sees the other end.
  Page page(Actor actor, String task, long before) {
    var key = tasks.find(actor, task).task().key();
    var read =
        needs
            .db()
            .read(
                tx -> {
                  var page = deeds.page(tx, key, before, PAGE);
                  return new Read(page, comments.gone(tx, key, said(page)));
                });
    var all = read.deeds();
    return new Page(
        all.stream().flatMap(deed -> told(actor, deed, read.gone()).stream()).toList(),
        all.size() < PAGE ? Optional.empty() : Optional.of(Long.toString(all.getLast().nid())));
  }

  /// The comments of which some deeds tell.
  private static Set<String> said(List<Deed> page) {
    return page.stream()
        .filter(deed -> deed.kind() == Deed.Kind.UNSAID || deed.kind() == Deed.Kind.RESAID)
        .map(Deed::id)
        .collect(Collectors.toSet());
  }

  private Optional<JsonObject> told(Actor actor, Deed deed, Set<String> gone) {
    return switch (deed.kind()) {
      case TIED, UNTIED -> links.told(actor, deed.link()).map(link -> deed.told("link", link));
      case UNSAID, RESAID -> {
        var kept = gone.contains(deed.id());
        var matter = JsonObject.of("id", deed.id(), "by", deed.whose(), "kept", kept);
        yield Optional.of(deed.told("comment", matter));
      }
    };
  }
}
