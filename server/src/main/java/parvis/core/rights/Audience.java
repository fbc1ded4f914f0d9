package parvis.core.rights;

import java.util.List;
import java.util.Locale;

/// Who reads a place, and why.
///
/// @param guests those of `people` who are external
/// @param organisations how many agents of each are among them, the most first
public record Audience(long people, long guests, List<Share> organisations, Why why) {

  /// The people of one organisation.
  public record Share(String label, long count) {}

  /// Why those people read it.
  public enum Why {
    /// Everybody who finds it may come in.
    FREE,
    /// Members were let in by somebody.
    APPROVAL,
    /// Members were invited.
    INVITATION,
    /// Members of the space may come in.
    SPACE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
