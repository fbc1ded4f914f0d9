package parvis.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.TestClock;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// People prove to other services who they are.
class OpenIdTest {
  private static final TestClock clock = new TestClock();
  @AutoClose private static final World world = World.start(Map.of(), clock);

  private static String token(Client of) {
    var path = "/_matrix/client/v3/user/" + Client.segment(of.user()) + "/openid/request_token";
    return of.post(path, JsonObject.EMPTY).ok().string("access_token");
  }

  private static Answer redeem(String token) {
    return world
        .stranger()
        .get("/_matrix/federation/v1/openid/userinfo?access_token=" + Client.segment(token));
  }

  private static long stored(String where, Object... args) {
    var sql = "select count(*) as n from openid_token where " + where;
    return world.db().read(tx -> tx.first(row -> row.number("n"), sql, args)).orElseThrow();
  }

  @Test
  void a_service_learns_whose_token_it_was_given() {
    var alice = world.register("alice");
    var token = token(alice);
    assertThat(redeem(token).ok().json()).isEqualTo(JsonObject.of("sub", alice.user()));
    assertThat(redeem(token).ok().string("sub")).isEqualTo(alice.user());
    alice.post("/_matrix/client/v3/logout", JsonObject.EMPTY).ok();
    redeem(token).ok();
  }

  @Test
  void a_token_lives_an_hour_and_is_forgotten_after() {
    var bruno = world.register("bruno");
    var token = token(bruno);
    clock.advance(OpenIds.LIFE.minus(Duration.ofMillis(1)));
    redeem(token).ok();
    clock.advance(Duration.ofMillis(1));
    refused(redeem(token));
    token(world.register("chloe"));
    assertThat(stored("expires_ms <= ?", clock.millis())).isZero();
  }

  @Test
  void what_is_no_token_proves_nothing() {
    refused(redeem("pvo_unknown"));
    refused(redeem(""));
    refused(redeem(world.register("dora").token()));
    var missing = world.stranger().get("/_matrix/federation/v1/openid/userinfo");
    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.errcode()).isEqualTo("M_MISSING_TOKEN");
  }

  private static void refused(Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.errcode()).isEqualTo("M_UNKNOWN_TOKEN");
  }

  @Test
  void a_token_dies_with_the_account() {
    var emile = world.register("emile");
    var token = token(emile);
    var auth = Client.proof(emile.user(), World.PASSWORD);
    emile.post("/_matrix/client/v3/account/deactivate", JsonObject.of("auth", auth)).ok();
    refused(redeem(token));
  }

  @Test
  void one_person_has_a_bounded_number_of_tokens_and_the_database_none_that_could_be_used() {
    var felix = world.register("felix");
    var first = token(felix);
    clock.advance(Duration.ofSeconds(1));
    var asking =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> token(felix)))
            .limit(OpenIds.OF_PERSON_MAX)
            .toList();
    var tokens = asking.stream().map(t -> t.orTimeout(60, TimeUnit.SECONDS).join()).toList();
    refused(redeem(first));
    assertThat(tokens).allSatisfy(token -> redeem(token).ok());
    var mine = "\"user\" = (select nid from matrix_user where user_id = ?)";
    assertThat(stored(mine, felix.user())).isEqualTo(OpenIds.OF_PERSON_MAX);
    var text = HexFormat.of().formatHex(tokens.getFirst().getBytes(StandardCharsets.UTF_8));
    var plain = "encode(hash, 'hex') like '%' || ? || '%'";
    assertThat(stored(plain, text)).isZero();
    assertThat(stored("hash = ?", (Object) SecretHash.of(tokens.getFirst()).bytes())).isOne();
  }
}
