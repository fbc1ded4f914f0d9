package parvis.core.sync;

import java.util.List;
import parvis.base.Actor;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.protocol.event.ClientEvent;
import parvis.protocol.json.JsonWriter;

/// What somebody sees of a room that they are invited to or asked to join.
/// spec: cs-api#stripped-state
final class StrippedState {
  private static final List<String> TYPES =
      List.of(
          "m.room.create",
          "m.room.name",
          "m.room.avatar",
          "m.room.topic",
          "m.room.join_rules",
          "m.room.canonical_alias",
          "m.room.encryption");

  private StrippedState() {}

  static void write(JsonOut out, Room room, Actor reader) {
    out.raw("{");
    writeEvents(out.name("events"), room, reader);
    out.raw("}");
  }

  /// The events alone, as a list.
  static void writeEvents(JsonOut out, Room room, Actor reader) {
    var state = room.published().state();
    out.raw("[");
    for (var type : TYPES) {
      state
          .event(type, "")
          .ifPresent(e -> out.comma().raw(JsonWriter.write(ClientEvent.stripped(e.pdu()))));
    }
    var own = state.member(reader.user());
    own.ifPresent(e -> out.comma().raw(JsonWriter.write(ClientEvent.stripped(e.pdu()))));
    own.filter(e -> !e.sender().equals(reader.user().value()))
        .flatMap(e -> state.event("m.room.member", e.sender()))
        .ifPresent(e -> out.comma().raw(JsonWriter.write(ClientEvent.stripped(e.pdu()))));
    out.raw("]");
  }
}
