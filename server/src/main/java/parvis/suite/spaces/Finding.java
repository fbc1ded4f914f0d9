package parvis.suite.spaces;

import java.util.Comparator;
import java.util.List;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonObject;

/// The spaces that somebody is in, and those that they may find.
final class Finding {
  /// Letters of a name by which private spaces are found.
  private static final int LETTERS_MIN = 3;

  private final Db db;
  private final SpaceStore store;
  private final Rights rights;
  private final SpaceJson json;

  Finding(SpacesFeature.Needs needs, SpaceStore store, SpaceJson json) {
    this.db = needs.db();
    this.store = store;
    this.rights = needs.rights();
    this.json = json;
  }

  /// Some of them.
  ///
  /// @param total how many there are
  record Page(List<JsonObject> spaces, int total) {}

  /// Those that the actor is in come first.
  ///
  /// @param term what the name holds; empty for any
  Page of(Actor actor, String term, int from, int limit) {
    var folded = Folded.of(term.strip());
    var presets = rights.presets(actor);
    var finds = rights.finds(actor.user());
    var shown =
        db.read(tx -> folded.isEmpty() ? store.all(tx) : store.named(tx, folded)).stream()
            .flatMap(id -> rights.find(id).stream())
            .filter(space -> Folded.of(space.name()).contains(folded))
            .filter(
                space ->
                    presets.apply(space) != Preset.NONE
                        || (finds.test(space)
                            && space.isAnimated()
                            && isOpenTo(actor, space, folded)))
            .sorted(Comparator.comparing(space -> presets.apply(space) == Preset.NONE))
            .toList();
    var page = shown.stream().skip(from).limit(limit).toList();
    return new Page(json.faces(actor, page, presets), shown.size());
  }

  private boolean isOpenTo(Actor actor, Space space, String folded) {
    return space.visibility() != Space.Visibility.PRIVATE
        || folded.length() >= LETTERS_MIN
        || json.isExpected(actor, space);
  }
}
