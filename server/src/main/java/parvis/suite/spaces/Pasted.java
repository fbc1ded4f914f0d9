package parvis.suite.spaces;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A list of people as somebody pastes it: out of a mail program, where they stand one after the
/// other with their names, or out of a table, where each has a row. Nothing of it is left out, so
/// that what is nobody is told as well.
final class Pasted {
  private static final Pattern AROUND = Pattern.compile("[\\s,;<>\"]+");

  private Pasted() {}

  /// What stands between two separators of a line.
  ///
  /// @param comma whether a comma stands before it
  private record Piece(String text, boolean comma) {}

  /// One person each, with what stands around them.
  static List<String> entries(String list) {
    var lines = list.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    var rows = lines.isEmpty() || people(lines.getFirst()) > 0 ? lines : tail(lines);
    if (isTable(lines, rows)) {
      return rows;
    }
    return lines.stream().flatMap(line -> joined(pieces(line)).stream()).toList();
  }

  private static List<String> tail(List<String> lines) {
    return lines.subList(1, lines.size());
  }

  /// Whether all lines are rows of as many cells, each with one person: what else stands there is
  /// theirs. A first row without anybody says what the others are.
  private static boolean isTable(List<String> lines, List<String> rows) {
    if (lines.size() < 2) {
      return false;
    }
    var cells = pieces(lines.getFirst()).size();
    return cells > 1
        && lines.stream().allMatch(line -> pieces(line).size() == cells)
        && rows.stream().allMatch(row -> people(row) == 1);
  }

  /// What an entry says, word by word.
  static List<String> words(String text) {
    return Arrays.asList(AROUND.split(text, -1));
  }

  private static long people(String text) {
    return words(text).stream().filter(word -> word.indexOf('@') >= 0).distinct().count();
  }

  /// Splits a line where no name in quotes and no address in brackets goes on.
  private static List<Piece> pieces(String line) {
    var pieces = new ArrayList<Piece>();
    var quoted = false;
    var comma = false;
    int from = 0;
    for (int at = 0; at < line.length(); at++) {
      char now = line.charAt(at);
      if (now == '"') {
        quoted = !quoted && line.indexOf('"', at + 1) > 0;
      } else if (!quoted && (now == ';' || now == ',' || now == '\t')) {
        pieces.add(new Piece(line.substring(from, at).strip(), comma));
        comma = now == ',';
        from = at + 1;
      }
    }
    pieces.add(new Piece(line.substring(from).strip(), comma));
    return pieces;
  }

  /// Puts together again what is a name with a comma in it, and takes apart what is several people.
  private static List<String> joined(List<Piece> pieces) {
    var entries = new ArrayList<String>();
    var name = "";
    for (int at = 0; at < pieces.size(); at++) {
      var text = name + pieces.get(at).text();
      var next = at + 1 < pieces.size() ? pieces.get(at + 1) : null;
      if (!text.isEmpty() && next != null && next.comma() && isName(text, next.text())) {
        name = text + ", ";
      } else {
        name = "";
        apart(text, entries);
      }
    }
    return entries;
  }

  private static boolean isName(String text, String next) {
    return people(text) == 0 && next.indexOf('<') > 0 && people(next) == 1;
  }

  private static void apart(String text, List<String> entries) {
    if (text.isEmpty()) {
      return;
    }
    if (people(text) < 2) {
      entries.add(text);
      return;
    }
    words(text).stream().filter(word -> word.indexOf('@') >= 0).distinct().forEach(entries::add);
  }
}
