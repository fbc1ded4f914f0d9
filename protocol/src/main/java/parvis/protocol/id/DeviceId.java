package parvis.protocol.id;

import java.util.Optional;

/// The id of a device of one user; clients may choose it.
public record DeviceId(String value) {
  public static Optional<DeviceId> parse(String text) {
    return !text.isEmpty() && Grammar.fits(text)
        ? Optional.of(new DeviceId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
