package parvis.protocol.event;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.Signer;

/// An event as servers exchange it: hashed, signed, immutable, together with its canonical bytes.
///
/// It has no `unsigned`: that part is nobody's word and is made up anew for every reader.
///
/// spec: server-server-api#pdus, rooms/v1#event-format, rooms/v12#event-format
public final class Pdu {
  private final RoomVersion version;
  private final EventId eventId;
  private final RoomId roomId;
  private final String type;
  private final UserId sender;
  private final @Nullable String stateKey;
  private final JsonObject content;
  private final long originServerTs;
  private final long depth;
  private final byte[] bytes;

  /// The whole of it as a tree; null in a light one.
  private final @Nullable JsonObject json;

  /// An event whose form was checked, with the id and the canonical bytes that belong to it.
  Pdu(JsonObject json, byte[] bytes, EventId eventId, RoomVersion version) {
    this.version = version;
    this.eventId = eventId;
    this.json = json;
    this.bytes = bytes;
    this.type = text(json, "type");
    this.sender = new UserId(text(json, "sender"));
    this.stateKey = json.string("state_key").orElse(null);
    this.content = json.object("content").orElseThrow(() -> missing("content"));
    this.originServerTs = number(json, "origin_server_ts");
    this.depth = number(json, "depth");
    ids(json, "prev_events");
    ids(json, "auth_events");
    this.roomId =
        version.roomIdIsCreateHash() && type.equals(EventType.CREATE)
            ? RoomId.ofCreate(eventId)
            : new RoomId(text(json, "room_id"));
  }

  /// The same event without the tree of it all.
  private Pdu(Pdu same) {
    this.version = same.version;
    this.eventId = same.eventId;
    this.roomId = same.roomId;
    this.type = same.type;
    this.sender = same.sender;
    this.stateKey = same.stateKey;
    this.content = same.content;
    this.originServerTs = same.originServerTs;
    this.depth = same.depth;
    this.bytes = same.bytes;
    this.json = null;
  }

  /// The same event in a fifth of the memory, for who keeps many: what rules ask for is at hand,
  /// and the rest is read again each time.
  public Pdu light() {
    return json == null ? this : new Pdu(this);
  }

  /// The event in bytes that this server once wrote itself. Bytes that are no event are a fault,
  /// not a refusal: what others send goes through `PduCheck`.
  public static Pdu read(byte[] bytes, RoomVersion version) {
    JsonObject json = object(bytes, version);
    return new Pdu(json, bytes, idOf(json, version), version);
  }

  /// The same for an event whose id is stored beside it, which spares the hashing.
  public static Pdu read(byte[] bytes, RoomVersion version, EventId eventId) {
    return new Pdu(object(bytes, version), bytes, eventId, version);
  }

  /// Makes the draft an event of the room's history, hashed and signed. Throws `JsonRefused` when
  /// the content has no canonical form or the event would be too large.
  public static Pdu sign(
      RoomVersion version,
      EventDraft draft,
      List<EventReference> prev,
      List<EventReference> auth,
      long depth,
      ServerName origin,
      Signer signer) {
    return new PduMaker(version, draft, prev, auth, depth, origin, signer).make();
  }

  /// The same event with one more server's signature, which changes neither its id nor what others
  /// have signed.
  ///
  /// spec: rooms/v8#authorisation-rules, rule 4.2
  public Pdu signedBy(ServerName server, Signer signer) {
    JsonObject signed = Signatures.sign(Redaction.redact(json(), version), server, signer);
    JsonObject both = json().with("signatures", signed.object("signatures").orElseThrow());
    return new Pdu(both, version.canonical(both), eventId, version);
  }

  static Pdu of(JsonObject json, RoomVersion version) {
    return new Pdu(json, version.canonical(json), idOf(json, version), version);
  }

  private static EventId idOf(JsonObject json, RoomVersion version) {
    return version.eventIds().of(Redaction.redact(json, version));
  }

  private static JsonObject object(byte[] bytes, RoomVersion version) {
    if (JsonReader.read(bytes, version.limits()) instanceof JsonObject json) return json;
    throw new IllegalArgumentException("an event is an object");
  }

  private static List<EventId> ids(JsonObject json, String name) {
    JsonArray array = json.array(name).orElseThrow(() -> missing(name));
    var ids = new ArrayList<EventId>(array.size());
    for (var value : array.values()) {
      EventReference reference = EventReference.parse(value).orElseThrow(() -> missing(name));
      ids.add(reference.eventId());
    }
    return List.copyOf(ids);
  }

  private static String text(JsonObject json, String name) {
    return json.string(name).orElseThrow(() -> missing(name));
  }

  private static long number(JsonObject json, String name) {
    return json.integer(name).orElseThrow(() -> missing(name));
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("an event without " + name);
  }

  public RoomVersion version() {
    return version;
  }

  public EventId eventId() {
    return eventId;
  }

  public RoomId roomId() {
    return roomId;
  }

  public String type() {
    return type;
  }

  public UserId sender() {
    return sender;
  }

  public Optional<String> stateKey() {
    return Optional.ofNullable(stateKey);
  }

  public boolean isState() {
    return stateKey != null;
  }

  /// Whether this is the state event of this type and key.
  public boolean isState(String wantedType, String wantedKey) {
    return wantedKey.equals(stateKey) && type.equals(wantedType);
  }

  public JsonObject content() {
    return content;
  }

  /// When the sender's server says that it was sent, in milliseconds since 1970.
  public long originServerTs() {
    return originServerTs;
  }

  public long depth() {
    return depth;
  }

  public List<EventId> prevEvents() {
    return ids(json(), "prev_events");
  }

  public List<EventId> authEvents() {
    return ids(json(), "auth_events");
  }

  /// How later events of the room refer to this one.
  public EventReference reference() {
    return version.eventIds().reference(this);
  }

  /// The event that a redaction is about; empty for every other event.
  public Optional<EventId> redacts() {
    if (!type.equals(EventType.REDACTION)) return Optional.empty();
    JsonObject place = version.redactsInContent() ? content : json();
    return place.string("redacts").flatMap(EventId::parse);
  }

  /// The server of the member who let somebody into a restricted room.
  ///
  /// spec: rooms/v8#authorisation-rules, rule 4.2
  public Optional<ServerName> authorisingServer() {
    return type.equals(EventType.MEMBER) ? authorisingServer(version, content) : Optional.empty();
  }

  static Optional<ServerName> authorisingServer(RoomVersion version, JsonObject content) {
    if (!version.restrictedJoins()) return Optional.empty();
    return content
        .string("join_authorised_via_users_server")
        .flatMap(UserId::parse)
        .map(UserId::server);
  }

  public JsonObject json() {
    return json == null ? object(bytes, version) : json;
  }

  /// The canonical form, hashes and signatures included. Shared and not copied: do not write into
  /// it.
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pdu that
        && eventId.equals(that.eventId)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return eventId.hashCode();
  }

  @Override
  public String toString() {
    return eventId + " " + type;
  }
}
