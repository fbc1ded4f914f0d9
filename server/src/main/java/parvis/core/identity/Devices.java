package parvis.core.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parvis.core.identity.Announcements.DeviceChanged;
import parvis.core.identity.Announcements.DeviceChanged.Change;
import parvis.core.identity.Announcements.SessionEnded;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The devices of accounts. A device that is removed takes its session along.
public final class Devices {
  private static final String COLUMNS = "device_id, name, seen_ms, seen_address";

  private final Db db;
  private final Sessions sessions;
  private final Announcements announcements;

  private record Gone(String deviceId, @Nullable SessionEnded session) {}

  Devices(Db db, Sessions sessions, Announcements announcements) {
    this.db = db;
    this.sessions = sessions;
    this.announcements = announcements;
  }

  /// The devices of an account, the last seen first.
  public List<Device> of(long userNid) {
    return db.read(
        tx ->
            tx.list(
                Devices::device,
                "select "
                    + COLUMNS
                    + " from device where \"user\" = ? order by seen_ms desc, device_id limit "
                    + Sessions.DEVICES_MAX,
                userNid));
  }

  public Optional<Device> find(long userNid, String deviceId) {
    return db.read(
        tx ->
            tx.first(
                Devices::device,
                "select " + COLUMNS + " from device where \"user\" = ? and device_id = ?",
                userNid,
                deviceId));
  }

  /// The names that people gave to their devices, by person and device. Devices without a name are
  /// left out.
  public Map<Long, Map<String, String>> names(Collection<Long> userNids) {
    Map<Long, Map<String, String>> names = HashMap.newHashMap(userNids.size());
    long[] asked = userNids.stream().mapToLong(Long::longValue).toArray();
    db.read(
        tx ->
            tx.list(
                row ->
                    names
                        .computeIfAbsent(row.number("user"), _ -> new HashMap<>())
                        .put(row.text("device_id"), row.text("name")),
                "select \"user\", device_id, name from device"
                    + " where \"user\" = any(?) and name is not null",
                (Object) asked));
    return names;
  }

  /// Gives a device a name, or takes it away; false when there is no such device.
  boolean rename(UserId user, long userNid, String deviceId, Optional<String> name) {
    boolean found =
        db.write(
            tx ->
                tx.run(
                        "update device set name = ? where \"user\" = ? and device_id = ?",
                        name.orElse(null),
                        userNid,
                        deviceId)
                    == 1);
    if (found) announcements.say(new DeviceChanged(user, userNid, deviceId, Change.RENAMED));
    return found;
  }

  /// Removes devices and ends their sessions; devices that are not there are passed over.
  public void remove(UserId user, long userNid, Collection<String> deviceIds) {
    String[] asked = deviceIds.toArray(String[]::new);
    said(user, userNid, db.write(tx -> remove(tx, userNid, "device_id = any(?)", (Object) asked)));
  }

  /// Removes every device but one.
  void removeOthers(UserId user, long userNid, String kept) {
    said(user, userNid, db.write(tx -> remove(tx, userNid, "device_id <> ?", kept)));
  }

  public void removeAll(UserId user, long userNid) {
    said(user, userNid, db.write(tx -> remove(tx, userNid, "device_id is not null")));
  }

  private static List<Gone> remove(Tx tx, long user, String which, Object... args) {
    Object[] all = new Object[args.length + 1];
    all[0] = user;
    System.arraycopy(args, 0, all, 1, args.length);
    tx.list(
        row -> row.text("device_id"),
        "select device_id from device where \"user\" = ? and "
            + which
            + " order by device_id for update",
        all);
    List<Gone> gone =
        tx.list(
            row -> gone(user, row),
            """
            select device_id, session.nid as session
            from device left join session using ("user", device_id)
            where "user" = ? and
            """
                + which,
            all);
    tx.run("delete from device where \"user\" = ? and " + which, all);
    return gone;
  }

  private static Gone gone(long user, Row row) {
    String id = row.text("device_id");
    var session = row.optionalNumber("session");
    return new Gone(
        id, session.isPresent() ? new SessionEnded(user, id, session.getAsLong()) : null);
  }

  private void said(UserId user, long userNid, List<Gone> gone) {
    sessions.ended(
        gone.stream().flatMap(device -> Optional.ofNullable(device.session()).stream()).toList());
    for (Gone device : gone) {
      announcements.say(new DeviceChanged(user, userNid, device.deviceId(), Change.REMOVED));
    }
  }

  private static Device device(Row row) {
    return new Device(
        row.text("device_id"),
        row.optionalText("name"),
        row.number("seen_ms"),
        row.text("seen_address"));
  }
}
