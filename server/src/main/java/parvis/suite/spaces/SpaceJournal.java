package parvis.suite.spaces;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.core.rights.Space;
import parvis.platform.db.Tx;

/// The journal in which stands whom people let into spaces: that of their own organisation, whose
/// guests those become who come from outside, or else of the space's first.
final class SpaceJournal {
  private final Affiliations affiliations;
  private final Remits remits;

  SpaceJournal(SpacesFeature.Needs needs) {
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
  }

  /// A line, to be taken before the transaction that writes it.
  Consumer<Tx> line(Actor actor, Space space, String deed, String about) {
    var own = Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user()));
    var organisation =
        own.map(Affiliations.Affiliation::organisation)
            .or(() -> affiliations.named(space.organisations()).stream().findFirst())
            .map(Affiliations.Named::nid);
    long line = remits.line();
    return tx -> remits.note(tx, line, actor, organisation, deed, about);
  }
}
