package parvis.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Race.ended;
import static parvis.harness.Race.later;
import static parvis.harness.Race.until;
import static parvis.harness.Race.waiting;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.oauth.Foreign;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.PersonKey;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonObject;

/// People vouch for their devices and for each other.
class CrossSigningTest {
  @AutoClose static final World world = World.start();
  static int seeds;

  /// A person whose device and three keys are published.
  record Person(Client client, PersonKey device, PersonKey master, PersonKey self, PersonKey user) {

    static Person of(Client client) {
      var device = PersonKey.ofDevice(client, ++seeds);
      KeyTalk.upload(client, "device_keys", device.device()).ok();
      var fresh = fresh(client, device);
      fresh.upload(fresh.keys()).ok();
      return fresh;
    }

    static Person fresh(Client client, PersonKey device) {
      return new Person(
          client,
          device,
          PersonKey.ofPerson(client, ++seeds),
          PersonKey.ofPerson(client, ++seeds),
          PersonKey.ofPerson(client, ++seeds));
    }

    JsonObject keys() {
      return JsonObject.of(
          "master_key", device.sign(master.json("master")),
          "self_signing_key", master.sign(self.json("self_signing")),
          "user_signing_key", master.sign(user.json("user_signing")));
    }

    Answer upload(JsonObject keys) {
      return client.post("/_matrix/client/v3/keys/device_signing/upload", keys);
    }

    Answer sign(String owner, String key, JsonObject signed) {
      return client.post(
          "/_matrix/client/v3/keys/signatures/upload",
          JsonObject.of(owner, JsonObject.of(key, signed)));
    }

    /// What this person is told of another.
    JsonObject sees(Person other) {
      return KeyTalk.query(client, other.client).ok().json();
    }

    JsonObject signatures(Person other, String keys) {
      return Chat.at(sees(other), keys, other.client.user(), "signatures");
    }
  }

  static Person person(String name) {
    return Person.of(world.register(name));
  }

  static JsonObject proof(Client client) {
    return Client.proof(client.user(), World.PASSWORD);
  }

  static String failure(Answer answer, String user, String key) {
    return Chat.at(answer.ok().json(), "failures", user, key).string("errcode").orElse("");
  }

  @Test
  void the_first_keys_need_no_proof_and_the_same_again_changes_nothing() {
    var alice = person("first-alice");
    var since = Chat.next(Chat.sync(alice.client(), ""));
    alice.upload(alice.keys()).ok();
    assertThat(KeyTalk.list(Chat.sync(alice.client(), "since=" + since), "changed")).isEmpty();
    var told = alice.sees(alice);
    for (var usage : List.of("master", "self_signing", "user_signing")) {
      var key = Chat.at(told, usage + "_keys", alice.client().user());
      assertThat(key.array("usage")).contains(JsonArray.of(usage));
    }
    assertThat(Chat.at(told, "master_keys", alice.client().user()).has("unsigned")).isFalse();
  }

  @Test
  void other_keys_need_a_proof_and_take_the_place_of_all_the_old_ones() {
    var alice = person("other-alice");
    var bruno = person("other-bruno");
    Chat.room(alice.client(), bruno.client());
    var master = alice.sees(alice).object("master_keys").orElseThrow();
    bruno
        .sign(
            alice.client().user(),
            alice.master().name(),
            bruno.user().sign(alice.master().json("master")))
        .ok();
    var next = Person.fresh(alice.client(), alice.device());
    var refused = next.upload(next.keys());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().has("flows")).isTrue();
    assertThat(alice.sees(alice).object("master_keys")).contains(master);

    var wrong = proof(alice.client()).with("password", "not it at all");
    assertThat(next.upload(next.keys().with("auth", wrong)).status()).isEqualTo(401);
    var since = Chat.next(Chat.sync(bruno.client(), ""));
    var onlyMaster =
        JsonObject.of("master_key", next.master().json("master"), "auth", proof(alice.client()));
    next.upload(onlyMaster).ok();
    var told = bruno.sees(alice);
    assertThat(Chat.at(told, "master_keys", alice.client().user()).object("keys"))
        .contains(JsonObject.of(next.master().id(), next.master().text()));
    assertThat(told.object("self_signing_keys")).contains(JsonObject.EMPTY);
    assertThat(bruno.signatures(alice, "master_keys").isEmpty()).isTrue();
    assertThat(KeyTalk.list(Chat.sync(bruno.client(), "since=" + since), "changed"))
        .containsExactly(alice.client().user());

