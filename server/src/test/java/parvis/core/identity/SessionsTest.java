package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

final class SessionsTest {
  private static final String LOGIN = "/_matrix/client/v3/login";
  private static final String WHOAMI = "/_matrix/client/v3/account/whoami";
  private static final String REFRESH = "/_matrix/client/v3/refresh";
  private static final String DEVICES = "/_matrix/client/v3/devices";
  private static final TestClock clock = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), clock);

  private static JsonObject byId(String user) {
    return JsonObject.of("type", "m.id.user", "user", user);
  }

  private static JsonObject login(JsonObject identifier, String password) {
    return JsonObject.of(
        "type", "m.login.password", "identifier", identifier, "password", password);
  }

  private static Client with(Answer answer) {
    return world
        .stranger()
        .signedIn(
            answer.json().string("user_id").orElse(""),
            answer.json().string("device_id").orElse(""),
            answer.string("access_token"));
  }

  private static void assertUnknown(Client client, boolean softLogout) {
    Answer answer = client.get(WHOAMI);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(answer.json().bool("soft_logout")).contains(softLogout);
  }

  @Test
  void theWaysToSignInAreListed() {
    Answer flows = world.stranger().get(LOGIN).ok();
    assertThat(flows.json().array("flows").orElseThrow().objects())
        .containsExactly(
            JsonObject.of("type", "m.login.password"),
            JsonObject.of("type", "m.login.token", "get_login_token", true),
            JsonObject.of(
                "type",
                "m.login.sso",
                "identity_providers",
                JsonArray.of(JsonObject.of("id", "parvis", "name", "Parvis"))));
  }

  @Test
  void everyFormOfANameSignsIn() {
    Client anna = world.register("anna");
    JsonObject old =
        JsonObject.of("type", "m.login.password", "user", "anna", "password", World.PASSWORD);
    for (JsonObject body :
        List.of(
            login(byId("anna"), World.PASSWORD),
            login(byId("ANNA"), World.PASSWORD),
            login(byId("@anna:" + World.SERVER), World.PASSWORD),
            login(byId("@Anna:" + World.SERVER), World.PASSWORD),
            old)) {
      Answer answer = world.stranger().post(LOGIN, body).ok();
      assertThat(answer.string("user_id")).isEqualTo(anna.user());
      assertThat(with(answer).get(WHOAMI).ok().json())
          .isEqualTo(
              JsonObject.of(
                  "user_id",
                  anna.user(),
                  "device_id",
                  answer.string("device_id"),
                  "is_guest",
                  false));
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownNameLookAlike() {
    world.register("bruno");
    Answer wrong = world.stranger().post(LOGIN, login(byId("bruno"), "not the password"));
    Answer unknown = world.stranger().post(LOGIN, login(byId("nobody"), World.PASSWORD));
    Answer elsewhere =
        world.stranger().post(LOGIN, login(byId("@bruno:elsewhere.example"), World.PASSWORD));
    JsonObject mail =
        JsonObject.of("type", "m.id.thirdparty", "medium", "email", "address", "b@c.example");
    Answer byMail = world.stranger().post(LOGIN, login(mail, World.PASSWORD));
    JsonObject phone = JsonObject.of("type", "m.id.phone", "country", "FR", "phone", "0100000000");
    Answer byPhone = world.stranger().post(LOGIN, login(phone, World.PASSWORD));
    for (Answer answer : List.of(wrong, unknown, elsewhere, byMail, byPhone)) {
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.json()).isEqualTo(wrong.json());
    }
    assertThat(wrong.errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void malformedLoginsAreRefused() {
    Client stranger = world.stranger();
    JsonObject other = JsonObject.of("type", "m.login.dummy");
    assertThat(stranger.post(LOGIN, other).errcode()).isEqualTo("M_UNKNOWN");
    JsonObject token = JsonObject.of("type", "m.login.token", "token", "x");
    assertThat(stranger.post(LOGIN, token).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(stranger.post(LOGIN, JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    JsonObject nameless = JsonObject.of("type", "m.login.password", "password", "x");
    assertThat(stranger.post(LOGIN, nameless).errcode()).isEqualTo("M_MISSING_PARAM");
    JsonObject odd = JsonObject.of("type", "m.id.odd");
    assertThat(stranger.post(LOGIN, login(odd, "x")).errcode()).isEqualTo("M_UNKNOWN");
    assertThat(stranger.post(LOGIN, Client.proof("x", "y").with("device_id", "")).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(stranger.post(LOGIN, Client.proof("x", "y").with("password", 1)).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  @Test
  void noTokenAndAWrongTokenAreToldApart() {
    assertThat(world.stranger().get(WHOAMI).errcode()).isEqualTo("M_MISSING_TOKEN");
    assertUnknown(world.stranger().signedIn("", "", "pvs_invented"), false);
  }

  @Test
  void aLoginOnTheSameDeviceEndsTheSessionBefore() {
    Client first = world.register("clara");
    JsonObject again = login(byId("clara"), World.PASSWORD).with("device_id", first.device());
    Client second = with(world.stranger().post(LOGIN, again).ok());
    assertThat(second.device()).isEqualTo(first.device());
    assertUnknown(first, false);
    second.get(WHOAMI).ok();
  }

  @Test
  void signingOutEndsOneSessionAndSigningOutEverywhereEndsAll() {
    Client first = world.register("denis");
    Client second = world.signIn("denis");
    Client third = world.signIn("denis");
    second.get(WHOAMI).ok();
    first.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertUnknown(first, false);
    assertThat(second.get(DEVICES + "/" + first.device()).status()).isEqualTo(404);
    second.get(WHOAMI).ok();
    second.post("/_matrix/client/v3/logout/all", JsonObject.EMPTY).ok();
    assertUnknown(second, false);
    assertUnknown(third, false);
  }

  @Test
  void aRefreshRenewsTheTokensOfTheSameSession() {
    world.register("elise");
    Answer begun =
        world
            .stranger()
            .post(LOGIN, Client.proof("elise", World.PASSWORD).with("refresh_token", true))
            .ok();
    assertThat(begun.json().integer("expires_in_ms").orElseThrow())
        .isEqualTo(Sessions.ACCESS_LIFE.toMillis());
    Client old = with(begun);
    JsonObject refresh = JsonObject.of("refresh_token", begun.string("refresh_token"));
    Answer lost = world.stranger().post(REFRESH, refresh).ok();
    old.get(WHOAMI).ok();
    Answer kept = world.stranger().post(REFRESH, refresh).ok();
    assertUnknown(with(lost), true);
    assertThat(with(kept).get(WHOAMI).ok().string("device_id")).isEqualTo(old.device());
    assertUnknown(old, false);
    Answer reused = world.stranger().post(REFRESH, refresh);
    assertThat(reused.status()).isEqualTo(401);
    assertThat(reused.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertUnknown(with(kept), true);
    assertThat(refreshed(kept.string("refresh_token")).status()).isEqualTo(401);
    assertThat(world.stranger().signIn("elise", old.device()).get(WHOAMI).ok().string("device_id"))
        .as("the device is still there")
        .isEqualTo(old.device());
  }

  @Test
  void usingTheNewRefreshTokenEndsTheOldOnes() {
    world.register("fanny");
    Answer begun =
        world
            .stranger()
            .post(LOGIN, Client.proof("fanny", World.PASSWORD).with("refresh_token", true))
            .ok();
    Answer second = refreshed(begun.string("refresh_token")).ok();
    Answer third = refreshed(second.string("refresh_token")).ok();
    with(third).get(WHOAMI).ok();
    assertUnknown(with(begun), false);
    assertThat(refreshed(begun.string("refresh_token")).status()).isEqualTo(401);
    assertUnknown(with(third), true);
    assertThat(refreshed("pvr_invented").errcode()).isEqualTo("M_UNKNOWN_TOKEN");
    assertThat(world.stranger().post(REFRESH, JsonObject.EMPTY).errcode())
        .isEqualTo("M_MISSING_PARAM");
  }

  @Test
  void anAdministratorIsOneWithTokensThatAreRenewedToo() {
    world.administrator("irma");
    JsonObject proof = Client.proof("irma", World.PASSWORD).with("refresh_token", true);
    with(world.stranger().post(LOGIN, proof).ok()).get("/api/v1/registration").ok();
  }

  private static Answer refreshed(String token) {
    return world.stranger().post(REFRESH, JsonObject.of("refresh_token", token));
  }

  @Test
  void tokensThatCanBeRenewedExpire() {
    world.register("gilles");
    Answer begun =
        world
            .stranger()
            .post(LOGIN, Client.proof("gilles", World.PASSWORD).with("refresh_token", true))
            .ok();
    with(begun).get(WHOAMI).ok();
    clock.advance(Sessions.ACCESS_LIFE.plusSeconds(1));
    assertUnknown(with(begun), true);
    with(refreshed(begun.string("refresh_token")).ok()).get(WHOAMI).ok();
    Answer last =
        world
            .stranger()
            .post(LOGIN, Client.proof("gilles", World.PASSWORD).with("refresh_token", true))
            .ok();
    clock.advance(Sessions.REFRESH_LIFE.plusSeconds(1));
    assertThat(refreshed(last.string("refresh_token")).status()).isEqualTo(401);
  }

  @Test
  void tokensLieInTheDatabaseAsHashesOnly() {
    Client hugo = world.register("hugo");
    byte[] plain = hugo.token().getBytes(StandardCharsets.UTF_8);
    long found =
        world
            .db()
            .read(
                tx ->
                    tx.first(
                        row -> row.number("n"),
                        "select count(*) as n from token where access_hash = ?",
                        (Object) plain))
            .orElseThrow();
    assertThat(found).isZero();
  }

  @Test
  void devicesAreListedNamedAndRead() {
    Client ines = world.register("ines");
    Client other = world.register("jean");
    ines.put(DEVICES + "/" + ines.device(), JsonObject.of("display_name", "Bureau")).ok();
    Answer one = ines.get(DEVICES + "/" + ines.device()).ok();
    assertThat(one.string("display_name")).isEqualTo("Bureau");
    assertThat(one.json().integer("last_seen_ts")).isPresent();
    assertThat(one.json().integer("fr.parvis.since_ts").orElseThrow())
        .isLessThanOrEqualTo(one.json().integer("last_seen_ts").orElseThrow());
    assertThat(ines.get(DEVICES).ok().json().array("devices").orElseThrow().objects())
        .containsExactly(one.json());
    ines.put(DEVICES + "/" + ines.device(), JsonObject.EMPTY).ok();
    assertThat(ines.get(DEVICES + "/" + ines.device()).string("display_name")).isEqualTo("Bureau");
    for (Answer refused :
        List.of(
            ines.get(DEVICES + "/UNKNOWN"),
            ines.put(DEVICES + "/UNKNOWN", JsonObject.of("display_name", "x")),
            ines.put(DEVICES + "/UNKNOWN", JsonObject.EMPTY),
            other.get(DEVICES + "/" + ines.device()))) {
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.errcode()).isEqualTo("M_NOT_FOUND");
    }
    JsonObject tooLong = JsonObject.of("display_name", "x".repeat(200));
    assertThat(ines.put(DEVICES + "/" + ines.device(), tooLong).errcode())
        .isEqualTo("M_INVALID_PARAM");
  }

  @Test
  void removingADeviceNeedsThePasswordOfItsOwner() {
    Client karim = world.register("karim");
    Client second = world.signIn("karim");
    world.register("lea");
    String path = DEVICES + "/" + second.device();
    Answer asked = karim.delete(path);
    assertThat(asked.status()).isEqualTo(401);
    assertThat(asked.json().array("flows").orElseThrow().objects())
        .containsExactly(JsonObject.of("stages", JsonArray.of("m.login.password")));
    Answer wrong = delete(karim, path, Client.proof("karim", "not the password"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.errcode()).isEqualTo("M_FORBIDDEN");
    Answer foreign = delete(karim, path, Client.proof("lea", World.PASSWORD));
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(foreign.errcode()).isEqualTo("M_FORBIDDEN");
    second.get(WHOAMI).ok();
    JsonObject proof =
        Client.proof("karim", World.PASSWORD).with("session", asked.string("session"));
    delete(karim, path, proof).ok();
    assertUnknown(second, false);
    karim.get(WHOAMI).ok();
  }

  private static Answer delete(Client client, String path, JsonObject auth) {
    byte[] body = JsonWriter.write(JsonObject.of("auth", auth));
    return client.send("DELETE", path, "application/json", body);
  }

  @Test
  void manyDevicesAreRemovedAtOnce() {
    Client marc = world.register("marc");
    Client second = world.signIn("marc");
    Client third = world.signIn("marc");
    String path = "/_matrix/client/v3/delete_devices";
    JsonObject wish =
        JsonObject.of("devices", JsonArray.of(second.device(), third.device(), "UNKNOWN"));
    assertThat(marc.post(path, wish).status()).isEqualTo(401);
    assertThat(marc.post(path, JsonObject.EMPTY).errcode()).isEqualTo("M_MISSING_PARAM");
    marc.post(path, wish.with("auth", Client.proof("marc", World.PASSWORD))).ok();
    assertUnknown(second, false);
    assertUnknown(third, false);
    marc.get(WHOAMI).ok();
  }

  @Test
  void aSyncThatWaitsIsAnsweredWhenItsSessionEnds() {
    Client nadia = world.register("nadia");
    Client second = world.signIn("nadia");
    String since = second.get("/_matrix/client/v3/sync").ok().string("next_batch");
    var waiting = second.later("/_matrix/client/v3/sync?timeout=60000&since=" + since);
    JsonObject wish =
        JsonObject.of(
            "devices",
            JsonArray.of(second.device()),
            "auth",
            Client.proof("nadia", World.PASSWORD));
    nadia.post("/_matrix/client/v3/delete_devices", wish).ok();
    Answer answer = waiting.orTimeout(10, TimeUnit.SECONDS).join();
    assertThat(answer.status()).isEqualTo(401);
  }

  @Test
  void whoHasNotBeenSeenForAWhileIsSeenAgain() {
    Client odile = world.register("odile");
    long before = seen(odile);
    clock.advance(Duration.ofMinutes(11));
    assertThat(seen(odile)).isGreaterThan(before);
  }

  private static long seen(Client client) {
    return client
        .get(DEVICES + "/" + client.device())
        .ok()
        .json()
        .integer("last_seen_ts")
        .orElseThrow();
  }
}
