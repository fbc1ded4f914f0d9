package parvis.app;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.yesOrNo;

import parvis.core.identity.Administration;
import parvis.platform.config.Config;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;

/// How much one account may do here, as the configuration says, for who runs the server.
final class LimitRoutes {
  private static final Shape LIMITS =
      object(
          needed("rate_limits", yesOrNo()),
          needed("upload_bytes_max", count()),
          needed("upload_bytes_total", count()),
          needed("uploads_a_day", count()),
          needed("download_bytes_a_day", count()),
          needed("people_a_day", count()),
          needed("glances_a_day", count()));

  private final Config config;

  LimitRoutes(Config config) {
    this.config = config;
  }

  Routes routes() {
    return Routes.of(
        get("/api/v1/administration/limits", "What an account may do", this::all).answers(LIMITS));
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
