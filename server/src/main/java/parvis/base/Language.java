package parvis.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A language in which people are spoken to; French where nobody says which.
public enum Language {
  FRENCH("fr"),
  ENGLISH("en");

  /// Languages of one header that are looked at.
  private static final int LOOKED_AT_MAX = 10;

  private final String code;

  Language(String code) {
    this.code = code;
  }

  /// As HTML and mail name it.
  public String code() {
    return code;
  }

  /// The first of these languages that a browser or an application asks for, as in
  /// `Accept-Language`.
  public static Language of(String accepted) {
    for (String part : accepted.toLowerCase(Locale.ROOT).split(",", LOOKED_AT_MAX)) {
      if (part.strip().startsWith("fr")) return FRENCH;
      if (part.strip().startsWith("en")) return ENGLISH;
    }
    return FRENCH;
  }

  /// The language of a code.
  public static Optional<Language> named(String code) {
    return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
  }

  public String say(String french, String english) {
    return this == FRENCH ? french : english;
  }
}
