package parvis.core.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.keys.CrossKey.Usage;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.KeyId;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;
import parvis.protocol.sign.Verifier;

/// The keys with which a person vouches for their own devices and for other people.
/// spec: cs-api#cross-signing
final class CrossSigning {
  private final Db db;
  private final KeyStore store;
  private final CrossKeyStore crossKeys;
  private final Devices devices;
  private final Verifier verifier;
  private final DeviceNews news;

  CrossSigning(
      Db db,
      KeyStore store,
      CrossKeyStore crossKeys,
      Devices devices,
      Verifier verifier,
      DeviceNews news) {
    this.db = db;
    this.store = store;
    this.crossKeys = crossKeys;
    this.devices = devices;
    this.verifier = verifier;
    this.news = news;
  }

  /// What an upload would change.
  ///
  /// @param master the master key as it is now, which the change must find
  /// @param fresh keys that are there for the first time or take the place of others
  /// @param signatures those of the fresh keys by the master key
  record Change(Optional<CrossKey> master, List<CrossKey> fresh, List<KeySignature> signatures) {

    boolean isNothing() {
      return fresh.isEmpty();
    }

    /// Only the first keys of all may be uploaded without proving that the account is one's own.
    boolean needsProof() {
      return master.isPresent();
    }
  }

  /// What these keys would change; nothing is changed yet.
  ///
  /// @throws Refused when they are not signed as they must be, or named like a device
  Change change(Actor actor, List<CrossKey> uploaded) {
    var user = actor.userNid();
    var known = db.read(tx -> crossKeys.keys(tx, Set.of(user))).getOrDefault(user, Map.of());
    var master = Optional.ofNullable(known.get(Usage.MASTER));
    var signing =
        find(uploaded, Usage.MASTER)
            .or(() -> master)
            .orElseThrow(() -> Refused.missingParam("There is no master key yet."));
    var fresh = new ArrayList<CrossKey>();
    var signatures = new ArrayList<KeySignature>();
    for (var key : uploaded) {
      var before = known.get(key.usage());
      if (before != null && key.same(before) && signing.same(master.orElse(signing))) {
        continue;
      }
      if (devices.find(user, key.publicKey()).isPresent()) {
        throw Refused.forbidden("A device of yours is called like this key.");
      }
      fresh.add(key);
      if (key.usage() == Usage.MASTER) {
        var _ = db.read(tx -> brought(tx, actor, key));
      } else {
        signatures.add(signed(actor, key, signing));
      }
    }
    return new Change(master, List.copyOf(fresh), List.copyOf(signatures));
  }

  private static Optional<CrossKey> find(List<CrossKey> keys, Usage usage) {
    return keys.stream().filter(key -> key.usage() == usage).findFirst();
  }

  /// The signature of the master key, which the two other keys must carry.
  private KeySignature signed(Actor actor, CrossKey key, CrossKey master) {
    var owner = actor.user().value();
    if (!Signatures.signedBy(key.json(), owner, master.id(), master.publicBytes(), verifier)) {
      throw Refused.of(
          Refused.Kind.INVALID_SIGNATURE,
          "The " + key.usage().word() + " key is not signed by the master key.");
    }
    return KeySignature.of(actor, actor.userNid(), key.publicKey(), master.id(), key.json());
  }

  /// Signatures by devices of one's own that a master key brings along. What devices without keys
  /// may have signed is left out: nobody could check it.
  private List<KeySignature> brought(Tx tx, Actor actor, CrossKey master) {
    var brought = new ArrayList<KeySignature>();
    for (var id : KeySignature.signers(master.json(), actor)) {
      deviceKey(tx, actor, id)
          .ifPresent(
              key -> {
                var owner = actor.user().value();
                if (!Signatures.signedBy(master.json(), owner, id, key, verifier)) {
                  throw Refused.of(
                      Refused.Kind.INVALID_SIGNATURE,
                      "The signature of the master key by " + id + " is wrong.");
                }
                var me = actor.userNid();
                brought.add(KeySignature.of(actor, me, master.publicKey(), id, master.json()));
              });
    }
    return brought;
  }

  /// The public key of a device of one's own.
  private Optional<byte[]> deviceKey(Tx tx, Actor actor, KeyId id) {
    return store
        .deviceKeys(tx, actor.userNid(), id.name())
        .map(KeyStore::json)
        .flatMap(keys -> keys.object("keys"))
        .flatMap(keys -> keys.string(id.value()))
        .flatMap(UnpaddedBase64::decode);
  }

  /// Makes a change durable and tells who must know.
  ///
  /// @throws Refused conflict when the keys changed since the change was worked out
  void apply(Actor actor, Change change) {
    var own = change.fresh().stream().allMatch(key -> key.usage() == Usage.USER_SIGNING);
    var note =
        db.write(
            tx -> {
              apply(tx, actor, change);
              return own ? news.noteSelf(tx, actor) : news.note(tx, actor);
            });
    if (own) {
      news.saySelf(note, List.of(actor.userNid()));
    } else {
      news.say(note);
    }
  }

  /// What devices have signed is looked at once more, when none of them can go any more.
  private void apply(Tx tx, Actor actor, Change change) {
    var user = actor.userNid();
    var master = find(change.fresh(), Usage.MASTER);
    master.ifPresent(key -> devices.keep(tx, user, signers(key, actor)));
    replace(tx, user, change);
    crossKeys.sign(tx, change.signatures());
    master.ifPresent(key -> crossKeys.sign(tx, brought(tx, actor, key)));
  }

  private static List<String> signers(CrossKey key, Actor actor) {
    return KeySignature.signers(key.json(), actor).stream().map(KeyId::name).toList();
  }

  private void replace(Tx tx, long user, Change change) {
    var known = crossKeys.locked(tx, user);
    var master = Optional.ofNullable(known.get(Usage.MASTER));
    if (!master.map(CrossKey::id).equals(change.master().map(CrossKey::id))) {
      throw conflict();
    }
    var all = find(change.fresh(), Usage.MASTER).isPresent();
    for (var key : known.values()) {
      if (all || find(change.fresh(), key.usage()).isPresent()) {
        crossKeys.remove(tx, user, key);
      }
    }
    for (var key : change.fresh()) {
      if (!crossKeys.add(tx, user, key)) {
        throw conflict();
      }
    }
  }

  private static Refused conflict() {
    return Refused.conflict("Your keys were changed at the same moment; try again.");
  }

  /// Takes away everything of somebody whose account has ended.
  void removeAll(long user) {
    db.write(
        tx -> {
          crossKeys.locked(tx, user).values().forEach(key -> crossKeys.remove(tx, user, key));
          return true;
        });
  }

  /// Whether a device of that person may not be called so.
  boolean isNamed(long user, String deviceId) {
    return db.read(tx -> crossKeys.isNamed(tx, user, deviceId));
  }
}
