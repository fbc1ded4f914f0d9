package parvis.suite.tasks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parvis.core.sync.UntoldStore;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;

/// What changed of boards, as the log has it, and what it has not been told yet.
final class NewsStore implements UntoldStore<Note> {
  /// The log's own table of last changes, by an index for it.
  private static final String CHANGES =
      """
      select pos, key from syncable
       where kind = 9 and "user" = 0 and room = ? and pos > ? order by pos limit ?""";

  private static final String GONE = "select id, own from task_gone where id = any(?)";

  private static final String FORGET_GONE = "delete from task_gone where at_ms < ?";

  private static final String NOTE =
      """
      insert into task_untold (nid, space, key, at_ms)
      select nextval('nid'), space, key, ?
        from unnest(?::bigint[], ?::text[]) as n (space, key) returning nid, space, key""";

  /// What programs of others are to be told of one thing, as nearly always there is one: a program
  /// that is removed meanwhile is told nothing.
  private static final String DELIVER =
      """
      insert into task_delivery (nid, hook, key, version, at_ms)
      select nextval('nid'), h.nid, ?, ?, ? from task_hook h
       where h.space = ? and not h.paused and (h.kinds = '{}' or ? = any(h.kinds))
       order by h.nid for key share of h""";

  /// The same of many things in one statement.
  private static final String DELIVER_ALL =
      """
      insert into task_delivery (nid, hook, key, version, at_ms)
      select nextval('nid'), h.nid, n.key, n.version, ?
        from unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[]) with ordinality
               as n (space, key, version, kind, place)
        join task_hook h on h.space = n.space
       where not h.paused and (h.kinds = '{}' or n.kind = any(h.kinds))
       order by n.place, h.nid for key share of h""";

  private static final String UNTOLD =
      "select nid, space, key from task_untold where at_ms < ? order by at_ms limit ?";

  private static final String TOLD = "delete from task_untold where nid = any(?)";

  /// What changed of a board after a position, of each thing its last change.
  List<News.Change> changes(Tx tx, long space, long since, int max) {
    return tx.list(
        row -> new News.Change(row.number("pos"), row.text("key")), CHANGES, space, since, max);
  }

  /// Those of these ids that are gone, and whose own they were.
  Map<String, Set<String>> gone(Tx tx, Collection<String> ids) {
    var gone = new HashMap<String, Set<String>>();
    tx.list(
        row -> gone.put(row.text("id"), Set.copyOf(row.texts("own"))),
        GONE,
        (Object) ids.toArray(String[]::new));
    return gone;
  }

  void forgetGone(Tx tx, long beforeMs) {
    tx.run(FORGET_GONE, beforeMs);
  }

  /// What is to be noted: that something of a board changed.
  ///
  /// @param version 0: it is gone; below: programs of others are not told
  record Noting(long space, String key, long version) {
    private String kind() {
      return Note.kind(key, version).word();
    }
  }

  /// Notes what the log is to be told, and programs of others, with the commit.
  ///
  /// @param programs whether there are any
  Tx.Later<List<Note>> note(Tx tx, List<Noting> all, boolean programs, long nowMs) {
    if (all.isEmpty()) {
      return Tx.Later.of(List.of());
    }
    if (programs) {
      deliver(tx, all.stream().filter(one -> one.version() >= 0).toList(), nowMs);
    }
    return tx.listLater(NewsStore::note, NOTE, nowMs, spaces(all), keys(all));
  }

  private static void deliver(Tx tx, List<Noting> some, long nowMs) {
    if (some.size() == 1) {
      var one = some.getFirst();
      tx.runLater(DELIVER, one.key(), one.version(), nowMs, one.space(), one.kind());
    } else if (!some.isEmpty()) {
      var versions = some.stream().mapToLong(Noting::version).toArray();
      var kinds = some.stream().map(Noting::kind).toArray(String[]::new);
      tx.runLater(DELIVER_ALL, nowMs, spaces(some), keys(some), versions, kinds);
    }
  }

  private static long[] spaces(List<Noting> some) {
    return some.stream().mapToLong(Noting::space).toArray();
  }

  private static String[] keys(List<Noting> some) {
    return some.stream().map(Noting::key).toArray(String[]::new);
  }

  private static Note note(Row row) {
    return new Note(row.number("nid"), row.number("space"), row.text("key"));
  }

  @Override
  public List<Note> untold(Tx tx, long beforeMs, int max) {
    return tx.list(NewsStore::note, UNTOLD, beforeMs, max);
  }

  @Override
  public void told(Tx tx, List<Long> notes) {
    if (!notes.isEmpty()) {
      tx.run(TOLD, (Object) notes.stream().mapToLong(Long::longValue).toArray());
    }
  }
}
