package parvis.protocol.id;

import java.util.Locale;
import java.util.Optional;

/// An e-mail address: `local@domain`, in small letters of ASCII.
///
/// It is parsed once, and there is one form of it: what is stored, mailed and compared is `value`.
/// The grammar is narrower than that of RFC 5321 and knows no way to write one address as another:
/// no quotes, comments, names, routes (`%`, `!`, a second `@`), numbers in place of a domain, or
/// letters that look like others, be they of Unicode or written as `xn--`. Whoever takes the domain
/// for a right asks `Domain.covers`, which compares label by label.
///
/// spec: appendices#3pid-types
public record Address(String value) {
  /// Whole; of the part before the `@`.
  private static final int CHARS_MAX = 254;

  private static final int LOCAL_CHARS_MAX = 64;

  /// @throws IllegalArgumentException when these characters are no address in its one form
  public Address {
    if (!valid(value)) throw new IllegalArgumentException("no e-mail address");
  }

  /// The address that these characters are, if they are one. Capital letters become small ones;
  /// nothing else is changed, blanks at the ends not either.
  public static Optional<Address> parse(String text) {
    if (text.length() > CHARS_MAX || !ascii(text)) return Optional.empty();
    String value = text.toLowerCase(Locale.ROOT);
    return valid(value) ? Optional.of(new Address(value)) : Optional.empty();
  }

  /// What stands before the `@`.
  public String local() {
    return value.substring(0, value.indexOf('@'));
  }

  public Domain domain() {
    return new Domain(value.substring(value.indexOf('@') + 1));
  }

  private static boolean valid(String text) {
    int at = text.indexOf('@');
    return text.length() <= CHARS_MAX
        && at > 0
        && at <= LOCAL_CHARS_MAX
        && local(text, at)
        && Domain.valid(text, at + 1);
  }

  /// Words of letters, digits and few signs, parted by single dots; the first character is no sign,
  /// so that no program takes it for an option.
  private static boolean local(String text, int end) {
    if (!small(text.charAt(0)) && text.charAt(0) != '_') return false;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      boolean dot = c == '.' && text.charAt(i + 1) != '.' && i + 1 < end;
      if (!dot && !small(c) && "_-+'&=/".indexOf(c) < 0) return false;
    }
    return true;
  }

  private static boolean small(char c) {
    return (c >= 'a' && c <= 'z') || Grammar.digit(c);
  }

  private static boolean ascii(String text) {
    for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 0x80) return false;
    return true;
  }

  @Override
  public String toString() {
    return value;
  }

  /// What stands behind the `@` of addresses: two labels or more, in small letters of ASCII.
  public record Domain(String value) {
    private static final int DOMAIN_CHARS_MAX = 253;
    private static final int LABEL_CHARS_MAX = 63;

    /// @throws IllegalArgumentException when these characters are no domain in its one form
    public Domain {
      if (!valid(value, 0)) throw new IllegalArgumentException("no domain of e-mail addresses");
    }

    /// The domain that these characters are, if they are one; capital letters become small ones.
    public static Optional<Domain> parse(String text) {
      if (text.length() > DOMAIN_CHARS_MAX || !ascii(text)) return Optional.empty();
      String value = text.toLowerCase(Locale.ROOT);
      return valid(value, 0) ? Optional.of(new Domain(value)) : Optional.empty();
    }

    /// Whether the other one is this one or lies below it: `gouv.fr` covers `a.gouv.fr`, and never
    /// `agouv.fr` or `gouv.fr.example`.
    public boolean covers(Domain other) {
      return other.value.equals(value) || other.value.endsWith("." + value);
    }

    private static boolean valid(String text, int from) {
      if (text.length() - from > DOMAIN_CHARS_MAX) return false;
      int labels = 0;
      int start = from;
      while (start <= text.length()) {
        int dot = text.indexOf('.', start);
        int end = dot < 0 ? text.length() : dot;
        if (!label(text, start, end)) return false;
        labels++;
        if (dot < 0) return labels > 1 && !numeric(text, start);
        start = dot + 1;
      }
      return false;
    }

    /// Letters, digits and hyphens inside. Two hyphens after two characters mark a label that is
    /// shown as other letters than it has.
    private static boolean label(String text, int start, int end) {
      if (end == start || end - start > LABEL_CHARS_MAX) return false;
      if (text.charAt(start) == '-' || text.charAt(end - 1) == '-') return false;
      if (end - start > 3 && text.startsWith("--", start + 2)) return false;
      for (int i = start; i < end; i++)
        if (!small(text.charAt(i)) && text.charAt(i) != '-') return false;
      return true;
    }

    /// The last label of a number of the network.
    private static boolean numeric(String text, int start) {
      for (int i = start; i < text.length(); i++) if (!Grammar.digit(text.charAt(i))) return false;
      return true;
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
