package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.Client;
import parvis.harness.Gateway;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// People say which of their devices are told of what happens while they sleep.
class PushersTest {
  static final String PATH = "/_matrix/client/v3/pushers";
  private static final String URL = "https://push.example/_matrix/push/v1/notify";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");

  private static void set(Client client, JsonObject pusher) {
    client.post(PATH + "/set", pusher).ok();
  }

  static List<String> keys(Client client) {
    return client.get(PATH).ok().json().array("pushers").orElseThrow().objects().stream()
        .map(pusher -> pusher.string("pushkey").orElse(""))
        .toList();
  }

  @Test
  void a_pusher_is_set_changed_and_removed_by_app_and_key() {
    var anna = world.register("anna");
    set(anna, Gateway.pusher("k1", URL).with("profile_tag", "tag"));
    set(anna, Gateway.pusher("k2", URL).with("append", true));
    set(anna, Gateway.pusher("k1", URL).with("lang", "en"));
    assertThat(keys(anna)).containsExactly("k1", "k2");
    var first = anna.get(PATH).ok().json().array("pushers").orElseThrow().objects().getFirst();
    assertThat(first).isEqualTo(Gateway.pusher("k1", URL).with("lang", "en"));
    var elsewhere =
        Gateway.pusher("k1", URL).with("kind", JsonNull.NULL).with("app_id", "other.app");
    set(anna, elsewhere);
    assertThat(keys(anna)).hasSize(2);
    set(anna, JsonObject.of("kind", JsonNull.NULL, "app_id", "example.app", "pushkey", "k1"));
    assertThat(keys(anna)).containsExactly("k2");
  }

  @Test
  void a_device_that_changes_hands_tells_its_former_owner_nothing_unless_both_may_have_it() {
    var benoit = world.register("benoit");
    var clara = world.register("clara");
    set(benoit, Gateway.pusher("shared", URL));
    set(clara, Gateway.pusher("shared", URL).with("append", true));
    assertThat(keys(benoit)).containsExactly("shared");
    set(clara, Gateway.pusher("shared", URL));
    assertThat(keys(benoit)).isEmpty();
    assertThat(keys(clara)).containsExactly("shared");
    set(benoit, Gateway.pusher("shared", URL).with("kind", JsonNull.NULL));
    assertThat(keys(clara)).containsExactly("shared");
  }

  @Test
  void a_pusher_ends_with_its_session() {
    var denis = world.register("denis");
    var phone = world.signIn("denis");
    var tablet = world.signIn("denis");
    set(denis, Gateway.pusher("own", URL));
    set(phone, Gateway.pusher("phone", URL));
    set(tablet, Gateway.pusher("tablet", URL));
    phone.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(keys(denis)).containsExactly("own", "tablet");
    world.stranger().signIn("denis", tablet.device());
    assertThat(keys(denis)).containsExactly("own");
  }

  @Test
  void a_new_password_ends_the_pushers_of_the_devices_that_it_signs_out() {
    var elise = world.register("elise");
    set(elise, Gateway.pusher("own", URL));
    set(world.signIn("elise"), Gateway.pusher("phone", URL));
    changePassword(elise, World.PASSWORD, "another long password", false);
    assertThat(keys(elise)).containsExactly("own", "phone");
    changePassword(elise, "another long password", World.PASSWORD, true);
    assertThat(keys(elise)).containsExactly("own");
  }

  private static void changePassword(Client client, String old, String fresh, boolean others) {
    var auth = Client.proof(client.user(), old);
    client
        .post(
            "/_matrix/client/v3/account/password",
            JsonObject.of("auth", auth, "new_password", fresh, "logout_devices", others))
        .ok();
  }

  @Test
  void pushers_survive_a_restart() {
    try (var other = World.start()) {
      var fanny = other.register("fanny");
      set(fanny, Gateway.pusher("kept", URL));
      other.restart();
      assertThat(keys(other.back(fanny))).containsExactly("kept");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app_id",
        "pushkey",
        "kind",
        "app_display_name",
        "device_display_name",
        "lang",
        "data"
      })
  void what_is_missing_is_named(String field) {
    var answer = alice.post(PATH + "/set", Gateway.pusher("k", URL).without(field));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(answer.string("error")).contains(field);
    assertThat(keys(alice)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://push.example/_matrix/push/v1/notify",
        "https://push.example/",
        "https://push.example/_matrix/push/v1/notify/",
        "https://push.example/%5Fmatrix/push/v1/notify",
        "https://push.example/_matrix/push/v1/notify#x",
        "https://a:b@push.example/_matrix/push/v1/notify",
        "https:///_matrix/push/v1/notify",
        "mailto:push@example.org",
        "not a url"
      })
  void a_gateway_is_asked_over_tls_at_the_one_path(String url) {
    assertThat(alice.post(PATH + "/set", Gateway.pusher("k", url)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(keys(alice)).isEmpty();
  }

  @Test
  void what_is_wrong_is_refused_and_changes_nothing() {
    var right = Gateway.pusher("k", URL);
    var data = JsonObject.of("url", URL);
    var wrong =
        List.of(
            right.with("kind", "email"),
            right.with("app_id", "a".repeat(65)),
            right.with("pushkey", "é".repeat(257)),
            right.with("lang", "x".repeat(256)),
            right.with("data", data.with("format", "everything")),
            right.with("data", data.with("more", "x".repeat(8_192))));
    for (var pusher : wrong) {
      assertThat(alice.post(PATH + "/set", pusher).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    var types = List.of(right.with("append", 1), right.with("data", JsonArray.EMPTY));
    for (var pusher : types) {
      assertThat(alice.post(PATH + "/set", pusher).errcode()).isEqualTo("M_BAD_JSON");
    }
    var none = alice.post(PATH + "/set", right.with("data", JsonObject.EMPTY));
    assertThat(none.errcode()).isEqualTo("M_MISSING_PARAM");
    assertThat(keys(alice)).isEmpty();
    assertThat(world.stranger().get(PATH).status()).isEqualTo(401);
  }

  @Test
  void an_account_has_so_many_pushers_and_may_still_change_them() {
    var many = world.register("gilles");
    for (int i = 0; i < Pushers.PUSHERS_MAX; i++) {
      set(many, Gateway.pusher("k" + i, URL));
    }
    var more = many.post(PATH + "/set", Gateway.pusher("more", URL));
    assertThat(more.status()).isEqualTo(403);
    assertThat(more.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    set(many, Gateway.pusher("k0", URL).with("lang", "en"));
    assertThat(keys(many)).hasSize(Pushers.PUSHERS_MAX);
  }
}
