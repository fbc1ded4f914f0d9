package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.Race;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Guests come without an account, enter where they are let in, and do little else.
final class GuestsTest {
  private static final String REGISTER = "/_matrix/client/v3/register";
  private static final String FORBIDDEN = "M_GUEST_ACCESS_FORBIDDEN";

  /// What guests may ask for.
  /// spec: cs-api#guest-access
  private static final Set<String> ALLOWED =
      Set.of(
          "GET /_matrix/client/v1/media/download/{serverName}/{mediaId}",
          "GET /_matrix/client/v1/media/download/{serverName}/{mediaId}/{fileName}",
          "GET /_matrix/client/v1/media/thumbnail/{serverName}/{mediaId}",
          "GET /_matrix/client/v3/account/whoami",
          "GET /_matrix/client/v3/devices",
          "GET /_matrix/client/v3/devices/{deviceId}",
          "GET /_matrix/client/v3/events",
          "GET /_matrix/client/v3/rooms/{roomId}/context/{eventId}",
          "GET /_matrix/client/v3/rooms/{roomId}/event/{eventId}",
          "GET /_matrix/client/v3/rooms/{roomId}/initialSync",
          "GET /_matrix/client/v3/rooms/{roomId}/members",
          "GET /_matrix/client/v3/rooms/{roomId}/messages",
          "GET /_matrix/client/v3/rooms/{roomId}/state",
          "GET /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey?}",
          "GET /_matrix/client/v3/sync",
          "POST /_matrix/client/v3/keys/claim",
          "POST /_matrix/client/v3/keys/query",
          "POST /_matrix/client/v3/keys/upload",
          "POST /_matrix/client/v3/logout",
          "POST /_matrix/client/v3/logout/all",
          "POST /_matrix/client/v3/rooms/{roomId}/join",
          "POST /_matrix/client/v3/rooms/{roomId}/leave",
          "PUT /_matrix/client/v3/devices/{deviceId}",
          "PUT /_matrix/client/v3/profile/{userId}/{keyName}",
          "PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}",
          "PUT /_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey?}",
          "PUT /_matrix/client/v3/sendToDevice/{eventType}/{txnId}");

  private static final TestClock clock = new TestClock();

  @AutoClose private static final World world = World.start(Map.of("PARVIS_GUESTS", "on"), clock);

  private static Client alice = world.register("alice");

  private static Client guest() {
    Answer come = world.stranger().post(REGISTER + "?kind=guest", JsonObject.EMPTY).ok();
    return world
        .stranger()
        .signedIn(come.string("user_id"), come.string("device_id"), come.string("access_token"));
  }

  /// The clock stands, and no two rooms are made in one millisecond by one person.
  private static String room() {
    clock.advance(Duration.ofMillis(1));
    return Chat.room(alice);
  }

  private static void access(String room, String word) {
    Chat.state(alice, room, "m.room.guest_access", JsonObject.of("guest_access", word)).ok();
  }

  @Test
  void a_guest_is_one_and_enters_where_guests_may() {
    Client guest = guest();
    assertThat(guest.get("/_matrix/client/v3/account/whoami").ok().json().bool("is_guest"))
        .contains(true);
    String closed = room();
    access(closed, "forbidden");
    assertThat(Chat.join(guest, closed).errcode()).isEqualTo(FORBIDDEN);
    Chat.member(alice, closed, "invite", guest).ok();
    assertThat(Chat.join(guest, closed).errcode()).as("though invited").isEqualTo(FORBIDDEN);
    String open = room();
    access(open, "can_join");
    Chat.join(guest, open).ok();
    Chat.say(guest, open, "bonjour");
    String bob = Chat.path(open) + "/state/m.room.member/" + Client.segment("@bob:localhost");
    assertThat(guest.put(bob, JsonObject.of("membership", "invite")).errcode())
        .isEqualTo(FORBIDDEN);
    String name = "/_matrix/client/v3/profile/" + Client.segment(guest.user());
    guest.put(name + "/displayname", JsonObject.of("displayname", "Passant")).ok();
    assertThat(guest.put(name + "/m.tz", JsonObject.of("m.tz", "Europe/Paris")).errcode())
        .isEqualTo(FORBIDDEN);
    Answer found =
        alice.post(
            "/_matrix/client/v3/user_directory/search", JsonObject.of("search_term", "passant"));
    assertThat(found.ok().json().array("results").orElseThrow().values()).isEmpty();
    access(open, "forbidden");
    Race.until(() -> !Chat.at(Chat.sync(guest, ""), "rooms").has("join"));
    Chat.say(alice, open, "entre nous");
  }

