package parvis.platform.log;

import java.util.Optional;
import java.util.regex.Pattern;

/// A place in the log as clients hold it: `epoch.position`, or `epoch.position~node.count`.
///
/// The optional tail counts what one node has told of typing and presence, which are not in the
/// log; whoever does not know that node tells all of it once.
///
/// @param epoch the number of the database's history
/// @param node the node of the tail; 0 when there is none
public record Token(long epoch, long pos, long node, long count) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18})\\.(\\d{1,18})(?:~([1-9]\\d{0,17})\\.(\\d{1,18}))?");

  public Token(long epoch, long pos) {
    this(epoch, pos, 0, 0);
  }

  /// The same place with a tail.
  public Token with(long node, long count) {
    return new Token(epoch, pos, node, count);
  }

  /// Empty when the text is no token of ours.
  public static Optional<Token> parse(String text) {
    var match = TEXT.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    var epoch = Long.parseLong(match.group(1));
    var pos = Long.parseLong(match.group(2));
    return Optional.of(
        match.group(3) == null
            ? new Token(epoch, pos)
            : new Token(
                epoch, pos, Long.parseLong(match.group(3)), Long.parseLong(match.group(4))));
  }

  /// The text that [#parse] reads.
  @Override
  public String toString() {
    var place = epoch + "." + pos;
    return node == 0 ? place : place + "~" + node + "." + count;
  }
}
