package parvis.core.sync;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.base.Actor;
import parvis.core.rooms.Rooms;
import parvis.platform.memory.Memory;

/// The lists that people slide over, kept in order: what happened in a room moves that room, and
/// none of the others is looked at.
///
/// They are in memory alone. What was let go, or was asked for on another node until now, is put in
/// order anew; so are all lists of a person who noted something that may concern every room, such
/// as which are direct or whom they ignore.
final class RoomLists {
  private static final int PERCENT = 1;
  private static final long FIXED_BYTES = 200;

  /// Lists of one person; beyond, all are forgotten but those that are asked for.
  private static final int OF_USER_MAX = 100;

  private final Rooms rooms;
  private final RoomOrder order;
  private final Changes changes;
  private final Keyed keyed;
  private final Cache<Key, Kept> kept;

  private record Key(long user, Form form) {}

  /// Lists as of a cut, or of a moment later: what happened after it is looked at again.
  private record Kept(long upTo, Ranking all, Map<SlidingRequest.ListFilter, Ranking> lists) {
    long sizeBytes() {
      return all.sizeBytes()
          + lists.entrySet().stream()
              .mapToLong(
                  list -> FIXED_BYTES + list.getKey().sizeBytes() + list.getValue().sizeBytes())
              .sum();
    }

    static Kept later(Kept one, Kept other) {
      return one.upTo() > other.upTo() ? one : other;
    }
  }

  RoomLists(Rooms rooms, RoomOrder order, Changes changes, Keyed keyed, Memory memory) {
    this.rooms = rooms;
    this.order = order;
    this.changes = changes;
    this.keyed = keyed;
    this.kept = memory.cache("room lists", PERCENT, (_, lists) -> lists.sizeBytes());
  }

  /// The lists of somebody, by what is wanted in them.
  ///
  /// @param upTo a cut that every follower of the log has passed
  Map<SlidingRequest.ListFilter, Ranking> of(
      Actor actor,
      Form form,
      Set<SlidingRequest.ListFilter> filters,
      RoomOrder.Notes notes,
      long upTo) {
    if (filters.isEmpty()) {
      return Map.of();
    }
    var key = new Key(actor.userNid(), form);
    var asking = new Asking(actor, form, notes);
    var before = kept.getIfPresent(key);
    var now =
        before == null || keyed.of(actor.userNid()).everywhere() > before.upTo()
            ? anew(asking, upTo)
            : moved(asking, before, upTo);
    var all = now.lists().keySet().containsAll(filters) ? now : and(asking, now, filters);
    if (!all.equals(before)) {
      kept.asMap().merge(key, all, (old, later) -> Kept.later(old, later));
    }
    return all.lists();
  }

  private record Asking(Actor actor, Form form, RoomOrder.Notes notes) {}

  private Kept anew(Asking asking, long upTo) {
    var own = rooms.memberships().of(asking.actor().userNid());
    var all = Ranking.of(order.of(asking.actor(), own.all()), asking.form());
    return new Kept(upTo, all, Map.of());
  }

  private Kept and(Asking asking, Kept now, Set<SlidingRequest.ListFilter> filters) {
    var lists = new HashMap<>(now.lists());
    if (lists.size() + filters.size() > OF_USER_MAX) {
      lists.keySet().retainAll(filters);
    }
    filters.forEach(
        filter -> lists.computeIfAbsent(filter, _ -> filtered(asking, now.all(), filter)));
    return new Kept(now.upTo(), now.all(), Map.copyOf(lists));
  }

  private Ranking filtered(Asking asking, Ranking all, SlidingRequest.ListFilter filter) {
    return all.where(
        room ->
            order
                .of(asking.actor(), room)
                .filter(placed -> asking.notes().takes(filter, placed))
                .isPresent());
  }

  private Kept moved(Asking asking, Kept before, long upTo) {
    if (before.upTo() >= upTo) {
      return before;
    }
    var own = rooms.memberships().of(asking.actor().userNid());
    var changed = changes.among(own, before.upTo());
    if (changed.isEmpty()) {
      return new Kept(upTo, before.all(), before.lists());
    }
    var moved = changed.stream().mapToLong(standing -> standing.room()).sorted().toArray();
    var placed = order.of(asking.actor(), changed);
    var all = before.all().with(Ranking.of(placed, asking.form()), moved);
    var lists = new HashMap<SlidingRequest.ListFilter, Ranking>();
    before
        .lists()
        .forEach(
            (filter, list) ->
                lists.put(
                    filter,
                    names(filter, moved)
                        ? filtered(asking, all, filter)
                        : list.with(taken(asking, filter, placed), moved)));
    return new Kept(upTo, all, Map.copyOf(lists));
  }

  private static Ranking taken(
      Asking asking, SlidingRequest.ListFilter filter, List<RoomOrder.Placed> placed) {
    return Ranking.of(
        placed.stream().filter(one -> asking.notes().takes(filter, one)).toList(), asking.form());
  }

  /// Whether one of the rooms that moved is a space by which the list takes others.
  private boolean names(SlidingRequest.ListFilter filter, long[] moved) {
    if (filter.spaces().isEmpty()) {
      return false;
    }
    for (var room : moved) {
      if (rooms.find(room).filter(one -> filter.spaces().contains(one.id().value())).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
