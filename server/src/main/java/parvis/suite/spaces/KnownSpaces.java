package parvis.suite.spaces;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import parvis.platform.db.Db;

/// Which rooms are spaces, by the table and not by what they say. Whatever is whole stays a space,
/// so that it is looked up once.
final class KnownSpaces implements Predicate<String> {
  private final Db db;
  private final SpaceStore store = new SpaceStore();

  /// At most [SpaceStore#ALL_MAX].
  private final Set<String> whole = ConcurrentHashMap.newKeySet();

  KnownSpaces(Db db) {
    this.db = db;
  }

  @Override
  public boolean test(String room) {
    if (whole.contains(room)) {
      return true;
    }
    if (!db.read(tx -> store.isSpace(tx, room))) {
      return false;
    }
    whole.add(room);
    return true;
  }
}
