package parvis.core.organisations;

import java.util.Set;
import parvis.protocol.id.UserId;

/// What an organisation has decided for the rooms that its people make.
///
/// @param organisation nid, 0 for none
/// @param rules whether they have access rules
/// @param promotesAll whether all members become administrators when nobody else is there to be one
/// @param exempting whether its access rules bind neither who runs the server nor who is exempt
/// @param exempt those whom it names
public record House(
    long organisation, boolean rules, boolean promotesAll, boolean exempting, Set<UserId> exempt) {
  /// Rooms of nobody's: plain rooms of Matrix.
  public static final House NONE = new House(0, false, false, false, Set.of());
}
