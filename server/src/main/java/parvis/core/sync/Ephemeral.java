package parvis.core.sync;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.core.identity.Users;
import parvis.core.rooms.JsonOut;
import parvis.protocol.json.JsonArray;
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
      receipts(span, _ -> true).ifPresent(event -> out.comma().raw(event));
    }
    if (filter.type("m.typing")) {
      typing(span, typingUpTo).ifPresent(event -> out.comma().raw(event));
    }
    if (out.size() == begun) {
      out.rewind(mark);
      return false;
    }
    out.raw("]}");
    return true;
  }

  /// The receipts of a span.
  ///
  /// @param wanted of which only those are told
  Optional<byte[]> receipts(RoomSection.Span span, Predicate<RoomReceipts.Receipt> wanted) {
    Map<String, Map<String, Map<String, JsonObject>>> byEvent = new LinkedHashMap<>();
    var reader = span.request().actor().userNid();
    for (var receipt : keyed.receipts(span.room().nid()).between(span.since(), span.upTo())) {
      if ((receipt.isPrivate() && receipt.user() != reader) || !wanted.test(receipt)) {
        continue;
      }
      add(byEvent, receipt, users.id(receipt.user()).value());
    }
    return byEvent.isEmpty()
        ? Optional.empty()
        : Optional.of(JsonWriter.write(JsonObject.of("type", "m.receipt", "content", byEvent)));
  }

  /// Adds a receipt to the content of an event that tells of many.
  static void add(
      Map<String, Map<String, Map<String, JsonObject>>> byEvent,
      RoomReceipts.Receipt receipt,
      String user) {
    var value = receipt.value();
    byEvent
        .computeIfAbsent(value.string("event_id").orElse(""), _ -> new LinkedHashMap<>())
        .computeIfAbsent(receipt.kind(), _ -> new LinkedHashMap<>())
        .merge(user, told(value), Ephemeral::later);
  }

  private static JsonObject told(JsonObject value) {
    return value.without("event_id").without("pos");
  }

  private static JsonObject later(JsonObject one, JsonObject other) {
    return one.integer("ts").orElse(0) >= other.integer("ts").orElse(0) ? one : other;
  }

  /// Who is writing, when that changed.
  Optional<byte[]> typing(RoomSection.Span span, long typingUpTo) {
    var room = span.room().nid();
    var changed = typing.changed(room);
    var people = typing.typing(room);
    var known = span.whole() ? -1 : span.request().typingSince();
    var tell = known < 0 ? !people.isEmpty() : changed > known && changed <= typingUpTo;
    if (!tell) {
      return Optional.empty();
    }
    var content = JsonObject.of("user_ids", JsonArray.of(people.toArray()));
    return Optional.of(JsonWriter.write(JsonObject.of("type", "m.typing", "content", content)));
  }
}
