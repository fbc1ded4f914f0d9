package parvis.protocol.event;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A room version: everything in which rooms of different ages differ, as values. Callers ask the
/// value and never compare versions, so a further version is one more line here.
///
/// spec: rooms#feature-matrix
public enum RoomVersion {
  V10("10", RedactionRules.V9, Creator.NAMED_IN_CONTENT, RoomIds.CHOSEN, Redacts.IN_EVENT),
  V11("11", RedactionRules.V11, Creator.SENDER, RoomIds.CHOSEN, Redacts.IN_CONTENT),
  V12("12", RedactionRules.V11, Creator.SENDER, RoomIds.CREATE_HASH, Redacts.IN_CONTENT);

  /// The version of new rooms unless asked otherwise.
  ///
  /// spec: rooms#complete-list-of-room-versions
  public static final RoomVersion DEFAULT = V12;

  private enum Creator {
    NAMED_IN_CONTENT,
    SENDER
  }

  private enum RoomIds {
    CHOSEN,
    CREATE_HASH
  }

  private enum Redacts {
    IN_EVENT,
    IN_CONTENT
  }

  private static final Map<String, RoomVersion> BY_ID =
      Arrays.stream(values()).collect(Collectors.toMap(RoomVersion::id, Function.identity()));

  private final String id;

  @SuppressWarnings("ImmutableEnumChecker") // a record of Set.of and Map.of
  private final RedactionRules redaction;

  private final Creator creator;
  private final RoomIds roomIds;
  private final Redacts redacts;

  RoomVersion(
      String id, RedactionRules redaction, Creator creator, RoomIds roomIds, Redacts redacts) {
    this.id = id;
    this.redaction = redaction;
    this.creator = creator;
    this.roomIds = roomIds;
    this.redacts = redacts;
  }

  public static Optional<RoomVersion> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }

  public String id() {
    return id;
  }

  RedactionRules redaction() {
    return redaction;
  }

  /// Whether the create event names the creator in its content; otherwise its sender is the
  /// creator.
  ///
  /// spec: rooms/v11#remove-the-creator-property-of-mroomcreate-events
  public boolean namesCreator() {
    return creator == Creator.NAMED_IN_CONTENT;
  }

  /// Whether the room id is the hash of the create event, which therefore has no `room_id` and is
  /// never among auth events.
  ///
  /// spec: rooms/v12#room-ids
  public boolean roomIdIsCreateHash() {
    return roomIds == RoomIds.CREATE_HASH;
  }

  /// Whether creators stand above all power levels and are no part of them; it came together with
  /// the room ids.
  ///
  /// spec: rooms/v12#event-format
  public boolean creatorsAbovePowerLevels() {
    return roomIds == RoomIds.CREATE_HASH;
  }

  /// Whether a redaction names its target in its content instead of the event itself.
  ///
  /// spec: rooms/v11#moving-the-redacts-property-of-mroomredaction-events-to-a-content-property
  public boolean redactsInContent() {
    return redacts == Redacts.IN_CONTENT;
  }

  @Override
  public String toString() {
    return id;
  }
}
