package parvis.bench;

import io.vertx.core.buffer.Buffer;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;

/// What a homeserver answered.
record Answer(int status, Buffer body) {
  /// Answers to initial syncs are large, and the measured server is not an attacker.
  private static final JsonLimits LIMITS = new JsonLimits(false, 200, 1 << 30);

  boolean ok() {
    return status == 200;
  }

  /// The body as a JSON object; empty when it is none.
  JsonObject json() {
    try {
      return JsonReader.read(body.getBytes(), LIMITS) instanceof JsonObject object
          ? object
          : JsonObject.EMPTY;
    } catch (JsonRefused notJson) {
      return JsonObject.EMPTY;
    }
  }

  /// How an answer other than 200 is counted: its status and error code.
  String failure() {
    return json().string("errcode").map(code -> status + " " + code).orElse("status " + status);
  }
}
