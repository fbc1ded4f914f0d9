package parvis.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Any bytes at all are either read or refused; ordinary tests replay the seeds, `JAZZER_FUZZ=1`
/// looks for more.
class JsonFuzzTest {
  @FuzzTest(maxDuration = "60s")
  void any_bytes_are_read_or_refused(byte[] bytes) {
    for (JsonLimits limits : new JsonLimits[] {JsonLimits.REQUEST, JsonLimits.EVENT}) {
      try {
        JsonValue value = JsonReader.read(bytes, limits);
        assertThat(JsonReader.read(JsonWriter.write(value), limits)).isEqualTo(value);
        if (limits.canonicalNumbers()) {
          byte[] canonical = CanonicalJson.write(value);
          assertThat(CanonicalJson.write(JsonReader.read(canonical, limits))).isEqualTo(canonical);
        }
      } catch (JsonRefused refused) {
        assertThat(refused.offset()).isLessThanOrEqualTo(bytes.length);
      }
    }
  }
}
