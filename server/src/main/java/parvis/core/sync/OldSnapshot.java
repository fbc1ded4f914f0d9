package parvis.core.sync;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.presence.Availability;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms.Standing;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.log.Tail;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// All that somebody has, in the form that it had before sync: the same sections as in an initial
/// sync, written as lists.
///
/// spec: cs-api#get_matrixclientv3initialsync
final class OldSnapshot {
  private static final int LIMIT_DEFAULT = 10;
  private static final int LIMIT_MAX = 100;
  private static final int EXPECTED_BYTES = 64 * 1_024;

  private final Rooms rooms;
  private final Answers answers;
  private final Tail tail;
  private final RoomSection section;
  private final AccountDataSection accountData;
  private final PresenceSection presence;
  private final Rules rules;
  private final EventJson json;
  private final Turns turns;
  private final Tokens tokens;

  OldSnapshot(OldSyncRoutes.Parts parts) {
    this.rooms = parts.rooms();
    this.answers = parts.answers();
    this.tail = parts.tail();
    this.section = parts.section();
    this.accountData = parts.accountData();
    this.presence = parts.presence();
    this.rules = parts.rules();
    this.json = parts.json();
    this.turns = parts.turns();
    this.tokens = parts.tokens();
  }

  Reply whole(Call call) {
    var limit = call.queryLong("limit").orElse(LIMIT_DEFAULT);
    if (limit < 0) {
      throw Refused.invalidParam("limit is not negative.");
    }
    var archived = call.queryBool("archived").orElse(false);
    var most = JsonObject.of("limit", Math.min(limit, LIMIT_MAX));
    var filter = SyncFilter.read(JsonObject.of("room", JsonObject.of("timeline", most)));
    var request =
        new SyncRequest(
            call.actor(),
            0,
            -1,
            false,
            filter,
            Duration.ZERO,
            Availability.OFFLINE,
            SyncRequest.StateAfter.STABLE);
    return turns.take(call.actor().userNid(), () -> whole(request, archived));
  }

  private Reply whole(SyncRequest request, boolean archived) {
    var tailUpTo = tail.last();
    var upTo = answers.seen();
    var out = new JsonOut(EXPECTED_BYTES);
    out.raw("{\"end\":").string(tokens.text(upTo));
    out.name("presence").raw("[");
    presence.writeEvents(out, request, rules.ignorer(request.actor()), Set.of(), tailUpTo);
    out.raw("]").name("account_data").raw("[");
    accountData.writeEvents(out, request, 0, 0, upTo);
    out.raw("]").name("rooms").raw("[");
    for (var now : rooms.memberships().of(request.actor().userNid()).all()) {
      rooms
          .find(now.room())
          .ifPresent(
              room ->
                  at(request, room, now, upTo)
                      .ifPresent(standing -> write(out, request, room, standing, upTo, archived)));
    }
    return Reply.json(out.raw("]}").segments());
  }

  private Optional<Standing> at(SyncRequest request, Room room, Standing now, long upTo) {
    return now.pos() <= upTo
        ? Optional.of(now)
        : rooms.memberships().at(request.actor(), room, now, upTo);
  }

  private void write(
      JsonOut out, SyncRequest request, Room room, Standing standing, long upTo, boolean archived) {
    switch (standing.membership()) {
      case JOIN -> {
        var view = room.published();
        write(out, new RoomSection.Span(request, room, view, 0, upTo, true), standing);
      }
      case LEAVE, BAN -> {
        if (archived && standing.wasJoined() && !standing.forgotten()) {
          var view = rooms.viewAt(room, standing);
          write(out, new RoomSection.Span(request, room, view, 0, standing.pos(), true), standing);
        }
      }
      case INVITE ->
          invitation(request.actor(), standing)
              .ifPresent(
                  invited -> {
                    begin(out, room, Membership.INVITE).name("invite");
                    json.writeState(out, invited.event(), request.actor(), room.id().value());
                    out.raw("}");
                  });
      case KNOCK -> {}
    }
  }

  private static JsonOut begin(JsonOut out, Room room, Membership membership) {
    out.comma().raw("{\"room_id\":").string(room.id().value());
    return out.name("membership").string(membership.word());
  }

  private void write(JsonOut out, RoomSection.Span span, Standing standing) {
    var room = span.room();
    var timeline = section.timeline(span);
    begin(out, room, standing.membership());
    out.name("messages").raw("{\"start\":").string(tokens.text(timeline.before()));
    out.name("end").string(tokens.text(span.upTo())).name("chunk");
    section.writeEvents(out, span, timeline, room.id().value());
    out.raw("}").name("state").raw("[");
    for (var event : section.state(span, timeline)) {
      json.writeState(out.comma(), event, span.request().actor(), room.id().value());
    }
    out.raw("]").name("account_data").raw("[");
    accountData.writeEvents(out, span.request(), room.nid(), 0, span.upTo());
    out.raw("]}");
  }

  /// An invitation, and the event that it came by.
  record Invited(Room room, RoomEvent event) {}

  /// The invitation that somebody has, unless they ignore who invites them.
  Optional<Invited> invitation(Actor actor, Standing standing) {
    return rooms
        .find(standing.room())
        .flatMap(
            room ->
                room.published().state().member(actor.user()).map(own -> new Invited(room, own)))
        .filter(invited -> !rules.of(actor).hidesInvitations(invited.event().sender()));
  }
}
