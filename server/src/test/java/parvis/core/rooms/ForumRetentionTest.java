package parvis.core.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A forum forgets, also where the operator has all else kept for ever.
class ForumRetentionTest {
  private static final TestClock CLOCK = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), CLOCK);

  private static String said(Client who, String room) {
    return who.get(Chat.path(room) + "/messages?dir=b&limit=50").ok().text();
  }

  @Test
  void what_was_said_in_a_forum_is_over_after_ninety_days_and_elsewhere_it_stays() {
    var admin = world.administrator("maire");
    var town = Town.ruled(admin, "Ville");
    var alice = world.register("alice");
    Town.put(admin, town, alice, "member").ok();
    var forum = Chat.create(alice, JsonObject.of("visibility", "public"));
    var room = Chat.create(alice, JsonObject.EMPTY);
    Chat.state(alice, room, "m.room.retention", JsonObject.of("max_lifetime", 1000)).ok();
    Chat.say(alice, forum, "autrefois");
    Chat.say(alice, room, "autrefois");
    CLOCK.advance(AccessRules.FORUM_RETENTION_MAX.minusDays(1));
    world.restart();
    assertThat(said(world.back(alice), forum)).contains("autrefois");
    CLOCK.advance(AccessRules.FORUM_RETENTION_MAX);
    world.restart();
    var later = world.back(alice);
    Race.until(() -> !said(later, forum).contains("autrefois"));
    assertThat(said(later, room)).contains("autrefois");
  }
}
