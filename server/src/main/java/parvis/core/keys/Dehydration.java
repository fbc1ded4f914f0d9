package parvis.core.keys;

import java.time.Clock;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.Devices;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.log.Nids;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Devices that nobody is signed in on, at most one of each person: others write to it like to any
/// device, and its person takes it up on their next one.
/// spec: MSC3814
public final class Dehydration {
  private static final String FIND =
      """
      select d.device_id, d.data, coalesce(s.scope, s.nid) as scope, s.nid
        from dehydrated_device d
        join session s on s."user" = d."user" and s.device_id = d.device_id
       where d."user" = ?\
      """;

  private static final String PUT =
      "insert into dehydrated_device (\"user\", device_id, data) values (?, ?, ?)";

  private final Db db;
  private final Nids nids;
  private final Devices devices;
  private final Keys keys;
  private final Clock clock;

  Dehydration(Db db, Nids nids, Devices devices, Keys keys, Clock clock) {
    this.db = db;
    this.nids = nids;
    this.devices = devices;
    this.keys = keys;
    this.clock = clock;
  }

  /// @param session without tokens
  /// @param scope that messages to it are kept in
  private record Dormant(String deviceId, byte[] data, long session, long scope) {}

  /// What is told of a device: its name and its secret part.
  record Told(String deviceId, JsonObject data) {}

  /// A device to be left, with its name for people, its secret part and its keys.
  record Wish(String deviceId, Optional<String> name, JsonObject data, Keys.Upload keys) {}

  private static Optional<Dormant> find(Tx tx, long user) {
    return tx.first(
        row ->
            new Dormant(
                row.text("device_id"), row.bytes("data"), row.number("nid"), row.number("scope")),
        FIND,
        user);
  }

  Optional<Told> find(Actor owner) {
    return db.read(tx -> find(tx, owner.userNid()))
        .map(found -> new Told(found.deviceId(), KeyStore.json(found.data())));
  }

  /// The dehydrated device of that name as one who acts, to read what was written to it.
  public Optional<Actor> asActor(Actor owner, String deviceId) {
    return db.read(tx -> find(tx, owner.userNid()))
        .filter(found -> found.deviceId().equals(deviceId))
        .map(
            found ->
                new Actor(
                    owner.user(),
                    owner.userNid(),
                    deviceId,
                    found.session(),
                    found.scope(),
                    false));
  }

  /// Leaves a device in the place of the one that there was, if there was one: all or nothing.
  void put(Actor owner, Wish wish) {
    var numbers = wish.keys().oneTime().stream().mapToLong(_ -> nids.next()).toArray();
    devices.leave(
        new Devices.Left(owner, wish.deviceId(), wish.name(), nids.next(), clock.millis()),
        tx -> find(tx, owner.userNid()).map(Dormant::deviceId),
        (tx, left) -> {
          tx.run(PUT, left.userNid(), left.deviceId(), JsonWriter.write(wish.data()));
          return keys.keep(tx, left, wish.keys(), numbers);
        });
    keys.removed(owner.userNid(), wish.deviceId());
  }
}
