package parvis.core.keys;

import java.util.Collection;
import java.util.List;
import parvis.base.Actor;
import parvis.core.identity.Unheard;
import parvis.platform.db.Tx;
import parvis.platform.log.Log;
import parvis.platform.log.LogRow;
import parvis.platform.log.Syncable;
import parvis.platform.log.SyncableWrite;

/// Says through the log whose keys are to be asked for again.
final class DeviceNews {
  private static final byte[] NOTHING = new byte[0];

  private final Log log;
  private final Unheard unheard;

  DeviceNews(Log log, Unheard unheard) {
    this.log = log;
    this.unheard = unheard;
  }

  /// Notes, in the transaction that changes them, that somebody's keys are others now. Whoever must
  /// know is told, if need be after a restart.
  Unheard.Note note(Tx tx, Actor actor) {
    return unheard.note(tx, Unheard.Kind.DEVICES_CHANGED, actor.user(), actor.userNid());
  }

  /// Has everybody hear what was noted, once it is durable.
  void say(Unheard.Note note) {
    unheard.say(note);
  }

  /// Notes, in the transaction that changes it, that somebody sees other keys now: their own
  /// devices alone are told.
  Unheard.Note noteSelf(Tx tx, Actor actor) {
    return unheard.note(tx, Unheard.Kind.KEYS_SIGNED, actor.user(), actor.userNid());
  }

  /// Has a person's own devices hear of the keys of these people, once it is durable.
  void saySelf(Unheard.Note note, Collection<Long> about) {
    unheard.say(note, () -> tellSelf(note.userNid(), about));
  }

  /// Tells who shares a room with that person that their keys are others now.
  void tell(long user) {
    append(List.of(row(user, "")));
  }

  /// Tells a person's own devices, and nobody else, that they see other keys of these people now.
  void tellSelf(long user, Collection<Long> about) {
    append(about.stream().map(nid -> row(user, Long.toString(nid))).toList());
  }

  private static Syncable row(long user, String key) {
    return new Syncable(LogRow.DEVICE_LIST, user, 0, key, NOTHING, false, null);
  }

  private void append(List<Syncable> rows) {
    for (int at = 0; at < rows.size(); at += SyncableWrite.THINGS_MAX) {
      var some = rows.subList(at, Math.min(rows.size(), at + SyncableWrite.THINGS_MAX));
      log.append(new SyncableWrite(some)).join();
    }
  }
}
