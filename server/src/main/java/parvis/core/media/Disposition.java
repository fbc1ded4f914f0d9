package parvis.core.media;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How media is handed to a browser: under which type, shown or saved, and under which name.
final class Disposition {
  static final String UNKNOWN_TYPE = "application/octet-stream";

  /// Characters of a content type that is believed.
  static final int TYPE_CHARS_MAX = 255;

  private static final Pattern TYPE =
      Pattern.compile("[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\\s*;[\\x20-\\x7e]*)?");

  /// spec: cs-api#serving-inline-content
  private static final Set<String> INLINE =
      Set.of(
          "text/css",
          "text/plain",
          "text/csv",
          "application/json",
          "application/ld+json",
          "image/jpeg",
          "image/gif",
          "image/png",
          "image/apng",
          "image/webp",
          "image/avif",
          "video/mp4",
          "video/webm",
          "video/ogg",
          "video/quicktime",
          "audio/mp4",
          "audio/webm",
          "audio/aac",
          "audio/mpeg",
          "audio/ogg",
          "audio/wave",
          "audio/wav",
          "audio/x-wav",
          "audio/x-pn-wav",
          "audio/flac",
          "audio/x-flac");

  private Disposition() {}

  /// The type an upload claims, where it is one at all.
  static String type(String claimed) {
    String type = claimed.strip();
    return type.length() <= TYPE_CHARS_MAX && TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE;
  }

  /// The value of `Content-Disposition`; an empty name is left away.
  static String of(String contentType, String fileName) {
    String essence = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    String kind = INLINE.contains(essence) ? "inline" : "attachment";
    return fileName.isEmpty() ? kind : kind + "; " + name(fileName);
  }

  /// spec: RFC 6266; what is not plain is written as UTF-8 in percent signs, so no character can
  /// break out of the header.
  private static String name(String fileName) {
    boolean plain = true;
    for (int i = 0; i < fileName.length(); i++) {
      char c = fileName.charAt(i);
      plain &= c >= 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '%';
    }
    if (plain) {
      return "filename=\"" + fileName + "\"";
    }
    StringBuilder encoded = new StringBuilder("filename*=UTF-8''");
    for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
      boolean kept = b > 0 && (Character.isLetterOrDigit(b) || b == '-' || b == '.' || b == '_');
      if (kept) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }
}
