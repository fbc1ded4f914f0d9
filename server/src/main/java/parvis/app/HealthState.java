package parvis.app;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How a part of this house is. What a state is called because of which figure is decided here
/// alone.
enum HealthState {
  /// Nobody knows.
  UNKNOWN,
  /// It is well.
  GOOD,
  /// Somebody should look.
  LOOK,
  /// It does not work.
  BAD;

  private static final Duration DATABASE_SLOW = Duration.ofSeconds(1);

  /// So much of the disk is to be free, or the rest of a day may fill it.
  private static final double FREE_PART = 0.1;

  /// Below this PostgreSQL and uploads soon have no room to write.
  private static final long FREE_BYTES_MIN = 1L << 30;

  private static final Duration BACKUP_OLD = Duration.ofDays(2);
  private static final Duration BACKUP_TOO_OLD = Duration.ofDays(7);

  /// So much the clocks of two machines may differ: what was done later than now is known by
  /// nobody.
  private static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(5);

  /// Positions that search reads in some seconds.
  private static final long BEHIND_MAX = 10_000;

  private static final Duration SEARCH_SLOW = Duration.ofMinutes(5);
  private static final Duration SEARCH_STOPPED = Duration.ofHours(1);

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param took how long it took to answer the shortest question
  static HealthState ofDatabase(Duration took) {
    return took.compareTo(DATABASE_SLOW) > 0 ? LOOK : GOOD;
  }

  /// @param free bytes, of `total`
  /// @param missing files that are gone
  static HealthState ofDisk(long free, long total, long missing) {
    if (free < FREE_BYTES_MIN) return BAD;
    return free < total * FREE_PART || missing > 0 ? LOOK : GOOD;
  }

  /// @param age of the last one, below zero where it is said to be done later than now; absent
  ///     where none is known
  static HealthState ofBackup(Optional<Duration> age) {
    if (age.isEmpty()) return UNKNOWN;
    var old = age.get();
    if (old.plus(CLOCKS_DIFFER_MAX).isNegative()) return UNKNOWN;
    if (old.compareTo(BACKUP_TOO_OLD) > 0) return BAD;
    return old.compareTo(BACKUP_OLD) > 0 ? LOOK : GOOD;
  }

  /// @param leads whether mails go anywhere
  /// @param troubled whether the mail server takes nothing
  /// @param stuck mails that were tried already, or will not go
  static HealthState ofMail(boolean leads, boolean troubled, long stuck) {
    if (troubled) return BAD;
    return !leads || stuck > 0 ? LOOK : GOOD;
  }

  /// @param behind entries that it has still to read
  /// @param still for how long it has not read any of them
  static HealthState ofSearch(long behind, Duration still) {
    if (behind == 0) return GOOD;
    if (still.compareTo(SEARCH_STOPPED) > 0) return BAD;
    return behind > BEHIND_MAX || still.compareTo(SEARCH_SLOW) > 0 ? LOOK : GOOD;
  }

  /// @param behind devices that cannot be told
  static HealthState ofPush(int behind) {
    return behind > 0 ? LOOK : GOOD;
  }

  /// @param faults errors of the last day
  static HealthState ofWork(int faults) {
    return faults > 0 ? LOOK : GOOD;
  }
}
