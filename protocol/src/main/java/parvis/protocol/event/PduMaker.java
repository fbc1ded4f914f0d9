package parvis.protocol.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.protocol.id.EventId;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonBytes;
import parvis.protocol.json.JsonInteger;
import parvis.protocol.json.JsonLimits;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonRefused;
import parvis.protocol.json.JsonValue;
import parvis.protocol.sign.ContentHash;
import parvis.protocol.sign.Signer;
import parvis.protocol.sign.UnpaddedBase64;

/// One event in the making.
///
/// An event has three canonical forms: what its content hash covers, what its signature and its id
/// cover, and what is stored. All three have the same names in the same order, so the content is
/// written once and each form is put together from pieces; no tree is sorted or walked again. This
/// is the hot path of every message.
final class PduMaker {
  /// What an event needs beside its content, roughly.
  private static final int ROOM_BESIDE_CONTENT = 1024;

  private final RoomVersion version;
  private final EventDraft draft;
  private final JsonObject content;
  private final JsonArray prev;
  private final JsonArray auth;
  private final long depth;
  private final ServerName origin;
  private final Signer signer;

  /// The id that stands in the event itself, where the room's version has it there.
  private Optional<String> chosen = Optional.empty();

  PduMaker(
      RoomVersion version,
      EventDraft draft,
      List<EventReference> prev,
      List<EventReference> auth,
      long depth,
      ServerName origin,
      Signer signer) {
    this.version = version;
    this.draft = draft;
    this.prev = array(prev);
    this.auth = array(auth);
    this.depth = Math.min(depth, JsonInteger.CANONICAL_MAX);
    this.origin = origin;
    this.signer = signer;
    this.content =
        draft.redacts().isPresent() && version.redactsInContent()
            ? draft.content().with("redacts", draft.redacts().get().value())
            : draft.content();
  }

  Pdu make() {
    checkFields();
    byte[] whole = CanonicalJson.write(content);
    JsonObject kept = version.redaction().kept(draft.type()).of(content);
    byte[] pruned = kept.equals(content) ? whole : CanonicalJson.write(kept);
    if (version.eventIdsWritten()) {
      chosen = version.eventIds().choose(form(whole, true, "", ""), origin).map(EventId::value);
    }

    String hash = ContentHash.ofCanonical(form(whole, true, "", ""));
    byte[] signedForm = form(pruned, false, hash, "");
    String signature = UnpaddedBase64.encode(signer.sign(signedForm));
    var eventId = chosen.map(EventId::new).orElseGet(() -> version.eventIds().ofSigned(signedForm));
    byte[] bytes = form(whole, true, hash, signature);
    if (bytes.length > JsonLimits.EVENT.bytesMax()) {
      throw JsonRefused.tooLarge("an event of " + bytes.length + " bytes");
    }
    return new Pdu(tree(hash, signature), bytes, eventId, version);
  }

  private void checkFields() {
    checkField("type", draft.type());
    checkField("sender", draft.sender().value());
    draft.stateKey().ifPresent(key -> checkField("state_key", key));
    draft.room().ifPresent(room -> checkField("room_id", room.value()));
    boolean roomless = version.roomIdIsCreateHash() && draft.type().equals(EventType.CREATE);
    if (roomless == draft.room().isPresent()) {
      throw new IllegalArgumentException(
          roomless ? "the hash of this create event is the room id" : "an event needs a room");
    }
  }

  private static void checkField(String name, String value) {
    if (PduForm.tooLong(value)) {
      throw JsonRefused.tooLarge(name + " is longer than " + PduForm.FIELD_MAX + " bytes");
    }
  }

  /// One canonical form. An empty hash or signature is left out; so is, in the pruned forms, a
  /// `redacts` of the event itself, which no redaction keeps.
  private byte[] form(byte[] contentBytes, boolean whole, String hash, String signature) {
    var out = new JsonBytes(contentBytes.length + ROOM_BESIDE_CONTENT);
    CanonicalJson.write(auth, out.raw("{\"auth_events\":"));
    out.raw(",\"content\":").raw(contentBytes);
    out.raw(",\"depth\":").number(depth);
    if (chosen.isPresent()) out.raw(",\"event_id\":").string(chosen.get());
    if (!hash.isEmpty()) out.raw(",\"hashes\":{\"sha256\":").string(hash).raw("}");
    out.raw(",\"origin_server_ts\":").number(draft.originServerTs());
    CanonicalJson.write(prev, out.raw(",\"prev_events\":"));
    if (whole && draft.redacts().isPresent() && !version.redactsInContent()) {
      out.raw(",\"redacts\":").string(draft.redacts().get().value());
    }
    if (draft.room().isPresent()) out.raw(",\"room_id\":").string(draft.room().get().value());
    out.raw(",\"sender\":").string(draft.sender().value());
    if (!signature.isEmpty()) {
      out.raw(",\"signatures\":{").string(origin.value()).raw(":{");
      out.string(signer.keyId().value()).raw(":").string(signature).raw("}}");
    }
    if (draft.stateKey().isPresent()) {
      out.raw(",\"state_key\":").string(draft.stateKey().get());
    }
    return out.raw(",\"type\":").string(draft.type()).raw("}").toBytes();
  }

  private JsonObject tree(String hash, String signature) {
    var json = JsonObject.builder();
    json.put("auth_events", auth).put("content", content).put("depth", depth);
    json.putIf("event_id", chosen);
    json.put("hashes", JsonObject.of("sha256", hash));
    json.put("origin_server_ts", draft.originServerTs()).put("prev_events", prev);
    if (!version.redactsInContent()) {
      json.putIf("redacts", draft.redacts().map(EventId::value));
    }
    json.putIf("room_id", draft.room().map(RoomId::value)).put("sender", draft.sender().value());
    json.put(
        "signatures",
        JsonObject.of(origin.value(), JsonObject.of(signer.keyId().value(), signature)));
    return json.putIf("state_key", draft.stateKey()).put("type", draft.type()).build();
  }

  private static JsonArray array(List<EventReference> references) {
    var values = new ArrayList<JsonValue>(references.size());
    for (EventReference reference : references) values.add(reference.json());
    return new JsonArray(values);
  }
}
