package parvis.core.rooms;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What access rules let happen in which kind of room: the one table, which [AccessRules] asks and
/// from which the tests are made.
///
/// A kind is said by the state event `im.vector.room.access_rules`, as Tchap has it; without one a
/// room is closed to externals. What stands here comes on top of the rules of Matrix: it refuses,
/// and allows nothing that those deny.
///
/// The last column says what of it does not bind those whom the organisation exempts, where it
/// does: who runs the server, and people it names. Whom they invite comes in, and they may be
/// invited. As in Tchap, the directory does not ask who wishes for what; what Tchap has no rule for
/// (history for the world, `fr.parvis.*`) binds them, too.
final class AccessTable {
  private AccessTable() {}

  /// A kind of room.
  enum Kind {
    /// Two people, once and for all.
    DIRECT,
    /// Closed to externals, encrypted.
    PRIVATE,
    /// Closed to externals, in clear.
    CLEAR,
    /// Open to externals who are invited.
    OPENED,
    /// It was open to them, and admits none any more.
    CLOSED,
    /// Open to all agents of its organisation, and of the parts of that.
    FORUM,
    /// Open to all agents.
    WIDE;

    private static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /// What somebody tries.
  enum Attempt {
    RULE_RESTRICTED,
    RULE_UNRESTRICTED,
    RULE_UNRESTRICTED_WHILE_LISTED,
    RULE_UNRESTRICTED_WITH_LEVEL_FOR_ALL,
    RULE_DIRECT,
    RULE_UNKNOWN,
    RULE_REDACTED,
    VISIBILITY_CHANGED,
    VISIBILITY_REMOVED,
    CLEAR_CHANGED,
    JOIN_RULE_PUBLIC,
    JOIN_RULE_INVITE,
    ENCRYPTED,
    ENCRYPTED_WHILE_PUBLIC,
    LISTED,
    EXTERNAL_INVITED,
    EXTERNAL_JOINING_UNINVITED,
    EXTERNAL_JOINING_INVITED,
    THIRD_MEMBER,
    RENAMED,
    LEVEL_FOR_ALL,
    LEVEL_FOR_EXTERNAL,
    HISTORY_FOR_THE_WORLD,
    RETENTION_LONGER,
    RETENTION_UNSET,
    RETENTION_SHORTER,
    EXTERNALS_DECIDED,
    AGENT_OF_ANOTHER_JOINING,
    FORUM_WIDENED
  }

  /// `-` cannot come about; were it tried all the same it is refused.
  private static final String TABLE =
      """
      attempt                              direct private clear opened closed forum wide exempt
      RULE_RESTRICTED                      no     yes     yes   no     no     yes   yes  yes
      RULE_UNRESTRICTED                    no     yes     yes   yes    yes    no    no   yes
      RULE_UNRESTRICTED_WHILE_LISTED       -      no      no    -      -      no    no   yes
      RULE_UNRESTRICTED_WITH_LEVEL_FOR_ALL -      no      no    -      -      no    no   yes
      RULE_DIRECT                          yes    no      no    no     no     no    no   yes
      RULE_UNKNOWN                         no     no      no    no     no     no    no   yes
      RULE_REDACTED                        no     no      no    no     no     no    no   yes
      VISIBILITY_CHANGED                   no     no      no    no     no     no    no   yes
      VISIBILITY_REMOVED                   no     no      no    no     no     no    no   yes
      CLEAR_CHANGED                        no     no      no    no     no     no    no   yes
      JOIN_RULE_PUBLIC                     no     yes     yes   yes    yes    yes   yes  yes
      JOIN_RULE_INVITE                     yes    yes     yes   yes    yes    no    no   yes
      ENCRYPTED                            yes    yes     yes   yes    yes    no    no   yes
      ENCRYPTED_WHILE_PUBLIC               -      no      no    no     no     no    no   yes
      LISTED                               no     yes     yes   no     no     yes   yes  no
      EXTERNAL_INVITED                     yes    no      no    yes    no     no    no   yes
      EXTERNAL_JOINING_UNINVITED           -      no      no    no     no     no    no   yes
      EXTERNAL_JOINING_INVITED             yes    no      no    yes    no     no    no   yes
      THIRD_MEMBER                         no     yes     yes   yes    yes    yes   yes  yes
      RENAMED                              no     yes     yes   yes    yes    yes   yes  yes
      LEVEL_FOR_ALL                        yes    yes     yes   no     no     yes   yes  yes
      LEVEL_FOR_EXTERNAL                   yes    yes     yes   no     no     yes   yes  yes
      HISTORY_FOR_THE_WORLD                no     no      no    no     no     no    no   no
      RETENTION_LONGER                     yes    yes     yes   yes    yes    no    no   yes
      RETENTION_UNSET                      yes    yes     yes   yes    yes    no    no   yes
      RETENTION_SHORTER                    yes    yes     yes   yes    yes    yes   yes  yes
      EXTERNALS_DECIDED                    no     no      no    yes    yes    no    no   no
      AGENT_OF_ANOTHER_JOINING             -      yes     yes   yes    yes    no    yes  yes
      FORUM_WIDENED                        no     no      no    no     no     yes   yes  no
      """;

  /// What each kind of room says to an attempt.
  enum Verdict {
    YES,
    NO,
    NEVER;

    static Verdict of(String word) {
      return switch (word) {
        case "yes" -> YES;
        case "no" -> NO;
        case "-" -> NEVER;
        default -> throw new IllegalArgumentException(word);
      };
    }
  }

  /// A place in the table.
  private record Place(Attempt attempt, Kind kind) {}

  private static final List<List<String>> LINES =
      TABLE.lines().map(line -> List.of(line.strip().split(" +"))).toList();

  private static final Map<Place, Verdict> ALL = read();
  private static final Set<Attempt> EXEMPTING = exempting();

  private static Map<Place, Verdict> read() {
    var named = LINES.getFirst();
    var kinds = named.subList(1, named.size() - 1).stream().map(Kind::of).toList();
    var all = new HashMap<Place, Verdict>();
    for (var line : LINES.subList(1, LINES.size())) {
      var attempt = Attempt.valueOf(line.getFirst());
      for (int i = 0; i < kinds.size(); i++) {
        all.put(new Place(attempt, kinds.get(i)), Verdict.of(line.get(i + 1)));
      }
    }
    return all;
  }

  private static Set<Attempt> exempting() {
    return LINES.stream()
        .skip(1)
        .filter(line -> Verdict.of(line.getLast()) == Verdict.YES)
        .map(line -> Attempt.valueOf(line.getFirst()))
        .collect(Collectors.toUnmodifiableSet());
  }

  static Verdict verdict(Attempt attempt, Kind kind) {
    return Optional.ofNullable(ALL.get(new Place(attempt, kind))).orElseThrow();
  }

  static boolean allows(Attempt attempt, Kind kind) {
    return verdict(attempt, kind) == Verdict.YES;
  }

  /// Whether who is exempt may do what a kind of room refuses to others.
  static boolean exempts(Attempt attempt) {
    return EXEMPTING.contains(attempt);
  }
}
