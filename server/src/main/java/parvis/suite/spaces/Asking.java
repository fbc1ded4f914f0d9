package parvis.suite.spaces;

import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.organisations.Affiliations;
import parvis.core.rights.Rights;

/// Who makes spaces at once, and who asks for them.
final class Asking {
  private final Rights rights;
  private final Affiliations affiliations;

  Asking(SpacesFeature.Needs needs) {
    this.rights = needs.rights();
    this.affiliations = needs.affiliations();
  }

  /// Whether the actor makes this at once: who decides on such wishes, the agents of an
  /// organisation that lets them, and everybody in a house without organisations.
  ///
  /// @throws Refused forbidden for externals, and for a wish in the name of another organisation
  boolean isDirect(Actor actor, SpaceWish wish) {
    if (!rights.areOrganisations()) {
      return true;
    }
    var own = Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user()));
    var post =
        own.filter(one -> !one.external())
            .orElseThrow(() -> Refused.forbidden("Who is of no organisation makes no spaces."));
    if (actor.admin()) {
      return true;
    }
    var foreign = wish.organisation().filter(id -> !id.equals(post.organisation().id()));
    if (foreign.isPresent()) {
      throw Refused.forbidden("A space is made in the name of one's own organisation.");
    }
    return post.approver() || post.organisation().direct();
  }

  void refuseAsking(Actor actor, SpaceWish wish) {
    if (!isDirect(actor, wish)) {
      throw Refused.forbidden("Your organisation decides on new spaces.");
    }
  }
}
