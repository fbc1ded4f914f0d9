package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// However often a room changes, what it was is never far from a whole copy.
class SnapshotsTest {
  private static final int CHANGES = 3 * Snapshots.STEPS_MAX;

  private static final String LONGEST =
      """
      with recursive chain (nid, parent, length) as (
        select s.nid, s.parent, 1 from snapshot s join room r on r.nid = s.room where r.room_id = ?
        union all
        select c.nid, s.parent, c.length + 1
          from chain c join snapshot s on s.nid = c.parent where c.parent <> 0)
      select max(length) as n from chain""";

  private static final String WHOLE =
      """
      select count(*) as n from snapshot s join room r on r.nid = s.room
       where r.room_id = ? and s.parent = 0""";

  private static final String ALL =
      "select count(*) as n from snapshot s join room r on r.nid = s.room where r.room_id = ?";

  @Test
  void chainsAreBoundedAndTellTheStateAsItWas() {
    try (World world = World.start()) {
      Client alice = world.register("alice");
      String room = Chat.room(alice);
      long before = count(world, ALL, room);
      for (int i = 0; i < CHANGES; i++) {
        Chat.state(alice, room, "org.example.n" + i % 7, JsonObject.of("n", i)).ok();
        if (i % 10 == 0) Chat.say(alice, room, "Bonjour");
      }
      assertThat(count(world, ALL, room) - before).isEqualTo(CHANGES);
      assertThat(count(world, LONGEST, room)).isEqualTo(Snapshots.STEPS_MAX);
      assertThat(count(world, WHOLE, room)).isBetween(3L, 4L);
      world.restart();
      for (int i = CHANGES - 7; i < CHANGES; i++)
        assertThat(
                world
                    .back(alice)
                    .get(Chat.path(room) + "/state/org.example.n" + i % 7 + "/")
                    .ok()
                    .json())
            .isEqualTo(JsonObject.of("n", i));
    }
  }

  private static long count(World world, String sql, String room) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, room)).orElseThrow();
  }
}
