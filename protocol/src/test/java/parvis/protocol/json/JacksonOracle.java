package parvis.protocol.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A second opinion on JSON: Jackson, set as strictly as it can be.
final class JacksonOracle {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JacksonOracle() {}

  /// What Jackson reads; empty when it refuses, or when the text holds half of a surrogate pair,
  /// which Jackson lets pass.
  static Optional<JsonNode> read(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.isBlank() || text.startsWith("\uFEFF")) return Optional.empty();
      JsonNode node = MAPPER.readTree(text);
      return node.isMissingNode() || halves(node) ? Optional.empty() : Optional.of(node);
    } catch (CharacterCodingException | JacksonException refused) {
      return Optional.empty();
    }
  }

  private static boolean halves(JsonNode node) {
    if (node.isString()) return half(node.stringValue());
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (half(entry.getKey()) || halves(entry.getValue())) return true;
    }
    if (node.isArray()) {
      for (JsonNode child : node) {
        if (halves(child)) return true;
      }
    }
    return false;
  }

  private static boolean half(String text) {
    return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /// Whether both have read the same.
  static boolean same(JsonValue ours, JsonNode theirs) {
    return switch (ours) {
      case JsonNull _ -> theirs.isNull();
      case JsonBoolean(boolean value) -> theirs.isBoolean() && theirs.booleanValue() == value;
      case JsonString(String value) -> theirs.isString() && theirs.stringValue().equals(value);
      case JsonInteger(long value) ->
          theirs.isNumber() && theirs.decimalValue().compareTo(BigDecimal.valueOf(value)) == 0;
      case JsonDecimal(String literal) ->
          theirs.isNumber() && theirs.decimalValue().compareTo(new BigDecimal(literal)) == 0;
      case JsonArray array -> {
        boolean same = theirs.isArray() && theirs.size() == array.size();
        for (int i = 0; same && i < array.size(); i++) {
          same = same(array.values().get(i), theirs.get(i));
        }
        yield same;
      }
      case JsonObject object -> {
        boolean same = theirs.isObject() && theirs.size() == object.size();
        for (JsonObject.Entry entry : object.entries()) {
          same = same && theirs.has(entry.name()) && same(entry.value(), theirs.get(entry.name()));
        }
        yield same;
      }
    };
  }
}
