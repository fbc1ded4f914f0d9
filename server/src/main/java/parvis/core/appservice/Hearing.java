package parvis.core.appservice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.UserRooms;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// What is a service's business: what happens in rooms in which its people are, and what is done to
/// them.
///
/// spec: as-api#registration
final class Hearing {
  private static final String MEMBER = "m.room.member";

  /// Rooms of which it is remembered who of the service's people is or was in them.
  private static final int ROOMS_MAX = 10_000;

  /// People of whom it is remembered whether they are the service's, and what they were to a room.
  private static final int PEOPLE_MAX = 100_000;

  private static final int PASTS_MAX = 10_000;

  /// How long it is remembered whether a name of the service's leads to a room. Of rooms in which
  /// something happened it is asked each time.
  private static final Duration NAMED_KEPT = Duration.ofMinutes(1);

  private final Service service;
  private final Services services;
  private final Rooms rooms;
  private final Users users;
  private final Cache<Long, Known> known = Caffeine.newBuilder().maximumSize(ROOMS_MAX).build();
  private final Cache<UserId, Boolean> own = Caffeine.newBuilder().maximumSize(PEOPLE_MAX).build();
  private final Cache<Past, List<UserRooms.Standing>> pasts =
      Caffeine.newBuilder().maximumSize(PASTS_MAX).build();
  private final Cache<Long, Boolean> named =
      Caffeine.newBuilder().maximumSize(ROOMS_MAX).expireAfterWrite(NAMED_KEPT).build();

  /// The service's people in a room, those who left included, as long as `joined` are in it.
  private record Known(long[] joined, List<Person> people) {}

  private record Person(UserId user, long nid) {}

  /// Before the standing that somebody has in a room since a position.
  private record Past(long user, long room, long since) {}

  Hearing(Service service, Services services, Rooms rooms, Users users) {
    this.service = service;
    this.services = services;
    this.rooms = rooms;
    this.users = users;
  }

  /// Asks to which of these rooms a name of the service's leads, before they are looked at.
  void ask(Stream<Long> nids) {
    if (service.aliases().isEmpty()) {
      return;
    }
    var asked = nids.filter(nid -> nid != 0).collect(Collectors.toSet());
    if (!asked.isEmpty()) {
      var names = rooms.aliases(asked);
      asked.forEach(
          nid ->
              named.put(
                  nid, names.getOrDefault(nid, List.of()).stream().anyMatch(service::hasAlias)));
    }
  }

  /// Whether an event is to be told.
  boolean hears(Room room, RoomEvent event) {
    return isAboutOwn(event)
        || service.hasRoom(room.id().value())
        || isNamed(room)
        || wasIn(people(room), room, event);
  }

  /// Whether what is of the moment in a room is to be told.
  boolean follows(Room room) {
    return service.hasRoom(room.id().value())
        || people(room).stream().anyMatch(person -> room.published().isJoined(person.nid()))
        || isNamed(room);
  }

  /// Whether it is told of somebody: one of its own, or who is in a room with them.
  boolean follows(long user) {
    return isOwn(user) || meets(user, rooms::find);
  }

  /// Whether it is told that somebody came or went. Rooms that are not in memory are left out:
  /// nothing happens there, and people come and go too often to look.
  boolean sees(long user) {
    return isOwn(user) || meets(user, rooms::loaded);
  }

  private boolean meets(long user, LongFunction<Optional<Room>> find) {
    for (var standing : rooms.memberships().of(user).all()) {
      if (standing.membership() == Membership.JOIN
          && find.apply(standing.room()).filter(this::follows).isPresent()) {
        return true;
      }
    }
    return false;
  }

  boolean isOwn(long user) {
    return isOwn(users.id(user));
  }

  private boolean isAboutOwn(RoomEvent event) {
    return event.type().equals(MEMBER)
        && event.stateKey().flatMap(UserId::parse).filter(this::isOwn).isPresent();
  }

  private boolean isOwn(UserId user) {
    return own.get(user, one -> services.is(service, one));
  }

  private boolean isNamed(Room room) {
    if (service.aliases().isEmpty()) {
      return false;
    }
    if (named.getIfPresent(room.nid()) == null) {
      ask(Stream.of(room.nid()));
    }
    return Boolean.TRUE.equals(named.getIfPresent(room.nid()));
  }

  /// Whether anybody was in a room when an event happened there. Who is in it since before is
  /// known; the past of all others is looked at when there is nobody of those, and once.
  private boolean wasIn(List<Person> people, Room room, RoomEvent event) {
    var came = new ArrayList<Person>();
    for (var person : people) {
      var standing = rooms.memberships().of(person.nid()).in(room.nid());
      if (standing.isPresent() && standing.get().since() > event.pos()) {
        came.add(person);
      } else if (standing.filter(now -> now.membership() == Membership.JOIN).isPresent()) {
        return true;
      }
    }
    return came.stream().anyMatch(person -> wasIn(person, room, event));
  }

  private boolean wasIn(Person person, Room room, RoomEvent event) {
    var since = rooms.memberships().of(person.nid()).in(room.nid()).orElseThrow().since();
    var past =
        pasts.get(
            new Past(person.nid(), room.nid(), since),
            _ -> rooms.memberships().past(person.user(), room, since - 1));
    var was = Membership.LEAVE;
    for (var standing : past) {
      if (standing.pos() >= event.pos()) {
        break;
      }
      was = standing.membership();
    }
    return was == Membership.JOIN;
  }

  private List<Person> people(Room room) {
    var joined = room.published().joined();
    var before = Optional.ofNullable(known.getIfPresent(room.nid()));
    if (before.filter(one -> Arrays.equals(one.joined(), joined)).isPresent()) {
      return before.get().people();
    }
    var people =
        room.published().state().members().stream()
            .filter(member -> member.membership().filter(Hearing::mayHear).isPresent())
            .flatMap(member -> UserId.parse(member.stateKey().orElse("")).stream())
            .filter(this::isOwn)
            .map(user -> new Person(user, users.nid(user)))
            .toList();
    known.put(room.nid(), new Known(joined, people));
    return people;
  }

  private static boolean mayHear(Membership membership) {
    return switch (membership) {
      case JOIN, LEAVE, BAN -> true;
      case INVITE, KNOCK -> false;
    };
  }
}
