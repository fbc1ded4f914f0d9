package parvis.suite.scim;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.suite.scim.Declined.Kind;
import parvis.suite.scim.Filter.Operator;

/// Reads a filter from its first character to its last: `or` binds weakest, then `and`, then `not`.
///
/// spec: RFC 7644, 3.4.2.2, figure 1
final class FilterReader {
  /// Brackets within brackets.
  private static final int DEPTH_MAX = 20;

  private static final String ENDS_WORD = " ()[]\"";

  private final Schema schema;
  private final String text;
  private int at;
  private int depth;

  FilterReader(Schema schema, String text) {
    this.schema = schema;
    this.text = text;
    if (text.length() > Filter.CHARS_MAX) {
      throw new Declined(
          Kind.INVALID_FILTER, "A filter has at most " + Filter.CHARS_MAX + " characters");
    }
  }

  Filter all() {
    var filter = either();
    blanks();
    if (at < text.length()) {
      throw wrong();
    }
    return filter;
  }

  private Declined wrong() {
    return new Declined(
        Kind.INVALID_FILTER, "The filter is not understood from its character " + (at + 1) + " on");
  }

  private Filter either() {
    return joined("or", this::both, Filter.Or::new);
  }

  private Filter both() {
    return joined("and", this::one, Filter.And::new);
  }

  private Filter joined(String by, Supplier<Filter> part, BinaryOperator<Filter> join) {
    var filter = part.get();
    while (isNext(by)) {
      word();
      filter = join.apply(filter, part.get());
    }
    return filter;
  }

  private Filter one() {
    if (++depth > DEPTH_MAX) {
      throw wrong();
    }
    try {
      blanks();
      if (isNext("not")) {
        word();
        blanks();
        return new Filter.Not(bracketed('(', ')'));
      }
      return at < text.length() && text.charAt(at) == '(' ? bracketed('(', ')') : compared();
    } finally {
      depth--;
    }
  }

  private Filter bracketed(char open, char close) {
    expect(open);
    var filter = either();
    blanks();
    expect(close);
    return filter;
  }

  private void expect(char character) {
    if (at >= text.length() || text.charAt(at) != character) {
      throw wrong();
    }
    at++;
  }

  private Filter compared() {
    var path = Path.plain(schema, word(), Kind.INVALID_FILTER);
    if (at < text.length() && text.charAt(at) == '[') {
      return among(path.attribute());
    }
    int before = at;
    var word = word().toLowerCase(Locale.ROOT);
    if (word.equals("pr")) {
      return new Filter.Present(path);
    }
    var operator =
        Arrays.stream(Operator.values())
            .filter(one -> one.name().equalsIgnoreCase(word))
            .findFirst()
            .orElseThrow(
                () -> {
                  at = before;
                  return wrong();
                });
    blanks();
    var value = value(path.compared());
    if (!Filter.fits(path.compared(), operator, value)) {
      throw new Declined(
          Kind.INVALID_FILTER, path.compared() + " is not compared so: " + word + " " + value);
    }
    return new Filter.Compare(path, operator, value);
  }

  private Filter among(Attribute attribute) {
    int close = at;
    boolean quoted = false;
    while (close < text.length() && (quoted || text.charAt(close) != ']')) {
      if (text.charAt(close) == '\\' && quoted) close++;
      else if (text.charAt(close) == '"') quoted = !quoted;
      close++;
    }
    if (close >= text.length() || attribute.subs().isEmpty() || !attribute.multi()) {
      throw wrong();
    }
    var inner = Filter.within(attribute, text.substring(at + 1, close));
    at = close + 1;
    return new Filter.Among(attribute, inner);
  }

  /// A value of JSON. Moments are compared in the one form in which they are told.
  private JsonValue value(Attribute of) {
    int from = at;
    if (at < text.length() && text.charAt(at) == '"') {
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\') at++;
      }
      at = Math.min(text.length(), at + 1);
    } else {
      word();
    }
    try {
      var bytes = text.substring(from, at).getBytes(StandardCharsets.UTF_8);
      var value = JsonReader.read(bytes, JsonLimits.REQUEST);
      if (value instanceof JsonString(String said) && said.indexOf('\0') >= 0) {
        at = from;
        throw wrong();
      }
      return of.type() == Attribute.Type.MOMENT && value instanceof JsonString(String moment)
          ? new JsonString(moment(moment).orElseThrow(this::wrong))
          : value;
    } catch (JsonRefused none) {
      at = from;
      throw wrong();
    }
  }

  private static Optional<String> moment(String text) {
    try {
      return Optional.of(told(OffsetDateTime.parse(text).toInstant()));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  /// A moment, of a fixed length, so that what is later is greater as a text, too.
  static String told(Instant moment) {
    return String.format(Locale.ROOT, "%tFT%<tT.%<tLZ", moment.atOffset(ZoneOffset.UTC));
  }

  private boolean isNext(String word) {
    blanks();
    int end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (end == text.length() || ENDS_WORD.indexOf(text.charAt(end)) >= 0);
  }

  private String word() {
    blanks();
    int from = at;
    while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (at == from) {
      throw wrong();
    }
    return text.substring(from, at);
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }
}
