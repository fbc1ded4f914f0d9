package parvis.suite.spaces;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.suite.spaces.Inviting.Outcome;

/// Letters by which people without an account were invited into spaces, and how many more may be
/// written. A letter counts for a day, whether or not the invitation stands still: whoever
/// withdraws it has written all the same.
final class Letters {
  /// How long a letter counts, and is remembered.
  static final Duration COUNTS = Duration.ofDays(1);

  /// Letters of one space to one address in that time, for who asks for another one; for who
  /// decides, those of their own alone.
  static final int OF_SPACE_MAX = 3;

  /// Letters of one who decides nothing to one address in that time, of all spaces: nobody uses up
  /// by themselves what others may write.
  static final int BY_WRITER_MAX = 3;

  /// Letters to one address in that time, of all spaces and whoever writes; for who decides, those
  /// of their own alone.
  static final int TO_ADDRESS_MAX = 10;

  /// Addresses to which somebody writes in that time who decides nothing.
  static final int ADDRESSES_MAX = 100;

  private static final int FORGOTTEN_MAX = 1_000;

  /// The first number of the locks that have an address for their second.
  static final int LOCKS = 0x6c657474;

  private static final String HOLD_ADDRESS = "select pg_advisory_xact_lock(?, hashtext(?))";

  private static final String OF_SPACE =
      """
      select count(*) as n from space_letter where address = ? and at_ms > ? and space = ?\
      """;

  private static final String OF_SPACE_BY_WRITER = OF_SPACE + " and \"by\" = ?";

  private static final String TO_ADDRESS =
      "select count(*) as n from space_letter where address = ? and at_ms > ?";

  private static final String BY_WRITER = TO_ADDRESS + " and \"by\" = ?";

  /// To write once more to one of them is no further address.
  private static final String ADDRESSES =
      """
      select count(distinct address) as n from space_letter
       where "by" = ? and at_ms > ? and address <> ?\
      """;

  private static final String NOTE =
      "insert into space_letter (\"by\", space, address, at_ms) values (?, ?, ?, ?)";

  private static final String FORGET =
      """
      delete from space_letter where ctid = any(array(
        select ctid from space_letter where at_ms <= ? order by at_ms limit ?))\
      """;

  private final CodeStore codes = new CodeStore();

  /// A letter that is to be written.
  ///
  /// @param by nid of who writes
  /// @param again whether who was written to before is written to once more
  /// @param bounded whether who writes decides nothing, and so is held to more bounds
  /// @param worthless the ids of codes that lie there and let nobody in any more
  record Letter(
      long by, String space, Address to, boolean again, boolean bounded, List<String> worthless) {}

  /// Notes a letter in the transaction that puts it in. Those who write at once to one address, or
  /// as one person, wait for each other, so that each counts what the others have written.
  ///
  /// @return what comes of it instead, when no more may be written; nothing is noted then
  Optional<Outcome> note(Tx tx, Letter letter, long now) {
    var to = letter.to().value();
    if (letter.bounded()) {
      CodeStore.hold(tx, letter.by());
    }
    tx.list(row -> true, HOLD_ADDRESS, LOCKS, to);
    long since = now - COUNTS.toMillis();
    if (!letter.again()
        && codes.isMailed(tx, letter.space(), letter.to(), now, letter.worthless())) {
      return Optional.of(Outcome.INVITED_BEFORE);
    }
    if (ofSpace(tx, letter, since) >= OF_SPACE_MAX) {
      return Optional.of(Outcome.TOO_OFTEN);
    }
    if (letter.bounded() && count(tx, ADDRESSES, letter.by(), since, to) >= ADDRESSES_MAX) {
      return Optional.of(Outcome.LIMIT);
    }
    if (isTooOften(tx, letter, since)) {
      return Optional.of(Outcome.TOO_OFTEN);
    }
    tx.run(NOTE, letter.by(), letter.space(), to, now);
    return Optional.empty();
  }

  /// The letters of the space to the address that count.
  private static long ofSpace(Tx tx, Letter letter, long since) {
    var to = letter.to().value();
    return letter.bounded()
        ? count(tx, OF_SPACE, to, since, letter.space())
        : count(tx, OF_SPACE_BY_WRITER, to, since, letter.space(), letter.by());
  }

  /// Whether one address was written to so often, of all spaces, that this one writes no more. Whom
  /// others have written to is nothing to who decides, or anybody would keep them from inviting.
  private static boolean isTooOften(Tx tx, Letter letter, long since) {
    var to = letter.to().value();
    long own = count(tx, BY_WRITER, to, since, letter.by());
    return letter.bounded()
        ? own >= BY_WRITER_MAX || count(tx, TO_ADDRESS, to, since) >= TO_ADDRESS_MAX
        : own >= TO_ADDRESS_MAX;
  }

  private static long count(Tx tx, String counted, Object... of) {
    return tx.first(row -> row.number("n"), counted, of).orElseThrow();
  }

  /// Forgets some of those that count no more.
  ///
  /// @return whether there may be others
  boolean forget(Tx tx, long now) {
    return tx.run(FORGET, now - COUNTS.toMillis(), FORGOTTEN_MAX) == FORGOTTEN_MAX;
  }
}
