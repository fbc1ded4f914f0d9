package parvis.core.sync;

import parvis.core.rooms.JsonOut;

/// Who a room is named after, and how many are in it.
/// spec: cs-api#get_matrixclientv3sync (RoomSummary)
final class Summary {
  private Summary() {}

  static void write(JsonOut out, RoomSection.Span span) {
    out.name("summary").raw("{\"m.heroes\":[");
    for (var hero : span.view().heroes(span.request().actor().user())) {
      out.comma().string(hero);
    }
    out.raw("],\"m.joined_member_count\":").number(span.view().joined().length);
    out.raw(",\"m.invited_member_count\":").number(span.view().invited()).raw("}");
  }
}
