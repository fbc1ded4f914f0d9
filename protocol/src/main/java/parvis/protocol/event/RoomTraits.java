package parvis.protocol.event;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// In what rooms of one version are not like those of others.
///
/// @param eventIds where the ids of events come from
/// @param redaction what redaction leaves
/// @param marks what else holds there
record RoomTraits(EventIds eventIds, RedactionRules redaction, Set<Mark> marks) {
  /// One thing that holds in some versions and not in others; `RoomVersion` tells what it means.
  enum Mark {
    NAMES_CREATOR,
    ALIASES_BY_SERVER,
    REDACTIONS_BY_RULE,
    ANY_NUMBER,
    LEVELS_AS_TEXT,
    KEYS_EXPIRE,
    NOTIFICATION_LEVELS,
    KNOCKING,
    RESTRICTED_JOINS,
    KNOCKING_RESTRICTED,
    REDACTS_IN_CONTENT,
    ROOM_ID_IS_CREATE_HASH,
    CREATORS_ABOVE_LEVELS,
    OWNED_STATE
  }

  /// spec: rooms/v1
  static final RoomTraits FIRST =
      new RoomTraits(
          EventIds.CHOSEN,
          RedactionRules.V1,
          EnumSet.of(
              Mark.NAMES_CREATOR,
              Mark.ALIASES_BY_SERVER,
              Mark.REDACTIONS_BY_RULE,
              Mark.ANY_NUMBER,
              Mark.LEVELS_AS_TEXT));

  boolean has(Mark mark) {
    return marks.contains(mark);
  }

  RoomTraits with(Mark... more) {
    var all = EnumSet.copyOf(marks);
    all.addAll(List.of(more));
    return new RoomTraits(eventIds, redaction, all);
  }

  RoomTraits without(Mark... gone) {
    var rest = EnumSet.copyOf(marks);
    List.of(gone).forEach(rest::remove);
    return new RoomTraits(eventIds, redaction, rest);
  }

  RoomTraits ids(EventIds ids) {
    return new RoomTraits(ids, redaction, marks);
  }

  RoomTraits redacting(RedactionRules rules) {
    return new RoomTraits(eventIds, rules, marks);
  }
}
