package parvis.suite.feed;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;

import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about posts, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape USER = line(Body.NAME_BYTES_MAX);

  static final Shape CONFIRMED =
      object(
          needed("asked_of", count()),
          needed(
              "confirmed",
              list(object(needed("user_id", USER), needed("at", count())), Body.TEXT_CHARS_MAX)),
          may(
              "reminded",
              object(needed("by", USER), needed("at", count()), may("people", count()))
                  .says("The last time")),
          may("missing", list(USER, Body.TEXT_CHARS_MAX).says("To who may remind them")));

  static final Shape REMINDED = object(needed("reminded", count()));

  private Shapes() {}
}
