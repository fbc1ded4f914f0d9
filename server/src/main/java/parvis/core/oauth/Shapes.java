package parvis.core.oauth;

import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.may;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.word;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.stream.Stream;
import parvis.core.identity.SignIn;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;

/// What goes over the wire about applications, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape WORD = line(Protocol.BODY_BYTES_MAX);
  private static final Shape PAGE = line(Registration.URI_CHARS_MAX);
  private static final Shape NAME = line(Registration.NAME_CHARS_MAX);

  static final Shape CONSENT = object(SignIn.LOGIN);
  static final Shape DECIDED = object(SignIn.LOGIN, needed("allow", yesOrNo()));

  static final Shape REGISTERED =
      object(
          Registration.LANGUAGES.stream()
              .flatMap(
                  in ->
                      Stream.concat(
                          Stream.of(may("client_name" + in, NAME)),
                          Registration.PAGES.stream().map(page -> may(page + in, PAGE))))
              .toList(),
          needed("client_uri", PAGE),
          may("application_type", word("web", "native")),
          may("grant_types", list(WORD, Registration.REDIRECTS_MAX)),
          may("response_types", list(WORD, Registration.REDIRECTS_MAX)),
          may("redirect_uris", list(PAGE, Registration.REDIRECTS_MAX)),
          may("token_endpoint_auth_method", word("none")));

  static final Shape TOKENS =
      object(
          needed("grant_type", word(Registration.GRANTS.stream())),
          needed("client_id", WORD),
          may("code", WORD),
          may("redirect_uri", PAGE),
          may("code_verifier", WORD),
          may("refresh_token", WORD),
          may("device_code", WORD));

  static final Shape ASKED = object(needed("client_id", WORD), needed("scope", WORD));
  static final Shape REVOKED = object(needed("token", WORD));

  private static final Shape TEXT = line(Body.TEXT_CHARS_MAX);

  private static final Shape APPLICATION =
      object(
          needed("name", TEXT),
          may("uri", TEXT),
          may("host", TEXT),
          may("policy_uri", TEXT),
          may("tos_uri", TEXT));

  static final Shape ELSEWHERE = object(needed("application", APPLICATION));
  static final Shape REDIRECT = object(needed("redirect", TEXT));
  static final Shape NOTHING = object();

  static final Shape WISH =
      object(
          needed("application", APPLICATION),
          may("device_id", TEXT.says("Which it wants to be")),
          may("refusal", TEXT.says("Where the browser goes that refuses")),
          may("wrong", TEXT.says("Why it cannot be let in, as OAuth calls it")));

  static final Shape TOKENS_GIVEN =
      object(
          needed("access_token", TEXT),
          may("refresh_token", TEXT),
          needed("scope", TEXT),
          needed("token_type", TEXT),
          needed("expires_in", count()));

  static final Shape WORDS =
      object(
          needed("device_code", TEXT),
          needed("user_code", TEXT),
          needed("verification_uri", TEXT),
          needed("verification_uri_complete", TEXT),
          needed("expires_in", count()),
          needed("interval", count()));

  private Shapes() {}
}
