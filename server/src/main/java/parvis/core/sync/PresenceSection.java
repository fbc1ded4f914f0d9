package parvis.core.sync;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import parvis.core.identity.Users;
import parvis.core.presence.Presence;
import parvis.core.rooms.JsonOut;
import parvis.protocol.json.JsonWriter;

/// Who came and went, in an answer.
/// spec: cs-api#presence
final class PresenceSection {
  private static final String TYPE = "m.presence";

  /// People told of in one answer at most; of others the reader hears when they come or go again.
  static final int PEOPLE_MAX = 1_000;

  private final Presence presence;
  private final Users users;
  private final Clock clock;

  PresenceSection(Presence presence, Users users, Clock clock) {
    this.presence = presence;
    this.users = users;
    this.clock = clock;
  }

  /// Whether there was something to tell.
  ///
  /// @param came who came into the reader's rooms
  /// @param upTo number of the last change that the answer may tell of
  boolean write(
      JsonOut out, SyncRequest request, Optional<Rules.Reader> ignorer, Set<Long> came, long upTo) {
    var filter = request.filter().presence();
    if (!filter.type(TYPE)) {
      return false;
    }
    var mark = out.size();
    out.name("presence").raw("{\"events\":[");
    var begun = out.size();
    writeEvents(out, request, ignorer, came, upTo);
    if (out.size() == begun) {
      out.rewind(mark);
      return false;
    }
    out.raw("]}");
    return true;
  }

  /// The events alone.
  void writeEvents(
      JsonOut out, SyncRequest request, Optional<Rules.Reader> ignorer, Set<Long> came, long upTo) {
    if (!presence.isOn()) {
      return;
    }
    var filter = request.filter().presence();
    var left = PEOPLE_MAX;
    for (var user : whom(request, came, upTo)) {
      if (left == 0) {
        break;
      }
      var look = presence.of(request.actor(), user);
      if (look.isEmpty()) {
        continue;
      }
      var name = users.id(user).value();
      if (filter.sender(name) && ignorer.filter(reader -> reader.ignores(name)).isEmpty()) {
        left--;
        out.comma().raw("{\"type\":\"m.presence\",\"sender\":").string(name);
        out.raw(",\"content\":").raw(JsonWriter.write(look.get().json(clock.millis()))).raw("}");
      }
    }
  }

  /// Whoever knows nothing of this node is told of all around them, the others of what changed.
  private Set<Long> whom(SyncRequest request, Set<Long> came, long upTo) {
    var whom = new LinkedHashSet<Long>();
    if (request.whole() || request.typingSince() < 0) {
      presence.around(request.actor().userNid(), whom::add);
    } else {
      whom.addAll(presence.changed(request.actor(), request.typingSince(), upTo));
      whom.addAll(came);
    }
    return whom;
  }
}
