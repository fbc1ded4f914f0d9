package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// An application that others wrote, and the person whose browser it sends to us.
public record Foreign(World world, String id, String redirect) {
  public static final String APPLICATIONS = "/api/v1/oauth/applications";
  public static final String AUTHORIZATION = "/api/v1/oauth/authorization";
  public static final String TOKENS = "/api/v1/oauth/tokens";
  public static final String WORDS = "/api/v1/oauth/device_codes";
  public static final String REVOCATION = "/api/v1/oauth/revocation";

  static final String WHOAMI = "/_matrix/client/v3/account/whoami";

  private static final String VERIFIER = "a-verifier-that-nobody-else-knows-0123456789";
  private static final String FORM = "application/x-www-form-urlencoded";

  /// What a plain web application says of itself.
  public static final JsonObject WEB =
      JsonObject.of(
          "client_name", "Messagerie d'ailleurs",
          "client_uri", "https://client.example/",
          "redirect_uris", JsonArray.of("https://client.example/back"),
          "response_types", JsonArray.of("code"),
          "grant_types", JsonArray.of("authorization_code", "refresh_token"),
          "token_endpoint_auth_method", "none",
          "application_type", "web");

  /// What an application without a browser says of itself.
  public static final JsonObject TERMINAL =
      JsonObject.of(
          "client_name", "Terminal",
          "client_uri", "https://client.example/",
          "grant_types",
              JsonArray.of("urn:ietf:params:oauth:grant-type:device_code", "refresh_token"),
          "token_endpoint_auth_method", "none");

  public static Foreign registered(World world) {
    return registered(world, WEB);
  }

  public static Foreign registered(World world, JsonObject metadata) {
    Answer answer = world.stranger().post(APPLICATIONS, metadata).ok();
    String redirect =
        answer.json().array("redirect_uris").orElse(JsonArray.EMPTY).values().isEmpty()
            ? ""
            : answer.json().array("redirect_uris").orElseThrow().strings().getFirst();
    return new Foreign(world, answer.string("client_id"), redirect);
  }

  /// What it asks for, in an address that its person's browser opens.
  public Map<String, String> asking(String device) {
    Map<String, String> asked = new TreeMap<>();
    asked.put("response_type", "code");
    asked.put("client_id", id);
    asked.put("redirect_uri", redirect);
    asked.put("scope", scope(device));
    asked.put("state", "a state");
    asked.put("response_mode", "fragment");
    asked.put("code_challenge", challenge(VERIFIER));
    asked.put("code_challenge_method", "S256");
    return asked;
  }

  /// What the page is asked that its person's browser opens.
  public static String page(Map<String, String> asking) {
    return AUTHORIZATION + "?" + form(asking);
  }

  public static String scope(String device) {
    return "urn:matrix:client:api:* urn:matrix:client:device:" + device;
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The code that a person's consent becomes.
  public String code(Client person, String device) {
    return code(person, asking(device));
  }

  public String code(Client person, Map<String, String> asking) {
    Answer answer = person.post(page(asking), JsonObject.EMPTY).ok();
    return parameters(answer.string("redirect")).get("code");
  }

  /// What is asked for the tokens of a code.
  public Map<String, String> changing(String code) {
    Map<String, String> asked = new TreeMap<>();
    asked.put("grant_type", "authorization_code");
    asked.put("code", code);
    asked.put("client_id", id);
    asked.put("redirect_uri", redirect);
    asked.put("code_verifier", VERIFIER);
    return asked;
  }

  /// The tokens of a new session.
  public Answer tokens(Client person, String device) {
    return tokens(changing(code(person, device))).ok();
  }

  public Answer tokens(Map<String, String> form) {
    return post(world, TOKENS, form);
  }

  public Answer refreshed(String token) {
    return tokens(Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", id));
  }

  public static Answer post(World world, String path, Map<String, String> form) {
    return world.stranger().send("POST", path, FORM, form(form).getBytes(StandardCharsets.UTF_8));
  }

  /// What stands behind the address of somebody's browser, by name.
  public static Map<String, String> parameters(String address) {
    URI uri = URI.create(address);
    String text = uri.getRawFragment() == null ? uri.getRawQuery() : uri.getRawFragment();
    Map<String, String> all = new TreeMap<>();
    for (String part : text.split("&", -1)) {
      String[] sides = part.split("=", 2);
      all.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
    }
    return all;
  }

  public static String form(Map<String, String> fields) {
    List<String> parts = new ArrayList<>();
    fields.forEach((name, value) -> parts.add(name + "=" + Client.segment(value)));
    return String.join("&", parts);
  }

  /// Holds an answer against what OAuth says of a refusal.
  static void refused(Answer answer, int status, String error) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().string("error")).contains(error);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  /// The application, with the token that it got.
  static Client with(World world, Answer tokens) {
    return world.stranger().signedIn("", "", tokens.string("access_token"));
  }

  /// Holds that tokens work no more.
  static void assertOver(World world, Answer tokens, boolean softLogout) {
    Answer answer = with(world, tokens).get(WHOAMI);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(answer.json().bool("soft_logout")).contains(softLogout);
  }
}
