package parvis.app;

import static parvis.platform.http.Route.get;

import parvis.core.identity.Administration;
import parvis.platform.config.Config;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;

/// How much one account may do here, as the configuration says, for who runs the server.
final class LimitRoutes {
  private final Config config;

  LimitRoutes(Config config) {
    this.config = config;
  }

  Routes routes() {
    return Routes.of(get("/api/v1/administration/limits", "What an account may do", this::all));
  }

  private Reply all(Call call) {
    Administration.by(call);
    var aDay = config.aDay();
    return Reply.fields(
        "rate_limits", config.rateLimits(),
        "upload_bytes_max", config.uploadBytesMax(),
        "upload_bytes_total", config.uploadBytesTotal(),
        "uploads_a_day", aDay.uploads(),
        "download_bytes_a_day", aDay.downloadBytes(),
        "people_a_day", aDay.people(),
        "glances_a_day", aDay.glances());
  }
}
