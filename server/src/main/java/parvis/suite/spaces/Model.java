package parvis.suite.spaces;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a space is made as: it switches apps on, and nothing more depends on it.
enum Model {
  COMMUNITY,
  PROJECT,
  COMMITTEE,
  CASE,
  BLANK;

  /// The apps that there are for spaces.
  static final Set<String> APPS =
      Set.of("feed", "pages", "files", "tasks", "planning", "calendar", "meetings", "decisions");

  List<String> apps() {
    return switch (this) {
      case COMMUNITY -> List.of("feed", "pages", "files");
      case PROJECT -> List.of("feed", "tasks", "planning", "files", "calendar");
      case COMMITTEE -> List.of("feed", "meetings", "decisions", "files", "calendar");
      case CASE -> List.of("feed", "files", "tasks");
      case BLANK -> List.of("feed");
    };
  }

  static Optional<Model> of(String word) {
    return Arrays.stream(values()).filter(model -> model.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
