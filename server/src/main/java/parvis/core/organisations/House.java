package parvis.core.organisations;

/// What an organisation has decided for the rooms that its people make.
///
/// @param organisation nid, 0 for none
/// @param rules whether they have access rules
/// @param promotesAll whether all members become administrators when nobody else is there to be one
public record House(long organisation, boolean rules, boolean promotesAll) {
  /// Rooms of nobody's: plain rooms of Matrix.
  public static final House NONE = new House(0, false, false);
}
