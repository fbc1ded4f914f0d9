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
    return line(actor, actor.user(), space);
  }

  /// One about what somebody does with what another one has made, whose journal has it.
  Line line(Actor actor, UserId maker, Space space) {
    var own = Optional.ofNullable(affiliations.of(List.of(maker)).get(maker));
    return in(
        actor,
        own.map(Affiliations.Affiliation::organisation)
            .or(() -> affiliations.named(space.organisations()).stream().findFirst())
            .map(Affiliations.Named::nid));
  }

  /// One in the journal of this organisation.
  Line lineOf(Actor actor, long organisation) {
    return in(actor, Optional.of(organisation));
  }

  private Line in(Actor actor, Optional<Long> organisation) {
    long line = remits.line();
    return (tx, deed, about) -> remits.note(tx, line, actor, organisation, deed, about);
  }
}
