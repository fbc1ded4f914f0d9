package parvis.core.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Announcements.DeviceRemoved;
import parvis.core.identity.Announcements.SessionEnded;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The devices of accounts. A device that is removed takes everything along that it had, and others
/// hear of it, even if this server is killed right after.
public final class Devices {
  private static final String ONE = "device_id = ?";
  private static final String COLUMNS = "device_id, name, created_ms, seen_ms, seen_address";

  private final Db db;
  private final Sessions sessions;
  private final Announcements announcements;
  private final Unheard unheard;
  private final List<Belongings> belongings = new CopyOnWriteArrayList<>();

  /// What another part keeps for devices and lets go of with them.
  public interface Belongings {
    /// Called in the transaction that removes the devices, also when there were none to remove.
    void remove(Tx tx, long userNid, List<String> deviceIds);
  }

  private record Gone(String deviceId, @Nullable SessionEnded session) {}

  /// Devices that are removed once the transaction is durable.
  record Removal(long userNid, List<Gone> gone, List<Unheard.Note> notes) {}

  Devices(Db db, Sessions sessions, Announcements announcements, Unheard unheard) {
    this.db = db;
    this.sessions = sessions;
    this.announcements = announcements;
    this.unheard = unheard;
  }

  /// Has something go with every device that is removed.
  public void takeAlong(Belongings belonging) {
    belongings.add(belonging);
  }

  /// Keeps a device from being removed until the transaction ends; false when it is no more.
  public boolean hold(Tx tx, long userNid, String deviceId) {
    return tx.first(
            row -> true,
            """
            select 1 from device where "user" = ? and device_id = ? for no key update
            """,
            userNid,
            deviceId)
        .isPresent();
  }

