package parvis.core.rooms;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import parvis.platform.log.SendKey;
import parvis.protocol.event.ClientEvent;
import parvis.protocol.event.EventReference;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.event.Redaction;
import parvis.protocol.event.RoomVersion;
import parvis.protocol.id.EventId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.push.Glob;
import parvis.protocol.room.Membership;
import parvis.protocol.room.StateSlot;

/// An event of a room as this server keeps it: the signed bytes, and beside them the few facts that
/// reading, counting and ordering ask for without parsing.
public final class RoomEvent {

  /// What the columns of the table `event` say of an event.
  record Facts(
      long nid,
      long room,
      String eventId,
      long depth,
      long ts,
      String type,
      long senderNid,
      long slot,
      long snapshot,
      short push,
      String relType,
      String relatesTo,
      long thread,
      long redactedBy) {

    /// Texts that many events have in common.
    private static final Map<String, String> SHARED =
        Stream.of(
                State.MEMBER,
                "m.room.message",
                EventType.CREATE,
                EventType.POWER_LEVELS,
                EventType.JOIN_RULES,
                EventType.HISTORY_VISIBILITY,
                "")
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

    Facts {
      type = SHARED.getOrDefault(type, type);
      relType = SHARED.getOrDefault(relType, relType);
      relatesTo = SHARED.getOrDefault(relatesTo, relatesTo);
    }

    /// What is left of them when the event was redacted. It stays in the thread where it was sent:
    /// its sender has read up to it there. Of an edit it stays known that it was one.
    Facts redacted(long by) {
      var rel = relType.equals(Bundle.EDIT) ? relType : "";
      return new Facts(
          nid, room, eventId, depth, ts, type, senderNid, slot, snapshot, push, rel, "", thread,
          by);
    }
  }

  /// What `unsigned` tells of events around this one: what a state event replaces, or who deleted
  /// it.
  record Around(Optional<Pdu> prior, Optional<Pdu> because) {
    static final Around NOTHING = new Around(Optional.empty(), Optional.empty());
  }

  /// The transaction that made an event, told only to the session that used it.
  public record Origin(long scope, String txn) {}

  /// What an event takes beside its bytes.
  private static final int FIXED_BYTES = 400;

  /// How much larger than its bytes the parsed form of an event is.
  private static final int PARSED_FACTOR = 3;

  /// Types of events that make nobody attentive, whatever their bodies say.
  private static final Set<String> UNHEARD =
      Set.of("m.reaction", "m.room.server_acl", "org.matrix.msc3381.poll.response");

  private final Facts facts;
  private final RoomVersion version;
  private final byte[] bytes;
  private final String sender;
  private final @Nullable String stateKey;
  private final @Nullable Origin origin;
  private final byte[] around;
  private final String replaces;
  private final List<String> mentions;
  private final boolean mentionsRoom;
  private final boolean namesSomebody;
  private final @Nullable Membership membership;
  private volatile long pos;
  private volatile @Nullable Pdu pdu;
  private volatile byte @Nullable [] client;
  private volatile Bundle bundle = Bundle.NONE;
  private volatile @Nullable RoomEvent taken;

  /// The same event with what is told around it.
  private RoomEvent(RoomEvent same, byte[] around, Bundle bundle) {
    this.facts = same.facts;
    this.version = same.version;
    this.bytes = same.bytes;
    this.sender = same.sender;
    this.stateKey = same.stateKey;
    this.origin = same.origin;
    this.around = around;
    this.replaces = same.replaces;
    this.mentions = same.mentions;
    this.mentionsRoom = same.mentionsRoom;
    this.namesSomebody = same.namesSomebody;
    this.membership = same.membership;
    this.pos = same.pos;
    this.pdu = same.pdu;
    this.client = same.client;
    this.bundle = bundle;
    this.taken = same.taken;
  }

  private RoomEvent(
      Facts facts, Pdu pdu, @Nullable Origin origin, Around around, String replaces, long pos) {
    this.facts = facts;
    this.version = pdu.version();
    this.bytes = pdu.bytes();
    this.sender = pdu.sender().value();
    this.stateKey = pdu.stateKey().map(key -> key.equals(sender) ? sender : key).orElse(null);
    this.origin = origin;
    this.around = Unsigned.around(around);
    this.replaces = replaces;
    var mentioned = pdu.content().object("m.mentions");
    this.mentions =
        mentioned.flatMap(m -> m.array("user_ids")).map(JsonArray::strings).orElse(List.of());
    this.mentionsRoom = mentioned.flatMap(m -> m.bool("room")).orElse(false);
    this.namesSomebody = !pdu.content().has("m.mentions") && namesSomebody(facts, pdu);
    this.membership =
        facts.type.equals(State.MEMBER)
            ? pdu.content().string("membership").flatMap(Membership::of).orElse(null)
            : null;
    this.pos = pos;
  }

