package parvis.platform.log;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Of each room whose last write was dropped, the version that this write would have made.
///
/// A write that comes next and was prepared on exactly that version was built on the dropped one
/// and goes the same way, even if another node has brought the room to the same number meanwhile:
/// versions count events and do not tell them apart. Should it be sound after all, by coincidence,
/// it is merely prepared once more.
final class DroppedTips {
  /// Rooms remembered. What is forgotten is long prepared again.
  private static final int ROOMS_MAX = 50_000;

  private final Map<Long, Long> versions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
          return size() > ROOMS_MAX;
        }
      };

  OptionalLong of(long room) {
    var version = versions.get(room);
    return version == null ? OptionalLong.empty() : OptionalLong.of(version);
  }

  void dropped(long room, long versionAfter) {
    versions.put(room, versionAfter);
  }

  void written(long room) {
    versions.remove(room);
  }
}
