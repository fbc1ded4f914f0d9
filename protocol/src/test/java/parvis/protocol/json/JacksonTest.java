package parvis.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.ByteRange;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.JsonNode;

/// Two readers that know nothing of each other agree on what is JSON and on what it says.
class JacksonTest {
  @Property(tries = 300)
  void jackson_reads_what_we_write_as_we_meant_it(@ForAll("any") JsonValue value) {
    assertThat(JacksonOracle.read(JsonWriter.write(value)))
        .hasValueSatisfying(node -> assertThat(JacksonOracle.same(value, node)).isTrue());
  }

  @Property(tries = 300)
  void both_agree_on_text_with_one_byte_changed(
      @ForAll("any") JsonValue value,
      @ForAll @IntRange(max = 10_000) int where,
      @ForAll @ByteRange byte with) {
    byte[] bytes = JsonWriter.write(JsonArray.of(value));
    bytes[where % bytes.length] = with;
    agree(bytes);
  }

  @Property(tries = 300)
  void both_agree_on_text_with_two_bytes_swapped(
      @ForAll("any") JsonValue value,
      @ForAll @IntRange(max = 10_000) int one,
      @ForAll @IntRange(max = 10_000) int other) {
    byte[] bytes = JsonWriter.write(JsonArray.of(value));
    byte kept = bytes[one % bytes.length];
    bytes[one % bytes.length] = bytes[other % bytes.length];
    bytes[other % bytes.length] = kept;
    agree(bytes);
  }

  static void agree(byte[] bytes) {
    Optional<JsonNode> theirs;
    try {
      theirs = JacksonOracle.read(bytes);
    } catch (NumberFormatException beyondDecimals) {
      return; // an exponent beyond 32 bits: Jackson has no opinion
    }
    try {
      JsonValue ours = JsonReader.read(bytes, JsonLimits.REQUEST);
      assertThat(theirs)
          .hasValueSatisfying(node -> assertThat(JacksonOracle.same(ours, node)).isTrue());
    } catch (JsonRefused refused) {
      if (refused.kind() != JsonRefused.Kind.TOO_DEEP) assertThat(theirs).isEmpty();
    }
  }

  @Provide
  Arbitrary<JsonValue> any() {
    return JsonArbitraries.any();
  }
}