  /// Keeps devices, and what they publish, as they are until the transaction ends.
  public void keep(Tx tx, long userNid, Collection<String> deviceIds) {
    tx.list(
        row -> true,
        """
        select 1 from device where "user" = ? and device_id = any(?) order by device_id for share
        """,
        userNid,
        deviceIds.toArray(String[]::new));
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

  /// The names of the devices of an account.
  public Set<String> ids(long userNid) {
    return of(userNid).stream().map(Device::id).collect(Collectors.toSet());
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

  /// A device by its owner and name.
  public record Named(long userNid, String deviceId) {}

  /// A device that is there.
  ///
  /// @param scope what its transaction ids are valid in; no other device has the same, not even a
  /// later one of its name
  public record Found(long userNid, String deviceId, long scope) {
    public Named named() {
      return new Named(userNid, deviceId);
    }
  }

  /// Those of the devices that exist, at most `max`, by one query; a name of `*` stands for all
  /// devices of that person.
  public List<Found> existing(Collection<Named> named, int max) {
    return db.read(
        tx ->
            tx.list(
                row -> new Found(row.number("user"), row.text("device_id"), row.number("scope")),
                """
                select distinct s."user", s.device_id, coalesce(s.scope, s.nid) as scope
                from session s join unnest(?::bigint[], ?::text[]) as named ("user", id)
                  on named."user" = s."user" and named.id in (s.device_id, '*')
                limit ?
                """,
                named.stream().mapToLong(Named::userNid).toArray(),
                named.stream().map(Named::deviceId).toArray(String[]::new),
                max));
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
    Optional<Unheard.Note> renamed =
        db.write(
            tx ->
                tx.run(
                            "update device set name = ? where \"user\" = ? and device_id = ?",
                            name.orElse(null),
                            userNid,
                            deviceId)
                        == 1
                    ? Optional.of(note(tx, user, userNid))
                    : Optional.empty());
    renamed.ifPresent(unheard::say);
    return renamed.isPresent();
  }

  private Unheard.Note note(Tx tx, UserId user, long userNid) {
    return unheard.note(tx, Unheard.Kind.DEVICES_CHANGED, user, userNid);
  }

  /// A device to be left to itself.
  ///
  /// @param session a number for its session
  public record Left(
      Actor owner, String deviceId, Optional<String> name, long session, long nowMs) {}

  /// What goes with the leaving of a device, in its transaction; what there is to say then.
  @FunctionalInterface
  public interface Leaving {
    Optional<Unheard.Note> with(Tx tx, Actor left);
  }

  /// Makes a device that nobody is signed in on: its session has no tokens. It is in the place of
  /// another one, which goes with all that it had.
  ///
  /// @param instead the one that goes, if there is one
  public void leave(Left left, Function<Tx, Optional<String>> instead, Leaving with) {
    record Done(Optional<Removal> gone, Optional<Unheard.Note> note) {}
    var done =
        db.write(
            tx -> {
              var owner = left.owner();
              if (!SessionStore.lockAccount(tx, owner.userNid())) throw Refused.userDeactivated();
              var gone =
                  instead.apply(tx).map(id -> remove(tx, owner.user(), owner.userNid(), ONE, id));
              return new Done(gone, with.with(tx, left(tx, left)));
            });
    done.gone().ifPresent(this::said);
    done.note().ifPresent(unheard::say);
  }

  /// Makes a device beside the others that nobody is signed in on.
  void add(Left left) {
    Actor owner = left.owner();
    leave(
        left,
        _ -> Optional.empty(),
        (tx, _) -> Optional.of(note(tx, owner.user(), owner.userNid())));
  }

  private static Actor left(Tx tx, Left left) {
    Actor owner = left.owner();
    long user = owner.userNid();
    Device device = new Device(left.deviceId(), left.name(), left.nowMs(), left.nowMs(), "");
    if (!SessionStore.device(tx, user, device)) {
      throw Refused.invalidParam("You have a device of this name");
    }
    if (SessionStore.devices(tx, user) > Sessions.DEVICES_MAX) throw Sessions.tooMany();
    tx.run(
        """
        insert into session (nid, scope, "user", device_id, created_ms) values (?, ?, ?, ?, ?)
        """,
        left.session(),
        left.session(),
        user,
        left.deviceId(),
        left.nowMs());
    return new Actor(owner.user(), user, left.deviceId(), left.session(), left.session(), false);
  }

  /// Removes devices and ends their sessions; devices that are not there are passed over.
  public void remove(UserId user, long userNid, Collection<String> deviceIds) {
    String[] asked = deviceIds.toArray(String[]::new);
    said(db.write(tx -> remove(tx, user, userNid, "device_id = any(?)", (Object) asked)));
  }

  /// Removes every device but one.
  Removal removeOthers(Tx tx, UserId user, long userNid, String kept) {
    return remove(tx, user, userNid, "device_id <> ?", kept);
  }

  void removeAll(UserId user, long userNid) {
    said(db.write(tx -> removeAll(tx, user, userNid)));
  }

  /// Removes every device, if the transaction that does so finds that it is to be.
  public void removeAll(UserId user, long userNid, Predicate<Tx> still) {
    db.write(
            tx ->
                still.test(tx)
                    ? Optional.of(removeAll(tx, user, userNid))
                    : Optional.<Removal>empty())
        .ifPresent(this::said);
  }

  Removal removeAll(Tx tx, UserId user, long userNid) {
    return remove(tx, user, userNid, "device_id is not null");
  }

  /// The account is locked first, so that nobody signs in between the statements: exactly those
  /// devices go whose sessions are ended.
  private Removal remove(Tx tx, UserId id, long user, String which, Object... args) {
    SessionStore.lockAccount(tx, user);
    Object[] all = new Object[args.length + 1];
    all[0] = user;
    System.arraycopy(args, 0, all, 1, args.length);
    List<String> ids =
        tx.list(
            row -> row.text("device_id"),
            "select device_id from device where \"user\" = ? and "
                + which
                + " order by device_id for update",
            all);
    for (Belongings belonging : belongings) belonging.remove(tx, user, ids);
    if (ids.isEmpty()) return new Removal(user, List.of(), List.of());
    String[] asked = ids.toArray(String[]::new);
    List<Gone> gone =
        tx.list(
            row -> gone(user, row),
            """
            select device_id, session.nid as session
            from device left join session using ("user", device_id)
            where "user" = ? and device_id = any(?)
            """,
            user,
            asked);
    tx.run("delete from device where \"user\" = ? and device_id = any(?)", user, asked);
    return new Removal(
        user,
        gone,
        List.of(unheard.note(tx, Unheard.Kind.ACCESS_CHANGED, id, user), note(tx, id, user)));
  }

  private static Gone gone(long user, Row row) {
    String id = row.text("device_id");
    var session = row.optionalNumber("session");
    return new Gone(
        id, session.isPresent() ? new SessionEnded(user, id, session.getAsLong()) : null);
  }

  /// To be called when a removal is durable.
  void said(Removal removal) {
    List<Gone> gone = removal.gone();
    sessions.ended(
        gone.stream().flatMap(device -> Optional.ofNullable(device.session()).stream()).toList());
    for (Gone device : gone) {
      announcements.say(new DeviceRemoved(removal.userNid(), device.deviceId()));
    }
    removal.notes().forEach(unheard::say);
  }

  private static Device device(Row row) {
    return new Device(
        row.text("device_id"),
        row.optionalText("name"),
        row.number("created_ms"),
        row.number("seen_ms"),
        row.text("seen_address"));
  }
}
