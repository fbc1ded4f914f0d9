package parvis.core.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import parvis.platform.db.Db;

/// How many keys a device has left for others to begin a conversation with. Every sync tells it, so
/// it is kept in memory.
public final class KeyCounts {
  private static final int DEVICES_MAX = 500_000;

  private final Db db;
  private final KeyStore store;
  private final Cache<Device, Counts> known =
      Caffeine.newBuilder().maximumSize(DEVICES_MAX).build();

  private volatile BiConsumer<Long, String> listener = (_, _) -> {};

  private record Device(long user, String id) {}

  /// The keys that are left.
  ///
  /// @param oneTime algorithm → unclaimed one-time keys
  /// @param unusedFallback algorithms whose fallback key nobody was given yet
  public record Counts(Map<String, Long> oneTime, List<String> unusedFallback) {}

  KeyCounts(Db db, KeyStore store) {
    this.db = db;
    this.store = store;
  }

  /// Has somebody hear whose device has other keys left than before, by nid and name.
  public void onChange(BiConsumer<Long, String> heard) {
    listener = heard;
  }

  /// From memory, except the first time.
  public Counts of(long user, String device) {
    return known.get(
        new Device(user, device),
        d ->
            db.read(
                tx ->
                    new Counts(
                        store.oneTimeCounts(tx, d.user(), d.id()),
                        store.unusedFallbacks(tx, d.user(), d.id()))));
  }

  void changed(long user, String device) {
    known.invalidate(new Device(user, device));
    listener.accept(user, device);
  }
}
