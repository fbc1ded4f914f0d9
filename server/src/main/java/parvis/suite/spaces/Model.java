package parvis.suite.spaces;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a space is made as: it switches apps on, and nothing more depends on it.
enum Model {
  COMMUNITY("feed", "pages", "files"),
  PROJECT("feed", "tasks", "planning", "files", "calendar"),
  COMMITTEE("feed", "meetings", "decisions", "files", "calendar"),
  CASE("feed", "files", "tasks"),
  BLANK("feed");

  /// The apps that there are for spaces.
  static final Set<String> APPS =
      Set.of("feed", "pages", "files", "tasks", "planning", "calendar", "meetings", "decisions");

  final List<String> apps;

  Model(String... apps) {
    this.apps = List.of(apps);
  }

  static Optional<Model> of(String word) {
    return Arrays.stream(values()).filter(model -> model.word().equals(word)).findFirst();
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
