package parvis.suite.spaces;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Folded;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.platform.db.Db;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// The spaces of an organisation, for who administers it: what they are called, who animates them
/// and how many are in them and in their rooms. What is said there they do not read.
final class Overview {
  /// Animators of one space that are told.
  private static final int ANIMATORS_MAX = 5;

  private final Db db;
  private final SpaceStore store;
  private final Rooms rooms;
  private final Rights rights;
  private final Remits remits;
  private final Affiliations affiliations;
  private final Arrivals arrivals;

  Overview(SpacesFeature.Needs needs, SpaceStore store, Arrivals arrivals) {
    this.db = needs.db();
    this.store = store;
    this.rooms = needs.rooms();
    this.rights = needs.rights();
    this.remits = needs.remits();
    this.affiliations = needs.affiliations();
    this.arrivals = arrivals;
  }

  /// A space, who animates it, and its rooms.
  ///
  /// @param guests how many people from outside are in the space and in its rooms, by their nids
  /// @param codes how many entry codes on paper let somebody into it now
  record Seen(
      Space space, List<UserId> animators, List<Room> rooms, Map<Long, Long> guests, long codes) {
    long guestsIn(Room room) {
      return guests.getOrDefault(room.nid(), 0L);
    }
  }

  /// Some of them, by name.
  ///
  /// @param total how many there are
  record Page(List<Seen> spaces, int total) {}

  /// @param organisation whose spaces are asked for; absent: those of none, which are who runs the
  ///     server's to see
  /// @param term what the name holds; empty for any
  /// @throws parvis.base.Refused as [Remits#in]
  Page of(Actor actor, Optional<String> organisation, String term, int from, int limit) {
    remits.in(actor, organisation);
    var folded = Folded.of(term.strip());
    var found =
        db.read(tx -> folded.isEmpty() ? store.all(tx) : store.named(tx, folded)).stream()
            .flatMap(id -> rights.find(id).stream())
            .filter(space -> isOf(space, organisation))
            .filter(space -> Folded.of(space.name()).contains(folded))
            .sorted(Comparator.comparing(space -> Folded.of(space.name())))
            .toList();
    var some = found.stream().skip(from).limit(limit).toList();
    var ids = some.stream().map(space -> space.id().value()).toList();
    var codes = arrivals.lettingIn(ids);
    var page =
        some.stream().map(one -> seen(one, codes.getOrDefault(one.id().value(), 0L))).toList();
    return new Page(page, found.size());
  }

  /// Of each space of an organisation, or of a whole server, the nids of its rooms, the feed among
  /// them.
  ///
  /// @param organisation absent: of all, and of none
  List<List<Long>> rooms(ServerName server, Optional<String> organisation) {
    return db.read(store::all).stream()
        .flatMap(id -> rights.find(id).stream())
        .filter(space -> space.id().server().filter(server::equals).isPresent())
        .filter(space -> organisation.isEmpty() || isOf(space, organisation))
        .map(space -> space.rooms(rooms).stream().map(Room::nid).toList())
        .toList();
  }

  private static boolean isOf(Space space, Optional<String> organisation) {
    return organisation
        .map(space.organisations()::contains)
        .orElse(space.organisations().isEmpty());
  }

  private Seen seen(Space space, long codes) {
    var all = space.rooms(rooms);
    var nids =
        LongStream.concat(LongStream.of(space.room().nid()), all.stream().mapToLong(Room::nid));
    return new Seen(
        space,
        animators(space).limit(ANIMATORS_MAX).toList(),
        all,
        affiliations.externals(nids.toArray()),
        codes);
  }

  private Stream<UserId> animators(Space space) {
    return space.levels().named().stream()
        .filter(user -> space.has(user, Membership.JOIN))
        .filter(user -> rights.preset(user, space) == Preset.ANIMATOR);
  }
}
