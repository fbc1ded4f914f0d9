package parvis.core.rooms;

import java.util.ArrayList;
import java.util.List;

/// Patterns in which `*` stands for any text.
public final class Glob {
  private Glob() {}

  /// Finds the text between two stars where it first occurs: linear in practice, and never more
  /// than length × stars.
  public static boolean matches(String pattern, String text) {
    if (pattern.indexOf('*') < 0) {
      return pattern.equals(text);
    }
    var parts = parts(pattern);
    if (!text.startsWith(parts.getFirst())) {
      return false;
    }
    int at = parts.getFirst().length();
    for (int i = 1; i < parts.size() - 1; i++) {
      int found = text.indexOf(parts.get(i), at);
      if (found < 0) {
        return false;
      }
      at = found + parts.get(i).length();
    }
    return text.length() - at >= parts.getLast().length() && text.endsWith(parts.getLast());
  }

  private static List<String> parts(String pattern) {
    var parts = new ArrayList<String>();
    int from = 0;
    for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', from)) {
      parts.add(pattern.substring(from, star));
      from = star + 1;
    }
    parts.add(pattern.substring(from));
    return parts;
  }
}
