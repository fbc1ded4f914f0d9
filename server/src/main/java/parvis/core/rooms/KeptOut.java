package parvis.core.rooms;

import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.core.identity.Users;
import parvis.core.rooms.HostlessStore.Found;
import parvis.core.rooms.Hosts.Rule;
import parvis.platform.db.Db;

/// Finds the rooms of those who are kept out of the house and had nobody beside them to administer
/// these: who decides may name somebody ([Hosts#waiting]).
///
/// Who is kept out is noted when that is said, and looked at a moment later; all of them are looked
/// at once a day, so that it is seen, too, when whoever stood beside them gives their power away.
final class KeptOut {
  private static final Logger LOG = LoggerFactory.getLogger(KeptOut.class);

  /// People whose rooms are looked at in one go.
  private static final int PEOPLE_MAX = 20;

  /// Rooms of which it is looked in one go whether somebody administers them again.
  private static final int ROOMS_MAX = 200;

  private final Db db;
  private final HostlessStore store;
  private final Users users;
  private final Rooms rooms;
  private final Hosts hosts;
  private final Clock clock;

  KeptOut(Db db, HostlessStore store, Users users, Rooms rooms, Hosts hosts, Clock clock) {
    this.db = db;
    this.store = store;
    this.users = users;
    this.rooms = rooms;
    this.hosts = hosts;
    this.clock = clock;
  }

  /// Hears that somebody was kept out, or is let in again.
  void accessNoted(long user) {
    db.write(
        tx -> {
          store.note(tx, user);
          return user;
        });
  }

  /// Looks at some of those who were noted; to be called now and then.
  void look() {
    db.write(tx -> store.take(tx, PEOPLE_MAX)).forEach(this::look);
  }

  private void look(long user) {
    try {
      var who = new Actor(users.id(user), user, "", 0, 0, false);
      var found =
          hosts.last(who).stream()
              .filter(last -> last.rule() != Rule.NOBODY)
              .map(Hosts.Last::room)
              .filter(room -> !Succession.isOfSpace(room.published().state()))
              .map(Room::nid)
              .toList();
      if (!found.isEmpty()) {
        db.write(
            tx -> {
              found.forEach(room -> store.find(tx, room, clock.millis()));
              return found;
            });
      }
    } catch (RuntimeException fault) {
      LOG.warn("The rooms of somebody who is kept out are looked at tomorrow", fault);
    }
  }

  /// Forgets rooms that somebody administers again, and has all be looked at who are kept out; to
  /// be called once a day. What is found in between and lost by that is found again.
  void lookAgain() {
    for (var page = after(Found.BEFORE_ALL); !page.isEmpty(); page = after(page.getLast())) {
      forget(page);
    }
    db.write(
        tx -> {
          store.noteAll(tx);
          return store;
        });
  }

  private List<Found> after(Found last) {
    return db.read(tx -> store.oldest(tx, last, ROOMS_MAX));
  }

  private void forget(List<Found> page) {
    var there = page.stream().flatMap(one -> rooms.find(one.room()).stream()).toList();
    var unhosted = hosts.unhosted(there).stream().map(Room::nid).collect(Collectors.toSet());
    var over = page.stream().mapToLong(Found::room).filter(nid -> !unhosted.contains(nid));
    var lost = over.toArray();
    if (lost.length > 0) {
      db.write(
          tx -> {
            store.lose(tx, lost);
            return lost;
          });
    }
  }
}
