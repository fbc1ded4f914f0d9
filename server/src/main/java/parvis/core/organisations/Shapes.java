package parvis.core.organisations;

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
import java.util.Locale;
import java.util.stream.Stream;
import parvis.base.Language;
import parvis.core.identity.Accounts;
import parvis.core.identity.OwnerProof;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about organisations and their people, told to who writes a client; the
/// bounds are those by which it is judged.
final class Shapes {
  private static final Shape NAME = line(Body.NAME_BYTES_MAX);

  /// What an organisation is called and is part of.
  private static final List<Part> WISH =
      List.of(
          needed("name", line(OrganisationRoutes.NAME_CHARS_MAX)),
          needed("label", line(OrganisationRoutes.LABEL_CHARS_MAX)),
          may("parent", NAME),
          may("siret", line(OrganisationRoutes.SIRET_CHARS_MAX)));

  static final Shape MADE = object(WISH, may("join", yesOrNo()));

  static final Shape CHANGED =
      object(
          WISH,
          may("access_rules", yesOrNo()),
          may("promotes_all", yesOrNo()),
          may("bypass", yesOrNo()),
          may("bypass_for_users", list(NAME, Organisation.EXEMPT_MAX)),
          may("validity_days", integer(0, Organisation.VALIDITY_DAYS_MAX)),
          may("spaces", word(OrganisationRoutes.DIRECT, OrganisationRoutes.REQUEST)),
          may("guests", word(OrganisationRoutes.AGENTS, OrganisationRoutes.APPROVERS)),
          may("open_directory", yesOrNo()));

  static final Shape DOMAINS =
      object(
          needed(
              "domains",
              list(
                  object(
                      needed("domain", NAME),
                      may("below", yesOrNo().says("Whether those below it are, too"))),
                  OrganisationStore.DOMAINS_MAX)));

  static final Shape ADMITTED = object(needed("list", text(EntryRoutes.LIST_CHARS_MAX)));

  static final Shape CODE =
      object(
          needed("purpose", line(EntryRoutes.PURPOSE_CHARS_MAX)),
          needed("expires_in_ms", integer(1, EntryCodes.LIFE_MAX.toMillis())),
          needed("uses", integer(1, EntryCodes.USES_MAX)),
          may("request_id", NAME));

  static final Shape ENTERED = object(needed("word", line(EntryRoutes.WORD_CHARS_MAX)));
  static final Shape CLAIMED = object(needed("wish", line(Claims.WISH_CHARS_MAX)));

  static final Shape ANSWERED =
      object(
          may("organisation", line(EntryRoutes.WORD_CHARS_MAX).says("None: the claim is declined")),
          may("reason", text(Claims.REASON_CHARS_MAX)));

  static final Shape RULES =
      object(
          needed("names_locked", yesOrNo()),
          may("functions_locked", yesOrNo()),
          may("second_factor", yesOrNo()));

  /// Until when somebody from outside is let in.
  private static final List<Part> TERM =
      List.of(may("until", day()), may("expires_in_ms", integer(0, Long.MAX_VALUE)));

  static final Shape TERMS = object(TERM);

  static final Shape INVITED =
      object(
          TERM,
          may("user_id", NAME.says("Or an address")),
          may("address", line(ExternalRoutes.ADDRESS_CHARS_MAX)),
          may("name", line(ExternalRoutes.NAME_CHARS_MAX)),
          may("language", word(Stream.of(Language.values()).map(Language::code))),
          may("space", NAME));

  static final Shape POST =
      object(
          may("role", word(Stream.of(Role.values()).map(Role::word))),
          may("function", text(MemberRoutes.FUNCTION_CHARS_MAX)));

  static final Shape SUSPENDED = object(needed("suspended", yesOrNo()));

  static final Shape ENDED =
      object(
          may(
              "heirs",
              list(object(needed("place", NAME), needed("user_id", NAME)), Accounts.HEIRS_MAX)
                  .says("Who takes over where they are the last who administers")));

