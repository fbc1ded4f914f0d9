package parvis.core.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import parvis.core.keys.CrossKey.Usage;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.KeyId;
import parvis.protocol.json.CanonicalJson;

/// Cross-signing keys, and the signatures of keys.
final class CrossKeyStore {
  /// People whose keys are asked for again after an outage.
  private static final int VOUCHED_FOR_MAX = 10_000;

  private static final String KEYS =
      """
      select "user", usage, public_key, body from cross_signing_key where "user" = any(?)""";

  /// In the order of usages: who replaces them at the same moment waits.
  private static final String LOCKED =
      """
      select "user", usage, public_key, body from cross_signing_key
       where "user" = ? order by usage for update""";
  private static final String SHARED =
      """
      select "user", usage, public_key, body from cross_signing_key
       where "user" = any(?) order by "user", usage for share""";
  private static final String ADD =
      """
      insert into cross_signing_key ("user", usage, public_key, body) values (?, ?, ?, ?)
      on conflict do nothing""";
  private static final String REMOVE =
      """
      delete from cross_signing_key where "user" = ? and usage = ?""";
  private static final String NAMED =
      """
      select usage from cross_signing_key where "user" = ? and public_key = ?""";

  private static final String SIGNATURES =
      """
      select "user", signer, target, key_id, signature from key_signature
       where "user" = any(?) and (signer = "user" or signer = ?)""";
  private static final String SIGN =
      """
      insert into key_signature ("user", signer, target, key_id, signature)
      values (?, ?, ?, ?, ?)
      on conflict ("user", signer, target, key_id) do update set signature = excluded.signature
      where key_signature.signature <> excluded.signature""";
  private static final String VOUCHED_FOR =
      """
      select distinct "user" from key_signature where signer = ? limit ?""";
  private static final String FORGET_TARGET =
      """
      delete from key_signature where "user" = ? and target = ?""";
  private static final String FORGET_SIGNER =
      """
      delete from key_signature where signer = ? and key_id = ?""";
  private static final String FORGET_DEVICES =
      """
      delete from key_signature
       where ("user" = ? and target = any(?)) or (signer = ? and key_id = any(?))""";

  Map<Long, Map<Usage, CrossKey>> keys(Tx tx, Collection<Long> users) {
    var keys = new HashMap<Long, Map<Usage, CrossKey>>();
    tx.list(row -> put(keys, row), KEYS, (Object) array(users));
    return keys;
  }

  /// The same, which nobody replaces before the transaction ends.
  Map<Long, Map<Usage, CrossKey>> held(Tx tx, Collection<Long> users) {
    var keys = new HashMap<Long, Map<Usage, CrossKey>>();
    tx.list(row -> put(keys, row), SHARED, (Object) array(users));
    return keys;
  }

  Map<Usage, CrossKey> locked(Tx tx, long user) {
    var keys = new HashMap<Long, Map<Usage, CrossKey>>();
    tx.list(row -> put(keys, row), LOCKED, user);
    return keys.getOrDefault(user, Map.of());
  }

  private static CrossKey put(Map<Long, Map<Usage, CrossKey>> keys, Row row) {
    var usage = Usage.of(row.number("usage"));
    var id = new KeyId(CrossKey.ALGORITHM + ":" + row.text("public_key"));
    var key = new CrossKey(usage, id, KeyStore.json(row.bytes("body")));
    keys.computeIfAbsent(row.number("user"), _ -> new EnumMap<>(Usage.class)).put(usage, key);
    return key;
  }

  /// Whether there was none for that usage.
  boolean add(Tx tx, long user, CrossKey key) {
    var body = CanonicalJson.write(CrossKey.unsigned(key.json()));
    return tx.run(ADD, user, key.usage().code(), key.publicKey(), body) == 1;
  }

  /// Takes a key away, with all that it signed and all that signed it.
  void remove(Tx tx, long user, CrossKey key) {
    tx.run(REMOVE, user, key.usage().code());
    tx.run(FORGET_TARGET, user, key.publicKey());
    tx.run(FORGET_SIGNER, user, key.id().value());
  }

  /// Whether a cross-signing key of that person is called so.
  boolean isNamed(Tx tx, long user, String publicKey) {
    return tx.first(row -> row.number("usage"), NAMED, user, publicKey).isPresent();
  }

  /// Those signatures of these people's keys that the reader may see: their owners' and the
  /// reader's own.
  /// spec: cs-api#key-and-signature-security
  List<KeySignature> signatures(Tx tx, Collection<Long> users, long reader) {
    return tx.list(CrossKeyStore::signature, SIGNATURES, array(users), reader);
  }

  private static KeySignature signature(Row row) {
    return new KeySignature(
        row.number("user"),
        row.number("signer"),
        row.text("target"),
        row.text("key_id"),
        row.text("signature"));
  }

  /// The people about whose keys something new is said now.
  List<Long> sign(Tx tx, List<KeySignature> signatures) {
    var changed = new ArrayList<Long>();
    for (var one : signatures) {
      if (tx.run(SIGN, one.user(), one.signer(), one.target(), one.keyId(), one.signature()) > 0) {
        changed.add(one.user());
      }
    }
    return changed;
  }

  /// Whose keys somebody has signed, themselves among them.
  List<Long> vouchedFor(Tx tx, long signer) {
    return tx.list(row -> row.number("user"), VOUCHED_FOR, signer, VOUCHED_FOR_MAX);
  }

  /// Forgets who signed a device, because it has other keys now.
  void forgetDevice(Tx tx, long user, String device) {
    tx.run(FORGET_TARGET, user, device);
  }

  /// Forgets who signed devices and what these signed, because they are no more.
  void removeDevices(Tx tx, long user, List<String> devices) {
    var keys = devices.stream().map(device -> CrossKey.ALGORITHM + ":" + device);
    tx.run(FORGET_DEVICES, user, devices.toArray(String[]::new), user, keys.toArray(String[]::new));
  }

  private static long[] array(Collection<Long> users) {
    return users.stream().mapToLong(Long::longValue).toArray();
  }
}
