package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// What is written to a browser is what the specification writes.
class AgentKeysTest {
  private static final String BROWSER =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  private static final String SECRET = "BTBZMqHH6r4Tts7J_aSIgg";

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// The key pair of the sender in the example.
  private static KeyPair sender() throws Exception {
    var parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    var p256 = parameters.getParameterSpec(ECParameterSpec.class);
    byte[] point =
        decoded(
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
    var at =
        new ECPoint(
            new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
            new BigInteger(1, Arrays.copyOfRange(point, 33, 65)));
    var secret = new BigInteger(1, decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
    var factory = KeyFactory.getInstance("EC");
    return new KeyPair(
        factory.generatePublic(new ECPublicKeySpec(at, p256)),
        factory.generatePrivate(new ECPrivateKeySpec(secret, p256)));
  }

  /// spec: RFC 8291, appendix A
  @Test
  void the_example_of_the_specification_comes_out_byte_for_byte() throws Exception {
    byte[] said = "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII);
    byte[] message =
        AgentKeys.of(BROWSER, SECRET)
            .orElseThrow()
            .encrypted(said, said.length, sender(), decoded("DGv6ra1nlYgDCS1FRnbzlw"));
    assertThat(base64(message))
        .isEqualTo(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
                + "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
                + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
  }

  @Test
  void messages_are_filled_up_and_never_longer_than_a_push_service_takes() {
    var keys = AgentKeys.of(BROWSER, SECRET).orElseThrow();
    var once = AgentKeys.fresh(new SecureRandom());
    byte[] salt = new byte[AgentKeys.SALT_BYTES];
    assertThat(keys.filled(new byte[1], once, salt))
        .hasSameSizeAs(keys.filled(new byte[900], once, salt));
    assertThat(keys.filled(new byte[AgentKeys.SAID_BYTES_MAX], once, salt))
        .hasSize(AgentKeys.MESSAGE_BYTES_MAX);
    assertThatThrownBy(() -> keys.filled(new byte[AgentKeys.SAID_BYTES_MAX + 1], once, salt))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keys_that_are_none_are_not_taken() {
    byte[] beside = decoded(BROWSER);
    beside[64] ^= 1;
    assertThat(AgentKeys.of(base64(beside), SECRET)).as("beside the curve").isEmpty();
    byte[] compressed = decoded(BROWSER);
    compressed[0] = 3;
    assertThat(AgentKeys.of(base64(compressed), SECRET)).isEmpty();
    assertThat(AgentKeys.of(BROWSER.substring(2), SECRET)).isEmpty();
    assertThat(AgentKeys.of(BROWSER, "BTBZMqHH6r4Tts7J_aSI")).isEmpty();
    assertThat(AgentKeys.of("*", SECRET)).isEmpty();
  }
}
