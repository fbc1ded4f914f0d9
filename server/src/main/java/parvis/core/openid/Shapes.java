package parvis.core.openid;

import static parvis.platform.http.Shape.count;
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
import parvis.core.identity.OwnerProof;
import parvis.core.identity.SignIn;
import parvis.core.identity.SignedInReply;
import parvis.platform.http.Body;
import parvis.platform.http.Shape;
import parvis.platform.http.Shape.Part;

/// What goes over the wire about providers, told to who writes a client; the bounds
/// are those by which it is judged.
final class Shapes {
  private static final Shape WORD = line(Provider.WORD_CHARS_MAX);

  static final Shape ENTERED =
      object(
          Stream.of(SignIn.LOGIN, SignIn.MAILED, SignedInReply.DEVICE)
              .flatMap(List::stream)
              .toList(),
          needed("ticket", line(FrontRoutes.TICKET_CHARS_MAX)),
          may("email", line(Body.NAME_BYTES_MAX).says("The address to which a code was mailed")));

  static final Shape SIGNED_OUT =
      object(needed("logout_token", line(FrontRoutes.LOGOUT_BYTES_MAX)));

  static final Shape LINKED =
      object(OwnerProof.FIELD, needed("provider", line(Body.NAME_BYTES_MAX)));

  private static final Shape CLAIMS =
      object(
          Provider.CLAIMS.keys().stream()
              .map(ours -> may(ours, text(Provider.WORD_CHARS_MAX)))
              .toList());

  private static final List<Part> DESCRIPTION =
      List.of(
          needed("label", line(Provider.LABEL_CHARS_MAX)),
          may("logo", text(Provider.LOGO_CHARS_MAX)),
          needed("issuer", line(Provider.ADDRESS_CHARS_MAX)),
          needed("client_id", WORD),
          may("authentication", words(Provider.Authentication.values())),
          may("scopes", list(WORD, Provider.WORDS_MAX)),
          may("pkce", yesOrNo()),
          may("userinfo", words(Provider.UserInfo.values())),
          may("claims", CLAIMS.says("What the provider calls what is said of people")),
          may("acr_values", list(WORD, Provider.WORDS_MAX)),
          may("request_claims", Shape.anything()),
          may("prompt", word(Provider.PROMPTS.stream())),
          may("signs_out", yesOrNo()),
          may("makes_accounts", yesOrNo()),
          may("addresses_verified", yesOrNo()),
          may("domains", list(line(Body.NAME_BYTES_MAX), Provider.WORDS_MAX)),
          may("second_factors", list(WORD, Provider.WORDS_MAX)));

  private static final Shape NAME = text(Body.NAME_BYTES_MAX);
  private static final Shape ADDRESS = line(Body.TEXT_CHARS_MAX);

  private static final Shape BUTTON =
      object(
          needed("id", NAME),
          needed("label", line(Provider.LABEL_CHARS_MAX)),
          needed("logo", text(Provider.LOGO_CHARS_MAX)));

  static final Shape BUTTONS = object(needed("providers", list(BUTTON, Providers.PROVIDERS_MAX)));

  static final Shape DESCRIBED = object(DESCRIPTION, needed("id", NAME));

  static final Shape PROVIDERS =
      object(
          needed("providers", list(DESCRIBED, Providers.PROVIDERS_MAX)),
          needed("redirect_uri", ADDRESS),
          needed("post_logout_redirect_uri", ADDRESS));

  static final Shape LINKS =
      object(
          needed(
              "links",
              list(
                  object(
                      needed("link", NAME),
                      needed("label", line(Provider.ADDRESS_CHARS_MAX)),
                      needed("issuer", line(Provider.ADDRESS_CHARS_MAX)),
                      may("address", NAME),
                      may("organisation", NAME),
                      needed("linked_ts", count())),
                  Links.LINKS_MAX)),
          needed("providers", list(BUTTON, Providers.PROVIDERS_MAX)));

  static final Shape REDIRECT = object(needed("redirect", ADDRESS));
  static final Shape END = object(may("end", ADDRESS));

  static final Shape COME_IN =
      Shape.either(
          List.of(
              SignedInReply.SHAPE,
              object(
                  needed("wants", word("consent", "proof")),
                  needed("provider", BUTTON),
                  may("address", NAME),
                  may("name", NAME))));

  static final Shape NOTHING = object();

  static final Shape PROVIDER =
      object(
          DESCRIPTION,
          may("client_secret", text(Provider.SECRET_CHARS_MAX).says("None: as it was")));

  private static Shape words(Enum<?>... all) {
    return word(Stream.of(all).map(Provider::word));
  }

  private Shapes() {}
}
