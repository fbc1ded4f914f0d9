package parvis.suite.arrivals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Csv;
import parvis.base.Refused;
import parvis.base.Unseen;
import parvis.protocol.id.Address;

/// A file of people: an address, a name and perhaps a function on each line, parted by semicolons,
/// tabs or commas. A first line without an address names the columns.
final class PeopleFile {
  /// Bytes of a file.
  static final int BYTES_MAX = 16 * 1024 * 1024;

  /// People of a file.
  static final int PEOPLE_MAX = 150_000;

  /// Characters of a name or a function.
  static final int TEXT_CHARS_MAX = 100;

  /// Of what is no address, so much is shown.
  private static final int SHOWN_CHARS_MAX = 100;

  private static final int COLUMNS_MAX = 3;
  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final String NOT_UTF8 = "The file is not in UTF-8: save it as \"CSV UTF-8\"";

  private PeopleFile() {}

  /// Why a line makes nobody.
  enum Fault {
    ADDRESS,
    NAME,
    FUNCTION,
    COLUMNS,
    QUOTES;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A line of a file.
  ///
  /// @param number counted from 1
  /// @param text what stands in place of the address
  /// @param fault why it makes nobody; absent when it may
  record Line(
      int number,
      String text,
      Optional<Address> address,
      String name,
      String function,
      Optional<Fault> fault) {}

  /// @throws Refused when it is no such file, says nothing or too much
  static List<Line> read(byte[] bytes) {
    if (bytes.length > BYTES_MAX) {
      throw Refused.tooLarge("A file has at most " + BYTES_MAX + " bytes");
    }
    var text = decoded(bytes);
    var rows = new Csv(text, Csv.separator(text));
    var lines = new ArrayList<Line>();
    for (boolean first = true; rows.more(); first = false) {
      var row = rows.next();
      boolean names = first && row.fields().getFirst().indexOf('@') < 0;
      if (!row.isBlank() && !names) {
        lines.add(line(row));
      }
      if (lines.size() > PEOPLE_MAX) {
        throw Refused.tooLarge("A file has at most " + PEOPLE_MAX + " people");
      }
    }
    if (lines.isEmpty()) {
      throw Refused.invalidParam("The file says nobody");
    }
    return lines;
  }

  private static CharSequence decoded(byte[] bytes) {
    CharBuffer text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException notUtf8) {
      throw Refused.invalidParam(NOT_UTF8);
    }
    var marked = text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK;
    var told = marked ? text.subSequence(1, text.length()) : text;
    if (told.chars().anyMatch(c -> c == 0)) {
      throw Refused.invalidParam(NOT_UTF8);
    }
    return told;
  }

  private static Line line(Csv.Row row) {
    var address = Address.parse(field(row, 0));
    var name = field(row, 1);
    var function = field(row, 2);
    return new Line(
        row.line(),
        address.map(Address::value).orElse(shown(field(row, 0))),
        address,
        shown(name),
        shown(function),
        fault(row, address, name, function));
  }

  private static Optional<Fault> fault(
      Csv.Row row, Optional<Address> address, String name, String function) {
    if (row.wrong()) return Optional.of(Fault.QUOTES);
    if (row.fields().stream().skip(COLUMNS_MAX).anyMatch(field -> !field.isBlank())) {
      return Optional.of(Fault.COLUMNS);
    }
    if (address.isEmpty()) return Optional.of(Fault.ADDRESS);
    if (name.isEmpty() || !fits(name)) return Optional.of(Fault.NAME);
    return fits(function) ? Optional.empty() : Optional.of(Fault.FUNCTION);
  }

  private static boolean fits(String text) {
    return text.length() <= TEXT_CHARS_MAX && !Unseen.in(text);
  }

  private static String field(Csv.Row row, int column) {
    return column < row.fields().size() ? row.fields().get(column).strip() : "";
  }

  private static String shown(String text) {
    return text.length() > SHOWN_CHARS_MAX
        ? text.substring(0, text.offsetByCodePoints(0, SHOWN_CHARS_MAX / 2)) + "…"
        : text;
  }
}
