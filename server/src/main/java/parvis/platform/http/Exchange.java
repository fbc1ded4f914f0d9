package parvis.platform.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.protocol.json.JsonRefused;

/// One request on its way: read on the event loop, answered on a virtual thread, written on the
/// event loop again.
///
/// All fields but the atomic ones belong to the event loop. While a request is parked this object
/// and what Vert.x keeps for the connection are all there is of it.
final class Exchange implements Parked {
  private static final byte[] NO_BODY = {};
  private static final int FIRST_ERROR = 400;

  /// Room made for a body before any of it was sent, whatever length was announced.
  private static final int BODY_BYTES_FIRST = 512;

  /// What the loop watches the clock for.
  private enum Phase {
    READING,
    ANSWERING,
    WRITING,
    LIVE,
    LINGERING,
    DONE
  }

  /// What became of the request: the answer, or the client's leaving.
  private enum State {
    OPEN,
    ANSWERED,
    CLOSED
  }

  private final Loop loop;
  private final HttpServerRequest request;
  private final long startNanos = System.nanoTime();
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final AtomicReference<Runnable> onClose = new AtomicReference<>(Exchange::nothing);
  private final AtomicReference<Cancel> timer = new AtomicReference<>(Exchange::nothing);
  private final boolean bodiless;
  private @Nullable Route route;
  private @Nullable BodyStream stream;
  private volatile @Nullable Streaming live;
  private Phase phase = Phase.ANSWERING;
  private long deadlineNanos = Long.MAX_VALUE;
  private long received;
  private long held;
  private boolean parked;

  Exchange(Loop loop, HttpServerRequest request) {
    this.loop = loop;
    this.request = request;
    this.bodiless = Heads.bodiless(request);
  }

  // ---- reading, on the event loop

  /// Reads what the route wants and starts its handler.
  void begin(PathTree.Found.Match match) {
    route = match.route();
    if (bodiless) {
      BodyStream empty = null;
      if (route.bodyKind() == Route.BodyKind.STREAMED) {
        empty = new BodyStream(request, loop.context());
        empty.end();
      }
      dispatch(match, NO_BODY, empty);
    } else if (route.bodyKind() == Route.BodyKind.STREAMED) {
      readStreamed(match);
    } else if (Heads.contentLength(request).orElse(0) > route.bodyBytesMax()) {
      refuse(Refused.tooLarge());
    } else {
      readWhole(match);
    }
  }

  private void readWhole(PathTree.Found.Match match) {
    watch(Phase.READING, patience().body());
    long bytesMax = match.route().bodyBytesMax();
    Buffer collected = Buffer.buffer(BODY_BYTES_FIRST);
    request.handler(
        chunk -> {
          received += chunk.length();
          if (phase != Phase.READING) {
            return;
          }
          if (received > bytesMax) {
            refuse(Refused.tooLarge());
          } else if (!loop.server().hold(chunk.length())) {
            refuse(Refused.unavailable(Duration.ofSeconds(1)));
          } else {
            held += chunk.length();
            collected.appendBuffer(chunk);
          }
        });
    request.endHandler(
        none -> {
          if (phase == Phase.READING) {
            watch(Phase.ANSWERING, Duration.ZERO);
            request.handler(null);
            dispatch(match, collected.getBytes(), null);
          }
        });
    request.exceptionHandler(left -> gone());
    if (Heads.expectsContinue(request)) {
      request.response().writeContinue();
    }
  }

  private void readStreamed(PathTree.Found.Match match) {
    request.pause();
    watch(Phase.READING, patience().body());
    BodyStream body = new BodyStream(request, loop.context());
    stream = body;
    request.handler(
        chunk -> {
          received += chunk.length();
          if (phase == Phase.READING) {
            body.put(chunk);
          }
        });
    request.endHandler(
        none -> {
          body.end();
          if (phase == Phase.READING) {
            watch(Phase.ANSWERING, Duration.ZERO);
          }
        });
    request.exceptionHandler(
        left -> {
          gone();
          body.fail(left);
        });
    dispatch(match, NO_BODY, body);
  }

  private void dispatch(PathTree.Found.Match match, byte[] body, @Nullable BodyStream stream) {
    if (loop.server().overloaded()) {
      refuse(Refused.unavailable(Duration.ofSeconds(1)));
      return;
    }
    String address = loop.server().clientAddress(request);
    loop.server().execute(() -> run(match, address, body, stream));
  }

  // ---- answering, on a virtual thread

