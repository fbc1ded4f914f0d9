package parvis.suite.objections;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.id;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;

import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about objections, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape TEXT = line(ObjectionRoutes.TEXT_CHARS_MAX);

  static final Shape OBJECTED = object(needed("text", TEXT));
  static final Shape ANSWERED = object(needed("answer", TEXT));

  private static final Shape NAME = line(Body.NAME_BYTES_MAX);

  static final Shape MINE =
      object(
          needed(
              "objections",
              list(
                  object(
                      needed("id", id()),
                      needed("text", TEXT),
                      needed("at", count()),
                      may("answer", TEXT),
                      may("answered_at", count())),
                  ObjectionStore.OWN_MAX)));

  static final Shape OPEN =
      object(
          needed(
              "objections",
              list(
                  object(
                      needed("id", id()),
                      needed("user_id", NAME),
                      may("display_name", text(Body.TEXT_CHARS_MAX)),
                      may("organisation", NAME),
                      needed("text", TEXT),
                      needed("at", count())),
                  ObjectionStore.PAGE_MAX)),
          may("next", NAME));

  static final Shape NOTHING = object();

  private Shapes() {}
}
