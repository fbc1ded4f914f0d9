package parvis.suite.scim;

import java.util.Optional;

/// A request that is declined in the words of SCIM.
///
/// spec: RFC 7644, 3.12
final class Declined extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is wrong, where the specification has a word for it.
  enum Kind {
    INVALID_FILTER("invalidFilter", 400),
    TOO_MANY("tooMany", 400),
    UNIQUENESS("uniqueness", 409),
    MUTABILITY("mutability", 400),
    INVALID_SYNTAX("invalidSyntax", 400),
    INVALID_PATH("invalidPath", 400),
    NO_TARGET("noTarget", 400),
    INVALID_VALUE("invalidValue", 400),
    /// The version that was named is not the one that is there.
    CHANGED("", 412),
    NOT_SERVED("", 501);

    private final String word;
    private final int status;

    Kind(String word, int status) {
      this.word = word;
      this.status = status;
    }
  }

  private final Kind kind;
  private final String detail;

  Declined(Kind kind, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
    this.detail = detail;
  }

  int status() {
    return kind.status;
  }

  Optional<String> word() {
    return Optional.of(kind.word).filter(word -> !word.isEmpty());
  }

  String detail() {
    return detail;
  }
}
