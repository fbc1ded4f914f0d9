package parvis.core.rooms;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Who comes and goes.
final class MembershipRoutes {
  private static final String ROOM = "/_matrix/client/v3/rooms/{roomId}";
  private static final int REASON_CHARS_MAX = 1_000;

  /// Fields of a member event, or of the request, that only the server fills in.
  private static final Set<String> RESERVED =
      Set.of(
          "membership",
          "displayname",
          "avatar_url",
          "is_direct",
          "reason",
          "join_authorised_via_users_server",
          "third_party_invite",
          "third_party_signed");

  private final Rooms rooms;
  private final Joining joining;
  private final RoomNames names;

  MembershipRoutes(Rooms rooms, Joining joining, RoomNames names) {
    this.rooms = rooms;
    this.joining = joining;
    this.names = names;
  }

  Routes table() {
    return Routes.of(
        post("/_matrix/client/v3/join/{roomIdOrAlias}", "Join by id or alias", this::joinAny)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(ROOM + "/join", "Join a room", this::join).guests().emptyBody().costs(RateClass.JOIN),
        post("/_matrix/client/v3/knock/{roomIdOrAlias}", "Ask to join", this::knock)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(ROOM + "/invite", "Invite a person", this::invite).costs(RateClass.JOIN),
        post(ROOM + "/leave", "Leave a room", this::leave)
            .guests()
            .emptyBody()
            .costs(RateClass.JOIN)
            .quiet(),
        post(ROOM + "/forget", "Forget a room", this::forget)
            .emptyBody()
            .costs(RateClass.JOIN)
            .quiet(),
        post(ROOM + "/kick", "Remove a person", this::kick).costs(RateClass.MESSAGE),
        post(ROOM + "/ban", "Ban a person", this::ban).costs(RateClass.MESSAGE),
        post(ROOM + "/unban", "Lift a ban", this::unban).costs(RateClass.MESSAGE),
        get("/_matrix/client/v3/joined_rooms", "The rooms one is in", this::joinedRooms));
  }

  private Reply joinAny(Call call) {
    return join(call, names.findDoor(call.path("roomIdOrAlias")));
  }

  private Reply join(Call call) {
    return join(call, names.findDoor(call.path("roomId")));
  }

  private Reply join(Call call, Room room) {
    call.body().optionalObject("third_party_signed");
    joining.join(call.actor(), room, reason(call.body()), own(call.json()));
    return roomId(room);
  }

  /// What a client adds to its member event: everything that has no meaning of its own there.
  private static JsonObject own(JsonObject body) {
    var own = JsonObject.builder();
    for (var entry : body.entries()) {
      if (!RESERVED.contains(entry.name())) {
        own.put(entry.name(), entry.value());
      }
    }
    return own.build();
  }

  private Reply knock(Call call) {
    var room = names.findDoor(call.path("roomIdOrAlias"));
    joining.knock(call.actor(), room, reason(call.body()));
    return roomId(room);
  }

  private Reply invite(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    refuseAddress(call.body());
    joining.invite(call.actor(), room, target(call.body()), reason(call.body()));
    return Reply.empty();
  }

  /// Whose an address is, an identity server knows, and none is asked.
  /// spec: cs-api#post_matrixclientv3roomsroomidinvite-1
  private static void refuseAddress(Body body) {
    if (body.optionalString("user_id").isEmpty() && body.optionalString("medium").isPresent()) {
      throw Refused.forbidden("People are invited by their user id here, and by no address.");
    }
  }

  private Reply leave(Call call) {
    var known = rooms.known(call.actor(), call.path("roomId"));
    if (known.standing().membership() == Membership.INVITE && isOfServer(call, known.room())) {
      throw Refused.of(
          Refused.Kind.CANNOT_LEAVE_SERVER_NOTICE_ROOM,
          "What the server itself has to tell you cannot be declined unread.");
    }
    joining.leave(call.actor(), known.room(), reason(call.body()));
    return Reply.empty();
  }

  /// Whether it is the server itself that invited somebody.
  /// spec: cs-api#server-notices
  private static boolean isOfServer(Call call, Room room) {
    var reader = call.actor().user();
    return room.published()
        .state()
        .member(reader)
        .flatMap(member -> UserId.parse(member.sender()))
        .filter(by -> by.localpart().equals(Accounts.SERVER_ITSELF))
        .filter(by -> by.server().equals(reader.server()))
        .isPresent();
  }

  private Reply forget(Call call) {
    var known = rooms.known(call.actor(), call.path("roomId"));
    if (!rooms.memberships().forget(call.actor().userNid(), known.room().nid())) {
      throw Refused.unknown("Leave the room before you forget it.");
    }
    return Reply.empty();
  }

  private Reply kick(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    joining.kick(call.actor(), room, target(call.body()), reason(call.body()));
    return Reply.empty();
  }

  private Reply ban(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    joining.ban(call.actor(), room, target(call.body()), reason(call.body()));
    return Reply.empty();
  }

  private Reply unban(Call call) {
    var room = rooms.joined(call.actor(), call.path("roomId"));
    joining.unban(call.actor(), room, target(call.body()), reason(call.body()));
    return Reply.empty();
  }

  private Reply joinedRooms(Call call) {
    var joined = new ArrayList<String>();
    for (var standing : rooms.memberships().of(call.actor().userNid()).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms.find(standing.room()).ifPresent(room -> joined.add(room.id().value()));
      }
    }
    return Reply.json(JsonObject.of("joined_rooms", JsonArray.of(joined.toArray())));
  }

  private static UserId target(Body body) {
    return UserId.parse(body.string("user_id"))
        .orElseThrow(() -> Refused.invalidParam("user_id is not the id of a person."));
  }

  private static Optional<String> reason(Body body) {
    return body.optionalString("reason")
        .map(
            reason -> {
              if (reason.length() > REASON_CHARS_MAX) {
                throw Refused.invalidParam("reason has at most 1000 characters.");
              }
              return reason;
            });
  }

  private static Reply roomId(Room room) {
    return Reply.json(JsonObject.of("room_id", room.id().value()));
  }
}
