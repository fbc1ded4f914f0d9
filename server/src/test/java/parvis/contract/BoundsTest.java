package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Race.ended;
import static parvis.harness.Race.later;
import static parvis.harness.Race.until;
import static parvis.harness.Race.waiting;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;

/// What may be there so many times is there no more often when requests come at once: of two that
/// ask for the last place one gets it.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class BoundsTest {
  private static final String V3 = "/_matrix/client/v3";

  @AutoClose private static World world;

  @BeforeAll
  static void start() {
    world = World.start(Map.of("PARVIS_REGISTRATION", "closed"));
    world.administrator("first");
  }

  private static void sql(String statement, Object... args) {
    world.db().write(tx -> tx.run(statement, args));
  }

  private static long count(String query, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), query, args)).orElseThrow();
  }

  /// Both are under way, the first at the lock, when the lock is let go.
  private static List<Answer> atOnce(
      Consumer<Tx> lock, Supplier<Answer> one, Supplier<Answer> other) {
    var requests =
        world
            .db()
            .write(
                tx -> {
                  lock.accept(tx);
                  var both = Stream.of(one, other).map(request -> later(request)).toList();
                  until(() -> waiting(tx) == 2);
                  return both;
                });
    return requests.stream().map(request -> ended(request)).toList();
  }

  private static void assertOneOf(List<Answer> answers) {
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(200);
  }

  @Test
  void devices_of_an_account() {
    var person = world.signIn("first");
    sql(
        """
        insert into device ("user", device_id, created_ms, seen_ms, seen_address)
        select "user", 'D' || n, 0, 0, ''
          from account cross join generate_series(1, 999 - (select count(*) from device)) as n""");
    var wish = Client.proof(person.user(), World.PASSWORD);
    Supplier<Answer> login = () -> world.stranger().post(V3 + "/login", wish);
    assertOneOf(atOnce(tx -> tx.run("lock table session in share mode"), login, login));
    assertThat(count("select count(*) as n from device")).isEqualTo(1_000);
    sql("delete from device where seen_ms = 0");
  }

  @Test
  void aliases_of_a_room() {
    var owner = world.signIn("first");
    var room = owner.post(V3 + "/createRoom", JsonObject.EMPTY).ok().string("room_id");
    sql(
        """
        insert into room_alias (alias, room, creator)
        select '#a' || n || ':parvis.example', nid, 0 from room, generate_series(1, 99) as n
         where room_id = ?""",
        room);
    var wish = JsonObject.of("room_id", room);
    assertOneOf(
        atOnce(
            tx -> tx.run("lock table room_alias in share mode"),
            () -> owner.put(alias("one"), wish),
            () -> owner.put(alias("other"), wish)));
    assertThat(count("select count(*) as n from room_alias")).isEqualTo(100);
  }

  private static String alias(String name) {
    return V3 + "/directory/room/" + Client.segment("#" + name + ":" + World.SERVER);
  }

  @Test
  void invitations_to_a_house_which_one_too_many_does_not_open() {
    var admin = world.signIn("first");
    sql(
        """
        insert into invitation
          (hash, server, sealed_token, invited_by, created_ms, expires_ms, uses_left)
        select sha256(n::text::bytea), server, '', "user", 0, 9e15::bigint, 1
          from account, generate_series(1, 999) as n""");
    Supplier<Answer> invite = () -> admin.post("/api/v1/invitations", JsonObject.EMPTY);
    assertOneOf(atOnce(tx -> tx.list(r -> true, "select from account for update"), invite, invite));
    assertThat(count("select count(*) as n from invitation")).isEqualTo(1_000);

    admin.put("/api/v1/registration", JsonObject.of("mode", "closed")).ok();
    assertThat(invite.get().errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    assertThat(admin.get("/api/v1/registration").ok().string("mode")).isEqualTo("closed");
  }

  @Test
  void addresses_that_wait_for_their_media() {
    var sender = world.signIn("first");
    for (int round = 0; round < 5; round++) {
      sql("delete from media");
      var requests =
          Stream.generate(
                  () -> later(() -> sender.post("/_matrix/media/v1/create", JsonObject.EMPTY)))
              .limit(60)
              .toList();
      requests.forEach(request -> ended(request));
      assertThat(count("select count(*) as n from media")).isEqualTo(50);
    }
  }
}
