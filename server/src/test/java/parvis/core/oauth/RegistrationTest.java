package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.oauth2.sdk.GeneralException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// What an application says of itself is held to the rules of the specification.
final class RegistrationTest {
  private static JsonObject at(String type, String redirect) {
    return Foreign.WEB.with("application_type", type).with("redirect_uris", JsonArray.of(redirect));
  }

  private static void refused(JsonObject said, String error) {
    assertThatThrownBy(() -> Registration.read(said))
        .as(said.toString())
        .isInstanceOfSatisfying(
            GeneralException.class,
            refused -> assertThat(refused.getErrorObject().getCode()).isEqualTo(error));
  }

  @ParameterizedTest
  @CsvSource({
    "web, https://client.example/back",
    "web, https://app.client.example:8443/back?a=b",
    "native, https://app.client.example/back",
    "native, example.client:/back",
    "native, example.client.app:back",
    "native, http://localhost/back",
    "native, http://127.0.0.1/back",
    "native, http://[::1]/back"
  })
  void an_application_may_be_where_it_can_show_to_be(String type, String redirect)
      throws GeneralException {
    var kept = Registration.read(at(type, redirect));
    assertThat(kept.array("redirect_uris")).contains(JsonArray.of(redirect));
  }

  @ParameterizedTest
  @CsvSource({
    "web, http://client.example/back",
    "web, https://client.example/back#here",
    "web, https://somebody@client.example/back",
    "web, https://other.example/back",
    "web, https://evilclient.example/back",
    "web, http://localhost/back",
    "web, example.client:/back",
    "web, javascript:alert(1)",
    "web, /back",
    "native, http://localhost:1234/back",
    "native, http://192.0.2.1/back",
    "native, https://localhost/back",
    "native, example.client.app://back",
    "native, example:/back",
    "native, org.other:/back",
    "native, data:text/html"
  })
  void an_application_may_not_be_anywhere(String type, String redirect) {
    refused(at(type, redirect), "invalid_redirect_uri");
  }

  @Test
  void an_application_that_waits_for_a_redirect_says_where() {
    refused(Foreign.WEB.without("redirect_uris"), "invalid_redirect_uri");
    Object[] many = new Object[Registration.REDIRECTS_MAX + 1];
    for (int i = 0; i < many.length; i++) many[i] = "https://client.example/" + i;
    refused(Foreign.WEB.with("redirect_uris", JsonArray.of(many)), "invalid_redirect_uri");
  }

  @Test
  void what_an_application_says_of_itself_is_held_to_the_rules() {
    for (var wrong :
        List.of(
            Foreign.WEB.without("client_uri"),
            Foreign.WEB.with("client_uri", "http://client.example/"),
            Foreign.WEB.with("client_uri", "https://somebody@client.example/"),
            Foreign.WEB.with("client_uri", 7),
            Foreign.WEB.with("client_name", "a".repeat(Registration.NAME_CHARS_MAX + 1)),
            Foreign.WEB.with("client_name", "Parvis\u202e"),
            Foreign.WEB.with("client_name", "Par\u200bvis"),
            Foreign.WEB.with("client_name", "Parvis\u061c"),
            Foreign.WEB.with("client_uri", "https://example/"),
            Foreign.WEB.with("logo_uri", "https://other.example/logo.png"),
            Foreign.WEB.with("tos_uri#fr", "http://client.example/tos"),
            Foreign.WEB.with("application_type", "magic"),
            Foreign.WEB.with("grant_types", JsonArray.of("refresh_token")),
            Foreign.WEB.with("response_types", JsonArray.of("token")),
            Foreign.WEB.with("token_endpoint_auth_method", "client_secret_basic"))) {
      refused(wrong, "invalid_client_metadata");
    }
  }

  @Test
  void what_holds_nothing_in_a_list_is_refused_and_is_no_fault() {
    var nothing = JsonArray.of(JsonNull.NULL);
    for (var field : List.of("redirect_uris", "request_uris", "grant_types", "contacts")) {
      refused(Foreign.WEB.with(field, nothing), "invalid_client_metadata");
    }
  }
}
