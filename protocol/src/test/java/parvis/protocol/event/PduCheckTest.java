package parvis.protocol.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonReader;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;
import parvis.protocol.sign.ContentHash;
import parvis.protocol.sign.KeyRing;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.TestKey;
import parvis.protocol.sign.UnpaddedBase64;

/// The gate for events of other servers. Each test here is a hole that some server once had.
class PduCheckTest {
  private static final Pdu MESSAGE =
      Events.message(RoomVersion.V11, JsonObject.of("body", "Bonjour"));

  private static Arrival check(JsonObject event) {
    return PduCheck.check(event, RoomVersion.V11, TestKey.SPEC.ring(), TestKey.VERIFIER);
  }

  private static JsonObject signature(String base64) {
    return JsonObject.of("domain", JsonObject.of("ed25519:1", base64));
  }

  @ParameterizedTest
  @EnumSource
  void an_event_in_order_passes_with_its_id(RoomVersion version) {
    for (Pdu event :
        List.of(
            Events.create(version, Events.ALICE, JsonObject.EMPTY),
            Events.message(version, JsonObject.of("body", "x")))) {
      assertThat(PduCheck.check(event.json(), version, TestKey.SPEC.ring(), TestKey.VERIFIER))
          .isEqualTo(new Arrival.Intact(event));
    }
  }

  @Test
  void unsigned_is_thrown_away() {
    JsonObject event =
        MESSAGE.json().with("unsigned", JsonObject.of("big", new JsonDecimal("1e400")));
    assertThat(check(event)).isEqualTo(new Arrival.Intact(MESSAGE));
  }

  @Test
  void one_flipped_bit_of_the_signature_drops_the_event() {
    byte[] signature = TestKey.SPEC.sign(new byte[0]);
    for (int bit = 0; bit < 8; bit++) {
      String base64 =
          MESSAGE
              .json()
              .object("signatures")
              .orElseThrow()
              .object("domain")
              .orElseThrow()
              .string("ed25519:1")
              .orElseThrow();
      byte[] flipped = UnpaddedBase64.decode(base64).orElseThrow();
      flipped[bit * 7] ^= (byte) (1 << bit);
      JsonObject event =
          MESSAGE.json().with("signatures", signature(UnpaddedBase64.encode(flipped)));
      assertThat(check(event)).isInstanceOf(Arrival.Dropped.class);
    }
    JsonObject foreign =
        MESSAGE.json().with("signatures", signature(UnpaddedBase64.encode(signature)));
    assertThat(check(foreign)).isInstanceOf(Arrival.Dropped.class);
  }

  @Test
  void an_event_signed_by_another_server_than_its_sender_s_is_dropped() {
    Pdu forged =
        Pdu.sign(
            RoomVersion.V11,
            EventDraft.message("x", new UserId("@eve:victim"), Events.ROOM, JsonObject.EMPTY, 0),
            List.of(),
            List.of(),
            1,
            Events.DOMAIN,
            TestKey.SPEC);
    assertThat(check(forged.json())).isInstanceOf(Arrival.Dropped.class);
  }

  @Test
  void a_key_that_had_expired_when_the_event_was_sent_is_no_key() {
    KeyRing expired =
        (server, key, at) ->
            at < 1_000_000 ? TestKey.SPEC.ring().find(server, key, at) : Optional.empty();
    assertThat(PduCheck.check(MESSAGE.json(), RoomVersion.V11, expired, TestKey.VERIFIER))
        .isInstanceOf(Arrival.Dropped.class);
  }

  @Test
  void changed_content_is_pruned_and_keeps_its_id() {
    JsonObject changed = MESSAGE.json().with("content", JsonObject.of("body", "Au revoir"));
    assertThat(check(changed))
        .isInstanceOfSatisfying(
            Arrival.Pruned.class,
            pruned -> {
              assertThat(pruned.event().eventId()).isEqualTo(MESSAGE.eventId());
              assertThat(pruned.event().content().isEmpty()).isTrue();
            });
    assertThat(check(MESSAGE.json().with("extra", 1))).isInstanceOf(Arrival.Pruned.class);
  }

