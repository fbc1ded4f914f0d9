package parvis.base;

import java.util.Optional;

/// What people are told, in each language in which they are spoken to.
///
/// @param english empty where it is told in French alone
public record Spoken(String french, String english) {

  /// For somebody who reads in this language; as long as nobody knows which that is, in French, and
  /// below in English.
  public String to(Optional<Language> reader) {
    if (english.isEmpty()) return french;
    return reader.map(this::in).orElseGet(() -> french + "\n\n" + english);
  }

  public String in(Language reader) {
    return language(reader).say(french, english);
  }

  /// The language that whoever wants this one gets.
  public Language language(Language wanted) {
    return english.isEmpty() ? Language.FRENCH : wanted;
  }

  /// The one language in which it is told to somebody; empty where it is told in both.
  public Optional<Language> only(Optional<Language> reader) {
    return english.isEmpty() ? Optional.of(Language.FRENCH) : reader;
  }
}
