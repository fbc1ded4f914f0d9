package parvis.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The canonical form: the vectors of the specification's appendix and the laws behind them.
class CanonicalJsonTest {
  private static String canonical(String json) {
    return new String(CanonicalJson.write(read(json)), UTF_8);
  }

  private static JsonValue read(String json) {
    return JsonReader.read(json.getBytes(UTF_8), JsonLimits.REQUEST);
  }

  /// spec: appendices#examples
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {}
          { "one": 1, "two": "Two" } | {"one":1,"two":"Two"}
          { "b": "2", "a": "1" } | {"a":"1","b":"2"}
          {"b":"2","a":"1"} | {"a":"1","b":"2"}
          { "a": "日本語" } | {"a":"日本語"}
          { "本": 2, "日": 1 } | {"日":1,"本":2}
          { "a": "\\u65E5" } | {"a":"日"}
          { "a": null } | {"a":null}
          { "a": -0, "b": 1e10 } | {"a":0,"b":10000000000}
          """)
  void examples_of_the_appendix(String json, String expected) {
    assertThat(canonical(json)).isEqualTo(expected);
  }

  @Test
  void the_nested_example_of_the_appendix() {
    String json =
        """
        {"auth": {"success": true, "mxid": "@john.doe:example.com", "profile": {
            "display_name": "John Doe", "three_pids": [
              {"medium": "email", "address": "john.doe@example.org"},
              {"medium": "msisdn", "address": "123456789"}]}}}""";
    assertThat(canonical(json))
        .isEqualTo(
            "{\"auth\":{\"mxid\":\"@john.doe:example.com\",\"profile\":{\"display_name\":\"John"
                + " Doe\",\"three_pids\":[{\"address\":\"john.doe@example.org\",\"medium\":\"email\"},"
                + "{\"address\":\"123456789\",\"medium\":\"msisdn\"}]},\"success\":true}}");
  }

  @Test
  void names_are_ordered_by_code_point_and_not_by_unit() {
    assertThat(canonical("{\"\uFFFD\":1,\"😀\":2,\"\uE000\":3,\"z\":4}"))
        .isEqualTo("{\"z\":4,\"\uE000\":3,\"\uFFFD\":1,\"😀\":2}");
  }

  @Test
  void control_characters_have_the_shortest_escape() {
    assertThat(canonical("\"\\u0000\\u0007\\u0008\\u0009\\u000a\\u000c\\u000d\\u001F\\u007f\\/\""))
        .isEqualTo("\"\\u0000\\u0007\\b\\t\\n\\f\\r\\u001f\u007f/\"");
  }

  @ParameterizedTest
  @CsvSource({"9007199254740992", "-9007199254740992", "1.0", "1.5", "1e400", "1e16"})
  void numbers_that_events_cannot_hold_are_refused(String number) {
    assertThatThrownBy(() -> canonical("[" + number + "]"))
        .isInstanceOfSatisfying(
            JsonRefused.class,
            refused -> assertThat(refused.kind()).isEqualTo(JsonRefused.Kind.NOT_CANONICAL));
  }

  @Test
  void the_largest_numbers_pass() {
    assertThat(canonical("[9007199254740991, -9007199254740991]"))
        .isEqualTo("[9007199254740991,-9007199254740991]");
  }

  @ParameterizedTest
  @CsvSource({"55296", "56320"})
  void half_of_a_pair_has_no_canonical_form(int unit) {
    var half = new JsonString("a" + (char) unit);
    assertThatThrownBy(() -> CanonicalJson.write(half)).isInstanceOf(JsonRefused.class);
    assertThatThrownBy(() -> CanonicalJson.write(new JsonString("" + (char) unit + "b")))
        .isInstanceOf(JsonRefused.class);
    assertThat(new String(JsonWriter.write(half), UTF_8)).isEqualTo("\"a\uFFFD\"");
  }

  @Property(tries = 300)
  void reading_the_canonical_form_and_writing_it_again_changes_nothing(
      @ForAll("canonical") JsonValue value) {
    byte[] once = CanonicalJson.write(value);
    JsonValue back = JsonReader.read(once, JsonLimits.EVENT);
    assertThat(back).isEqualTo(value);
    assertThat(back.hashCode()).isEqualTo(value.hashCode());
    assertThat(CanonicalJson.write(back)).isEqualTo(once);
    assertThat(JsonWriter.write(back)).isEqualTo(once);
  }

  @Property(tries = 300)
  void names_stand_in_the_order_of_their_code_points(
      @ForAll("texts") String a, @ForAll("texts") String b) {
    int[] x = a.codePoints().toArray();
    int[] y = b.codePoints().toArray();
    assertThat(Integer.signum(CanonicalJson.compare(a, b)))
        .isEqualTo(Integer.signum(Arrays.compare(x, y)));
  }

  /// What a value without odd numbers is hashed as must not depend on who asks.
  @Property(tries = 300)
  void the_tolerant_form_is_the_canonical_one_where_there_is_one(
      @ForAll("canonical") JsonValue value) {
    assertThat(CanonicalJson.tolerant(value)).isEqualTo(CanonicalJson.write(value));
  }

  @Property(tries = 300)
  void the_tolerant_form_reads_back_as_what_it_was(@ForAll("any") JsonValue value) {
    byte[] once = CanonicalJson.tolerant(value);
    assertThat(JsonReader.read(once, JsonLimits.EARLY_EVENT)).isEqualTo(value);
  }

  @Test
  void the_tolerant_form_keeps_odd_numbers_as_they_stand() {
    String numbers = "[9007199254740992,1.0,5.114698E4,1e400]";
    assertThat(new String(CanonicalJson.tolerant(read(numbers)), UTF_8)).isEqualTo(numbers);
    assertThatThrownBy(() -> CanonicalJson.tolerant(new JsonString("\uD800")))
        .isInstanceOf(JsonRefused.class);
  }

  @Provide
  Arbitrary<JsonValue> any() {
    return JsonArbitraries.any();
  }

  @Provide
  Arbitrary<JsonValue> canonical() {
    return JsonArbitraries.canonical();
  }

  @Provide
  Arbitrary<String> texts() {
    return JsonArbitraries.text();
  }
}
