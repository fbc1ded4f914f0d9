package parvis.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// What the log of a day in the life of a room does not hold, at its most talkative. Nobody else
/// writes to it meanwhile.
@Isolated
class LogsTest {
  private static final String TEXT = "ce que personne ne doit lire";
  private static final String FILE = "arrete-confidentiel.pdf";
  private static final String ROOM_NAME = "Commission secrète";

  @Test
  void noContentsNoTokensNoAddresses() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Logger root = (Logger) LoggerFactory.getLogger("parvis");
    Level before = root.getLevel();
    OutputStreamAppender<ILoggingEvent> appender = appender(root, written);
    root.setLevel(Level.TRACE);
    List<String> tokens;
    try {
      tokens = day();
    } finally {
      root.setLevel(before);
      root.detachAppender(appender);
      appender.stop();
    }
    String log = written.toString(StandardCharsets.UTF_8);
    assertThat(log).as("something is logged").contains("A request failed");
    assertThat(log).doesNotContain(TEXT, FILE, ROOM_NAME, World.PASSWORD, "127.0.0.1", "sesame");
    assertThat(log).doesNotContain(tokens);
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      Logger logger, ByteArrayOutputStream written) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(logger.getLoggerContext());
    encoder.setPattern("%level %logger %msg%n%ex");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(logger.getLoggerContext());
    appender.setEncoder(encoder);
    appender.setOutputStream(written);
    appender.start();
    logger.addAppender(appender);
    return appender;
  }

  /// Two people meet, speak, send a file, are refused, meet a fault, and leave.
  private static List<String> day() {
    String url = TestDatabase.freshUrl();
    try (World world = World.start(Map.of("PARVIS_DATABASE_URL", url))) {
      Client alice = world.register("alice");
      Client bruno = world.register("bruno");
      JsonObject wish = JsonObject.of("name", ROOM_NAME, "preset", "public_chat", "topic", TEXT);
      String room = Chat.create(alice, wish);
      String path = "/_matrix/client/v3/rooms/" + Client.segment(room);
      bruno.post(path + "/join", JsonObject.EMPTY).ok();
      JsonObject message = JsonObject.of("msgtype", "m.text", "body", TEXT);
      alice.put(path + "/send/m.room.message/1", message).ok();
      bruno.send(
          "POST",
          "/_matrix/media/v3/upload?filename=" + FILE,
          "text/plain",
          TEXT.getBytes(StandardCharsets.UTF_8));
      alice.send(
          "PUT",
          path + "/send/m.room.message/2",
          "application/json",
          TEXT.getBytes(StandardCharsets.UTF_8));
      JsonObject wrong = Client.proof("alice", "sesame");
      assertThat(world.stranger().post("/_matrix/client/v3/login", wrong).status()).isEqualTo(403);
      bruno.get("/_matrix/client/v3/sync").ok();
      world.db().write(tx -> tx.run("alter table media rename to gone"));
      assertThat(fault(alice)).isEqualTo(500);
      bruno.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
      return List.of(alice.token(), bruno.token());
    }
  }

  private static int fault(Client client) {
    return client
        .send(
            "POST",
            "/_matrix/media/v3/upload?filename=" + FILE,
            "text/plain",
            TEXT.getBytes(StandardCharsets.UTF_8))
        .status();
  }
}
