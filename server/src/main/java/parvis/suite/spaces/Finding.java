package parvis.suite.spaces;

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

  /// @param term what the name holds; empty for any
  List<JsonObject> of(Actor actor, String term) {
    var folded = Folded.of(term.strip());
    var shown =
        db.read(store::all).stream()
            .flatMap(id -> rights.find(id).stream())
            .filter(space -> Folded.of(space.name()).contains(folded))
            .filter(space -> isShown(actor, space, folded))
            .toList();
    return json.faces(actor, shown);
  }

  private boolean isShown(Actor actor, Space space, String folded) {
    if (rights.preset(actor.user(), space) != Preset.NONE) {
      return true;
    }
    var named = folded.length() >= LETTERS_MIN;
    return rights.finds(actor.user(), space)
        && (space.visibility() != Space.Visibility.PRIVATE
            || named
            || json.isExpected(actor, space));
  }
}