  /// An event just prepared: it has no position yet.
  static RoomEvent prepared(Facts facts, Pdu pdu, Optional<Pdu> prior, @Nullable SendKey key) {
    var origin = key == null ? null : new Origin(key.scope(), key.txn());
    var around = new Around(prior, Optional.empty());
    var event = new RoomEvent(facts, pdu, origin, around, replaces(prior), 0);
    event.pdu = pdu;
    return event;
  }

  /// An event as read from the database; redacted when it was redacted.
  static RoomEvent stored(Facts facts, RoomVersion version, byte[] bytes, Around around, long pos) {
    var pdu = Pdu.read(bytes, version, id(facts));
    var replaces = replaces(around.prior());
    if (facts.redactedBy() == 0) {
      return new RoomEvent(facts, pdu, null, around, replaces, pos);
    }
    var kept = facts.redacted(facts.redactedBy());
    return new RoomEvent(kept, Redaction.redact(pdu), null, around, replaces, pos);
  }

  private static String replaces(Optional<Pdu> prior) {
    return prior.map(event -> event.eventId().value()).orElse("");
  }

  /// The bytes of a redacted event: its id, hashes and signatures are those that it had.
  static byte[] wiped(byte[] original, String version) {
    return Redaction.redact(Pdu.read(original, RoomVersion.of(version).orElseThrow())).bytes();
  }

  private static EventId id(Facts facts) {
    return new EventId(facts.eventId());
  }

  /// The same event after the redaction `by` was applied to it; the first one counts.
  RoomEvent redacted(RoomEvent by) {
    if (facts.redactedBy() != 0) {
      return this;
    }
    var kept = facts.redacted(by.nid());
    var around = new Around(Optional.empty(), Optional.of(by.pdu()));
    var redacted = new RoomEvent(kept, Redaction.redact(pdu()), origin, around, replaces, pos);
    redacted.bundle = bundle.withoutEdit();
    return redacted;
  }

  /// The same event without its content, for who ignores its sender.
  RoomEvent emptied() {
    return new RoomEvent(facts, Redaction.redact(pdu()), origin, Around.NOTHING, replaces, pos);
  }

  /// The same event when another one was redacted, of whose content `unsigned` may tell here.
  ///
  /// @param lost the other one as it is now
  RoomEvent beside(RoomEvent lost) {
    if (facts.redactedBy() == lost.nid()) {
      return around(new Around(Optional.empty(), Optional.of(lost.pdu())));
    }
    return facts.redactedBy() == 0 && replaces.equals(lost.eventId())
        ? around(new Around(Optional.of(lost.pdu()), Optional.empty()))
        : this;
  }

  private RoomEvent around(Around other) {
    return new RoomEvent(this, Unsigned.around(other), bundle);
  }

  /// Says which event a redaction takes the content from.
  void takes(RoomEvent target) {
    taken = target;
  }

  /// The event that this redaction took the content from, as it was before: for counts that have it
  /// among them. Absent when this node did not write the redaction, or no more.
  public Optional<RoomEvent> taken() {
    return Optional.ofNullable(taken);
  }

  void forgetTaken() {
    taken = null;
  }

  void settle(long settledPos) {
    pos = settledPos;
  }

  public long nid() {
    return facts.nid;
  }

  public long room() {
    return facts.room;
  }

  /// The position in the log; 0 while the event is not durable.
  public long pos() {
    return pos;
  }

  public String eventId() {
    return facts.eventId;
  }

  public long depth() {
    return facts.depth;
  }

  /// Milliseconds since 1970, as its sender's server claims.
  public long ts() {
    return facts.ts;
  }

  public String type() {
    return facts.type;
  }

  public String sender() {
    return sender;
  }

  public long senderNid() {
    return facts.senderNid;
  }

  public Optional<String> stateKey() {
    return Optional.ofNullable(stateKey);
  }

  /// The id of the state event that this one took the place of, or the empty string.
  public String replaces() {
    return replaces;
  }

  public boolean isState() {
    return facts.slot != 0;
  }

  long slotNid() {
    return facts.slot;
  }

  public StateSlot slot() {
    return new StateSlot(facts.type, stateKey == null ? "" : stateKey);
  }

  /// What a member event makes of its person; empty for other events.
  public Optional<Membership> membership() {
    return Optional.ofNullable(membership);
  }

  /// The state snapshot before this event.
  public long snapshot() {
    return facts.snapshot;
  }

  /// What push rules ask about this event and its room as it was then.
  public Attention attention() {
    return Attention.of(facts.push);
  }

