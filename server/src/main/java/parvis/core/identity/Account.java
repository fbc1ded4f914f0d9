package parvis.core.identity;

import parvis.protocol.id.UserId;

/// A person or a bot that one of our servers answers for.
public record Account(UserId user, long userNid, boolean admin, boolean active) {}
