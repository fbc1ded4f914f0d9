package parvis.core.identity;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Folded;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The words by which people are found, each beside the organisation that they are of.
final class DirectoryWords {
  /// Words of a name, and of what somebody does, and of a search.
  private static final int WORDS_MAX = 8;

  /// Letters of a word that are looked at.
  private static final int LETTERS_MAX = 60;

  /// Letters of a name by which people are put in order.
  private static final int ORDERED_MAX = 40;

  private static final String PUT =
      """
      insert into directory_word (organisation, word, name, "user")
      select coalesce(p.organisation, 0), w.word, left(n.words, ?), n."user"
        from unnest(?::bigint[], ?::text[]) as n ("user", words)
        cross join lateral (select distinct one as word
                              from unnest(string_to_array(n.words, ' ')) one where one <> '') w
        left join post p on p."user" = n."user" and p.until_ms is null\
      """;

  private static final String PLACE =
      """
      update directory_word set organisation = ? where "user" = any(?) and organisation <> ?\
      """;

  private DirectoryWords() {}

  /// The words of a text as they are compared: letters and digits alone, folded.
  static List<String> of(String text) {
    var words = new ArrayList<String>();
    for (var word : Folded.of(text).split("[^\\p{L}\\p{N}]+", WORDS_MAX + 2)) {
      if (!word.isEmpty() && words.size() < WORDS_MAX) words.add(cut(word));
    }
    return words;
  }

  private static String cut(String word) {
    return word.codePointCount(0, word.length()) <= LETTERS_MAX
        ? word
        : word.substring(0, word.offsetByCodePoints(0, LETTERS_MAX));
  }

  /// By which words somebody is found, the first of their name first.
  static String of(String name, UserId user, String function) {
    var words = of(name + " " + user.localpart());
    words.addAll(of(function));
    return String.join(" ", words);
  }

  /// By which words people who are new are found.
  static void begin(Tx tx, long[] users, String[] words) {
    tx.run(PUT, ORDERED_MAX, users, words);
  }

  /// By which words somebody is found from now on. Their account is held, so that they change no
  /// organisation meanwhile.
  static void change(Tx tx, long user, String words) {
    remove(tx, user);
    begin(tx, new long[] {user}, new String[] {words});
  }

  static void remove(Tx tx, long user) {
    tx.run("delete from directory_word where \"user\" = ?", user);
  }

  /// Notes of which organisation people are from now on; their accounts are held, or new.
  static void place(Tx tx, long organisation, long... users) {
    tx.run(PLACE, organisation, users, organisation);
  }
}
