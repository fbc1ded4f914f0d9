package parvis.core.rooms;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.core.identity.Users;
import parvis.platform.log.EventRow;
import parvis.platform.log.Nids;
import parvis.platform.log.RoomWrite;
import parvis.platform.log.SendKey;
import parvis.platform.log.SnapshotRow;
import parvis.protocol.event.EventDraft;
import parvis.protocol.event.EventReference;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.room.AuthEvents;
import parvis.protocol.room.AuthRules;
import parvis.protocol.room.AuthVerdict;
import parvis.protocol.room.Membership;
import parvis.protocol.room.PowerLevels;
import parvis.protocol.room.StateSlot;

/// Turns drafts into events upon a view of a room: authorised, hashed, signed, and laid out as the
/// rows that the log writes. Pure but for the clock, the numbers and the signature.
final class Preparer {
  /// spec: rooms/v12#canonical-json
  private static final long DEPTH_MAX = (1L << 53) - 1;

  private final Users users;
  private final Servers servers;
  private final Slots slots;
  private final Nids nids;
  private final AccessRules rules;
  private final Clock clock;

  Preparer(Users users, Servers servers, Slots slots, Nids nids, AccessRules rules, Clock clock) {
    this.rules = rules;
    this.users = users;
    this.servers = servers;
    this.slots = slots;
    this.nids = nids;
    this.clock = clock;
  }

  /// One event, and the room right after it.
  record Prepared(
      RoomEvent event,
      RoomView after,
      EventRow row,
      Optional<SnapshotRow> snapshot,
      Optional<AccessRules.Passed> passed) {}

  /// Where a draft goes.
  ///
  /// @param id absent for the first event of a version-12 room, whose id is made of it
  record Place(long room, Optional<RoomId> id, RoomVersion version) {
    static Place of(Room room) {
      return new Place(room.nid(), Optional.of(room.id()), room.version());
    }
  }

  /// Brings the numbers that preparing under a lock will take.
  void ahead() {
    nids.ahead();
  }

  /// Looks up what a draft needs from the database, so that preparing under the lock finds it
  /// cached.
  void warm(Draft draft) {
    draft.stateKey().ifPresent(key -> slots.nid(slot(draft, key)));
    member(draft).ifPresent(users::nid);
  }

  /// Whether what a state event needs is known without the database.
  boolean isWarm(Draft draft) {
    return draft.stateKey().filter(key -> !slots.isCached(slot(draft, key))).isEmpty()
        && member(draft).filter(user -> !users.isCached(user)).isEmpty();
  }

  /// The same for a draft that may well be refused: what a refused draft names gets no number.
  void warm(Place place, RoomView on, Draft draft) {
    var slotKnown = draft.stateKey().map(key -> slots.knows(slot(draft, key))).orElse(true);
    var memberKnown = member(draft).map(user -> users.find(user).isPresent()).orElse(true);
    if (!slotKnown || !memberKnown) {
      rules.telling(() -> allow(place, on, draft));
      warm(draft);
    }
  }

  /// An event that its room allows. It has no numbers yet, so what is refused leaves no trace.
  ///
  /// @param passed what access rules refuse to all but who is exempt
  record Allowed(Draft draft, Pdu pdu, Optional<AccessRules.Passed> passed) {}

  /// The one place where events are authorised: by the rules of Matrix, and by those of access. To
  /// be called inside of [AccessRules#telling].
  ///
  /// @throws Refused when the room's rules deny it
  Allowed allow(Place place, RoomView on, Draft draft) {
    var pdu = sign(place, on, draft);
    if (AuthRules.check(pdu, on.state()) instanceof AuthVerdict.Denied(var reason)) {
      throw Refused.forbidden(reason);
    }
    HouseState.check(on, draft);
    return new Allowed(draft, pdu, rules.check(place, on, draft));
  }

  /// The view on which a state event that follows this one is allowed or not.
  static RoomView supposing(Place place, RoomView on, Allowed allowed) {
    var pdu = allowed.pdu();
    var id = pdu.eventId().value();
    var facts =
        new RoomEvent.Facts(
            0,
            place.room(),
            id,
            pdu.depth(),
            pdu.originServerTs(),
            pdu.type(),
            allowed.draft().senderNid(),
            0,
            0,
            Notifying.of(pdu).code(),
            "",
            "",
            0,
            0);
    return on.supposing(RoomEvent.prepared(facts, pdu, Optional.empty(), null));
  }

  Prepared prepare(Place place, RoomView on, Draft draft, @Nullable SendKey key) {
    return number(place, on, allow(place, on, draft), key);
  }

  /// @param on the view that the event was allowed on, or supposed to follow
  Prepared number(Place place, RoomView on, Allowed allowed, @Nullable SendKey key) {
    var draft = allowed.draft();
    var pdu = allowed.pdu();
    var slot = draft.stateKey().map(k -> slots.nid(slot(draft, k))).orElse(0L);
    var facts =
        new RoomEvent.Facts(
            nids.next(),
            place.room(),
            pdu.eventId().value(),
            pdu.depth(),
            pdu.originServerTs(),
            pdu.type(),
            draft.senderNid(),
            slot,
            on.snapshot(),
            Attention.of(pdu, on).code(),
            draft.relation().type(),
            draft.relation().target(),
            draft.relation().thread(),
            0);
    var prior = draft.stateKey().flatMap(k -> on.state().get(slot(draft, k)));
    var event = RoomEvent.prepared(facts, pdu, prior, key);
    draft.redacts().ifPresent(event::takes);
    return place(on, allowed, event);
  }

