package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.Moves;
import parvis.core.organisations.Moves.Move;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// What an organisation gave to who has left it for another one, looked over by who administers it:
/// the spaces of that organisation, but for those that are the other one's, too, with the role in
/// each, and the places on its list of addresses.
final class Reviewing {
  private final Db db;
  private final SpaceStore store;
  private final Rights rights;
  private final Moves moves;
  private final Coming coming;

  Reviewing(SpacesFeature.Needs needs, SpaceStore store, Coming coming) {
    this.db = needs.db();
    this.store = store;
    this.rights = needs.rights();
    this.moves = needs.moves();
    this.coming = coming;
  }

  /// A space that somebody is in still.
  record Given(Space space, Preset role) {}

  /// Somebody who went, with what they have of the organisation before.
  record Review(Move move, List<Given> given) {}

  /// What came of withdrawing a space: they are out, nobody else runs it, they are not in it, or it
  /// lets nobody go, such as one that is archived.
  enum Outcome {
    OUT,
    LAST_ANIMATOR,
    ABSENT,
    REFUSED;

    /// Whether they are in it still, against what was asked.
    boolean stays() {
      return this == LAST_ANIMATOR || this == REFUSED;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  record Withdrawn(String space, Outcome outcome) {}

  List<Review> waiting(Actor actor, String organisation) {
    var waiting = moves.waiting(actor, organisation);
    var spaces = waiting.isEmpty() ? List.<Space>of() : of(organisation);
    return waiting.stream().map(move -> new Review(move, given(move, spaces))).toList();
  }

  private List<Space> of(String organisation) {
    return db.read(store::all).stream()
        .flatMap(id -> rights.find(id).stream())
        .filter(space -> space.organisations().contains(organisation))
        .toList();
  }

  private List<Given> given(Move move, List<Space> spaces) {
    return spaces.stream()
        .filter(space -> !space.organisations().contains(move.intoId()))
        .filter(space -> space.has(move.user(), Membership.JOIN))
        .map(space -> new Given(space, rights.preset(move.user(), space)))
        .toList();
  }

  /// Withdraws what is named, keeps all else, and is done with it, unless they are in a space still
  /// that was to be withdrawn: then it waits to be looked over again.
  ///
  /// @param drops whether the old addresses go from the organisation's list, too
  List<Withdrawn> decide(Actor actor, String id, Collection<String> spaces, boolean drops) {
    var move = moves.find(actor, id);
    var given = given(move, of(move.of()));
    var report = new ArrayList<Withdrawn>();
    for (var wanted : spaces) {
      var known = given.stream().filter(one -> one.space().id().value().equals(wanted)).findFirst();
      report.add(
          new Withdrawn(wanted, known.map(one -> out(move.user(), wanted)).orElse(Outcome.ABSENT)));
    }
    var gone = report.stream().filter(one -> one.outcome() == Outcome.OUT).count();
    var told = gone + " of " + given.size() + " spaces withdrawn";
    if (report.stream().anyMatch(one -> one.outcome().stays())) {
      moves.tried(actor, move, told);
    } else {
      moves.decide(actor, move, drops, told);
    }
    return report;
  }

  private Outcome out(UserId user, String space) {
    try {
      coming.leave(rights.acting(user), space);
      return Outcome.OUT;
    } catch (Refused refused) {
      return refused.kind() == Refused.Kind.CONFLICT ? Outcome.LAST_ANIMATOR : Outcome.REFUSED;
    }
  }
}
