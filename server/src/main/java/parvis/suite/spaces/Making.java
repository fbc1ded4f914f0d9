package parvis.suite.spaces;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Users;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Standings;
import parvis.core.rights.Rights;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.suite.spaces.SpaceStore.Begun;

/// Makes spaces, each once and whole.
final class Making {
  private static final Logger LOG = LoggerFactory.getLogger(Making.class);

  private static final OptionalLong NOW = OptionalLong.empty();

  private final Db db;
  private final SpaceStore store;
  private final Rooms rooms;
  private final Writing writing;
  private final Users users;
  private final Rights rights;
  private final Standings standings;
  private final Affiliations affiliations;
  private final LongSupplier nids;
  private final long node;
  private final Clock clock;

  private final Once once = new Once();

  Making(SpacesFeature.Needs needs, SpaceStore store) {
    this.db = needs.db();
    this.store = store;
    this.rooms = needs.rooms();
    this.writing = needs.writing();
    this.users = needs.users();
    this.rights = needs.rights();
    this.standings = needs.standings();
    this.affiliations = needs.affiliations();
    this.nids = needs.nids();
    this.node = needs.node();
    this.clock = needs.clock();
  }

  /// Makes a space in the actor's name, or answers the one that they made by this request.
  ///
  /// @throws Refused when what is wished for cannot be; then there is nothing
  RoomId make(Actor actor, SpaceWish wish, String request) {
    return make(actor, wish, request, NOW);
  }

  /// @param ts when it happened, where that is not now
  RoomId make(Actor actor, SpaceWish wish, String request, OptionalLong ts) {
    var known = db.read(tx -> store.asked(tx, actor.userNid(), request));
    if (known.filter(Begun::whole).isPresent()) {
      return id(known.get().room());
    }
    var space = writing.freshId(actor);
    var wished =
        new Begun(
            nids.getAsLong(),
            space.value(),
            writing.freshId(actor).value(),
            actor.userNid(),
            request,
            wish.json(),
            node,
            false);
    return once.run(
        new Once.Wanted(actor.userNid(), request),
        () -> {
          var begun = db.write(tx -> begin(tx, wished));
          return complete(actor, begun, ts);
        });
  }

  private Begun begin(Tx tx, Begun wished) {
    if (store.asked(tx, wished.by(), wished.request()).isEmpty()
        && store.count(tx) >= SpaceStore.ALL_MAX) {
      throw Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "There are too many spaces already");
    }
    var begun = store.begin(tx, wished, clock.millis());
    if (!begun.whole() && !store.take(tx, begun, node)) {
      throw Refused.unavailable(Once.TRY_AGAIN);
    }
    return begun;
  }

  /// Makes what is not there yet of both rooms; the space comes last, and is whole when it comes.
  private RoomId complete(Actor actor, Begun begun, OptionalLong ts) {
    var wish = SpaceWish.read(new Body(begun.wish()));
    var space = id(begun.room());
    var feed = id(begun.feed());
    var server = actor.user().server();
    try {
      var organisations = organisations(actor, wish);
      writing.create(actor, feed, Rooming.feed(wish, space, server), ts);
      writing.create(
          actor,
          space,
          Rooming.space(wish, feed, organisations, server, isListed(actor.user(), wish)),
          ts);
    } catch (Refused refused) {
      if (refused.kind() != Refused.Kind.UNAVAILABLE) {
        takeBack(actor, begun);
      }
      throw refused;
    }
    db.write(
        tx -> {
          store.whole(tx, begun.nid());
          return space;
        });
    return space;
  }

  private void takeBack(Actor actor, Begun begun) {
    if (rooms.find(begun.feed()).isPresent()) {
      writing.leave(actor, id(begun.feed()));
    }
    db.write(
        tx -> {
          store.remove(tx, begun.nid());
          return begun;
        });
  }

  /// The organisation that was named, or that of who makes it.
  private List<String> organisations(Actor actor, SpaceWish wish) {
    if (wish.organisation().isPresent()) {
      var named = affiliations.named(List.of(wish.organisation().get()));
      if (named.isEmpty()) {
        throw Refused.invalidParam("\"organisation\" names one that is not known");
      }
      return named.stream().map(Affiliations.Named::id).toList();
    }
    return Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user())).stream()
        .map(own -> own.organisation().id())
        .toList();
  }

  private boolean isListed(UserId by, SpaceWish wish) {
    return new Listing(rights, standings).shows(by, wish.visibility(), wish.entry());
  }

  /// Completes what a stop of this process, or of another node, has cut off.
  void resume() {
    for (var begun : db.read(store::begun)) {
      var wanted = new Once.Wanted(begun.by(), begun.request());
      try {
        if (!once.isUnderway(wanted) && db.write(tx -> store.take(tx, begun, node))) {
          once.run(wanted, () -> complete(rights.acting(users.id(begun.by())), begun, NOW));
        }
      } catch (RuntimeException fault) {
        LOG.warn("A space that was begun is not whole; trying again later", fault);
      }
    }
  }

  private static RoomId id(String room) {
    return RoomId.parse(room).orElseThrow();
  }
}
