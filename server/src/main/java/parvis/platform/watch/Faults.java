package parvis.platform.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// What this process has logged as errors in the last day: an error means that somebody must act,
/// whether a request failed or work that nobody waits for.
public final class Faults extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Duration REMEMBERED = Duration.ofDays(1);

  /// Faults that are counted; beyond them there are so many, and more.
  public static final int COUNTED_MAX = 1_000;

  public static final int SAID_CHARS_MAX = 300;

  private final Clock clock;
  private final Logger logger;

  /// When they happened, the oldest first.
  private final ArrayDeque<Long> moments = new ArrayDeque<>();

  private String said = "";

  /// Those of the last day.
  ///
  /// @param last when the last of them was
  /// @param said by which sentence the log tells it, which never holds what people write
  public record Counted(int count, Optional<Long> last, String said) {}

  private Faults(Clock clock, Logger logger) {
    this.clock = clock;
    this.logger = logger;
  }

  /// Listens from now on to what Parvis logs.
  public static Faults heard(Clock clock) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var faults = new Faults(clock, context.getLogger("parvis"));
    faults.setContext(context);
    faults.start();
    faults.logger.addAppender(faults);
    return faults;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.ERROR)) return;
    var sentence = event.getFormattedMessage();
    synchronized (moments) {
      moments.addLast(clock.millis());
      if (moments.size() > COUNTED_MAX) moments.removeFirst();
      said = sentence.length() > SAID_CHARS_MAX ? sentence.substring(0, SAID_CHARS_MAX) : sentence;
    }
  }

  public Counted counted() {
    long since = clock.millis() - REMEMBERED.toMillis();
    synchronized (moments) {
      while (!moments.isEmpty() && moments.getFirst() < since) moments.removeFirst();
      return moments.isEmpty()
          ? new Counted(0, Optional.empty(), "")
          : new Counted(moments.size(), Optional.of(moments.getLast()), said);
    }
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
