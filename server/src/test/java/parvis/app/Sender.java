package parvis.app;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Somebody who sends messages, states and files one after the other until the server is gone, and
/// when it is back asks again for what was not answered, under the same transaction id.
final class Sender {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(50);
  private static final int UPLOAD_BYTES_MAX = 20_000;

  private final String name;
  private final Client session;
  private final List<String> rooms;
  private final Ledger ledger;
  private final Random random;
  private final boolean patient;
  private long number;
  private @Nullable Wish wish;

  /// What is to be stored, and what to do with the answer that it is.
  private record Wish(
      String method, String path, String type, byte[] body, Consumer<Answer> stored) {}

  /// @param patient whether what was not answered is asked again, or given up
  Sender(
      String name,
      Client session,
      List<String> rooms,
      Ledger ledger,
      Random random,
      boolean patient) {
    this.name = name;
    this.session = session;
    this.rooms = rooms;
    this.ledger = ledger;
    this.random = random;
    this.patient = patient;
  }

  /// Sends until the server is gone, which it may be once `killing` is down.
  void send(Client server, CountDownLatch killing) throws InterruptedException {
    try {
      while (true) ask(session.at(server), killing);
    } catch (UncheckedIOException e) {
      if (killing.getCount() > 0) throw e;
      if (!patient) wish = null;
    }
  }

  /// Asks again for what was not answered, and ends.
  void settle(Client server) throws InterruptedException {
    if (wish != null) ask(session.at(server), new CountDownLatch(1));
  }

  /// Asks for one thing until it is stored; a server in trouble is asked again.
  private void ask(Client client, CountDownLatch killing) throws InterruptedException {
    long deadline = System.nanoTime() + ParvisProcess.PATIENCE.toNanos();
    Wish now = wish == null ? next() : wish;
    wish = now;
    Answer answer = client.send(now.method(), now.path(), now.type(), now.body());
    while (answer.status() >= 500 && System.nanoTime() - deadline < 0) {
      boolean _ = killing.await(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
      answer = client.send(now.method(), now.path(), now.type(), now.body());
    }
    now.stored().accept(answer.ok());
    wish = null;
  }

  private Wish next() {
    String room = rooms.get(random.nextInt(rooms.size()));
    Ledger.Line line = new Ledger.Line(name, number++);
    return switch (random.nextInt(10)) {
      case 0 -> upload();
      case 1, 2 -> event(room, line, "/state/" + Ledger.STATE + "/" + name);
      default -> event(room, line, "/send/m.room.message/t" + line.number());
    };
  }

  private Wish event(String room, Ledger.Line line, String end) {
    JsonObject content = JsonObject.of("msgtype", "m.text", "body", line.toString());
    return new Wish(
        "PUT",
        "/_matrix/client/v3/rooms/" + Client.segment(room) + end,
        "application/json",
        JsonWriter.write(content),
        answer -> ledger.event(new Ledger.Acknowledged(room, line, answer.string("event_id"))));
  }

  private Wish upload() {
    byte[] bytes = new byte[1 + random.nextInt(UPLOAD_BYTES_MAX)];
    random.nextBytes(bytes);
    return new Wish(
        "POST",
        "/_matrix/media/v3/upload",
        "application/octet-stream",
        bytes,
        answer -> ledger.upload(answer.string("content_uri"), bytes));
  }
}
