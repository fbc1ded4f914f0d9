package parvis.core.rooms;

import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.platform.log.Log;
import parvis.platform.log.Token;

/// Tokens of pages: the same cuts through the log that sync gives out, so that a page can begin
/// where a timeline did.
final class HistoryTokens {
  private final Log log;

  HistoryTokens(Log log) {
    this.log = log;
  }

  String text(long pos) {
    return log.token(Math.max(0, pos));
  }

  /// A cut, or the place of a sliding sync, which is a cut after a number and a slash.
  ///
  /// @throws Refused invalidParam when it is no token of ours
  long read(String text) {
    var token = Token.parse(text.substring(text.indexOf('/') + 1));
    var pos = token.isPresent() ? log.position(token.get()) : OptionalLong.empty();
    return pos.orElseThrow(() -> Refused.invalidParam("This is not a page token."));
  }
}
