package parvis.suite.pilots;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.id;
import static parvis.platform.http.Shape.integer;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.text;
import static parvis.platform.http.Shape.word;

import java.util.List;
import java.util.stream.Stream;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about applications and pilots, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Part EMAIL =
      needed("email", line(ApplicationRoutes.SECRET_CHARS_MAX).says("An e-mail address"));
  private static final Part SECRET =
      needed(
          "secret",
          text(ApplicationRoutes.SECRET_CHARS_MIN, ApplicationRoutes.SECRET_CHARS_MAX)
              .says("What the browser made up that began, and it alone has"));
  private static final Shape NAME = line(ApplicationRoutes.NAME_CHARS_MAX);
  private static final Shape TEXT = line(ApplicationRoutes.TEXT_CHARS_MAX);
  private static final Shape PEOPLE = integer(1, ApplicationRoutes.PEOPLE_MAX);
  private static final Shape ENDS = count().says("A moment of the next two years");

  static final Shape ASKED = object(EMAIL, SECRET);

  static final Shape APPLIED =
      object(
          EMAIL,
          SECRET,
          needed("code", NAME),
          needed("applicant", NAME),
          needed("organisation", NAME),
          may("siret", text(ApplicationRoutes.SIRET_CHARS_MAX)),
          needed("headcount", integer(1, ApplicationRoutes.HEADCOUNT_MAX)),
          needed("need", TEXT));

  static final Shape REPLIED = object(needed("reply", TEXT));

  static final Shape DECIDED =
      object(
          needed("decision", word("approve", "refuse", "ask")),
          may(
              "reason",
              text(ApplicationRoutes.TEXT_CHARS_MAX).says("Needed to refuse, and to ask")),
          may("label", line(ApplicationRoutes.LABEL_CHARS_MAX).says("Needed to approve")),
          may("domain", text(ApplicationRoutes.SECRET_CHARS_MAX)),
          may("people_max", PEOPLE.says("Needed to approve")),
          may("ends", ENDS.says("Needed to approve")),
          may("goals", TEXT.says("Needed to approve")));

  static final Shape ENDED =
      object(needed("decision", word("open", "close")), needed("reason", TEXT));
  static final Shape EXTENDED = object(needed("people_max", PEOPLE), needed("ends", ENDS));

  static final Shape ANSWERS =
      object(needed("answers", list(integer(1, Survey.MOST), Survey.QUESTIONS)));

  private static final Shape SAID = text(ApplicationRoutes.TEXT_CHARS_MAX);
  private static final Part STATE =
      needed(
          "state",
          word(Stream.of(ApplicationStore.State.values()).map(ApplicationStore.State::word)));

  private static final List<Part> FOLLOWED_PARTS =
      List.of(
          needed("organisation", NAME), STATE, needed("question", SAID), needed("reason", SAID));

  static final Shape FOLLOWED = object(FOLLOWED_PARTS);
  static final Shape APPLICATION_STATE = object(STATE);

  static final Shape APPLICATIONS =
      object(
          needed(
              "applications",
              list(
                  object(
                      FOLLOWED_PARTS,
                      needed("id", id()),
                      EMAIL,
                      needed("applicant", NAME),
                      may("siret", NAME),
                      needed("headcount", count()),
                      needed("need", SAID),
                      needed("reply", SAID),
                      needed("created", count()),
                      may("decided", count())),
                  ApplicationStore.PAGE_MAX)));

  private static final Shape REPORT =
      object(
          needed("people_min", count().says("Below so many people nothing is told")),
          may("people", count()),
          may("arrived", count()),
          may("active", count()),
          may(
              "survey",
              object(
                  needed("people", count()),
                  needed("tenths", list(count(), Survey.QUESTIONS).says("Of each question")))));

  static final Shape PILOTS =
      object(
          needed(
              "pilots",
              list(
                  object(
                      needed("organisation", id()),
                      needed("name", NAME),
                      needed(
                          "state",
                          word(Stream.of(PilotStore.State.values()).map(PilotStore.State::word))),
                      needed("people_max", count()),
                      needed("begun", count()),
                      needed("ends", count()),
                      needed("goals", SAID),
                      needed("reason", SAID),
                      needed("report", REPORT)),
                  PilotStore.PAGE_MAX)));

  static final Shape MINE =
      object(
          may("name", NAME.says("None: my organisation tries nothing out")),
          may("ends", count()),
          may("goals", SAID),
          may("answers", list(count(), Survey.QUESTIONS)));

  static final Shape NOTHING = object();

  private Shapes() {}
}