  static final Shape BADGES = object(may("user_ids", list(NAME, MemberRoutes.PEOPLE_MAX)));
  static final Shape RENEWED = object(needed("address", NAME.says("An e-mail address")));
  static final Shape PROVEN = object(OwnerProof.FIELD);

  static final Shape NOTHING = object();

  static final Shape ORGANISATION =
      object(
              needed("id", NAME),
              needed("name", line(OrganisationRoutes.NAME_CHARS_MAX)),
              needed("label", line(OrganisationRoutes.LABEL_CHARS_MAX)),
              may("parent", NAME),
              may("siret", NAME),
              needed("access_rules", yesOrNo()),
              needed("promotes_all", yesOrNo()),
              needed("bypass", yesOrNo()),
              needed("bypass_for_users", list(NAME, Organisation.EXEMPT_MAX)),
              needed("validity_days", count()),
              needed("spaces", word(OrganisationRoutes.DIRECT, OrganisationRoutes.REQUEST)),
              needed("guests", word(OrganisationRoutes.AGENTS, OrganisationRoutes.APPROVERS)),
              needed("open_directory", yesOrNo()))
          .called("Organisation");

  static final Shape ORGANISATIONS =
      object(needed("organisations", list(ORGANISATION, OrganisationStore.ALL_MAX)));

  static final Shape HELD =
      object(
          needed(
              "domains",
              list(
                  object(needed("domain", NAME), needed("below", yesOrNo())),
                  OrganisationStore.DOMAINS_MAX)));

  static final Shape JOURNAL =
      object(
          needed(
              "journal",
              list(
                  object(
                      needed("at", count()),
                      needed("by", NAME),
                      may("name", NAME),
                      needed("deed", NAME),
                      needed("about", text(Body.TEXT_CHARS_MAX))),
                  Journal.PAGE_MAX)));

  static final Shape LINES =
      object(
          needed(
              "lines",
              list(
                  object(
                      needed("at", count()),
                      needed("by", NAME),
                      may("name", NAME),
                      needed("deed", NAME),
                      needed("about", text(Body.TEXT_CHARS_MAX)),
                      needed("names", list(NAME, Journal.PAGE_MAX)),
                      may("organisation", NAME),
                      may("address", NAME)),
                  Journal.PAGE_MAX)),
          needed("people", Shape.anything().says("By their ids: a name, and whether they ended")));

  static final Shape ADDRESSES =
      object(needed("addresses", list(NAME, OrganisationStore.PAGE_MAX)));

  static final Shape REPORT =
      object(
          needed(
              "report",
              list(
                  object(
                      needed("line", count()),
                      needed("text", text(Body.TEXT_CHARS_MAX)),
                      needed(
                          "outcome",
                          word(
                              Stream.of(Admitting.Outcome.values())
                                  .map(one -> one.name().toLowerCase(Locale.ROOT))))),
                  AdmissionList.ADDRESSES_MAX)));

  private static final List<Part> CODE_TOLD =
      List.of(
          needed("id", NAME),
          needed("purpose", line(EntryRoutes.PURPOSE_CHARS_MAX)),
          needed("attested_by", NAME),
          needed("expires", count()),
          needed("uses_left", count()));

  static final Shape CODES =
      object(needed("entry_codes", list(object(CODE_TOLD), EntryCodeStore.VALID_MAX)));

  static final Shape CODE_MADE =
      object(
          CODE_TOLD,
          needed("word", NAME.says("Told once")),
          needed("url", line(Body.TEXT_CHARS_MAX)));

  static final Shape OF = object(needed("name", NAME), needed("label", NAME));

  private static final Part CLAIM_STATE = may("state", word("open", "granted", "declined"));
  private static final List<Part> CLAIM_TOLD =
      List.of(
          may("wish", line(Claims.WISH_CHARS_MAX)),
          may("at", count()),
          CLAIM_STATE,
          may("reason", text(Claims.REASON_CHARS_MAX)));

  static final Shape CLAIM = object(CLAIM_TOLD);

