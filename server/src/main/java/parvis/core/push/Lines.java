package parvis.core.push;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What waits to be told to each device, in memory: a short line for each pusher whose gateway
/// works, and for each other the position after which it was told of nothing. One lock guards all
/// of it, held for a few looks into maps.
final class Lines {
  /// Notices that wait for one device; beyond, the oldest are dropped: whoever was told of nothing
  /// for so long looks into the app.
  static final int LINE_MAX = 100;

  /// Notices that wait in all; beyond, lines are short.
  static final int WAITING_MAX = 100_000;

  private static final int SHORT_LINE_MAX = 5;

  /// A pusher, by its owner and number.
  record Name(long user, long pusher) {}

  /// A gateway that does not work.
  ///
  /// @param after the position after which the device was told of nothing
  /// @param failures in a row
  /// @param kept whether the database knows of it too
  record Behind(long after, int failures, long tryAtNanos, boolean trying, boolean kept) {}

  private static final class Line {
    final Deque<Notice> notices = new ArrayDeque<>();
    boolean badge;
  }

  private final Map<Name, Line> lines = new HashMap<>();
  private final Map<Name, Behind> behind = new HashMap<>();
  private int waiting;
  private long read;

  /// What the log said to one device.
  ///
  /// @param notice null when less may be unread than before
  record Entry(Name name, @Nullable Notice notice) {}

  /// The log was read up to there before.
  synchronized void begin(long pos) {
    read = pos;
  }

  /// How far the log was read.
  synchronized long read() {
    return read;
  }

  /// Takes what the log said up to a position.
  ///
  /// @return whose lines were empty before, and are to be worked off
  synchronized List<Name> add(List<Entry> entries, long upTo) {
    var begun = new ArrayList<Name>();
    for (var entry : entries) {
      if (behind.containsKey(entry.name())) {
        continue;
      }
      var line = lines.get(entry.name());
      if (line == null) {
        line = new Line();
        lines.put(entry.name(), line);
        begun.add(entry.name());
      }
      add(line, entry.notice());
    }
    read = upTo;
    return begun;
  }

  private void add(Line line, @Nullable Notice notice) {
    if (notice == null) {
      line.badge = true;
      return;
    }
    line.notices.add(notice);
    waiting++;
    int max = waiting > WAITING_MAX ? SHORT_LINE_MAX : LINE_MAX;
    while (line.notices.size() > max) {
      line.notices.remove();
      waiting--;
    }
  }

  /// What is next in a line.
  ///
  /// @param notice null when only the number of unread events is to be told
  record Next(@Nullable Notice notice) {}

  /// What is to be told next; empty when the line is at its end and gone.
  synchronized Optional<Next> next(Name name) {
    var line = lines.get(name);
    if (line == null) {
      return Optional.empty();
    }
    if (!line.notices.isEmpty()) {
      return Optional.of(new Next(line.notices.element()));
    }
    if (line.badge) {
      line.badge = false;
      return Optional.of(new Next(null));
    }
    lines.remove(name);
    return Optional.empty();
  }

  /// A notice was told, or need not be any more.
  synchronized void done(Name name, Notice notice) {
    var line = lines.get(name);
    if (line != null && line.notices.remove(notice)) {
      waiting--;
    }
  }

  /// The gateway did not work: its device falls behind, until that is kept in memory alone.
  ///
  /// @return the position after which it was told of nothing
  synchronized long fail(Name name, long tryAtNanos) {
    var after = read;
    var line = lines.remove(name);
    if (line != null && !line.notices.isEmpty()) {
      after = line.notices.element().pos() - 1;
      waiting -= line.notices.size();
    }
    var before = behind.get(name);
    after = before == null ? after : Math.min(after, before.after());
    behind.put(name, new Behind(after, 1, tryAtNanos, false, false));
    return after;
  }

  /// The database knows how far behind a device is.
  synchronized void kept(Name name) {
    behind.computeIfPresent(
        name, (_, is) -> new Behind(is.after(), is.failures(), is.tryAtNanos(), is.trying(), true));
  }

  synchronized void drop(Name name) {
    behind.remove(name);
    var line = lines.remove(name);
    if (line != null) {
      waiting -= line.notices.size();
    }
  }

  /// A device that had fallen behind before this server started.
  synchronized void fellBehind(Name name, long after) {
    behind.put(name, new Behind(after, 0, 0, false, true));
  }

  /// Somebody set a device anew: theirs that wait are to be tried again now.
  synchronized void again(long user, long nowNanos) {
    behind.replaceAll(
        (name, is) ->
            name.user() == user
                ? new Behind(is.after(), is.failures(), nowNanos, is.trying(), is.kept())
                : is);
  }

  /// Those that are to be tried again now; each is handed out once.
  synchronized Map<Name, Behind> due(long nowNanos) {
    var due = new HashMap<Name, Behind>();
    behind.replaceAll(
        (name, is) -> {
          if (is.trying() || (is.failures() > 0 && is.tryAtNanos() - nowNanos > 0)) {
            return is;
          }
          due.put(name, is);
          return new Behind(is.after(), is.failures(), is.tryAtNanos(), true, is.kept());
        });
    return due;
  }

  /// It still does not work.
  synchronized void failAgain(Name name, long after, long tryAtNanos) {
    behind.computeIfPresent(
        name, (_, is) -> new Behind(after, is.failures() + 1, tryAtNanos, false, false));
  }

  /// It was told of everything up to a position.
  ///
  /// @return whether that is all that the log said so far; if not, it stays behind
  synchronized boolean catchUp(Name name, long upTo) {
    if (upTo < read) {
      return false;
    }
    behind.remove(name);
    return true;
  }

  synchronized int waiting() {
    return waiting;
  }

  synchronized int behind() {
    return behind.size();
  }

  /// Up to where everybody was told, or is known to the database to have fallen behind: from there
  /// on is to be read again after a crash.
  synchronized long told() {
    var told = read;
    for (var line : lines.values()) {
      if (!line.notices.isEmpty()) {
        told = Math.min(told, line.notices.element().pos() - 1);
      }
    }
    for (var is : behind.values()) {
      if (!is.kept()) {
        told = Math.min(told, is.after());
      }
    }
    return told;
  }
}
