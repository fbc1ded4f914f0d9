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
/// @param through the application service that acts in their name
public record Actor(
    UserId user,
    long userNid,
    String deviceId,
    long session,
    long scope,
    boolean admin,
    boolean suspended,
    boolean guest,
    Through through) {

  /// An application service that acts in the name of people whose names it holds.
  ///
  /// @param service its id; empty for who acts by themselves
  /// @param limited whether what they do is counted
  public record Through(String service, boolean limited) {
    public static final Through NONE = new Through("", true);
  }

  /// Somebody who acts by themselves.
  public Actor(
      UserId user,
      long userNid,
      String deviceId,
      long session,
      long scope,
      boolean admin,
      boolean suspended,
      boolean guest) {
    this(user, userNid, deviceId, session, scope, admin, suspended, guest, Through.NONE);
  }

  /// Somebody with an account of their own, whom nobody keeps from writing.
  public Actor(
      UserId user, long userNid, String deviceId, long session, long scope, boolean admin) {
    this(user, userNid, deviceId, session, scope, admin, false, false);
  }

  /// Whether an application service acts in their name.
  public boolean isThroughService() {
    return !through.service().isEmpty();
  }
}
