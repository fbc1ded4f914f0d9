package parvis.core.organisations;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.protocol.id.Address;

/// A list of addresses as people have them: pasted, or a table of comma-, semicolon- or
/// tab-separated values in which other columns are passed over.
///
/// Each field with an `@` is taken for an address, and told by its line when it is none. A line
/// without any is told, too, unless it is empty or the first, which names the columns.
final class AdmissionList {
  /// Addresses of one list.
  static final int ADDRESSES_MAX = 10_000;

  /// A field longer than that is no address and is not repeated in full.
  private static final int SHOWN_MAX = 100;

  private AdmissionList() {}

  /// A field of a list.
  ///
  /// @param line counted from 1
  /// @param address absent when the text is none
  record Field(int line, String text, Optional<Address> address) {}

  static List<Field> read(String text) {
    var fields = new ArrayList<Field>();
    var number = 0;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      number++;
      var here = fields.size();
      for (var field : line.split("[,;\t]", -1)) {
        if (field.indexOf('@') >= 0) {
          fields.add(field(number, field));
        }
        if (fields.size() > ADDRESSES_MAX) {
          return fields;
        }
      }
      if (fields.size() == here && number > 1 && !line.isBlank()) {
        fields.add(new Field(number, shown(line), Optional.empty()));
      }
    }
    return fields;
  }

  private static Field field(int line, String raw) {
    var text = raw.strip();
    var quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    var bare = quoted ? text.substring(1, text.length() - 1).strip() : text;
    return new Field(line, shown(bare), Address.parse(bare));
  }

  private static String shown(String text) {
    return text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "…" : text;
  }
}
