package parvis.suite.spaces;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.day;
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
import java.util.stream.Stream;
import parvis.core.rights.Action;
import parvis.core.rights.Grant;
import parvis.core.rights.Preset;
import parvis.core.rights.Space;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about spaces, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape NAME = line(Body.NAME_BYTES_MAX);
  private static final Shape USER = NAME.says("The id of a person");
  private static final Shape CALLED = line(SpaceWish.NAME_CHARS_MAX);
  private static final Shape PURPOSE = text(SpaceWish.PURPOSE_CHARS_MAX);
  private static final Shape VISIBILITY =
      word(Stream.of(Space.Visibility.values()).map(Space.Visibility::word));
  private static final Shape JOINING = word(Stream.of(Space.Entry.values()).map(Space.Entry::word));
  private static final Shape MODEL = word(Stream.of(Model.values()).map(Model::word));
  private static final Shape ROLE = word(roles(Preset.ANIMATOR, Preset.CONTRIBUTOR, Preset.READER));
  private static final Part REQUEST =
      may(
          "request_id",
          NAME.says("The client's name for this one wish: asked again, it is done once"));

  /// What may be said of a space that is to be made, and what must.
  private static List<Part> wish(boolean whole) {
    return List.of(
        new Part("model", MODEL, whole),
        new Part("name", CALLED, whole),
        new Part("visibility", VISIBILITY, whole),
        new Part("joining", JOINING, whole),
        may("purpose", PURPOSE),
        may("members_expected", integer(0, SpaceWish.MEMBERS_MAX)),
        may("need", text(SpaceWish.NEED_CHARS_MAX)));
  }

  private static final Part OF = may("organisation", NAME);

  static final Shape MADE = object(wish(true), OF, needed("request_id", NAME));

  static final Shape CHANGED =
      object(
          may("name", CALLED),
          may("purpose", PURPOSE),
          may("avatar_url", text(Settings.AVATAR_CHARS_MAX)),
          may("apps", list(word(Model.APPS.stream().sorted()), Model.APPS.size())),
          may("visibility", VISIBILITY),
          may("joining", JOINING),
          may("organisations", list(NAME, Settings.ORGANISATIONS_MAX)),
          may("archived", yesOrNo()),
          may("guests", yesOrNo()));

  static final Shape STANDING =
      object(
          may("role", ROLE),
          may(
              "apps",
              object(Grant.APPS.stream().map(app -> may(app, grants(app))).toList())
                  .says("What is set apart from the role; none: nothing is any more")));

  static final Shape JOINED = object(may("reason", text(SpaceRoutes.REASON_CHARS_MAX)));
  static final Shape ANSWERED = object(needed("accept", yesOrNo()));

  static final Shape ROOM =
      object(
          needed("name", CALLED),
          may("topic", text(SpaceRoutes.TOPIC_CHARS_MAX)),
          may("private", yesOrNo()),
          REQUEST);

  static final Shape INVITED =
      object(
          may("people", list(line(Body.TEXT_CHARS_MAX), Inviting.LINES_MAX)),
          may("list", text(Body.TEXT_CHARS_MAX).says("The same as one text that was pasted")),
          may("until", day()),
          may("expires_in_ms", integer(0, Long.MAX_VALUE)),
          may("again", yesOrNo().says("Whether who was written to before is written to again")));

  static final Shape CODE =
      object(
          needed("uses", integer(1, EntryCodes.USES_MAX)),
          needed("expires_in_ms", integer(1, EntryCodes.LIFE_MAX.toMillis())),
          may("role", word(roles(Preset.CONTRIBUTOR, Preset.READER))),
          may("name", text(CodeWish.NAME_CHARS_MAX).says("What it is for")),
          may("organisation", NAME.says("Whose agent somebody becomes who has none")),
          REQUEST);

  static final Shape ENTERED = object(needed("word", line(EntranceRoutes.WORD_CHARS_MAX)));

  static final Shape DECIDED =
      object(
          needed("decision", word("approve", "refuse")),
          may("reason", text(RequestRoutes.REASON_CHARS_MAX)),
          may("amended", object(wish(false)).says("What is approved otherwise than asked for")));

  static final Shape PERSON = object(needed("user_id", USER));

  static final Shape REVIEWED =
      object(
          may("withdraw", list(NAME.says("The id of a space"), ReviewRoutes.SPACES_MAX)),
          may("addresses", yesOrNo().says("Whether the addresses are taken back, too")));

  static final Shape NOTHING = object();

  private static final Part SPACE_ID = needed("space_id", NAME);
  private static final Shape SAID = text(Body.TEXT_CHARS_MAX);
  private static final Part ORGANISATIONS =
      may(
          "organisations",
          list(object(needed("id", NAME), needed("label", NAME)), Settings.ORGANISATIONS_MAX));

  /// A space as who finds it sees it. Who is in one of its rooms alone is told its name.
  private static final List<Part> FACE =
      List.of(
          SPACE_ID,
          needed("name", SAID),
          needed("role", NAME.orNull().says("null: none")),
          may("purpose", SAID),
          may("avatar_url", SAID),
          may("model", NAME),
          may("apps", list(NAME, Model.APPS.size())),
          may("visibility", VISIBILITY),
          may("joining", JOINING),
          may("members", count()),
          may("guests", count()),
          ORGANISATIONS,
          may("archived", yesOrNo()),
          may("asked", yesOrNo()),
          may("invited", yesOrNo()),
          may("feed_room", NAME));

  private static final List<Part> AUDIENCE_PARTS =
      List.of(
          needed("people", count()),
          needed("guests", count()),
          needed(
              "organisations",
              list(object(needed("label", NAME), needed("count", count())), Body.TEXT_CHARS_MAX)),
          needed("why", NAME),
          needed("externals", NAME.says("Whether people from outside may be invited")));

  static final Shape AUDIENCE = object(AUDIENCE_PARTS);

  private static final Shape APART =
      list(
          object(
              needed("user_id", USER), needed("app", NAME), needed("grant", NAME), may("by", NAME)),
          Body.TEXT_CHARS_MAX);

  private static final Shape ROOMS =
      list(
          object(
              needed("room_id", NAME),
              needed("name", SAID),
              needed("joined", yesOrNo()),
              needed("join_rule", NAME),
              needed("encrypted", yesOrNo()),
              needed("guests", count()),
              needed("members", count())),
          Body.TEXT_CHARS_MAX);

  static final Shape SPACE =
      object(
              FACE,
              needed("rights", list(NAME, Action.values().length)),
              may("rooms", ROOMS),
              may(
                  "audience",
                  object(
                      AUDIENCE_PARTS,
                      needed("sees", Shape.anything().says("What of each app who sees")))),
              may("apart", APART))
          .called("Space");

  static final Shape SPACES =
      object(
          needed("spaces", list(object(FACE), SpaceRoutes.SPACES_MAX)),
          needed("making", NAME.says("Whether one is made at once, asked for, or not")),
          may("next", count()));

  static final Shape SPACE_MADE =
      object(may("space_id", NAME), may("request", NAME.says("Somebody decides on it first")));

  static final Shape OUTSIDERS =
      object(
          needed(
              "externals",
              list(
                  object(
                      needed("user_id", USER),
                      may("display_name", SAID),
                      needed("joined", yesOrNo())),
                  Settings.OUTSIDERS_MAX)));

  private static final Shape PEOPLE =
      list(
          object(
              needed("user_id", USER),
              may("display_name", SAID),
              may("avatar_url", SAID),
              needed("role", NAME),
              may("organisation", object(needed("id", NAME), needed("label", NAME))),
              needed(
                  "external", Shape.value().says("null: of the house; else who answers for them")),
              needed("since", count()),
              may("reason", SAID)),
          Members.WAITING_MAX);

  static final Shape MEMBERS =
      object(
          needed("members", PEOPLE),
          needed("invited", PEOPLE),
          needed("asking", PEOPLE),
          needed(
              "mailed",
              list(
                  object(
                      needed("code", NAME),
                      needed("address", NAME),
                      needed("by", NAME),
                      needed("expires", count()),
                      needed("guest_until", count()),
                      needed("agent", yesOrNo())),
                  CodeStore.MAILED_MAX)),
          needed("total", count()),
          may("next", count()));

  static final Shape ROOM_MADE = object(needed("room_id", NAME));

  private static final Shape PLACES =
      list(
          object(
              needed("kind", NAME),
              needed("room_id", NAME),
              needed("name", SAID),
              needed("why", NAME)),
          Body.TEXT_CHARS_MAX);

  static final Shape VIEW =
      object(
          needed("preset", NAME),
          needed("may", list(NAME, Action.values().length)),
          needed("sees", PLACES),
          needed("not", PLACES),
          needed("apart", APART));

  static final Shape INVITATIONS =
      object(
          needed(
              "report",
              list(
                  object(
                      needed("line", count()),
                      needed("text", SAID),
                      needed(
                          "outcome",
                          word(Stream.of(Inviting.Outcome.values()).map(Inviting.Outcome::word))),
                      may("user_id", USER),
                      may("agent_of", SAID),
                      may("guest_until", count())),
                  Inviting.LINES_MAX)));

  private static final List<Part> CODE_PARTS =
      List.of(
          needed("code", NAME),
          needed("role", ROLE),
          needed("by", NAME),
          needed("uses_left", count()),
          needed("expires", count()),
          needed("admits", yesOrNo()),
          may("organisation", NAME),
          may("name", text(CodeWish.NAME_CHARS_MAX)));

  static final Shape CODES =
      object(needed("entry_codes", list(object(CODE_PARTS), CodeStore.VALID_MAX)));

  static final Shape CODE_MADE =
      object(CODE_PARTS, needed("word", NAME.says("Told once")), needed("url", SAID));

  static final Shape DOOR =
      object(
          needed("name", SAID),
          needed("invited_by", SAID),
          needed("admits", yesOrNo()),
          needed("expires", count()),
          may("agent_of", SAID),
          may("guest_of", SAID),
          needed("for_agents", yesOrNo()),
          needed("at_door", yesOrNo()),
          may("mailed_to", NAME));

  static final Shape WISH =
      object(
          needed("id", NAME),
          needed("by", NAME),
          needed("wish", object(wish(true), OF)),
          needed("state", NAME),
          needed("reason", SAID),
          needed("at", count()),
          may("decided_at", count()),
          may("decided_by", NAME),
          may("space_id", NAME),
          needed("may_decide", yesOrNo()));

  static final Shape WISHES = object(needed("requests", list(WISH, RequestStore.PAGE_MAX)));

  static final Shape UNANIMATED =
      object(
          needed(
              "spaces",
              list(
                  object(SPACE_ID, needed("name", SAID), needed("members", count())),
                  Unanimated.SPACES_MAX)));

  private static final Part NAMED =
      needed(
          "people",
          list(object(needed("user_id", USER), may("display_name", SAID)), Unanimated.PEOPLE_MAX));

  static final Shape COULD_ANIMATE = object(NAMED);

  static final Shape UNHOSTED =
      object(
          needed(
              "rooms",
              list(
                  object(needed("room_id", NAME), needed("name", SAID), needed("members", count())),
                  UnhostedRooms.ROOMS_MAX)));

  static final Shape COULD_HOST = object(NAMED, needed("history", NAME), needed("open", yesOrNo()));

  private static final Shape HEIRS_OF =
      list(object(needed("user_id", USER), may("display_name", SAID)), Unanimated.PEOPLE_MAX);

  static final Shape HEIRS =
      object(
          needed(
              "places",
              list(
                  object(
                      needed("id", NAME),
                      needed("kind", word("space", "room")),
                      needed("name", SAID),
                      needed("rule", NAME),
                      needed("heirs", HEIRS_OF),
                      may("people", HEIRS_OF.says("Who could be chosen, where it is asked for"))),
                  Heirs.PLACES_MAX)),
          needed("untold", count()));

  static final Shape MOVES =
      object(
          needed(
              "moves",
              list(
                  object(
                      needed("id", NAME),
                      needed("user_id", USER),
                      may("display_name", SAID),
                      needed("into", SAID),
                      needed("at", count()),
                      needed("addresses", list(NAME, ReviewRoutes.SPACES_MAX)),
                      needed(
                          "spaces",
                          list(
                              object(SPACE_ID, needed("name", SAID), needed("role", NAME)),
                              ReviewRoutes.SPACES_MAX))),
                  ReviewRoutes.SPACES_MAX)));

  static final Shape WITHDRAWN =
      object(
          needed(
              "report", list(object(SPACE_ID, needed("outcome", NAME)), ReviewRoutes.SPACES_MAX)));

  static final Shape OVERVIEW =
      object(
          needed(
              "spaces",
              list(
                  object(
                      SPACE_ID,
                      needed("name", SAID),
                      may("avatar_url", SAID),
                      needed("model", NAME),
                      needed("visibility", VISIBILITY),
                      needed("members", count()),
                      needed("guests", count()),
                      needed("codes", count().says("Entry codes on paper that let people in")),
                      needed("animators", list(NAME, Unanimated.PEOPLE_MAX)),
                      needed("archived", yesOrNo()),
                      needed(
                          "rooms",
                          list(
                              object(
                                  needed("room_id", NAME),
                                  needed("name", SAID),
                                  needed("members", count()),
                                  needed("guests", count())),
                              Body.TEXT_CHARS_MAX))),
                  SpaceRoutes.SPACES_MAX)),
          needed("total", count()),
          may("next", count()));

  private static Stream<String> roles(Preset... presets) {
    return Stream.of(presets).map(Preset::word);
  }

  private static Shape grants(String app) {
    return word(Stream.concat(Grant.of(app).map(Grant::word), Stream.of(SpaceRoutes.USUAL)));
  }

  private Shapes() {}
}
