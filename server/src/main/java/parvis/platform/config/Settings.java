package parvis.platform.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The words of the operator, from the file, the environment and the command line.
///
/// The command line wins over the environment, the environment over the file, the file over what
/// Parvis does by itself. A key nobody knows is refused together with the one that was meant.
final class Settings {
  private static final long FILE_BYTES_MAX = 1_000_000;
  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private final Map<Setting, String> origins = new EnumMap<>(Setting.class);

  Settings file(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX)
        throw new StartRefused(file + " is too large for a configuration.");
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) line(lines.get(i).strip(), file + ":" + (i + 1));
      return this;
    } catch (IOException e) {
      throw new StartRefused("The configuration " + file + " cannot be read as UTF-8 text.");
    }
  }

  private void line(String line, String place) {
    if (line.isEmpty() || line.startsWith("#")) return;
    int equals = line.indexOf('=');
    if (equals < 0) throw new StartRefused(place + ": write key = value.");
    String key = line.substring(0, equals).strip();
    Setting setting =
        Setting.of(key).orElseThrow(() -> unknown(place, key, Setting.nearest(key).key()));
    put(setting, line.substring(equals + 1).strip(), place);
  }

  Settings environment(Map<String, String> environment) {
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith(Setting.PREFIX)) return;
          String key = name.substring(Setting.PREFIX.length()).toLowerCase(Locale.ROOT);
          Setting setting =
              Setting.of(key)
                  .orElseThrow(() -> unknown("environment", name, Setting.nearest(key).variable()));
          put(setting, value.strip(), setting.variable());
        });
    return this;
  }

  Settings option(Setting setting, Optional<String> value) {
    value.ifPresent(given -> put(setting, given, "--" + setting.key().replace('_', '-')));
    return this;
  }

  private static StartRefused unknown(String place, String key, String nearest) {
    return new StartRefused(
        place + ": there is no setting " + key + "; did you mean " + nearest + "?");
  }

  private void put(Setting setting, String value, String origin) {
    values.put(setting, value);
    origins.put(setting, origin);
  }

  boolean isGiven(Setting setting) {
    return values.containsKey(setting);
  }

  String text(Setting setting) {
    return values.getOrDefault(setting, setting.standard());
  }

  Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(value -> !value.isEmpty());
  }

  long number(Setting setting, long least, long most) {
    try {
      long value = Long.parseLong(text(setting));
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException _) {
      throw wrong(setting, "a number from " + least + " to " + most);
    }
    throw wrong(setting, "a number from " + least + " to " + most);
  }

  /// The units are those of the SI, powers of a thousand: people read the same figure on screen.
  long bytes(Setting setting) {
    String text = text(setting).toLowerCase(Locale.ROOT).replace(" ", "");
    long unit =
        text.endsWith("gb")
            ? 1_000_000_000
            : text.endsWith("mb") ? 1_000_000 : text.endsWith("kb") ? 1_000 : 1;
    String digits = text.replaceFirst("(k|m|g)?b$", "");
    if (!digits.matches("\\d{1,9}|\\d{1,12}") || (unit > 1 && digits.length() > 6))
      throw wrong(setting, "a size such as 100MB");
    return Long.parseLong(digits) * unit;
  }

  /// A time in days or hours; empty when none is said. There are no minutes: `6m` means six months
  /// to who writes it.
  Optional<Duration> time(Setting setting, Duration least) {
    if (optional(setting).isEmpty()) return Optional.empty();
    String text = text(setting).toLowerCase(Locale.ROOT).replace(" ", "");
    if (text.matches("\\d{1,6}[dh]")) {
      long count = Long.parseLong(text.substring(0, text.length() - 1));
      Duration time = text.endsWith("d") ? Duration.ofDays(count) : Duration.ofHours(count);
      if (time.compareTo(least) >= 0) return Optional.of(time);
    }
    throw wrong(
        setting,
        "a time in days or hours, such as 180d or 12h, of " + least.toHours() + "h or more");
  }

  boolean flag(Setting setting) {
    return switch (text(setting).toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw wrong(setting, "on or off");
    };
  }

  <E extends Enum<E>> E choice(Setting setting, Class<E> choices) {
    for (E choice : choices.getEnumConstants())
      if (choice.name().equalsIgnoreCase(text(setting))) return choice;
    String names =
        String.join(
            ", ",
            Arrays.stream(choices.getEnumConstants())
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList());
    throw wrong(setting, "one of " + names);
  }

  StartRefused wrong(Setting setting, String expected) {
    String origin = origins.getOrDefault(setting, "default");
    return new StartRefused(
        setting.key()
            + " ("
            + origin
            + ") must be "
            + expected
            + ", not \""
            + text(setting)
            + "\".");
  }
}
