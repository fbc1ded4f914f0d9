package parvis.protocol.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonArbitraries;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonString;
import parvis.protocol.json.JsonValue;
import parvis.protocol.sign.ContentHash;
import parvis.protocol.sign.ReferenceHash;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.TestKey;

/// Events made, hashed, signed and read back.
class PduTest {
  /// The vectors hold events of room versions 1 and 2.
  ///
  /// spec: appendices#event-signing
  private static JsonObject signedLikeAnEvent(JsonObject event) {
    JsonObject hashed = event.with("hashes", JsonObject.of("sha256", ContentHash.of(event)));
    JsonObject redacted = Redaction.redact(hashed, RoomVersion.V1).without("signatures");
    JsonObject signed = Signatures.sign(redacted, Events.DOMAIN, TestKey.SPEC);
    return hashed.with("signatures", signed.get("signatures"));
  }

  @Test
  void the_minimal_vector_of_the_appendix() {
    JsonObject event =
        JsonObject.of(
            "room_id",
            "!x:domain",
            "sender",
            "@a:domain",
            "origin",
            "domain",
            "origin_server_ts",
            1000000,
            "signatures",
            JsonObject.EMPTY,
            "hashes",
            JsonObject.EMPTY,
            "type",
            "X",
            "content",
            JsonObject.EMPTY,
            "prev_events",
            List.of(),
            "auth_events",
            List.of(),
            "depth",
            3,
            "unsigned",
            JsonObject.of("age_ts", 1000000));
    JsonObject signed = signedLikeAnEvent(event);
    assertThat(signed.get("hashes"))
        .isEqualTo(JsonObject.of("sha256", "5jM4wQpv6lnBo7CLIghJuHdW+s2CMBJPUOGOC89ncos"));
    assertThat(signed.get("signatures"))
        .isEqualTo(
            signature(
                "KxwGjPSDEtvnFgU00fwFz+l6d2pJM6XBIaMEn81SXPTRl16AqLAYqfIReFGZlHi5KLjAWbOoMszkwsQma+lYAg"));
  }

  @Test
  void the_vector_with_redactable_content_of_the_appendix() {
    JsonObject event =
        JsonObject.of(
            "content", JsonObject.of("body", "Here is the message content"),
            "event_id", "$0:domain",
            "origin", "domain",
            "origin_server_ts", 1000000,
            "type", "m.room.message",
            "room_id", "!r:domain",
            "sender", "@u:domain",
            "signatures", JsonObject.EMPTY,
            "unsigned", JsonObject.of("age_ts", 1000000));
    JsonObject signed = signedLikeAnEvent(event);
    assertThat(signed.get("hashes"))
        .isEqualTo(JsonObject.of("sha256", "onLKD1bGljeBWQhWZ1kaP9SorVmRQNdN5aM2JYU2n/g"));
    assertThat(signed.get("signatures"))
        .isEqualTo(
            signature(
                "Wm+VzmOUOz08Ds+0NTWb1d4CZrVsJSikkeRxh6aCcUwu6pNC78FunoD7KNWzqFn241eYHYMGCA5McEiVPdhzBA"));
  }

  private static JsonObject signature(String base64) {
    return JsonObject.of("domain", JsonObject.of("ed25519:1", base64));
  }

  /// What is put together from pieces is what the definitions, taken word by word, would make.
  @Property(tries = 300)
  void an_event_we_make_is_canonical_hashed_signed_and_named_as_defined(
      @ForAll RoomVersion version,
      @ForAll("contents") JsonObject content,
      @ForAll boolean state,
      @ForAll boolean redaction) {
    var draft =
        new EventDraft(
            redaction ? EventType.REDACTION : "m.room.message",
            state ? Optional.of("é\"") : Optional.empty(),
            Events.ALICE,
            Optional.of(Events.ROOM),
            content,
            1_000_000,
            redaction ? Optional.of(new EventId("$target")) : Optional.empty());
    Pdu event = Events.sign(version, draft, List.of(new EventId("$a"), new EventId("$b")));

    assertThat(event.bytes()).isEqualTo(CanonicalJson.write(event.json()));
    assertThat(ContentHash.matches(event.json())).isTrue();
    JsonObject redacted = Redaction.redact(event.json(), version);
    assertThat(event.eventId()).isEqualTo(version.eventIds().of(redacted));
    assertThat(Signatures.valid(redacted, Events.DOMAIN, 0, TestKey.SPEC.ring(), TestKey.VERIFIER))
        .isTrue();

    Pdu back = Pdu.read(event.bytes(), version);
    assertThat(back).isEqualTo(event);
    assertThat(back.json()).isEqualTo(event.json());
    assertThat(back.redacts()).isEqualTo(draft.redacts());
    assertThat(Pdu.read(event.bytes(), version, event.eventId())).isEqualTo(event);
  }

