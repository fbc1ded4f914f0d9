package parvis.protocol.room;

import static parvis.protocol.room.AuthVerdict.denied;
import static parvis.protocol.room.AuthVerdict.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.protocol.event.EventType;
import parvis.protocol.event.Pdu;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;
import parvis.protocol.sign.Verifier;

/// The word of an identity server that an address now belongs to a user.
///
/// spec: rooms/v12#authorisation-rules, rules 5.4.1.5 to 5.4.1.8
record ThirdPartyInvite(JsonObject signed, String token, RoomState state, Verifier verifier) {
  /// How many keys and signatures are tried at most, each.
  private static final int TRIED_MAX = 8;

  AuthVerdict check(UserId sender) {
    Optional<Pdu> invite = state.get(new StateSlot(EventType.THIRD_PARTY_INVITE, token));
    if (invite.isEmpty()) return denied("no such third-party invite");
    if (!invite.get().sender().equals(sender)) return denied("somebody else's third-party invite");
    return when(signedByAny(keys(invite.get().content())), "no signature of the third party fits");
  }

  private static List<byte[]> keys(JsonObject content) {
    var keys = new ArrayList<byte[]>();
    content.string("public_key").flatMap(UnpaddedBase64::decode).ifPresent(keys::add);
    JsonArray more = content.array("public_keys").orElse(JsonArray.EMPTY);
    for (JsonObject key : more.objects()) {
      key.string("public_key").flatMap(UnpaddedBase64::decode).ifPresent(keys::add);
    }
    return keys.subList(0, Math.min(keys.size(), TRIED_MAX));
  }

  private boolean signedByAny(List<byte[]> keys) {
    byte[] message = Signatures.signedForm(signed);
    return signatures().stream()
        .anyMatch(one -> keys.stream().anyMatch(key -> verifier.verify(key, message, one)));
  }

  private List<byte[]> signatures() {
    return signed.object("signatures").orElse(JsonObject.EMPTY).entries().stream()
        .flatMap(
            entity ->
                entity.value() instanceof JsonObject own ? own.entries().stream() : Stream.empty())
        .filter(entry -> entry.name().startsWith("ed25519:"))
        .flatMap(
            entry ->
                entry.value() instanceof JsonString(String base64)
                    ? UnpaddedBase64.decode(base64).stream()
                    : Stream.empty())
        .limit(TRIED_MAX)
        .toList();
  }
}
