package parvis.core.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/// What a page says of itself in the words of the OpenGraph protocol, or, where it has none, by its
/// title and description.
/// spec: cs-api#get_matrixclientv1mediapreview_url
///
/// @param properties by name, such as `og:title`; none of a picture
/// @param picture the address of its picture
record LinkedPage(Map<String, String> properties, Optional<URI> picture) {
  /// Properties that are told of one page.
  static final int PROPERTIES_MAX = 20;

  /// Characters of one of them, and of its name.
  static final int VALUE_CHARS_MAX = 1_000;

  private static final int NAME_CHARS_MAX = 64;

  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private static final String PICTURE = "og:image";

  /// @param at where the page is in the end
  /// @param contentType as the page's server says it
  static LinkedPage read(byte[] html, URI at, String contentType) {
    try {
      var bytes = new ByteArrayInputStream(html);
      return of(Jsoup.parse(bytes, charset(contentType), at.toString()), at);
    } catch (IOException | IllegalArgumentException unreadable) {
      return new LinkedPage(Map.of(), Optional.empty());
    }
  }

  /// Null: as the page itself says.
  private static @Nullable String charset(String contentType) {
    var named = CHARSET.matcher(contentType);
    try {
      return named.find() && Charset.isSupported(named.group(1)) ? named.group(1) : null;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException none) {
      return null;
    }
  }

  private static LinkedPage of(Document page, URI at) {
    var properties = new LinkedHashMap<String, String>();
    Optional<URI> picture = Optional.empty();
    for (var meta : page.select("meta[property^=og:], meta[name^=og:]")) {
      var name = meta.attr(meta.hasAttr("property") ? "property" : "name").toLowerCase(Locale.ROOT);
      var value = shortened(meta.attr("content"));
      if (name.equals(PICTURE) && picture.isEmpty()) {
        picture = resolved(at, value);
      } else if (!name.startsWith(PICTURE)
          && name.length() <= NAME_CHARS_MAX
          && properties.size() < PROPERTIES_MAX
          && !value.isEmpty()) {
        properties.putIfAbsent(name, value);
      }
    }
    add(properties, "og:title", page.title());
    add(properties, "og:description", page.select("meta[name=description]").attr("content"));
    return new LinkedPage(properties, picture);
  }

  private static void add(Map<String, String> properties, String name, String value) {
    var said = shortened(value);
    if (!said.isEmpty()) {
      properties.putIfAbsent(name, said);
    }
  }

  private static String shortened(String value) {
    var text = value.replace("\0", "").strip();
    return text.substring(0, Math.min(text.length(), VALUE_CHARS_MAX));
  }

  /// Where a link of a page leads; empty when it is none.
  static Optional<URI> resolved(URI at, String link) {
    try {
      return link.isEmpty() ? Optional.empty() : Optional.of(at.resolve(link.strip()));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
