package parvis.core.sync;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// What people note for themselves: the door for every feature that keeps something there.
/// spec: cs-api#client-config
public final class AccountData {
  static final int VALUE_BYTES_MAX = 65_536;
  private static final int TYPE_BYTES_MAX = 255;

  /// Types of one person at most, over all rooms.
  private static final int OF_USER_MAX = 20_000;

  /// Removed types that are still told to clients; when there are more, the older half is not.
  private static final int REMOVED_MAX = 10_000;

  /// The bytes of all of them at most.
  private static final long OF_USER_BYTES_MAX = 8_000_000;

  private static final byte[] NOTHING = {'{', '}'};

  private final Keyed keyed;
  private final Stripes stripes = new Stripes();

  public AccountData(Keyed keyed) {
    this.keyed = keyed;
  }

  /// The content of that type; empty when never set or removed.
  ///
  /// @param room nid of a room, 0 for account data of no room
  public Optional<JsonObject> find(Actor actor, long room, String type) {
    return keyed.accountData(actor.userNid(), room, type).map(AccountDataRoutes::json);
  }

  /// What somebody noted.
  ///
  /// @param room nid of the room it is about, 0 for none
  record Noted(long room, String type, JsonObject content) {}

  /// All that somebody noted, by room and type.
  List<Noted> all(Actor actor) {
    var things = keyed.of(actor.userNid());
    var all = new ArrayList<Noted>();
    for (var room : things.accountDataRooms()) {
      things
          .accountData(room)
          .forEach(
              (type, thing) -> {
                if (!thing.tombstone()) {
                  all.add(new Noted(room, type, AccountDataRoutes.json(thing.value())));
                }
              });
    }
    all.sort(Comparator.comparingLong(Noted::room).thenComparing(Noted::type));
    return all;
  }

  /// Durable and visible when this returns. An empty object takes away what was there.
  public void put(Actor actor, long room, String type, JsonObject content) {
    var value = JsonWriter.write(content);
    if (value.length > VALUE_BYTES_MAX) {
      throw Refused.tooLarge("Account data has at most 65,536 bytes.");
    }
    if (type.getBytes(StandardCharsets.UTF_8).length > TYPE_BYTES_MAX) {
      throw Refused.invalidParam("A type of account data has at most 255 bytes.");
    }
    stripes.run(actor.userNid(), () -> put(actor, room, type, value, content.isEmpty()));
  }

  private void put(Actor actor, long room, String type, byte[] value, boolean tombstone) {
    var known = keyed.of(actor.userNid());
    var before = known.accountData(room, type);
    var bytes = known.valueBytes() + value.length - before.map(b -> b.value().length).orElse(0);
    var isNew = !tombstone && before.filter(b -> !b.tombstone()).isEmpty();
    if ((known.count() >= OF_USER_MAX && isNew) || bytes > OF_USER_BYTES_MAX) {
      throw Refused.of(Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "You have too much account data.");
    }
    if (known.removed() > REMOVED_MAX) {
      keyed.forgetRemoved(actor.userNid(), REMOVED_MAX / 2);
    }
    var thing =
        new Syncable(LogRow.ACCOUNT_DATA, actor.userNid(), room, type, value, tombstone, null);
    if (room == 0 && Rules.JUDGING.contains(type)) {
      judging(thing);
    } else {
      keyed.put(thing);
    }
  }

  /// Takes away what somebody noted for devices that are gone; not what is noted meanwhile.
  ///
  /// @param prefix of the types; the id of a device follows
  /// @param there the devices that are there, asked for when something is noted at all
  public void forget(long user, String prefix, Supplier<Set<String>> there) {
    var noted = noted(user, prefix);
    if (noted.isEmpty()) {
      return;
    }
    var devices = there.get();
    noted.keySet().removeIf(type -> devices.contains(type.substring(prefix.length())));
    stripes.run(
        user,
        () -> {
          noted.entrySet().retainAll(noted(user, prefix).entrySet());
          var types = List.copyOf(noted.keySet());
          for (int at = 0; at < types.size(); at += SyncableWrite.THINGS_MAX) {
            keyed.put(
                types.subList(at, Math.min(types.size(), at + SyncableWrite.THINGS_MAX)).stream()
                    .map(t -> new Syncable(LogRow.ACCOUNT_DATA, user, 0, t, NOTHING, true, null))
                    .toArray(Syncable[]::new));
          }
        });
  }

  /// The types that begin so, and where each was noted.
  private Map<String, Long> noted(long user, String prefix) {
    var noted = new HashMap<String, Long>();
    keyed
        .of(user)
        .accountData(0)
        .forEach(
            (type, thing) -> {
              if (!thing.tombstone() && type.startsWith(prefix)) {
                noted.put(type, thing.pos());
              }
            });
    return noted;
  }

  /// Writes what events are judged by from now on; those that came before are judged by what it
  /// said until now.
  private void judging(Syncable thing) {
    var before = keyed.accountData(thing.user(), 0, thing.key()).orElse(NOTHING);
    if (Arrays.equals(before, thing.value())) {
      keyed.put(thing);
      return;
    }
    var slot = keyed.of(thing.user()).slotBefore(thing.key());
    keyed.put(
        thing, new Syncable(LogRow.JUDGED_BEFORE, thing.user(), 0, slot, before, false, null));
  }

  /// Deletes all that somebody noted, with their account.
  public void erase(Tx tx, long user) {
    Keyed.erase(tx, user);
  }

  /// Changes what is there; changes of one person follow one another.
  public void change(Actor actor, long room, String type, UnaryOperator<JsonObject> change) {
    stripes.run(
        actor.userNid(),
        () ->
            put(actor, room, type, change.apply(find(actor, room, type).orElse(JsonObject.EMPTY))));
  }
}
