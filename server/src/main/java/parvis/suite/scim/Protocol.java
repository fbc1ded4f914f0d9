package parvis.suite.scim;

import java.util.Arrays;
import java.util.List;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// How answers of SCIM look on the wire: this one file knows what becomes of a refusal of the house
/// here.
///
/// spec: RFC 7644, 3.12 and 8.1
final class Protocol {
  private static final String TYPE = "application/scim+json";
  private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

  private Protocol() {}

  static Reply json(int status, JsonObject json) {
    return Reply.bytes(status, TYPE, List.of(JsonWriter.write(json)));
  }

  static Reply nothing() {
    return Reply.bytes(204, TYPE, List.of());
  }

  /// A resource, or that it is the version that the client has.
  static Reply one(Resource resource, Call call) {
    var known =
        call.method().equals("GET")
            && call.header("If-None-Match").filter(resource::names).isPresent();
    var reply = known ? Reply.bytes(304, TYPE, List.of()) : json(200, told(resource, call));
    return reply.header("ETag", resource.version());
  }

  static Reply made(Resource resource, Call call) {
    var location =
        resource.whole().object("meta").flatMap(meta -> meta.string("location")).orElseThrow();
    return json(201, told(resource, call))
        .header("Location", location)
        .header("ETag", resource.version());
  }

  private static JsonObject told(Resource resource, Call call) {
    return resource.told(names(call, "attributes"), names(call, "excludedAttributes"));
  }

  /// The names of attributes that the query lists.
  static List<String> names(Call call, String name) {
    return call.queryAll(name).stream()
        .flatMap(some -> Arrays.stream(some.split(",", Listing.NAMES_MAX + 1)))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toList();
  }

  static Reply declined(Declined declined) {
    return error(declined.status(), declined.word().orElse(""), declined.detail());
  }

  /// @throws Refused what has no word of its own here, as it is
  static Reply refused(Refused refused) {
    return switch (refused.kind()) {
      case MISSING_TOKEN, UNKNOWN_TOKEN ->
          error(401, "", refused.sentence()).header("WWW-Authenticate", "Bearer");
      case FORBIDDEN, RESOURCE_LIMIT_EXCEEDED -> error(403, "", refused.sentence());
      case NOT_FOUND -> error(404, "", refused.sentence());
      case CONFLICT -> error(409, "uniqueness", refused.sentence());
      case NOT_JSON, BAD_JSON -> error(400, "invalidSyntax", refused.sentence());
      case INVALID_PARAM, MISSING_PARAM, PROFILE_TOO_LARGE ->
          error(400, "invalidValue", refused.sentence());
      case LIMIT_EXCEEDED ->
          error(429, "", refused.sentence())
              .header(
                  "Retry-After", Long.toString(refused.retryAfter().orElseThrow().toSeconds() + 1));
      default -> throw refused;
    };
  }

  private static Reply error(int status, String word, String detail) {
    var told =
        JsonObject.builder()
            .put("schemas", JsonArray.of(ERROR))
            .put("status", Integer.toString(status));
    if (!word.isEmpty()) {
      told.put("scimType", word);
    }
    return json(status, told.put("detail", detail).build());
  }
}
