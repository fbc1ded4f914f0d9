package parvis.core.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import parvis.core.identity.Users;
import parvis.core.rooms.JsonOut;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Receipts and typing of one room in an answer.
/// spec: cs-api#mreceipt, cs-api#mtyping
final class Ephemeral {
  private final Keyed keyed;
  private final Typing typing;
  private final Users users;

  Ephemeral(Keyed keyed, Typing typing, Users users) {
    this.keyed = keyed;
    this.typing = typing;
    this.users = users;
  }

  /// Whether there was something to tell.
  boolean write(JsonOut out, RoomSection.Span span, long typingUpTo) {
    var filter = span.request().filter().ephemeral();
    if (!filter.room(span.room().id().value())) {
      return false;
    }
    var mark = out.size();
    out.name("ephemeral").raw("{\"events\":[");
    var begun = out.size();
    if (filter.type("m.receipt")) {
      writeReceipts(out, span);
    }
    if (filter.type("m.typing")) {
      writeTyping(out, span, typingUpTo);
    }
    if (out.size() == begun) {
      out.rewind(mark);
      return false;
    }
    out.raw("]}");
    return true;
  }

  private void writeReceipts(JsonOut out, RoomSection.Span span) {
    Map<String, Map<String, Map<String, JsonObject>>> byEvent = new LinkedHashMap<>();
    var reader = span.request().actor().userNid();
    for (var receipt : keyed.receipts(span.room().nid()).between(span.since(), span.upTo())) {
      if (receipt.isPrivate() && receipt.user() != reader) {
        continue;
      }
      var value = receipt.value();
      byEvent
          .computeIfAbsent(value.string("event_id").orElse(""), _ -> new LinkedHashMap<>())
          .computeIfAbsent(receipt.kind(), _ -> new LinkedHashMap<>())
          .merge(users.id(receipt.user()).value(), told(value), Ephemeral::later);
    }
    if (!byEvent.isEmpty()) {
      var content = JsonWriter.write(JsonObject.of("type", "m.receipt", "content", byEvent));
      out.comma().raw(content);
    }
  }

  private static JsonObject told(JsonObject value) {
    return value.without("event_id").without("pos");
  }

  private static JsonObject later(JsonObject one, JsonObject other) {
    return one.integer("ts").orElse(0) >= other.integer("ts").orElse(0) ? one : other;
  }

  private void writeTyping(JsonOut out, RoomSection.Span span, long typingUpTo) {
    var room = span.room().nid();
    var changed = typing.changed(room);
    var people = typing.typing(room);
    var known = span.whole() ? -1 : span.request().typingSince();
    var tell = known < 0 ? !people.isEmpty() : changed > known && changed <= typingUpTo;
    if (tell) {
      out.comma().raw("{\"type\":\"m.typing\",\"content\":{\"user_ids\":[");
      people.forEach(user -> out.comma().string(user));
      out.raw("]}}");
    }
  }
}