    var self = JsonObject.of("self_signing_key", next.keys().get("self_signing_key"));
    assertThat(next.upload(self).status()).isEqualTo(401);
    next.upload(self.with("auth", proof(alice.client()))).ok();
    next.upload(self).ok();
    assertThat(bruno.sees(alice).object("self_signing_keys").orElseThrow().isEmpty()).isFalse();
  }

  @Test
  void a_key_that_is_not_what_it_should_be_is_refused() {
    var client = world.register("refused-alice");
    var bruno = world.register("refused-bruno");
    var device = PersonKey.ofDevice(client, ++seeds);
    KeyTalk.upload(client, "device_keys", device.device()).ok();
    var alice = Person.fresh(client, device);
    var self = JsonObject.of("self_signing_key", alice.keys().get("self_signing_key"));
    assertThat(alice.upload(self).errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(alice.upload(JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");

    var master = alice.master().json("master");
    assertThat(errcode(alice, master.with("user_id", bruno.user()))).isEqualTo("M_INVALID_PARAM");
    assertThat(errcode(alice, master.with("usage", JsonArray.of("self_signing"))))
        .isEqualTo("M_INVALID_PARAM");
    assertThat(errcode(alice, master.without("usage"))).isEqualTo("M_BAD_JSON");
    assertThat(errcode(alice, master.without("keys"))).isEqualTo("M_BAD_JSON");
    assertThat(errcode(alice, master.with("signatures", "none"))).isEqualTo("M_BAD_JSON");
    var id = alice.master().id();
    for (var keys :
        List.of(
            JsonObject.EMPTY,
            JsonObject.of(id, alice.master().text(), alice.self().id(), alice.self().text()),
            JsonObject.of(id, alice.self().text()),
            JsonObject.of("ed25519:short", "short"),
            JsonObject.of("rsa:" + alice.master().name(), alice.master().text()))) {
      assertThat(errcode(alice, master.with("keys", keys))).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(errcode(alice, master.with("more", new JsonDecimal("0.5")))).isEqualTo("M_BAD_JSON");
    assertThat(errcode(alice, master.with("more", "x".repeat(8_192)))).isEqualTo("M_TOO_LARGE");
    var forged = Person.fresh(client, PersonKey.ofDevice(client, ++seeds));
    assertThat(forged.upload(forged.keys()).errcode()).isEqualTo("M_INVALID_SIGNATURE");
    var unsigned = alice.keys().with("self_signing_key", alice.self().json("self_signing"));
    assertThat(alice.upload(unsigned).errcode()).isEqualTo("M_INVALID_SIGNATURE");
    assertThat(alice.sees(alice).object("master_keys")).contains(JsonObject.EMPTY);
  }

  static String errcode(Person person, JsonObject master) {
    return person.upload(JsonObject.of("master_key", master)).errcode();
  }

  @Test
  void an_application_replaces_keys_once_when_its_person_allows_it_on_our_page() {
    var alice = person("reset-alice");
    var tokens = Foreign.registered(world).tokens(alice.client(), "RESET");
    var application =
        alice.client().signedIn(alice.client().user(), "RESET", tokens.string("access_token"));
    var next = Person.fresh(application, PersonKey.ofDevice(application, ++seeds));
    var asked = next.upload(JsonObject.of("master_key", next.master().json("master")));
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.json().array("flows").orElseThrow().objects())
        .containsExactly(
            JsonObject.of("stages", JsonArray.of("m.oauth")),
            JsonObject.of("stages", JsonArray.of("org.matrix.cross_signing_reset")));
    assertThat(Chat.at(asked.json(), "params", "m.oauth").string("url").orElseThrow())
        .endsWith("/account?action=org.matrix.cross_signing_reset&device_id=RESET");
    var auth = JsonObject.of("session", asked.string("session"));
    var again = JsonObject.of("master_key", next.master().json("master"), "auth", auth);
    assertThat(next.upload(again).status()).isEqualTo(401);
    var password = proof(alice.client());
    assertThat(next.upload(again.with("auth", password)).status()).isEqualTo(401);

    var allow = "/api/v1/key_reset";
    assertThat(application.post(allow, JsonObject.of("auth", password)).status()).isEqualTo(403);
    assertThat(alice.client().post(allow, JsonObject.EMPTY).status()).isEqualTo(401);
    alice.client().post(allow, JsonObject.of("auth", password)).ok();
    next.upload(again).ok();
    var other = Person.fresh(application, next.device());
    var second = JsonObject.of("master_key", other.master().json("master"), "auth", auth);
    assertThat(other.upload(second).status()).isEqualTo(401);
  }

  @Test
  void an_application_does_nothing_that_its_person_proves_by_a_password() {
    var alice = world.register("proof-alice");
    var tokens = Foreign.registered(world).tokens(alice, "PROOF");
    var application = alice.signedIn(alice.user(), "PROOF", tokens.string("access_token"));
    var auth = JsonObject.of("auth", proof(alice));
    for (var path : List.of("/account/deactivate", "/account/password", "/delete_devices")) {
      var body =
          auth.with("devices", JsonArray.of(alice.device())).with("new_password", "x".repeat(20));
      var answer = application.post("/_matrix/client/v3" + path, body);
      assertThat(answer.status()).as(path).isEqualTo(403);
    }
    alice.get("/_matrix/client/v3/account/whoami").ok();
  }

  @Test
  void a_device_and_a_key_are_never_called_alike() {
    var client = world.register("alike-alice");
    var key = PersonKey.ofPerson(client, ++seeds);
    var login = proof(client).with("device_id", key.name());
    world.stranger().post("/_matrix/client/v3/login", login).ok();
    var refused =
        client.post(
            "/_matrix/client/v3/keys/device_signing/upload",
            JsonObject.of("master_key", key.json("master")));
    assertThat(refused.status()).isEqualTo(403);

    var bruno = person("alike-bruno");
    var again = proof(bruno.client()).with("device_id", bruno.master().name());
    var answer = world.stranger().post("/_matrix/client/v3/login", again);
    assertThat(answer.errcode()).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_person_vouches_for_a_device_and_everybody_sees_it_until_it_goes() {
    var alice = person("device-alice");
    var bruno = person("device-bruno");
    Chat.room(alice.client(), bruno.client());
    var since = Chat.next(Chat.sync(bruno.client(), ""));
    var me = alice.client().user();
    var id = alice.client().device();
    var signed = alice.self().sign(alice.device().device());
    assertThat(failure(alice.sign(me, id, signed), me, id)).isEmpty();
    assertThat(KeyTalk.list(Chat.sync(bruno.client(), "since=" + since), "changed"))
        .containsExactly(me);
    var told = Chat.at(bruno.sees(alice), "device_keys", me, id, "signatures", me);
    assertThat(told.keys()).containsExactlyInAnyOrder(alice.device().id(), alice.self().id());

    var other = PersonKey.ofDevice(alice.client(), ++seeds);
    KeyTalk.upload(alice.client(), "device_keys", other.device()).ok();
    told = Chat.at(bruno.sees(alice), "device_keys", me, id, "signatures", me);
    assertThat(told.keys()).containsExactly(alice.device().id());
    assertThat(failure(alice.sign(me, id, signed), me, id)).isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void a_device_that_goes_takes_its_signatures_along() {
    var alice = person("gone-alice");
    var me = alice.client().user();
    var phone = world.signIn("gone-alice");
    var key = PersonKey.ofDevice(phone, ++seeds);
    KeyTalk.upload(phone, "device_keys", key.device()).ok();
    alice.sign(me, phone.device(), alice.self().sign(key.device())).ok();
    var master = key.sign(alice.master().json("master"));
    assertThat(failure(alice.sign(me, alice.master().name(), master), me, "")).isEmpty();
    assertThat(Chat.at(alice.signatures(alice, "master_keys"), me).keys())
        .containsExactlyInAnyOrder(alice.device().id(), key.id());
    phone.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(Chat.at(alice.signatures(alice, "master_keys"), me).keys())
        .containsExactly(alice.device().id());
    assertThat(rows("select count(*) as n from key_signature where target = ?", phone.device()))
        .isZero();
  }

  @Test
  void a_signature_that_arrives_while_its_device_goes_is_not_kept() {
    var alice = person("late-alice");
    var me = alice.client().user();
    var phone = world.signIn("late-alice");
    var key = PersonKey.ofDevice(phone, ++seeds);
    KeyTalk.upload(phone, "device_keys", key.device()).ok();
    var signed = alice.self().sign(key.device());
    var late =
        world
            .db()
            .write(
                tx -> {
                  tx.run("delete from device where device_id = ?", phone.device());
                  var sign = later(() -> alice.sign(me, phone.device(), signed));
                  until(() -> sign.isDone() || waiting(tx) > 0);
                  return sign;
                });
    assertThat(failure(ended(late), me, phone.device())).isEqualTo("M_NOT_FOUND");
    assertThat(rows("select count(*) as n from key_signature where target = ?", phone.device()))
        .isZero();
  }

  @Test
  void ones_own_devices_hear_of_a_signature_even_when_the_log_could_not_take_it() {
    try (var house = World.start()) {
      var alice = Person.of(house.register("unheard-alice"));
      var bruno = Person.of(house.register("unheard-bruno"));
      Chat.room(alice.client(), bruno.client());
      var since = Chat.next(Chat.sync(alice.client(), ""));
      var refuse = "alter table syncable add constraint refused check (kind <> 5) not valid";
      house.db().write(tx -> tx.run(refuse));
      var them = bruno.client().user();
      var signed = alice.user().sign(bruno.master().json("master"));
      assertThat(failure(alice.sign(them, bruno.master().name(), signed), them, "")).isEmpty();
      house.db().write(tx -> tx.run("alter table syncable drop constraint refused"));
      house.restart();
      var told = Chat.sync(house.back(alice.client()), "timeout=30000&since=" + since);
      assertThat(KeyTalk.list(told, "changed")).contains(them);
    }
  }

  @Test
  void only_the_signer_sees_that_they_vouch_for_somebody() {
    var alice = person("web-alice");
    var bruno = person("web-bruno");
    var chloe = person("web-chloe");
    Chat.room(alice.client(), bruno.client(), chloe.client());
    var phone = world.signIn("web-alice");
    var own = Chat.next(Chat.sync(phone, ""));
    var others = Chat.next(Chat.sync(chloe.client(), ""));
    var them = bruno.client().user();
    var signed = alice.user().sign(bruno.master().json("master"));
    assertThat(failure(alice.sign(them, bruno.master().name(), signed), them, "")).isEmpty();

    var me = alice.client().user();
    assertThat(alice.signatures(bruno, "master_keys").keys()).containsExactlyInAnyOrder(them, me);
    for (var reader : List.of(bruno, chloe)) {
      assertThat(reader.signatures(bruno, "master_keys").keys()).containsExactly(them);
      assertThat(reader.sees(alice).object("user_signing_keys")).contains(JsonObject.EMPTY);
    }
    var told = Chat.sync(phone, "since=" + own);
    assertThat(KeyTalk.list(told, "changed")).containsExactly(them);
    assertThat(KeyTalk.list(Chat.sync(chloe.client(), "since=" + others), "changed")).isEmpty();
    var changes = "/_matrix/client/v3/keys/changes?from=" + own + "&to=" + Chat.next(told);
    assertThat(phone.get(changes).ok().json().array("changed").orElseThrow().strings())
        .containsExactly(them);
    assertThat(chloe.client().get(changes).ok().json().array("changed").orElseThrow().strings())
        .isEmpty();
  }

  @Test
  void a_wrong_signature_fails_alone() {
    var alice = person("wrong-alice");
    var bruno = person("wrong-bruno");
    var me = alice.client().user();
    var them = bruno.client().user();
    var id = alice.client().device();
    var device = alice.device().device();
    var body =
        JsonObject.of(
            me,
            JsonObject.of(
                id,
                alice.self().sign(device),
                "NOWHERE",
                alice.self().sign(device),
                alice.self().name(),
                alice.master().sign(alice.self().json("self_signing")),
                alice.master().name(),
                alice.user().sign(alice.master().json("master"))),
            them,
            JsonObject.of(
                bruno.master().name(),
                alice.self().sign(bruno.master().json("master")),
                bruno.client().device(),
                alice.user().sign(bruno.device().device())),
            "@nobody:" + World.SERVER,
            JsonObject.of("X", device));
    var answer = alice.client().post("/_matrix/client/v3/keys/signatures/upload", body).ok();
    assertThat(failure(answer, me, id)).isEmpty();
    assertThat(failure(answer, me, "NOWHERE")).isEqualTo("M_NOT_FOUND");
    assertThat(failure(answer, me, alice.self().name())).isEqualTo("M_NOT_FOUND");
    assertThat(failure(answer, me, alice.master().name())).isEqualTo("M_INVALID_SIGNATURE");
    assertThat(failure(answer, them, bruno.master().name())).isEqualTo("M_INVALID_SIGNATURE");
    assertThat(failure(answer, them, bruno.client().device())).isEqualTo("M_NOT_FOUND");
    assertThat(failure(answer, "@nobody:" + World.SERVER, "X")).isEqualTo("M_NOT_FOUND");
    assertThat(alice.sign("nobody", "X", device).errcode()).isEqualTo("M_INVALID_PARAM");
    var list = JsonObject.of(me, JsonArray.EMPTY);
    assertThat(alice.client().post("/_matrix/client/v3/keys/signatures/upload", list).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  @Test
  void an_account_that_ends_takes_its_keys_along() {
    var alice = person("ended-alice");
    var bruno = person("ended-bruno");
    alice
        .client()
        .post("/_matrix/client/v3/account/deactivate", JsonObject.of("auth", proof(alice.client())))
        .ok();
    var told = bruno.sees(alice);
    assertThat(told.object("master_keys")).contains(JsonObject.EMPTY);
    assertThat(Chat.at(told, "device_keys", alice.client().user()).isEmpty()).isTrue();
  }

  static long rows(String query, Object... args) {
    return world.db().read(tx -> tx.first(row -> row.number("n"), query, args)).orElseThrow();
  }
}
