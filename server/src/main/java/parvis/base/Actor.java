package parvis.base;

import parvis.protocol.id.UserId;

/// The person or bot on whose authority something is done, and the session that speaks for them.
///
/// Authority is always a parameter of this type: there is no ambient current user. `session`
/// outlives a refreshed token; a new login begins another, which is what scopes transaction ids.
public record Actor(UserId user, long userNid, String deviceId, long session, boolean admin) {}
