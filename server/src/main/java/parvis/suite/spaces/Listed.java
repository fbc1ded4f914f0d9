package parvis.suite.spaces;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;

/// The one line of the journal that a list of invitations leaves. It is written with the first
/// letter of the list, in one transaction, whatever comes of the others. Where none is written, it
/// follows the second invitation of who has an account: those stand in the space itself, and by
/// name, one by one, people invite each other all day.
final class Listed {
  /// From how many invitations of people with accounts on a list is told.
  private static final int INVITED_MIN = 2;

  private final Supplier<Consumer<Tx>> taken;
  private Optional<Consumer<Tx>> line = Optional.empty();
  private boolean noted;
  private int invited;

  /// @param taken the line, which a list that invites nobody does not take
  Listed(Supplier<Consumer<Tx>> taken) {
    this.taken = taken;
  }

  /// What a letter's transaction writes; it is taken before.
  Consumer<Tx> line() {
    if (noted) {
      return tx -> {};
    }
    var one = line.orElseGet(taken);
    line = Optional.of(one);
    return one;
  }

  /// The transaction that writes the line has ended.
  void noted() {
    noted = true;
  }

  /// Somebody who has an account was invited.
  void invited(Db db) {
    invited++;
    if (noted || invited < INVITED_MIN) {
      return;
    }
    var writing = line();
    db.write(
        tx -> {
          writing.accept(tx);
          return true;
        });
    noted();
  }
}
