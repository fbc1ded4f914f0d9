package parvis.suite.scim;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.integer;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.List;
import parvis.core.identity.OwnerProof;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about directories, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  static final Shape MADE =
      object(
          OwnerProof.FIELD,
          needed("name", line(DirectoryRoutes.NAME_CHARS_MAX)),
          needed("expires_in_ms", integer(1, Tokens.LIFE_MAX.toMillis())),
          may("request_id", line(Body.NAME_BYTES_MAX)));

  static final Shape OPENED =
      object(
          may("space", line(Body.NAME_BYTES_MAX).says("None: the group leads nowhere any more")),
          may("role", word("contributor", "reader")));

  private static final Shape NAME = line(Body.NAME_BYTES_MAX);

  private static final List<Part> TOKEN =
      List.of(
          needed("id", NAME),
          needed("name", line(DirectoryRoutes.NAME_CHARS_MAX)),
          needed("by", NAME),
          needed("created", count()),
          needed("expires", count()),
          may("used", count()),
          needed("good", yesOrNo()));

  static final Shape TOKENS =
      object(needed("address", NAME), needed("tokens", list(object(TOKEN), Tokens.ALL_MAX)));

  static final Shape TOKEN_MADE = object(TOKEN, needed("secret", NAME.says("Told once")));

  static final Shape GROUPS =
      object(
          needed(
              "groups",
              list(
                  object(
                      needed("id", NAME),
                      needed("name", text(Body.TEXT_CHARS_MAX)),
                      needed("people", count()),
                      may("space", NAME),
                      may("role", word("contributor", "reader"))),
                  Groups.ALL_MAX)));

  static final Shape NOTHING = object();

  private Shapes() {}
}
