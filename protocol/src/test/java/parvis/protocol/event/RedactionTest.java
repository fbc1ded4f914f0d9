package parvis.protocol.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.json.JsonArbitraries;
import parvis.protocol.json.JsonObject;

/// What redaction leaves, version by version.
class RedactionTest {
  private static JsonObject content(RoomVersion version, String type, JsonObject content) {
    return Redaction.redact(JsonObject.of("type", type, "content", content), version)
        .object("content")
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void messages_lose_their_content_and_unknown_names(RoomVersion version) {
    JsonObject event =
        JsonObject.of(
            "type",
            "m.room.message",
            "content",
            JsonObject.of("body", "x"),
            "unsigned",
            JsonObject.EMPTY,
            "redacts",
            "$x",
            "anything",
            1,
            "depth",
            1);
    assertThat(Redaction.redact(event, version))
        .isEqualTo(
            JsonObject.of("type", "m.room.message", "content", JsonObject.EMPTY, "depth", 1));
  }

  /// spec: rooms/v1#redactions, rooms/v6#redactions
  @ParameterizedTest
  @EnumSource
  void aliases_are_kept_before_version_6(RoomVersion version) {
    JsonObject aliases = JsonObject.of("aliases", List.of("#a:b"), "x", 1);
    assertThat(content(version, "m.room.aliases", aliases))
        .isEqualTo(
            switch (version) {
              case V1, V2, V3, V4, V5 -> aliases.without("x");
              default -> JsonObject.EMPTY;
            });
  }

  /// spec: rooms/v8#redactions
  @ParameterizedTest
  @EnumSource
  void whom_a_room_admits_is_kept_from_version_8_on(RoomVersion version) {
    JsonObject rules = JsonObject.of("join_rule", "restricted", "allow", List.of(), "x", 1);
    assertThat(content(version, EventType.JOIN_RULES, rules))
        .isEqualTo(
            switch (version) {
              case V1, V2, V3, V4, V5, V6, V7 -> JsonObject.of("join_rule", "restricted");
              default -> rules.without("x");
            });
  }

  /// spec: rooms/v9#redactions
  @ParameterizedTest
  @EnumSource
  void who_let_somebody_in_is_kept_from_version_9_on(RoomVersion version) {
    JsonObject member =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", "@b:c", "x", 1);
    assertThat(content(version, EventType.MEMBER, member))
        .isEqualTo(
            switch (version) {
              case V1, V2, V3, V4, V5, V6, V7, V8 -> JsonObject.of("membership", "join");
              default -> member.without("x");
            });
  }

  /// spec: rooms/v11#redactions
  @Test
  void version_11_keeps_other_things_than_version_10() {
    JsonObject event =
        JsonObject.of("type", "x", "origin", "a", "membership", "join", "prev_state", List.of());
    assertThat(Redaction.redact(event, RoomVersion.V10)).isEqualTo(event);
    assertThat(Redaction.redact(event, RoomVersion.V11)).isEqualTo(JsonObject.of("type", "x"));

    JsonObject create = JsonObject.of("creator", "@a:b", "m.federate", false, "x", 1);
    assertThat(content(RoomVersion.V10, EventType.CREATE, create))
        .isEqualTo(JsonObject.of("creator", "@a:b"));
    assertThat(content(RoomVersion.V11, EventType.CREATE, create)).isEqualTo(create);

    JsonObject levels = JsonObject.of("invite", 50, "ban", 50, "notifications", JsonObject.EMPTY);
    assertThat(content(RoomVersion.V10, EventType.POWER_LEVELS, levels))
        .isEqualTo(JsonObject.of("ban", 50));
    assertThat(content(RoomVersion.V12, EventType.POWER_LEVELS, levels))
        .isEqualTo(JsonObject.of("invite", 50, "ban", 50));

    JsonObject redaction = JsonObject.of("redacts", "$x", "reason", "y");
    assertThat(content(RoomVersion.V10, EventType.REDACTION, redaction).isEmpty()).isTrue();
    assertThat(content(RoomVersion.V11, EventType.REDACTION, redaction))
        .isEqualTo(JsonObject.of("redacts", "$x"));
  }

  @Test
  void a_member_keeps_what_the_rules_need_of_it() {
    JsonObject member =
        JsonObject.of(
            "membership", "join",
            "displayname", "A",
            "join_authorised_via_users_server", "@b:c",
            "third_party_invite",
                JsonObject.of("display_name", "x", "signed", JsonObject.of("token", "t")));
    JsonObject kept =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", "@b:c");
    assertThat(content(RoomVersion.V10, EventType.MEMBER, member)).isEqualTo(kept);
    assertThat(content(RoomVersion.V12, EventType.MEMBER, member))
        .isEqualTo(
            kept.with("third_party_invite", JsonObject.of("signed", JsonObject.of("token", "t"))));
    JsonObject odd = JsonObject.of("membership", "invite", "third_party_invite", "text");
    assertThat(content(RoomVersion.V12, EventType.MEMBER, odd))
        .isEqualTo(JsonObject.of("membership", "invite"));
  }

  @ParameterizedTest
  @EnumSource
  void a_redacted_event_keeps_its_id_hashes_and_signatures(RoomVersion version) {
    Pdu event = Events.message(version, JsonObject.of("body", "x"));
    Pdu redacted = Redaction.redact(event);
    assertThat(redacted.eventId()).isEqualTo(event.eventId());
    assertThat(redacted.content().isEmpty()).isTrue();
    assertThat(redacted.json().get("hashes")).isEqualTo(event.json().get("hashes"));
    assertThat(redacted.json().get("signatures")).isEqualTo(event.json().get("signatures"));
    assertThat(Pdu.read(redacted.bytes(), version)).isEqualTo(redacted);
  }

  @Property(tries = 300)
  void redacting_twice_changes_nothing_more_and_nothing_is_made_up(
      @ForAll RoomVersion version, @ForAll("events") JsonObject event) {
    JsonObject once = Redaction.redact(event, version);
    assertThat(Redaction.redact(once, version)).isEqualTo(once);
    assertThat(event.keys()).containsAll(once.keys());
    if (once.object("content").isPresent()) {
      assertThat(event.object("content").orElseThrow().keys())
          .containsAll(once.object("content").get().keys());
    }
  }

  @Provide
  Arbitrary<JsonObject> events() {
    Arbitrary<String> types =
        Arbitraries.of(
            EventType.CREATE,
            EventType.MEMBER,
            EventType.JOIN_RULES,
            EventType.POWER_LEVELS,
            EventType.HISTORY_VISIBILITY,
            EventType.REDACTION,
            EventType.ALIASES,
            "m.room.message");
    Arbitrary<String> names =
        Arbitraries.of(
            "creator",
            "membership",
            "third_party_invite",
            "signed",
            "ban",
            "invite",
            "redacts",
            "join_rule",
            "allow",
            "aliases",
            "body",
            "users");
    Arbitrary<JsonObject> contents =
        Arbitraries.maps(names, JsonArbitraries.canonical())
            .map(
                map -> {
                  var content = JsonObject.builder();
                  map.forEach(content::put);
                  return content.build();
                });
    return types.flatMap(
        type ->
            contents.map(
                content -> JsonObject.of("type", type, "content", content, "origin", "a", "x", 1)));
  }
}
