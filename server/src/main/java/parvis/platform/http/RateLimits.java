package parvis.platform.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Refused;

/// Token buckets, one for each rate and each account or address.
///
/// Memory is bounded: a bucket that nobody touched until it has filled up again is dropped, and
/// beyond `BUCKETS_MAX` the least useful ones go.
public final class RateLimits {
  /// Buckets in memory, about 150 bytes each.
  static final int BUCKETS_MAX = 200_000;

  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration DAY = Duration.ofDays(1);
  private static final double NANOS = 1e9;

  /// What of an IPv6 address names the network of one household.
  private static final int NETWORK_BYTES = 8;

  private final LongSupplier nanos;
  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterAccess(IDLE).build();
  private final Cache<Key, Bucket> budgets =
      Caffeine.newBuilder().maximumSize(BUCKETS_MAX).expireAfterAccess(DAY).build();
  private volatile boolean on;

  private record Key(Rate rate, String who) {}

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
    if (rateClass != RateClass.FREE) {
      spend(rateClass, who, 1);
    }
  }

  /// Takes as much from what an account may see in a day, or refuses with the time after which that
  /// will be there. What is more than a whole day's is given to who has seen nothing yet.
  public void spend(DayBudget budget, Actor who, long amount) {
    if (who.through().limited()) {
      spend(budget, accountKey(who), Math.min((double) amount, budget.burst()));
    }
  }

  private void spend(Rate rate, String who, double amount) {
    if (!on) {
      return;
    }
    long now = nanos.getAsLong();
    Cache<Key, Bucket> kept = rate instanceof DayBudget ? budgets : buckets;
    Bucket bucket = kept.get(new Key(rate, who), key -> new Bucket(rate.burst(), now));
    double missing;
    synchronized (bucket) {
      double regained = Math.max(0, now - bucket.at) / NANOS * rate.perSecond();
      bucket.left = Math.min(rate.burst(), bucket.left + regained);
      bucket.at = now;
      missing = amount - bucket.left;
      if (missing <= 0) {
        bucket.left -= amount;
      }
    }
    if (missing > 0) {
      throw Refused.limitExceeded(
          Duration.ofNanos((long) Math.ceil(missing / rate.perSecond() * NANOS)));
    }
  }

  /// The key of an account.
  static String accountKey(Actor actor) {
    return "u" + actor.userNid();
  }

  /// The key of an address: a household's whole /64 network counts as one where the address is of
  /// IPv6.
  public static String addressKey(String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return "a" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, NETWORK_BYTES));
    } catch (IllegalArgumentException none) {
      return "a" + address;
    }
  }
}
