package parvis.protocol.id;

import java.util.Optional;

/// The id of a key: `algorithm:name`, such as `ed25519:1`.
///
/// spec: appendices#signing-details
public record KeyId(String value) {
  public static Optional<KeyId> parse(String text) {
    int colon = text.indexOf(':');
    boolean valid = colon > 0 && colon < text.length() - 1 && Grammar.fits(text);
    return valid ? Optional.of(new KeyId(text)) : Optional.empty();
  }

  public String algorithm() {
    return value.substring(0, value.indexOf(':'));
  }

  public String name() {
    return value.substring(value.indexOf(':') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
