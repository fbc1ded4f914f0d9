package parvis.protocol.json;

import java.math.BigDecimal;

/// The numbers of requests that are more than a few digits.
final class Numbers {
  /// A longer exponent cannot belong to an integer that canonical JSON knows.
  private static final int INTEGER_LITERAL_MAX = 24;

  private Numbers() {}

  /// An integer when the literal is a 64-bit integer, or an exact integer written with an exponent
  /// (`1e10`) that canonical JSON could hold; otherwise the literal as it stands.
  static JsonValue unusual(String literal) {
    if (literal.length() > INTEGER_LITERAL_MAX || literal.indexOf('.') >= 0) {
      return new JsonDecimal(literal);
    }
    try {
      var number = new BigDecimal(literal);
      boolean exponent = literal.indexOf('e') >= 0 || literal.indexOf('E') >= 0;
      if (Math.abs((long) number.scale()) > INTEGER_LITERAL_MAX) return new JsonDecimal(literal);
      var integer = new JsonInteger(number.longValueExact());
      return exponent && !integer.canonical() ? new JsonDecimal(literal) : integer;
    } catch (ArithmeticException | NumberFormatException outOfRange) {
      return new JsonDecimal(literal);
    }
  }
}
