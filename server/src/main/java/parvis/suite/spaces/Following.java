package parvis.suite.spaces;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Folded;
import parvis.core.rights.Grants;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Publication;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.platform.log.Follower;
import parvis.platform.log.LogRow;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Follows who comes into spaces and goes: whoever did so by a client that knows nothing of spaces
/// is joined to the feed, or leaves it and what the space opened, a moment later. For who did so
/// here it finds nothing left to do.
final class Following implements Follower {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);

  private final Db db;
  private final SpaceStore store;
  private final Rooms rooms;
  private final Rights rights;
  private final Coming coming;
  private final Executor executor;

  Following(SpacesFeature.Needs needs, SpaceStore store, Coming coming) {
    this.db = needs.db();
    this.store = store;
    this.rooms = needs.rooms();
    this.rights = needs.rights();
    this.coming = coming;
    this.executor = needs.executor();
  }

  @Override
  public void applied(List<LogRow> rows) {
    for (var row : rows) {
      if (row.payload() instanceof Publication(var event, var after, var member, _)
          && (member != 0 || event.type().equals("m.room.name"))
          && after.state().event(Space.TYPE, "").isPresent()) {
        executor.execute(() -> heard(event, member));
      }
    }
  }

  private void heard(RoomEvent event, long member) {
    if (member != 0) {
      follow(event);
    } else {
      rename(event.room());
    }
  }

  /// Keeps how a space is called where it is searched.
  private void rename(long room) {
    rooms.find(room).map(named -> named.id().value()).ifPresent(this::rename);
  }

  private void rename(String id) {
    try {
      rights
          .find(id)
          .ifPresent(space -> db.write(tx -> store.name(tx, id, Folded.of(space.name()))));
    } catch (RuntimeException fault) {
      LOG.warn("A space is not found by its new name yet", fault);
    }
  }

  /// Has those leave a feed, and what a space opened to them, who went from it when nobody
  /// followed, and keeps the names of that time; to be called now and then.
  void look() {
    db.read(store::names)
        .forEach(
            (id, folded) ->
                rights
                    .find(id)
                    .ifPresent(
                        space -> {
                          if (!Folded.of(space.name()).equals(folded)) rename(id);
                          coming.opened(space).forEach(room -> look(space, room));
                          Grants.all(space).keys().stream()
                              .flatMap(name -> UserId.parse(name).stream())
                              .forEach(user -> forget(space, user));
                        }));
  }

  private void forget(Space space, UserId user) {
    try {
      coming.forget(user, space);
    } catch (RuntimeException fault) {
      LOG.warn("What was set apart for somebody who has gone stays a while", fault);
    }
  }

  private void look(Space space, Room room) {
    for (var member : room.published().state().members()) {
      if (member.membership().filter(Membership.JOIN::equals).isPresent()) {
        member
            .stateKey()
            .flatMap(UserId::parse)
            .filter(user -> isLeftOver(space, room, member, user))
            .ifPresent(user -> follow(space, user, OptionalLong.empty()));
      }
    }
  }

  /// Whether somebody is in a room still for having been in the space; who came into it later, and
  /// not into the feed, is a guest there.
  private static boolean isLeftOver(Space space, Room room, RoomEvent member, UserId user) {
    return space
        .state()
        .member(user)
        .filter(_ -> space.has(user, Membership.LEAVE) || space.has(user, Membership.BAN))
        .filter(gone -> space.isFeed(room) || member.pos() < gone.pos())
        .isPresent();
  }

  private void follow(RoomEvent event) {
    var space = rooms.find(event.room()).flatMap(room -> rights.find(room.id().value()));
    var user = event.stateKey().flatMap(UserId::parse);
    if (space.isPresent() && user.isPresent()) {
      follow(space.get(), user.get(), OptionalLong.of(event.ts()));
    }
  }

  /// @param ts when they came
  private void follow(Space space, UserId user, OptionalLong ts) {
    try {
      var actor = rights.acting(user);
      if (space.has(user, Membership.JOIN)) {
        coming.carry(actor, space, ts);
      } else if (space.has(user, Membership.LEAVE) || space.has(user, Membership.BAN)) {
        coming.uncarry(actor, space);
      }
    } catch (RuntimeException fault) {
      LOG.warn("Somebody is in a space and not in its feed, or the other way round", fault);
    }
  }
}
