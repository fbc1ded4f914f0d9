package parvis.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// An application service of this machine: it keeps what it is told, and answers as it is told.
public final class Bridge implements AutoCloseable {
  private static final String TRANSACTIONS = "/_matrix/app/v1/transactions/";
  private static final long WAIT_SECONDS = 20;

  /// A request as it came.
  public record Told(String method, String path, String token, JsonObject body) {}

  /// What it answers.
  public record Says(int status, String body) {
    public static final Says YES = new Says(200, "{}");
    public static final Says NOTHING = new Says(404, "{\"errcode\":\"M_NOT_FOUND\"}");
  }

  /// A transaction that it has.
  public record Transaction(String id, JsonObject body) {
    public List<JsonObject> all(String field) {
      return body.array(field).orElse(JsonArray.EMPTY).objects();
    }

    public List<JsonObject> events() {
      return all("events");
    }
  }

  private final String id;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Transaction> transactions = new LinkedBlockingQueue<>();
  private final BlockingQueue<Told> others = new LinkedBlockingQueue<>();
  private final List<Transaction> tried = new ArrayList<>();
  private final Map<String, JsonObject> taken = new ConcurrentHashMap<>();
  private volatile boolean takes = true;
  private volatile Function<String, Says> answers = _ -> Says.NOTHING;

  private Bridge(String id, HttpServer server) {
    this.id = id;
    this.server = server;
  }

  public static Bridge start(String id) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var bridge = new Bridge(id, server);
      server.createContext("/", bridge::answer);
      server.setExecutor(bridge.threads);
      server.start();
      return bridge;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString();
      var read = exchange.getRequestBody().readAllBytes();
      var body =
          read.length > 0 && JsonReader.read(read, JsonLimits.REQUEST) instanceof JsonObject json
              ? json
              : JsonObject.EMPTY;
      var token =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      var says = says(exchange.getRequestMethod(), path, token, body);
      var answer = says.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(says.status(), answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private Says says(String method, String path, String token, JsonObject body) {
    if (!token.equals("Bearer " + hsToken(id))) {
      return new Says(403, "{\"errcode\":\"M_FORBIDDEN\"}");
    }
    if (!path.startsWith(TRANSACTIONS)) {
      others.add(new Told(method, path, token, body));
      return answers.apply(path);
    }
    var transaction = new Transaction(path.substring(TRANSACTIONS.length()), body);
    synchronized (tried) {
      tried.add(transaction);
    }
    if (!takes) {
      return new Says(500, "");
    }
    if (!transaction.body().equals(taken.put(transaction.id(), transaction.body()))) {
      transactions.add(transaction);
    }
    return Says.YES;
  }

  public String id() {
    return id;
  }

  public String asToken() {
    return asToken(id);
  }

  /// By which the service of that name shows who it is.
  public static String asToken(String id) {
    return "as-token-of-" + id;
  }

  private static String hsToken(String id) {
    return "hs-token-of-" + id;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Its registration, but for what else it is to say.
  public String registration(String more) {
    return registration(id, url(), more);
  }

  /// The registration of a service of that name.
  public static String registration(String id, String url, String more) {
    return """
    id: %s
    url: %s
    as_token: %s
    hs_token: %s
    sender_localpart: %s_bot
    namespaces:
      users: [{exclusive: true, regex: "@%s_.*"}]
      aliases: [{exclusive: true, regex: "#%s_.*"}]
      rooms: []
    %s
    """
        .formatted(id, url, asToken(id), hsToken(id), id, id, id, more);
  }

  /// Registers it in a folder.
  public Bridge register(Path folder, String more) {
    try {
      Files.writeString(folder.resolve(id + ".yaml"), registration(more));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Answers what is no transaction with this from now on.
  public void answers(Function<String, Says> says) {
    answers = says;
  }

  /// Takes no transactions until it is told to.
  public void takes(boolean now) {
    takes = now;
  }

  /// All transactions that came, taken or not.
  public List<Transaction> tried() {
    synchronized (tried) {
      return List.copyOf(tried);
    }
  }

  /// The next transaction that it takes, waited for. One that it has comes to nobody again.
  public Transaction next() {
    return polled(transactions);
  }

  /// The next request that is no transaction, waited for.
  public Told asked() {
    return polled(others);
  }

  /// All events from now on until the last of them is this one, in the order in which they came.
  public List<JsonObject> until(Predicate<JsonObject> last) {
    return until("events", last);
  }

  /// The same for what else comes in lists.
  public List<JsonObject> until(String field, Predicate<JsonObject> last) {
    var all = new ArrayList<JsonObject>();
    while (all.isEmpty() || !last.test(all.getLast())) {
      all.addAll(next().all(field));
    }
    return all;
  }

  private static <T> T polled(BlockingQueue<T> queue) {
    try {
      var next = queue.poll(WAIT_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came in " + WAIT_SECONDS + " seconds");
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