  private Pdu sign(Place place, RoomView on, Draft draft) {
    if (draft.type().equals("m.room.power_levels") && !PowerLevels.integers(draft.content())) {
      throw Refused.badJson("Power levels are integers.");
    }
    var server = draft.sender().server();
    var unplaced =
        new EventDraft(
            draft.type(),
            draft.stateKey(),
            draft.sender(),
            place.id(),
            draft.content(),
            draft.ts().orElseGet(clock::millis),
            draft.redacts().flatMap(target -> EventId.parse(target.eventId())));
    var auth = new ArrayList<EventReference>();
    for (var needed : AuthEvents.select(place.version(), unplaced)) {
      on.state().event(needed).map(RoomEvent::reference).ifPresent(auth::add);
    }
    var depth = Math.min(on.depth() + 1, DEPTH_MAX);
    try {
      var pdu =
          Pdu.sign(
              place.version(),
              unplaced,
              on.extremities(),
              auth,
              depth,
              server,
              servers.signer(server));
      return alsoSigned(pdu);
    } catch (JsonRefused refused) {
      throw refused(refused);
    }
  }

  private static Refused refused(JsonRefused refused) {
    return refused.kind() == JsonRefused.Kind.TOO_LARGE
        ? Refused.tooLarge("An event has at most 65,536 bytes.")
        : Refused.badJson("An event holds no fractions and no numbers beyond 2^53.");
  }

  /// Refuses early what no event could hold; the rest of the event may be too much still.
  static JsonObject fitting(JsonObject content) {
    try {
      JsonReader.read(CanonicalJson.write(content), JsonLimits.EVENT);
      return content;
    } catch (JsonRefused refused) {
      throw refused(refused);
    }
  }

  /// Who was let into a restricted room by somebody of another server of ours has its signature
  /// too.
  /// spec: rooms/v8#authorisation-rules, rule 4.2
  private Pdu alsoSigned(Pdu pdu) {
    return pdu.authorisingServer()
        .filter(server -> !server.equals(pdu.sender().server()))
        .flatMap(servers::find)
        .map(server -> pdu.signedBy(server.name(), server.signer()))
        .orElse(pdu);
  }

  private Prepared place(RoomView on, Allowed allowed, RoomEvent event) {
    var draft = allowed.draft();
    var moved = moved(on, draft, event);
    var snapshot = on.snapshot();
    var steps = on.steps();
    Optional<SnapshotRow> row = Optional.empty();
    if (event.isState()) {
      var parent = snapshot;
      snapshot = nids.next();
      steps = parent == 0 || steps + 1 >= Snapshots.STEPS_MAX ? 0 : steps + 1;
      var whole = steps == 0;
      var delta = whole ? Snapshots.full(on.state().with(event)) : Snapshots.delta(event);
      row = Optional.of(new SnapshotRow(snapshot, event.room(), whole ? 0 : parent, steps, delta));
    }
    var after = on.after(event, moved, snapshot, steps);
    var lost = draft.redacts().map(target -> target.redacted(event));
    if (lost.isPresent()) {
      after = after.redacting(lost.get(), event);
    }
    short membership = moved.user() == 0 ? 0 : State.membership(event).orElseThrow().code();
    var eventRow =
        new EventRow(
            event.nid(),
            event.eventId(),
            event.depth(),
            event.ts(),
            event.type(),
            event.senderNid(),
            event.slotNid(),
            event.snapshot(),
            event.bytes(),
            event.attention().code(),
            event.relType(),
            event.relatesTo(),
            event.thread(),
            lost.map(RoomEvent::nid).orElse(0L),
            moved.user(),
            membership,
            new Publication(event, after, moved.user(), lost));
    return new Prepared(event, after, eventRow, row, allowed.passed());
  }

  private RoomView.Moved moved(RoomView on, Draft draft, RoomEvent event) {
    var user = member(draft);
    if (user.isEmpty()) {
      return RoomView.Moved.NOBODY;
    }
    var before = on.state().membership(user.get());
    var now = State.membership(event);
    return new RoomView.Moved(
        users.nid(user.get()),
        before.filter(m -> m == Membership.JOIN).isPresent(),
        now.filter(m -> m == Membership.JOIN).isPresent(),
        before.filter(m -> m == Membership.INVITE).isPresent(),
        now.filter(m -> m == Membership.INVITE).isPresent());
  }

  private static Optional<UserId> member(Draft draft) {
    return draft.type().equals(State.MEMBER)
        ? draft.stateKey().flatMap(UserId::parse)
        : Optional.empty();
  }

  private static StateSlot slot(Draft draft, String key) {
    return new StateSlot(draft.type(), key);
  }

  /// All of `prepared` as one write: durable together or not at all.
  static RoomWrite write(long room, RoomView on, List<Prepared> prepared, @Nullable SendKey key) {
    var last = prepared.getLast().after();
    var tip = RoomStore.tip(last.extremities());
    return new RoomWrite(
        room,
        on.version(),
        last.snapshot(),
        tip,
        last.depth(),
        prepared.stream().map(Prepared::row).toList(),
        prepared.stream().flatMap(p -> p.snapshot().stream()).toList(),
        key);
  }
}
