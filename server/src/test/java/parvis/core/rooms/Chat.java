package parvis.core.rooms;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What people do in rooms, said in one line each.
public final class Chat {
  private static final AtomicLong TRANSACTIONS = new AtomicLong();

  private Chat() {}

  /// The room that somebody wishes for.
  public static String create(Client creator, JsonObject wish) {
    return creator.post("/_matrix/client/v3/createRoom", wish).ok().string("room_id");
  }

  /// A room of its creator, with these people in it.
  public static String room(Client creator, Client... others) {
    var room = create(creator, JsonObject.of("preset", "public_chat"));
    for (var other : others) {
      join(other, room).ok();
    }
    return room;
  }

  public static String path(String room) {
    return "/_matrix/client/v3/rooms/" + Client.segment(room);
  }

  public static Answer join(Client client, String room) {
    return client.post(path(room) + "/join", JsonObject.EMPTY);
  }

  public static Answer member(Client client, String room, String how, Client target) {
    return client.post(path(room) + "/" + how, JsonObject.of("user_id", target.user()));
  }

  public static void rename(Client client, String name) {
    var path = "/_matrix/client/v3/profile/" + Client.segment(client.user()) + "/displayname";
    client.put(path, JsonObject.of("displayname", name)).ok();
  }

  public static String say(Client client, String room, String body) {
    return send(client, room, JsonObject.of("msgtype", "m.text", "body", body));
  }

  public static String send(Client client, String room, JsonObject content) {
    return send(client, room, "m.room.message", content);
  }

  public static String send(Client client, String room, String type, JsonObject content) {
    var txn = "t" + TRANSACTIONS.incrementAndGet();
    var path = path(room) + "/send/" + type + "/" + txn;
    return client.put(path, content).ok().string("event_id");
  }

  /// An event that relates to another.
  public static JsonObject related(String kind, String target, String body) {
    var content = JsonObject.of("msgtype", "m.text", "body", body);
    return content
        .with("m.new_content", content)
        .with("m.relates_to", JsonObject.of("rel_type", kind, "event_id", target));
  }

  public static Answer redact(Client client, String room, String event) {
    var txn = "t" + TRANSACTIONS.incrementAndGet();
    var path = path(room) + "/redact/" + Client.segment(event) + "/" + txn;
    return client.put(path, JsonObject.of("reason", "spam"));
  }

  public static Answer state(Client client, String room, String type, JsonObject content) {
    return client.put(path(room) + "/state/" + type + "/", content);
  }

  public static JsonObject event(Client client, String room, String event) {
    return client.get(path(room) + "/event/" + Client.segment(event)).ok().json();
  }

  /// Texts of a page of the whole history, latest first.
  public static List<String> history(Client client, String room) {
    return texts(client.get(path(room) + "/messages?dir=b&limit=200").ok().json(), "chunk");
  }

  /// Texts of the messages in a list of events.
  public static List<String> texts(JsonObject object, String list) {
    return object.array(list).orElse(JsonArray.EMPTY).objects().stream()
        .flatMap(e -> e.object("content").flatMap(c -> c.string("body")).stream())
        .toList();
  }

  public static JsonObject sync(Client client, String query) {
    return client.get("/_matrix/client/v3/sync?" + query).ok().json();
  }

  public static String next(JsonObject sync) {
    return sync.string("next_batch").orElseThrow();
  }

  /// A room of a sync's answer; empty when the answer does not tell of it.
  public static JsonObject in(JsonObject sync, String section, String room) {
    return at(sync, "rooms", section, room);
  }

  /// What lies at the end of a path of objects, or an empty object.
  public static JsonObject at(JsonObject object, String... names) {
    var at = object;
    for (var name : names) {
      at = at.object(name).orElse(JsonObject.EMPTY);
    }
    return at;
  }
}
