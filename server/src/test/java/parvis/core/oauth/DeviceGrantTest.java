package parvis.core.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.core.oauth.Foreign.WHOAMI;
import static parvis.core.oauth.Foreign.refused;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.PersonKey;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Applications without a browser, and what people allow for minutes on a page of ours.
final class DeviceGrantTest {
  private static final TestClock clock = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), clock);

  private static Answer word(Foreign foreign, String device) {
    var form = Map.of("client_id", foreign.id(), "scope", Foreign.scope(device));
    return Foreign.post(world, Foreign.WORDS, form);
  }

  private static Answer asked(Foreign foreign, Answer word) {
    return foreign.tokens(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "device_code",
            word.string("device_code"),
            "client_id",
            foreign.id()));
  }

  @Test
  void a_person_types_a_word_that_an_application_shows_elsewhere() {
    var rosa = world.register("rosa");
    var foreign = Foreign.registered(world, Foreign.TERMINAL);
    var word = word(foreign, "TERMINAL-1").ok();
    assertThat(word.string("user_code")).matches("[A-Z]{4}-[A-Z]{4}");
    assertThat(word.string("verification_uri")).endsWith("/link");
    assertThat(word.string("verification_uri_complete")).endsWith(word.string("user_code"));
    assertThat(word.json().integer("expires_in")).hasValue(DeviceCodes.LIFE.toSeconds());
    refused(asked(foreign, word), 400, "authorization_pending");
    refused(asked(foreign, word), 400, "slow_down");
    clock.advance(DeviceCodes.INTERVAL);
    refused(asked(foreign, word), 400, "authorization_pending");

    var typed =
        Foreign.WORDS + "/" + word.string("user_code").toLowerCase(Locale.ROOT).replace("-", "");
    var shown = rosa.get(typed).ok().json();
    assertThat(shown.object("application").orElseThrow().string("name")).contains("Terminal");
    rosa.post(typed, JsonObject.of("allow", true)).ok();
    assertThat(rosa.post(typed, JsonObject.of("allow", true)).errcode()).isEqualTo("M_NOT_FOUND");
    var other = Foreign.registered(world, Foreign.TERMINAL.with("client_name", "Autre"));
    refused(asked(other, word), 400, "invalid_grant");
    var tokens = asked(foreign, word).ok();
    assertThat(Foreign.with(world, tokens).get(WHOAMI).ok().string("user_id"))
        .isEqualTo(rosa.user());
    assertThat(Foreign.with(world, tokens).get(WHOAMI).ok().string("device_id"))
        .isEqualTo("TERMINAL-1");
    refused(asked(foreign, word), 400, "invalid_grant");
    foreign.refreshed(tokens.string("refresh_token")).ok();
  }

  @Test
  void a_word_is_refused_wrong_or_over() {
    var simon = world.register("simon");
    var foreign = Foreign.registered(world, Foreign.TERMINAL);
    var word = word(foreign, "TERMINAL-2").ok();
    var typed = Foreign.WORDS + "/" + word.string("user_code");
    assertThat(simon.get(Foreign.WORDS + "/AAAA-AAAA").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(simon.post(typed, JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    world.stranger().post(typed, JsonObject.of("allow", false)).ok();
    refused(asked(foreign, word), 400, "access_denied");
    var late = word(foreign, "TERMINAL-3").ok();
    clock.advance(DeviceCodes.LIFE);
    refused(asked(foreign, late), 400, "expired_token");
    assertThat(simon.get(Foreign.WORDS + "/" + late.string("user_code")).status()).isEqualTo(404);
    refused(word(Foreign.registered(world), "TERMINAL-4"), 400, "unauthorized_client");
    refused(word(foreign, ""), 400, "invalid_scope");
    refused(word(new Foreign(world, "unknown", ""), "TERMINAL-5"), 401, "invalid_client");
    clock.advance(Codes.KEPT.plusMillis(1));
    Codes.forget(world.db(), clock.millis());
    String count = "select count(*) as n from device_code";
    assertThat(world.db().read(tx -> tx.first(row -> row.number("n"), count)).orElseThrow())
        .isZero();
  }

  @Test
  void that_keys_may_be_replaced_is_good_for_ten_minutes() {
    var ugo = world.register("ugo");
    var upload = "/_matrix/client/v3/keys/device_signing/upload";
    ugo.post(upload, JsonObject.of("master_key", PersonKey.ofPerson(ugo, 1).json("master"))).ok();
    var foreign = Foreign.registered(world);
    var tokens = foreign.tokens(ugo, "FOREIGN-26");
    var other = JsonObject.of("master_key", PersonKey.ofPerson(ugo, 2).json("master"));
    var session = Foreign.with(world, tokens).post(upload, other).string("session");
    var wish = other.with("auth", JsonObject.of("session", session));
    assertThat(
            Foreign.with(world, tokens)
                .post(upload, other)
                .json()
                .object("params")
                .orElseThrow()
                .toString())
        .contains("device_id=FOREIGN-26");
    var proof = Client.proof("ugo", World.PASSWORD);
    ugo.post("/api/v1/key_reset", JsonObject.of("auth", proof)).ok();
    clock.advance(Duration.ofMinutes(10));
    var later = foreign.refreshed(tokens.string("refresh_token")).ok();
    assertThat(Foreign.with(world, later).post(upload, wish).status()).isEqualTo(401);
    ugo.post("/api/v1/key_reset", JsonObject.of("auth", proof)).ok();
    Foreign.with(world, later).post(upload, wish).ok();
  }

  @Test
  void the_application_that_asked_replaces_keys_and_no_other() {
    var vera = world.register("vera");
    var upload = "/_matrix/client/v3/keys/device_signing/upload";
    vera.post(upload, JsonObject.of("master_key", PersonKey.ofPerson(vera, 1).json("master"))).ok();
    var foreign = Foreign.registered(world);
    var asking = Foreign.with(world, foreign.tokens(vera, "FOREIGN-27"));
    var beside = Foreign.with(world, foreign.tokens(vera, "FOREIGN-28"));
    var other = JsonObject.of("master_key", PersonKey.ofPerson(vera, 2).json("master"));
    var proof = JsonObject.of("auth", Client.proof("vera", World.PASSWORD));
    for (var none : List.of(proof, proof.with("device_id", vera.device()))) {
      assertThat(vera.post("/api/v1/key_reset", none).errcode()).isEqualTo("M_INVALID_PARAM");
    }
    vera.post("/api/v1/key_reset", proof.with("device_id", "FOREIGN-27")).ok();
    for (var application : List.of(beside, asking)) {
      var session = application.post(upload, other).string("session");
      var wish = other.with("auth", JsonObject.of("session", session));
      assertThat(application.post(upload, wish).status())
          .isEqualTo(application == asking ? 200 : 401);
    }
  }
}
