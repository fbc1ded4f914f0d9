package parvis.core.sync;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import parvis.base.Actor;
import parvis.core.identity.Users;
import parvis.core.keys.InboxKey;
import parvis.core.presence.Presence;
import parvis.core.rooms.Room;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// What those are told who hear on behalf of many, such as application services: who reads, types
/// and is there, and what devices are sent. They say whom they hear for.
public final class Overhearing {
  private final Keyed keyed;
  private final Typing typing;
  private final Presence presence;
  private final Users users;
  private final Clock clock;
  private volatile LongConsumer moved = _ -> {};

  Overhearing(Keyed keyed, Typing typing, Presence presence, Users users, Clock clock) {
    this.keyed = keyed;
    this.typing = typing;
    this.presence = presence;
    this.users = users;
    this.clock = clock;
  }

  /// Has somebody hear in which room others type than before, and who came or went.
  public void onChange(LongConsumer types, LongConsumer came) {
    typing.onChange(types);
    moved = came;
  }

  void moved(long user) {
    moved.accept(user);
  }

  /// The receipts of a room that came in `(since, upTo]`, as an event of it.
  ///
  /// @param own whose private receipts are told
  public Optional<JsonObject> receipts(Room room, long since, long upTo, LongPredicate own) {
    Map<String, Map<String, Map<String, JsonObject>>> byEvent = new LinkedHashMap<>();
    for (var receipt : keyed.receipts(room.nid()).between(since, upTo)) {
      if (!receipt.isPrivate() || own.test(receipt.user())) {
        Ephemeral.add(byEvent, receipt, users.id(receipt.user()).value());
      }
    }
    return byEvent.isEmpty() ? Optional.empty() : Optional.of(event("m.receipt", room, byEvent));
  }

  /// Who types in a room now, as an event of it.
  public JsonObject typing(Room room) {
    var content = JsonObject.of("user_ids", JsonArray.of(typing.typing(room.nid()).toArray()));
    return event("m.typing", room, content);
  }

  private static JsonObject event(String type, Room room, Object content) {
    return JsonObject.of("type", type, "room_id", room.id().value(), "content", content);
  }

  /// How somebody looks to themselves, as an event; empty when nothing is known.
  public Optional<JsonObject> presence(long user) {
    var name = users.id(user);
    var self = new Actor(name, user, "", 0, 0, false);
    return presence
        .of(self, user)
        .map(
            look ->
                JsonObject.of(
                    "type", "m.presence",
                    "sender", name.value(),
                    "content", look.json(clock.millis())));
  }

  /// The messages to devices of one person that these rows of the log tell of, each with whom it is
  /// for.
  public List<JsonObject> messages(long user, List<LogRow> rows) {
    var all = new ArrayList<JsonObject>();
    for (var message : keyed.inboxes().messages(user, rows.stream().map(LogRow::key).toList())) {
      if (JsonReader.read(message.value(), JsonLimits.REQUEST) instanceof JsonObject json) {
        all.add(
            json.with("to_user_id", users.id(user).value())
                .with("to_device_id", InboxKey.parse(message.key()).device()));
      }
    }
    return all;
  }

  /// Deletes messages that somebody has in the place of their devices.
  ///
  /// @param messages rows of the log that tell of them
  public void received(Tx tx, List<LogRow> messages) {
    keyed.inboxes().received(tx, messages);
  }

  /// The same in memory, once that is durable.
  public void forget(List<LogRow> messages) {
    keyed.inboxes().forget(messages);
  }
}
