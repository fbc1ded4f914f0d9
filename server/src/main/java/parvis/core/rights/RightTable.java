package parvis.core.rights;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What each preset may do in a space: the one table, from which the tests are made.
///
/// `found` is yes for whom the space lets find it or has invited. Whoever may not even look is told
/// that there is nothing.
final class RightTable {
  private RightTable() {}

  private static final String TABLE =
      """
      action          animator contributor reader guest guest_here none
      LOOK            yes      yes         yes    yes   yes        found
      JOIN            yes      yes         yes    yes   found      found
      LEAVE           yes      yes         yes    yes   no         no
      ENTER           yes      yes         yes    yes   no         no
      READ            yes      yes         yes    yes   no         no
      REACT           yes      yes         yes    yes   no         no
      CONFIRM         yes      yes         yes    yes   no         no
      POST            yes      yes         no     yes   no         no
      COMMENT         yes      yes         no     yes   no         no
      PIN             yes      no          no     no    no         no
      REMIND          yes      no          no     no    no         no
      INVITE          yes      no          no     no    no         no
      ADMIT           yes      no          no     no    no         no
      SET_ROLE        yes      no          no     no    no         no
      REMOVE          yes      no          no     no    no         no
      MAKE_ROOM       yes      no          no     no    no         no
      MAKE_ENTRY_CODE yes      no          no     no    no         no
      EXPORT          yes      no          no     no    no         no
      VIEW            yes      no          no     no    no         no
      CONFIGURE       yes      no          no     no    no         no
      SEE_TASKS       yes      yes         yes    yes   no         no
      SEE_ALL_TASKS   yes      yes         yes    no    no         no
      DO_TASKS        yes      yes         no     yes   no         no
      DO_ALL_TASKS    yes      yes         no     no    no         no
      VALIDATE_TASKS  yes      no          no     no    no         no
      ARRANGE_TASKS   yes      no          no     no    no         no
      SEE_DECISIONS     yes    yes         yes    yes   no         no
      SEE_ALL_DECISIONS yes    yes         yes    no    no         no
      PROPOSE_DECISIONS yes    yes         no     no    no         no
      TAKE_DECISIONS    yes    no          no     no    no         no
      EXECUTE_DECISIONS yes    yes         no     no    no         no
      """;

  /// What the table says.
  enum Verdict {
    YES,
    NO,
    FOUND
  }

  private record Place(Action action, Preset preset) {}

  private static final Map<Place, Verdict> ALL = read();

  /// What is allowed to whom the space lets find it or has invited, and to others.
  private static final Map<Preset, EnumSet<Action>> FOUND = allowed(true);

  private static final Map<Preset, EnumSet<Action>> OTHERS = allowed(false);

  /// Those to whom both are the same.
  private static final Set<Preset> SURE =
      Arrays.stream(Preset.values())
          .filter(preset -> Objects.equals(FOUND.get(preset), OTHERS.get(preset)))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Preset.class)));

  private static Map<Place, Verdict> read() {
    var lines = TABLE.lines().map(line -> List.of(line.strip().split(" +"))).toList();
    var presets = lines.getFirst().stream().skip(1).map(RightTable::preset).toList();
    var all = new HashMap<Place, Verdict>();
    for (var line : lines.subList(1, lines.size())) {
      var action = Action.valueOf(line.getFirst());
      for (int i = 0; i < presets.size(); i++) {
        var verdict = Verdict.valueOf(line.get(i + 1).toUpperCase(Locale.ROOT));
        all.put(new Place(action, presets.get(i)), verdict);
      }
    }
    return all;
  }

  private static Preset preset(String word) {
    return Preset.valueOf(word.toUpperCase(Locale.ROOT));
  }

  static Verdict verdict(Action action, Preset preset) {
    return Optional.ofNullable(ALL.get(new Place(action, preset))).orElseThrow();
  }

  /// @param found whether the space lets them find it, or has invited them
  static boolean allows(Action action, Preset preset, boolean found) {
    return switch (verdict(action, preset)) {
      case YES -> true;
      case NO -> false;
      case FOUND -> found;
    };
  }

  /// Whether it makes a difference to what somebody may do whether they find the space.
  static boolean asksWhetherFound(Preset preset) {
    return !SURE.contains(preset);
  }

  /// A set of the caller's own.
  static Set<Action> allowed(Preset preset, boolean found) {
    return EnumSet.copyOf(Objects.requireNonNull((found ? FOUND : OTHERS).get(preset)));
  }

  private static Map<Preset, EnumSet<Action>> allowed(boolean found) {
    var all = new EnumMap<Preset, EnumSet<Action>>(Preset.class);
    for (var preset : Preset.values()) {
      var allowed = EnumSet.noneOf(Action.class);
      for (var action : Action.values()) {
        if (allows(action, preset, found)) {
          allowed.add(action);
        }
      }
      all.put(preset, allowed);
    }
    return all;
  }
}
