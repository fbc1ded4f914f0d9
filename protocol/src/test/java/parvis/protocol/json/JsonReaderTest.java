package parvis.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import org.junit.jupiter.params.provider.ValueSource;
import parvis.protocol.json.JsonRefused.Kind;

/// What the reader takes and what it refuses.
class JsonReaderTest {
  private static JsonValue read(String json) {
    return JsonReader.read(json.getBytes(UTF_8), JsonLimits.REQUEST);
  }

  private static void refused(Kind kind, byte[] json, JsonLimits limits) {
    assertThatThrownBy(() -> JsonReader.read(json, limits))
        .isInstanceOfSatisfying(
            JsonRefused.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "+1",
        "01",
        "-01",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "1_0",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"\n\"",
        "\"\\ud800\"",
        "\"\\ud800x\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "1 1",
        "{} {}",
        "\uFEFF{}",
        "// c\n1",
        "[1]x",
        "\"é"
      })
  void what_is_no_json_is_refused(String json) {
    refused(Kind.NOT_JSON, json.getBytes(UTF_8), JsonLimits.REQUEST);
    refused(Kind.NOT_JSON, json.getBytes(UTF_8), JsonLimits.EVENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "Ã",
        "\u00C0\u0080",
        "\u00C1\u00BF",
        "\u00E0\u0080\u0080",
        "\u00ED\u00A0\u0080",
        "\u00F0\u0080\u0080\u0080",
        "\u00F4\u0090\u0080\u0080",
        "\u00F8\u0088\u0080\u0080\u0080",
        "\u00FF",
        "\u00E2\u0082",
        "\u00F0\u009F\u0098"
      })
  void bytes_that_are_no_utf8_are_refused(String bytes) {
    refused(Kind.NOT_JSON, ("\"" + bytes + "\"").getBytes(ISO_8859_1), JsonLimits.REQUEST);
    refused(Kind.NOT_JSON, ("\"" + bytes).getBytes(ISO_8859_1), JsonLimits.REQUEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0",
        "1.0",
        "1e2",
        "1E2",
        "9007199254740992",
        "-9007199254740992",
        "12345678901234567890",
        "9223372036854775807",
        "1e400",
        "-0.0"
      })
  void events_hold_no_such_number(String number) {
    refused(Kind.NOT_CANONICAL, ("{\"a\":" + number + "}").getBytes(UTF_8), JsonLimits.EVENT);
  }

  @Test
  void requests_keep_numbers_beyond_integers_as_written() {
    assertThat(read("[1.50, 12345678901234567890, 9223372036854775807, 1e3, 1e400, -0]"))
        .isEqualTo(
            JsonArray.of(
                new JsonDecimal("1.50"),
                new JsonDecimal("12345678901234567890"),
                9223372036854775807L,
                1000,
                new JsonDecimal("1e400"),
                0));
  }

  @Test
  void a_name_that_occurs_twice_is_refused_however_it_is_spelt() {
    byte[] json = "{\"a\":1,\"\\u0061\":2}".getBytes(UTF_8);
    refused(Kind.DUPLICATE_KEY, json, JsonLimits.REQUEST);
    var many = new StringBuilder("{");
    for (int i = 0; i < 50; i++) many.append("\"k").append(i).append("\":0,");
    byte[] large = many.append("\"k7\":1}").toString().getBytes(UTF_8);
    refused(Kind.DUPLICATE_KEY, large, JsonLimits.EVENT);
  }

  @Test
  void nesting_is_bounded_and_a_bomb_is_cheap() {
    int depth = JsonLimits.EVENT.depthMax();
    String deepest = "[".repeat(depth) + "]".repeat(depth);
    assertThat(JsonReader.read(deepest.getBytes(UTF_8), JsonLimits.EVENT)).isNotNull();
    refused(Kind.TOO_DEEP, ("[" + deepest + "]").getBytes(UTF_8), JsonLimits.EVENT);
    refused(Kind.TOO_DEEP, "{\"a\":".repeat(1_000_000).getBytes(UTF_8), JsonLimits.REQUEST);
  }

  @Test
  void more_bytes_than_an_event_may_have_are_refused_unread() {
    String text = "\"" + "a".repeat(65_534) + "\"";
    assertThat(JsonReader.read(text.getBytes(UTF_8), JsonLimits.EVENT)).isNotNull();
    refused(Kind.TOO_LARGE, (text + " ").getBytes(UTF_8), JsonLimits.EVENT);
  }

  @Test
  void escapes_and_long_characters_are_read() {
    assertThat(read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00 é€😀\""))
        .isEqualTo(new JsonString("\"\\/\b\f\n\r\té😀 é€😀"));
  }

  @Test
  void accessors_answer_nothing_for_another_type() {
    var object = (JsonObject) read("{\"s\":\"x\",\"i\":1,\"b\":true,\"o\":{},\"a\":[1,\"y\",{}]}");
    assertThat(object.string("i")).isEmpty();
    assertThat(object.integer("s")).isEmpty();
    assertThat(object.bool("o")).isEmpty();
    assertThat(object.object("a")).isEmpty();
    assertThat(object.array("nothing")).isEmpty();
    assertThat(object.array("a").orElseThrow().strings()).containsExactly("y");
    assertThat(object.array("a").orElseThrow().objects()).containsExactly(JsonObject.EMPTY);
    assertThat(object.keys()).containsExactly("s", "i", "b", "o", "a");
    assertThat(object.with("i", 2).keys()).isEqualTo(object.keys());
    assertThat(object.without("i").keys()).containsExactly("s", "b", "o", "a");
  }

  @Property(tries = 300)
  void what_is_written_reads_back_the_same(@ForAll("any") JsonValue value) {
    assertThat(JsonReader.read(JsonWriter.write(value), JsonLimits.REQUEST)).isEqualTo(value);
  }

  @Property(tries = 300)
  void every_prefix_of_a_container_is_refused(@ForAll("any") JsonValue value) {
    byte[] whole = JsonWriter.write(JsonArray.of(value));
    for (int length = 0; length < whole.length; length++) {
      refused(Kind.NOT_JSON, Arrays.copyOf(whole, length), JsonLimits.REQUEST);
    }
  }

  @Provide
  Arbitrary<JsonValue> any() {
    return JsonArbitraries.any();
  }
}
