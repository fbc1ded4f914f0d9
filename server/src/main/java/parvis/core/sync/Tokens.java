package parvis.core.sync;

import parvis.base.Refused;
import parvis.platform.log.Log;
import parvis.platform.log.Token;

/// The tokens that clients hold: a cut through the log, and how much of this node's typing they
/// know.
final class Tokens {
  private final Log log;

  Tokens(Log log) {
    this.log = log;
  }

  /// @param typing number of the last typing change the holder knows; −1 when it knows nothing
  record Cut(long pos, long typing) {}

  String text(long pos) {
    return log.token(pos);
  }

  String text(long pos, long typing) {
    return log.at(pos).with(log.node(), typing).toString();
  }

  /// @throws Refused invalidParam when it is no token of ours
  Cut read(String text) {
    var token = Token.parse(text).orElseThrow(Tokens::foreign);
    var pos = log.position(token).orElseThrow(Tokens::foreign);
    return new Cut(pos, token.node() == log.node() ? token.count() : -1);
  }

  private static Refused foreign() {
    return Refused.invalidParam("This is not a sync token.");
  }
}
