package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.core.oauth.Foreign;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.platform.http.Route;
import parvis.platform.log.LogRow;
import parvis.protocol.json.JsonObject;

/// A refused request changes nothing: after every answer from 400 on, each table holds the rows
/// that it held before, and no file has come. One thing is meant to be otherwise: who shows a code
/// or a refresh token that was used is refused, and ends the session ([Foreign#TOKENS], `refresh`).
@Order(7)
final class RefusedRequestTest {
  /// Wrong requests that are made of right ones: in ordinary tests, and when there is time.
  private static final int MADE = 1_000;

  private static final int MADE_LONG = 20_000;
  private static final int REFUSED_LEAST = 1_000;

  private static final String LATER = "/_synapse/admin/v2/rooms/";
  private static final String JSON = "application/json";
  private static final int TOLD_MAX = 40;
  private static final long SWEPT_SECONDS_MAX = 60;

  /// A closing goes on a second after it was begun.
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /// What is written a moment after the answer, by who closes a room, by notices of the server, by
  /// what devices are told, by who follows a board, and by what was decided and is done then.
  private static final Set<String> LATER_CHANGES =
      Set.of(
          "account",
          "closed_room",
          "event",
          "event_bytes",
          "log",
          "log_batch",
          "mail",
          "membership",
          "notice_room",
          "pilot",
          "published_room",
          "pusher",
          "report",
          "room",
          "room_alias",
          "send_key",
          "space_request",
          "snapshot",
          "state_slot",
          "syncable",
          "task_call",
          "task_delivery",
          "task_hook",
          "task_told",
          "task_untold",
          "task_watch_call",
          "thing_untold");

  @AutoClose private static World world;
  private static Traffic traffic;
  private static String statement;
  private static Touches touches;

  private final List<String> problems = new ArrayList<>();
  private Dump before = new Dump(Map.of(), Set.of());
  private final List<String> taken = new ArrayList<>();
  private final Set<Route> refusing = new HashSet<>();
  private int refused;

  @BeforeAll
  static void play() {
    world = Traffic.world(Map.of());
    traffic = Traffic.played(world);
    statement = Dump.statement(world.db());
    touches = new Touches(world.db());
    awaitSwept();
  }

