package parvis.core.rights;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import parvis.protocol.id.UserId;

/// What tasks are to somebody for whom they are set apart from their role.
public enum TaskGrant {
  NONE,
  OWN,
  /// All of them, without validating any.
  ALL,
  VALIDATE;

  /// The app, as spaces switch it on and as it is set apart.
  public static final String APP = "tasks";

  private static final String TYPE = "fr.parvis.grants";

  private static final Set<Action> READING = EnumSet.of(Action.SEE_TASKS, Action.SEE_ALL_TASKS);

  private static final Set<Action> WRITING =
      EnumSet.of(Action.DO_TASKS, Action.DO_ALL_TASKS, Action.VALIDATE_TASKS, Action.ARRANGE_TASKS);

  public static Optional<TaskGrant> said(String word) {
    return Arrays.stream(values()).filter(grant -> grant.word().equals(word)).findFirst();
  }

  /// What is set apart for somebody, if anything is.
  public static Optional<TaskGrant> of(Space space, UserId user) {
    return space
        .state()
        .event(TYPE, "")
        .flatMap(event -> event.pdu().content().object("users"))
        .flatMap(users -> users.object(user.value()))
        .flatMap(apps -> apps.string(APP))
        .flatMap(TaskGrant::said);
  }

  /// Those for whom something is set apart.
  public static List<UserId> named(Space space) {
    return space
        .state()
        .event(TYPE, "")
        .flatMap(event -> event.pdu().content().object("users"))
        .map(users -> users.keys().stream().flatMap(name -> UserId.parse(name).stream()).toList())
        .orElse(List.of());
  }

  /// Whether a grant of that word takes from somebody what others have who write in a space.
  public static boolean takes(String word) {
    return said(word).filter(grant -> grant == NONE || grant == OWN).isPresent();
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

  /// Puts itself in the place of what a role allows. Who is not in the space gets nothing by it,
  /// who animates it has everything, and who is external validates nothing.
  void apply(Set<Action> allowed, Preset preset) {
    if (preset == Preset.CONTRIBUTOR || preset == Preset.READER || preset == Preset.GUEST) {
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

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
