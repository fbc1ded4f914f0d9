package parvis.core.sync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.RoomView;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.platform.http.Reply;
import parvis.platform.log.Tail;
import parvis.protocol.room.Membership;

/// Builds the answer to a sync request, or finds that there is nothing to tell.
/// spec: cs-api#get_matrixclientv3sync
final class Answers {
  private static final int EXPECTED_BYTES = 1_024;
  private static final int EXPECTED_BYTES_INITIAL = 64 * 1_024;

  private final Rooms rooms;
  private final Changes changes;
  private final Tail tail;
  private final Typing typing;
  private final RoomSection section;
  private final Ephemeral ephemeral;
  private final AccountDataSection accountData;
  private final Counting counting;
  private final Rules rules;
  private final DeviceSection devices;
  private final PresenceSection presence;
  private final Tokens tokens;
  private volatile long seen;

  /// What answers are made of.
  record Parts(
      Rooms rooms,
      Changes changes,
      Tail tail,
      Typing typing,
      RoomSection section,
      Ephemeral ephemeral,
      AccountDataSection accountData,
      Counting counting,
      Rules rules,
      DeviceSection devices,
      PresenceSection presence,
      Tokens tokens) {}

  Answers(Parts parts) {
    this.rooms = parts.rooms();
    this.changes = parts.changes();
    this.tail = parts.tail();
    this.typing = parts.typing();
    this.section = parts.section();
    this.ephemeral = parts.ephemeral();
    this.accountData = parts.accountData();
    this.counting = parts.counting();
    this.rules = parts.rules();
    this.devices = parts.devices();
    this.presence = parts.presence();
    this.tokens = parts.tokens();
  }

  /// Every follower before this one has seen the log up to here: answers may tell of it.
  ///
  /// The log's own `applied` moves a moment later. Whoever is woken in between would find nothing
  /// to tell, and sleep on.
  void seen(long pos) {
    seen = pos;
  }

  /// The cut that an answer may tell up to.
  long seen() {
    return seen;
  }

  /// One answer under construction.
  private static final class Answer {
    final SyncRequest request;
    final long upTo;
    final long tailUpTo;

    /// The reader, if they ignore others.
    final Optional<Rules.Reader> ignorer;

    final JsonOut out;
    final DeviceSection.Around around = new DeviceSection.Around();
    boolean something;

    Answer(SyncRequest request, long upTo, long tailUpTo, Optional<Rules.Reader> ignorer) {
      this.request = request;
      this.upTo = upTo;
      this.tailUpTo = tailUpTo;
      this.ignorer = ignorer;
      this.out = new JsonOut(request.initial() ? EXPECTED_BYTES_INITIAL : EXPECTED_BYTES);
    }
  }

  /// The answer; empty when nothing happened that this client wants to know.
  Optional<Reply> answer(SyncRequest request) {
    var tailUpTo = tail.last();
    var messages = devices.messages(request, seen);
    var ignorer = rules.ignorer(request.actor());
    var answer = new Answer(request, messages.upTo(), tailUpTo, ignorer);
    var out = answer.out;
    out.raw("{\"next_batch\":").string(tokens.text(messages.upTo(), tailUpTo));
    answer.something = accountData.writeGlobal(out, request, answer.upTo);
    writeRooms(answer);
    answer.something |= devices.write(out, request, messages, answer.around);
    answer.something |=
        presence.write(out, request, ignorer, answer.around.came(), answer.tailUpTo);
    if (!answer.something && !request.whole()) {
      return Optional.empty();
    }
    return Optional.of(Reply.json(out.raw("}").segments()));
  }

  /// The answer, or that there is nothing to tell, as of a cut that was taken before looking: what
  /// happens while we look is left for the next time.
  Reply answerOrNothing(SyncRequest request) {
    var tailUpTo = tail.last();
    var upTo = seen;
    var answer = answer(request);
    if (answer.isPresent()) {
      return answer.get();
    }
    var out = new JsonOut(EXPECTED_BYTES);
    out.raw("{\"next_batch\":").string(tokens.text(upTo, tailUpTo));
    devices.writeCounts(out, request);
    return Reply.json(out.raw("}").segments());
  }

  private void writeRooms(Answer answer) {
    var joined = new ArrayList<UserRooms.Standing>();
    var left = new ArrayList<UserRooms.Standing>();
    var invited = new ArrayList<UserRooms.Standing>();
    var knocked = new ArrayList<UserRooms.Standing>();
    for (var now : rooms.memberships().of(answer.request.actor().userNid()).all()) {
      var at = now.pos() <= answer.upTo ? Optional.of(now) : before(answer, now);
      if (at.isEmpty()) {
        continue;
      }
      var standing = at.get();
      switch (standing.membership()) {
        case JOIN -> joined.add(standing);
        case INVITE -> invited.add(standing);
        case KNOCK -> knocked.add(standing);
        case LEAVE, BAN -> left.add(standing);
      }
    }
    var out = answer.out;
    var mark = out.size();
    out.name("rooms").raw("{");
    boolean any = write(answer, "join", joined, this::writeJoined);
    any |= write(answer, "invite", invited, this::writeInvited);
    any |= write(answer, "knock", knocked, this::writeKnocked);
    any |= write(answer, "leave", left, this::writeLeft);
    if (any) {
      out.raw("}");
      answer.something = true;
    } else {
      out.rewind(mark);
    }
  }

  private Optional<UserRooms.Standing> before(Answer answer, UserRooms.Standing now) {
    var actor = answer.request.actor();
    return rooms
        .find(now.room())
        .flatMap(room -> rooms.memberships().at(actor, room, now, answer.upTo));
  }

  @FunctionalInterface
  private interface Writer {
    /// Whether there was something to write.
    boolean write(Answer answer, Room room, UserRooms.Standing standing);
  }

