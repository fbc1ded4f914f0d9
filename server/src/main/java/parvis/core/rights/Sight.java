package parvis.core.rights;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How much of an app of a space somebody sees by the table of rights, but for what is set apart.
public enum Sight {
  ALL,
  /// What is theirs: what they made, or what names them.
  OWN,
  NONE;

  private static final List<Preset> MEMBERS =
      List.of(Preset.ANIMATOR, Preset.CONTRIBUTOR, Preset.READER);

  /// What of one app is seen.
  ///
  /// @param members what each of them sees, whatever their role
  /// @param guests what external members of the space see
  /// @param guestsHere what those see who are in one of its rooms alone
  public record Of(Sight members, Sight guests, Sight guestsHere) {}

  /// Of each app, by its word.
  public static Map<String, Of> all() {
    var all = new LinkedHashMap<String, Of>();
    for (var app : Grant.APPS) {
      var members = MEMBERS.stream().map(preset -> of(app, preset)).reduce(ALL, Sight::less);
      all.put(app, new Of(members, of(app, Preset.GUEST), of(app, Preset.GUEST_HERE)));
    }
    return all;
  }

  private Sight less(Sight other) {
    return compareTo(other) < 0 ? other : this;
  }

  private static Sight of(String app, Preset preset) {
    return switch (app) {
      case FeedGrant.APP -> of(preset, Action.READ, Action.READ);
      case TaskGrant.APP -> of(preset, Action.SEE_TASKS, Action.SEE_ALL_TASKS);
      case DecisionGrant.APP -> of(preset, Action.SEE_DECISIONS, Action.SEE_ALL_DECISIONS);
      default -> throw new IllegalArgumentException(app);
    };
  }

  private static Sight of(Preset preset, Action own, Action all) {
    var allowed = RightTable.allowed(preset, false);
    return allowed.contains(all) ? ALL : allowed.contains(own) ? OWN : NONE;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
