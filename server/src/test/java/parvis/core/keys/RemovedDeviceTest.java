package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Race.ended;
import static parvis.harness.Race.later;
import static parvis.harness.Race.until;
import static parvis.harness.Race.waiting;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.db.Db;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// A device goes with everything it had or stays with all of it, and others hear of it in any case.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RemovedDeviceTest {
  private static final String V3 = "/_matrix/client/v3";

  /// What lies in the database for one device, table by table.
  private static final String LEFT =
      """
      with gone as (select nid, ?::text as device from matrix_user where user_id = ?)
      select (select count(*) from device_key k, gone
               where k."user" = gone.nid and k.device = gone.device)
           + (select count(*) from one_time_key k, gone
               where k."user" = gone.nid and k.device = gone.device)
           + (select count(*) from fallback_key k, gone
               where k."user" = gone.nid and k.device = gone.device)
           + (select count(*) from key_signature k, gone
               where k."user" = gone.nid and k.target = gone.device)
           + (select count(*) from syncable s, gone
               where s."user" = gone.nid and s.kind = 4 and s.key like gone.device || '/%') as n""";

  @AutoClose private static final World world = World.start();
  private static final Client alice = world.register("alice");

  private enum Way {
    LOGOUT,
    LOGOUT_ALL,
    DELETE,
    DELETE_DEVICES,
    PASSWORD,
    DEACTIVATION
  }

  /// Removes the device `gone` in one of the ways there are.
  private static Answer remove(Way way, Client desk, Client gone) {
    return switch (way) {
      case LOGOUT -> gone.post(V3 + "/logout", JsonObject.EMPTY);
      case LOGOUT_ALL -> desk.post(V3 + "/logout/all", JsonObject.EMPTY);
      case DELETE -> proven(desk, "DELETE", V3 + "/devices/" + gone.device(), JsonObject.EMPTY);
      case DELETE_DEVICES -> {
        var devices = JsonObject.of("devices", JsonArray.of(gone.device()));
        yield proven(desk, "POST", V3 + "/delete_devices", devices);
      }
      case PASSWORD -> {
        var wish = JsonObject.of("new_password", World.PASSWORD + "!", "logout_devices", true);
        yield proven(desk, "POST", V3 + "/account/password", wish);
      }
      case DEACTIVATION -> proven(desk, "POST", V3 + "/account/deactivate", JsonObject.EMPTY);
    };
  }

  /// A request with the password of everyone.
  private static Answer proven(Client client, String method, String path, JsonObject body) {
    var auth = Client.proof(client.user(), World.PASSWORD);
    return client.send(method, path, "application/json", JsonWriter.write(body.with("auth", auth)));
  }

  /// Gives a device one of everything that a device can have.
  private static void furnish(World world, Client writer, Client device) {
    var one = JsonObject.of("signed_curve25519:A", JsonObject.of("key", "a"));
    var keys = KeyTalk.deviceKeys(device, "k");
    KeyTalk.upload(device, "device_keys", keys, "one_time_keys", one, "fallback_keys", one).ok();
    KeyTalk.write(writer, "to" + device.device(), device, device.device(), one).ok();
    var signature =
        """
        insert into key_signature ("user", signer, target, key_id, signature)
        select nid, nid, ?, 'ed25519:k', 's' from matrix_user where user_id = ?""";
    world.db().write(tx -> tx.run(signature, device.device(), device.user()));
    assertThat(left(world.db(), device)).isEqualTo(5);
  }

  private static long left(Db db, Client device) {
    return db.read(tx -> tx.first(r -> r.number("n"), LEFT, device.device(), device.user()))
        .orElseThrow();
  }

  private static JsonObject claim(Client client, Client of) {
    var wish = JsonObject.of(of.user(), JsonObject.of(of.device(), "signed_curve25519"));
    return Chat.at(
        client.post(V3 + "/keys/claim", JsonObject.of("one_time_keys", wish)).ok().json(),
        "one_time_keys");
  }

  private static JsonObject published(Client reader, Client of) {
    return Chat.at(KeyTalk.query(reader, of).ok().json(), "device_keys", of.user());
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everything_goes_with_it_and_others_are_told(Way way) {
    var desk = world.register("owner" + way.name().toLowerCase(Locale.ROOT));
    var phone = world.signIn(desk.user());
    Chat.room(alice, desk);
    furnish(world, alice, phone);
    var since = Chat.next(Chat.sync(alice, ""));
    remove(way, desk, phone).ok();
    assertThat(left(world.db(), phone)).isZero();
    assertThat(phone.get(V3 + "/account/whoami").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(published(alice, phone).has(phone.device())).isFalse();
    assertThat(claim(alice, phone).isEmpty()).isTrue();
    var told = Chat.sync(alice, "since=" + since);
    var heard = KeyTalk.list(told, way == Way.DEACTIVATION ? "left" : "changed");
    assertThat(heard).containsExactly(desk.user());
  }

  @Test
  void a_device_that_signs_in_again_under_the_name_of_a_removed_one_finds_nothing() {
    var phone = world.register("bruno");
    furnish(world, alice, phone);
    Chat.sync(phone, "");
    phone.post(V3 + "/logout", JsonObject.EMPTY).ok();
    var again = world.stranger().signIn("bruno", phone.device());
    var sync = Chat.sync(again, "");
    assertThat(KeyTalk.received(sync)).isEmpty();
    assertThat(Chat.at(sync, "device_one_time_keys_count").isEmpty()).isTrue();
    assertThat(sync.array("device_unused_fallback_key_types").orElseThrow().isEmpty()).isTrue();
    assertThat(published(alice, again).isEmpty()).isTrue();
  }

  @Test
  void a_removal_that_fails_has_removed_nothing() {
    var phone = world.register("chloe");
    furnish(world, alice, phone);
    sql(
        """
        create table keeps ("user" bigint, device text collate "C", algorithm text collate "C",
          key_id text collate "C",
          foreign key ("user", device, algorithm, key_id) references one_time_key)""");
    sql("insert into keeps select \"user\", device, algorithm, key_id from one_time_key");
    try {
      assertThat(phone.post(V3 + "/logout", JsonObject.EMPTY).status()).isEqualTo(500);
      assertThat(left(world.db(), phone)).isEqualTo(5);
      phone.get(V3 + "/account/whoami").ok();
      assertThat(published(alice, phone).has(phone.device())).isTrue();
    } finally {
      sql("drop table keeps");
    }
    phone.post(V3 + "/logout", JsonObject.EMPTY).ok();
    assertThat(left(world.db(), phone)).isZero();
  }

  private static void sql(String statement) {
    world.db().write(tx -> tx.run(statement));
  }

  @Test
  void what_the_log_could_not_take_others_hear_after_a_restart() {
    try (var house = World.start(Map.of())) {
      var reader = house.register("dora");
      var phone = house.register("emile");
      Chat.room(reader, phone);
      furnish(house, reader, phone);
      var since = Chat.next(Chat.sync(reader, ""));
      var refuse = "alter table syncable add constraint refused check (kind <> 5) not valid";
      house.db().write(tx -> tx.run(refuse));
      phone.post(V3 + "/logout", JsonObject.EMPTY).ok();
      assertThat(left(house.db(), phone)).isZero();
      assertThat(published(reader, phone).isEmpty()).isTrue();
      assertThat(KeyTalk.list(Chat.sync(reader, "since=" + since), "changed")).isEmpty();
      house.db().write(tx -> tx.run("alter table syncable drop constraint refused"));
      house.restart();
      var told = Chat.sync(house.back(reader), "timeout=30000&since=" + since);
      assertThat(KeyTalk.list(told, "changed")).containsExactly(phone.user());
    }
  }

  @Test
  void who_signs_in_while_all_are_signed_out_stays_wholly_or_goes_wholly() {
    var desk = world.register("gilles");
    furnish(world, alice, desk);
    var all = new CompletableFuture<CompletableFuture<Answer>>();
    var late = new CompletableFuture<CompletableFuture<Client>>();
    world
        .db()
        .write(
            tx -> {
              var held = "select 1 from key_signature where target = ? for update";
              tx.list(row -> true, held, desk.device());
              all.complete(later(() -> desk.post(V3 + "/logout/all", JsonObject.EMPTY)));
              until(() -> waiting(tx) > 0);
              var login = later(() -> signedIn("gilles"));
              late.complete(login);
              until(() -> login.isDone() || waiting(tx) > 1);
              return true;
            });
    var answer = ended(all.join());
    assertThat(answer.status()).isEqualTo(200);
    var phone = ended(late.join());
    var device = "select 1 from device where device_id = ?";
    var there = world.db().read(tx -> tx.first(r -> true, device, phone.device())).isPresent();
    assertThat(phone.get(V3 + "/account/whoami").status()).isEqualTo(there ? 200 : 401);
    assertThat(desk.get(V3 + "/account/whoami").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
  }

  @Test
  void what_was_on_its_way_to_a_device_never_comes_to_a_later_one_of_its_name() {
    try (var house = World.start()) {
      var sender = house.register("hugo");
      var phone = house.register("ines");
      var hers = "select 1 from device where device_id = ?";
      var sent = new CompletableFuture<CompletableFuture<Answer>>();
      var back = new CompletableFuture<CompletableFuture<Client>>();
      house
          .db()
          .write(
              tx -> {
                tx.run("lock table log_batch in share mode");
                var one = JsonObject.of("n", 1);
                sent.complete(
                    later(() -> KeyTalk.write(sender, "late", phone, phone.device(), one)));
                until(() -> waiting(tx) > 0);
                later(() -> phone.post(V3 + "/logout", JsonObject.EMPTY));
                until(() -> tx.first(r -> true, hers, phone.device()).isEmpty());
                back.complete(later(() -> house.stranger().signIn("ines", phone.device())));
                until(() -> tx.first(r -> true, hers, phone.device()).isPresent());
                return true;
              });
      ended(sent.join()).ok();
      var again = ended(back.join());
      var next = Chat.next(Chat.sync(again, ""));
      assertThat(KeyTalk.received(Chat.sync(again, ""))).isEmpty();
      house.restart();
      until(() -> left(house.db(), again) == 0);
      var since = Chat.sync(house.back(again), "since=" + next);
      KeyTalk.write(house.back(sender), "next", again, again.device(), JsonObject.of("n", 2)).ok();
      var told = Chat.sync(house.back(again), "since=" + Chat.next(since));
      assertThat(KeyTalk.received(told)).hasSize(1);
    }
  }

  /// Somebody whose new token has been used.
  private static Client signedIn(String name) {
    var client = world.signIn(name);
    client.get(V3 + "/account/whoami").ok();
    return client;
  }

  @Test
  void keys_that_arrive_while_their_device_goes_are_refused() {
    var phone = world.register("felix");
    var keys = KeyTalk.deviceKeys(phone, "late");
    var removing = new CompletableFuture<CompletableFuture<Answer>>();
    world
        .db()
        .write(
            tx -> {
              var mine = "\"user\" = (select nid from matrix_user where user_id = ?)";
              tx.run("delete from device where " + mine, phone.user());
              removing.complete(later(() -> KeyTalk.upload(phone, "device_keys", keys)));
              until(() -> waiting(tx) > 0);
              return true;
            });
    var late = ended(removing.join());
    assertThat(late.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(left(world.db(), phone)).isZero();
  }
}
