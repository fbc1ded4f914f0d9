package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import parvis.harness.Client;
import parvis.harness.ParvisProcess;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What senders were told is stored, to be held against what a restarted server says.
///
/// Everything sent carries a line of its own: who sent it, and its number among theirs.
final class Ledger {
  /// The type of the state that each sender has in each room, under their name.
  static final String STATE = "org.example.mark";

  private static final int PAGE = 1_000;
  private static final JsonArray BODIES = JsonArray.of("content.body");

  /// Something sent, by its line.
  record Line(String sender, long number) {
    static Line of(JsonObject event) {
      String[] parts =
          event.object("content").flatMap(c -> c.string("body")).orElse("").split(" ", 2);
      return parts.length == 2 ? new Line(parts[0], Long.parseLong(parts[1])) : new Line("", 0);
    }

    boolean isOfLoad() {
      return !sender.isEmpty();
    }

    @Override
    public String toString() {
      return sender + " " + number;
    }
  }

  /// An event that its sender was told is stored.
  record Acknowledged(String room, Line line, String eventId) {}

  private final Queue<Acknowledged> events = new ConcurrentLinkedQueue<>();
  private final Map<String, byte[]> uploads = new ConcurrentHashMap<>();
  private final Semaphore arrived = new Semaphore(0);

  void event(Acknowledged event) {
    events.add(event);
    arrived.release();
  }

  void upload(String uri, byte[] bytes) {
    uploads.put(uri, bytes);
    arrived.release();
  }

  int events() {
    return events.size();
  }

  int uploads() {
    return uploads.size();
  }

  /// Waits until so many more were acknowledged.
  void await(int more) throws InterruptedException {
    arrived.drainPermits();
    assertThat(arrived.tryAcquire(more, ParvisProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("%d more acknowledged", more)
        .isTrue();
  }

  /// The whole history of a room, oldest first.
  static List<JsonObject> history(Client client, String room) {
    List<JsonObject> history = new ArrayList<>();
    String path = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/messages?dir=f";
    String from = "";
    while (true) {
      JsonObject page = client.get(path + "&limit=" + PAGE + from).ok().json();
      history.addAll(page.array("chunk").orElseThrow().objects());
      if (page.string("end").isEmpty()) return history;
      from = "&from=" + Client.segment(page.string("end").orElseThrow());
    }
  }

  /// Holds a room's history against what was acknowledged there; the lines of it, oldest first.
  List<Line> check(Client client, String room) {
    List<JsonObject> history = history(client, room);
    Map<Line, String> stored = new LinkedHashMap<>();
    Set<String> ids = new HashSet<>();
    for (JsonObject event : history) {
      String id = event.string("event_id").orElseThrow();
      assertThat(ids.add(id)).as("%s once in %s", id, room).isTrue();
      Line line = Line.of(event);
      if (!line.isOfLoad()) continue;
      assertThat(stored.put(line, id)).as("%s stored once", line).isNull();
    }
    for (Acknowledged event : events) {
      if (event.room().equals(room))
        assertThat(stored.get(event.line())).as("%s in %s", event, room).isEqualTo(event.eventId());
    }
    checkOrder(stored.keySet());
    checkState(client, room, history);
    checkFound(client, room, history);
    return List.copyOf(stored.keySet());
  }

  /// One after the other each sender asked, and waited for the answer.
  private static void checkOrder(Set<Line> stored) {
    Map<String, Long> last = new LinkedHashMap<>();
    for (Line line : stored) {
      Long before = last.put(line.sender(), line.number());
      assertThat(line.number())
          .as("%s after %s", line, before)
          .isGreaterThan(before == null ? -1 : before);
    }
  }

  /// Each state is the last one of its kind in the history, so an acknowledged one or a later.
  private static void checkState(Client client, String room, List<JsonObject> history) {
    Map<String, String> last = new LinkedHashMap<>();
    for (JsonObject event : history)
      event.string("state_key").ifPresent(key -> last.put(slot(event, key), id(event)));
    String path = "/_matrix/client/v3/rooms/" + Client.segment(room) + "/state";
    Map<String, String> current = new LinkedHashMap<>();
    for (JsonObject event : client.get(path).ok().objects())
      current.put(slot(event, event.string("state_key").orElseThrow()), id(event));
    assertThat(current).as("the state of %s", room).isEqualTo(last);
  }

  /// What a search finds of each sender is each of their messages, once.
  private static void checkFound(Client client, String room, List<JsonObject> history) {
    Map<String, List<String>> said = new LinkedHashMap<>();
    for (JsonObject event : history.reversed()) {
      Line line = Line.of(event);
      if (line.isOfLoad() && event.string("type").orElse("").equals("m.room.message"))
        said.computeIfAbsent(line.sender(), _ -> new ArrayList<>()).add(id(event));
    }
    said.forEach(
        (sender, ids) ->
            assertThat(found(client, room, sender))
                .as("found of %s in %s", sender, room)
                .isEqualTo(ids));
  }

  private static List<String> found(Client client, String room, String term) {
    JsonObject filter = JsonObject.of("rooms", JsonArray.of(room), "limit", 100);
    JsonObject wish =
        JsonObject.of("search_term", term, "filter", filter, "order_by", "recent", "keys", BODIES);
    JsonObject body = JsonObject.of("search_categories", JsonObject.of("room_events", wish));
    List<String> found = new ArrayList<>();
    String next = "";
    do {
      JsonObject page =
          client
              .post("/_matrix/client/v3/search" + next, body)
              .ok()
              .json()
              .object("search_categories")
              .flatMap(all -> all.object("room_events"))
              .orElseThrow();
      for (JsonObject result : page.array("results").orElseThrow().objects())
        found.add(id(result.object("result").orElseThrow()));
      next = page.string("next_batch").map(n -> "?next_batch=" + Client.segment(n)).orElse("");
    } while (!next.isEmpty());
    return found;
  }

  private static String slot(JsonObject event, String key) {
    return event.string("type").orElseThrow() + " " + key;
  }

  private static String id(JsonObject event) {
    return event.string("event_id").orElseThrow();
  }

  /// Every acknowledged upload is there, byte by byte.
  void checkUploads(Client client) {
    uploads.forEach(
        (uri, bytes) ->
            assertThat(
                    client
                        .get(
                            "/_matrix/client/v1/media/download/" + uri.substring("mxc://".length()))
                        .ok()
                        .bytes())
                .as(uri)
                .isEqualTo(bytes));
  }
}
