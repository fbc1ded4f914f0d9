package parvis.core.organisations;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody decides in their organisation.
enum Role {
  /// Nothing.
  MEMBER,
  /// What people ask for.
  APPROVER,
  /// Everything in it, and nothing beyond.
  ADMINISTRATOR;

  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
