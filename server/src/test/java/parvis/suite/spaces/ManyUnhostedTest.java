package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Rooms of who is kept out, where there are many others.
class ManyUnhostedTest {
  private static final String UNHOSTED = "/api/v1/unhosted_rooms";
  private static final int OTHERS = 2_100;

  @AutoClose static World world;
  static Client house;

  @BeforeAll
  static void start() {
    world = World.start();
    house = world.administrator("house");
  }

  private static Client agent(String town, String name, String role) {
    var agent = world.register(name);
    Town.put(house, town, agent, role).ok();
    return agent;
  }

  /// A room of two agents, the maker of which is kept out.
  private static String left(String town, String name, Client mayor) {
    var maker = agent(town, "maker-" + name, "member");
    var other = agent(town, "other-" + name, "member");
    var room = Chat.create(maker, JsonObject.of("name", name));
    Chat.member(maker, room, "invite", other).ok();
    Chat.join(other, room).ok();
    var member = Town.one(town) + "/members/" + Client.segment(maker.user());
    mayor.put(member + "/suspension", JsonObject.of("suspended", true)).ok();
    return room;
  }

  @Test
  void what_others_have_hides_none_and_what_is_over_is_forgotten_whole() {
    var town = Town.ruled(house, "Ville");
    var mayor = agent(town, "mayor", "administrator");
    var village = Town.ruled(house, "Village");
    var reeve = agent(village, "reeve", "administrator");
    var room = left(town, "veille", mayor);
    Race.until(() -> mayor.get(UNHOSTED).ok().text().contains(room));
    var theirs = left(village, "champs", reeve);
    Race.until(() -> reeve.get(UNHOSTED).ok().text().contains(theirs));
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    insert into hostless_room (room, found_ms)
                    select -n, 9000000000000 + n from generate_series(1, ?) n\
                    """,
                    OTHERS));
    assertThat(mayor.get(UNHOSTED).ok().text()).contains(room).doesNotContain(theirs);
    assertThat(reeve.get(UNHOSTED).ok().text()).contains(theirs).doesNotContain(room);
    assertThat(house.get(UNHOSTED).ok().text()).contains(room, theirs);
    mayor.get(UNHOSTED + "/" + Client.segment(room)).ok();
    assertThat(mayor.get(UNHOSTED + "/" + Client.segment(theirs)).status()).isEqualTo(404);

    world.restart();
    Race.until(() -> found() == 2);
  }

  private static long found() {
    return world
        .db()
        .read(
            tx ->
                tx.first(row -> row.number("n"), "select count(*) as n from hostless_room")
                    .orElseThrow());
  }
}
