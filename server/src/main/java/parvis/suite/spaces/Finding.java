package parvis.suite.spaces;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.search.Question;
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
    var named =
        db.read(tx -> folded.isEmpty() ? store.all(tx) : store.named(tx, folded)).stream()
            .flatMap(id -> rights.find(id).stream())
            .filter(space -> Folded.of(space.name()).contains(folded));
    var shown = shown(actor, named, folded, presets);
    var page = shown.stream().skip(from).limit(limit).toList();
    return new Page(json.faces(actor, page, presets), shown.size());
  }

  /// The spaces whose names have all the words of a question.
  List<JsonObject> of(Question question, int max) {
    var actor = question.actor();
    var presets = rights.presets(actor);
    var named =
        db.read(store::names).entrySet().stream()
            .filter(name -> name.getValue().isEmpty() || question.matches(name.getValue()))
            .flatMap(name -> rights.find(name.getKey()).stream())
            .filter(space -> question.matches(space.name()));
    var shown = shown(actor, named, Folded.of(question.text().strip()), presets);
    return json.faces(actor, shown.stream().limit(max).toList(), presets);
  }

  /// Those of some spaces that the actor is in, and then those that they may find.
  private List<Space> shown(
      Actor actor, Stream<Space> named, String folded, Function<Space, Preset> presets) {
    var finds = rights.finds(actor.user());
    return named
        .filter(
            space ->
                presets.apply(space) != Preset.NONE
                    || (finds.test(space) && space.isAnimated() && isOpenTo(actor, space, folded)))
        .sorted(
            Comparator.comparing((Space space) -> presets.apply(space) == Preset.NONE)
                .thenComparing(space -> Folded.of(space.name())))
        .toList();
  }

  private boolean isOpenTo(Actor actor, Space space, String folded) {
    return space.visibility() != Space.Visibility.PRIVATE
        || folded.length() >= LETTERS_MIN
        || json.isExpected(actor, space);
  }
}
