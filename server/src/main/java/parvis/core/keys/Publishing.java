package parvis.core.keys;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.identity.Devices;
import parvis.core.identity.Users;
import parvis.core.keys.CrossKey.Usage;
import parvis.platform.db.Db;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What people have published, with the names of their devices and the signatures that one reader
/// may see.
final class Publishing {
  private final Db db;
  private final KeyStore store;
  private final CrossKeyStore crossKeys;
  private final Users users;
  private final Devices devices;

  Publishing(Db db, KeyStore store, CrossKeyStore crossKeys, Users users, Devices devices) {
    this.db = db;
    this.store = store;
    this.crossKeys = crossKeys;
    this.users = users;
    this.devices = devices;
  }

  /// @param devices id of a device → its keys
  record Published(Map<String, JsonObject> devices, Map<Usage, JsonObject> crossKeys) {
    Published() {
      this(new LinkedHashMap<>(), new EnumMap<>(Usage.class));
    }
  }

  private record Stored(
      List<KeyStore.OfDevice> devices,
      Map<Long, Map<Usage, CrossKey>> crossKeys,
      List<KeySignature> signatures) {}

  private record Target(long user, String name) {}

  /// What these people have published; who has published nothing is left out.
  Map<Long, Published> of(Actor reader, Set<Long> people) {
    var stored =
        db.snapshot(
            tx ->
                new Stored(
                    store.deviceKeys(tx, people),
                    crossKeys.keys(tx, people),
                    crossKeys.signatures(tx, people, reader.userNid())));
    var names = devices.names(people);
    var ids = users.ids(stored.signatures().stream().map(KeySignature::signer).toList());
    var signatures = byTarget(stored.signatures());
    var published = new HashMap<Long, Published>();
    for (var device : stored.devices()) {
      var signed = signed(ids, device.json(), signatures, device.user(), device.device());
      var name = names.getOrDefault(device.user(), Map.of()).get(device.device());
      var told =
          name == null
              ? signed
              : signed.with("unsigned", JsonObject.of("device_display_name", name));
      at(published, device.user()).devices().put(device.device(), told);
    }
    stored
        .crossKeys()
        .forEach(
            (user, keys) ->
                keys.forEach(
                    (usage, key) -> {
                      if (usage != Usage.USER_SIGNING || user == reader.userNid()) {
                        var told = signed(ids, key.json(), signatures, user, key.publicKey());
                        at(published, user).crossKeys().put(usage, told);
                      }
                    }));
    return published;
  }

  private static Published at(Map<Long, Published> published, long user) {
    return published.computeIfAbsent(user, _ -> new Published());
  }

  private static Map<Target, List<KeySignature>> byTarget(List<KeySignature> signatures) {
    return signatures.stream()
        .collect(Collectors.groupingBy(s -> new Target(s.user(), s.target())));
  }

  private static JsonObject signed(
      Map<Long, UserId> ids,
      JsonObject key,
      Map<Target, List<KeySignature>> signatures,
      long user,
      String target) {
    var added = signatures.getOrDefault(new Target(user, target), List.of());
    var all = key.object("signatures").orElse(JsonObject.EMPTY);
    for (var one : added) {
      var signer = Objects.requireNonNull(ids.get(one.signer())).value();
      var by = all.object(signer).orElse(JsonObject.EMPTY);
      all = all.with(signer, by.with(one.keyId(), one.signature()));
    }
    return added.isEmpty() ? key : key.with("signatures", all);
  }
}
