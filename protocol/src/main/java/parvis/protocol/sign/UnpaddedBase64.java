package parvis.protocol.sign;

import java.util.Base64;
import java.util.Optional;

/// Base64 as Matrix writes it: without `=` at the end.
///
/// spec: appendices#unpadded-base64
public final class UnpaddedBase64 {
  private static final Base64.Encoder STANDARD = Base64.getEncoder().withoutPadding();
  private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder().withoutPadding();

  private UnpaddedBase64() {}

  public static String encode(byte[] bytes) {
    return STANDARD.encodeToString(bytes);
  }

  public static String encodeUrlSafe(byte[] bytes) {
    return URL_SAFE.encodeToString(bytes);
  }

  /// The bytes of standard Base64 with or without padding; empty when it is neither.
  public static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
