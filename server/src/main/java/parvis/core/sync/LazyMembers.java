package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import parvis.platform.memory.Memory;

/// Which members a session has been told of, so that it is not told of them with every message.
/// Forgetting is harmless: a client is told once more.
/// spec: cs-api#lazy-loading-room-members
final class LazyMembers {
  private static final int PERCENT = 3;

  /// @param event nid of the member event that was told
  private record Told(long session, long event) {}

  /// → the cut of the answer that told it
  private final Cache<Told, Long> told;

  LazyMembers(Memory memory) {
    this.told = memory.cache("lazy members", PERCENT, (_, _) -> Long.BYTES * 4L);
  }

  /// Whether that session must be told in an answer of the cut `upTo`; it then counts as told. A
  /// client whose `since` is before that cut may not have got that answer, and is told again.
  boolean tell(long session, long event, long since, long upTo) {
    var member = new Told(session, event);
    var at = told.getIfPresent(member);
    if (at != null && at <= since) {
      return false;
    }
    told.put(member, upTo);
    return true;
  }
}