  /// Whether the sender wants that person's attention.
  /// spec: cs-api#user-and-room-mentions
  public boolean mentions(String user) {
    return mentions.contains(user);
  }

  /// Whether the body calls that person by their id, where the event does not say whom it mentions.
  /// Nearly no event does, and only such a one is looked into.
  public boolean names(String user) {
    return namesSomebody
        && pdu().content().string("body").filter(Glob.of(user)::matchesWords).isPresent();
  }

  private static boolean namesSomebody(Facts facts, Pdu pdu) {
    if (UNHEARD.contains(facts.type) || facts.relType.equals(Bundle.EDIT)) {
      return false;
    }
    var body = pdu.content().string("body").orElse("");
    return body.indexOf(':', body.indexOf('@') + 1) > 0 && body.indexOf('@') >= 0;
  }

  /// Whether the sender wants everybody's attention and might ask for it.
  public boolean mentionsRoom() {
    return mentionsRoom && attention().everybody();
  }

  public String relType() {
    return facts.relType;
  }

  /// The id of the event that this one relates to, or the empty string.
  public String relatesTo() {
    return facts.relatesTo;
  }

  /// The root of the thread that this event is in, itself or by what it relates to, or 0.
  public long thread() {
    return facts.thread;
  }

  /// The redaction that removed this event's content, or 0.
  public long redactedBy() {
    return facts.redactedBy;
  }

  public Optional<Origin> origin() {
    return Optional.ofNullable(origin);
  }

  /// Client format without `room_id` and `unsigned`; shared by all readers, never to be changed.
  /// That of members, who are many, is copied together each time from what is kept anyway.
  public byte[] client() {
    if (isMember() && stateKey != null) {
      return ClientEvent.bytes(bytes, id(facts), facts.ts, sender, stateKey, facts.type);
    }
    var known = client;
    if (known == null) {
      known = ClientEvent.bytes(pdu());
      client = known;
    }
    return known;
  }

  /// How later events refer to this one.
  EventReference reference() {
    return version.reference(id(facts)).orElseGet(() -> pdu().reference());
  }

  /// What others made of this event; empty when nobody did.
  public Optional<Bundle> bundle() {
    var known = bundle;
    return known.equals(Bundle.NONE) ? Optional.empty() : Optional.of(known);
  }

  void relate(RoomEvent related) {
    bundle = bundle.with(this, related);
  }

  /// This event as one reader sees it, with a bundle of their own.
  RoomEvent bundled(Bundle own) {
    return new RoomEvent(this, around, own);
  }

  /// Forgets what others made of this event, and takes `related` for all of it.
  void relateOnly(List<RoomEvent> related) {
    var fresh = Bundle.NONE;
    for (var one : related) {
      fresh = fresh.with(this, one);
    }
    bundle = fresh;
  }

  /// Whether this was an edit before it was redacted: its form does not say so any more, and
  /// clients would show a deleted message that nobody wrote.
  boolean wasEdit() {
    return facts.redactedBy() != 0 && facts.relType().equals(Bundle.EDIT);
  }

  /// The members of `unsigned` that are the same for every reader, without braces; empty when none.
  byte[] around() {
    return around;
  }

  /// The signed event. State events keep the parsed form, because every later event asks for it;
  /// member events do not, because they are many.
  public Pdu pdu() {
    var known = pdu;
    if (known == null) {
      known = Pdu.read(bytes, version, id(facts));
      if (keepsParsed()) {
        pdu = known.light();
      }
    }
    return known;
  }

  private boolean keepsParsed() {
    return isState() && !isMember();
  }

  private boolean isMember() {
    return facts.type.equals(State.MEMBER);
  }

  /// Lets go of the parsed form, and keeps what readers get.
  void rest() {
    if (keepsParsed()) {
      pdu = pdu().light();
    } else {
      if (!isMember()) {
        client();
      }
      pdu = null;
    }
  }

  public byte[] bytes() {
    return bytes;
  }

  /// An estimate of the memory that this event holds, without what others made of it.
  int sizeBytes() {
    var parsed = keepsParsed() ? bytes.length * PARSED_FACTOR : 0;
    var clients = isMember() ? 0 : bytes.length;
    return FIXED_BYTES + bytes.length + around.length + clients + parsed;
  }

  /// What others made of it: the last edit, the last reply, and what a redaction took away.
  int aroundBytes() {
    var known = bundle;
    var others =
        known.edit().map(RoomEvent::sizeBytes).orElse(0)
            + known.latest().map(RoomEvent::sizeBytes).orElse(0)
            + known.speakers().size() * Long.BYTES * 4;
    return others + taken().map(RoomEvent::sizeBytes).orElse(0);
  }
}
