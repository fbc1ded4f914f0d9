package parvis.suite.spaces;

import parvis.core.organisations.Standings;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.protocol.id.UserId;

/// Which spaces clients of Matrix find in their directory, which knows no organisations but where
/// access rules keep the rooms of each apart.
record Listing(Rights rights, Standings standings) {
  /// @param by who made the space or changes it
  boolean shows(UserId by, Space.Visibility visibility, Space.Entry entry) {
    var open = visibility == Space.Visibility.PUBLIC && entry == Space.Entry.FREE;
    return open && (!rights.areOrganisations() || isRuled(by));
  }

  private boolean isRuled(UserId by) {
    return standings.telling(() -> standings.areThere() && standings.of(by).rules());
  }
}
