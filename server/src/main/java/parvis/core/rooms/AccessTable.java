package parvis.core.rooms;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What access rules let happen in which kind of room: the one table, which [AccessRules] asks and
/// from which the tests are made.
///
/// A kind is said by the state event `im.vector.room.access_rules`, as Tchap has it; without one a
/// room is closed to externals. What stands here comes on top of the rules of Matrix: it refuses,
/// and allows nothing that those deny.
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
      attempt                              direct private clear opened closed forum wide
      RULE_RESTRICTED                      no     yes     yes   no     no     yes   yes
      RULE_UNRESTRICTED                    no     yes     yes   yes    yes    no    no
      RULE_UNRESTRICTED_WHILE_LISTED       -      no      no    -      -      no    no
      RULE_UNRESTRICTED_WITH_LEVEL_FOR_ALL -      no      no    -      -      no    no
      RULE_DIRECT                          yes    no      no    no     no     no    no
      RULE_UNKNOWN                         no     no      no    no     no     no    no
      RULE_REDACTED                        no     no      no    no     no     no    no
      VISIBILITY_CHANGED                   no     no      no    no     no     no    no
      VISIBILITY_REMOVED                   no     no      no    no     no     no    no
      CLEAR_CHANGED                        no     no      no    no     no     no    no
      JOIN_RULE_PUBLIC                     no     yes     yes   yes    yes    yes   yes
      JOIN_RULE_INVITE                     yes    yes     yes   yes    yes    no    no
      ENCRYPTED                            yes    yes     yes   yes    yes    no    no
      ENCRYPTED_WHILE_PUBLIC               -      no      no    no     no     no    no
      LISTED                               no     yes     yes   no     no     yes   yes
      EXTERNAL_INVITED                     yes    no      no    yes    no     no    no
      EXTERNAL_JOINING_UNINVITED           -      no      no    no     no     no    no
      EXTERNAL_JOINING_INVITED             yes    no      no    yes    no     no    no
      THIRD_MEMBER                         no     yes     yes   yes    yes    yes   yes
      RENAMED                              no     yes     yes   yes    yes    yes   yes
      LEVEL_FOR_ALL                        yes    yes     yes   no     no     yes   yes
      LEVEL_FOR_EXTERNAL                   yes    yes     yes   no     no     yes   yes
      HISTORY_FOR_THE_WORLD                no     no      no    no     no     no    no
      RETENTION_LONGER                     yes    yes     yes   yes    yes    no    no
      RETENTION_UNSET                      yes    yes     yes   yes    yes    no    no
      RETENTION_SHORTER                    yes    yes     yes   yes    yes    yes   yes
      EXTERNALS_DECIDED                    no     no      no    yes    yes    no    no
      AGENT_OF_ANOTHER_JOINING             -      yes     yes   yes    yes    no    yes
      FORUM_WIDENED                        no     no      no    no     no     yes   yes
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

  private static final Map<Place, Verdict> ALL = read();

  private static Map<Place, Verdict> read() {
    var lines = TABLE.lines().map(line -> List.of(line.strip().split(" +"))).toList();
    var kinds = lines.getFirst().stream().skip(1).map(Kind::of).toList();
    var all = new HashMap<Place, Verdict>();
    for (var line : lines.subList(1, lines.size())) {
      var attempt = Attempt.valueOf(line.getFirst());
      for (int i = 0; i < kinds.size(); i++) {
        all.put(new Place(attempt, kinds.get(i)), Verdict.of(line.get(i + 1)));
      }
    }
    return all;
  }

  static Verdict verdict(Attempt attempt, Kind kind) {
    return Optional.ofNullable(ALL.get(new Place(attempt, kind))).orElseThrow();
  }

  static boolean allows(Attempt attempt, Kind kind) {
    return verdict(attempt, kind) == Verdict.YES;
  }
}
