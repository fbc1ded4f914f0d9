package parvis.core.sync;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.parking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Reading;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.RoomFilter;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Call;
import parvis.platform.http.Parked;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;
import parvis.platform.log.Tail;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// What syncing was before it had its name: all that somebody has, and then event after event of
/// all their rooms, or of one room that they only look into. Few programs ask for it any more.
///
/// spec: cs-api#get_matrixclientv3events, cs-api#get_matrixclientv3initialsync
final class OldSyncRoutes {
  private static final String V3 = "/_matrix/client/v3";

  /// Events that one answer tells; the next one goes on from there.
  private static final int EVENTS_MAX = 100;

  /// How long a request waits for a room that its reader is not in: nobody wakes it.
  private static final Duration GLANCE_MAX = Duration.ofSeconds(2);

  private static final Duration CATCH_UP_MAX = Duration.ofSeconds(5);
  private static final RoomFilter ALL = RoomFilter.read(JsonObject.EMPTY);

  private final OldSnapshot snapshot;
  private final Rooms rooms;
  private final Reading reading;
  private final Answers answers;
  private final Changes changes;
  private final Parking parking;
  private final Turns turns;
  private final EventJson json;
  private final Tokens tokens;
  private final Log log;

  /// What it is made of.
  record Parts(
      Rooms rooms,
      Reading reading,
      Answers answers,
      Changes changes,
      Tail tail,
      RoomSection section,
      AccountDataSection accountData,
      PresenceSection presence,
      Rules rules,
      Parking parking,
      EventJson json,
      Turns turns,
      Tokens tokens,
      Log log) {}

  OldSyncRoutes(Parts parts) {
    this.snapshot = new OldSnapshot(parts);
    this.rooms = parts.rooms();
    this.reading = parts.reading();
    this.answers = parts.answers();
    this.changes = parts.changes();
    this.parking = parts.parking();
    this.turns = parts.turns();
    this.json = parts.json();
    this.tokens = parts.tokens();
    this.log = parts.log();
  }

  Routes table() {
    return Routes.of(
        parking(V3 + "/events", "The events after a place, or wait for them", this::events)
            .guests(),
        get(V3 + "/initialSync", "All that one has, as it was told before sync", snapshot::whole));
  }

  private void events(Call call, Parked parked) {
    var from = call.query("from").map(tokens::read).map(Tokens.Cut::pos).orElse(answers.seen());
    var millis = call.queryLong("timeout").orElse(0);
    if (millis < 0) {
      throw Refused.invalidParam("timeout is not negative.");
    }
    var actor = call.actor();
    var room = call.query("room_id");
    var longest =
        room.filter(id -> !isIn(actor, id)).isPresent() ? GLANCE_MAX : SyncRequest.TIMEOUT_MAX;
    var timeout = Duration.ofMillis(Math.min(millis, longest.toMillis()));
    if (!log.await(from, CATCH_UP_MAX)) {
      throw Refused.unavailable(Duration.ofSeconds(1));
    }
    var asked = new Asked(actor, room, from, timeout);
    Supplier<Optional<Reply>> look =
        () -> timeout.isZero() ? Optional.of(asked.end()) : asked.news();
    var now = changes.knows(from) ? look.get() : turns.take(actor.userNid(), look);
    if (now.isPresent()) {
      parked.reply(now.get());
    } else {
      parking.park(asked, parked);
    }
  }

  private boolean isIn(Actor actor, String roomId) {
    return rooms
        .find(roomId)
        .filter(room -> room.published().isJoined(actor.userNid()))
        .isPresent();
  }

  /// An event as somebody is told it.
  private record Told(RoomEvent event, EventJson.Telling telling) {}

  /// What was asked for: of one room, or of all rooms that the reader is in.
  private final class Asked implements Waiting {
    private final Actor actor;
    private final Optional<String> room;
    private final long from;
    private final Duration timeout;

    Asked(Actor actor, Optional<String> room, long from, Duration timeout) {
      this.actor = actor;
      this.room = room;
      this.from = from;
      this.timeout = timeout;
    }

    @Override
    public Actor actor() {
      return actor;
    }

    @Override
    public Duration timeout() {
      return timeout;
    }

    @Override
    public Optional<Reply> news() {
      return answer(false);
    }

    @Override
    public Reply end() {
      return answer(true).orElseThrow();
    }

    private Optional<Reply> answer(boolean anyway) {
      var upTo = answers.seen();
      var end = upTo;
      var told = new ArrayList<>(room.isPresent() ? List.<Told>of() : invitations(upTo));
      for (var window : windows()) {
        var page = reading.forward(window, from, end, EVENTS_MAX, ALL);
        page.events().forEach(event -> told.add(new Told(event, window.telling(event))));
        end = cut(told, Math.min(end, page.next().orElse(end)));
      }
      end = cut(told, end);
      return told.isEmpty() && !anyway ? Optional.empty() : Optional.of(reply(told, end));
    }

    /// Keeps the first of what is told, in order and up to a position; answers up to which.
    private static long cut(List<Told> told, long end) {
      told.sort(Comparator.comparingLong(each -> each.event().pos()));
      var last =
          told.size() > EVENTS_MAX ? Math.min(end, told.get(EVENTS_MAX - 1).event().pos()) : end;
      told.removeIf(each -> each.event().pos() > last);
      return last;
    }

    private List<Reading.Window> windows() {
      if (room.isPresent()) {
        return List.of(reading.window(actor, room.get()));
      }
      var windows = new ArrayList<Reading.Window>();
      for (var standing : rooms.memberships().of(actor.userNid()).all()) {
        var isIn = standing.membership() == Membership.JOIN;
        if (standing.pos() > from || (isIn && changes.after(standing.room(), from))) {
          reading.own(actor, standing.room()).ifPresent(windows::add);
        }
      }
      return windows;
    }

    private List<Told> invitations(long upTo) {
      var told = new ArrayList<Told>();
      for (var standing : rooms.memberships().of(actor.userNid()).all()) {
        if (standing.membership() == Membership.INVITE
            && standing.pos() > from
            && standing.pos() <= upTo) {
          snapshot
              .invitation(actor, standing)
              .ifPresent(
                  invited ->
                      told.add(
                          new Told(
                              invited.event(),
                              new EventJson.Telling(
                                  actor,
                                  invited.room().id().value(),
                                  standing.membership().word()))));
        }
      }
      return told;
    }

    private Reply reply(List<Told> told, long end) {
      var out = new JsonOut(1_024);
      out.raw("{\"start\":").string(tokens.text(from));
      out.name("end").string(tokens.text(Math.max(from, end)));
      out.name("chunk").raw("[");
      told.forEach(each -> json.write(out.comma(), each.event(), each.telling()));
      return Reply.json(out.raw("]}").segments());
    }
  }
}
