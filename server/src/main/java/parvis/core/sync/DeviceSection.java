package parvis.core.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import parvis.base.Actor;
import parvis.core.identity.Users;
import parvis.core.keys.KeyCounts;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// What a device needs for encryption: messages to it, whose devices changed, and how many one-time
/// keys it has left.
/// spec: cs-api#extensions-to-sync-1
final class DeviceSection {
  /// Messages to a device in one answer at most: the answer's cut is then right after the last.
  static final int MESSAGES_MAX = 100;

  private final Keyed keyed;
  private final Rooms rooms;
  private final Users users;
  private final KeyCounts keyCounts;

  DeviceSection(Keyed keyed, Rooms rooms, Users users, KeyCounts keyCounts) {
    this.keyed = keyed;
    this.rooms = rooms;
    this.users = users;
    this.keyCounts = keyCounts;
  }

  /// Who came into and went from the reader's rooms.
  record Around(Set<Long> came, Set<Long> went) {
    Around() {
      this(new HashSet<>(), new HashSet<>());
    }
  }

  /// @param upTo the cut that the whole answer must not pass
  record Messages(List<Inbox.Message> messages, long upTo) {}

  Messages messages(SyncRequest request, long applied) {
    var actor = request.actor();
    var since = request.since();
    var inboxes = keyed.inboxes();
    var pending = inboxes.messages(actor, since, applied, MESSAGES_MAX);
    return pending.size() > MESSAGES_MAX
        ? new Messages(pending.subList(0, MESSAGES_MAX), pending.get(MESSAGES_MAX - 1).pos())
        : new Messages(pending, applied);
  }

  /// Notes who came and went, for the device lists; whether anybody did.
  boolean noteMembers(Around around, RoomSection.Span span, boolean isNew) {
    if (span.request().initial()) {
      return true;
    }
    if (isNew) {
      for (var nid : span.view().joined()) {
        around.came().add(nid);
      }
      return true;
    }
    var ring = span.room().ring();
    var moved = false;
    for (var event :
        ring.reaches(span.since())
            ? ring.after(span.since(), span.upTo(), Integer.MAX_VALUE)
            : span.view().state().members()) {
      if (event.type().equals("m.room.member")
          && event.pos() > span.since()
          && event.pos() <= span.upTo()) {
        moved = true;
        note(around, span, event.stateKey().orElse(""));
      }
    }
    return moved;
  }

  private void note(Around around, RoomSection.Span span, String user) {
    UserId.parse(user)
        .map(users::nid)
        .ifPresent(
            nid -> {
              if (span.view().isJoined(nid)) {
                around.came().add(nid);
              } else {
                around.went().add(nid);
              }
            });
  }

  /// Whether there was something to tell; the counts of keys are told with whatever else is.
  boolean write(JsonOut out, SyncRequest request, Messages messages, Around around) {
    var some = false;
    if (!messages.messages().isEmpty()) {
      some = true;
      out.name("to_device").raw("{\"events\":[");
      messages.messages().forEach(message -> out.comma().raw(message.value()));
      out.raw("]}");
    }
    if (!request.initial()) {
      some |= writeLists(out, request, messages.upTo(), around);
    }
    writeCounts(out, request);
    return some;
  }

  void writeCounts(JsonOut out, SyncRequest request) {
    var counts = keyCounts.of(request.actor().userNid(), request.actor().deviceId());
    out.name("device_one_time_keys_count").raw("{");
    counts.oneTime().forEach((algorithm, count) -> out.name(algorithm).number(count));
    out.raw("}").name("device_unused_fallback_key_types").raw("[");
    counts.unusedFallback().forEach(algorithm -> out.comma().string(algorithm));
    out.raw("]");
  }

  /// Whose devices changed between two cuts, for a client that asks for it by itself. Who came or
  /// went in between is among `changed`, as far as rooms are still shared.
  JsonObject changes(Actor reader, long from, long to) {
    var self = reader.userNid();
    var changed = new HashSet<Long>();
    var left = new HashSet<Long>();
    for (var standing : rooms.memberships().of(self).all()) {
      rooms.find(standing.room()).ifPresent(room -> noteMembers(room, from, to, changed, left));
    }
    changed.removeIf(user -> !concerns(self, user));
    changed.addAll(keyed.deviceChanges(self, from, to, user -> concerns(self, user)));
    left.removeIf(user -> user == self || shared(self, user));
    return JsonObject.of("changed", names(changed), "left", names(left));
  }

  private void noteMembers(Room room, long from, long to, Set<Long> changed, Set<Long> left) {
    for (var member : room.published().state().members()) {
      if (member.pos() > from && member.pos() <= to) {
        UserId.parse(member.stateKey().orElse(""))
            .map(users::nid)
            .ifPresent(nid -> (room.published().isJoined(nid) ? changed : left).add(nid));
      }
    }
  }

  private List<String> names(Set<Long> nids) {
    return nids.stream().map(nid -> users.id(nid).value()).sorted().toList();
  }

  boolean writeLists(JsonOut out, SyncRequest request, long upTo, Around around) {
    var self = request.actor().userNid();
    var changed = new HashSet<>(around.came());
    changed.removeIf(user -> !concerns(self, user));
    changed.addAll(keyed.deviceChanges(self, request.since(), upTo, user -> concerns(self, user)));
    var left = new HashSet<>(around.went());
    left.removeIf(user -> user == self || shared(self, user));
    if (changed.isEmpty() && left.isEmpty()) {
      return false;
    }
    out.name("device_lists").raw("{\"changed\":[");
    changed.forEach(user -> out.comma().string(users.id(user).value()));
    out.raw("],\"left\":[");
    left.forEach(user -> out.comma().string(users.id(user).value()));
    out.raw("]}");
    return true;
  }

  private boolean concerns(long self, long user) {
    return user == self || shared(self, user);
  }

  /// Whether two people are in a room together.
  boolean shared(long one, long other) {
    for (var standing : rooms.memberships().of(one).all()) {
      if (standing.membership() == Membership.JOIN
          && rooms.find(standing.room()).filter(r -> r.published().isJoined(other)).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
