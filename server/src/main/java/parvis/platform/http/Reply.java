package parvis.platform.http;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonValue;
import parvis.protocol.json.JsonWriter;

/// What a request is answered with: a status, headers and a body that is in memory, in a file or in
/// a stream.
public final class Reply {
  static final String JSON = "application/json";
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.US_ASCII);

  /// The body of a reply.
  sealed interface Payload {
    /// Bytes that are written one after the other without being copied together; whoever gives them
    /// never changes them.
    record Segments(List<byte[]> segments) implements Payload {}

    /// `length` bytes of a file from `offset` on.
    record Part(Path file, long offset, long length) implements Payload {}

    /// Exactly `length` bytes of a stream, which is closed afterwards.
    record Stream(InputStream stream, long length) implements Payload {}
  }

  /// One header of a reply.
  record Header(String name, String value) {}

  private final int status;
  private final String contentType;
  private final Payload payload;
  private final List<Header> headers = new ArrayList<>(0);

  private Reply(int status, String contentType, Payload payload) {
    this.status = status;
    this.contentType = contentType;
    this.payload = payload;
  }

  public static Reply json(JsonValue value) {
    return json(200, value);
  }

  public static Reply json(int status, JsonValue value) {
    return bytes(status, JSON, List.of(JsonWriter.write(value)));
  }

  /// An object of alternating names and values, as `JsonObject.of` takes them.
  public static Reply fields(Object... keyValues) {
    return json(JsonObject.of(keyValues));
  }

  /// `{}`, what Matrix answers when there is nothing to say.
  public static Reply empty() {
    return bytes(200, JSON, List.of(EMPTY_OBJECT));
  }

  /// JSON that has already been written, in pieces; the pieces are never changed afterwards.
  public static Reply json(List<byte[]> segments) {
    return bytes(200, JSON, segments);
  }

  public static Reply bytes(int status, String contentType, List<byte[]> segments) {
    return new Reply(status, contentType, new Payload.Segments(segments));
  }

  public static Reply text(int status, String contentType, String text) {
    return bytes(status, contentType, List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// `length` bytes of a file from `offset` on.
  public static Reply file(int status, String contentType, Path file, long offset, long length) {
    return new Reply(status, contentType, new Payload.Part(file, offset, length));
  }

  /// A whole file, or the one range of it that was asked for.
  ///
  /// `tag` stands for the bytes: it becomes the `ETag`, and a range is given only where `If-Range`
  /// names the same bytes. Several ranges at once are answered with the whole file.
  public static Reply ranged(Call call, String contentType, Path file, long length, String tag) {
    String quoted = "\"" + tag + "\"";
    if (call.header("If-None-Match").filter(quoted::equals).isPresent()) {
      return bytes(304, "", List.of()).header("ETag", quoted);
    }
    boolean same = call.header("If-Range").map(quoted::equals).orElse(true);
    ByteRange range =
        same ? ByteRange.of(call.header("Range").orElse(""), length) : new ByteRange.Whole();
    Reply reply =
        switch (range) {
          case ByteRange.Whole() -> file(200, contentType, file, 0, length);
          case ByteRange.Part(long from, long count) ->
              file(206, contentType, file, from, count)
                  .header(
                      "Content-Range", "bytes " + from + "-" + (from + count - 1) + "/" + length);
          case ByteRange.Outside() ->
              json(416, JsonObject.of("errcode", "M_UNKNOWN", "error", "The file ends before that"))
                  .header("Content-Range", "bytes */" + length);
        };
    return reply.header("ETag", quoted).header("Accept-Ranges", "bytes");
  }

  /// Exactly `length` bytes of a stream, read on a virtual thread as fast as the client takes them,
  /// and then closed.
  public static Reply stream(int status, String contentType, InputStream stream, long length) {
    return new Reply(status, contentType, new Payload.Stream(stream, length));
  }

  /// Adds a header; the value must be free of control characters.
  public Reply header(String name, String value) {
    headers.add(new Header(name, value));
    return this;
  }

  public int status() {
    return status;
  }

  /// How many bytes of a file it sends.
  public long fileBytes() {
    return payload instanceof Payload.Part part ? part.length() : 0;
  }

  String contentType() {
    return contentType;
  }

  Payload payload() {
    return payload;
  }

  List<Header> headers() {
    return headers;
  }
}