  @Test
  void what_redaction_keeps_cannot_be_changed() {
    for (String name : List.of("type", "sender", "room_id")) {
      JsonObject changed = MESSAGE.json().with(name, MESSAGE.json().string(name).get() + "x");
      assertThat(check(changed)).as(name).isInstanceOf(Arrival.Dropped.class);
    }
    assertThat(check(MESSAGE.json().with("depth", 4))).isInstanceOf(Arrival.Dropped.class);
    assertThat(check(MESSAGE.json().with("state_key", ""))).isInstanceOf(Arrival.Dropped.class);
  }

  /// spec: rooms/v5#signing-key-validity-period
  @ParameterizedTest
  @EnumSource
  void before_version_5_a_key_is_good_for_ever(RoomVersion version) {
    KeyRing expired =
        (server, key, at) ->
            at < 1_000_000 ? TestKey.SPEC.ring().find(server, key, at) : Optional.empty();
    Pdu event = Events.message(version, JsonObject.EMPTY);
    boolean early =
        switch (version) {
          case V1, V2, V3, V4 -> true;
          default -> false;
        };
    assertThat(
            PduCheck.check(event.json(), version, expired, TestKey.VERIFIER)
                instanceof Arrival.Intact)
        .isEqualTo(early);
  }

  /// spec: rooms/v3#authorisation-rules
  @ParameterizedTest
  @EnumSource
  void an_event_that_another_server_named_needs_its_signature_too(RoomVersion version) {
    JsonObject named =
        Events.message(version, JsonObject.EMPTY)
            .json()
            .with("event_id", "$x:other")
            .without("signatures")
            .without("hashes");
    JsonObject event = named.with("hashes", JsonObject.of("sha256", ContentHash.of(named)));
    JsonObject once = signed(event, version, Events.DOMAIN);
    boolean intact = check(once, version) instanceof Arrival.Intact;
    assertThat(intact).isEqualTo(!version.eventIdsWritten());
    JsonObject twice = signed(once, version, new ServerName("other"));
    assertThat(check(twice, version)).isInstanceOf(Arrival.Intact.class);
  }

  private static JsonObject signed(JsonObject event, RoomVersion version, ServerName server) {
    JsonObject redacted = Redaction.redact(event, version);
    return event.with(
        "signatures", Signatures.sign(redacted, server, TestKey.SPEC).get("signatures"));
  }

  private static Arrival check(JsonObject event, RoomVersion version) {
    return PduCheck.check(event, version, TestKey.SPEC.ring(), TestKey.VERIFIER);
  }

  /// spec: rooms/v1#event-format, rooms/v3#event-format
  @ParameterizedTest
  @EnumSource
  void an_event_in_the_form_of_another_version_is_dropped(RoomVersion version) {
    Pdu other =
        Events.message(
            version.eventIdsWritten() ? RoomVersion.V3 : RoomVersion.V2, JsonObject.EMPTY);
    assertThat(check(other.json(), version)).isInstanceOf(Arrival.Dropped.class);
    JsonObject event = Events.message(version, JsonObject.EMPTY).json();
    for (Object wrong : List.of("$x", List.of("$x"), List.of("$x", "y"), List.of(1, Map.of()))) {
      JsonObject odd = event.with("auth_events", JsonArray.of(JsonValue.of(wrong)));
      boolean plain = wrong instanceof String;
      assertThat(check(odd, version)).isInstanceOf(Arrival.Dropped.class);
      assertThat(PduForm.fault(odd, version).isEmpty())
          .isEqualTo(plain && !version.eventIdsWritten());
    }
    if (version.eventIdsWritten()) {
      for (Object wrong : List.of("x", "$x", "$x:", 1)) {
        assertThat(PduForm.fault(event.with("event_id", wrong), version)).isPresent();
      }
      assertThat(PduForm.fault(event.without("event_id"), version)).isPresent();
    }
  }

