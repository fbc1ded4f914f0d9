package parvis.suite.tasks;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.id;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.Arrays;
import java.util.List;
import parvis.core.things.Link;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about what became of tasks and boards.
final class PastShapes {
  static final Shape HISTORY = changes(Arrays.stream(Field.values()).map(Field::word).toList());

  static final Shape BOARD_HISTORY = changes(Board.ARRANGED);

  static final Shape DEEDS =
      object(
          needed(
              "deeds",
              list(
                  object(
                      needed("did", word(deeds())),
                      needed("at", count()),
                      needed("by", Shapes.USER),
                      may("link", Shapes.TIED.says("What was tied or untied")),
                      may(
                          "comment",
                          object(
                              needed("id", id()),
                              needed("by", Shapes.USER.says("Whose it is")),
                              needed("kept", yesOrNo().says("Whether it can be brought back"))))),
                  Deeds.PAGE)),
          may("next", line(Body.NAME_BYTES_MAX).says("The \"from\" of the next page")));

  private PastShapes() {}

  private static Shape changes(List<String> words) {
    return object(
        needed(
            "changes",
            list(
                object(
                    needed("version", count()),
                    needed("at", count()),
                    needed("by", Shapes.USER),
                    needed("field", word(words.toArray(String[]::new))),
                    needed("from", Shape.value().says("What it was")),
                    needed("to", Shape.value().says("What it became"))),
                HistoryStore.PAGE_VERSIONS * words.size())),
        may("next", count()));
  }

  private static String[] deeds() {
    return Arrays.stream(Deed.Kind.values()).map(Link::word).toArray(String[]::new);
  }
}
