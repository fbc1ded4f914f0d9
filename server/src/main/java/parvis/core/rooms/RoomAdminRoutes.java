package parvis.core.rooms;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Administration;
import parvis.core.identity.Bars;
import parvis.core.identity.Guests;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// Rooms as administrators list, read and close them, by the calls that tools for Synapse make.
/// What was said in a room is not read here.
final class RoomAdminRoutes {
  private static final String V1 = "/_synapse/admin/v1";
  private static final String V2 = "/_synapse/admin/v2";
  private static final String ROOM = "/rooms/{roomId}";

  private static final int PAGE = 100;
  private static final int PAGE_MAX = 500;
  private static final int MESSAGE_CHARS_MAX = 1_000;

  /// When to ask for a closing again that is not over yet.
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Rooms rooms;
  private final RoomIndex index;
  private final ClosedRooms closed;
  private final Clearing clearing;
  private final RoomNames names;
  private final Joining joining;
  private final Administration administration;
  private final Guests guests;
  private final Bars bars;
  private final EventJson json;
  private final Supplier<String> ids;
  private final Executor executor;
  private final Clock clock;

  /// What these routes are built from.
  ///
  /// @param ids gives names of closings
  record Needs(
      Rooms rooms,
      RoomIndex index,
      ClosedRooms closed,
      Clearing clearing,
      RoomNames names,
      Joining joining,
      Administration administration,
      Guests guests,
      Bars bars,
      EventJson json,
      Supplier<String> ids,
      Executor executor,
      Clock clock) {}

  RoomAdminRoutes(Needs needs) {
    this.rooms = needs.rooms();
    this.index = needs.index();
    this.closed = needs.closed();
    this.clearing = needs.clearing();
    this.names = needs.names();
    this.joining = needs.joining();
    this.administration = needs.administration();
    this.guests = needs.guests();
    this.bars = needs.bars();
    this.json = needs.json();
    this.ids = needs.ids();
    this.executor = needs.executor();
    this.clock = needs.clock();
  }

  Routes table() {
    return Routes.of(
        get(V1 + "/rooms", "The rooms of a server", this::list).costs(RateClass.SEARCH),
        get(V1 + ROOM, "A room", this::one),
        get(V1 + ROOM + "/members", "Who is in a room", this::members).noted("read room"),
        get(V1 + ROOM + "/state", "The state of a room", this::state).noted("read room"),
        get(V1 + ROOM + "/block", "May nobody come into a room", this::isBlocked),
        put(V1 + ROOM + "/block", "Let nobody come into a room, or again", this::block),
        delete(V1 + ROOM, "Close a room and wait for it", this::closeNow).emptyBody(),
        delete(V2 + ROOM, "Close a room", this::close).emptyBody(),
        get(V2 + ROOM + "/delete_status", "How far a room is closed", this::statusOfRoom),
        get(V2 + "/rooms/delete_status/{deleteId}", "How far a closing is", this::status),
        get(V1 + "/users/{userId}/joined_rooms", "The rooms somebody is in", this::joined)
            .noted("read rooms of person"),
        post(V1 + "/join/{roomIdOrAlias}", "Have somebody join a room", this::join)
            .costs(RateClass.JOIN));
  }

  private Reply list(Call call) {
    var admin = Administration.by(call);
    var limit = call.queryLong("limit").orElse(PAGE);
    var skip = call.queryLong("from").orElse(0);
    var order = RoomIndex.Order.of(call.query("order_by").orElse("name"));
    if (limit < 1 || skip < 0 || order.isEmpty()) {
      throw Refused.invalidParam("limit is positive, from is not negative, order_by is a column.");
    }
    var backward =
        switch (call.query("dir").orElse("f")) {
          case "f" -> false;
          case "b" -> true;
          default -> throw Refused.invalidParam("dir is f or b.");
        };
    var term = call.query("search_term").orElse("");
    var asked = new RoomIndex.Asked(admin.user().server(), order.get(), backward, term);
    var found = index.find(asked, skip == 0);
    var page = found.stream().skip(skip).limit(Math.min(limit, PAGE_MAX)).toArray();
    var next = skip + page.length;
    return Reply.json(
        JsonObject.builder()
            .put("rooms", JsonArray.of(page))
            .put("offset", skip)
            .put("total_rooms", (long) found.size())
            .putIf("next_batch", Optional.of(next).filter(_ -> next < found.size()))
            .putIf("prev_batch", Optional.of(Math.max(0, skip - limit)).filter(_ -> skip > 0))
            .build());
  }

  /// A room that was made on the administrator's server.
  private Room room(Call call) {
    var server = Administration.by(call).user().server();
    return rooms
        .find(call.path("roomId"))
        .filter(room -> RoomIndex.isOf(server, room))
        .orElseThrow(Refused::notFound);
  }

  private Reply one(Call call) {
    return Reply.json(index.whole(room(call)));
  }

  private Reply members(Call call) {
    var members = joined(room(call));
    return Reply.fields("members", JsonArray.of(members.toArray()), "total", (long) members.size());
  }

  private Reply state(Call call) {
    var room = room(call);
    var state = room.published().state();
    var out = new JsonOut(state.size() * 512).raw("{\"state\":[");
    for (var events : List.of(state.others(), state.members())) {
      for (var event : events) {
        json.writeState(out.comma(), event, call.actor(), room.id().value());
      }
    }
    return Reply.json(out.raw("]}").segments());
  }

