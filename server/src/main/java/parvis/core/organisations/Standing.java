package parvis.core.organisations;

/// How somebody stands to organisations.
///
/// @param external whether they are of none, or invited by one
/// @param guest whether an organisation invited them
/// @param approver whether they decide what others of their organisation ask for
/// @param organisation nid of their organisation, 0 when they are of none
/// @param rules whether the rooms that they make have access rules
public record Standing(
    boolean external, boolean guest, boolean approver, long organisation, boolean rules) {
  /// Of no organisation.
  public static final Standing NONE = new Standing(true, false, false, 0, false);

  /// The server itself, which is nobody's guest.
  static final Standing ITSELF = new Standing(false, false, false, 0, false);
}
