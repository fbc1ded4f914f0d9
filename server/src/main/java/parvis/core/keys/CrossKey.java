package parvis.core.keys;

import java.util.Arrays;
import java.util.Optional;
import parvis.base.Refused;
import parvis.protocol.id.KeyId;
import parvis.protocol.id.UserId;
import parvis.protocol.json.CanonicalJson;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonString;
import parvis.protocol.sign.UnpaddedBase64;

/// A key with which a person vouches for keys, as it is published.
///
/// @param id `ed25519:` and the public key
/// @param json with the signatures it was uploaded with; as stored, without any
/// spec: cs-api#cross-signing
record CrossKey(Usage usage, KeyId id, JsonObject json) {
  static final String ALGORITHM = "ed25519";
  private static final int KEY_BYTES = 32;
  private static final int JSON_BYTES_MAX = 8_192;

  /// What such a key signs.
  enum Usage {
    /// The two other keys of its owner.
    MASTER(1, "master"),
    /// The devices of its owner.
    SELF_SIGNING(2, "self_signing"),
    /// The master keys of other people.
    USER_SIGNING(3, "user_signing");

    private final short code;
    private final String word;

    Usage(int code, String word) {
      this.code = (short) code;
      this.word = word;
    }

    /// The word of the specification, `master` for one.
    String word() {
      return word;
    }

    /// What the database holds.
    short code() {
      return code;
    }

    static Usage of(long code) {
      return Arrays.stream(values())
          .filter(usage -> usage.code() == code)
          .findFirst()
          .orElseThrow();
    }
  }

  /// A key as its owner uploads it.
  ///
  /// @throws Refused when it is not a key of that person for that usage
  static CrossKey read(Usage usage, JsonObject json, UserId owner) {
    if (json.string("user_id").filter(owner.value()::equals).isEmpty()) {
      throw Refused.invalidParam("A cross-signing key is of the person who uploads it.");
    }
    var usages = json.array("usage").orElseThrow(() -> malformed("usage"));
    if (usages.strings().size() != usages.size() || !usages.strings().contains(usage.word())) {
      throw Refused.invalidParam("This key is not meant to be a " + usage.word() + " key.");
    }
    if (json.has("signatures") && json.object("signatures").isEmpty()) {
      throw malformed("signatures");
    }
    var plain = unsigned(json);
    if (CanonicalJson.write(plain).length > JSON_BYTES_MAX) {
      throw Refused.tooLarge("A cross-signing key has at most 8,192 bytes.");
    }
    return new CrossKey(usage, id(json), json);
  }

  private static KeyId id(JsonObject json) {
    var keys = json.object("keys").orElseThrow(() -> malformed("keys"));
    if (keys.size() != 1) {
      throw Refused.invalidParam("A cross-signing key has exactly one public key.");
    }
    var entry = keys.entries().getFirst();
    var id = KeyId.parse(entry.name()).filter(key -> key.algorithm().equals(ALGORITHM));
    return id.filter(key -> new JsonString(key.name()).equals(entry.value()))
        .filter(key -> bytes(key.name()).filter(bytes -> bytes.length == KEY_BYTES).isPresent())
        .orElseThrow(() -> Refused.invalidParam("A public key is named ed25519: and itself."));
  }

  private static Optional<byte[]> bytes(String base64) {
    return UnpaddedBase64.decode(base64);
  }

  private static Refused malformed(String field) {
    return Refused.badJson("A cross-signing key needs " + field + ".");
  }

  /// What its signatures cover.
  static JsonObject unsigned(JsonObject key) {
    return key.without("signatures").without("unsigned");
  }

  String publicKey() {
    return id.name();
  }

  byte[] publicBytes() {
    return bytes(publicKey()).orElseThrow();
  }

  /// Whether both say the same, whoever signed them.
  boolean same(CrossKey other) {
    return unsigned(json).equals(unsigned(other.json));
  }
}
