package parvis.core.identity;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import parvis.protocol.id.Address;

/// The name that an address proposes: `jean-luc.martin2@mairie.example` is Jean-Luc Martin.
final class NameOfAddress {
  private NameOfAddress() {}

  static String of(Address address) {
    String local = address.local();
    int tag = local.indexOf('+', 1);
    String named = tag < 0 ? local : local.substring(0, tag);
    String words =
        Stream.of(named.split("[._=/&]+"))
            .map(word -> word.replaceAll("^[0-9-]+|[0-9-]+$", ""))
            .filter(word -> !word.isEmpty())
            .map(NameOfAddress::capitals)
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? local : words;
  }

  /// The first letter, and those after a hyphen or an apostrophe.
  private static String capitals(String word) {
    var text = new StringBuilder(word.length());
    boolean first = true;
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      text.append(first ? Character.toUpperCase(letter) : letter);
      first = letter == '-' || letter == '\'';
    }
    return text.toString();
  }
}