  /// Messages that a device has got are deleted a moment after it came back, and a room that is
  /// closed is cleared a moment after that was answered.
  private static void awaitSwept() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SWEPT_SECONDS_MAX);
    String left =
        "(select 1 from syncable where kind = "
            + LogRow.TO_DEVICE
            + " limit 1) union all (select 1 from closed_room where done_ms is null limit 1)";
    while (world.db().read(tx -> tx.first(row -> true, left)).isPresent()) {
      assertThat(System.nanoTime() - deadline)
          .as("messages to devices or members of closed rooms stay")
          .isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void nothingIsChangedByWhatIsRefused() {
    List<Traffic.Asked> wrong = new ArrayList<>(plainlyWrong());
    traffic.asked().stream().filter(RefusedRequestTest::mayBeAskedAgain).forEach(wrong::add);
    ask(wrong, MADE);
    assertThat(refused).isGreaterThan(REFUSED_LEAST);
    assertThat(traffic.routes())
        .filteredOn(route -> !refusing.contains(route))
        .allMatch(route -> route.method().equals("GET") && !route.needsToken());
  }

  @Test
  @Tag("long")
  @Timeout(1_800)
  void nothingIsChangedByVeryMuchThatIsRefused() {
    ask(new ArrayList<>(), MADE_LONG);
  }

  /// What is answered before it is done changes something later, and what goes on holds up all.
  private static boolean mayBeAskedAgain(Traffic.Asked asked) {
    return !(asked.method().equals("DELETE") && asked.path().startsWith(LATER))
        && !asked.path().contains("/logout")
        && !asked.path().contains("/v3/sync")
        && !asked.path().contains("/tasks/stream")
        && !asked.path().equals("/_matrix/client/v3/refresh")
        && !asked.path().equals(Foreign.TOKENS);
  }

  /// Asks all that, and so much that is made of right requests, by turns.
  private void ask(List<Traffic.Asked> wrong, int made) {
    long seed = Long.getLong("seed", new SecureRandom().nextLong());
    System.out.println("seed of the refused requests: " + seed);
    Random random = new Random(seed);
    Mutation mutation = new Mutation(random, traffic, oddlySignedIn());
    List<Traffic.Asked> right =
        new ArrayList<>(
            traffic.asked().stream().filter(RefusedRequestTest::mayBeAskedAgain).toList());
    Collections.shuffle(right, random);
    for (int i = 0; i < made; i++) wrong.add(mutation.of(right.get(i % right.size())));
    Collections.shuffle(wrong, random);
    askInTurn(wrong);
    System.out.printf("%d requests, %d refused%n", wrong.size(), refused);
    assertThat(problems.stream().limit(TOLD_MAX)).isEmpty();
  }

  /// Whose token is over, and who shows a token that is for something else.
  private static List<Client> oddlySignedIn() {
    Client late = world.register("late-" + System.nanoTime());
    Answer in =
        world
            .stranger()
            .post(
                "/_matrix/client/v3/login",
                JsonObject.of(
                    "type",
                    "m.login.password",
                    "identifier",
                    JsonObject.of("type", "m.id.user", "user", late.user()),
                    "password",
                    World.PASSWORD,
                    "refresh_token",
                    true))
            .ok();
    String device = in.string("device_id");
    world
        .db()
        .write(
            tx ->
                tx.run(
                    """
                    update token set expires_ms = 1
                     where session in (select nid from session where device_id = ?)\
                    """,
                    device));
    String openId =
        late.post(
                "/_matrix/client/v3/user/" + Client.segment(late.user()) + "/openid/request_token",
                JsonObject.EMPTY)
            .ok()
            .string("access_token");
    return List.of(
        late.signedIn(late.user(), device, in.string("access_token")),
        late.signedIn(late.user(), device, in.string("refresh_token")),
        late.signedIn(late.user(), late.device(), openId));
  }

  /// For every route: nobody asks, a stranger asks, and the body is none or far too much.
  private static List<Traffic.Asked> plainlyWrong() {
    Client stranger = world.stranger();
    Client somebody = world.register("refused-somebody");
    byte[] large = Traffic.bytes("{\"a\":\"" + "x".repeat(BadRequestTest.TOO_LARGE_BYTES) + "\"}");
    List<Traffic.Asked> wrong = new ArrayList<>();
    for (Route route : traffic.routes()) {
      String path = BadRequestTest.filled(route);
      Client unknown = stranger.signedIn("", "", "unknown");
      for (Client who : List.of(stranger, unknown))
        wrong.add(new Traffic.Asked(who, route.method(), path, JSON, Traffic.bytes("{}")));
      for (byte[] body : List.of(Traffic.bytes("{"), large))
        wrong.add(new Traffic.Asked(somebody, route.method(), path, JSON, body));
    }
    return wrong;
  }

  @Test
  void whatIsWrittenIsSeen() {
    awaitQuiet();
    world.stranger().get("/_matrix/client/versions").ok();
    assertThat(touches.anew()).isFalse();
    world.db().write(tx -> tx.run("update account set admin = admin where false"));
    assertThat(touches.anew()).isTrue();
  }

  @Test
  void everyReasonToRefuseLeavesEverythingAsItWas() {
    List<Traffic.Asked> refusals = new Refusals(world).all();
    askInTurn(refusals);
    assertThat(problems).isEmpty();
    assertThat(taken).isEmpty();
  }

  private void askInTurn(List<Traffic.Asked> all) {
    before = Dump.of(world, statement);
    all.forEach(this::ask);
    Set<String> late = before.changed(Dump.of(world, statement));
    if (!late.isEmpty()) problems.add(late + " after all were answered");
  }

  private void ask(Traffic.Asked asked) {
    Answer answer = asked.send();
    Dump after = touches.anew() ? Dump.of(world, statement) : before.withFilesOf(world);
    Set<String> changed = before.changed(after);
    before = after;
    if (answer.status() < 400) {
      taken.add(asked.method() + " " + asked.path() + " " + body(asked));
      return;
    }
    refused++;
    traffic.route(asked.method(), asked.path()).ifPresent(refusing::add);
    String what = answer.status() + " " + asked.method() + " " + asked.path() + " " + body(asked);
    if (!changed.isEmpty() && !(LATER_CHANGES.containsAll(changed) && isInnocent(asked)))
      problems.add(changed + " by " + what);
    if (Traffic.isFault(answer)) problems.add("a fault: " + what);
  }

  /// Whether a request that was refused changes nothing when it is asked again, once what others
  /// asked for before it is done.
  private boolean isInnocent(Traffic.Asked asked) {
    awaitQuiet();
    before = Dump.of(world, statement);
    asked.send();
    boolean innocent = !touches.anew() || before.changed(Dump.of(world, statement)).isEmpty();
    before = Dump.of(world, statement);
    return innocent;
  }

  /// Until nothing was written for a while.
  private static void awaitQuiet() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SWEPT_SECONDS_MAX);
    do {
      assertThat(System.nanoTime() - deadline).as("the house is never quiet").isNegative();
      LockSupport.parkNanos(QUIET_NANOS);
    } while (touches.anew());
  }

  private static String body(Traffic.Asked asked) {
    String text = new String(asked.body(), StandardCharsets.UTF_8);
    return text.length() > 600 ? text.substring(0, 600) + "…" : text;
  }
}
