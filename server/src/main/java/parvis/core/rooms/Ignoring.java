package parvis.core.rooms;

import java.util.Set;
import parvis.core.identity.Users;
import parvis.platform.db.Tx;

/// Whom a reader ignores: what they write is kept from the reader, what they change of a room is
/// not.
/// spec: cs-api#ignoring-users
final class Ignoring {
  private static final long[] NONE = {};

  private final Set<String> people;
  private final Users users;

  private Ignoring(Set<String> people, Users users) {
    this.people = people;
    this.users = users;
  }

  /// @param people their ids
  static Ignoring of(Set<String> people, Users users) {
    return new Ignoring(people, users);
  }

  /// Whether the reader ignores nobody, as nearly everybody does.
  boolean nobody() {
    return people.isEmpty();
  }

  boolean ignores(String person) {
    return people.contains(person);
  }

  /// Whether the reader is not told of that event.
  boolean hides(RoomEvent event) {
    return !nobody() && !event.isState() && ignores(event.sender());
  }

  /// The nids of those people.
  long[] nids(Tx tx) {
    return nobody() ? NONE : users.nids(tx, people);
  }
}
