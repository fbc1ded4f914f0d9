package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// A token signs in another device, once, soon, and only as long as its giver is signed in.
final class LoginTokensTest {
  private static final String ASK = "/_matrix/client/v1/login/get_token";
  private static final String LOGIN = "/_matrix/client/v3/login";

  private static final TestClock clock = new TestClock();

  @AutoClose private static final World world = World.start(Map.of(), clock);

  private static Answer ask(Client who, String password) {
    return who.post(ASK, JsonObject.of("auth", Client.proof(who.user(), password)));
  }

  private static Answer login(String token) {
    return world.stranger().post(LOGIN, JsonObject.of("type", "m.login.token", "token", token));
  }

  @Test
  void a_token_signs_in_once() {
    Client alice = world.register("alice");
    assertThat(alice.post(ASK, JsonObject.EMPTY).status()).isEqualTo(401);
    assertThat(ask(alice, "not the password").status()).isEqualTo(401);
    Answer given = ask(alice, World.PASSWORD).ok();
    assertThat(given.json().integer("expires_in_ms")).hasValue(120_000);
    Answer in = login(given.string("login_token")).ok();
    assertThat(in.string("user_id")).isEqualTo(alice.user());
    assertThat(in.string("device_id")).isNotEqualTo(alice.device());
    assertThat(login(given.string("login_token")).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(login("nothing").errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_token_is_over_after_two_minutes_or_with_its_giver_s_device() {
    Client bruno = world.register("bruno");
    String late = ask(bruno, World.PASSWORD).ok().string("login_token");
    clock.advance(LoginTokens.LIFE);
    assertThat(login(late).errcode()).isEqualTo("M_FORBIDDEN");
    String orphan = ask(bruno, World.PASSWORD).ok().string("login_token");
    bruno.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    assertThat(login(orphan).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void one_account_has_so_many_at_a_time() {
    Client chloe = world.register("chloe");
    for (int i = 0; i < LoginTokens.WAITING_MAX; i++) ask(chloe, World.PASSWORD).ok();
    assertThat(ask(chloe, World.PASSWORD).errcode()).isEqualTo("M_LIMIT_EXCEEDED");
    clock.advance(LoginTokens.LIFE);
    ask(chloe, World.PASSWORD).ok();
  }

  /// The session is still believed to be there for a moment.
  @Test
  void who_is_signed_out_at_that_very_moment_gets_none() {
    Client denis = world.register("denis");
    denis.get("/_matrix/client/v3/account/whoami").ok();
    world.db().write(tx -> tx.run("delete from device where device_id = ?", denis.device()));
    assertThat(ask(denis, World.PASSWORD).errcode()).isEqualTo("M_UNKNOWN_TOKEN");
  }
}
