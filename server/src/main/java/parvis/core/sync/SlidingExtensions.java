package parvis.core.sync;

import java.util.List;
import java.util.stream.Collectors;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.platform.http.Body;
import parvis.protocol.room.Membership;

/// What is told in a sliding sync beside rooms, as far as it was asked for: messages to the device
/// and whose devices changed, account data, receipts, who is writing, threads that one follows.
/// spec: MSC4186, MSC3884, MSC3885, MSC3959, MSC3960, MSC3961, MSC4308
final class SlidingExtensions {
  private final Rooms rooms;
  private final Changes changes;
  private final DeviceSection devices;
  private final AccountDataSection accountData;
  private final Ephemeral ephemeral;
  private final SubscriptionsSection subscriptions;
  private final Tokens tokens;

  SlidingExtensions(
      Rooms rooms,
      Changes changes,
      DeviceSection devices,
      AccountDataSection accountData,
      Ephemeral ephemeral,
      SubscriptionsSection subscriptions,
      Tokens tokens) {
    this.rooms = rooms;
    this.changes = changes;
    this.devices = devices;
    this.accountData = accountData;
    this.ephemeral = ephemeral;
    this.subscriptions = subscriptions;
    this.tokens = tokens;
  }

  /// A room that the client shows.
  ///
  /// @param span what was not told of it
  /// @param timeline its events in this answer
  record Shown(RoomSection.Span span, List<RoomEvent> timeline) {}

  /// An answer up to a cut.
  ///
  /// @param tailUpTo number of the last change of typing that it may tell of
  record Cut(long upTo, long tailUpTo) {}

  /// Whether there was something to tell.
  boolean write(JsonOut out, SlidingRequest request, List<Shown> shown, Cut cut) {
    var some = false;
    out.name("extensions").raw("{");
    for (var extension : request.extensions().entrySet()) {
      some |=
          switch (extension.getKey()) {
            case "to_device" -> writeToDevice(out, request, cut);
            case "e2ee" -> writeKeys(out, request, cut);
            case "account_data" -> writeAccountData(out, request, shown, cut);
            case "receipts" -> writeReceipts(out, shown);
            case "typing" -> writeTyping(out, shown, cut);
            case SubscriptionsSection.EXTENSION ->
                subscriptions.write(out, request, extension.getValue(), cut.upTo());
            default -> false;
          };
    }
    out.raw("}");
    return some;
  }

  /// Its token is one of its own: coming back with it shows that the messages were received.
  private boolean writeToDevice(JsonOut out, SlidingRequest request, Cut cut) {
    var since = received(request);
    var sync = request.asSync(since, SyncFilter.ALL);
    var messages = devices.messages(sync, cut.upTo());
    out.name("to_device").raw("{\"next_batch\":").string(tokens.text(messages.upTo()));
    out.name("events").raw("[");
    messages.messages().forEach(message -> out.comma().raw(message.value()));
    out.raw("]}");
    return !messages.messages().isEmpty();
  }

  /// Refuses what cannot be answered, before anything is done for it.
  static void check(SlidingRequest request) {
    var threads = request.extensions().get(SubscriptionsSection.EXTENSION);
    if (threads != null) {
      SubscriptionsSection.limit(threads);
    }
  }

  /// Up to where a device shows to have received its messages.
  long received(SlidingRequest request) {
    var asked = request.extensions().get("to_device");
    return asked == null
        ? 0
        : new Body(asked).optionalString("since").map(tokens::read).map(Tokens.Cut::pos).orElse(0L);
  }

  private boolean writeKeys(JsonOut out, SlidingRequest request, Cut cut) {
    var since = request.since();
    var sync = request.asSync(since, SyncFilter.ALL);
    out.name("e2ee").raw("{");
    var some = since > 0 && devices.writeLists(out, sync, cut.upTo(), around(sync, cut));
    devices.writeCounts(out, sync);
    out.raw("}");
    return some;
  }

  /// Who came into and went from any room of the reader's, whether it is shown or not.
  private DeviceSection.Around around(SyncRequest sync, Cut cut) {
    var around = new DeviceSection.Around();
    var own = rooms.memberships().of(sync.actor().userNid());
    for (var standing : changes.among(own, sync.since())) {
      if (standing.membership() == Membership.JOIN) {
        noteRoom(around, sync, standing, standing.since() > sync.since(), cut);
      } else if (standing.pos() > sync.since() && standing.wasJoined()) {
        rooms
            .find(standing.room())
            .map(room -> rooms.viewAt(room, standing))
            .ifPresent(view -> noteAll(around, view.joined()));
      }
    }
    return around;
  }

  private void noteRoom(
      DeviceSection.Around around,
      SyncRequest sync,
      UserRooms.Standing standing,
      boolean isNew,
      Cut cut) {
    rooms
        .find(standing.room())
        .ifPresent(
            room -> {
              var view = room.published();
              var span = new RoomSection.Span(sync, room, view, sync.since(), cut.upTo(), isNew);
              devices.noteMembers(around, span, isNew);
            });
  }

  private static void noteAll(DeviceSection.Around around, long[] users) {
    for (var user : users) {
      around.went().add(user);
    }
  }

  private boolean writeAccountData(
      JsonOut out, SlidingRequest request, List<Shown> shown, Cut cut) {
    var sync = request.asSync(request.since(), SyncFilter.ALL);
    out.name("account_data").raw("{\"global\":[");
    var some = accountData.writeEvents(out, sync, 0, request.since(), cut.upTo());
    out.raw("],\"rooms\":{");
    for (var one : shown) {
      var span = one.span();
      var mark = out.size();
      out.name(span.room().id().value()).raw("[");
      if (accountData.writeEvents(out, sync, span.room().nid(), span.since(), cut.upTo())) {
        out.raw("]");
        some = true;
      } else {
        out.rewind(mark);
      }
    }
    out.raw("}}");
    return some;
  }

  /// Of a room that is new to the client, the receipts of what it is shown, and one's own.
  private boolean writeReceipts(JsonOut out, List<Shown> shown) {
    var some = false;
    out.name("receipts").raw("{\"rooms\":{");
    for (var one : shown) {
      var span = one.span();
      var self = span.request().actor().userNid();
      var events = one.timeline().stream().map(RoomEvent::eventId).collect(Collectors.toSet());
      var told =
          ephemeral.receipts(
              span,
              receipt ->
                  span.since() > 0
                      || receipt.user() == self
                      || events.contains(receipt.value().string("event_id").orElse("")));
      if (told.isPresent()) {
        out.name(span.room().id().value()).raw(told.get());
        some = true;
      }
    }
    out.raw("}}");
    return some;
  }

  private boolean writeTyping(JsonOut out, List<Shown> shown, Cut cut) {
    var some = false;
    out.name("typing").raw("{\"rooms\":{");
    for (var one : shown) {
      var told = ephemeral.typing(one.span(), cut.tailUpTo());
      if (told.isPresent()) {
        out.name(one.span().room().id().value()).raw(told.get());
        some = true;
      }
    }
    out.raw("}}");
    return some;
  }
}
