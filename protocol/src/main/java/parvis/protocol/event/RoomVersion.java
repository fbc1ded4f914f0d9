package parvis.protocol.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parvis.protocol.event.RoomTraits.Mark;
import parvis.protocol.id.EventId;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonValue;

/// A room version: everything in which rooms of different ages differ, as values. Callers ask the
/// value and never compare versions; each version says what it changes of the one before, so a
/// further version is one more line here.
///
/// spec: rooms#feature-matrix
public enum RoomVersion {
  V1("1", RoomTraits.FIRST),
  /// It differs in how forks of a room's state are resolved, and in nothing else.
  V2("2", V1.traits),
  V3("3", V2.traits.ids(EventIds.HASH).without(Mark.REDACTIONS_BY_RULE)),
  V4("4", V3.traits.ids(EventIds.URL_SAFE_HASH)),
  V5("5", V4.traits.with(Mark.KEYS_EXPIRE)),
  V6(
      "6",
      V5.traits
          .redacting(RedactionRules.V6)
          .without(Mark.ALIASES_BY_SERVER, Mark.ANY_NUMBER)
          .with(Mark.NOTIFICATION_LEVELS)),
  V7("7", V6.traits.with(Mark.KNOCKING)),
  V8("8", V7.traits.redacting(RedactionRules.V8).with(Mark.RESTRICTED_JOINS)),
  V9("9", V8.traits.redacting(RedactionRules.V9)),
  V10("10", V9.traits.without(Mark.LEVELS_AS_TEXT).with(Mark.KNOCKING_RESTRICTED)),
  V11(
      "11",
      V10.traits
          .redacting(RedactionRules.V11)
          .without(Mark.NAMES_CREATOR)
          .with(Mark.REDACTS_IN_CONTENT)),
  V12("12", V11.traits.with(Mark.ROOM_ID_IS_CREATE_HASH, Mark.CREATORS_ABOVE_LEVELS)),
  /// Before the specification has a version like it: what calls need to say who is in them.
  V10_OWNED_STATE("org.matrix.msc3757.10", V10.traits.with(Mark.OWNED_STATE));

  /// The version of new rooms unless asked otherwise.
  ///
  /// spec: rooms#complete-list-of-room-versions
  public static final RoomVersion DEFAULT = V12;

  private static final Map<String, RoomVersion> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(RoomVersion::id, Function.identity()));

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // a record whose sets nobody changes
  private final RoomTraits traits;

  RoomVersion(String id, RoomTraits traits) {
    this.id = id;
    this.traits = traits;
  }

  public static Optional<RoomVersion> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  public String id() {
    return id;
  }

  EventIds eventIds() {
    return traits.eventIds();
  }

  RedactionRules redaction() {
    return traits.redaction();
  }

  /// What a reader of events lets pass. Events that we make are canonical in every version.
  ///
  /// spec: rooms/v1#canonical-json, rooms/v6#canonical-json
  JsonLimits limits() {
    return has(Mark.ANY_NUMBER) ? JsonLimits.EARLY_EVENT : JsonLimits.EVENT;
  }

  /// The canonical form of an event. Throws `JsonRefused` where the version asks for one and there
  /// is none.
  byte[] canonical(JsonValue event) {
    return has(Mark.ANY_NUMBER) ? CanonicalJson.tolerant(event) : CanonicalJson.write(event);
  }

  /// Whether a signature by a key that had expired is none.
  ///
  /// spec: rooms/v5#signing-key-validity-period
  boolean keysExpire() {
    return has(Mark.KEYS_EXPIRE);
  }

  /// How later events refer to the event of an id, as far as the id says all of it: from room
  /// version 3 on.
  public Optional<EventReference> reference(EventId id) {
    return eventIdsWritten()
        ? Optional.empty()
        : Optional.of(new EventReference(id, Optional.empty()));
  }

  /// Whether an event has its own id written in it, and whoever refers to it adds its hash.
  ///
  /// spec: rooms/v3#event-format
  boolean eventIdsWritten() {
    return eventIds() == EventIds.CHOSEN;
  }

  /// Whether the create event names the creator in its content; otherwise its sender is the
  /// creator.
  ///
  /// spec: rooms/v11#remove-the-creator-property-of-mroomcreate-events
  public boolean namesCreator() {
    return has(Mark.NAMES_CREATOR);
  }

  /// Whether each server's aliases are state of its own, which its people may set in or out of the
  /// room.
  ///
  /// spec: rooms/v1#authorisation-rules, rule 4
  public boolean aliasesByServer() {
    return has(Mark.ALIASES_BY_SERVER);
  }

  /// Whether the authorisation rules ask who may redact; otherwise they let every redaction stand,
  /// and it takes effect or not.
  ///
  /// spec: rooms/v1#authorisation-rules, rule 11, rooms/v3#handling-redactions
  public boolean redactionsByRule() {
    return has(Mark.REDACTIONS_BY_RULE);
  }

  /// Whether a power level may also be a number written as text, or before version 6 a fraction.
  ///
  /// spec: rooms/v9#mroompower_levels-events-accept-values-as-strings,
  /// rooms/v10#values-in-mroompower_levels-events-must-be-integers
  public boolean levelsAsText() {
    return has(Mark.LEVELS_AS_TEXT);
  }

  /// Whether nobody may move a level of `notifications` beyond their own.
  ///
  /// spec: rooms/v6#authorisation-rules
  public boolean notificationLevels() {
    return has(Mark.NOTIFICATION_LEVELS);
  }

  /// Whether people may knock.
  ///
  /// spec: rooms/v7#authorisation-rules
  public boolean knocking() {
    return has(Mark.KNOCKING);
  }

  /// Whether a room may let members of other rooms in.
  ///
  /// spec: rooms/v8#authorisation-rules
  public boolean restrictedJoins() {
    return has(Mark.RESTRICTED_JOINS);
  }

  /// Whether a room may do both.
  ///
  /// spec: rooms/v10#authorisation-rules
  public boolean knockingRestricted() {
    return has(Mark.KNOCKING_RESTRICTED);
  }

  /// Whether the room id is the hash of the create event, which therefore has no `room_id` and is
  /// never among auth events.
  ///
  /// spec: rooms/v12#room-ids
  public boolean roomIdIsCreateHash() {
    return has(Mark.ROOM_ID_IS_CREATE_HASH);
  }

  /// Whether creators stand above all power levels and are no part of them.
  ///
  /// spec: rooms/v12#event-format
  public boolean creatorsAbovePowerLevels() {
    return has(Mark.CREATORS_ABOVE_LEVELS);
  }

  /// Whether a redaction names its target in its content instead of the event itself.
  ///
  /// spec: rooms/v11#moving-the-redacts-property-of-mroomredaction-events-to-a-content-property
  public boolean redactsInContent() {
    return has(Mark.REDACTS_IN_CONTENT);
  }

  /// Whether people own the state whose key is their id, or begins with it and an underscore, and
  /// whoever has a higher level may set it too.
  ///
  /// spec: MSC3757
  public boolean ownedState() {
    return has(Mark.OWNED_STATE);
  }

  /// Whether the specification has it.
  public boolean isStable() {
    return !has(Mark.OWNED_STATE);
  }

  private boolean has(Mark mark) {
    return traits.has(mark);
  }

  @Override
  public String toString() {
    return id;
  }
}