  private Reply isBlocked(Call call) {
    return Reply.fields("block", closed.isBlocked(room(call).nid()));
  }

  private Reply block(Call call) {
    var body = call.body();
    var room = room(call);
    var wanted = body.bool("block");
    closed.block(room.nid(), ids.get(), call.actor().userNid(), clock.millis(), wanted);
    return Reply.fields("block", wanted);
  }

  private ClosedRooms.Closed begin(Call call) {
    var room = room(call);
    var body = call.body();
    refuseSequel(body);
    var wish =
        new ClosedRooms.Closed(
            room.nid(),
            ids.get(),
            body.optionalString("message", MESSAGE_CHARS_MAX).orElse(""),
            body.bool("purge", true),
            body.bool("block", false),
            clock.millis(),
            OptionalLong.empty());
    body.optionalBool("force_purge");
    if (!closed.begin(wish, call.actor().userNid())) {
      throw Refused.invalidParam("This room is being closed already.");
    }
    return wish;
  }

  /// Nobody is put into another room instead: each goes in their own name.
  private static void refuseSequel(Body body) {
    if (body.optionalString("new_room_user_id").isPresent()) {
      throw Refused.invalidParam("No new room is made for those who are taken out.");
    }
  }

  private Reply close(Call call) {
    var begun = begin(call);
    executor.execute(() -> clearing.clear(begun));
    return Reply.fields("delete_id", begun.id());
  }

  private Reply closeNow(Call call) {
    var room = room(call);
    var gone = new ArrayList<>(joined(room));
    if (!clearing.clear(begin(call))) {
      throw Refused.unavailable(AGAIN);
    }
    var left = joined(room);
    gone.removeAll(left);
    return Reply.json(out(gone, left));
  }

  private static List<String> joined(Room room) {
    return room.published().state().members().stream()
        .filter(member -> State.membership(member).filter(Membership.JOIN::equals).isPresent())
        .flatMap(member -> member.stateKey().stream())
        .toList();
  }

  private static JsonObject out(List<String> gone, List<String> left) {
    return JsonObject.of(
        "kicked_users",
        JsonArray.of(gone.toArray()),
        "failed_to_kick_users",
        JsonArray.of(left.toArray()),
        "local_aliases",
        JsonArray.EMPTY,
        "new_room_id",
        null);
  }

  private Reply statusOfRoom(Call call) {
    var room = room(call);
    var found = closed.of(room.nid()).orElseThrow(Refused::notFound);
    return Reply.fields("results", JsonArray.of(json(room, found)));
  }

  private Reply status(Call call) {
    var server = Administration.by(call).user().server();
    var found = closed.find(call.path("deleteId")).orElseThrow(Refused::notFound);
    return rooms
        .find(found.room())
        .filter(room -> RoomIndex.isOf(server, room))
        .map(room -> Reply.json(json(room, found)))
        .orElseThrow(Refused::notFound);
  }

  private static JsonObject json(Room room, ClosedRooms.Closed closed) {
    return JsonObject.of(
        "delete_id", closed.id(),
        "room_id", room.id().value(),
        "status", closed.doneMs().isPresent() ? "complete" : "active",
        "shutdown_room", out(List.of(), closed.doneMs().isPresent() ? joined(room) : List.of()));
  }

  private Reply joined(Call call) {
    var account = administration.account(call);
    var joined = new ArrayList<String>();
    for (var standing : rooms.memberships().of(account.userNid()).all()) {
      if (standing.membership() == Membership.JOIN) {
        rooms.find(standing.room()).ifPresent(room -> joined.add(room.id().value()));
      }
    }
    return Reply.fields("joined_rooms", JsonArray.of(joined.toArray()), "total", joined.size());
  }

  /// Somebody joins a room that they may join, or that the administrator may invite them to.
  private Reply join(Call call) {
    var admin = Administration.by(call);
    var whom =
        UserId.parse(call.body().string("user_id"))
            .orElseThrow(() -> Refused.invalidParam("user_id is not the id of a person."));
    var account = administration.subject(admin, whom);
    if (!guests.among(new long[] {account.userNid()}).isEmpty()) {
      throw Refused.guestForbidden("Guests come by themselves.");
    }
    bars.refuse(account.userNid());
    var room = names.find(call.path("roomIdOrAlias"));
    bring(admin, account, room);
    return Reply.fields("room_id", room.id().value());
  }

  /// Where the room does not let them in all the same, the invitation is taken back.
  private void bring(Actor admin, Account account, Room room) {
    var invites = room.published().isJoined(admin.userNid()) && isOut(room, account.user());
    if (invites) {
      joining.invite(admin, room, account.user(), Optional.empty());
    }
    try {
      joining.join(Administration.as(account), room, Optional.empty(), JsonObject.EMPTY);
    } catch (Refused refused) {
      if (invites) {
        joining.kick(admin, room, account.user(), Optional.empty());
      }
      throw refused;
    }
  }

  private static boolean isOut(Room room, UserId person) {
    return room.published()
        .state()
        .membership(person)
        .filter(now -> now == Membership.JOIN || now == Membership.INVITE)
        .isEmpty();
  }
}
