package parvis.core.appservice;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import parvis.base.Actor;
import parvis.core.identity.Service;
import parvis.core.identity.Services;
import parvis.core.identity.Users;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
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

  private final Service service;
  private final Services services;
  private final Rooms rooms;
  private final Users users;
  private final Cache<Long, Known> known = Caffeine.newBuilder().maximumSize(ROOMS_MAX).build();

  /// The service's people in a room, those who left included, as long as `joined` are in it.
  private record Known(long[] joined, List<Person> people) {}

  private record Person(UserId user, long nid) {}

  Hearing(Service service, Services services, Rooms rooms, Users users) {
    this.service = service;
    this.services = services;
    this.rooms = rooms;
    this.users = users;
  }

  /// Whether an event is to be told.
  boolean hears(Room room, RoomEvent event) {
    return isAboutOwn(event)
        || service.hasRoom(room.id().value())
        || people(room).stream().anyMatch(person -> wasIn(person, room, event))
        || isNamed(room);
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
    return services.is(service, users.id(user));
  }

  private boolean isAboutOwn(RoomEvent event) {
    return event.type().equals(MEMBER)
        && event.stateKey().flatMap(UserId::parse).filter(this::isOwn).isPresent();
  }

  private boolean isOwn(UserId user) {
    return services.is(service, user);
  }

  private boolean isNamed(Room room) {
    return !service.aliases().isEmpty() && rooms.aliases(room).stream().anyMatch(service::hasAlias);
  }

  /// Whether somebody was in a room when an event happened there. Who is in it since before is
  /// known; for all others their past is looked at.
  private boolean wasIn(Person person, Room room, RoomEvent event) {
    var standing = rooms.memberships().of(person.nid()).in(room.nid());
    if (standing.isEmpty()) {
      return false;
    }
    if (standing.get().since() <= event.pos()) {
      return standing.get().membership() == Membership.JOIN;
    }
    var self = new Actor(person.user(), person.nid(), "", 0, 0, false);
    return rooms.membershipAt(self, room, event).equals(Membership.JOIN.word());
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
