package parvis.protocol.sign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.JsonObject;

/// Signed JSON: the vectors of the specification's appendix, and what a check must not believe.
class SignaturesTest {
  private static final ServerName DOMAIN = new ServerName("domain");

  private static boolean valid(JsonObject object) {
    return Signatures.valid(object, DOMAIN, 0, TestKey.SPEC.ring(), TestKey.VERIFIER);
  }

  /// spec: appendices#json-signing
  @Test
  void vectors_of_the_appendix() {
    assertThat(Signatures.sign(JsonObject.EMPTY, DOMAIN, TestKey.SPEC))
        .isEqualTo(
            signature(
                JsonObject.EMPTY,
                "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"));
    JsonObject data = JsonObject.of("one", 1, "two", "Two");
    assertThat(Signatures.sign(data, DOMAIN, TestKey.SPEC))
        .isEqualTo(
            signature(
                data,
                "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"));
  }

  private static JsonObject signature(JsonObject object, String signature) {
    return object.with(
        "signatures", JsonObject.of("domain", JsonObject.of("ed25519:1", signature)));
  }

  @Test
  void a_signature_covers_everything_but_unsigned_and_other_signatures() {
    JsonObject signed = Signatures.sign(JsonObject.of("a", 1), DOMAIN, TestKey.SPEC);
    assertThat(valid(signed)).isTrue();
    assertThat(valid(signed.with("unsigned", JsonObject.of("age", 1)))).isTrue();
    JsonObject twice = Signatures.sign(signed, new ServerName("elsewhere"), TestKey.OTHER);
    assertThat(valid(twice)).isTrue();
    assertThat(valid(signed.with("a", 2))).isFalse();
    assertThat(valid(signed.with("b", 1))).isFalse();
  }

  @Test
  void nothing_but_a_fitting_signature_of_the_right_server_is_believed() {
    JsonObject signed = Signatures.sign(JsonObject.of("a", 1), DOMAIN, TestKey.SPEC);
    ServerName other = new ServerName("other");
    assertThat(Signatures.valid(signed, other, 0, TestKey.SPEC.ring(), TestKey.VERIFIER)).isFalse();
    assertThat(Signatures.valid(signed, DOMAIN, 0, TestKey.OTHER.ring(), TestKey.VERIFIER))
        .isFalse();
    assertThat(Signatures.valid(signed, DOMAIN, 0, (_, _, _) -> Optional.empty(), TestKey.VERIFIER))
        .isFalse();
    assertThat(valid(signature(signed, "no base64!"))).isFalse();
    assertThat(valid(signature(signed, ""))).isFalse();
    assertThat(valid(signed.with("signatures", "a string"))).isFalse();
    assertThat(valid(signed.without("signatures"))).isFalse();
  }

  /// spec: appendices#unpadded-base64
  @ParameterizedTest
  @CsvSource({"f,Zg", "fo,Zm8", "foo,Zm9v", "foob,Zm9vYg", "fooba,Zm9vYmE", "foobar,Zm9vYmFy"})
  void base64_has_no_padding_and_reads_both(String text, String base64) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(UnpaddedBase64.encode(bytes)).isEqualTo(base64);
    assertThat(UnpaddedBase64.decode(base64)).hasValue(bytes);
    String padded = base64 + "=".repeat((4 - base64.length() % 4) % 4);
    assertThat(UnpaddedBase64.decode(padded)).hasValue(bytes);
  }
}
