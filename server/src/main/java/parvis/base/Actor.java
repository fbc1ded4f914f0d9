package parvis.base;

import parvis.protocol.id.UserId;

/// The person or bot on whose authority something is done, and the session that speaks for them.
///
/// Authority is always a parameter of this type: there is no ambient current user.
///
/// @param session outlives a refreshed token; a new login begins another
/// @param scope what transaction ids are valid in: it stays when the device signs in again, and
///     goes when the device is removed
/// @param suspended whether they may read, and write nothing but what takes back their own
/// @param guest whether they came without an account of their own, and may do little
public record Actor(
    UserId user,
    long userNid,
    String deviceId,
    long session,
    long scope,
    boolean admin,
    boolean suspended,
    boolean guest) {

  /// Somebody with an account of their own, whom nobody keeps from writing.
  public Actor(
      UserId user, long userNid, String deviceId, long session, long scope, boolean admin) {
    this(user, userNid, deviceId, session, scope, admin, false, false);
  }
}
