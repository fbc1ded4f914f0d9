package parvis.base;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A table that goes out as spreadsheets in France expect it: in UTF-8 with its mark, parted by
/// semicolons. It is refused once it is longer than its bound.
public final class Sheet {
  private static final char SEPARATOR = ';';
  private static final String MARK = "\ufeff";

  private final List<byte[]> rows = new ArrayList<>();
  private final long bytesMax;
  private long bytes;

  /// A table that has no row yet.
  ///
  /// @param bytesMax of all its rows
  public Sheet(long bytesMax, List<String> head) {
    this.bytesMax = bytesMax;
    rows.add(bytes(MARK + Cells.row(head, SEPARATOR)));
  }

  /// Adds a row.
  ///
  /// @throws Refused tooLarge when a narrower filter is needed
  public void row(List<String> cells) {
    var row = bytes(Cells.row(cells, SEPARATOR));
    bytes += row.length;
    if (bytes > bytesMax) {
      throw Refused.tooLarge("This is more than one table takes: narrow it by a filter");
    }
    rows.add(row);
  }

  /// All of it, in pieces.
  public List<byte[]> bytes() {
    return List.copyOf(rows);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
