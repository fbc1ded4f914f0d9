package parvis.core.rooms;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.core.identity.Services;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.id.RoomAlias;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.PowerLevels;

/// Names that lead to rooms, and which rooms are published in the directory.
final class Aliases {
  /// Aliases of one room at most.
  static final int OF_ROOM_MAX = 100;

  private static final String FIND = "select room, creator from room_alias where alias = ?";
  private static final String OF_ROOM =
      "select alias from room_alias where room = ? order by alias";
  private static final String OF_ROOMS = "select room, alias from room_alias where room = any (?)";
  private static final String HELD =
      "select alias from room_alias where room = ? order by alias for no key update";
  private static final String ADD =
      """
      insert into room_alias (alias, room, creator) values (?, ?, ?) on conflict do nothing""";
  private static final String REMOVE = "delete from room_alias where alias = ?";
  private static final String REMOVE_ALL = "delete from room_alias where room = ?";
  private static final String UNMADE = "delete from room where nid = ? and version = 0";
  private static final String PUBLISH =
      "insert into published_room (room) values (?) on conflict do nothing";
  private static final String UNPUBLISH = "delete from published_room where room = ?";
  private static final String PUBLISH_IN_NETWORK =
      """
      insert into network_room (service, network, room) values (?, ?, ?) on conflict do nothing""";

  private static final String UNPUBLISH_IN_NETWORK =
      "delete from network_room where service = ? and network = ? and room = ?";

  private static final String IS_PUBLISHED = "select room from published_room where room = ?";

  private static final String IS_LISTED =
      """
      select room from published_room where room = ?
       union all select room from network_room where room = ? limit 1""";

  private final Db db;
  private final Servers servers;
  private final Services services;

  Aliases(Db db, Servers servers, Services services) {
    this.services = services;
    this.db = db;
    this.servers = servers;
  }

  record Owned(long room, long creator) {}

  /// Where an alias leads; an application service may have made it just now that it is asked.
  Optional<Owned> find(RoomAlias alias) {
    return db.read(tx -> find(tx, alias))
        .or(() -> services.hasMade(alias) ? db.read(tx -> find(tx, alias)) : Optional.empty());
  }

  private static Optional<Owned> find(Tx tx, RoomAlias alias) {
    return tx.first(
        row -> new Owned(row.number("room"), row.number("creator")), FIND, alias.value());
  }

  List<String> of(Room room) {
    return db.read(tx -> of(tx, room.nid()));
  }

  static List<String> of(Tx tx, long room) {
    return tx.list(row -> row.text("alias"), OF_ROOM, room);
  }

