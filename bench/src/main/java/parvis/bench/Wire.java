package parvis.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The network of the generator: one event loop, on which every simulated client lives.
///
/// One loop, because the generator shares two cores with what it measures, and because state that
/// one thread owns needs no locks. Connections are opened one by one and not pooled: a pool walks
/// its connections to find an idle one, and ten thousand long polls would make that the load.
final class Wire implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Context loop;
  private final HttpClientAgent client;
  private final HttpConnectOptions address;

  private Wire(Vertx vertx, HttpClientAgent client, HttpConnectOptions address) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
    this.client = client;
    this.address = address;
  }

  /// The network towards the homeserver at this base address.
  static Wire to(URI target) {
    boolean tls = "https".equalsIgnoreCase(target.getScheme());
    int port = target.getPort() > 0 ? target.getPort() : tls ? 443 : 80;
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
    var options = new HttpClientOptions().setSsl(tls).setTrustAll(true).setVerifyHost(false);
    var address =
        new HttpConnectOptions()
            .setHost(target.getHost())
            .setPort(port)
            .setSsl(tls)
            .setConnectTimeout(CONNECT_MAX.toMillis());
    return new Wire(vertx, vertx.createHttpClient(options), address);
  }

  /// A new client's connection, opened with its first request.
  Link link() {
    return new Link(this);
  }

  Future<HttpClientConnection> connect() {
    return client.connect(address);
  }

  /// Runs on the loop, soon.
  void run(Runnable work) {
    loop.runOnContext(ignored -> work.run());
  }

  /// Runs on the loop again and again, until it is over.
  void everyUntil(Duration period, BooleanSupplier over, Runnable work) {
    vertx.setPeriodic(
        period.toMillis(),
        timer -> {
          if (over.getAsBoolean()) vertx.cancelTimer(timer);
          else work.run();
        });
  }

  /// What the loop answers: how other threads read what belongs to it.
  <T> T on(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    run(() -> answer.complete(question.get()));
    return answer.join();
  }

  /// Runs on the loop after a while.
  void after(Duration delay, Runnable work) {
    vertx.setTimer(delay.toMillis(), ignored -> work.run());
  }

  /// Asks and waits, for preparations: on a thread of one's own, never on the loop.
  Answer ask(
      Link link,
      HttpMethod method,
      String uri,
      @Nullable String authorization,
      @Nullable Buffer body,
      Duration max) {
    var answer = new CompletableFuture<Answer>();
    run(
        () ->
            link.call(method, uri, authorization, body, max)
                .onSuccess(answer::complete)
                .onFailure(answer::completeExceptionally));
    return answer.join();
  }

  @Override
  public void close() {
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .completeOnTimeout(null, 10, TimeUnit.SECONDS)
        .join();
  }
}
