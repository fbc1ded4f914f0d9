package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.RegistrationError;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;

/// What an application says of itself when it registers, held to the rules and reduced to what is
/// kept.
///
/// spec: cs-api#client-metadata
final class Registration {
  static final int NAME_CHARS_MAX = 128;
  static final int URI_CHARS_MAX = 2_048;
  static final int REDIRECTS_MAX = 16;

  /// What it may do, by the grants that we know.
  static final List<String> GRANTS =
      List.of(
          Application.CODE_GRANT, Application.REFRESH_GRANT, DeviceCodeGrant.GRANT_TYPE.getValue());

  /// A host that is somebody's, and not all of a country's.
  private static final Pattern LABELS = Pattern.compile("[^.]+(\\.[^.]+)+\\.?");

  static final List<String> PAGES = List.of("logo_uri", "tos_uri", "policy_uri");

  /// The languages of ours, in which it may speak besides.
  static final List<String> LANGUAGES = List.of("", "#fr", "#en");

  private final JsonObject said;
  private final JsonObject.Builder kept = JsonObject.builder();

  private Registration(JsonObject said) {
    this.said = said;
  }

  /// The fields that are kept, in one order: who says the same is the same.
  static JsonObject read(JsonObject said) throws GeneralException {
    checkLists(said);
    ClientMetadata parsed = ClientMetadata.parse(JSONObjectUtils.parse(said.toString()));
    return new Registration(said).read(parsed);
  }

  /// The library stumbles over what is nothing in a list.
  private static void checkLists(JsonObject said) throws GeneralException {
    for (var entry : said.entries()) {
      if (entry.value() instanceof JsonArray list && list.values().contains(JsonNull.NULL)) {
        throw wrong(entry.name() + " must be a list of strings");
      }
    }
  }

  private JsonObject read(ClientMetadata parsed) throws GeneralException {
    URI home = home();
    kept.put("client_uri", home.toString());
    for (String language : LANGUAGES) name("client_name" + language);
    for (String field : PAGES) {
      for (String language : LANGUAGES) page(home, field + language);
    }
    boolean isNative = isNative();
    List<String> grants = grants();
    List<String> redirects = redirects(home, isNative);
    if (grants.contains(Application.CODE_GRANT) && redirects.isEmpty()) {
      throw Protocol.refused(RegistrationError.INVALID_REDIRECT_URI, "redirect_uris is missing");
    }
    checkPublic();
    if (parsed.getRedirectionURIs() != null) {
      kept.put("redirect_uris", JsonArray.of(redirects.toArray()));
    }
    return kept.put("response_types", JsonArray.of("code"))
        .put("grant_types", JsonArray.of(grants.toArray()))
        .put("token_endpoint_auth_method", "none")
        .put("application_type", isNative ? "native" : "web")
        .build();
  }

  private URI home() throws GeneralException {
    String text =
        text("client_uri", URI_CHARS_MAX).orElseThrow(() -> wrong("client_uri is missing"));
    URI home = uri("client_uri", text);
    if (!RedirectRules.isPlain(home)) {
      throw wrong("client_uri must be an https address that names nobody");
    }
    if (!LABELS.matcher(home.getHost()).matches()) {
      throw wrong("client_uri must have a host of more than one label");
    }
    return home;
  }

  private void name(String field) throws GeneralException {
    Optional<String> name = text(field, NAME_CHARS_MAX).map(String::strip);
    if (name.isEmpty() || name.get().isEmpty()) return;
    if (name.get().codePoints().anyMatch(Registration::isHidden)) {
      throw wrong(field + " holds a character that cannot be shown");
    }
    kept.put(field, name.get());
  }

  /// What is not seen or turns the direction of what follows.
  private static boolean isHidden(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private void page(URI home, String field) throws GeneralException {
    Optional<String> text = text(field, URI_CHARS_MAX);
    if (text.isEmpty()) return;
    if (!RedirectRules.isOf(home, uri(field, text.get()))) {
      throw wrong(field + " must be an https address on the host of client_uri");
    }
    kept.put(field, text.get());
  }

  private boolean isNative() throws GeneralException {
    return switch (text("application_type", NAME_CHARS_MAX).orElse("web")) {
      case "web" -> false;
      case "native" -> true;
      default -> throw wrong("application_type is web or native");
    };
  }

  /// Those that it names and we know; what we do not know is ignored. Every session is renewed, so
  /// every application may do that.
  private List<String> grants() throws GeneralException {
    List<String> named = texts("grant_types");
    List<String> grants =
        GRANTS.stream()
            .filter(
                grant ->
                    grant.equals(Application.REFRESH_GRANT)
                        || (named.isEmpty() && grant.equals(Application.CODE_GRANT))
                        || named.contains(grant))
            .toList();
    if (grants.equals(List.of(Application.REFRESH_GRANT))) {
      throw wrong("grant_types has none by which an application can begin");
    }
    List<String> types = texts("response_types");
    if (grants.contains(Application.CODE_GRANT) && !types.isEmpty() && !types.contains("code")) {
      throw wrong("response_types has no code");
    }
    return grants;
  }

  private List<String> redirects(URI home, boolean isNative) throws GeneralException {
    List<String> all = texts("redirect_uris");
    if (all.size() > REDIRECTS_MAX) {
      throw Protocol.refused(
          RegistrationError.INVALID_REDIRECT_URI, "There are too many redirect_uris");
    }
    for (String one : all) {
      if (one.length() > URI_CHARS_MAX
          || !RedirectRules.allows(home, isNative, uri("redirect_uris", one))) {
        throw Protocol.refused(
            RegistrationError.INVALID_REDIRECT_URI,
            "An address of redirect_uris is none of this application");
      }
    }
    return all;
  }

  private void checkPublic() throws GeneralException {
    if (!text("token_endpoint_auth_method", NAME_CHARS_MAX).orElse("none").equals("none")) {
      throw wrong("token_endpoint_auth_method is none");
    }
  }

  private Optional<String> text(String field, int charsMax) throws GeneralException {
    if (!said.has(field)) return Optional.empty();
    String text = said.string(field).orElseThrow(() -> wrong(field + " must be a string"));
    if (text.length() > charsMax || text.indexOf('\0') >= 0) {
      throw wrong(field + " is longer than " + charsMax + " characters");
    }
    return Optional.of(text);
  }

  private List<String> texts(String field) throws GeneralException {
    List<String> texts = new ArrayList<>();
    for (var value : said.array(field).orElse(JsonArray.EMPTY).values()) {
      if (!(value instanceof JsonString(String text))) {
        throw wrong(field + " must be a list of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  private static URI uri(String field, String text) throws GeneralException {
    try {
      return new URI(text);
    } catch (URISyntaxException none) {
      throw wrong(field + " is no address");
    }
  }

  private static GeneralException wrong(String sentence) {
    var error = RegistrationError.INVALID_CLIENT_METADATA.setDescription(sentence);
    return new ParseException(sentence, error);
  }
}
