package parvis.core.organisations;

import java.util.List;
import java.util.Optional;

/// An administration, or a part of one.
///
/// @param id what others call it; 128 random bits
/// @param server nid of the server that it is on
/// @param label few letters that stand behind its people's names
/// @param parent nid of the one that it is a part of
/// @param rules whether the rooms that its people make have access rules
/// @param promotesAll whether a room that would be without an administrator makes all its members
///     administrators, when nobody else is there to be one
/// @param exempting whether access rules bind neither who runs the server nor who is exempt
/// @param exempt ids of those whom it names
/// @param validityDays how long accounts of its agents are let in before they are renewed; 0: for
///     ever
/// @param spacesDirect whether its agents make spaces without asking its approvers
/// @param guestsByAgents whether its agents invite people from outside by mail, not its approvers
///     alone
/// @param openDirectory whether who is of another one finds its people by searching
record Organisation(
    long nid,
    String id,
    long server,
    String name,
    String label,
    Optional<Long> parent,
    Optional<Siret> siret,
    boolean rules,
    boolean promotesAll,
    boolean exempting,
    List<String> exempt,
    int validityDays,
    boolean spacesDirect,
    boolean guestsByAgents,
    boolean openDirectory) {
  /// What new organisations decide: 13 months.
  static final int VALIDITY_DAYS = 396;

  static final int VALIDITY_DAYS_MAX = 3_660;

  /// People whom access rules do not bind.
  static final int EXEMPT_MAX = 50;
}
