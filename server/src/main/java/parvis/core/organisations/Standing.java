package parvis.core.organisations;

import java.util.Set;

/// How somebody stands to organisations.
///
/// @param external whether they are of none, or invited by one
/// @param guest whether an organisation invited them
/// @param approver whether they decide what others of their organisation ask for
/// @param within nids of their organisation and of all that it is a part of
/// @param rules whether the rooms that they make have access rules
/// @param open whether their organisation lets all others find its people
public record Standing(
    boolean external,
    boolean guest,
    boolean approver,
    Set<Long> within,
    boolean rules,
    boolean open) {
  /// Of no organisation.
  public static final Standing NONE = new Standing(true, false, false, Set.of(), false, true);

  /// The server itself, which is nobody's guest.
  static final Standing ITSELF = new Standing(false, false, false, Set.of(), false, true);

  /// Whether they find somebody by searching: people of their organisation, of what it is a part of
  /// and of its parts, of organisations that are open, and of none.
  public boolean finds(Standing other) {
    return other.open || other.within.stream().anyMatch(within::contains);
  }

  /// Whether they are an agent of the organisation of a room, or of a part of it.
  public boolean isOf(House house) {
    return !external && within.contains(house.organisation());
  }
}
