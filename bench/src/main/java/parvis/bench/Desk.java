package parvis.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Where preparations are made: a few connections that ask, wait, and ask again when told to slow
/// down.
final class Desk {
  private static final Duration ANSWER_MAX = Duration.ofMinutes(3);
  private static final int SLOWED_MAX = 200;
  private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

  private final Wire wire;
  private final int parallel;
  private final BlockingQueue<Link> idle;

  Desk(Wire wire, int parallel) {
    this.wire = wire;
    this.parallel = parallel;
    this.idle = new ArrayBlockingQueue<>(parallel);
    for (int i = 0; i < parallel; i++) idle.add(wire.link());
  }

  /// A preparation that the homeserver did not carry out.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }
  }

  /// The JSON of a request that must succeed.
  JsonObject must(
      HttpMethod method, String uri, @Nullable String authorization, @Nullable JsonObject body) {
    Answer answer = ask(method, uri, authorization, body);
    if (answer.ok()) return answer.json();
    throw new Failed(method + " " + uri + " answered " + answer.status() + " " + answer.body());
  }

  /// The answer to a request, asked again as long as the homeserver limits the rate.
  Answer ask(
      HttpMethod method, String uri, @Nullable String authorization, @Nullable JsonObject body) {
    Buffer bytes = body == null ? null : Buffer.buffer(JsonWriter.write(body));
    for (int slowed = 0; ; slowed++) {
      Answer answer = once(method, uri, authorization, bytes);
      if (answer.status() != 429 || slowed == SLOWED_MAX) return answer;
      long millis = answer.json().integer("retry_after_ms").orElse(500);
      pause(Duration.ofMillis(Math.min(millis, PAUSE_MAX.toMillis())));
    }
  }

  private Answer once(
      HttpMethod method, String uri, @Nullable String authorization, @Nullable Buffer body) {
    try {
      Link link = idle.take();
      try {
        return wire.ask(link, method, uri, authorization, body, ANSWER_MAX);
      } finally {
        idle.add(link);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Failed("stopped");
    } catch (CompletionException unanswered) {
      throw new Failed(method + " " + uri + ": " + unanswered.getCause());
    }
  }

  /// Does all these things, as many at once as there are connections, so that none waits for one;
  /// fails with the first failure.
  <T> void each(Collection<T> things, Consumer<T> work) {
    List<Future<?>> pending = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var free = new Semaphore(parallel);
      for (T thing : things) {
        free.acquire();
        pending.add(
            threads.submit(
                () -> {
                  try {
                    work.accept(thing);
                  } finally {
                    free.release();
                  }
                }));
      }
      for (Future<?> one : pending) one.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Failed failed ? failed : new Failed(e.getCause() + "");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Failed("stopped");
    }
  }

  static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Failed("stopped");
    }
  }
}
