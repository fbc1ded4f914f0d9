package parvis.core.things;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.id;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.ArrayList;
import java.util.List;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire alike about the things of every leaf: their histories, and what they are
/// tied to.
public final class ThingShapes {
  private ThingShapes() {}

  /// The client's name for a wish.
  public static Shape request(int charsMax) {
    return line(charsMax).says("The client's name for this one wish: asked again, it is done once");
  }

  /// What became of a thing.
  ///
  /// @param words of the fields that change
  /// @param most changes on a page
  public static Shape history(String[] words, int most) {
    var change =
        object(
            needed("version", count()),
            needed("at", count()),
            needed("by", line(Body.NAME_BYTES_MAX)),
            needed("field", word(words)),
            needed("from", Shape.value().says("What it was")),
            needed("to", Shape.value().says("What it became")));
    return object(needed("changes", list(change, most)), may("next", count()));
  }

  /// What a thing is tied to.
  ///
  /// @param kinds there are
  /// @param other a kind of another tool
  /// @param own ends that this leaf has besides
  public static List<Shape.Part> end(String[] kinds, String other, Shape.Part... own) {
    var all = new ArrayList<Shape.Part>();
    all.add(needed("kind", word(kinds)));
    all.add(may("room", line(Body.NAME_BYTES_MAX).says("Of a message")));
    all.add(may("event", line(Body.NAME_BYTES_MAX)));
    all.addAll(List.of(own));
    all.add(
        may(
            Way.WORD,
            word(Way.words()).says("\"from\": it came from there; \"to\": that comes of it")));
    all.add(may("of", id().says("Of a thing of another tool: its kind, such as " + other)));
    all.add(may("thing", id()));
    return all;
  }

  /// The same as it is told: with what it is called, and how far it is.
  public static Shape tied(List<Shape.Part> end, int titleMax) {
    return object(
        with(
            end,
            needed("id", id()),
            may("title", text(titleMax)),
            may("space", line(Body.NAME_BYTES_MAX)),
            may("number", count()),
            may("state", line(Body.NAME_BYTES_MAX)),
            may("over", yesOrNo())));
  }

  /// Some parts, and more of them.
  public static List<Shape.Part> with(List<Shape.Part> parts, Shape.Part... more) {
    var all = new ArrayList<>(parts);
    all.addAll(List.of(more));
    return all;
  }
}
