package parvis.core.rooms;

import java.util.List;
import parvis.base.Actor;
import parvis.core.identity.Profiles;
import parvis.platform.config.PeopleSearch;
import parvis.protocol.room.Membership;

/// Whom a search for people finds: others than oneself, and where the operator wants it so only
/// those whom one could meet.
/// spec: cs-api#user-directory
final class People {
  /// People whose names fit and who are looked at, when most of them may not be found.
  private static final int LOOKED_AT_MAX = 500;

  private final Profiles profiles;
  private final Rooms rooms;
  private final PeopleSearch search;

  People(Profiles profiles, Rooms rooms, PeopleSearch search) {
    this.profiles = profiles;
    this.rooms = rooms;
    this.search = search;
  }

  List<Profiles.Found> find(Actor actor, String text, int max) {
    int count = search == PeopleSearch.EVERYONE ? max + 1 : LOOKED_AT_MAX;
    var found =
        profiles.search(text, count).stream()
            .filter(person -> person.userNid() != actor.userNid())
            .filter(person -> search == PeopleSearch.EVERYONE || acquainted(actor, person))
            .limit(max)
            .toList();
    profiles.tell(actor, Math.max(1, found.size()));
    return found;
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
