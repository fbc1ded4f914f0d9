package parvis.app;

import static parvis.platform.http.Route.get;

import parvis.core.identity.Administration;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// How the server is, for who runs it: figures of the machine, and of nobody.
final class HealthRoutes {
  private final Health health;

  HealthRoutes(Health health) {
    this.health = health;
  }

  Routes routes() {
    return Routes.of(
        get("/api/v1/administration/health", "How the server is", this::all)
            .costs(RateClass.SEARCH)
            .answers(Health.SHAPE));
  }

  private Reply all(Call call) {
    return Reply.json(health.told(Administration.by(call).user().server()));
  }
}
