package parvis.core.keys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Devices;
import parvis.core.identity.Unheard;
import parvis.core.keys.CrossKey.Usage;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.KeyId;
import parvis.protocol.json.JsonObject;
import parvis.protocol.sign.Signatures;
import parvis.protocol.sign.UnpaddedBase64;
import parvis.protocol.sign.Verifier;

/// Signatures that somebody adds to keys which are published: by their self-signing key to their
/// devices, by their devices to their master key, by their user-signing key to the master keys of
/// others. All else would be a signature that nobody looks for.
/// spec: cs-api#post_matrixclientv3keyssignaturesupload
final class Vouching {
  static final Outcome.Failed NOT_FOUND =
      new Outcome.Failed("M_NOT_FOUND", "There is no such key, or none of yours to sign it.");
  private static final Outcome CHANGED =
      new Outcome.Failed("M_INVALID_PARAM", "This is not the key that is published.");
  private static final Outcome WRONG =
      new Outcome.Failed("M_INVALID_SIGNATURE", "The signature is missing or wrong.");

  /// How often signatures are checked anew because keys changed meanwhile.
  private static final int TRIES_MAX = 5;

  private final Db db;
  private final KeyStore store;
  private final CrossKeyStore crossKeys;
  private final Devices devices;
  private final Verifier verifier;
  private final DeviceNews news;

  Vouching(
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

  /// A key with new signatures, as it was uploaded.
  ///
  /// @param owner nid of whose key it is
  /// @param target the id of a device, or a public key
  record Signed(long owner, String target, JsonObject json) {}

  /// What became of one of them.
  sealed interface Outcome {
    record Kept(List<KeySignature> signatures) implements Outcome {}

    record Failed(String errcode, String sentence) implements Outcome {}
  }

  /// What is published of those who are concerned.
  private record Known(Map<Long, Map<Usage, CrossKey>> crossKeys, Map<String, JsonObject> devices) {
    Optional<CrossKey> find(long user, Usage usage) {
      return Optional.ofNullable(crossKeys.getOrDefault(user, Map.of()).get(usage));
    }
  }

  /// Keeps what is right and tells who must know; what is wrong changes nothing.
  ///
  /// @return an outcome for each, in their order
  List<Outcome> add(Actor actor, List<Signed> all) {
    var owners = new TreeSet<>(all.stream().map(Signed::owner).toList());
    owners.add(actor.userNid());
    for (int i = 0; i < TRIES_MAX; i++) {
      var known =
          db.read(tx -> new Known(crossKeys.keys(tx, owners), devices(tx, actor.userNid())));
      var outcomes = all.stream().map(signed -> checked(actor, known, signed)).toList();
      var done =
          db.write(
              tx ->
                  isStill(tx, actor, owners, known)
                      ? Optional.of(sign(tx, actor, right(outcomes)))
                      : Optional.<Done>empty());
      if (done.isPresent()) {
        say(done.get());
        return outcomes;
      }
    }
    throw Refused.conflict("The keys were changed at the same moment; try again.");
  }

  private static List<KeySignature> right(List<Outcome> outcomes) {
    var right = new ArrayList<KeySignature>();
    for (var outcome : outcomes) {
      if (outcome instanceof Outcome.Kept(var signatures)) {
        right.addAll(signatures);
      }
    }
    return right;
  }

  /// Whether all that the signatures were checked against is as it was, and stays until the
  /// transaction ends: no signature is kept of a device that goes, or of a key that is replaced.
  private boolean isStill(Tx tx, Actor actor, Set<Long> owners, Known known) {
    devices.keep(tx, actor.userNid(), known.devices().keySet());
    return known.equals(new Known(crossKeys.held(tx, owners), devices(tx, actor.userNid())));
  }

  private Map<String, JsonObject> devices(Tx tx, long user) {
    var devices = new HashMap<String, JsonObject>();
    store.deviceKeys(tx, List.of(user)).forEach(keys -> devices.put(keys.device(), keys.json()));
    return devices;
  }

  /// What there is to say of one's own keys, and to oneself of the keys of others.
  private record Done(Optional<Unheard.Note> own, Optional<Unheard.Note> self, Set<Long> others) {}

  private Done sign(Tx tx, Actor actor, List<KeySignature> right) {
    var changed = new TreeSet<>(crossKeys.sign(tx, right));
    var own = changed.remove(actor.userNid());
    return new Done(
        own ? Optional.of(news.note(tx, actor)) : Optional.empty(),
        changed.isEmpty() ? Optional.empty() : Optional.of(news.noteSelf(tx, actor)),
        changed);
  }

  private void say(Done done) {
    done.own().ifPresent(news::say);
    done.self().ifPresent(note -> news.saySelf(note, done.others()));
  }

  private Outcome checked(Actor actor, Known known, Signed signed) {
    if (signed.owner() != actor.userNid()) {
      return ofMaster(actor, known, signed);
    }
    var device = known.devices().get(signed.target());
    return device == null
        ? ofOwnMaster(actor, known, signed)
        : ofDevice(actor, known, signed, device);
  }

  private Outcome ofMaster(Actor actor, Known known, Signed signed) {
    var master = known.find(signed.owner(), Usage.MASTER).filter(k -> isNamed(k, signed));
    var signer = known.find(actor.userNid(), Usage.USER_SIGNING);
    if (master.isEmpty() || signer.isEmpty()) {
      return NOT_FOUND;
    }
    return bySigner(actor, signed, master.get().json(), signer.get());
  }

  private Outcome ofDevice(Actor actor, Known known, Signed signed, JsonObject device) {
    return known
        .find(actor.userNid(), Usage.SELF_SIGNING)
        .map(signer -> bySigner(actor, signed, device, signer))
        .orElse(NOT_FOUND);
  }

  private Outcome ofOwnMaster(Actor actor, Known known, Signed signed) {
    var master = known.find(actor.userNid(), Usage.MASTER).filter(k -> isNamed(k, signed));
    if (master.isEmpty()) {
      return NOT_FOUND;
    }
    if (!same(signed.json(), master.get().json())) {
      return CHANGED;
    }
    var kept = new ArrayList<KeySignature>();
    for (var id : KeySignature.signers(signed.json(), actor)) {
      var device = known.devices().getOrDefault(id.name(), JsonObject.EMPTY);
      var key = device.object("keys").flatMap(keys -> keys.string(id.value()));
      var signature = key.flatMap(UnpaddedBase64::decode).flatMap(k -> by(actor, signed, id, k));
      if (signature.isEmpty()) {
        return WRONG;
      }
      kept.add(signature.get());
    }
    return kept.isEmpty() ? WRONG : new Outcome.Kept(kept);
  }

  private Outcome bySigner(Actor actor, Signed signed, JsonObject published, CrossKey signer) {
    if (!same(signed.json(), published)) {
      return CHANGED;
    }
    return by(actor, signed, signer.id(), signer.publicBytes())
        .<Outcome>map(signature -> new Outcome.Kept(List.of(signature)))
        .orElse(WRONG);
  }

  private Optional<KeySignature> by(Actor actor, Signed signed, KeyId id, byte[] key) {
    var signer = actor.user().value();
    return Signatures.signedBy(signed.json(), signer, id, key, verifier)
        ? Optional.of(KeySignature.of(actor, signed.owner(), signed.target(), id, signed.json()))
        : Optional.empty();
  }

  private static boolean isNamed(CrossKey key, Signed signed) {
    return key.publicKey().equals(signed.target());
  }

  private static boolean same(JsonObject uploaded, JsonObject published) {
    return CrossKey.unsigned(uploaded).equals(CrossKey.unsigned(published));
  }
}
