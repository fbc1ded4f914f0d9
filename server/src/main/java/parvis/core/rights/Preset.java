package parvis.core.rights;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How somebody stands to a space: a role, or what they are from outside.
public enum Preset {
  ANIMATOR,
  CONTRIBUTOR,
  READER,
  /// Somebody external who is in the space.
  GUEST,
  /// In one of its rooms, and not in the space.
  GUEST_HERE,
  NONE;

  /// The role of that name: what animators make of members.
  public static Optional<Preset> role(String word) {
    return Arrays.stream(values())
        .filter(preset -> preset == ANIMATOR || preset == CONTRIBUTOR || preset == READER)
        .filter(preset -> preset.word().equals(word))
        .findFirst();
  }

  /// The power level of a role, in the space and its rooms alike.
  public long level() {
    return switch (this) {
      case ANIMATOR -> Space.ANIMATOR_LEVEL;
      case READER -> Space.READER_LEVEL;
      case CONTRIBUTOR, GUEST, GUEST_HERE, NONE -> Space.CONTRIBUTOR_LEVEL;
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
