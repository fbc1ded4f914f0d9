package parvis.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// The messages of a run: encoded ahead, numbered, and found again in whatever a homeserver sends.
///
/// A message's text begins with `pb:RUN:` and nine digits. That survives every re-encoding of JSON,
/// so an answer is searched as bytes and never parsed.
final class Script {
  private static final int DIGITS = 9;

  private final byte[] mark;
  private final byte[] template;
  private final int numberAt;
  private final String run;

  Script(String run, int textBytes) {
    this.run = run;
    mark = ("pb:" + run + ":").getBytes(StandardCharsets.US_ASCII);
    String head = "{\"msgtype\":\"m.text\",\"body\":\"";
    String text =
        "0".repeat(DIGITS) + " " + "La halle ouvre à huit heures. ".repeat(1 + textBytes / 30);
    byte[] filler =
        Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), Math.max(DIGITS, textBytes));
    String body = head + new String(mark, StandardCharsets.US_ASCII);
    numberAt = body.length();
    template = (body + whole(filler) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /// The characters of bytes that may end in the middle of one.
  private static String whole(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8).replace("\uFFFD", "");
  }

  /// The body of the request that sends this message.
  Buffer body(int message) {
    byte[] body = template.clone();
    for (int i = numberAt + DIGITS - 1, rest = message; i >= numberAt; i--, rest /= 10) {
      body[i] = (byte) ('0' + rest % 10);
    }
    return Buffer.buffer(body);
  }

  /// The transaction id of this message.
  String transaction(int message) {
    return run + "." + message;
  }

  /// Hands over the number of each message in an answer, in its order.
  void find(byte[] answer, IntConsumer message) {
    for (int at = Scan.find(answer, mark, 0); at >= 0; at = Scan.find(answer, mark, at)) {
      at += mark.length;
      if (at + DIGITS > answer.length) return;
      int number = 0;
      for (int i = at; i < at + DIGITS; i++) number = number * 10 + (answer[i] - '0');
      message.accept(number);
    }
  }
}
