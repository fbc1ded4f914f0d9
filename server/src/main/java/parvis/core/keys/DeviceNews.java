package parvis.core.keys;

import java.util.Collection;
import java.util.List;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;

/// Says through the log whose keys are to be asked for again.
final class DeviceNews {
  private static final byte[] NOTHING = new byte[0];

  private final Log log;

  DeviceNews(Log log) {
    this.log = log;
  }

  /// Tells who shares a room with that person that their keys are others now.
  void tell(long user) {
    append(List.of(row(user, "")));
  }

  /// Tells a person's own devices, and nobody else, that they see other keys of these people now.
  void tellSelf(long user, Collection<Long> about) {
    append(about.stream().map(nid -> row(user, Long.toString(nid))).toList());
  }

  private static Syncable row(long user, String key) {
    return new Syncable(LogRow.DEVICE_LIST, user, 0, key, NOTHING, false, null);
  }

  private void append(List<Syncable> rows) {
    if (!rows.isEmpty()) {
      log.append(new SyncableWrite(rows)).join();
    }
  }
}