  /// spec: rooms/v1#canonical-json, rooms/v6#canonical-json
  @ParameterizedTest
  @EnumSource
  void odd_numbers_pass_before_version_6(RoomVersion version) {
    JsonObject content =
        JsonObject.of("x", new JsonDecimal("50.57"), "y", new JsonDecimal("1e400"), "z", 1L << 60);
    JsonObject bare =
        Events.message(version, JsonObject.EMPTY)
            .json()
            .with("content", content)
            .without("signatures")
            .without("hashes");
    JsonObject hashed = bare.with("hashes", JsonObject.of("sha256", ContentHash.of(bare)));
    boolean early =
        switch (version) {
          case V1, V2, V3, V4, V5 -> true;
          default -> false;
        };
    Arrival arrival = check(signed(hashed, version, Events.DOMAIN), version);
    assertThat(arrival instanceof Arrival.Intact).isEqualTo(early);
    if (arrival instanceof Arrival.Intact(Pdu event)) {
      assertThat(event.content()).isEqualTo(content);
      assertThat(Pdu.read(event.bytes(), version)).isEqualTo(event);
      assertThat(Redaction.redact(event).eventId()).isEqualTo(event.eventId());
    }
  }

  @Test
  void a_restricted_join_needs_the_authorising_server_s_signature() {
    JsonObject content =
        JsonObject.of("membership", "join", "join_authorised_via_users_server", "@b:other");
    Pdu join =
        Events.sign(
            RoomVersion.V11,
            EventDraft.state(
                EventType.MEMBER, Events.ALICE.value(), Events.ALICE, Events.ROOM, content, 0),
            List.of());
    assertThat(check(join.json())).isInstanceOf(Arrival.Dropped.class);
    JsonObject redacted = Redaction.redact(join.json(), RoomVersion.V11);
    JsonObject both = Signatures.sign(redacted, new ServerName("other"), TestKey.SPEC);
    assertThat(check(join.json().with("signatures", both.get("signatures"))))
        .isInstanceOf(Arrival.Intact.class);
  }

  static Stream<JsonObject> malformed() {
    JsonObject good = MESSAGE.json();
    List<Object> ids = Collections.nCopies(21, "$x");
    return Stream.of(
        good.without("type"),
        good.with("type", 1),
        good.with("type", "x".repeat(256)),
        good.without("sender"),
        good.with("sender", "alice"),
        good.with("sender", "@a:b".repeat(100)),
        good.without("room_id"),
        good.with("room_id", "!nodomain"),
        good.with("room_id", 1),
        good.with("state_key", JsonNull.NULL),
        good.with("state_key", "x".repeat(256)),
        good.without("content"),
        good.with("content", "x"),
        good.with("content", JsonNull.NULL),
        good.without("origin_server_ts"),
        good.with("origin_server_ts", "1"),
        good.with("origin_server_ts", new JsonDecimal("1.0")),
        good.without("depth"),
        good.with("depth", -1),
        good.with("depth", Long.MAX_VALUE),
        good.with("depth", 9007199254740992L),
        good.with("other", Long.MAX_VALUE),
        good.with("content", JsonObject.of("x", new JsonDecimal("1e400"))),
        good.without("prev_events"),
        good.with("prev_events", List.of(1)),
        good.with("prev_events", List.of(List.of("$x", JsonObject.EMPTY))),
        good.with("prev_events", ids),
        good.with("auth_events", ids.subList(0, 11)),
        good.with("auth_events", JsonObject.EMPTY),
        good.without("hashes"),
        good.with("hashes", "x"),
        good.without("signatures"),
        good.with("signatures", List.of()),
        good.with("content", JsonObject.of("body", "x".repeat(65_536))));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void a_malformed_event_is_dropped(JsonObject event) {
    assertThat(check(event)).isInstanceOf(Arrival.Dropped.class);
  }

  @Test
  void one_bad_event_among_fifty_drops_alone() {
    var transaction = new ArrayList<JsonObject>(Collections.nCopies(49, MESSAGE.json()));
    transaction.add(20, MESSAGE.json().with("depth", Long.MAX_VALUE));
    assertThat(transaction.stream().map(PduCheckTest::check))
        .filteredOn(Arrival.Intact.class::isInstance)
        .hasSize(49);
  }

  @FuzzTest(maxDuration = "60s")
  void any_object_is_judged_without_a_fault(byte[] bytes) {
    try {
      if (JsonReader.read(bytes, JsonLimits.REQUEST) instanceof JsonObject object) {
        for (RoomVersion version : RoomVersion.values()) {
          PduCheck.check(object, version, TestKey.SPEC.ring(), (_, _, _) -> true);
        }
      }
    } catch (JsonRefused refused) {
      assertThat(new String(bytes, UTF_8)).isNotNull();
    }
  }
}
