package parvis.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.json.JsonLimits;

/// Which version has what, written down once more from the specification.
class RoomVersionTest {
  @Test
  void all_versions_of_the_specification_are_known_by_their_ids() {
    assertThat(Arrays.stream(RoomVersion.values()).map(RoomVersion::id))
        .containsExactly(
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "org.matrix.msc3757.10");
    for (RoomVersion version : RoomVersion.values()) {
      assertThat(RoomVersion.of(version.id())).hasValue(version);
    }
    assertThat(RoomVersion.of("0")).isEmpty();
    assertThat(RoomVersion.of("13")).isEmpty();
    assertThat(RoomVersion.DEFAULT.id()).isEqualTo("12");
  }

  /// spec: rooms#feature-matrix, rooms/v1 to rooms/v12
  @ParameterizedTest
  @CsvSource({
    "event ids written, 1, 2",
    "redactions by rule, 1, 2",
    "any number, 1, 5",
    "aliases by server, 1, 5",
    "levels as text, 1, 9",
    "creator named, 1, 10",
    "keys expire, 5, 12",
    "notification levels, 6, 12",
    "knocking, 7, 12",
    "restricted joins, 8, 12",
    "knocking restricted, 10, 12",
    "redacts in content, 11, 12",
    "room id is hash, 12, 12",
    "creators above levels, 12, 12",
  })
  void each_thing_holds_from_one_version_to_another(String thing, int first, int last) {
    Predicate<RoomVersion> holds = question(thing);
    for (RoomVersion version : RoomVersion.values()) {
      int number = Integer.parseInt(version.id().replace("org.matrix.msc3757.", ""));
      assertThat(holds.test(version))
          .as(thing + " in " + version)
          .isEqualTo(number >= first && number <= last);
    }
  }

  @ParameterizedTest
  @EnumSource
  void people_own_state_in_one_version_that_the_specification_does_not_have(RoomVersion version) {
    assertThat(version.ownedState()).isEqualTo(version == RoomVersion.V10_OWNED_STATE);
    assertThat(version.isStable()).isNotEqualTo(version.ownedState());
  }

  private static Predicate<RoomVersion> question(String thing) {
    return switch (thing) {
      case "event ids written" -> RoomVersion::eventIdsWritten;
      case "redactions by rule" -> RoomVersion::redactionsByRule;
      case "any number" -> version -> version.limits().equals(JsonLimits.EARLY_EVENT);
      case "aliases by server" -> RoomVersion::aliasesByServer;
      case "levels as text" -> RoomVersion::levelsAsText;
      case "creator named" -> RoomVersion::namesCreator;
      case "keys expire" -> RoomVersion::keysExpire;
      case "notification levels" -> RoomVersion::notificationLevels;
      case "knocking" -> RoomVersion::knocking;
      case "restricted joins" -> RoomVersion::restrictedJoins;
      case "knocking restricted" -> RoomVersion::knockingRestricted;
      case "redacts in content" -> RoomVersion::redactsInContent;
      case "room id is hash" -> RoomVersion::roomIdIsCreateHash;
      case "creators above levels" -> RoomVersion::creatorsAbovePowerLevels;
      default -> throw new IllegalArgumentException(thing);
    };
  }

  @ParameterizedTest
  @EnumSource
  void a_version_redacts_like_the_one_that_last_changed_it(RoomVersion version) {
    RedactionRules rules =
        switch (version) {
          case V1, V2, V3, V4, V5 -> RedactionRules.V1;
          case V6, V7 -> RedactionRules.V6;
          case V8 -> RedactionRules.V8;
          case V9, V10, V10_OWNED_STATE -> RedactionRules.V9;
          case V11, V12 -> RedactionRules.V11;
        };
    assertThat(version.redaction()).isSameAs(rules);
  }
}
