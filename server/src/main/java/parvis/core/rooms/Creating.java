package parvis.core.rooms;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.log.Log;
import parvis.platform.log.Nids;
import parvis.platform.log.Outcome;
import parvis.protocol.id.RoomAlias;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.StateSlot;

/// Makes rooms. All first events of a room are one write: nobody ever sees half a room.
final class Creating {
  private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
  private static final int ADMIN = 100;

  private final Db db;
  private final Log log;
  private final Nids nids;
  private final RoomStore store;
  private final Aliases aliases;
  private final Preparer founder;
  private final Preparer preparer;
  private final Joining joining;
  private final Registry registry;
  private final RoomIds roomIds;
  private final AccessRules rules;
  private final Founding founding;
  private final TakingAlong along;
  private final Exemptions exemptions;

  Creating(
      Db db,
      Log log,
      Nids nids,
      RoomStore store,
      Aliases aliases,
      Preparer founder,
      Preparer preparer,
      Joining joining,
      Registry registry,
      RoomIds roomIds,
      AccessRules rules,
      Founding founding,
      TakingAlong along,
      Exemptions exemptions) {
    this.exemptions = exemptions;
    this.along = along;
    this.rules = rules;
    this.founding = founding;
    this.db = db;
    this.log = log;
    this.nids = nids;
    this.store = store;
    this.aliases = aliases;
    this.founder = founder;
    this.preparer = preparer;
    this.joining = joining;
    this.registry = registry;
    this.roomIds = roomIds;
  }

  RoomId create(Actor actor, CreateRequest request) {
    return create(actor, request, OptionalLong.empty());
  }

  RoomId create(Actor actor, CreateRequest request, OptionalLong ts) {
    return create(actor, request, ts, Sequel.NONE);
  }

  /// What a room is made for.
  ///
  /// @param events are meant to follow: when the room's rules deny one, there is no room either
  /// @param note hears of the room's nid in the transaction that announces the room
  record Sequel(List<Draft> events, ObjLongConsumer<Tx> note) {
    static final Sequel NONE = new Sequel(List.of(), (_, _) -> {});
  }

  /// @param ts when it happened, where that is not now; a room with access rules is made now, since
  ///     whose it is depends on that
  /// @throws Refused when the alias is taken or the room's own rules deny one of its first events;
  ///     then there is no room
  RoomId create(Actor actor, CreateRequest wish, OptionalLong ts, Sequel sequel) {
    return create(actor, wish, ts, sequel, Optional.empty());
  }

  /// An id for a room that is made later.
  RoomId freshId(Actor actor) {
    return roomIds.next(actor.user().server());
  }

  /// The same at an id that [#freshId] gave, for who must know it before; once, however often it is
  /// asked for. The caller sees to it that nobody else asks for it meanwhile.
  void create(Actor actor, RoomId id, CreateRequest wish, OptionalLong ts) {
    if (registry.find(id.value()).isEmpty()) {
      db.write(
          tx -> {
            store.announced(tx, id.value()).ifPresent(nid -> aliases.abandon(tx, nid));
            return id;
          });
      create(actor, wish, ts, Sequel.NONE, Optional.of(id));
    }
  }

  private RoomId create(
      Actor actor, CreateRequest wish, OptionalLong ts, Sequel sequel, Optional<RoomId> fixed) {
    var again = !sequel.equals(Sequel.NONE);
    var founded = rules.telling(() -> founding.of(actor, wish, again));
    var request = founded.wish();
    if (request.invite().contains(actor.user())) {
      throw Refused.invalidParam("You are in your own room already.");
    }
    request.invite().forEach(guest -> joining.refuseUnwilling(actor, guest));
    var nid = nids.next();
    var from = again ? Optional.<Room>empty() : along.before(actor, request.creationContent());
    var alias = request.aliasName().map(name -> alias(actor, name));
    var ruled = founded.passed().isPresent() || !request.equals(wish);
    var when = ruled ? OptionalLong.empty() : ts;
    var allowed = allow(actor, request, nid, fixed, alias, when, sequel.events());
    var roomId = allowed.getFirst().pdu().roomId();
    var passed = allowed.stream().map(Preparer.Allowed::passed);
    var noting =
        exemptions.noting(
            roomId,
            request.name(),
            Stream.concat(Stream.of(founded.passed()), passed).flatMap(Optional::stream).toList());
    db.write(
        tx -> {
          store.add(tx, nid, roomId.value(), request.version());
          if (alias.isPresent() && !aliases.claim(tx, alias.get(), nid, actor)) {
            throw Refused.roomInUse();
          }
          if (request.published()) {
            aliases.publish(tx, nid, true);
          }
          sequel.note().accept(tx, nid);
          noting.accept(tx);
          from.ifPresent(_ -> along.note(tx, actor.userNid(), nid));
          return nid;
        });
    var place = new Preparer.Place(nid, Optional.of(roomId), request.version());
    make(place, allowed, alias.isPresent() ? Refused.roomInUse() : Refused.unavailable(TRY_AGAIN));
    var room = registry.find(nid).orElseThrow();
    from.ifPresent(old -> along.take(actor, old, room));
    return roomId;
  }