  /// spec: rooms/v1#event-ids, rooms/v3#event-ids, rooms/v4#event-ids
  @ParameterizedTest
  @EnumSource
  void an_event_is_named_as_its_room_s_version_says(RoomVersion version) {
    Pdu event = Events.message(version, JsonObject.of("body", "x"));
    Pdu redacted = Redaction.redact(event);
    byte[] signed = CanonicalJson.write(redacted.json().without("signatures").without("unsigned"));
    String id = event.eventId().value();
    switch (version) {
      case V1, V2 -> {
        assertThat(id).matches("\\$[A-Za-z0-9_-]{43}:domain");
        assertThat(event.json().string("event_id")).hasValue(id);
      }
      case V3 -> assertThat(id).isEqualTo("$" + ReferenceHash.ofCanonical(signed));
      default -> assertThat(id).isEqualTo("$" + ReferenceHash.urlSafeOfCanonical(signed));
    }
    assertThat(event.json().has("event_id")).isEqualTo(version.eventIdsWritten());
    assertThat(event.eventId().server())
        .isEqualTo(version.eventIdsWritten() ? Optional.of(Events.DOMAIN) : Optional.empty());
  }

  /// spec: rooms/v1#event-format, rooms/v3#event-format
  @ParameterizedTest
  @EnumSource
  void events_refer_to_each_other_as_their_room_s_version_says(RoomVersion version) {
    Pdu first = Events.message(version, JsonObject.of("body", "x"));
    byte[] signed =
        CanonicalJson.write(Redaction.redact(first.json(), version).without("signatures"));
    String hash = ReferenceHash.ofCanonical(signed);
    EventReference reference = first.reference();
    assertThat(reference.eventId()).isEqualTo(first.eventId());
    assertThat(reference.hash())
        .isEqualTo(version.eventIdsWritten() ? Optional.of(hash) : Optional.empty());
    assertThat(Redaction.redact(first).reference()).isEqualTo(reference);
    assertThat(EventReference.parse(reference.json())).hasValue(reference);

    Pdu second =
        Pdu.sign(
            version,
            EventDraft.message("x", Events.ALICE, Events.ROOM, JsonObject.EMPTY, 0),
            List.of(reference),
            List.of(),
            2,
            Events.DOMAIN,
            TestKey.SPEC);
    assertThat(second.prevEvents()).containsExactly(first.eventId());
    JsonValue written =
        version.eventIdsWritten()
            ? JsonArray.of(first.eventId().value(), JsonObject.of("sha256", hash))
            : new JsonString(first.eventId().value());
    assertThat(second.json().get("prev_events")).isEqualTo(new JsonArray(List.of(written)));
  }

  @Property(tries = 300)
  void clients_get_the_same_of_an_event_that_is_not_read(
      @ForAll RoomVersion version, @ForAll("contents") JsonObject content) {
    var nested = content.with("content", JsonObject.of("content", "}\"]\\", "b", content));
    var alice = Events.ALICE.value();
    var key = "é\"\\";
    Pdu event =
        Events.sign(
            version,
            EventDraft.state(EventType.MEMBER, key, Events.ALICE, Events.ROOM, nested, 1_000),
            List.of(new EventId("$a"), new EventId("$b")));
    assertThat(
            ClientEvent.bytes(event.bytes(), event.eventId(), 1_000, alice, key, EventType.MEMBER))
        .isEqualTo(ClientEvent.bytes(event));
    assertThat(version.reference(event.eventId()).orElseGet(event::reference))
        .isEqualTo(event.reference());
  }

  @Property(tries = 100)
  void two_events_that_differ_have_different_ids(
      @ForAll RoomVersion version,
      @ForAll("contents") JsonObject one,
      @ForAll("contents") JsonObject other) {
    EventId id = Events.message(version, one).eventId();
    assertThat(Events.message(version, one).eventId()).isEqualTo(id);
    assertThat(Events.message(version, other).eventId().equals(id)).isEqualTo(one.equals(other));
  }

  @ParameterizedTest
  @EnumSource
  void one_more_signature_changes_nothing_else(RoomVersion version) {
    var other = new ServerName("other");
    JsonObject content =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", "@b:other");
    String alice = Events.ALICE.value();
    Pdu join =
        Events.sign(
            version,
            EventDraft.state(EventType.MEMBER, alice, Events.ALICE, Events.ROOM, content, 0),
            List.of());
    assertThat(join.authorisingServer())
        .isEqualTo(version.restrictedJoins() ? Optional.of(other) : Optional.empty());
    Pdu both = join.signedBy(other, TestKey.OTHER);
    assertThat(both.eventId()).isEqualTo(join.eventId());
    assertThat(both.json().without("signatures")).isEqualTo(join.json().without("signatures"));
    assertThat(Pdu.read(both.bytes(), version)).isEqualTo(both);
    JsonObject redacted = Redaction.redact(both.json(), version);
    for (ServerName server : List.of(Events.DOMAIN, other)) {
      TestKey key = server.equals(other) ? TestKey.OTHER : TestKey.SPEC;
      assertThat(Signatures.valid(redacted, server, 0, key.ring(), TestKey.VERIFIER)).isTrue();
    }
  }

