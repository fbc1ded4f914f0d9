package parvis.base;

/// Characters that nobody sees, or that turn others round: no name that stands beside people holds
/// one.
public final class Unseen {
  private Unseen() {}

  public static boolean in(String text) {
    return text.codePoints().anyMatch(Unseen::is);
  }

  private static boolean is(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