  /// Makes the room durable, or takes away what was announced of it.
  ///
  /// @throws Refused `otherwise` when somebody took its alias before it had come to be
  private void make(Preparer.Place place, List<Preparer.Allowed> allowed, Refused otherwise) {
    var nid = place.room();
    var made = false;
    try {
      var prepared = number(place, allowed);
      var outcome = log.append(Preparer.write(nid, RoomView.EMPTY, prepared, null)).join();
      made = outcome instanceof Outcome.Written;
      if (!made) {
        throw otherwise;
      }
    } finally {
      if (!made) {
        db.write(
            tx -> {
              aliases.abandon(tx, nid);
              return nid;
            });
      }
    }
  }

  private static RoomAlias alias(Actor actor, String name) {
    return RoomAlias.parse("#" + name + ":" + actor.user().server().value())
        .orElseThrow(() -> Refused.invalidParam("This cannot be the alias of a room."));
  }

  /// The create event. From version 12 on the room's id is made of it.
  private Preparer.Allowed first(
      Actor actor, CreateRequest request, long nid, Optional<RoomId> fixed, OptionalLong ts) {
    var version = request.version();
    var id =
        version.roomIdIsCreateHash()
            ? Optional.<RoomId>empty()
            : Optional.of(fixed.orElseGet(() -> freshId(actor)));
    var draft = state(actor, "m.room.create", "", createContent(actor, request)).at(ts);
    return founder.allow(new Preparer.Place(nid, id, version), RoomView.EMPTY, draft);
  }

  private static JsonObject createContent(Actor actor, CreateRequest request) {
    var content = request.creationContent().without("creator").without("room_version");
    if (request.version().namesCreator()) {
      content = content.with("creator", actor.user().value());
    }
    if (request.preset().trusted && request.version().creatorsAbovePowerLevels()) {
      var creators = new ArrayList<String>();
      content.array("additional_creators").ifPresent(a -> creators.addAll(a.strings()));
      request.invite().forEach(user -> creators.add(user.value()));
      content =
          content.with("additional_creators", JsonArray.of(creators.stream().distinct().toArray()));
    }
    return content.with("room_version", request.version().id());
  }

  /// The first events, none of them numbered: half of a refused room leaves no trace.
  ///
  /// @throws Refused invalidRoomState when the room's own rules deny what was asked for
  private List<Preparer.Allowed> allow(
      Actor actor,
      CreateRequest request,
      long nid,
      Optional<RoomId> fixed,
      Optional<RoomAlias> alias,
      OptionalLong ts,
      List<Draft> following) {
    try {
      var first = first(actor, request, nid, fixed, ts);
      var place = new Preparer.Place(nid, Optional.of(first.pdu().roomId()), request.version());
      var drafts = drafts(actor, request, alias).stream().map(draft -> draft.at(ts)).toList();
      return rules.telling(() -> allow(place, first, drafts, following));
    } catch (Refused refused) {
      throw refused.kind() == Refused.Kind.FORBIDDEN
          ? Refused.of(Refused.Kind.INVALID_ROOM_STATE, refused.sentence())
          : refused;
    }
  }

  private List<Preparer.Allowed> allow(
      Preparer.Place place, Preparer.Allowed first, List<Draft> drafts, List<Draft> following) {
    var allowed = new ArrayList<Preparer.Allowed>();
    allowed.add(first);
    var view = Preparer.supposing(place, RoomView.EMPTY, first);
    for (var draft : drafts) {
      allowed.add(preparer.allow(place, view, draft));
      view = Preparer.supposing(place, view, allowed.getLast());
    }
    for (var draft : following) {
      preparer.allow(place, view, draft);
    }
    return allowed;
  }