  /// spec: rooms/v1#canonical-json, rooms/v6#canonical-json
  @ParameterizedTest
  @EnumSource
  void what_early_rooms_hold_is_read_back_as_it_was(RoomVersion version) {
    JsonObject odd = JsonObject.of("x", new JsonDecimal("5.114698E4"), "y", Long.MAX_VALUE);
    JsonObject json = Events.message(version, JsonObject.EMPTY).json().with("content", odd);
    byte[] bytes = CanonicalJson.tolerant(json);
    if (version.limits().equals(JsonLimits.EARLY_EVENT)) {
      Pdu early = Pdu.read(bytes, version);
      assertThat(early.content()).isEqualTo(odd);
      assertThat(client(early, JsonLimits.EARLY_EVENT).get("content")).isEqualTo(odd);
    } else {
      assertThatThrownBy(() -> Pdu.read(bytes, version)).isInstanceOf(JsonRefused.class);
    }
  }

  @Test
  void the_create_event_of_version_12_is_the_room() {
    Pdu create = Events.create(RoomVersion.V12, Events.ALICE, JsonObject.EMPTY);
    assertThat(create.json().has("room_id")).isFalse();
    assertThat(create.roomId()).isEqualTo(RoomId.ofCreate(create.eventId()));
    assertThat(create.roomId().value()).matches("![A-Za-z0-9_-]{43}");
    assertThat(Pdu.read(create.bytes(), RoomVersion.V12).roomId()).isEqualTo(create.roomId());
  }

  @Test
  void content_without_canonical_form_and_events_too_large_are_refused() {
    assertThatThrownBy(
            () -> Events.message(RoomVersion.V12, JsonObject.of("a", new JsonDecimal("1.5"))))
        .isInstanceOf(JsonRefused.class);
    assertThatThrownBy(() -> Events.message(RoomVersion.V12, JsonObject.of("a", 9007199254740992L)))
        .isInstanceOf(JsonRefused.class);
    int beside = Events.message(RoomVersion.V12, JsonObject.of("body", "")).bytes().length;
    String fits = "x".repeat(65_536 - beside);
    assertThat(Events.message(RoomVersion.V12, JsonObject.of("body", fits)).bytes())
        .hasSize(65_536);
    assertThatThrownBy(() -> Events.message(RoomVersion.V12, JsonObject.of("body", fits + "x")))
        .isInstanceOfSatisfying(
            JsonRefused.class,
            refused -> assertThat(refused.kind()).isEqualTo(JsonRefused.Kind.TOO_LARGE));
  }

  @Test
  void types_and_state_keys_are_at_most_255_bytes() {
    assertThat(state("t".repeat(255), "é".repeat(127)).bytes()).isNotEmpty();
    assertThatThrownBy(() -> state("t".repeat(256), "")).isInstanceOf(JsonRefused.class);
    assertThatThrownBy(() -> state("t", "é".repeat(128))).isInstanceOf(JsonRefused.class);
  }

  private static Pdu state(String type, String key) {
    return Events.sign(
        RoomVersion.V12,
        EventDraft.state(type, key, Events.ALICE, Events.ROOM, JsonObject.EMPTY, 0),
        List.of());
  }

  @ParameterizedTest
  @EnumSource
  void clients_find_what_a_redaction_redacts_in_both_places(RoomVersion version) {
    var draft =
        new EventDraft(
            EventType.REDACTION,
            Optional.empty(),
            Events.ALICE,
            Optional.of(Events.ROOM),
            JsonObject.of("reason", "x"),
            5,
            Optional.of(new EventId("$target")));
    JsonObject client = client(Events.sign(version, draft, List.of()));
    assertThat(client.string("redacts")).hasValue("$target");
    assertThat(client.object("content").orElseThrow())
        .isEqualTo(JsonObject.of("reason", "x", "redacts", "$target"));
  }

  @Test
  void clients_see_neither_the_graph_nor_signatures_nor_the_room() {
    Pdu event = state("m.room.topic", "");
    JsonObject client = client(event);
    assertThat(client.keys())
        .containsExactly("content", "event_id", "origin_server_ts", "sender", "state_key", "type");
    assertThat(client).isEqualTo(ClientEvent.json(event));
    assertThat(ClientEvent.stripped(event).keys())
        .containsExactly("content", "sender", "state_key", "type");
    assertThat(new String(ClientEvent.bytes(event), UTF_8)).endsWith("}");
  }

  private static JsonObject client(Pdu event) {
    return client(event, JsonLimits.EVENT);
  }

  private static JsonObject client(Pdu event, JsonLimits limits) {
    return (JsonObject) JsonReader.read(ClientEvent.bytes(event), limits);
  }

  @Provide
  Arbitrary<JsonObject> contents() {
    return JsonArbitraries.objects(JsonArbitraries.canonical());
  }
}
