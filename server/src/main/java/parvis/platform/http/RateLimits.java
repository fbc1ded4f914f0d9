package parvis.platform.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import parvis.base.Refused;

/// Token buckets, one for each class and each account or address.
///
/// Memory is bounded: a bucket that nobody touched for ten minutes has filled up again and is
/// dropped, and beyond `BUCKETS_MAX` the least useful ones go.
public final class RateLimits {
  /// Buckets in memory, about 150 bytes each.
  static final int BUCKETS_MAX = 200_000;

  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final double NANOS = 1e9;

  /// What of an IPv6 address names the network of one household.
  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanos;
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterAccess(IDLE).build();
  private volatile boolean on;

  private record Key(RateClass rateClass, String who) {}

  private static final class Bucket {
    private double left;
    private long at;

    Bucket(double left, long at) {
      this.left = left;
      this.at = at;
    }
  }

  /// `nanos` is a clock that only goes forward, such as `System::nanoTime`.
  public RateLimits(boolean on, LongSupplier nanos) {
    this.on = on;
    this.nanos = nanos;
  }

  /// Switches all limits on or off.
  public void on(boolean on) {
    this.on = on;
  }

  /// Takes one request from the bucket of `who`, or refuses with the time after which one will be
  /// there.
  public void spend(RateClass rateClass, String who) {
    if (!on || rateClass == RateClass.FREE) {
      return;
    }
    long now = nanos.getAsLong();
    Bucket bucket = buckets.get(new Key(rateClass, who), key -> new Bucket(rateClass.burst(), now));
    double missing;
    synchronized (bucket) {
      double regained = Math.max(0, now - bucket.at) / NANOS * rateClass.perSecond();
      bucket.left = Math.min(rateClass.burst(), bucket.left + regained);
      bucket.at = now;
      missing = 1 - bucket.left;
      if (missing <= 0) {
        bucket.left -= 1;
      }
    }
    if (missing > 0) {
      throw Refused.limitExceeded(
          Duration.ofNanos((long) Math.ceil(missing / rateClass.perSecond() * NANOS)));
    }
  }

  /// The key of an address: a household's whole /64 network counts as one where the address is of
  /// IPv6.
  static String addressKey(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return "a" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
    } catch (IllegalArgumentException none) {
      return "a" + address;
    }
  }
}
