package parvis.core.push;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.word;

import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about notifications of browsers, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape KEY = line(BrowserRoutes.KEY_CHARS_MAX);
  private static final Shape NAME = line(Body.NAME_BYTES_MAX);

  static final Shape TRIED = object(needed("pushkey", KEY));

  static final Shape READ =
      object(
          needed("pusher", count()),
          needed("room_id", NAME),
          needed("event_id", NAME),
          needed("proof", KEY));

  static final Shape KEYS = object(needed("key", NAME));
  static final Shape TRIAL = object(needed("outcome", word("sent", "gone", "failed")));
  static final Shape NOTHING = object();

  private Shapes() {}
}
