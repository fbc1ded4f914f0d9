package parvis.core.rooms;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonWriter;

/// JSON under construction as bytes: answers of many events are copied together from parts that
/// were encoded long before.
public final class JsonOut {
  private byte[] bytes;
  private int size;

  public JsonOut(int expectedBytes) {
    bytes = new byte[Math.max(64, expectedBytes)];
  }

  /// Adds text that is JSON already and holds ASCII only.
  public JsonOut raw(String ascii) {
    int length = ascii.length();
    room(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  public JsonOut raw(byte[] json) {
    return raw(json, 0, json.length);
  }

  public JsonOut raw(byte[] json, int from, int length) {
    room(length);
    System.arraycopy(json, from, bytes, size, length);
    size += length;
    return this;
  }

  public JsonOut number(long number) {
    return raw(Long.toString(number));
  }

  /// A JSON string, quoted and escaped.
  public JsonOut string(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\' || c > 0x7e) {
        return raw(JsonWriter.write(new JsonString(text)));
      }
    }
    return raw("\"").raw(text).raw("\"");
  }

  /// A member's name and its colon, with a comma before it unless it is the first.
  public JsonOut name(String name) {
    comma();
    return string(name).raw(":");
  }

  /// A comma, unless the object or list has just begun.
  public JsonOut comma() {
    if (size > 0 && bytes[size - 1] != '{' && bytes[size - 1] != '[') {
      raw(",");
    }
    return this;
  }

  /// Bytes written so far.
  public int size() {
    return size;
  }

  /// Takes back everything after `mark`, which was the size then.
  public void rewind(int mark) {
    size = mark;
  }

  public List<byte[]> segments() {
    return List.of(Arrays.copyOf(bytes, size));
  }

  @Override
  public String toString() {
    return new String(bytes, 0, size, StandardCharsets.UTF_8);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
