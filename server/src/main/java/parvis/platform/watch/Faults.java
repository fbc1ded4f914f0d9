package parvis.platform.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.LoggerFactory;

/// What Parvis has logged as errors in the last day, in this process: an error means that somebody
/// must act, whether a request failed or work that nobody waits for. Each sentence of the program
/// is counted by itself, so that what happens often hides nothing else.
public final class Faults extends UnsynchronizedAppenderBase<ILoggingEvent>
    implements AutoCloseable {
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /// Faults of one sentence that are counted; beyond them there are so many, and more.
  public static final int COUNTED_MAX = 1_000;

  /// Sentences that are told apart, which is more than the program has; of more the one that was
  /// not heard for the longest time is forgotten.
  private static final int SENTENCES_MAX = 100;

  public static final int SAID_CHARS_MAX = 300;

  private final Clock clock;
  private final Logger logger;

  /// By the sentence as the program has it, the one heard last at the end.
  private final LinkedHashMap<String, Heard> heard = new LinkedHashMap<>();

  /// One sentence.
  private static final class Heard {
    /// When it was logged, the oldest first: one more than are counted.
    private final ArrayDeque<Long> moments = new ArrayDeque<>();

    private String said = "";

    void note(long now, String sentence) {
      moments.addLast(now);
      if (moments.size() > COUNTED_MAX + 1) moments.removeFirst();
      said = sentence.length() > SAID_CHARS_MAX ? sentence.substring(0, SAID_CHARS_MAX) : sentence;
    }

    /// Forgets what was before; whether nothing is left.
    boolean forget(long before) {
      while (!moments.isEmpty() && moments.getFirst() < before) moments.removeFirst();
      return moments.isEmpty();
    }
  }

  /// What the log told.
  ///
  /// @param sentence as it was said last, which never holds what people write
  /// @param last when that was
  public record Said(String sentence, int times, long last) {}

  /// Those of the last day.
  ///
  /// @param more whether there are more than are counted
  /// @param said the latest first
  public record Counted(int count, boolean more, List<Said> said) {}

  private Faults(Clock clock, Logger logger) {
    this.clock = clock;
    this.logger = logger;
  }

  /// Listens from now on to what Parvis logs.
  public static Faults heard(Clock clock) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var faults = new Faults(clock, context.getLogger("parvis"));
    var errors = new ThresholdFilter();
    errors.setLevel(Level.ERROR.levelStr);
    errors.start();
    faults.addFilter(errors);
    faults.setContext(context);
    faults.start();
    faults.logger.addAppender(faults);
    return faults;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var sentence = event.getFormattedMessage();
    synchronized (heard) {
      var one = heard.remove(event.getMessage());
      var of = one == null ? new Heard() : one;
      of.note(clock.millis(), sentence);
      heard.putLast(event.getMessage(), of);
      if (heard.size() > SENTENCES_MAX) heard.pollFirstEntry();
    }
  }

  public Counted counted() {
    long since = clock.millis() - REMEMBERED.toMillis();
    synchronized (heard) {
      heard.values().removeIf(of -> of.forget(since));
      var said = new ArrayList<Said>();
      var more = false;
      for (var of : heard.sequencedValues().reversed()) {
        more |= of.moments.size() > COUNTED_MAX;
        said.add(new Said(of.said, Math.min(of.moments.size(), COUNTED_MAX), of.moments.getLast()));
      }
      int count = said.stream().mapToInt(Said::times).sum();
      return new Counted(count, more, List.copyOf(said));
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
