package parvis.core.presence;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// What is known of one person: which of their sessions are there, and what others were last shown.
/// Only under its own lock.
final class Person {
  /// Who did nothing for so long is there, but not at hand.
  static final Duration IDLE = Duration.ofMinutes(5);

  /// Who did something within that time is shown as doing something.
  static final Duration ACTIVE = Duration.ofMinutes(1);

  /// Sessions of one person that are told apart; of more, the first to go is let go.
  static final int SESSIONS_MAX = 20;

  /// How long what somebody wrote about it is kept after they went.
  static final Duration STATUS_KEPT = Duration.ofDays(1);

  private final Map<Long, Session> sessions = new HashMap<>(2);
  private String status = "";
  private long saidAt;
  private long lastActive;
  private Appearance shown = Appearance.ABSENT;
  private long changed;

  /// What a session last said of its person, and until when that holds.
  private record Session(Availability said, long until) {}

  /// A session syncs: that is no deed, except that it brings back whoever was away.
  void polls(long session, Availability said, long now, long until) {
    if (said == Availability.ONLINE && available(now) == Availability.OFFLINE) {
      lastActive = now;
    }
    put(session, new Session(said, until));
  }

  /// Somebody says by themselves how they want to be seen.
  void says(long session, Availability said, String status, long now, long until) {
    this.status = status;
    saidAt = now;
    if (said == Availability.OFFLINE) {
      sessions.remove(session);
    } else {
      put(session, new Session(said, until));
    }
    if (said == Availability.ONLINE) {
      lastActive = now;
    }
  }

  private void put(long session, Session now) {
    sessions.put(session, now);
    if (sessions.size() > SESSIONS_MAX) {
      sessions.entrySet().stream()
          .min(Comparator.comparingLong(e -> e.getValue().until()))
          .map(Map.Entry::getKey)
          .ifPresent(sessions::remove);
    }
  }

  /// Somebody does something: whoever does is at hand, unless they are not to be seen.
  void acts(long now) {
    if (available(now) == Availability.OFFLINE) {
      return;
    }
    lastActive = now;
    sessions.replaceAll((_, was) -> new Session(Availability.ONLINE, was.until()));
  }

  void ends(long session) {
    sessions.remove(session);
  }

  /// What is to be seen now, which may differ from what was shown.
  Appearance look(long now) {
    sessions.values().removeIf(session -> session.until() <= now);
    var available = available(now);
    var active = available == Availability.ONLINE && now - lastActive < ACTIVE.toMillis();
    return new Appearance(available, status, lastActive, active);
  }

  private Availability available(long now) {
    var best = Availability.OFFLINE;
    for (var session : sessions.values()) {
      if (session.until() > now && session.said().compareTo(best) > 0) {
        best = session.said();
      }
    }
    var idle = now - lastActive >= IDLE.toMillis();
    return best == Availability.ONLINE && idle ? Availability.UNAVAILABLE : best;
  }

  Appearance shown() {
    return shown;
  }

  /// The number of the last change of what is shown; 0 when there was none.
  long changed() {
    return changed;
  }

  void show(Appearance now, long number) {
    shown = now;
    changed = number;
  }

  /// The same look, a little later.
  void refresh(Appearance now) {
    shown = now;
  }

  /// Whether there is nothing to remember of somebody but that they were here.
  boolean isGone(long now) {
    var said = !status.isEmpty() && now - Math.max(saidAt, lastActive) < STATUS_KEPT.toMillis();
    return sessions.isEmpty() && !said;
  }
}
