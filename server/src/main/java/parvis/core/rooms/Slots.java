package parvis.core.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import parvis.platform.db.Db;
import parvis.platform.log.Nids;
import parvis.platform.memory.Memory;
import parvis.protocol.room.StateSlot;

/// Dense numbers for `(type, state_key)` pairs, so that a state snapshot is a list of numbers.
final class Slots {
  private static final int PERCENT = 3;
  private static final int STRINGS_BYTES = 150;

  private static final String FIND = "select nid from state_slot where type = ? and state_key = ?";
  private static final String ADD =
      "insert into state_slot (nid, type, state_key) values (?, ?, ?) on conflict do nothing";

  private final Db db;
  private final Nids nids;
  private final Cache<StateSlot, Long> known;

  Slots(Db db, Nids nids, Memory memory) {
    this.known =
        memory.cache(
            "slots",
            PERCENT,
            (slot, _) -> STRINGS_BYTES + slot.type().length() + slot.key().length());
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

  /// Whether its number is in memory.
  boolean isCached(StateSlot slot) {
    return known.getIfPresent(slot) != null;
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
