package parvis.suite.copies;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.word;

import java.util.stream.Stream;
import parvis.core.identity.OwnerProof;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about the copy of one's data, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  static final Shape BEGUN = object(may("lang", line(Body.NAME_BYTES_MAX)));
  static final Shape PROVEN = object(OwnerProof.FIELD);

  static final Shape COPY =
      object(
          needed(
              "state",
              word(
                  Stream.concat(
                      Stream.of("none"),
                      Stream.of(CopyStore.State.values()).map(CopyStore.State::word)))),
          may("created", count()),
          may("expires", count()),
          may("done", count().says("Steps of the total")),
          may("total", count()),
          may("size_bytes", count()));

  static final Shape PATH = object(needed("path", line(Body.NAME_BYTES_MAX)));
  static final Shape NOTHING = object();

  private Shapes() {}
}
