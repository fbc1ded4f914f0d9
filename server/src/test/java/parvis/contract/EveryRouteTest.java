package parvis.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import parvis.harness.Answer;
import parvis.harness.World;
import parvis.harness.spec.Operation;
import parvis.harness.spec.SpecCheck;
import parvis.platform.http.Route;

/// Every route of the running server answers what the specification says it answers: its success,
/// and each error that can be provoked. A route that nobody exercises fails the build.
final class EveryRouteTest {
  /// What the specification of clients does not know: the operator's interface, that of the house,
  /// that of other servers, and what clients try before it is specified.
  private static final List<String> BESIDES =
      List.of(
          "/api/v1/",
          "/_matrix/client/unstable/",
          "/_matrix/federation/",
          "/_matrix/key/",
          "/_synapse/",
          "/health/",
          "/metrics");

  /// Routes that never succeed: accounts have no addresses, and media without a token is frozen.
  private static final List<String> ALWAYS_REFUSED =
      List.of(
          "POST /_matrix/client/v3/account/3pid",
          "POST /_matrix/client/v3/account/3pid/add",
          "POST /_matrix/client/v3/account/3pid/bind",
          "GET /_matrix/media/v3/download/{serverName}/{mediaId}",
          "GET /_matrix/media/v3/download/{serverName}/{mediaId}/{fileName}",
          "GET /_matrix/media/v3/thumbnail/{serverName}/{mediaId}");

  private static World world;
  private static Traffic traffic;

  @BeforeAll
  static void play() {
    world = Traffic.world(Map.of());
    traffic = Traffic.played(world);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static boolean isBeside(Route route) {
    return BESIDES.stream().anyMatch(route.path()::startsWith);
  }

  private static boolean isRefused(Route route) {
    return ALWAYS_REFUSED.contains(Traffic.name(route)) || route.path().endsWith("/requestToken");
  }

  private static Optional<Operation> operation(Route route) {
    return SpecCheck.operation(route.method(), route.path());
  }

  @Test
  void everyAnswerIsOneThatTheSpecificationAllows() {
    assertThat(traffic.problems()).isEmpty();
  }

  @Test
  void everyRouteIsOneOfTheSpecificationOrIsListed() {
    assertThat(traffic.routes())
        .filteredOn(route -> !isBeside(route))
        .allSatisfy(route -> assertThat(operation(route)).as(Traffic.name(route)).isPresent());
  }

  @Test
  void everyRouteHasSucceededOrIsListedAsOneThatNeverDoes() {
    Set<String> missing = new TreeSet<>();
    Set<String> none = new TreeSet<>();
    for (Route route : traffic.routes()) {
      if (isBeside(route)) continue;
      boolean succeeded = traffic.statuses(route).stream().anyMatch(status -> status < 400);
      if (traffic.statuses(route).isEmpty()) missing.add(Traffic.name(route));
      else if (succeeded == isRefused(route)) none.add(Traffic.name(route));
    }
    assertThat(missing).as("never asked").isEmpty();
    assertThat(none).as("succeeds or is refused against the table").isEmpty();
  }

  /// Says how much is covered; what cannot be provoked is named, so that a new gap is seen.
  @Test
  void theDeclaredErrorsAreProvoked() {
    Set<String> left = new TreeSet<>();
    int declared = 0;
    int provoked = 0;
    for (Route route : traffic.routes()) {
      if (operation(route).isEmpty()) continue;
      for (int status : operation(route).get().errors()) {
        if (status == 429) continue;
        declared++;
        if (traffic.statuses(route).contains(status)) provoked++;
        else left.add(Traffic.name(route) + " " + status);
      }
    }
    System.out.printf(
        "%d routes, %d requests, %d of %d declared errors provoked%nnot provoked: %s%n",
        traffic.routes().size(), traffic.requests(), provoked, declared, left);
    assertThat(provoked * 100).isGreaterThanOrEqualTo(declared * ERRORS_PERCENT_MIN);
  }

  private static final int ERRORS_PERCENT_MIN = 60;

  @Test
  void everyRouteMayBeAskedFromAnotherSite() {
    for (Route route : traffic.routes()) {
      String path = BadRequestTest.filled(route);
      Answer answer = world.stranger().options(path);
      assertThat(answer.status()).as(path).isLessThan(300);
      assertThat(answer.header("Access-Control-Allow-Origin")).as(path).isEqualTo("*");
      assertThat(answer.header("Access-Control-Allow-Methods"))
          .as(path)
          .contains("GET", "POST", "PUT", "DELETE", "OPTIONS");
      assertThat(answer.header("Access-Control-Allow-Headers"))
          .as(path)
          .contains("X-Requested-With", "Content-Type", "Authorization");
    }
  }
}
