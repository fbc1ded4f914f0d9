package parvis.core.sync;

import parvis.core.rooms.JsonOut;
import parvis.protocol.json.JsonWriter;

/// What a person noted for themselves, in an answer.
/// spec: cs-api#client-config
final class AccountDataSection {
  /// No place to go back to when there was nothing to tell.
  private static final int NOWHERE = -1;

  private final Keyed keyed;
  private final Rules rules;

  AccountDataSection(Keyed keyed, Rules rules) {
    this.keyed = keyed;
    this.rules = rules;
  }

  /// Whether there was something to tell.
  boolean writeGlobal(JsonOut out, SyncRequest request, long upTo) {
    var things = keyed.of(request.actor().userNid());
    if (!request.initial() && things.changed() <= request.since() && !request.fullState()) {
      return false;
    }
    var since = request.fullState() ? 0 : request.since();
    var mark = out.size();
    out.name("account_data").raw("{\"events\":[");
    var begun = out.size();
    var filter = request.filter().accountData();
    write(out, things, filter, new Span(0, since, upTo));
    if (request.initial() && filter.type(Rules.TYPE) && noRules(things)) {
      event(out, Rules.TYPE, JsonWriter.write(rules.all(request.actor()).json()));
    }
    return end(out, mark, begun);
  }

  private static boolean noRules(Things things) {
    return things.accountData(0, Rules.TYPE).isEmpty();
  }

  /// Whoever is new to a room is also told that nothing is noted for it.
  boolean writeRoom(JsonOut out, SyncRequest request, long room, long since, long upTo) {
    var things = keyed.of(request.actor().userNid());
    if (since > 0 && things.changed() <= since) {
      return false;
    }
    var mark = out.size();
    out.name("account_data").raw("{\"events\":[");
    var begun = out.size();
    write(out, things, request.filter().roomAccountData(), new Span(room, since, upTo));
    return end(out, since == 0 ? NOWHERE : mark, begun);
  }

  /// Writes the events alone; whether there were some.
  ///
  /// @param room nid of a room, 0 for what is of none
  boolean writeEvents(JsonOut out, SyncRequest request, long room, long since, long upTo) {
    var things = keyed.of(request.actor().userNid());
    if (since > 0 && things.changed() <= since) {
      return false;
    }
    var begun = out.size();
    write(out, things, EventFilter.ALL, new Span(room, since, upTo));
    if (room == 0 && since == 0 && noRules(things)) {
      event(out, Rules.TYPE, JsonWriter.write(rules.all(request.actor()).json()));
    }
    return out.size() > begun;
  }

  private record Span(long room, long since, long upTo) {}

  /// Something that was removed is told as an empty object, except to whoever never knew it.
  private void write(JsonOut out, Things things, EventFilter filter, Span span) {
    for (var entry : things.accountData(span.room()).entrySet()) {
      var thing = entry.getValue();
      if (thing.pos() > span.since()
          && thing.pos() <= span.upTo()
          && (!thing.tombstone() || span.since() > 0)
          && filter.type(entry.getKey())) {
        event(out, entry.getKey(), content(thing));
      }
    }
  }

  private static byte[] content(Things.Thing thing) {
    if (thing.tombstone()) {
      return new byte[] {'{', '}'};
    }
    return thing.value();
  }

  private static void event(JsonOut out, String type, byte[] content) {
    out.comma().raw("{\"type\":").string(type).raw(",\"content\":").raw(content).raw("}");
  }

  private static boolean end(JsonOut out, int mark, int begun) {
    if (out.size() == begun && mark != NOWHERE) {
      out.rewind(mark);
      return false;
    }
    out.raw("]}");
    return true;
  }
}
