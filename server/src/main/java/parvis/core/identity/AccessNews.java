package parvis.core.identity;

import java.util.List;
import java.util.stream.Collectors;
import parvis.core.identity.Announcements.AccessChanged;
import parvis.platform.log.Follower;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;

/// What nodes tell each other, through the log, of who may do what: that sessions ended, or that an
/// account was barred. A node knows it as soon as it has read that row, a second later at most.
final class AccessNews implements Follower {
  private static final byte[] NOTHING = new byte[0];

  private final Log log;
  private final Sessions sessions;
  private final Announcements announcements;

  AccessNews(Log log, Sessions sessions, Announcements announcements) {
    this.log = log;
    this.sessions = sessions;
    this.announcements = announcements;
  }

  /// Tells the other nodes of somebody; this one knows.
  void tell(long user) {
    var row = new Syncable(LogRow.ACCESS, user, 0, "", NOTHING, false, null);
    log.append(new SyncableWrite(List.of(row))).join();
  }

  @Override
  public void applied(List<LogRow> rows) {
    var users =
        rows.stream()
            .filter(row -> row.kind() == LogRow.ACCESS && row.payload() == null)
            .map(LogRow::user)
            .collect(Collectors.toSet());
    if (!users.isEmpty()) {
      sessions.changed(users);
      users.forEach(user -> announcements.say(new AccessChanged(user)));
    }
  }
}
