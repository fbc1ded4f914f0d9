package parvis.core.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The numbers of user ids, of our servers and of others: a nid for each id, for ever.
///
/// Being numbered says nothing about being an account here; see `Accounts.exists`.
public final class Users {
  /// Ids kept in memory in either direction, about 200 bytes each.
  private static final int CACHED_MAX = 200_000;

  private final Db db;
  private final LongSupplier nids;
  private final Cache<UserId, Long> byId = Caffeine.newBuilder().maximumSize(CACHED_MAX).build();
  private final Cache<Long, UserId> byNid = Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

  private record Numbered(long nid, UserId id) {}

  /// `nids` gives numbers that were never given before.
  public Users(Db db, LongSupplier nids) {
    this.db = db;
    this.nids = nids;
  }

  /// The number of this id, given now if it has none.
  public long nid(UserId id) {
    OptionalLong known = find(id);
    if (known.isPresent()) return known.getAsLong();
    long fresh = fresh();
    return keep(new Numbered(db.write(tx -> nid(tx, id, fresh)), id));
  }

  /// Whether the number of this id is in memory.
  public boolean isCached(UserId id) {
    return byId.getIfPresent(id) != null;
  }

  /// A number for somebody who has none, to be taken before a transaction begins.
  long fresh() {
    return nids.getAsLong();
  }

  /// The number of this id, if it has one: for ids that come from outside and may be anything.
  public OptionalLong find(UserId id) {
    Long cached = byId.getIfPresent(id);
    if (cached != null) return OptionalLong.of(cached);
    return db.read(
            tx ->
                tx.first(
                    row -> row.number("nid"),
                    "select nid from matrix_user where user_id = ?",
                    id.value()))
        .map(nid -> OptionalLong.of(keep(new Numbered(nid, id))))
        .orElse(OptionalLong.empty());
  }

  /// The numbers of those of the ids that have one, by at most one query.
  public Map<UserId, Long> find(Collection<UserId> ids) {
    Map<UserId, Long> nids = HashMap.newHashMap(ids.size());
    List<String> missing = new ArrayList<>();
    for (UserId id : ids) {
      Long cached = byId.getIfPresent(id);
      if (cached == null) missing.add(id.value());
      else nids.put(id, cached);
    }
    if (missing.isEmpty()) return nids;
    List<Numbered> found =
        db.read(
            tx ->
                tx.list(
                    row -> new Numbered(row.number("nid"), new UserId(row.text("user_id"))),
                    "select nid, user_id from matrix_user where user_id = any(?)",
                    (Object) missing.toArray(String[]::new)));
    for (Numbered user : found) nids.put(user.id(), keep(user));
    return nids;
  }

  /// The id behind a number that `nid` gave.
  public UserId id(long nid) {
    UserId cached = byNid.getIfPresent(nid);
    if (cached != null) return cached;
    Numbered found =
        db.read(
                tx ->
                    tx.first(
                        row -> new Numbered(nid, new UserId(row.text("user_id"))),
                        "select user_id from matrix_user where nid = ?",
                        nid))
            .orElseThrow(() -> new IllegalStateException("no user has the number " + nid));
    keep(found);
    return found.id();
  }

  /// The ids behind many numbers, by at most one query. Numbers nobody has are left out.
  public Map<Long, UserId> ids(Collection<Long> nids) {
    Map<Long, UserId> ids = HashMap.newHashMap(nids.size());
    List<Long> missing = new ArrayList<>();
    for (Long nid : nids) {
      UserId cached = byNid.getIfPresent(nid);
      if (cached == null) missing.add(nid);
      else ids.put(nid, cached);
    }
    if (missing.isEmpty()) return ids;
    long[] asked = missing.stream().mapToLong(Long::longValue).toArray();
    List<Numbered> found =
        db.read(
            tx ->
                tx.list(
                    row -> new Numbered(row.number("nid"), new UserId(row.text("user_id"))),
                    "select nid, user_id from matrix_user where nid = any(?)",
                    (Object) asked));
    for (Numbered user : found) ids.put(keep(user), user.id());
    return ids;
  }

  /// The numbers of those of the ids that have one, by one query, in no order.
  public long[] nids(Tx tx, Collection<String> ids) {
    String[] asked = ids.toArray(String[]::new);
    return tx
        .list(
            row -> row.number("nid"),
            "select nid from matrix_user where user_id = any(?)",
            (Object) asked)
        .stream()
        .mapToLong(Long::longValue)
        .toArray();
  }

  /// The number of this id inside a transaction, which is `fresh` if it has none. Nothing is
  /// remembered: the transaction may fail.
  long nid(Tx tx, UserId id, long fresh) {
    tx.run(
        "insert into matrix_user (nid, user_id) values (?, ?) on conflict (user_id) do nothing",
        fresh,
        id.value());
    return tx.first(
            row -> row.number("nid"), "select nid from matrix_user where user_id = ?", id.value())
        .orElseThrow();
  }

  private long keep(Numbered user) {
    byId.put(user.id(), user.nid());
    byNid.put(user.nid(), user.id());
    return user.nid();
  }
}
