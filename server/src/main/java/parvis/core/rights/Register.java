package parvis.core.rights;

import java.util.EnumSet;
import java.util.Set;

/// The app of decisions, as spaces switch it on.
final class Register {
  private static final String APP = "decisions";

  private static final Set<Action> READING =
      EnumSet.of(Action.SEE_DECISIONS, Action.SEE_ALL_DECISIONS);

  private static final Set<Action> WRITING =
      EnumSet.of(Action.PROPOSE_DECISIONS, Action.TAKE_DECISIONS, Action.EXECUTE_DECISIONS);

  private Register() {}

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