  private void run(
      PathTree.Found.Match match, String address, byte[] body, @Nullable BodyStream stream) {
    try {
      Call call = new Call(request, match, address, body, stream);
      loop.server().admit(match.route(), call);
      Handler handler = match.route().handler();
      if (handler != null) {
        Reply answer = handler.handle(call);
        if (answer.status() < FIRST_ERROR) loop.server().note(match.route(), call);
        reply(answer);
        return;
      }
      ParkingHandler parking = match.route().parkingHandler();
      if (parking != null) {
        parking.handle(call, this);
        if (state.get() == State.OPEN) {
          loop.context().runOnContext(none -> park());
        }
      }
    } catch (Throwable fault) {
      fail(fault);
    }
  }

  @Override
  public void fail(Throwable fault) {
    Streaming going = live;
    if (going != null) {
      if (!(fault instanceof Refused)) {
        loop.server().fault(routePath(), fault);
      }
      going.end();
      return;
    }
    reply(
        switch (fault) {
          case Refused refused -> Refusals.reply(refused);
          case JsonRefused refused -> Refusals.reply(Refusals.json(refused));
          case IOException left when state.get() == State.CLOSED -> Reply.empty();
          default -> loop.server().fault(routePath(), fault);
        });
  }

  @Override
  public void reply(Reply reply) {
    if (state.compareAndSet(State.OPEN, State.ANSWERED)) {
      onClose.set(Exchange::nothing);
      timer.getAndSet(Exchange::nothing).cancel();
      loop.context().runOnContext(none -> write(reply));
    } else {
      Replies.discard(reply);
    }
  }

  // ---- parked

  /// From here on the request waits: its headers, the largest part of what it holds, are let go.
  private void park() {
    HttpServerResponse response = request.response();
    if (state.get() != State.OPEN) {
      return;
    }
    if (response.closed()) {
      gone();
      return;
    }
    if (loop.server().stopping()) {
      stop();
      return;
    }
    parked = true;
    loop.parked(this, true);
    request.headers().clear();
    response.closeHandler(none -> gone());
    response.exceptionHandler(left -> gone());
  }

  @Override
  public void onClose(Runnable action) {
    onClose.set(action);
    if (state.get() == State.CLOSED && onClose.compareAndSet(action, Exchange::nothing)) {
      action.run();
    } else if (state.get() == State.ANSWERED) {
      onClose.set(Exchange::nothing);
    }
  }

  @Override
  public Cancel after(Duration delay, Runnable action) {
    Cancel next = loop.server().timers().after(delay, action);
    timer.getAndSet(next).cancel();
    if (state.get() != State.OPEN) {
      next.cancel();
    }
    return next;
  }

  @Override
  public boolean closed() {
    return state.get() == State.CLOSED;
  }

  /// On the event loop: the server stops; who waits is told to come back, and who hears is left.
  void stop() {
    Streaming going = live;
    if (going != null) {
      going.end();
      return;
    }
    Runnable action = onClose.getAndSet(Exchange::nothing);
    reply(Refusals.reply(Refused.unavailable(Duration.ofSeconds(1))));
    action.run();
  }

  // ---- going on

  @Override
  public Live live(Live.Bounds bounds) {
    Streaming answer = new Streaming(this, loop, request, bounds);
    if (state.compareAndSet(State.OPEN, State.ANSWERED)) {
      live = answer;
      onClose.set(Exchange::nothing);
      timer.getAndSet(Exchange::nothing).cancel();
      loop.context().runOnContext(none -> begin(answer));
    } else {
      answer.closed();
    }
    return answer;
  }

