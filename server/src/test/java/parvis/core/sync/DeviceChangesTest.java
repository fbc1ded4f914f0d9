package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whoever comes back to a restarted server learns of every change of keys meanwhile.
class DeviceChangesTest {
  private static final int STRANGERS = 15_000;

  /// Some numbers come before those of the people here, some after.
  private static final String CHANGED =
      """
      insert into syncable (kind, "user", room, key, pos, value)
      select 5, side * (9000000000 + n), 0, '', ?, ''
        from generate_series(1, ?) as n, (values (-1), (1)) as sides (side)""";

  @TempDir Path data;

  @Test
  void noneIsLostAmongThoseOfManyOthers() {
    var settings =
        Map.of("PARVIS_DATABASE_URL", TestDatabase.freshUrl(), "PARVIS_DATA", data.toString());
    Client alice;
    Client chloe;
    String since;
    try (var world = World.start(settings)) {
      alice = world.register("alice");
      chloe = world.register("chloe");
      Chat.room(alice, chloe);
      since = Chat.next(Chat.sync(alice, ""));
      world.db().write(tx -> tx.run(CHANGED, position(since) + 1, STRANGERS));
      upload(chloe);
    }
    try (var world = World.start(settings)) {
      var back = world.stranger().signedIn(alice.user(), alice.device(), alice.token());
      var told = Chat.sync(back, "since=" + since);
      assertThat(changed(told)).containsExactly(chloe.user());
      var path = "/_matrix/client/v3/keys/changes?from=" + since + "&to=" + Chat.next(told);
      var changes = back.get(path).ok().json().array("changed").orElseThrow().strings();
      assertThat(changes).containsExactly(chloe.user());
    }
  }

  private static long position(String token) {
    return Long.parseLong(token.split("[.~]")[1]);
  }

  private static List<String> changed(JsonObject sync) {
    return Chat.at(sync, "device_lists").array("changed").orElse(JsonArray.EMPTY).strings();
  }

  private static void upload(Client of) {
    var keys =
        JsonObject.of(
            "user_id", of.user(),
            "device_id", of.device(),
            "algorithms", JsonArray.of("m.olm.v1.curve25519-aes-sha2"),
            "keys", JsonObject.of("curve25519:" + of.device(), "k"),
            "signatures", JsonObject.of(of.user(), JsonObject.of("ed25519:" + of.device(), "s")));
    of.post("/_matrix/client/v3/keys/upload", JsonObject.of("device_keys", keys)).ok();
  }
}
