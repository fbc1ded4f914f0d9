package parvis.platform.watch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.platform.config.Config;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// Sends the lines of journals to whom the operator named, over TCP, framed by their length. They
/// wait in the database, written with what they tell, so an outage of the collector, or of this
/// node, loses none but those that a connection had taken when it broke.
/// spec: RFC 5424, RFC 5425, RFC 6587 (octet counting)
public final class Collector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /// Lines that are sent in one go.
  private static final int AT_ONCE = 100;

  /// How often it is looked for lines.
  private static final Duration EVERY = Duration.ofMillis(500);

  /// How long a try again is put off, at first and at most.
  private static final Duration AGAIN_FIRST = Duration.ofSeconds(1);

  private static final Duration AGAIN_MAX = Duration.ofMinutes(5);

  /// A line that a node has begun to send and that is there still after so long is anybody's.
  private static final Duration CLAIMED_MAX = Duration.ofMinutes(1);

  /// How long a line waits for a collector that does not come back, and how many do; all stay in
  /// their journals.
  private static final Duration KEPT = Duration.ofDays(30);

  private static final int WAITING_MAX = 1_000_000;

  /// How often it is looked for lines that wait for too long.
  private static final Duration FORGET_EVERY = Duration.ofMinutes(10);

  /// How long a collector may take for one go, with the connection to it.
  private static final Duration SEND_MAX = Duration.ofSeconds(20);

  private static final int CONNECT_MS_MAX = 10_000;

  /// How long it is listened whether the collector hung up.
  private static final int LISTEN_MS = 20;

  private static final int STOP_MS = 5_000;

  private static final String PUT = "insert into collector_line (at_ms, line) values (?, ?)";

  private static final String CLAIM =
      """
      update collector_line set claimed_ms = ?
       where id in (select id from collector_line
                     where claimed_ms is null or claimed_ms < ?
                     order by id limit ? for update skip locked)
      returning id, line""";

  private static final String SENT = "delete from collector_line where id = any(?)";
  private static final String RELEASE =
      "update collector_line set claimed_ms = null where id = any(?)";

  /// Some numbers are never used: so many numbers are at most so many lines.
  private static final String FORGET =
      """
      delete from collector_line
       where at_ms < ? or id <= (select max(id) from collector_line) - ?""";

  private static final String EMPTY = "delete from collector_line";

  private final Db db;
  private final Optional<Config.Collector> to;
  private final SSLSocketFactory trusted;
  private final JournalLine.Sender sender;
  private final Clock clock;
  private final Duration sendMax;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("collector").daemon().unstarted(this::run);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("collector-timer").daemon().factory());

  /// What carries the bytes, below TLS: to end it ends what is being written.
  private volatile @Nullable Socket wire;

  private @Nullable Socket socket;
  private long forgottenMs;

  /// @param trusted who says which certificates are believed
  /// @param sender who sends, as lines name it
  public Collector(
      Db db,
      Optional<Config.Collector> to,
      SSLSocketFactory trusted,
      JournalLine.Sender sender,
      Clock clock) {
    this(db, to, trusted, sender, clock, SEND_MAX);
  }

  Collector(
      Db db,
      Optional<Config.Collector> to,
      SSLSocketFactory trusted,
      JournalLine.Sender sender,
      Clock clock,
      Duration sendMax) {
    this.db = db;
    this.to = to;
    this.trusted = trusted;
    this.sender = sender;
    this.clock = clock;
    this.sendMax = sendMax;
  }

  /// Whether anybody collects.
  public boolean isThere() {
    return to.isPresent();
  }

  /// Has a line sent, when the transaction that tells of it is done.
  public void put(Tx tx, JournalLine line) {
    to.ifPresent(one -> tx.run(PUT, line.atMs(), line.in(one.format(), sender)));
  }

  /// Begins to send; where nobody collects, nothing waits for them any more.
  public void start() {
    if (isThere()) thread.start();
    else db.write(tx -> tx.run(EMPTY));
  }

  private void run() {
    var again = AGAIN_FIRST;
    try {
      while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        if (isSent()) {
          again = AGAIN_FIRST;
        } else if (stopping.await(again.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        } else {
          var twice = again.multipliedBy(2);
          again = twice.compareTo(AGAIN_MAX) < 0 ? twice : AGAIN_MAX;
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private record Waiting(long id, String line) {}

  /// Sends what waits; false when that failed.
  private boolean isSent() {
    try {
      forget();
      while (stopping.getCount() > 0) {
        var waiting = claim();
        if (waiting.isEmpty()) return true;
        var ids = waiting.stream().mapToLong(Waiting::id).toArray();
        try {
          send(waiting);
          db.write(tx -> tx.run(SENT, (Object) ids));
        } catch (IOException e) {
          hangUp();
          db.write(tx -> tx.run(RELEASE, (Object) ids));
          LOG.warn("The collector of journals does not take lines; trying again", e);
          return false;
        }
      }
      return true;
    } catch (RuntimeException fault) {
      LOG.warn("Lines of journals cannot be sent at the moment; trying again", fault);
      return false;
    }
  }

  private void forget() {
    long now = clock.millis();
    if (now - forgottenMs < FORGET_EVERY.toMillis()) return;
    forgottenMs = now;
    int lost = db.write(tx -> tx.run(FORGET, now - KEPT.toMillis(), WAITING_MAX));
    if (lost > 0) LOG.error("{} lines of journals waited too long for their collector", lost);
  }

  private List<Waiting> claim() {
    long now = clock.millis();
    return db
        .write(
            tx ->
                tx.list(
                    row -> new Waiting(row.number("id"), row.text("line")),
                    CLAIM,
                    now,
                    now - CLAIMED_MAX.toMillis(),
                    AT_ONCE))
        .stream()
        .sorted(Comparator.comparingLong(Waiting::id))
        .toList();
  }

  /// A collector that is there and takes nothing holds a write up for ever: the timer ends it.
  private void send(List<Waiting> lines) throws IOException {
    var end = timer.schedule(this::cut, sendMax.toMillis(), TimeUnit.MILLISECONDS);
    try {
      write(lines);
    } finally {
      end.cancel(false);
    }
  }

  private void write(List<Waiting> lines) throws IOException {
    var socket = connected();
    var out = socket.getOutputStream();
    for (var waiting : lines) {
      byte[] line = waiting.line().getBytes(StandardCharsets.UTF_8);
      out.write((line.length + " ").getBytes(StandardCharsets.US_ASCII));
      out.write(line);
    }
    out.flush();
    checkOpen(socket);
  }

  /// A collector that hung up before does not refuse what is sent: only listening shows it.
  private static void checkOpen(Socket socket) throws IOException {
    socket.setSoTimeout(LISTEN_MS);
    try {
      if (socket.getInputStream().read() < 0) throw new IOException("the collector hung up");
    } catch (SocketTimeoutException _) {
      // It is there, and says nothing, as collectors do.
    }
  }

  private Socket connected() throws IOException {
    var known = socket;
    if (known != null && !known.isClosed()) return known;
    var where = to.orElseThrow();
    var plain = new Socket();
    wire = plain;
    plain.connect(new InetSocketAddress(where.host(), where.port()), CONNECT_MS_MAX);
    plain.setKeepAlive(true);
    var made = where.tls() ? secured(plain, where) : plain;
    socket = made;
    return made;
  }

  private Socket secured(Socket plain, Config.Collector where) throws IOException {
    var secured = (SSLSocket) trusted.createSocket(plain, where.host(), where.port(), true);
    var parameters = new SSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.setSoTimeout(CONNECT_MS_MAX);
    secured.startHandshake();
    return secured;
  }

  private void hangUp() {
    close(socket);
    socket = null;
    cut();
  }

  private void cut() {
    close(wire);
  }

  private static void close(@Nullable Socket socket) {
    try {
      if (socket != null) socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(STOP_MS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) cut();
    timer.shutdownNow();
    hangUp();
  }
}
