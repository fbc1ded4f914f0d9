package parvis.core.rooms;

import java.util.Optional;
import parvis.base.Refused;
import parvis.protocol.id.RoomAlias;

/// Rooms by what people call them: an id or an alias.
final class RoomNames {
  private final Rooms rooms;
  private final Aliases aliases;

  RoomNames(Rooms rooms, Aliases aliases) {
    this.rooms = rooms;
    this.aliases = aliases;
  }

  /// The room of that name, whoever asks.
  ///
  /// @throws Refused invalidParam when it is no name, notFound when there is no such room
  Room find(String idOrAlias) {
    if (idOrAlias.startsWith("#")) {
      var alias =
          RoomAlias.parse(idOrAlias)
              .orElseThrow(() -> Refused.invalidParam("This is not a room alias."));
      return leads(alias).orElseThrow(RoomNames::none);
    }
    if (!idOrAlias.startsWith("!")) {
      throw Refused.invalidParam("A room id begins with ! and a room alias with #.");
    }
    return rooms.find(idOrAlias).orElseThrow(RoomNames::none);
  }

  /// The room to which an alias leads.
  Optional<Room> leads(RoomAlias alias) {
    return aliases.find(alias).flatMap(owned -> rooms.find(owned.room()));
  }

  /// The room of that name, for who wants to come in. A room that is none of theirs looks like one
  /// that is not there; what an alias leads to is no secret.
  ///
  /// @throws Refused invalidParam when it is no name, notFound when there is no such alias, closed
  Room findDoor(String idOrAlias) {
    return idOrAlias.startsWith("!")
        ? rooms.find(idOrAlias).orElseThrow(RoomNames::closed)
        : find(idOrAlias);
  }

  static Refused closed() {
    return Refused.forbidden("There is no room of this name that is open to you.");
  }

  static Refused none() {
    return Refused.notFound("There is no such room here.");
  }
}
