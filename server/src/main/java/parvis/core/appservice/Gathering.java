package parvis.core.appservice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.keys.InboxKey;
import parvis.core.keys.KeyCounts;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.sync.Overhearing;
import parvis.platform.db.DatabaseFault;
import parvis.platform.log.LogRow;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Puts together what one service is told, of rows of the log and of what changed at the moment.
final class Gathering {
  private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

  /// Messages to devices of one transaction.
  private static final int MESSAGES_MAX = 100;

  /// What gathering needs of the rest of the house.
  record House(
      Services services,
      Rooms rooms,
      Users users,
      Overhearing overhearing,
      KeyCounts counts,
      EventJson json) {}

  /// Somebody's device.
  record Device(long user, String id) {}

  /// What changed since the last transaction, and is in no log.
  record Moment(Set<Long> typing, Set<Long> came, Set<Device> counted) {
    /// Whether there are so many of a kind.
    boolean hasAny(int count) {
      return typing.size() >= count || came.size() >= count || counted.size() >= count;
    }
  }

  private final Service service;
  private final House house;
  private final Hearing hearing;
  private final Actor reader;

  Gathering(Service service, House house) {
    this.service = service;
    this.house = house;
    this.hearing = new Hearing(service, house.services(), house.rooms(), house.users());
    this.reader = new Actor(service.sender(), house.users().nid(service.sender()), "", 0, 0, false);
  }

  /// A part of the log that was looked at.
  ///
  /// @param upTo the last position of which the parcel tells
  record Gathered(Parcel parcel, long upTo) {}

  /// Looks at rows until the parcel is full.
  ///
  /// @param at the position before the first row
  Gathered gather(List<LogRow> rows, long at, Moment moment) {
    var parcel = new Parcel();
    hearing.ask(Stream.concat(rows.stream().map(LogRow::room), moment.typing().stream()));
    var read = new LinkedHashSet<Long>();
    var sent = new LinkedHashMap<Long, List<LogRow>>();
    var upTo = at;
    for (var row : rows) {
      if (parcel.isFull() || sent.values().stream().mapToInt(List::size).sum() >= MESSAGES_MAX) {
        break;
      }
      look(parcel, row, read, sent);
      upTo = row.pos();
    }
    for (var room : read) {
      receipts(parcel, room, at, upTo);
    }
    var counted = new LinkedHashSet<>(moment.counted());
    sent.forEach((user, messages) -> toDevices(parcel, user, messages, counted));
    counted.forEach(device -> count(parcel, device));
    moment(parcel, moment);
    return new Gathered(parcel, upTo);
  }

  /// One row; what cannot be read holds up nothing else.
  private void look(Parcel parcel, LogRow row, Set<Long> read, Map<Long, List<LogRow>> sent) {
    try {
      switch (row.kind()) {
        case LogRow.EVENT -> event(parcel, row);
        case LogRow.RECEIPT -> read.add(row.room());
        case LogRow.TO_DEVICE -> {
          if (wantsMessages() && hearing.isOwn(row.user())) {
            sent.computeIfAbsent(row.user(), _ -> new ArrayList<>()).add(row);
          }
        }
        case LogRow.DEVICE_LIST -> {
          if (service.encrypting() && row.key().isEmpty() && hearing.follows(row.user())) {
            parcel.changed(name(row.user()));
          }
        }
        default -> {}
      }
    } catch (DatabaseFault fault) {
      throw fault;
    } catch (RuntimeException fault) {
      LOG.error("{} is not told of the row {} of the log", service.id(), row.pos(), fault);
    }
  }

  private boolean wantsMessages() {
    return service.encrypting() || service.ephemeral() != Service.Ephemeral.NOTHING;
  }

  private void event(Parcel parcel, LogRow row) {
    var found = house.rooms().find(row.room());
    if (found.isEmpty()) {
      return;
    }
    var room = found.get();
    event(room, row.pos())
        .filter(event -> hearing.hears(room, event))
        .ifPresent(
            event -> {
              parcel.event(house.json(), room, event, reader);
              if (service.encrypting()) {
                devices(parcel, event);
              }
            });
  }

  private Optional<RoomEvent> event(Room room, long pos) {
    var ring = room.ring().after(pos - 1, pos, 1);
    return (ring.isEmpty() ? house.rooms().last(room, pos - 1, pos, 1) : ring).stream().findFirst();
  }

  /// Whose devices it is to look at, and whose no more, because they came or went.
  private void devices(Parcel parcel, RoomEvent event) {
    var member = event.stateKey().flatMap(UserId::parse);
    if (event.membership().isEmpty() || member.isEmpty()) {
      return;
    }
    var user = house.users().nid(member.get());
    if (event.membership().get() == Membership.JOIN) {
      parcel.changed(member.get().value());
    } else if (!hearing.follows(user)) {
      parcel.left(member.get().value());
    }
  }

  private void receipts(Parcel parcel, long nid, long at, long upTo) {
    if (service.ephemeral() != Service.Ephemeral.NOTHING) {
      house
          .rooms()
          .find(nid)
          .filter(hearing::follows)
          .flatMap(room -> house.overhearing().receipts(room, at, upTo, hearing::isOwn))
          .ifPresent(parcel::ephemeral);
    }
  }

  private void toDevices(Parcel parcel, long user, List<LogRow> messages, Set<Device> counted) {
    parcel.toDevice(house.overhearing().messages(user, messages));
    messages.forEach(row -> counted.add(new Device(user, InboxKey.parse(row.key()).device())));
  }

  private void count(Parcel parcel, Device device) {
    if (service.encrypting() && hearing.isOwn(device.user())) {
      parcel.counts(
          name(device.user()), device.id(), house.counts().of(device.user(), device.id()));
    }
  }

  private void moment(Parcel parcel, Moment moment) {
    if (service.ephemeral() == Service.Ephemeral.NOTHING) {
      return;
    }
    for (var nid : moment.typing()) {
      house
          .rooms()
          .find(nid)
          .filter(hearing::follows)
          .ifPresent(room -> parcel.ephemeral(house.overhearing().typing(room)));
    }
    for (var user : moment.came()) {
      if (hearing.sees(user)) {
        house.overhearing().presence(user).ifPresent(parcel::ephemeral);
      }
    }
  }

  /// What was sent to devices of the service's own, and goes once it has it: nobody else comes for
  /// it, where it alone holds their names.
  List<LogRow> messages(List<LogRow> rows, long upTo) {
    if (!service.encrypting()) {
      return List.of();
    }
    return rows.stream()
        .filter(row -> row.kind() == LogRow.TO_DEVICE && row.pos() <= upTo)
        .filter(row -> hearing.isOwn(row.user()))
        .filter(row -> service.isAlone(house.users().id(row.user())))
        .toList();
  }

  private String name(long user) {
    return house.users().id(user).value();
  }
}
