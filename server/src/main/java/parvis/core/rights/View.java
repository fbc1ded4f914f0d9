package parvis.core.rights;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What somebody sees of a space and what they do not, each with its reason.
///
/// @param apart what is set apart for them, and holds
public record View(
    Preset preset, Set<Action> may, List<Part> sees, List<Part> not, List<Grants.Apart> apart) {

  /// A place of the space.
  public record Part(String kind, String roomId, String name, Why why) {}

  /// Why somebody sees a place, or does not.
  public enum Why {
    /// They are in it.
    MEMBER,
    /// They are of the space, and may come in.
    MAY_COME,
    /// The space lets them find it.
    FOUND,
    /// They are in one of its rooms alone, and learn its name.
    NAME_ONLY,
    /// Of the tasks they see those that they made or are to do, of the decisions those that name
    /// them or were opened to them.
    OWN,
    /// An app is set apart for them.
    SET_APART,
    /// They are not of the space.
    NOT_OF_SPACE,
    /// Nobody invited them.
    NOT_INVITED,
    /// They are external, and the place is for agents.
    EXTERNAL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