  static Map<Long, List<String>> of(Tx tx, Collection<Long> rooms) {
    var nids = rooms.stream().mapToLong(Long::longValue).toArray();
    return tx.list(row -> Map.entry(row.number("room"), row.text("alias")), OF_ROOMS, nids).stream()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /// Gives an alias to a room, unless it leads somewhere already. One whose room has not come to be
  /// is free, since whoever made it may have been killed meanwhile: its room is taken away first,
  /// so that whoever does still make it fails.
  boolean claim(Tx tx, RoomAlias alias, long room, Actor actor) {
    if (!servers.isLocal(alias.server())) {
      throw Refused.invalidParam("An alias ends with the name of this server.");
    }
    services.refuseReserved(actor, alias);
    if (tx.run(ADD, alias.value(), room, actor.userNid()) > 0) {
      return true;
    }
    find(tx, alias).ifPresent(owned -> abandon(tx, owned.room()));
    return tx.run(ADD, alias.value(), room, actor.userNid()) > 0;
  }

  /// Takes away a room that has not come to be, and what leads there.
  void abandon(Tx tx, long room) {
    if (tx.run(UNMADE, room) > 0) {
      tx.run(REMOVE_ALL, room);
      publish(tx, room, false);
      Upgrades.end(tx, room);
    }
  }

  /// Whoever adds one to a room holds those that are there, so that the bound holds for many
  /// requests at once too: more transactions than [#OF_ROOM_MAX] are never under way.
  void add(Actor actor, RoomAlias alias, Room room) {
    db.write(
        tx -> {
          tx.list(row -> row.text("alias"), HELD, room.nid());
          if (tx.list(row -> row.text("alias"), OF_ROOM, room.nid()).size() >= OF_ROOM_MAX) {
            throw Refused.invalidParam("A room has at most " + OF_ROOM_MAX + " aliases.");
          }
          if (!claim(tx, alias, room.nid(), actor)) {
            throw Refused.conflict("This alias leads to a room already.");
          }
          return room.nid();
        });
  }

  /// The main alias and its alternatives must lead to the room; those it has already may stay.
  /// spec: cs-api#put_matrixclientv3roomsroomidstateeventtypestatekey
  void check(Room room, JsonObject content) {
    var before =
        room.published()
            .state()
            .event("m.room.canonical_alias", "")
            .map(e -> named(e.pdu().content()))
            .orElse(List.of());
    for (var name : named(content)) {
      if (!before.contains(name)) {
        var alias =
            RoomAlias.parse(name)
                .orElseThrow(() -> Refused.invalidParam("This is not a room alias."));
        if (find(alias).filter(owned -> owned.room() == room.nid()).isEmpty()) {
          throw Refused.badAlias("This alias does not lead to the room.");
        }
      }
    }
  }

  private static List<String> named(JsonObject content) {
    var body = new Body(content);
    var names = new ArrayList<>(body.strings("alt_aliases", OF_ROOM_MAX));
    body.optionalString("alias").filter(name -> !name.isEmpty()).ifPresent(names::add);
    return names;
  }

  /// What a room says of its aliases, without one of them.
  static JsonObject without(JsonObject content, RoomAlias alias) {
    var main = content.string("alias").filter(alias.value()::equals);
    var rest = main.isPresent() ? content.without("alias") : content;
    var others = rest.array("alt_aliases").orElse(JsonArray.EMPTY);
    if (!others.strings().contains(alias.value())) {
      return rest;
    }
    var kept = others.strings().stream().filter(name -> !name.equals(alias.value())).toList();
    return kept.isEmpty() ? rest.without("alt_aliases") : rest.with("alt_aliases", kept);
  }

  /// Whoever made an alias may remove it, and whoever may set the room's main alias.
  void remove(Actor actor, RoomAlias alias, Optional<Room> room, Owned owned) {
    services.refuseReserved(actor, alias);
    if (owned.creator() != actor.userNid() && room.filter(r -> mayRule(actor, r)).isEmpty()) {
      throw Refused.forbidden("You may not remove this alias.");
    }
    db.write(tx -> tx.run(REMOVE, alias.value()));
  }

  /// Takes away all that leads to a room.
  int remove(Tx tx, long room) {
    publish(tx, room, false);
    return tx.run(REMOVE_ALL, room);
  }

  /// Lets one room take another's place: in the directory, too, when the other is there.
  void move(Tx tx, long from, long to) {
    tx.run("update room_alias set room = ? where room = ?", to, from);
    if (tx.run(UNPUBLISH, from) > 0) {
      publish(tx, to, true);
    }
  }

  private static boolean mayRule(Actor actor, Room room) {
    var view = room.published();
    var levels = PowerLevels.of(room.version(), view.state());
    return view.isJoined(actor.userNid())
        && levels.user(actor.user()) >= levels.event("m.room.canonical_alias", true);
  }

  boolean isPublished(Room room) {
    return db.read(tx -> tx.first(row -> row.number("room"), IS_PUBLISHED, room.nid())).isPresent();
  }

  /// Whether any directory shows a room, that of a network included.
  boolean isListed(long room) {
    return db.read(tx -> tx.first(row -> true, IS_LISTED, room, room)).isPresent();
  }

  void publish(Actor actor, Room room, boolean published) {
    if (!mayRule(actor, room)) {
      throw Refused.forbidden("You may not publish this room.");
    }
    db.write(
        tx -> {
          publish(tx, room.nid(), published);
          return published;
        });
  }

  /// Shows a room, or not, among those of a network that an application service leads to.
  void publish(String service, String network, Room room, boolean published) {
    db.write(
        tx ->
            tx.run(
                published ? PUBLISH_IN_NETWORK : UNPUBLISH_IN_NETWORK,
                service,
                network,
                room.nid()));
  }

  void publish(Tx tx, long room, boolean published) {
    tx.run(published ? PUBLISH : UNPUBLISH, room);
  }
}
