package parvis.core.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;

/// Requests that wait for something to happen, by the people who made them. A waiting request holds
/// no thread.
///
/// Who follows the log only marks people; one thread wakes those who are marked and wait. Under
/// load it wakes at most once every [#PAUSE], so that one answer tells of many events.
public final class Waits implements AutoCloseable {
  /// Stands at an answer that is given since whoever asks may do something else than before: at
  /// those of a session that wait then, else at its next one.
  static final String ACCESS_CHANGED = "Parvis-Access-Changed";

  private static final Logger LOG = LoggerFactory.getLogger(Waits.class);

  /// How long marks are gathered while there are many.
  private static final Duration PAUSE = Duration.ofMillis(15);

  /// Fewer waiting people than this are woken at once.
  private static final int MANY = 32;

  /// Requests of one person that wait at the same time; the oldest is answered when there are more.
  static final int OF_USER_MAX = 40;

  private final Executor executor;
  private final Map<Long, List<Poll>> waiting = new ConcurrentHashMap<>();
  private final Set<Long> marked = ConcurrentHashMap.newKeySet();

  private final Lately lately;
  private final Thread waker;
  private volatile boolean closed;

  /// @param refusal why somebody who was let in may not wait on, as their rows say now
  /// @param executor runs many short pieces of blocking work
  Waits(String name, Function<Actor, Optional<Refused>> refusal, Executor executor) {
    this.lately = new Lately(refusal);
    this.executor = executor;
    this.waker = Thread.ofPlatform().name(name).daemon().unstarted(this::wake);
  }

  void start() {
    waker.start();
  }

  /// A request that waits.
  private final class Poll {
    final Waiting request;
    final Parked parked;
    final AtomicInteger wakes = new AtomicInteger();
    final AtomicBoolean over = new AtomicBoolean();

    Poll(Waiting request, Parked parked) {
      this.request = request;
      this.parked = parked;
    }

    long user() {
      return request.actor().userNid();
    }

    /// Looks whether there is something to tell; several wakes at once are one look.
    void look() {
      if (wakes.getAndIncrement() == 0) {
        executor.execute(this::run);
      }
    }

    void run() {
      int seen;
      do {
        seen = wakes.get();
        if (parked.closed() || withdrawn() || answered()) {
          remove(this);
          return;
        }
      } while (!wakes.compareAndSet(seen, 0));
    }

    /// Whether the service that asks as somebody is registered no more; no row says so.
    private boolean withdrawn() {
      return request.actor().isThroughService() && refused(this);
    }

    /// Looks for the last time, and answers in any case: nobody comes back to it.
    ///
    /// @param accessChanged whether it waited when that happened, as others of its session may have
    void end(boolean accessChanged) {
      if (withdrawn()) {
        return;
      }
      try {
        reply(request.end(), accessChanged);
      } catch (RuntimeException fault) {
        parked.fail(fault);
      }
    }

    /// Only who gives the answer notes what is told by it.
    private void reply(Reply answer, boolean accessChanged) {
      if (over.compareAndSet(false, true) && !parked.closed()) {
        var untold = lately.tell(request.actor());
        parked.reply(untold || accessChanged ? withAccessChanged(answer) : answer);
      }
    }

    private boolean answered() {
      try {
        var answer = request.news();
        answer.ifPresent(one -> reply(one, false));
        return answer.isPresent();
      } catch (RuntimeException fault) {
        parked.fail(fault);
        return true;
      }
    }
  }

  /// How many people wait.
  public int waiting() {
    return waiting.size();
  }

  private static Reply withAccessChanged(Reply answer) {
    return answer.header(ACCESS_CHANGED, "1");
  }

  /// Answers a request that needs not wait. Of a change of access that came while none of its
  /// session waited, it tells along with the rest.
  void reply(Actor actor, Reply answer, Parked parked) {
    parked.reply(lately.tell(actor) ? withAccessChanged(answer) : answer);
  }

  /// Answers now if there is something to tell, else when there is or when the time is up.
  public void park(Waiting request, Parked parked) {
    var poll = new Poll(request, parked);
    waiting.compute(
        poll.user(),
        (_, polls) -> {
          var more = polls == null ? new ArrayList<Poll>(1) : new ArrayList<>(polls);
          more.add(poll);
          return more;
        });
    parked.onClose(() -> remove(poll));
    parked.after(request.timeout(), () -> expire(poll));
    crowd(poll);
    lately.refusal(request.actor()).ifPresentOrElse(why -> refuse(poll, why), () -> begin(poll));
  }

  /// Looks at once; who was not told that their access changed, between this request and the one
  /// before it, is answered in any case.
  private void begin(Poll poll) {
    if (lately.isUntold(poll.request.actor())) {
      expire(poll);
    } else {
      poll.look();
    }
  }

  private void crowd(Poll newest) {
    var polls = waiting.getOrDefault(newest.user(), List.of());
    if (polls.size() > OF_USER_MAX) {
      expire(polls.getFirst());
    }
  }

  private void expire(Poll poll) {
    remove(poll);
    executor.execute(() -> poll.end(false));
  }

  private void remove(Poll poll) {
    waiting.computeIfPresent(
        poll.user(),
        (_, polls) -> {
          var fewer = new ArrayList<>(polls);
          fewer.remove(poll);
          return fewer.isEmpty() ? null : fewer;
        });
  }

  /// Ends the waiting of a session that was revoked.
  void revoke(long user, long session) {
    lately.ended(session);
    for (var poll : waiting.getOrDefault(user, List.of())) {
      if (poll.request.actor().session() == session) {
        refuse(poll, Refused.unknownToken(false));
      }
    }
  }

  /// Ends the waiting of somebody where they may do nothing any more, and answers where they may do
  /// something else than before. It is the rows that count, not who says so: two changes may be
  /// told in another order than they were made.
  void accessChanged(long user) {
    lately.changed(user);
    var polls = waiting.getOrDefault(user, List.of());
    if (!polls.isEmpty()) {
      executor.execute(() -> polls.forEach(this::tellAccess));
    }
  }

  private void tellAccess(Poll poll) {
    if (!refused(poll)) {
      remove(poll);
      poll.end(true);
    }
  }

  private boolean refused(Poll poll) {
    var why = lately.asRowsSay(poll.request.actor());
    why.ifPresent(one -> refuse(poll, one));
    return why.isPresent();
  }

  private void refuse(Poll poll, RuntimeException why) {
    remove(poll);
    poll.parked.fail(why);
  }

  /// Marks whoever is named, and wakes those of them who wait.
  public void mark(Consumer<LongConsumer> naming) {
    naming.accept(this::mark);
    LockSupport.unpark(waker);
  }

  private void mark(long user) {
    if (waiting.containsKey(user)) {
      marked.add(user);
    }
  }

  private void wake() {
    while (!closed) {
      if (marked.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      var users = new HashSet<>(marked);
      marked.removeAll(users);
      for (var user : users) {
        for (var poll : waiting.getOrDefault(user, List.of())) {
          poll.look();
        }
      }
      if (users.size() > MANY) {
        LockSupport.parkNanos(this, PAUSE.toNanos());
      }
    }
    LOG.debug("Nobody is woken any more by {}.", waker.getName());
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(waker);
  }
}
