package parvis.base;

import java.util.List;
import java.util.stream.Collectors;

/// A row of a table that spreadsheets open. A cell that one would take for a formula begins with an
/// apostrophe.
/// spec: RFC 4180
public final class Cells {
  private static final String FORMULAS = "=+-@\t\r";

  private Cells() {}

  public static String row(List<String> cells) {
    return row(cells, ',');
  }

  /// A row whose cells that character parts.
  ///
  /// @param separator what spreadsheets expect between cells; in France it is a semicolon
  public static String row(List<String> cells, char separator) {
    var between = Character.toString(separator);
    return cells.stream().map(Cells::cell).collect(Collectors.joining(between)) + "\r\n";
  }

  private static String cell(String text) {
    var safe = !text.isEmpty() && FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
