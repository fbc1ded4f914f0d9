package parvis.suite.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One thing that somebody did in a room, at a time in the past.
sealed interface Step {
  long MINUTE = 60_000;

  long ts();

  String who();

  /// A message.
  ///
  /// @param label what others call it by
  record Say(
      long ts,
      String who,
      String label,
      String words,
      Optional<String> reply,
      Optional<String> thread)
      implements Step {}

  record React(long ts, String who, String target, String key) implements Step {}

  record Edit(long ts, String who, String target, String words) implements Step {}

  record Delete(long ts, String who, String target, String reason) implements Step {}

  /// Everything that the lines tell, in the order in which it happened. Nothing happens before what
  /// it refers to: it is later in time, and the order of equal times is that of the lines.
  static List<Step> of(List<Line> lines, WorkingDays days) {
    var steps = new ArrayList<Step>();
    for (var line : lines) {
      var ts = days.millis(line.day(), line.at());
      steps.add(new Say(ts, line.who(), line.label(), line.words(), line.reply(), line.thread()));
      line.edit()
          .ifPresent(
              words -> steps.add(new Edit(ts + MINUTE / 2, line.who(), line.label(), words)));
      line.deleted()
          .ifPresent(why -> steps.add(new Delete(ts + MINUTE, line.who(), line.label(), why)));
      var after = ts;
      for (var reaction : line.reactions()) {
        for (var who : reaction.by()) {
          after += MINUTE / 3;
          steps.add(new React(after, who, line.label(), reaction.key()));
        }
      }
    }
    steps.sort(Comparator.comparingLong(Step::ts));
    return steps;
  }
}
