package parvis.core.organisations;

import java.util.Set;

/// How somebody stands to organisations.
///
/// @param external whether they are of none, or invited by one
/// @param guest whether an organisation invited them
/// @param approver whether they decide what others of their organisation ask for
/// @param within nids of their organisation and of all that it is a part of
/// @param rules whether the rooms that they make have access rules
/// @param barred whether they act nowhere: locked, suspended, expired or gone
public record Standing(
    boolean external,
    boolean guest,
    boolean approver,
    Set<Long> within,
    boolean rules,
    boolean barred) {
  /// Of no organisation.
  public static final Standing NONE = new Standing(true, false, false, Set.of(), false, false);

  /// The server itself, which is nobody's guest.
  static final Standing ITSELF = new Standing(false, false, false, Set.of(), false, false);

  /// Whether they are an agent of the organisation of a room, or of a part of it.
  public boolean isOf(House house) {
    return !external && within.contains(house.organisation());
  }
}
