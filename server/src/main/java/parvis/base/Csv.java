package parvis.base;

import java.util.ArrayList;
import java.util.List;

/// A table of values that are parted by one character, row by row. A field may stand in quotes, and
/// then holds that character, ends of lines, and quotes that are written twice.
///
/// It is stricter than spreadsheets are: a quote that never ends is refused, since it would hide
/// all that follows, and what stands behind a closing quote makes the row a wrong one.
public final class Csv {
  private static final char QUOTE = '"';

  private final CharSequence text;
  private final char separator;
  private int at;
  private int line = 1;
  private boolean wrong;

  /// A row of it.
  ///
  /// @param line on which the row begins, counted from 1
  /// @param wrong whether something stands behind a closing quote
  public record Row(int line, List<String> fields, boolean wrong) {
    public boolean isBlank() {
      return fields.stream().allMatch(String::isBlank);
    }
  }

  /// A table of that text.
  public Csv(CharSequence text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /// What parts the fields of the first line: a semicolon if one stands there outside quotes, or
  /// else a tab or a comma.
  public static char separator(CharSequence text) {
    boolean quoted = false;
    boolean comma = false;
    boolean tab = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == QUOTE;
      if (!quoted && c == ';') return c;
      if (!quoted && c == '\n') break;
      comma |= !quoted && c == ',';
      tab |= !quoted && c == '\t';
    }
    return tab ? '\t' : comma ? ',' : ';';
  }

  /// Whether there is another row.
  public boolean more() {
    return at < text.length();
  }

  /// The next row.
  ///
  /// @throws Refused invalidParam when a quote of it does not end
  public Row next() {
    int first = line;
    wrong = false;
    var fields = new ArrayList<String>();
    fields.add(field());
    while (more() && text.charAt(at) == separator) {
      at++;
      fields.add(field());
    }
    end();
    return new Row(first, fields, wrong);
  }

  private String field() {
    if (!more() || text.charAt(at) != QUOTE) {
      return plain();
    }
    var quoted = quoted();
    wrong |= !plain().isBlank();
    return quoted;
  }

  private String plain() {
    int from = at;
    while (more() && text.charAt(at) != separator && !isEnd(text.charAt(at))) {
      at++;
    }
    return text.subSequence(from, at).toString();
  }

  private String quoted() {
    int first = line;
    var field = new StringBuilder();
    for (at++; more(); at++) {
      char c = text.charAt(at);
      if (c == QUOTE && at + 1 < text.length() && text.charAt(at + 1) == QUOTE) {
        at++;
      } else if (c == QUOTE) {
        at++;
        return field.toString();
      } else if (c == '\n') {
        line++;
      }
      field.append(c);
    }
    throw Refused.invalidParam("The quote that begins on line " + first + " does not end");
  }

  private static boolean isEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private void end() {
    if (more() && text.charAt(at) == '\r') {
      at++;
    }
    if (more() && text.charAt(at) == '\n') {
      at++;
    }
    line++;
  }
}
