package parvis.suite.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// Somebody who hears a board by an answer that goes on, as a browser does.
final class Hearing implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<JsonObject> told = new CopyOnWriteArrayList<>();
  private final InputStream body;
  private volatile String position;
  private volatile boolean over;

  Hearing(Client who, String path, String since) {
    position = since;
    var request = who.request(path + "/tasks/stream").header("Last-Event-ID", since).build();
    try {
      var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
      body = answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    Thread.startVirtualThread(this::read);
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      var at = position;
      var data = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id: ")) {
          at = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        } else if (line.isEmpty()) {
          take(at, data);
          data = "";
        }
      }
    } catch (IOException left) {
      over = true;
    }
    over = true;
  }

  /// An event counts when it has come to its end.
  private void take(String at, String data) {
    if (!data.isEmpty()) {
      var bytes = data.getBytes(StandardCharsets.UTF_8);
      told.add((JsonObject) JsonReader.read(bytes, JsonLimits.REQUEST));
    }
    position = at;
  }

  /// What it was told, event by event.
  List<JsonObject> told() {
    return told;
  }

  /// Up to where it was told.
  String position() {
    return position;
  }

  /// The first event that it was told, once there is one.
  JsonObject first() {
    Race.until(() -> !told.isEmpty());
    return told.getFirst();
  }

  /// Waits until it has ended.
  void awaitEnd() {
    Race.until(() -> over);
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException closed) {
      over = true;
    }
  }
}
