package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.json.JsonArray;
import parvis.protocol.room.Membership;

/// The rooms of a person are the same, whether the log moved on before they were read or after.
class UserRoomsTest {
  private static final RoomVersion VERSION = RoomVersion.of("12").orElseThrow();

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  /// Bruno's member events in a room, the last first.
  static List<RoomEvent> events(String room) {
    var page = alice.get(Chat.path(room) + "/messages?dir=b&limit=50").ok().json();
    var ids =
        page.array("chunk").orElse(JsonArray.EMPTY).objects().stream()
            .filter(e -> e.string("state_key").filter(bruno.user()::equals).isPresent())
            .map(e -> e.string("event_id").orElseThrow())
            .toList();
    var store = new RoomStore();
    return world
        .db()
        .read(
            tx -> {
              var nid = store.room(tx, room).orElseThrow().nid();
              return ids.stream()
                  .map(id -> store.event(tx, id, nid, VERSION).orElseThrow())
                  .toList();
            });
  }

  static UserRooms.Standing joined(RoomEvent join) {
    return new UserRooms.Standing(
        join.room(),
        Membership.JOIN,
        join.nid(),
        join.pos(),
        join.pos(),
        join.snapshot(),
        false,
        false);
  }

  @Test
  void whoever_was_taken_out_while_their_rooms_were_read_had_been_in() {
    var room = Chat.room(alice, bruno);
    Chat.member(alice, room, "kick", bruno).ok();
    var events = events(room);
    var rooms = new UserRooms();
    rooms.follow(events.getFirst(), Membership.LEAVE);
    rooms.read(List.of(joined(events.getLast())));
    var standing = rooms.in(events.getFirst().room()).orElseThrow();
    assertThat(standing.membership()).isEqualTo(Membership.LEAVE);
    assertThat(standing.wasJoined()).isTrue();
    assertThat(standing.since()).isEqualTo(events.getFirst().pos());
  }

  @Test
  void whoever_changed_their_name_while_their_rooms_were_read_did_not_come_anew() {
    var room = Chat.room(alice, bruno);
    Chat.rename(bruno, "Bruno");
    var events = events(room);
    var rooms = new UserRooms();
    rooms.follow(events.getFirst(), Membership.JOIN);
    rooms.read(List.of(joined(events.getLast())));
    var standing = rooms.in(events.getFirst().room()).orElseThrow();
    assertThat(standing.pos()).isEqualTo(events.getFirst().pos());
    assertThat(standing.since()).isEqualTo(events.getLast().pos());
  }

  @Test
  void what_was_read_later_than_the_log_told_it_stays() {
    var room = Chat.room(alice, bruno);
    Chat.rename(bruno, "Bruno B.");
    var events = events(room);
    var rooms = new UserRooms();
    rooms.follow(events.getLast(), Membership.JOIN);
    rooms.read(List.of(joined(events.getFirst())));
    assertThat(rooms.in(events.getFirst().room())).contains(joined(events.getFirst()));
  }
}
