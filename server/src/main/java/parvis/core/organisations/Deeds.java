package parvis.core.organisations;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The words of both journals, and whom what stands beside each of them names. A deed that is not
/// here is noted nowhere: whoever writes a new one decides first whether it is about somebody.
final class Deeds {
  /// What was changed of what an organisation decides.
  static final String RULES_CHANGED = "change organisation rules";

  /// About one person, whose id, or an address, begins what the line tells.
  private static final Set<String> ABOUT_SOMEBODY =
      Set.of(
          "hand over reset code",
          "make member",
          "make approver",
          "make administrator",
          "end post",
          "suspend account",
          "lift suspension",
          "sign out account",
          "end account",
          "say function",
          "remove second factors",
          "invite external",
          "ask for more time",
          "ask for own time",
          "decline more time",
          "take back more time",
          "extend external",
          "end external",
          "look over move",
          "spend directory",
          "report dismiss",
          "report warn",
          "report redact",
          "report suspend",
          "report reopened",
          "grant claim",
          "answer objection",
          "come as external",
          "come by entry code",
          "come by address",
          "go by address",
          "extend account",
          "renew account",
          "change person by directory",
          "keep out by directory",
          "let in by directory",
          "remove person by directory");

  /// About all else. What these tell is chosen by people, as names of spaces and rooms are, and
  /// names nobody, whatever it looks like.
  private static final Set<String> ABOUT_SOMETHING =
      Set.of(
          "create organisation",
          "change organisation",
          "set domains",
          "admit addresses",
          "import people",
          "cancel import",
          "remove import",
          "drop address",
          "share mailbox",
          "unshare mailbox",
          "set entry rules",
          "name animator",
          "name room administrator",
          "pass over access rules",
          "take room over",
          "write paper",
          "write bulletin",
          "withdraw bulletin",
          "make entry code",
          "withdraw entry code",
          "make space code",
          "withdraw space code",
          "approve space",
          "refuse space",
          "invite by list",
          "open pilot",
          "close pilot",
          "extend pilot",
          "make directory token",
          "revoke directory token",
          "add person by directory",
          "add group by directory",
          "change group by directory",
          "remove group by directory",
          "open space to guests",
          "close space to guests",
          "open space to group",
          "close space to group");

  /// All that may be noted of what was done.
  static final Set<String> ALL =
      Stream.of(ABOUT_SOMEBODY, ABOUT_SOMETHING, Set.of(RULES_CHANGED))
          .flatMap(Set::stream)
          .collect(Collectors.toUnmodifiableSet());

  /// What was looked at of one person, whose id the address of the request held.
  private static final Set<String> LOOKED_AT_SOMEBODY =
      Set.of("read account", "read devices", "read rooms of person", "read heirs");

  /// Which words of what a line tells are ids of people.
  enum Names {
    FIRST,
    ANY,
    NOBODY
  }

  private Deeds() {}

  static Names names(String deed) {
    if (ABOUT_SOMEBODY.contains(deed)) {
      return Names.FIRST;
    }
    // What these tell is in words of the program, or was an address of it: ids in it are of people.
    return deed.equals(RULES_CHANGED) || LOOKED_AT_SOMEBODY.contains(deed)
        ? Names.ANY
        : Names.NOBODY;
  }

  /// @throws IllegalArgumentException when nobody has said whether it is about somebody
  static void require(String deed) {
    if (!ALL.contains(deed)) {
      throw new IllegalArgumentException("Deeds does not know what \"" + deed + "\" is about");
    }
  }
}