  private List<Preparer.Prepared> number(Preparer.Place place, List<Preparer.Allowed> allowed) {
    var prepared = new ArrayList<Preparer.Prepared>();
    var view = RoomView.EMPTY;
    for (var event : allowed) {
      preparer.warm(event.draft());
      prepared.add(preparer.number(place, view, event, null));
      view = prepared.getLast().after();
    }
    return prepared;
  }

  private Collection<Draft> drafts(Actor actor, CreateRequest request, Optional<RoomAlias> alias) {
    var drafts = new LinkedHashMap<StateSlot, Draft>();
    put(drafts, state(actor, State.MEMBER, actor.user().value(), joining.joinContent(actor)));
    for (var initial : request.initialState()) {
      if (initial.type().equals(AccessRule.TYPE)) {
        put(drafts, state(actor, initial.type(), initial.stateKey(), initial.content()));
      }
    }
    put(drafts, state(actor, "m.room.power_levels", "", levels(actor, request)));
    alias.ifPresent(
        a ->
            put(
                drafts,
                state(actor, "m.room.canonical_alias", "", JsonObject.of("alias", a.value()))));
    var preset = request.preset();
    put(drafts, rule(actor, "m.room.join_rules", "join_rule", preset.joinRule));
    put(
        drafts,
        rule(actor, "m.room.history_visibility", "history_visibility", preset.historyVisibility));
    put(drafts, rule(actor, "m.room.guest_access", "guest_access", preset.guestAccess));
    for (var initial : request.initialState()) {
      put(drafts, state(actor, initial.type(), initial.stateKey(), initial.content()));
    }
    request.name().ifPresent(name -> put(drafts, rule(actor, "m.room.name", "name", name)));
    request.topic().ifPresent(topic -> put(drafts, state(actor, "m.room.topic", "", topic(topic))));
    for (var invited : request.invite()) {
      var content = joining.invitation(invited, request.direct(), Optional.empty());
      put(drafts, state(actor, State.MEMBER, invited.value(), content));
    }
    return drafts.values();
  }

  private static JsonObject topic(String topic) {
    var text = JsonObject.of("body", topic);
    return JsonObject.of("topic", topic, "m.topic", JsonObject.of("m.text", JsonArray.of(text)));
  }

  private static JsonObject levels(Actor actor, CreateRequest request) {
    var users = JsonObject.builder();
    if (!request.version().creatorsAbovePowerLevels()) {
      users.put(actor.user().value(), ADMIN);
      if (request.preset().trusted) {
        request.invite().forEach(user -> users.put(user.value(), ADMIN));
      }
    }
    var tombstone = request.version().creatorsAbovePowerLevels() ? ADMIN + 50 : ADMIN;
    var content =
        JsonObject.of(
            "users", users.build(),
            "users_default", 0,
            "events",
                JsonObject.of(
                    "m.room.name", 50,
                    "m.room.avatar", 50,
                    "m.room.canonical_alias", 50,
                    "m.room.power_levels", ADMIN,
                    "m.room.history_visibility", ADMIN,
                    "m.room.encryption", ADMIN,
                    "m.room.server_acl", ADMIN,
                    "m.room.tombstone", tombstone),
            "events_default", 0,
            "state_default", 50,
            "ban", 50,
            "kick", 50,
            "redact", 50,
            "invite", 0);
    for (var name : request.powerLevelOverride().keys()) {
      var value = request.powerLevelOverride().get(name);
      if (value != null) {
        content = content.with(name, value);
      }
    }
    return content;
  }

  private static void put(Map<StateSlot, Draft> drafts, Draft draft) {
    drafts.put(new StateSlot(draft.type(), draft.stateKey().orElse("")), draft);
  }

  private static Draft rule(Actor actor, String type, String name, String value) {
    return state(actor, type, "", JsonObject.of(name, value));
  }

  private static Draft state(Actor actor, String type, String stateKey, JsonObject content) {
    return Draft.state(actor.user(), actor.userNid(), type, stateKey, content);
  }
}
