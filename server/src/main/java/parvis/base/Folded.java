package parvis.base;

import java.text.Normalizer;
import java.util.Locale;

/// A text as it is compared with what somebody searches: in small letters, without accents and
/// without the forms that join letters. It is done here and not in SQL, since PostgreSQL does it by
/// an extension that an operator may not have.
public final class Folded {
  private Folded() {}

  public static String of(String text) {
    var apart = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    var folded = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(character -> !mark(character))
        .forEach(
            character -> {
              switch (character) {
                case 'œ' -> folded.append("oe");
                case 'æ' -> folded.append("ae");
                case 'ß' -> folded.append("ss");
                case 'ø' -> folded.append('o');
                case 'ł' -> folded.append('l');
                case 'đ' -> folded.append('d');
                default -> folded.appendCodePoint(character);
              }
            });
    return folded.toString();
  }

  private static boolean mark(int character) {
    return switch (Character.getType(character)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }
}
