package parvis.app;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// A client that syncs from its last token, whichever process gave it, and remembers what it was
/// told in each room. What a timeline leaves out it reads from the history, as clients do.
final class SyncReader {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(50);
  private static final String SYNC = "/_matrix/client/v3/sync?timeout=";
  private static final int PAGE = 1_000;

  private final Client session;
  private final Map<String, List<Ledger.Line>> told = new LinkedHashMap<>();
  private String since;

  /// Begins with what the server says now.
  SyncReader(Client session) {
    this.session = session;
    this.since = session.get(SYNC + "0").ok().string("next_batch");
  }

  /// What it was told in a room, in that order.
  List<Ledger.Line> told(String room) {
    return told.getOrDefault(room, List.of());
  }

  /// Follows until the server is gone, which it may be once `killing` is down.
  void follow(Client server, CountDownLatch killing) throws InterruptedException {
    try {
      while (true) {
        Answer answer = session.at(server).get(SYNC + "1000&since=" + Client.segment(since));
        if (answer.status() < 500) take(session.at(server), answer.ok().json());
        else {
          boolean _ = killing.await(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (UncheckedIOException e) {
      if (killing.getCount() > 0) throw e;
    }
  }

  /// Syncs until there is nothing new.
  void catchUp(Client server) {
    Client client = session.at(server);
    while (take(client, client.get(SYNC + "0&since=" + Client.segment(since)).ok().json())) {}
  }

  /// Takes an answer whole, or nothing of it when the server goes while a gap is read.
  private boolean take(Client client, JsonObject answer) {
    JsonObject rooms =
        answer.object("rooms").flatMap(r -> r.object("join")).orElse(JsonObject.EMPTY);
    Map<String, List<JsonObject>> events = new LinkedHashMap<>();
    for (String room : rooms.keys()) {
      JsonObject timeline =
          rooms.object(room).flatMap(r -> r.object("timeline")).orElse(JsonObject.EMPTY);
      List<JsonObject> all = new ArrayList<>();
      if (timeline.bool("limited").orElse(false))
        all.addAll(leftOut(client, room, timeline.string("prev_batch").orElseThrow()));
      all.addAll(timeline.array("events").orElse(JsonArray.EMPTY).objects());
      events.put(room, all);
    }
    events.forEach(this::tell);
    since = answer.string("next_batch").orElseThrow();
    return !rooms.isEmpty();
  }

  private void tell(String room, List<JsonObject> events) {
    List<Ledger.Line> lines = told.computeIfAbsent(room, _ -> new ArrayList<>());
    events.stream().map(Ledger.Line::of).filter(Ledger.Line::isOfLoad).forEach(lines::add);
  }

  /// What lies between the last token and the beginning of a timeline, oldest first.
  private List<JsonObject> leftOut(Client client, String room, String before) {
    List<JsonObject> backwards = new ArrayList<>();
    String path =
        "/_matrix/client/v3/rooms/"
            + Client.segment(room)
            + "/messages?dir=b&limit="
            + PAGE
            + "&to="
            + Client.segment(since)
            + "&from=";
    String from = before;
    while (!from.isEmpty()) {
      Answer answer = client.get(path + Client.segment(from));
      if (answer.status() >= 500) continue;
      backwards.addAll(answer.ok().json().array("chunk").orElseThrow().objects());
      from = answer.json().string("end").orElse("");
    }
    return backwards.reversed();
  }
}
