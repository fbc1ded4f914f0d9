package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.platform.db.TestServer;
import parvis.protocol.json.JsonObject;

/// The oldest PostgreSQL that an operator may bring knows all of our SQL: it takes the migrations,
/// and every route answers on it as [EveryRouteTest] wants. `./parvis test long` asks those between
/// it and ours the same.
final class OldestPostgresTest {
  private static final String VERSION = "select current_setting('server_version') as version";

  /// A start brings the counter up to the log, messages that a device has got are deleted, and the
  /// words by which a space is found are written a moment after it is made or renamed.
  private static final Set<String> CHANGE_BY_THEMSELVES =
      Set.of("log_counter", "syncable", "space");

  @Test
  void everyRouteAnswersOnTheOldestPostgresAndARestartFindsEverything() {
    String url = TestDatabase.oldestEmptyUrl();
    try (World world = Traffic.world(Map.of("PARVIS_DATABASE_URL", url))) {
      List<String> version = world.db().read(tx -> tx.list(row -> row.text("version"), VERSION));
      assertThat(TestServer.OLDEST).startsWith(version.getFirst());
      Client alice = world.register("oldest-alice");
      String room = alice.post("/_matrix/client/v3/createRoom", JsonObject.EMPTY).string("room_id");
      assertThat(Traffic.played(world).problems()).isEmpty();

      String statement = Dump.statement(world.db());
      Dump before = Dump.of(world, statement);
      world.restart();
      assertThat(before.changed(Dump.of(world, statement))).isSubsetOf(CHANGE_BY_THEMSELVES);

      Traffic traffic = new Traffic(world);
      Client back = world.back(alice);
      String place = RoomPart.room(room);
      JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Bonjour");
      traffic.ask(200, back, "PUT", place + "/send/m.room.message/after", text);
      assertThat(traffic.get(back, "/_matrix/client/v3/sync").text()).contains("Bonjour");
      assertThat(traffic.problems()).isEmpty();
    }
  }
}
