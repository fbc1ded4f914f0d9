package parvis.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Media goes when nothing speaks of it any more, and not before.
final class DoubtsTest {
  @AutoClose private static final World world = World.start();

  private static String upload(Client who, String text) {
    return who.send("POST", "/_matrix/media/v3/upload", "text/plain", text.getBytes())
        .ok()
        .string("content_uri");
  }

  private static void show(Client who, String room, String uri) {
    Chat.send(who, room, JsonObject.of("msgtype", "m.file", "body", "plan.txt", "url", uri));
  }

  private static int status(Client who, String uri) {
    return who.get("/_matrix/client/v1/media/download/" + uri.substring("mxc://".length()))
        .status();
  }

  private static long count(String what, Object... args) {
    var sql = "select coalesce(sum(n), 0) as n from (select " + what + ") x";
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, args)).orElseThrow();
  }

  private static long used(Client who) {
    return count(
        "bytes as n from media_use where \"user\" = (select nid from matrix_user where user_id = ?)",
        who.user());
  }

  @Test
  void what_a_purged_room_alone_spoke_of_goes_and_all_else_stays() {
    var admin = world.administrator("maire");
    var alice = world.register("alice");
    var closed = Chat.room(alice);
    var open = Chat.room(alice);
    var lost = upload(alice, "seulement ici");
    var shared = upload(alice, "ailleurs aussi");
    var face = upload(alice, "mon visage");
    var noted = upload(alice, "ma note");
    var same = upload(alice, "seulement ici");
    for (var uri : new String[] {lost, shared, face, noted}) show(alice, closed, uri);
    show(alice, open, shared);
    show(alice, open, same);
    var mine = Client.segment(alice.user());
    alice
        .put(
            "/_matrix/client/v3/profile/" + mine + "/avatar_url", JsonObject.of("avatar_url", face))
        .ok();
    alice
        .put(
            "/_matrix/client/v3/user/" + mine + "/account_data/fr.example.pack",
            JsonObject.of("html", "<img src='" + noted + "'>"))
        .ok();
    var before = used(alice);
    admin.delete("/_synapse/admin/v1/rooms/" + Client.segment(closed)).ok();
    assertThat(status(alice, lost)).as("it is not wiped yet").isEqualTo(200);

    world.restart();
    Race.until(() -> count("count(*) as n from original") == 0);
    world.restart();
    Race.until(() -> count("count(*) as n from media_doubt") == 0);
    var back = world.back(alice);
    assertThat(status(back, lost)).isEqualTo(404);
    for (var kept : new String[] {shared, face, noted, same}) {
      assertThat(status(back, kept)).as(kept).isEqualTo(200);
    }
    assertThat(used(back)).isEqualTo(before - "seulement ici".length());
  }
}
