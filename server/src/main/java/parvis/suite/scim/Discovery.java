package parvis.suite.scim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What a directory finds out before it speaks of anybody. It is the same for everyone.
///
/// spec: RFC 7644, 4; RFC 7643, 5 to 7
final class Discovery {
  private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

  private final String base;
  private final List<JsonObject> types;
  private final List<JsonObject> schemas = new ArrayList<>();

  Discovery(String base) {
    this.base = base;
    this.types = Schema.ALL.stream().map(this::type).toList();
    for (var schema : Schema.ALL) {
      schemas.add(schema(schema.urn(), schema.name(), schema.attributes()));
      schema
          .extension()
          .ifPresent(more -> schemas.add(schema(more.urn(), more.name(), more.attributes())));
    }
  }

  private static JsonObject supported(boolean is) {
    return JsonObject.of("supported", is);
  }

  private JsonObject meta(String type, String path) {
    return JsonObject.of("resourceType", type, "location", base + path);
  }

  Reply config(Call call) {
    var bearer =
        JsonObject.of(
            "type", "oauthbearertoken",
            "name", "Token",
            "description", "A token that an administrator of the organisation made",
            "primary", true);
    return Protocol.json(
        200,
        JsonObject.builder()
            .put("schemas", JsonArray.of(CORE + "ServiceProviderConfig"))
            .put("patch", supported(true))
            .put("bulk", supported(false).with("maxOperations", 0).with("maxPayloadSize", 0))
            .put("filter", supported(true).with("maxResults", Listing.PAGE_MAX))
            .put("changePassword", supported(false))
            .put("sort", supported(true))
            .put("etag", supported(true))
            .put("authenticationSchemes", JsonArray.of(bearer))
            .put("meta", meta("ServiceProviderConfig", "/ServiceProviderConfig"))
            .build());
  }

  private JsonObject type(Schema schema) {
    var told =
        JsonObject.builder()
            .put("schemas", JsonArray.of(CORE + "ResourceType"))
            .put("id", schema.name())
            .put("name", schema.name())
            .put("endpoint", schema.endpoint())
            .put("schema", schema.urn());
    schema
        .extension()
        .ifPresent(
            more ->
                told.put(
                    "schemaExtensions",
                    JsonArray.of(JsonObject.of("schema", more.urn(), "required", false))));
    return told.put("meta", meta("ResourceType", "/ResourceTypes/" + schema.name())).build();
  }

  private JsonObject schema(String urn, String name, List<Attribute> attributes) {
    return JsonObject.of(
        "schemas",
        JsonArray.of(CORE + "Schema"),
        "id",
        urn,
        "name",
        name,
        "description",
        name,
        "attributes",
        JsonArray.of(attributes.stream().map(Attribute::json).toArray()),
        "meta",
        meta("Schema", "/Schemas/" + urn));
  }

  Reply types(Call call) {
    return all(call, types);
  }

  Reply schemas(Call call) {
    return all(call, schemas);
  }

  /// A filter would hide what a directory needs, so that it is refused.
  private static Reply all(Call call, List<JsonObject> few) {
    if (call.query("filter").isPresent()) {
      throw Refused.forbidden("These are not filtered");
    }
    return Protocol.json(200, Listing.all(few));
  }

  Reply type(Call call) {
    return one(types, call.path("id"));
  }

  Reply schema(Call call) {
    return one(schemas, call.path("id"));
  }

  private static Reply one(List<JsonObject> few, String id) {
    return few.stream()
        .filter(one -> one.string("id").equals(Optional.of(id)))
        .findFirst()
        .map(one -> Protocol.json(200, one))
        .orElseThrow(Refused::notFound);
  }
}
