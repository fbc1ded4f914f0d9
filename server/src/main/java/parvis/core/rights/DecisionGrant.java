package parvis.core.rights;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What decisions are to somebody for whom they are set apart from their role.
enum DecisionGrant implements Grant {
  NONE,
  /// Those that name them or were opened to them, to read.
  OWN,
  /// All of them, to read.
  READ,
  /// All of them, to propose some and to say that what was decided is done.
  WRITE,
  TAKE;

  /// The app, as spaces switch it on and as it is set apart.
  public static final String APP = "decisions";

  private static final Set<Action> READING =
      EnumSet.of(Action.SEE_DECISIONS, Action.SEE_ALL_DECISIONS);

  private static final Set<Action> WRITING =
      EnumSet.of(Action.PROPOSE_DECISIONS, Action.TAKE_DECISIONS, Action.EXECUTE_DECISIONS);

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
    return this == NONE || this == OWN || this == READ;
  }

  @Override
  public boolean forAgents() {
    return this == WRITE || this == TAKE;
  }

  private Set<Action> actions() {
    return switch (this) {
      case NONE -> EnumSet.noneOf(Action.class);
      case OWN -> EnumSet.of(Action.SEE_DECISIONS);
      case READ -> EnumSet.of(Action.SEE_DECISIONS, Action.SEE_ALL_DECISIONS);
      case WRITE -> {
        var actions = READ.actions();
        actions.add(Action.PROPOSE_DECISIONS);
        actions.add(Action.EXECUTE_DECISIONS);
        yield actions;
      }
      case TAKE -> {
        var actions = WRITE.actions();
        actions.add(Action.TAKE_DECISIONS);
        yield actions;
      }
    };
  }

  /// Who is external writes in no register, whatever was set apart for them before they became so.
  @Override
  public void apply(Set<Action> allowed, Preset preset) {
    if (Grant.touches(preset)) {
      allowed.removeAll(READING);
      allowed.removeAll(WRITING);
      allowed.addAll(actions());
    }
    if (preset == Preset.GUEST) {
      allowed.removeAll(WRITING);
    }
  }

  /// Takes away what nobody may: everything where a space has no register, and writing where it is
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
