package parvis.suite.papers;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.List;
import java.util.stream.Stream;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about pages, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  static final Shape WRITTEN =
      object(
          needed("french", text(PaperRoutes.TEXT_CHARS_MAX).says("Empty: there is no such page")),
          may("english", text(PaperRoutes.TEXT_CHARS_MAX)),
          may("organisation", line(Body.NAME_BYTES_MAX)));

  static final Shape ACCEPTED = object(needed("id", count().says("Of the terms that were read")));

  private static final Shape KIND = word(Stream.of(Paper.Kind.values()).map(Paper.Kind::word));

  private static final List<Part> TOLD =
      List.of(
          needed("kind", KIND),
          needed("id", count()),
          needed("version", count()),
          needed("french", text(PaperRoutes.TEXT_CHARS_MAX)),
          needed("english", text(PaperRoutes.TEXT_CHARS_MAX)),
          needed("at", count()),
          may("organisation", line(Body.NAME_BYTES_MAX)));

  static final Shape KINDS = object(needed("papers", list(KIND, Paper.Kind.values().length)));
  static final Shape PAPER = object(TOLD);

  static final Shape ALL =
      object(
          needed(
              "papers",
              list(
                  object(TOLD, needed("by", line(Body.NAME_BYTES_MAX))),
                  Paper.Kind.values().length)));

  static final Shape TERMS = object(needed("accepted", yesOrNo()), may("terms", PAPER));
  static final Shape NOTHING = object();

  private Shapes() {}
}