  static final Shape CLAIMS =
      object(
          needed(
              "claims",
              list(
                  object(
                      CLAIM_TOLD,
                      needed("id", NAME),
                      needed("user_id", NAME),
                      may("display_name", text(Body.TEXT_CHARS_MAX))),
                  ClaimStore.PAGE_MAX)));

  static final Shape DECIDED_RULES =
      object(
          needed("names_locked", yesOrNo()),
          needed("functions_locked", yesOrNo()),
          needed("second_factor", yesOrNo()));

  private static final List<Part> PERSON =
      List.of(
          needed("user_id", NAME),
          may("display_name", text(Body.TEXT_CHARS_MAX)),
          may("avatar_url", NAME));

  private static final List<Part> EXTERNAL =
      object(
              PERSON,
              needed("organisation", NAME),
              needed("sponsor", NAME),
              may("sponsor_name", text(Body.TEXT_CHARS_MAX)),
              needed("since", count()),
              needed("ends", count()),
              needed("extended", yesOrNo()),
              may("longer_asked", count()),
              may("wished", count()),
              needed("over", yesOrNo()))
          .parts();

  static final Shape EXTERNALS =
      object(needed("externals", list(object(EXTERNAL), PostStore.PAGE_MAX)));

  static final Shape SPONSORED =
      object(
          needed(
              "externals",
              list(
                  object(EXTERNAL, needed("deciders", list(NAME, PostStore.PAGE_MAX))),
                  PostStore.PAGE_MAX)));

  static final Shape INVITATION =
      object(needed("ends", count()), may("user_id", NAME.says("Of who was written to")));

  static final Shape ENDS = object(may("ends", count()));

  static final Shape MEMBERS =
      object(
          needed(
              "members",
              list(
                  object(
                      PERSON,
                      needed("role", word(Stream.of(Role.values()).map(Role::word))),
                      needed("ground", NAME),
                      may("function", line(MemberRoutes.FUNCTION_CHARS_MAX)),
                      needed("since", count()),
                      may("ends", count()),
                      needed("over", yesOrNo()),
                      needed("suspended", yesOrNo())),
                  PostStore.PAGE_MAX)),
          may("next", NAME));

  static final Shape OWN =
      object(
          may(
              "organisation",
              object(needed("id", NAME), needed("name", NAME), needed("label", NAME))
                  .says("None: of no organisation")),
          may("role", word(Stream.of(Role.values()).map(Role::word))),
          may("external", yesOrNo()),
          may("ends", count()),
          may("sponsors", yesOrNo()),
          may("sponsor", NAME),
          may("sponsor_name", text(Body.TEXT_CHARS_MAX)));

  static final Shape OWN_END =
      object(
          needed("ends", count()),
          needed("from", count().says("When more time may be asked for")),
          needed("by", word("sponsor", "organisation")),
          may(
              "state",
              word(Stream.of(MoreTimeStore.State.values()).map(MoreTimeStore.State::word))),
          may("at", count()));

  static final Shape BADGE =
      object(needed("badges", Shape.anything().says("By the ids of people: label and external")));

  static final Shape ALONE =
      object(
          needed(
              "members",
              list(
                  object(
                      PERSON,
                      needed("since", count()),
                      needed("suspended", yesOrNo()),
                      needed("runs", yesOrNo().says("Whether they run the house"))),
                  UnaffiliatedStore.PAGE_MAX)),
          may("next", NAME));

  static final Shape CANDIDATES =
      object(
          needed("people", list(object(PERSON, may("label", NAME)), UnaffiliatedStore.FOUND_MAX)));

  static final Shape FIGURES =
      object(
          needed("people_min", count().says("Of fewer people nothing is told")),
          may("agents", count()),
          may("externals", count()),
          may("expired", count()),
          may("spaces", count()),
          may("active_spaces", count()),
          needed(
              "weeks",
              list(
                  object(
                      needed("from", count()),
                      may("active", count()),
                      may("messages", count()),
                      may("rooms", count())),
                  Statistics.WEEKS)));

  static final Shape RENEWAL = object(needed("organisation", NAME), may("ends", count()));

  private Shapes() {}
}