  private void begin(Streaming answer) {
    unpark();
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      answer.closed();
      done();
      return;
    }
    if (loop.server().stopping()) {
      answer.closed();
      write(Refusals.reply(Refused.unavailable(Duration.ofSeconds(1))));
      return;
    }
    answered(200);
    if (request.method().equals(HttpMethod.HEAD)) {
      answer.closed();
      Replies.live(response, loop.date());
      response.end().onComplete(none -> done());
      return;
    }
    watch(Phase.LIVE, Duration.ZERO);
    loop.live(this, true);
    response.closeHandler(none -> gone());
    response.exceptionHandler(left -> gone());
    answer.begin(loop.date());
    request.headers().clear();
  }

  /// Ends what went on, once the client has taken what it was told: what has ended on the wire can
  /// be broken off no more without the connection.
  ///
  /// @param told the last of it
  void finish(Future<Void> told) {
    loop.live(this, false);
    watch(Phase.WRITING, patience().reply());
    told.onComplete(none -> end());
  }

  private void end() {
    if (phase != Phase.WRITING) {
      return;
    }
    HttpServerResponse response = request.response();
    if (response.closed()) {
      done();
      return;
    }
    response
        .end()
        .onComplete(
            none -> {
              if (request.version() == HttpVersion.HTTP_1_0) {
                request.connection().close();
              }
              done();
            });
  }

  /// Breaks off what its client does not take.
  void cut() {
    request.response().reset();
    done();
  }

  // ---- writing, on the event loop

  /// Answers from the event loop, before or without a handler.
  void refuse(Refused refused) {
    answer(Refusals.reply(refused));
  }

  void answer(Reply reply) {
    if (state.compareAndSet(State.OPEN, State.ANSWERED)) {
      write(reply);
    }
  }

  private void write(Reply reply) {
    unpark();
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      Replies.discard(reply);
      done();
      return;
    }
    boolean unread = !bodiless && !request.isEnded();
    long bytes = Replies.length(reply);
    watch(Phase.WRITING, patience().reply().plusSeconds(bytes / Patience.BYTES_PER_SECOND_MIN));
    if (unread && request.version() != HttpVersion.HTTP_2) {
      response.putHeader("Connection", "close");
    }
    Replies.head(response, reply, loop.date());
    boolean headOnly = request.method().equals(HttpMethod.HEAD);
    Future<Void> written = Replies.body(loop, response, reply, headOnly);
    answered(reply.status());
    if (unread) {
      linger();
    } else {
      written.onComplete(none -> done());
    }
  }

  private void answered(int status) {
    loop.server()
        .metrics()
        .answered(
            HttpMetrics.method(request.method()),
            routePath(),
            status,
            System.nanoTime() - startNanos);
  }

  /// Throws away what an early answered client still sends, for a while, so that it gets to read
  /// the answer.
  private void linger() {
    watch(Phase.LINGERING, patience().linger());
    request.handler(chunk -> {});
    request.endHandler(none -> done());
    request.resume();
  }

  private void unpark() {
    if (parked) {
      parked = false;
      loop.parked(this, false);
    }
  }

  /// The client left before its answer was written.
  private void gone() {
    boolean first = state.compareAndSet(State.OPEN, State.CLOSED);
    unpark();
    Streaming going = live;
    if (going != null) {
      going.closed();
    }
    if (first) {
      timer.getAndSet(Exchange::nothing).cancel();
      onClose.getAndSet(Exchange::nothing).run();
    }
    done();
  }

  private void done() {
    if (phase != Phase.DONE) {
      watch(Phase.DONE, Duration.ZERO);
      loop.live(this, false);
      loop.server().release(held);
      loop.ended(this, request.connection());
    }
  }

  // ---- the clock, on the event loop

  private void watch(Phase next, Duration time) {
    phase = next;
    boolean timed = !time.isZero();
    deadlineNanos = timed ? System.nanoTime() + time.toNanos() : Long.MAX_VALUE;
    loop.watched(this, timed);
  }

  /// Looks whether the client has been too slow, and cuts it off if so.
  void check(long nowNanos) {
    if (phase == Phase.DONE) {
      return;
    }
    Streaming going = live;
    if (phase == Phase.LIVE && going != null) {
      going.check(nowNanos);
      return;
    }
    long bought = stream == null ? 0 : received / Patience.BYTES_PER_SECOND_MIN;
    if (nowNanos - deadlineNanos < Duration.ofSeconds(bought).toNanos()) {
      return;
    }
    switch (phase) {
      case READING -> {
        Refused slow = Refused.of(Refused.Kind.TIMED_OUT, "The body was sent too slowly");
        if (stream == null) {
          refuse(slow);
        } else {
          watch(Phase.ANSWERING, Duration.ZERO);
          stream.fail(slow);
        }
      }
      case WRITING, LINGERING -> {
        if (going != null && request.version() == HttpVersion.HTTP_2) {
          // The other requests of a page that reads this answer no more go on.
          request.response().reset();
        } else {
          request.connection().close();
        }
        done();
      }
      case ANSWERING, LIVE, DONE -> {}
    }
  }

  private static void nothing() {}

  private Patience patience() {
    return loop.server().settings().patience();
  }

  private String routePath() {
    return route == null ? "none" : route.path();
  }
}
