package parvis.core.presence;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongConsumer;
import parvis.base.Actor;
import parvis.core.rooms.Publication;
import parvis.core.rooms.Rooms;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.platform.log.Tail;

/// Who is there, on this node, right now.
/// spec: cs-api#presence
public final class Presence implements Follower {
  /// How long somebody is shown as there after their last request has ended.
  static final Duration GRACE = Duration.ofSeconds(30);

  /// People remembered; those who come when there are as many are not shown.
  static final int PEOPLE_MAX = 100_000;

  /// Of more people than that it is not asked one by one whether they are around a reader.
  private static final int ASKED_SINGLY_MAX = 50;

  private final boolean on;
  private final Sharing sharing;
  private final Tail tail;
  private final Clock clock;
  private final Map<Long, Person> people = new ConcurrentHashMap<>();

  /// The last change of each person, by its number.
  private final ConcurrentSkipListMap<Long, Long> changes = new ConcurrentSkipListMap<>();

  private final Set<Long> news = ConcurrentHashMap.newKeySet();

  /// @param on whether anybody is shown to anybody
  public Presence(boolean on, Rooms rooms, Tail tail, Clock clock) {
    this.on = on;
    this.sharing = new Sharing(rooms);
    this.tail = tail;
    this.clock = clock;
  }

  public boolean isOn() {
    return on;
  }

  /// Somebody syncs, and will be there as long as that takes. Who syncs as offline leaves no trace.
  public void polls(Actor actor, Availability said, Duration timeout) {
    if (said == Availability.OFFLINE || !on) {
      return;
    }
    var now = clock.millis();
    var until = now + timeout.toMillis() + GRACE.toMillis();
    change(actor.userNid(), now, person -> person.polls(actor.session(), said, now, until));
  }

  /// Somebody says how they want to be seen.
  void says(Actor actor, Availability said, String status) {
    var now = clock.millis();
    var until = now + GRACE.toMillis();
    change(actor.userNid(), now, person -> person.says(actor.session(), said, status, now, until));
  }

  /// A session is over.
  public void ended(long user, long session) {
    if (people.containsKey(user)) {
      change(user, clock.millis(), person -> person.ends(session));
    }
  }

  @FunctionalInterface
  private interface Change {
    void make(Person person);
  }

  private void change(long user, long now, Change change) {
    while (true) {
      var person = people.get(user);
      if (person == null) {
        if (people.size() >= PEOPLE_MAX) {
          return;
        }
        person = people.computeIfAbsent(user, _ -> new Person());
      }
      synchronized (person) {
        // Who was let go of meanwhile is begun anew.
        if (people.get(user) == person) {
          change.make(person);
          show(user, person, now);
          return;
        }
      }
    }
  }

  /// Numbers what others see differently now.
  private void show(long user, Person person, long now) {
    var look = person.look(now);
    if (look.looksLike(person.shown())) {
      person.refresh(look);
      return;
    }
    tail.next(
        number -> {
          changes.remove(person.changed());
          changes.put(number, user);
          person.show(look, number);
        });
    news.add(user);
  }

  /// What somebody writes or reads is a deed of theirs.
  @Override
  public void applied(List<LogRow> rows) {
    if (!on) {
      return;
    }
    for (var row : rows) {
      if (row.payload() instanceof Publication(var event, _, _, _)) {
        acted(event.senderNid());
      } else if (row.kind() == LogRow.RECEIPT) {
        acted(row.user());
      }
    }
  }

  private void acted(long user) {
    if (people.containsKey(user)) {
      var now = clock.millis();
      change(user, now, person -> person.acts(now));
    }
  }

  /// Notes who went without saying so; to be called about once a second.
  /// @return of whom others see something else than when this was last called
  public Set<Long> expire() {
    var now = clock.millis();
    for (var entry : people.entrySet()) {
      var person = entry.getValue();
      synchronized (person) {
        show(entry.getKey(), person, now);
      }
    }
    if (people.size() >= PEOPLE_MAX) {
      letGo(now);
    }
    var told = new HashSet<>(news);
    news.removeAll(told);
    return told;
  }

  /// Lets go of those who are not there and said nothing, or long ago.
  private void letGo(long now) {
    people.forEach(
        (user, person) -> {
          synchronized (person) {
            if (person.isGone(now) && people.remove(user, person)) {
              changes.remove(person.changed());
            }
          }
        });
  }

  /// The account has ended, and with it all that was said.
  public void forget(long user) {
    var person = people.remove(user);
    if (person != null) {
      synchronized (person) {
        changes.remove(person.changed());
      }
    }
  }

  /// How somebody looks to a reader; empty when the reader must not see it, or nothing is known.
  public Optional<Appearance> of(Actor reader, long user) {
    var person = people.get(user);
    if (!on || person == null || !sees(reader, user)) {
      return Optional.empty();
    }
    synchronized (person) {
      return Optional.of(person.shown());
    }
  }

  /// Whether a reader may see if that person is there.
  boolean sees(Actor reader, long user) {
    return sharing.shares(reader.userNid(), user);
  }

  /// Those around a reader whose look last changed in `(since, upTo]`, by the numbers of the tail;
  /// perhaps others too, whom the reader does not see.
  public Collection<Long> changed(Actor reader, long since, long upTo) {
    var changed = changes.subMap(since, false, upTo, true).values();
    if (changed.stream().limit(ASKED_SINGLY_MAX + 1).count() <= ASKED_SINGLY_MAX) {
      return List.copyOf(changed);
    }
    var around = new HashSet<Long>();
    around(reader.userNid(), around::add);
    return changed.stream().filter(around::contains).toList();
  }

  /// Names everybody who sees whether somebody is there, perhaps more than once.
  public void around(long user, LongConsumer each) {
    sharing.around(user, each);
  }
}
