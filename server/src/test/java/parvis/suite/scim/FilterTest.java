package parvis.suite.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What filters let through, by the grammar of RFC 7644.
class FilterTest {
  private static final JsonObject ADA =
      JsonObject.of(
          "userName",
          "Ada@ville.test",
          "externalId",
          "A7",
          "active",
          true,
          "name",
          JsonObject.of("familyName", "Brun \"B\""),
          "emails",
          JsonArray.of(
              JsonObject.of("value", "ada@ville.test", "type", "work", "primary", true),
              JsonObject.of("value", "secours@ville.test", "type", "other")),
          "meta",
          JsonObject.of("created", "2026-11-26T08:00:00.000Z"));

  private static boolean passes(String filter) {
    return Filter.read(Schema.USER, filter).test(ADA);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userName eq \"ada@VILLE.test\"",
        "USERNAME Eq \"ada@ville.test\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ada\"",
        "externalId eq \"A7\"",
        "externalId ne \"a7\"",
        "userName co \"@\" and userName ew \".test\"",
        "active eq true",
        "not (active eq false)",
        "title pr or active eq true and externalId eq \"A7\"",
        "(title pr or active eq true) and externalId eq \"A7\"",
        "title eq null",
        "active ne null",
        "emails pr",
        "emails co \"secours\"",
        "emails.type eq \"other\"",
        "emails[type eq \"work\" and value sw \"ada\"]",
        "not (emails[type eq \"work\" and value sw \"secours\"])",
        "name.familyName eq \"brun \\\"b\\\"\"",
        "meta.created gt \"2026-11-25T00:00:00Z\"",
        "meta.created le \"2026-11-26T09:00:00+01:00\"",
        "userName ge \"ada\" and userName lt \"b\""
      })
  void let_through_what_is_so(String filter) {
    assertThat(passes(filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "externalId eq \"a7\"",
        "title pr",
        "active eq false",
        "userName ne \"ada@ville.test\"",
        "emails[type eq \"other\" and primary eq true]",
        "title pr and active eq true or externalId eq \"B\""
      })
  void keep_back_what_is_not_so(String filter) {
    assertThat(passes(filter)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "userName",
        "userName eq",
        "userName eq ada",
        "userName is \"ada\"",
        "userName eq \"ada\" and",
        "userName eq \"ada\" \"ben\"",
        "(userName pr",
        "not userName pr",
        "nothing eq \"x\"",
        "userName.first eq \"x\"",
        "name eq \"x\"",
        "active gt true",
        "active eq \"true\"",
        "meta.created gt \"yesterday\"",
        "emails[type eq \"work\"",
        "userName[type eq \"work\"]",
        "userName eq \"\\u0000\""
      })
  void are_refused_where_they_are_not_understood(String filter) {
    assertThatThrownBy(() -> passes(filter)).isInstanceOf(Declined.class);
  }

  @Test
  void are_bounded_in_length_and_depth() {
    assertThatThrownBy(() -> passes("(".repeat(30) + "title pr" + ")".repeat(30)))
        .isInstanceOf(Declined.class);
    assertThatThrownBy(() -> passes("userName eq \"" + "x".repeat(3_000) + "\""))
        .isInstanceOf(Declined.class);
    assertThat(passes("(".repeat(9) + "title pr" + ")".repeat(9))).isFalse();
  }
}
