package parvis.platform.http;

import io.vertx.core.http.HttpServerRequest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;

/// One request, as its handler sees it. Used by one thread at a time.
public final class Call {
  private final HttpServerRequest request;
  private final Route route;
  private final List<String> pathNames;
  private final String[] pathValues;
  private final String remoteAddress;
  private final byte[] body;
  private final @Nullable InputStream stream;
  private @Nullable Query query;
  private @Nullable JsonObject json;
  private @Nullable Actor actor;

  Call(
      HttpServerRequest request,
      PathTree.Found.Match match,
      String remoteAddress,
      byte[] body,
      @Nullable InputStream stream) {
    this.request = request;
    this.route = match.route();
    this.pathNames = match.names();
    this.pathValues = decoded(match.rawValues());
    this.remoteAddress = remoteAddress;
    this.body = body;
    this.stream = stream;
  }

  /// The one who acts; only on routes that need a token.
  public Actor actor() {
    if (actor == null) {
      throw new IllegalStateException("No actor: the route does not need a token");
    }
    return actor;
  }

  /// The one who acts, if a token was shown.
  public Optional<Actor> maybeActor() {
    return Optional.ofNullable(actor);
  }

  /// The decoded value of a `{name}` segment of the route's path: a [Body#name].
  public String path(String name) {
    return Body.name(longPath(name));
  }

  /// The same, which the caller bounds.
  public String longPath(String name) {
    int index = pathNames.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("The route has no {" + name + "}: " + route.path());
    }
    return pathValues[index];
  }

  /// The first value of a query parameter.
  public Optional<String> query(String name) {
    List<String> values = queryAll(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  public List<String> queryAll(String name) {
    return parsedQuery().all(name);
  }

  /// All parameters of the query, of each its first value, but for the token that was shown.
  public Map<String, String> queries() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Query.Param param : parsedQuery().params()) {
      if (!param.name().equals("access_token")) all.putIfAbsent(param.name(), param.value());
    }
    return all;
  }

  private Query parsedQuery() {
    if (query == null) {
      String raw = request.query();
      query = Query.parse(raw == null ? "" : raw);
    }
    return query;
  }

  /// An integer of the query; anything else is `M_INVALID_PARAM`.
  public OptionalLong queryLong(String name) {
    Optional<String> text = query(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException notANumber) {
      throw Refused.invalidParam("\"" + name + "\" must be an integer");
    }
  }

  /// `true` or `false` of the query; anything else is `M_INVALID_PARAM`.
  public Optional<Boolean> queryBool(String name) {
    return query(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw Refused.invalidParam("\"" + name + "\" must be true or false");
                });
  }

  /// The body as a JSON object.
  public JsonObject json() {
    assert route.reading().readsAll();
    return read();
  }

  private JsonObject read() {
    if (json == null) {
      json = parsed();
    }
    return json;
  }

  /// The body's fields, with refusals that name the field.
  public Body body() {
    return new Body(read(), route.reading());
  }

  /// The body as it came, where it was read whole.
  public byte[] bytes() {
    assert route.reading().readsAll();
    return body;
  }

  /// The body as it arrives, on `streamed` routes. Reading throws `Refused` when the client is too
  /// slow and `IOException` when it left.
  public InputStream stream() {
    if (stream == null) {
      throw new IllegalStateException("The route is not streamed: " + route.path());
    }
    return stream;
  }

  /// The first field of that name of a form of the web, where the body was read whole.
  public Optional<String> form(String name) {
    assert route.reading().reads(name, "string");
    List<String> values = Query.parse(new String(body, StandardCharsets.UTF_8)).all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// The first header of that name.
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /// The declared length of the body.
  public OptionalLong contentLength() {
    return Heads.contentLength(request);
  }

  /// The address the request came from, as text; the client's own where a trusted proxy names it.
  public String remoteAddress() {
    return remoteAddress;
  }

  /// The `Host` that was asked, with its port if one was named; empty when there was none.
  public String host() {
    var authority = request.authority();
    return authority == null ? "" : authority.toString();
  }

  public String method() {
    return request.method().name();
  }

  /// The path of the route, with its `{name}` segments: what logs and metrics may show.
  public String routePath() {
    return route.path();
  }

  /// What an account must still be allowed to do that asks for this.
  public Route.Deed deed() {
    return route.deed();
  }

  /// Whether this puts something before others.
  public boolean isPublishing() {
    return route.isPublishing();
  }

  /// Whether guests may ask for this.
  public boolean isForGuests() {
    return route.isForGuests();
  }

  void actsAs(Actor actor) {
    this.actor = actor;
  }

  /// The token that was shown.
  ///
  /// spec: cs-api#using-access-tokens; the query parameter is deprecated since v1.11 and still
  /// allowed.
  public Optional<String> token() {
    String authorization = request.getHeader("Authorization");
    if (authorization == null) {
      return query("access_token").filter(token -> !token.isEmpty());
    }
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      String token = authorization.substring(7).strip();
      return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
    return Optional.empty();
  }

  private JsonObject parsed() {
    if (body.length == 0) {
      if (route.allowsEmptyBody()) {
        return JsonObject.EMPTY;
      }
      throw Refused.notJson();
    }
    JsonValue value;
    try {
      value = JsonReader.read(body, JsonLimits.REQUEST);
    } catch (JsonRefused refused) {
      throw Refusals.json(refused);
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw Refused.badJson("The body must be an object");
  }

  private static String[] decoded(List<String> rawValues) {
    String[] values = new String[rawValues.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          PercentText.segment(rawValues.get(i))
              .orElseThrow(() -> Refused.invalidParam("The path is not percent-encoded UTF-8"));
    }
    return values;
  }
}
