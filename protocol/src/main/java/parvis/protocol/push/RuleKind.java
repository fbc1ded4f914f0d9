package parvis.protocol.push;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of push rules, in the order in which they are asked.
///
/// spec: client-server-api#push-rules
public enum RuleKind {
  OVERRIDE("override"),
  CONTENT("content"),

  /// Rules of the server alone, which come after those for words.
  /// spec: MSC4306
  POSTCONTENT("postcontent"),
  ROOM("room"),
  SENDER("sender"),
  UNDERRIDE("underride");

  private final String word;

  RuleKind(String word) {
    this.word = word;
  }

  public static Optional<RuleKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  public String word() {
    return word;
  }

  /// Whether rules of this kind carry a list of conditions.
  public boolean conditional() {
    return this == OVERRIDE || this == POSTCONTENT || this == UNDERRIDE;
  }

  /// Whether people make rules of this kind.
  public boolean open() {
    return this != POSTCONTENT;
  }
}
