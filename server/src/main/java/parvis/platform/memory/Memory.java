package parvis.platform.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.ToLongBiFunction;

/// The part of the heap that caches may fill. Each takes its share once, in percent and by name,
/// and measures what it holds by an estimate; so a larger heap keeps more, and all of them together
/// never fill it.
public final class Memory {
  /// What all caches together may fill; the rest is for the work.
  static final int PERCENT_MAX = 70;

  /// What a cache spends on each of its entries, beside key and value.
  public static final int ENTRY_BYTES = 100;

  private final long heapBytes;
  private final Map<String, LongSupplier> used = new TreeMap<>();
  private int taken;

  /// @param heapBytes the most that the heap will ever have
  public Memory(long heapBytes) {
    this.heapBytes = heapBytes;
  }

  public static Memory ofHeap() {
    return new Memory(Runtime.getRuntime().maxMemory());
  }

  /// The bytes of one share, for a cache that counts by itself.
  ///
  /// @param held tells how many of them are used
  public long share(String name, int percent, LongSupplier held) {
    taken += percent;
    if (taken > PERCENT_MAX || used.putIfAbsent(name, held) != null) {
      throw new IllegalStateException("There is no share of the memory left for " + name + ".");
    }
    return heapBytes / 100 * percent;
  }

  /// A cache of one share.
  ///
  /// @param bytes the estimated size of an entry, without [#ENTRY_BYTES]; asked for when the entry
  ///     is put or computed, also with the same value again
  public <K, V> Cache<K, V> cache(String name, int percent, ToLongBiFunction<K, V> bytes) {
    var held = new LongSupplier[] {() -> 0};
    var max = share(name, percent, () -> held[0].getAsLong());
    Cache<K, V> cache =
        Caffeine.newBuilder()
            .maximumWeight(max)
            .<K, V>weigher((key, value) -> weight(bytes.applyAsLong(key, value)))
            .executor(Runnable::run)
            .build();
    held[0] = () -> cache.policy().eviction().map(Memory::weight).orElse(0L);
    return cache;
  }

  private static int weight(long bytes) {
    return (int) Math.min(bytes + ENTRY_BYTES, Integer.MAX_VALUE);
  }

  private static <K, V> long weight(Policy.Eviction<K, V> eviction) {
    return eviction.weightedSize().orElse(0);
  }

  /// The bytes that each cache holds, by name.
  public Map<String, LongSupplier> used() {
    return Map.copyOf(used);
  }
}
