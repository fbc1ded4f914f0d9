package parvis.core.rooms;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.push.Glob;

/// Which events of a room a reader wants.
/// spec: cs-api#filtering (RoomEventFilter)
///
/// @param types absent: all; `*` stands for any text
/// @param relTypes absent: all; kinds of the relation that an event itself has
/// @param relatedByRelTypes kinds of relation that others have to an event; empty: any, or none
/// @param relatedBySenders ids of the people who relate to it; empty: anybody, or nobody
public record RoomFilter(
    Optional<List<String>> types,
    List<String> notTypes,
    Optional<List<String>> senders,
    List<String> notSenders,
    Optional<Boolean> containsUrl,
    Optional<List<String>> relTypes,
    List<String> notRelTypes,
    List<String> relatedByRelTypes,
    List<String> relatedBySenders,
    boolean lazyMembers)
    implements Predicate<RoomEvent> {

  private static final int LIST_MAX = 1_000;

  /// Kinds of relation, as clients ask for them until the specification has a name.
  private static final String REL_TYPES = "org.matrix.msc3874.rel_types";

  private static final String NOT_REL_TYPES = "org.matrix.msc3874.not_rel_types";

  /// The `filter` parameter of a request: JSON, or nothing.
  static RoomFilter of(Call call) {
    var text = call.query("filter");
    if (text.isEmpty()) {
      return read(JsonObject.EMPTY);
    }
    try {
      var bytes = text.get().getBytes(StandardCharsets.UTF_8);
      if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject json) {
        return read(json);
      }
    } catch (JsonRefused e) {
      throw Refused.notJson();
    }
    throw Refused.badJson("A filter is a JSON object.");
  }

  /// The filter that a client wrote.
  ///
  /// @throws Refused badJson when a field has another type than the specification gives it
  public static RoomFilter read(JsonObject json) {
    var body = new Body(json);
    return new RoomFilter(
        list(body, "types"),
        body.strings("not_types", LIST_MAX),
        list(body, "senders").map(RoomFilter::people),
        people(body.strings("not_senders", LIST_MAX)),
        body.optionalBool("contains_url"),
        list(body, REL_TYPES),
        body.strings(NOT_REL_TYPES, LIST_MAX),
        body.strings("related_by_rel_types", LIST_MAX),
        people(body.strings("related_by_senders", LIST_MAX)),
        body.optionalBool("lazy_load_members").orElse(false));
  }

  private static List<String> people(List<String> ids) {
    if (ids.stream().anyMatch(id -> UserId.parse(id).isEmpty())) {
      throw Refused.badJson("A sender is the id of a person.");
    }
    return ids;
  }

  private static Optional<List<String>> list(Body body, String name) {
    return body.optionalArray(name).isPresent()
        ? Optional.of(body.strings(name, LIST_MAX))
        : Optional.empty();
  }

  /// Whether this filter looks at events at all; most do not.
  public boolean looks() {
    return types.isPresent()
        || !notTypes.isEmpty()
        || senders.isPresent()
        || !notSenders.isEmpty()
        || containsUrl.isPresent()
        || relates()
        || !relatedBy().nothing();
  }

  /// What others must have made of an event, which [Rooms#taken] asks about many at once.
  RelatedBy relatedBy() {
    return new RelatedBy(relatedByRelTypes, relatedBySenders);
  }

  /// Whether it takes an event, but for what others made of it.
  @Override
  public boolean test(RoomEvent event) {
    return !looks()
        || (type(event.type()) && sender(event.sender()) && url(event) && relation(event));
  }

  public boolean type(String type) {
    return types.map(list -> any(list, type)).orElse(true) && !any(notTypes, type);
  }

  public boolean sender(String sender) {
    return senders.map(list -> list.contains(sender)).orElse(true) && !notSenders.contains(sender);
  }

  private boolean url(RoomEvent event) {
    return containsUrl
        .map(wanted -> event.pdu().content().string("url").isPresent() == wanted)
        .orElse(true);
  }

  private boolean relates() {
    return relTypes.isPresent() || !notRelTypes.isEmpty();
  }

  private boolean relation(RoomEvent event) {
    if (!relates()) {
      return true;
    }
    var type =
        event.pdu().content().object("m.relates_to").flatMap(r -> r.string("rel_type")).orElse("");
    return relTypes.map(list -> list.contains(type)).orElse(true) && !notRelTypes.contains(type);
  }

  private static boolean any(List<String> patterns, String type) {
    for (var pattern : patterns) {
      if (pattern.indexOf('*') < 0 ? pattern.equals(type) : Glob.ofNames(pattern).matches(type)) {
        return true;
      }
    }
    return false;
  }
}
