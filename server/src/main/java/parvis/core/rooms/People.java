package parvis.core.rooms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.core.identity.Addresses;
import parvis.core.identity.Profiles;
import parvis.core.identity.Servers;
import parvis.platform.config.PeopleSearch;
import parvis.platform.db.Db;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;

/// Whom a search for people finds: others than oneself, of one's organisation and of those that are
/// open to others, and those whom one sees in a room anyway; where the operator wants it so only
/// those whom one could meet. A whole e-mail address finds whose it is, or all who read its mails,
/// whatever they hide.
/// spec: cs-api#user-directory
public final class People {
  /// People who may be found and are looked at where only those are whom one could meet.
  private static final int LOOKED_AT_MAX = 2_000;

  private final Db db;
  private final Profiles profiles;
  private final Addresses addresses;
  private final Servers servers;
  private final Rooms rooms;
  private final PeopleSearch search;
  private final Predicate<Actor> findsNobody;

  /// @param findsNobody whether somebody was invited from outside
  People(
      Db db,
      Profiles profiles,
      Addresses addresses,
      Servers servers,
      Rooms rooms,
      PeopleSearch search,
      Predicate<Actor> findsNobody) {
    this.db = db;
    this.profiles = profiles;
    this.addresses = addresses;
    this.servers = servers;
    this.rooms = rooms;
    this.search = search;
    this.findsNobody = findsNobody;
  }

  /// Whom somebody finds, who may have been invited from outside: then nobody.
  public List<Profiles.Found> search(Actor actor, String text, int max) {
    return findsNobody.test(actor) ? List.of() : find(actor, text, max);
  }

  /// The same, of names that are one slip away from what was typed.
  public List<Profiles.Found> near(Actor actor, String text, int max) {
    if (findsNobody.test(actor)) {
      return List.of();
    }
    var found = new LinkedHashMap<Long, Profiles.Found>();
    for (var meant : db.read(tx -> PeopleStore.meant(tx, text))) {
      if (found.size() < max) {
        named(actor, meant, max - found.size())
            .forEach(person -> found.putIfAbsent(person.userNid(), person));
      }
    }
    profiles.tell(actor, Math.max(1, found.size()));
    return List.copyOf(found.values());
  }

  List<Profiles.Found> find(Actor actor, String text, int max) {
    var found =
        Address.parse(text.strip())
            .map(address -> owners(actor, address, max))
            .orElseGet(() -> named(actor, text, max));
    profiles.tell(actor, Math.max(1, found.size()));
    return found;
  }

  /// Whose a whole mail address is; who was invited from outside finds themselves alone.
  public List<UserId> behind(Actor actor, Address address, int max) {
    var alone = findsNobody.test(actor);
    var found =
        servers.find(actor.user().server()).stream()
            .flatMap(server -> addresses.found(server, address).stream())
            .map(Addresses.Owner::user)
            .filter(user -> !alone || user.equals(actor.user()))
            .limit(max)
            .toList();
    profiles.tell(actor, Math.max(1, found.size()));
    return found;
  }

  /// What those of some people do who say so, by number.
  public Map<Long, String> functions(List<Profiles.Found> people) {
    return profiles.functions(people.stream().map(Profiles.Found::userNid).toList());
  }

  private List<Profiles.Found> owners(Actor actor, Address address, int max) {
    return servers.find(actor.user().server()).stream()
        .flatMap(server -> addresses.found(server, address).stream())
        .flatMap(owner -> profiles.find(owner.user(), owner.userNid()).stream())
        .filter(person -> person.userNid() != actor.userNid())
        .limit(max)
        .toList();
  }

  private List<Profiles.Found> named(Actor actor, String text, int max) {
    var everyone = search == PeopleSearch.EVERYONE;
    var wanted = everyone ? max : LOOKED_AT_MAX;
    return db.read(tx -> PeopleStore.search(tx, actor, text, wanted)).stream()
        .filter(person -> everyone || acquainted(actor, person))
        .limit(max)
        .toList();
  }

  private boolean acquainted(Actor actor, Profiles.Found person) {
    var mine = rooms.memberships().of(actor.userNid());
    for (var standing : rooms.memberships().of(person.userNid()).all()) {
      if (standing.membership() == Membership.JOIN
          && (mine.isJoined(standing.room()) || open(standing.room()))) {
        return true;
      }
    }
    return false;
  }

  private boolean open(long room) {
    return rooms
        .find(room)
        .flatMap(found -> found.published().state().event("m.room.join_rules", ""))
        .flatMap(rules -> rules.pdu().content().string("join_rule"))
        .filter("public"::equals)
        .isPresent();
  }
}
