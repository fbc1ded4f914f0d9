package parvis.suite.bulletins;

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

import java.util.stream.Stream;
import parvis.base.Language;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about bulletins, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  static final Shape WRITTEN =
      object(
          needed("request_id", line(Body.NAME_BYTES_MAX)),
          needed("french", line(BulletinRoutes.TEXT_CHARS_MAX)),
          may("english", text(BulletinRoutes.TEXT_CHARS_MAX)),
          needed("until", count()),
          may("organisation", line(Body.NAME_BYTES_MAX)),
          may("notice", yesOrNo().says("Whether it comes as a notice, too")));

  private static final Shape NAME = line(Body.NAME_BYTES_MAX);
  private static final Shape TEXT = text(BulletinRoutes.TEXT_CHARS_MAX);

  static final Shape SHOWN =
      object(
          needed(
              "bulletins",
              list(
                  object(
                      needed("id", id()),
                      needed("text", TEXT),
                      needed("lang", word(Stream.of(Language.values()).map(Language::code))),
                      needed("at", count()),
                      needed("until", count()),
                      may("organisation", NAME)),
                  BulletinStore.SHOWN_MAX)));

  static final Shape BULLETIN =
      object(
          needed("id", id()),
          needed("french", TEXT),
          needed("english", TEXT),
          needed("by", NAME),
          needed("at", count()),
          needed("until", count()),
          may("withdrawn", count()),
          may("organisation", NAME),
          needed("told", count()),
          needed("going", yesOrNo().says("Whether people are still being told")));

  static final Shape ALL = object(needed("bulletins", list(BULLETIN, BulletinStore.LIST_MAX)));
  static final Shape NOTHING = object();

  private Shapes() {}
}
