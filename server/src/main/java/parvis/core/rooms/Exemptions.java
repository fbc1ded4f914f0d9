package parvis.core.rooms;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.core.identity.Users;
import parvis.core.organisations.Remits;
import parvis.core.rooms.AccessRules.Passed;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.RoomId;

/// Keeps in the journal of an organisation what its rooms refuse and who is exempt did all the
/// same.
final class Exemptions {
  private static final String DEED = "pass over access rules";

  private final Db db;
  private final Users users;
  private final Remits remits;

  Exemptions(Db db, Users users, Remits remits) {
    this.db = db;
    this.users = users;
    this.remits = remits;
  }

  /// A line for each of these.
  void note(Room room, List<Passed> passed) {
    var name =
        room.published()
            .state()
            .event("m.room.name", "")
            .flatMap(event -> event.pdu().content().string("name"));
    var noting = noting(room.id(), name, passed);
    db.write(
        tx -> {
          noting.accept(tx);
          return passed;
        });
  }

  /// What a transaction does for that, with what must be known before it begins.
  ///
  /// @param name of the room, which is told after its id
  Consumer<Tx> noting(RoomId room, Optional<String> name, List<Passed> passed) {
    var called = (room.value() + " " + name.orElse("")).strip();
    var notes = passed.stream().distinct().map(one -> noting(called, one)).toList();
    return tx -> notes.forEach(note -> note.accept(tx));
  }

  private Consumer<Tx> noting(String called, Passed passed) {
    var line = remits.line();
    var by = new Actor(passed.by(), users.nid(passed.by()), "", 0, 0, false);
    var about = passed.what() + " " + called;
    return tx -> remits.note(tx, line, by, Optional.of(passed.organisation()), DEED, about);
  }
}
