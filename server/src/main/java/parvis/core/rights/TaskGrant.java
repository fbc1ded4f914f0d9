package parvis.core.rights;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What tasks are to somebody for whom they are set apart from their role.
enum TaskGrant implements Grant {
  NONE,
  OWN,
  /// All of them, without validating any.
  ALL,
  VALIDATE;

  /// The app, as spaces switch it on and as it is set apart.
  public static final String APP = "tasks";

  private static final Set<Action> READING = EnumSet.of(Action.SEE_TASKS, Action.SEE_ALL_TASKS);

  private static final Set<Action> WRITING =
      EnumSet.of(Action.DO_TASKS, Action.DO_ALL_TASKS, Action.VALIDATE_TASKS, Action.ARRANGE_TASKS);

  @Override
  public String app() {
    return APP;
  }

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean takes() {
    return this == NONE || this == OWN;
  }

  @Override
  public boolean forAgents() {
    return this == VALIDATE;
  }

  private Set<Action> actions() {
    return switch (this) {
      case NONE -> EnumSet.noneOf(Action.class);
      case OWN -> EnumSet.of(Action.SEE_TASKS, Action.DO_TASKS);
      case ALL ->
          EnumSet.of(Action.SEE_TASKS, Action.DO_TASKS, Action.SEE_ALL_TASKS, Action.DO_ALL_TASKS);
      case VALIDATE -> {
        var actions = ALL.actions();
        actions.add(Action.VALIDATE_TASKS);
        yield actions;
      }
    };
  }

  /// Who is external validates nothing, whatever was set apart for them before they became so.
  @Override
  public void apply(Set<Action> allowed, Preset preset) {
    if (Grant.touches(preset)) {
      allowed.removeAll(READING);
      allowed.removeAll(WRITING);
      allowed.addAll(actions());
    }
    if (preset == Preset.GUEST) {
      allowed.remove(Action.VALIDATE_TASKS);
    }
  }

  /// Takes away what nobody may: everything where a space has no tasks, and writing where it is
  /// archived.
  static void narrow(Set<Action> allowed, Space space) {
    var off = !space.apps().contains(APP);
    if (off) {
      allowed.removeAll(READING);
    }
    if (off || space.archived()) {
      allowed.removeAll(WRITING);
    }
  }
}
