package parvis.core.openid;

import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import parvis.base.Refused;
import parvis.core.identity.LoginTokens;
import parvis.platform.http.Body;
import parvis.protocol.id.Address;
import parvis.protocol.id.Address.Domain;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Somebody who says who people are, as an administrator described them: everything but the secret.
///
/// @param settings what [#read] made of the description
record Provider(String id, JsonObject settings) {
  static final int LABEL_CHARS_MAX = 60;

  /// Letters that stand for a picture on the button.
  static final int LOGO_CHARS_MAX = 3;

  static final int ADDRESS_CHARS_MAX = 1_024;
  static final int SECRET_CHARS_MAX = 1_024;

  /// Characters of a word of the protocol: a scope, a claim, an authentication context.
  static final int WORD_CHARS_MAX = 255;

  /// Words of one kind, and domains.
  static final int WORDS_MAX = 100;

  static final int REQUEST_CHARS_MAX = 2_048;

  static final List<String> PROMPTS = List.of("login", "consent", "select_account");

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._~-]{0,63}");
  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e&&[^\"\\\\]]+");
  private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String BELOW = "*.";

  /// What is said of people, and how the provider calls it, unless it is said otherwise.
  static final JsonObject CLAIMS =
      JsonObject.of(
          "address", "email",
          "address_verified", "email_verified",
          "given_name", "given_name",
          "usual_name", "family_name",
          "organisation", "");

  /// How we show the provider who asks.
  enum Authentication {
    BASIC,
    POST
  }

  /// In what form a provider says more of somebody.
  enum UserInfo {
    JSON,
    SIGNED,
    NONE
  }

  /// Reads what an administrator says.
  ///
  /// @throws Refused invalidParam for whatever no provider could be
  static Provider read(String id, Body body) {
    if (!ID.matcher(id).matches() || id.equals(LoginTokens.PROVIDER)) {
      throw Refused.invalidParam("\"id\" is no name of a provider");
    }
    return new Provider(
        id,
        JsonObject.builder()
            .put("label", label(body))
            .put("logo", body.optionalString("logo", LOGO_CHARS_MAX).orElse(""))
            .put("issuer", issuer(body).toString())
            .put("client_id", word("client_id", body.string("client_id", WORD_CHARS_MAX)))
            .put("authentication", one(body, "authentication", Authentication.BASIC))
            .put("scopes", scopes(body))
            .put("pkce", body.bool("pkce", true))
            .put("userinfo", one(body, "userinfo", UserInfo.JSON))
            .put("claims", claims(body.inner("claims")))
            .put("acr_values", words(body, "acr_values"))
            .putIf("request_claims", body.optionalObject("request_claims").map(Provider::bounded))
            .putIf("prompt", body.optionalString("prompt", WORD_CHARS_MAX).map(Provider::prompt))
            .put("signs_out", body.bool("signs_out", true))
            .put("makes_accounts", body.bool("makes_accounts", true))
            .put("addresses_verified", body.bool("addresses_verified", false))
            .put("domains", domains(body))
            .put("second_factors", words(body, "second_factors"))
            .build());
  }

  private static String label(Body body) {
    String label = body.string("label", LABEL_CHARS_MAX).strip();
    if (label.isEmpty() || label.codePoints().anyMatch(Character::isISOControl)) {
      throw Refused.invalidParam("\"label\" is what stands on the button");
    }
    return label;
  }

  /// What is said in the clear is said on this machine alone.
  private static URI issuer(Body body) {
    String text = body.string("issuer", ADDRESS_CHARS_MAX);
    try {
      URI uri = new URI(text);
      boolean plain =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      boolean safe =
          "https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && HERE.contains(uri.getHost()));
      if (plain && safe) return uri;
    } catch (URISyntaxException none) {
      throw Refused.invalidParam("\"issuer\" is no address");
    }
    throw Refused.invalidParam("\"issuer\" is an address with https and without a query");
  }

  private static String word(String name, String text) {
    if (!WORD.matcher(text).matches()) {
      throw Refused.invalidParam("\"" + name + "\" has neither blanks nor quotes in a word");
    }
    return text;
  }

  private static JsonArray words(Body body, String name) {
    Object[] words =
        body.strings(name, WORDS_MAX).stream()
            .map(Body::name)
            .map(text -> word(name, text))
            .toArray();
    return JsonArray.of(words);
  }

  private static JsonArray scopes(Body body) {
    JsonArray asked = words(body, "scopes");
    if (asked.isEmpty()) return JsonArray.of("openid", "email", "profile");
    if (!asked.strings().contains("openid")) {
      throw Refused.invalidParam("\"scopes\" has \"openid\" among them");
    }
    return asked;
  }

  private static <E extends Enum<E>> String one(Body body, String name, E otherwise) {
    String word = body.optionalString(name, WORD_CHARS_MAX).orElseGet(() -> word(otherwise));
    for (E one : otherwise.getDeclaringClass().getEnumConstants()) {
      if (word(one).equals(word)) return word;
    }
    throw Refused.invalidParam("\"" + name + "\" is not one of the words that it may be");
  }

  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject claims(Optional<Body> asked) {
    JsonObject.Builder claims = JsonObject.builder();
    for (JsonObject.Entry known : CLAIMS.entries()) {
      String otherwise = CLAIMS.string(known.name()).orElseThrow();
      claims.put(
          known.name(),
          asked
              .flatMap(body -> body.optionalString(known.name(), WORD_CHARS_MAX))
              .orElse(otherwise));
    }
    return claims.build();
  }

  private static JsonObject bounded(JsonObject request) {
    if (request.toString().length() > REQUEST_CHARS_MAX) {
      throw Refused.invalidParam("\"request_claims\" is too long");
    }
    return request;
  }

  private static String prompt(String word) {
    if (!PROMPTS.contains(word)) {
      throw Refused.invalidParam("\"prompt\" is login, consent or select_account");
    }
    return word;
  }

  private static JsonArray domains(Body body) {
    List<String> domains = body.strings("domains", WORDS_MAX);
    for (String domain : domains) {
      if (Domain.parse(bare(domain)).isEmpty()) {
        throw Refused.invalidParam("\"domains\" has one that is none: " + domain);
      }
    }
    return JsonArray.of(domains.toArray());
  }

  private static String bare(String domain) {
    return domain.startsWith(BELOW) ? domain.substring(BELOW.length()) : domain;
  }

  String label() {
    return text("label");
  }

  Issuer issuer() {
    return new Issuer(text("issuer"));
  }

  ClientID clientId() {
    return new ClientID(text("client_id"));
  }

  Authentication authentication() {
    return text("authentication").equals("post") ? Authentication.POST : Authentication.BASIC;
  }

  UserInfo userInfo() {
    return switch (text("userinfo")) {
      case "signed" -> UserInfo.SIGNED;
      case "none" -> UserInfo.NONE;
      default -> UserInfo.JSON;
    };
  }

  /// What the provider calls something that is said of people; empty when it does not say it.
  String claim(String ours) {
    return settings.object("claims").flatMap(all -> all.string(ours)).orElse("");
  }

  String text(String name) {
    return settings.string(name).orElse("");
  }

  boolean is(String name) {
    return settings.bool(name).orElse(false);
  }

  List<String> all(String name) {
    return settings.array(name).orElse(JsonArray.EMPTY).strings();
  }

  /// Whether the provider may say whose an address is.
  boolean speaksFor(Address address) {
    return all("domains").stream().anyMatch(domain -> covers(domain, address.domain()));
  }

  private static boolean covers(String held, Domain domain) {
    Domain base = new Domain(bare(held));
    return held.startsWith(BELOW)
        ? base.covers(domain) && !base.equals(domain)
        : base.equals(domain);
  }

  /// What people see of it.
  JsonObject shown() {
    return JsonObject.of("id", id, "label", label(), "logo", text("logo"));
  }
}
