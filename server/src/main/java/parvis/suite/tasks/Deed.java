package parvis.suite.tasks;

import parvis.core.things.Link;
import parvis.core.things.Way;
import parvis.protocol.json.JsonObject;

/// What somebody did about a task besides its fields.
///
/// @param what a link as it is kept, or of which comment it is
record Deed(long nid, Kind kind, JsonObject what, Fact fact) {
  private static final String ID = "id";
  private static final String KIND = "kind";
  private static final String TARGET = "target";
  private static final String WHOSE = "by";

  enum Kind {
    TIED,
    UNTIED,
    /// What was said was taken back.
    UNSAID,
    /// It was brought back.
    RESAID
  }

  static Deed of(long nid, Kind kind, Link<LinkKind> link, Fact fact) {
    var what =
        JsonObject.builder()
            .put(ID, link.id())
            .put(KIND, Link.word(link.kind()))
            .put(TARGET, link.target())
            .putIf(Way.WORD, link.way().word());
    return new Deed(nid, kind, what.build(), fact);
  }

  static Deed of(long nid, Kind kind, Comment comment, Fact fact) {
    return new Deed(nid, kind, JsonObject.of(ID, comment.id(), WHOSE, comment.said().by()), fact);
  }

  /// What was tied or untied.
  Link<LinkKind> link() {
    return new Link<>(
        id(),
        Link.kind(LinkKind.class, what.string(KIND).orElseThrow()).orElseThrow(),
        what.object(TARGET).orElseThrow(),
        Way.noted(what.string(Way.WORD)));
  }

  /// Which link, or which comment.
  String id() {
    return what.string(ID).orElseThrow();
  }

  /// As it is told.
  ///
  /// @param word under which its matter stands
  JsonObject told(String word, JsonObject matter) {
    return JsonObject.of("did", Link.word(kind), "at", fact.atMs(), "by", fact.by(), word, matter);
  }

  /// Whose comment it was.
  String whose() {
    return what.string(WHOSE).orElseThrow();
  }
}
