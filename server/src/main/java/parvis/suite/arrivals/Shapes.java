package parvis.suite.arrivals;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.id;
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

/// What goes over the wire about imports, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  static final Shape STARTED =
      object(may("invite", yesOrNo().says("Whether the people are written to")));

  private static final Shape NAME = text(Body.NAME_BYTES_MAX);
  private static final List<String> OUTCOMES =
      Stream.of(ImportStore.Outcome.values()).map(ImportStore.Outcome::word).toList();

  static final Shape IMPORT =
      object(
              needed("id", id()),
              needed("organisation", id()),
              needed(
                  "state",
                  word(Stream.of(ImportStore.State.values()).map(ImportStore.State::word))),
              needed("invite", yesOrNo()),
              needed("created", count()),
              needed("total", count()),
              needed("done", count()),
              needed("mails_left", count()),
              needed(
                  "counts",
                  object(OUTCOMES.stream().map(outcome -> needed(outcome, count())).toList())),
              may(
                  "stopped",
                  word(Stream.of(ImportStore.Stop.values()).map(ImportStore.Stop::word))))
          .called("Import");

  static final Shape IMPORTS = object(needed("imports", list(IMPORT, Imports.ALL_MAX)));

  static final Shape LINES =
      object(
          needed(
              "lines",
              list(
                  object(
                      needed("line", count()),
                      needed("address", text(Body.TEXT_CHARS_MAX)),
                      needed("name", text(Body.TEXT_CHARS_MAX)),
                      needed("function", text(Body.TEXT_CHARS_MAX)),
                      needed("outcome", word(OUTCOMES.stream())),
                      may("reason", NAME)),
                  ImportStore.PAGE_MAX)));

  static final Shape NOTHING = object();

  private Shapes() {}
}