  private boolean write(
      Answer answer, String name, List<UserRooms.Standing> standings, Writer writer) {
    var out = answer.out;
    var mark = out.size();
    var any = false;
    out.name(name).raw("{");
    for (var standing : standings) {
      if (skips(answer, standing)) {
        continue;
      }
      var room = rooms.find(standing.room());
      if (room.isEmpty() || !answer.request.filter().room(room.get().id().value())) {
        continue;
      }
      var before = out.size();
      out.name(room.get().id().value()).raw("{");
      if (writer.write(answer, room.get(), standing)) {
        out.raw("}");
        any = true;
      } else {
        out.rewind(before);
      }
    }
    if (any) {
      out.raw("}");
    } else {
      out.rewind(mark);
    }
    return any;
  }

  /// Rooms in which nothing happened are not even looked up.
  private boolean skips(Answer answer, UserRooms.Standing standing) {
    var request = answer.request;
    if (isOver(standing)) {
      return !tellsOf(request, standing);
    }
    if (request.whole()
        || answer.ignorer.filter(reader -> reader.ignoring() > request.since()).isPresent()) {
      return false;
    }
    return standing.pos() <= request.since()
        && (standing.membership() != Membership.JOIN
            || (!changes.after(standing.room(), request.since())
                && typing.changed(standing.room()) <= Math.max(0, request.typingSince())
                && (request.typingSince() >= 0 || typing.typing(standing.room()).isEmpty())));
  }

  private boolean writeJoined(Answer answer, Room room, UserRooms.Standing standing) {
    var request = answer.request;
    var view = room.published();
    var isNew = request.initial() || standing.since() > request.since();
    var since = isNew ? 0 : request.since();
    var span = new RoomSection.Span(request, room, view, since, answer.upTo, isNew);
    var timeline = section.timeline(span);
    var out = answer.out;
    var moved = devices.noteMembers(answer.around, span, isNew);
    var begun = out.size();
    var some = isNew || !timeline.events().isEmpty() || timeline.limited() || request.fullState();
    if (some) {
      section.writeTimeline(out, span, timeline);
      section.writeState(out, span, timeline);
    }
    var unread = counting.count(request.actor(), room, standing, answer.upTo);
    some |= ephemeral.write(out, span, answer.tailUpTo);
    some |= accountData.writeRoom(out, request, room.nid(), since, answer.upTo);
    some |= unread.changed() > since;
    if (!some) {
      out.rewind(begun);
      return false;
    }
    if (isNew || moved) {
      Summary.write(out, span);
    }
    unread.write(out, request.filter().threadCounts());
    return true;
  }

  /// An invitation by somebody whom the reader ignores, or whose invitations they do, is kept from
  /// them as long as that holds.
  private boolean writeInvited(Answer answer, Room room, UserRooms.Standing standing) {
    var request = answer.request;
    var own = room.published().state().member(request.actor().user());
    var inviter = own.map(RoomEvent::sender).orElse("");
    if (rules.of(request.actor()).hidesInvitations(inviter)) {
      return false;
    }
    var pardoned = answer.ignorer.filter(reader -> reader.pardoned(inviter, request.since()));
    return stripped(answer, room, standing, "invite_state", pardoned.isPresent());
  }

  private boolean writeKnocked(Answer answer, Room room, UserRooms.Standing standing) {
    return stripped(answer, room, standing, "knock_state", false);
  }

  private boolean stripped(
      Answer answer, Room room, UserRooms.Standing standing, String name, boolean anyway) {
    if (standing.pos() <= answer.request.since() && !answer.request.fullState() && !anyway) {
      return false;
    }
    StrippedState.write(answer.out.name(name), room, answer.request.actor());
    return true;
  }

  private static boolean isOver(UserRooms.Standing standing) {
    return standing.membership() == Membership.LEAVE || standing.membership() == Membership.BAN;
  }

  /// Whether a room that the reader left is told of: when they left it, and else only when asked
  /// for. One that they forgot meanwhile is told once: their other devices must learn that it is
  /// over.
  private static boolean tellsOf(SyncRequest request, UserRooms.Standing standing) {
    return isNews(request, standing)
        || (!standing.forgotten() && request.whole() && request.filter().includeLeave());
  }

  private static boolean isNews(SyncRequest request, UserRooms.Standing standing) {
    return !request.initial() && standing.pos() > request.since();
  }

  /// A room that the reader left, up to their leaving.
  private boolean writeLeft(Answer answer, Room room, UserRooms.Standing standing) {
    var request = answer.request;
    var view = rooms.viewAt(room, standing);
    var since = request.since();
    var upTo = Math.min(answer.upTo, standing.pos());
    var span = new RoomSection.Span(request, room, view, since, upTo, request.initial());
    var timeline = standing.wasJoined() ? section.timeline(span) : section.last(span);
    if (isNews(request, standing)) {
      note(standing, answer, view);
    }
    section.writeTimeline(answer.out, span, timeline);
    if (standing.wasJoined()) {
      section.writeState(answer.out, span, timeline);
    }
    accountData.writeRoom(answer.out, request, room.nid(), since, answer.upTo);
    return true;
  }

  private static void note(UserRooms.Standing standing, Answer answer, RoomView view) {
    if (standing.wasJoined()) {
      for (var nid : view.joined()) {
        answer.around.went().add(nid);
      }
    }
  }

  /// Rooms of a person in which others are, for waking them.
  Set<Long> neighbours(long user) {
    var found = new HashSet<Long>();
    for (var standing : rooms.memberships().of(user).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms
            .find(standing.room())
            .ifPresent(
                room -> {
                  for (var nid : room.published().joined()) {
                    found.add(nid);
                  }
                });
      }
    }
    return found;
  }
}
