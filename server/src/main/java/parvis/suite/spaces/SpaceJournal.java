package parvis.suite.spaces;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.core.rights.Space;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

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
  interface Line {
    void note(Tx tx, String deed, String about);
  }

  /// One about what somebody does.
  Line line(Actor actor, Space space) {
    return in(actor, of(actor.user(), space));
  }

  /// The organisation, by nid, in whose journal stands what somebody does now; absent: the house's.
  Optional<Long> of(UserId who, Space space) {
    var own = Optional.ofNullable(affiliations.of(List.of(who)).get(who));
    return own.map(Affiliations.Affiliation::organisation)
        .or(() -> affiliations.named(space.organisations()).stream().findFirst())
        .map(Affiliations.Named::nid);
  }

  /// One in the journal of an organisation, by nid, or in that of the house.
  Line in(Actor actor, Optional<Long> organisation) {
    long line = remits.line();
    return (tx, deed, about) -> remits.note(tx, line, actor, organisation, deed, about);
  }
}
