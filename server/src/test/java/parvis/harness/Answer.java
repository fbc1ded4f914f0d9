package parvis.harness;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;

/// What the server answered.
public record Answer(int status, HttpHeaders headers, byte[] bytes) {
  /// The body, which must be a JSON object.
  public JsonObject json() {
    if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject object) return object;
    throw new AssertionError("not an object: " + text());
  }

  /// The body, which must be a JSON array of objects.
  public List<JsonObject> objects() {
    if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonArray array)
      return array.objects();
    throw new AssertionError("not an array: " + text());
  }

  /// The `errcode`, or the error of OAuth or of SCIM, or an empty string.
  public String errcode() {
    return json()
        .string("errcode")
        .or(() -> json().string("error"))
        .or(() -> json().string("scimType"))
        .orElseGet(() -> json().has("detail") ? "SCIM" : "");
  }

  /// This answer, when it is a success.
  public Answer ok() {
    if (status / 100 != 2) throw new AssertionError(status + " " + text());
    return this;
  }

  /// A string of the body that must be there.
  public String string(String name) {
    return json().string(name).orElseThrow(() -> new AssertionError(name + " in " + text()));
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
