package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import parvis.platform.db.Db;
import parvis.platform.log.Nids;
import parvis.protocol.room.StateSlot;

/// Dense numbers for `(type, state_key)` pairs, so that a state snapshot is a list of numbers.
final class Slots {
  private static final int CACHED_MAX = 200_000;

  private static final String FIND = "select nid from state_slot where type = ? and state_key = ?";
  private static final String ADD =
      "insert into state_slot (nid, type, state_key) values (?, ?, ?) on conflict do nothing";

  private final Db db;
  private final Nids nids;
  private final Cache<StateSlot, Long> known =
      Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

  Slots(Db db, Nids nids) {
    this.db = db;
    this.nids = nids;
  }

  /// Whether a slot has its number already.
  boolean knows(StateSlot slot) {
    if (known.getIfPresent(slot) != null) {
      return true;
    }
    var found = db.read(tx -> tx.first(row -> row.number("nid"), FIND, slot.type(), slot.key()));
    found.ifPresent(nid -> known.put(slot, nid));
    return found.isPresent();
  }

  long nid(StateSlot slot) {
    var cached = known.getIfPresent(slot);
    if (cached != null) {
      return cached;
    }
    var fresh = nids.next();
    var nid =
        db.write(
            tx -> {
              tx.run(ADD, fresh, slot.type(), slot.key());
              return tx.first(row -> row.number("nid"), FIND, slot.type(), slot.key())
                  .orElseThrow();
            });
    known.put(slot, nid);
    return nid;
  }
}
