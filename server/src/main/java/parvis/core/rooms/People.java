package parvis.core.rooms;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.identity.Addresses;
import parvis.core.identity.Profiles;
import parvis.core.identity.Servers;
import parvis.core.organisations.Standing;
import parvis.core.organisations.Standings;
import parvis.platform.config.PeopleSearch;
import parvis.protocol.id.Address;
import parvis.protocol.room.Membership;

/// Whom a search for people finds: others than oneself, of one's organisation and of those that are
/// open to others, and those whom one sees in a room anyway; where the operator wants it so only
/// those whom one could meet. A whole e-mail address finds whose it is, whatever they hide.
/// spec: cs-api#user-directory
final class People {
  /// People whose names fit and who are looked at, when most of them may not be found.
  private static final int LOOKED_AT_MAX = 500;

  private final Profiles profiles;
  private final Addresses addresses;
  private final Servers servers;
  private final Standings standings;
  private final Rooms rooms;
  private final PeopleSearch search;

  People(
      Profiles profiles,
      Addresses addresses,
      Servers servers,
      Standings standings,
      Rooms rooms,
      PeopleSearch search) {
    this.profiles = profiles;
    this.addresses = addresses;
    this.servers = servers;
    this.standings = standings;
    this.rooms = rooms;
    this.search = search;
  }

  List<Profiles.Found> find(Actor actor, String text, int max) {
    var found =
        Address.parse(text.strip())
            .map(address -> owner(actor, address))
            .orElseGet(() -> named(actor, text, max));
    profiles.tell(actor, Math.max(1, found.size()));
    return found;
  }

  /// What those of some people do who say so, by number.
  Map<Long, String> functions(List<Profiles.Found> people) {
    return profiles.functions(people.stream().map(Profiles.Found::userNid).toList());
  }

  private List<Profiles.Found> owner(Actor actor, Address address) {
    return servers
        .find(actor.user().server())
        .flatMap(server -> addresses.find(server, address))
        .flatMap(owner -> profiles.find(owner.user(), owner.userNid()))
        .filter(person -> person.userNid() != actor.userNid())
        .stream()
        .toList();
  }

  private List<Profiles.Found> named(Actor actor, String text, int max) {
    boolean all = search == PeopleSearch.EVERYONE && standings.telling(() -> !standings.areThere());
    var candidates =
        profiles.search(text, all ? max + 1 : LOOKED_AT_MAX).stream()
            .filter(person -> person.userNid() != actor.userNid())
            .filter(person -> search == PeopleSearch.EVERYONE || acquainted(actor, person))
            .toList();
    return all ? candidates.stream().limit(max).toList() : within(actor, candidates, max);
  }

  /// Those whom somebody may find, as their organisations stand to each other.
  private List<Profiles.Found> within(Actor actor, List<Profiles.Found> candidates, int max) {
    if (actor.admin()) {
      return candidates.stream().limit(max).toList();
    }
    var asked = candidates.stream().map(Profiles.Found::user).collect(Collectors.toSet());
    asked.add(actor.user());
    var known = standings.telling(() -> standings.all(asked));
    var mine = known.getOrDefault(actor.user(), Standing.NONE);
    return candidates.stream()
        .filter(
            person ->
                mine.finds(known.getOrDefault(person.user(), Standing.NONE)) || met(actor, person))
        .limit(max)
        .toList();
  }

  /// Whether both are in a room.
  private boolean met(Actor actor, Profiles.Found person) {
    var mine = rooms.memberships().of(actor.userNid());
    for (var standing : rooms.memberships().of(person.userNid()).all()) {
      if (standing.membership() == Membership.JOIN && mine.isJoined(standing.room())) {
        return true;
      }
    }
    return false;
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