  @Test
  void a_restricted_room_lets_no_guest_in_who_is_not_invited() {
    Client guest = guest();
    String space = room();
    access(space, "can_join");
    Chat.join(guest, space).ok();
    JsonObject allow = JsonObject.of("type", "m.room_membership", "room_id", space);
    String room = room();
    access(room, "can_join");
    Chat.state(
            alice,
            room,
            "m.room.join_rules",
            JsonObject.of("join_rule", "restricted", "allow", JsonArray.of(allow)))
        .ok();
    assertThat(Chat.join(guest, room).errcode()).isEqualTo("M_FORBIDDEN");
    Chat.member(alice, room, "invite", guest).ok();
    Chat.join(guest, room).ok();
  }

  @Test
  void a_guest_does_what_the_table_says_and_nothing_else() {
    Client guest = guest();
    Set<String> allowed = new TreeSet<>();
    for (Route route : world.parvis().routes()) {
      if (!route.needsToken() || route.path().contains("/logout")) continue;
      String path = route.path().replaceAll("\\{[^}]*}", "x");
      Answer answer = guest.send(route.method(), path, "application/json", "{}".getBytes());
      boolean refused = answer.status() == 403 && answer.errcode().equals(FORBIDDEN);
      if (!refused || path.contains("/profile/")) allowed.add(route.method() + " " + route.path());
    }
    Set<String> expected = new TreeSet<>(ALLOWED);
    expected.removeIf(name -> name.contains("/logout"));
    allowed.removeIf(name -> name.startsWith("DELETE") && name.contains("/profile/"));
    assertThat(allowed).isEqualTo(expected);
    guest.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
  }

  @Test
  void who_is_not_seen_for_long_is_gone() {
    Client stuck = guest();
    Client gone = guest();
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    create function stuck() returns trigger language plpgsql as
                      $$ begin raise exception 'stuck'; end $$
                    """));
    String trigger =
        "create trigger stuck before update on account for each row"
            + " when (old.localpart = '%s') execute function stuck()";
    world.db().write(tx -> tx.run(trigger.formatted(localpart(stuck))));
    clock.advance(Guests.LIFE.plusMinutes(1));
    Client there = guest();
    String room = room();
    access(room, "can_join");
    Chat.join(there, room).ok();
    world.restart();
    alice = world.back(alice);
    String ended = "select 1 from account where localpart = ? and deactivated_ms is not null";
    Race.until(
        () -> world.db().read(tx -> tx.first(row -> true, ended, localpart(gone))).isPresent());
    assertThat(world.back(gone).get("/_matrix/client/v3/account/whoami").status()).isEqualTo(401);
    world.back(there).get("/_matrix/client/v3/account/whoami").ok();
    world.db().write(tx -> tx.run("drop trigger stuck on account"));
  }

  private static String localpart(Client guest) {
    return guest.user().substring(1, guest.user().indexOf(':'));
  }

  @Test
  void a_guest_makes_an_account_of_what_they_are() {
    Client guest = guest();
    String room = room();
    access(room, "can_join");
    Chat.join(guest, room).ok();
    String localpart = guest.user().substring(1, guest.user().indexOf(':'));
    JsonObject wish =
        JsonObject.of(
            "guest_access_token",
            guest.token(),
            "password",
            World.PASSWORD,
            "auth",
            JsonObject.of("type", "m.login.dummy"));
    assertThat(guest.post(REGISTER, wish).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(guest.post(REGISTER, wish.with("username", "autre")).errcode())
        .isEqualTo("M_FORBIDDEN");
    JsonObject foreign = wish.with("guest_access_token", alice.token()).with("username", "alice");
    assertThat(guest.post(REGISTER, foreign).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(guest.post(REGISTER, wish.with("guest_access_token", "x")).errcode())
        .isEqualTo("M_UNKNOWN_TOKEN");
    Answer made = world.stranger().post(REGISTER, wish.with("username", localpart)).ok();
    assertThat(made.string("user_id")).isEqualTo(guest.user());
    assertThat(guest.get("/_matrix/client/v3/account/whoami").ok().json().bool("is_guest"))
        .contains(false);
    access(room, "forbidden");
    Client back = world.signIn(localpart);
    assertThat(Chat.at(Chat.sync(back, ""), "rooms", "join").keys()).containsExactly(room);
    assertThat(guest.post(REGISTER, wish.with("username", localpart)).errcode())
        .as("once")
        .isEqualTo("M_FORBIDDEN");
  }
}
