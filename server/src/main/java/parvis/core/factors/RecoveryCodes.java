package parvis.core.factors;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parvis.core.identity.Secrets;
import parvis.platform.db.Tx;

/// Codes on paper, each of which stands for a second factor once.
final class RecoveryCodes {
  static final int COUNT = 10;

  /// Of twenty letters each: 51 bits.
  static final int LETTERS = 12;

  private static final int GROUP = 4;

  private static final String ADD =
      "insert into recovery_code (\"user\", hash) select ?, unnest(?::bytea[])";

  private static final String USE = "delete from recovery_code where \"user\" = ? and hash = ?";

  private static final String LEFT = "select count(*) as n from recovery_code where \"user\" = ?";

  private final Secrets secrets;

  RecoveryCodes(Secrets secrets) {
    this.secrets = secrets;
  }

  /// New codes, shown this once; those from before are worth nothing.
  List<String> renew(Tx tx, long user) {
    removeAll(tx, user);
    List<String> shown = new ArrayList<>();
    byte[][] hashes = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      String word = secrets.word(LETTERS);
      hashes[i] = secrets.hashOfWord(word);
      shown.add(grouped(word));
    }
    tx.run(ADD, user, hashes);
    return shown;
  }

  private static String grouped(String word) {
    return String.join(
        "-", word.substring(0, GROUP), word.substring(GROUP, 2 * GROUP), word.substring(2 * GROUP));
  }

  /// Uses a code up, however it is typed; whether it was one.
  boolean use(Tx tx, long user, String code) {
    String word = code.replaceAll("[^A-Za-z]", "").toUpperCase(Locale.ROOT);
    return tx.run(USE, user, secrets.hashOfWord(word)) == 1;
  }

  static long left(Tx tx, long user) {
    return tx.first(row -> row.number("n"), LEFT, user).orElseThrow();
  }

  static void removeAll(Tx tx, long user) {
    tx.run("delete from recovery_code where \"user\" = ?", user);
  }
}
