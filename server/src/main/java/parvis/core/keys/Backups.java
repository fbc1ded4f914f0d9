package parvis.core.keys;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;

/// The backups that people keep of their room keys. Nobody learns of a change by syncing: clients
/// ask.
/// spec: cs-api#server-side-key-backups
final class Backups {
  /// Versions of one person that are not deleted.
  static final int VERSIONS_MAX = 50;

  /// Keys of one version, and their bytes.
  static final int KEYS_MAX = 200_000;

  static final long BYTES_MAX = 200L * 1024 * 1024;
  private static final int KEYS_A_READ = 1_000;

  private final Db db;
  private final BackupStore store;

  Backups(Db db, BackupStore store) {
    this.db = db;
    this.store = store;
  }

  /// @throws Refused when there are too many already
  long create(Actor actor, String algorithm, JsonObject authData) {
    return db.write(
        tx -> {
          if (store.live(tx, actor.userNid()) >= VERSIONS_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                "You have " + VERSIONS_MAX + " backups; delete some of them first.");
          }
          return store
              .create(tx, actor.userNid(), algorithm, authData)
              .orElseThrow(() -> Refused.conflict("Another backup was made at that moment."));
        });
  }

  Backup current(Actor actor) {
    return db.read(tx -> store.current(tx, actor.userNid())).orElseThrow(Backups::notFound);
  }

  Backup find(Actor actor, long version) {
    return db.read(tx -> store.find(tx, actor.userNid(), version)).orElseThrow(Backups::notFound);
  }

  private static Refused notFound() {
    return Refused.notFound("There is no such backup.");
  }

  /// Sets the one thing about a version that may change.
  ///
  /// @throws Refused when the algorithm is another one
  void update(Actor actor, long version, String algorithm, JsonObject authData) {
    db.write(
        tx -> {
          var backup = store.locked(tx, actor.userNid(), version).orElseThrow(Backups::notFound);
          if (!backup.algorithm().equals(algorithm)) {
            throw Refused.invalidParam("A backup keeps its algorithm.");
          }
          store.setAuthData(tx, actor.userNid(), version, authData);
          return version;
        });
  }

  /// Deletes a version with its keys; one that was deleted before stays so.
  void delete(Actor actor, long version) {
    db.write(
        tx -> {
          if (!store.was(tx, actor.userNid(), version)) {
            throw notFound();
          }
          store.delete(tx, actor.userNid(), version);
          return version;
        });
  }

  void deleteAll(long user) {
    db.write(
        tx -> {
          store.deleteAll(tx, user);
          return user;
        });
  }

  /// Adds keys to the current version; of two keys of one name the better one stays.
  ///
  /// @throws Refused when it is not the current version, which the refusal names
  Backup add(Actor actor, long version, Map<BackupStore.Name, BackedUpKey> keys) {
    return db.write(
        tx -> {
          var user = actor.userNid();
          var backup = store.currentLocked(tx, user).orElseThrow(Backups::notFound);
          if (backup.version() != version) {
            throw store.find(tx, user, version).isPresent() ? wrong(backup) : notFound();
          }
          add(tx, user, backup, keys);
          return store.find(tx, user, version).orElseThrow();
        });
  }

  private static Refused wrong(Backup current) {
    return Refused.of(
            Refused.Kind.WRONG_ROOM_KEYS_VERSION, "Keys are added to the latest backup alone.")
        .with("current_version", Long.toString(current.version()));
  }

  private void add(Tx tx, long user, Backup backup, Map<BackupStore.Name, BackedUpKey> keys) {
    var before = store.keys(tx, user, backup.version(), List.copyOf(keys.keySet()));
    int added = 0;
    int put = 0;
    long bytes = 0;
    for (var entry : keys.entrySet()) {
      var old = Optional.ofNullable(before.get(entry.getKey()));
      var key = entry.getValue();
      if (old.isEmpty() || key.betterThan(old.get())) {
        store.put(tx, user, backup.version(), entry.getKey(), key);
        put++;
        added += old.isEmpty() ? 1 : 0;
        bytes += key.data().length - old.map(o -> o.data().length).orElse(0);
      }
    }
    if (backup.keys() + added > KEYS_MAX || backup.bytes() + bytes > BYTES_MAX) {
      throw Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "This backup is full.");
    }
    if (put > 0) {
      store.changed(tx, user, backup.version(), added, bytes);
    }
  }

  Optional<BackedUpKey> key(Actor actor, long version, BackupStore.Name name) {
    find(actor, version);
    return Optional.ofNullable(
        db.read(tx -> store.keys(tx, actor.userNid(), version, List.of(name))).get(name));
  }

  /// Tells every key, in the order of rooms and sessions; a few at a time, however many there are.
  ///
  /// @param room its keys alone; all when empty
  void each(Actor actor, long version, String room, Consumer<BackupStore.Named> told) {
    find(actor, version);
    var after = new BackupStore.Name("", "");
    List<BackupStore.Named> page;
    do {
      var from = after;
      page = db.read(tx -> store.page(tx, actor.userNid(), version, room, from, KEYS_A_READ));
      page.forEach(told);
      if (!page.isEmpty()) {
        after = page.getLast().name();
      }
    } while (page.size() == KEYS_A_READ);
  }

  /// Takes keys out of a version.
  ///
  /// @param name an empty room or session stands for all of them
  Backup remove(Actor actor, long version, BackupStore.Name name) {
    return db.write(
        tx -> {
          var user = actor.userNid();
          var backup = store.locked(tx, user, version).orElseThrow(Backups::notFound);
          var removed = store.remove(tx, user, version, name);
          if (removed.isEmpty()) {
            return backup;
          }
          var bytes = removed.stream().mapToLong(Long::longValue).sum();
          store.changed(tx, user, version, -removed.size(), -bytes);
          return store.find(tx, user, version).orElseThrow();
        });
  }
}
