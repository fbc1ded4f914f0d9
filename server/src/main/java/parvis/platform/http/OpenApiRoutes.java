package parvis.platform.http;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import parvis.protocol.json.JsonWriter;

/// Tells the interface to whoever asks.
public final class OpenApiRoutes {
  private final Supplier<List<Route>> routes;
  private volatile byte @Nullable [] document;

  /// @param routes of the whole server, once it is there
  public OpenApiRoutes(Supplier<List<Route>> routes) {
    this.routes = routes;
  }

  public Routes table() {
    return Routes.of(Route.get(OpenApi.PATH, "What this interface is", _ -> document()).open());
  }

  /// It is made when somebody asks first.
  private Reply document() {
    var written = document;
    if (written == null) {
      written = JsonWriter.write(OpenApi.document(routes.get()));
      document = written;
    }
    return Reply.json(List.of(written));
  }
}
