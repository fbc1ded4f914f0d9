package parvis.core.keys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Backups of room keys.
final class BackupStore {
  private static final String COLUMNS = "version, algorithm, auth_data, etag, keys, bytes ";

  private static final String CURRENT =
      "select "
          + COLUMNS
          + """
             from key_backup where "user" = ? and not deleted order by version desc limit 1""";
  private static final String FIND =
      "select "
          + COLUMNS
          + """
             from key_backup where "user" = ? and version = ? and not deleted""";
  private static final String WAS =
      """
      select version from key_backup where "user" = ? and version = ?""";
  private static final String LIVE =
      """
      select count(*) as n from key_backup where "user" = ? and not deleted""";
  private static final String CREATE =
      """
      insert into key_backup ("user", version, algorithm, auth_data)
      select ?, coalesce(max(version), 0) + 1, ?, ? from key_backup where "user" = ?
      on conflict do nothing returning version""";
  private static final String SET_AUTH_DATA =
      """
      update key_backup set auth_data = ? where "user" = ? and version = ? and not deleted""";
  private static final String DELETE =
      """
      update key_backup set deleted = true, auth_data = '', keys = 0, bytes = 0
       where "user" = ? and version = ? and not deleted""";
  private static final String CHANGED =
      """
      update key_backup set etag = etag + 1, keys = keys + ?, bytes = bytes + ?
       where "user" = ? and version = ?""";

  private static final String KEY_COLUMNS =
      "room_id, session_id, first_message_index, forwarded_count, verified, session_data ";
  private static final String SAME =
      "select "
          + KEY_COLUMNS
          + """
             from backed_up_key
             where "user" = ? and version = ?
               and (room_id, session_id) in (select * from unnest(?, ?))""";
  private static final String PUT =
      """
      insert into backed_up_key ("user", version, room_id, session_id, first_message_index,
                                 forwarded_count, verified, session_data)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict ("user", version, room_id, session_id) do update
        set first_message_index = excluded.first_message_index,
            forwarded_count = excluded.forwarded_count,
            verified = excluded.verified,
            session_data = excluded.session_data""";
  private static final String PAGE =
      "select "
          + KEY_COLUMNS
          + """
             from backed_up_key
             where "user" = ? and version = ? and (? = '' or room_id = ?)
               and (room_id, session_id) > (?, ?)
             order by room_id, session_id limit ?""";
  private static final String REMOVE =
      """
      delete from backed_up_key
       where "user" = ? and version = ? and (? = '' or room_id = ?) and (? = '' or session_id = ?)
      returning octet_length(session_data) as bytes""";

  /// The name of a key inside a backup.
  record Name(String room, String session) {}

  record Named(Name name, BackedUpKey key) {}

  Optional<Backup> current(Tx tx, long user) {
    return tx.first(BackupStore::backup, CURRENT, user);
  }

  /// The same, kept from everybody else until the transaction ends.
  Optional<Backup> currentLocked(Tx tx, long user) {
    return tx.first(BackupStore::backup, CURRENT + " for update", user);
  }

  Optional<Backup> find(Tx tx, long user, long version) {
    return tx.first(BackupStore::backup, FIND, user, version);
  }

  Optional<Backup> locked(Tx tx, long user, long version) {
    return tx.first(BackupStore::backup, FIND + " for update", user, version);
  }

  private static Backup backup(Row row) {
    return new Backup(
        row.number("version"),
        row.text("algorithm"),
        KeyStore.json(row.bytes("auth_data")),
        row.number("etag"),
        row.number("keys"),
        row.number("bytes"));
  }

  /// Whether there is or was such a version.
  boolean was(Tx tx, long user, long version) {
    return tx.first(row -> row.number("version"), WAS, user, version).isPresent();
  }

  long live(Tx tx, long user) {
    return tx.first(row -> row.number("n"), LIVE, user).orElseThrow();
  }

  /// The new version; empty when another one was made at the same moment.
  Optional<Long> create(Tx tx, long user, String algorithm, JsonObject authData) {
    var data = JsonWriter.write(authData);
    return tx.first(row -> row.number("version"), CREATE, user, algorithm, data, user);
  }

  void setAuthData(Tx tx, long user, long version, JsonObject authData) {
    tx.run(SET_AUTH_DATA, JsonWriter.write(authData), user, version);
  }

  void delete(Tx tx, long user, long version) {
    if (tx.run(DELETE, user, version) > 0) {
      tx.run("delete from backed_up_key where \"user\" = ? and version = ?", user, version);
    }
  }

  void deleteAll(Tx tx, long user) {
    tx.run("delete from key_backup where \"user\" = ?", user);
  }

  void changed(Tx tx, long user, long version, int keys, long bytes) {
    tx.run(CHANGED, keys, bytes, user, version);
  }

  /// Those keys of these names that are there.
  Map<Name, BackedUpKey> keys(Tx tx, long user, long version, List<Name> names) {
    var rooms = names.stream().map(Name::room).toArray(String[]::new);
    var sessions = names.stream().map(Name::session).toArray(String[]::new);
    var found = new HashMap<Name, BackedUpKey>();
    tx.list(BackupStore::named, SAME, user, version, rooms, sessions)
        .forEach(named -> found.put(named.name(), named.key()));
    return found;
  }

  private static Named named(Row row) {
    return new Named(
        new Name(row.text("room_id"), row.text("session_id")),
        new BackedUpKey(
            row.number("first_message_index"),
            row.number("forwarded_count"),
            row.bool("verified"),
            row.bytes("session_data")));
  }

  void put(Tx tx, long user, long version, Name name, BackedUpKey key) {
    tx.run(
        PUT,
        user,
        version,
        name.room(),
        name.session(),
        key.firstMessageIndex(),
        key.forwardedCount(),
        key.verified(),
        key.data());
  }

  /// Keys after one of them, in the order of their names.
  ///
  /// @param room its keys alone; all when empty
  List<Named> page(Tx tx, long user, long version, String room, Name after, int max) {
    return tx.list(
        BackupStore::named, PAGE, user, version, room, room, after.room(), after.session(), max);
  }

  /// Takes keys out; the bytes of each.
  ///
  /// @param name an empty room or session stands for all of them
  List<Long> remove(Tx tx, long user, long version, Name name) {
    return tx.list(
        row -> row.number("bytes"),
        REMOVE,
        user,
        version,
        name.room(),
        name.room(),
        name.session(),
        name.session());
  }
}
