package parvis.core.identity;

import java.util.List;
import java.util.Optional;
import parvis.core.identity.Addresses.Owner;
import parvis.core.identity.Addresses.Sharer;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// Addresses whose mails several people read, in the database. The row of such an address names
/// nobody: whatever a mail proves, it is proven of none of its people.
final class SharedAddresses {
  private static final String IS =
      """
      select exists (select from address
                      where server = ? and address = ? and "user" is null) as shared\
      """;

  private static final String HOLD =
      """
      select 1 from address where server = ? and address = ? and "user" is null for no key update\
      """;

  private static final String BEGIN =
      """
      insert into address (server, address, "user", proven_ms, added_ms) values (?, ?, null, ?, ?)
      on conflict do nothing\
      """;

  private static final String OWNER =
      """
      select u.user_id, a."user" from address a join matrix_user u on u.nid = a."user"
       where a.server = ? and a.address = ? for no key update of a\
      """;

  private static final String FREE =
      "update address set \"user\" = null where server = ? and address = ?";

  private static final String PEOPLE =
      """
      select m.nid, m."user", u.user_id, coalesce(nullif(f.display_name, ''), u.user_id) as name,
             m.since_ms, m.address
        from mailbox_person m
        join matrix_user u on u.nid = m."user"
        left join profile f on f."user" = m."user"\
      """;

  private static final String OF =
      PEOPLE + " where m.server = ? and m.address = ? order by m.nid limit ?";

  private static final String ONE = PEOPLE + " where m.\"user\" = ?";

  private static final String JOIN =
      "insert into mailbox_person (server, address, \"user\", since_ms) values (?, ?, ?, ?)";

  private static final String OWN =
      "update address set \"user\" = ? where server = ? and address = ? and \"user\" is null";

  private static final String REMOVE =
      "delete from address where server = ? and address = ? and \"user\" is null";

  private SharedAddresses() {}

  static boolean is(Tx tx, Server server, Address address) {
    return tx.first(row -> row.bool("shared"), IS, server.nid(), address.value()).orElseThrow();
  }

  /// The same, and lets who changes its people wait for each other.
  static boolean hold(Tx tx, Server server, Address address) {
    return tx.first(row -> true, HOLD, server.nid(), address.value()).isPresent();
  }

  static List<Sharer> of(Tx tx, Server server, Address address) {
    return tx.list(
        SharedAddresses::sharer, OF, server.nid(), address.value(), Addresses.SHARERS_MAX);
  }

  static Optional<Sharer> one(Tx tx, long user) {
    return tx.first(SharedAddresses::sharer, ONE, user);
  }

  /// Has an address lead to nobody from now on.
  ///
  /// @return whose it was
  static Optional<Owner> share(Tx tx, Server server, Address address, long now) {
    if (tx.run(BEGIN, server.nid(), address.value(), now, now) == 1) return Optional.empty();
    Optional<Owner> owner =
        tx.first(
            row -> new Owner(new UserId(row.text("user_id")), row.number("user")),
            OWNER,
            server.nid(),
            address.value());
    tx.run(FREE, server.nid(), address.value());
    return owner;
  }

  static void join(Tx tx, Server server, Address address, long user, long now) {
    tx.run(JOIN, server.nid(), address.value(), user, now);
  }

  static int leave(Tx tx, long user) {
    return tx.run("delete from mailbox_person where \"user\" = ?", user);
  }

  /// Gives the address to one person, or to nobody.
  static void unshare(Tx tx, Server server, Address address, Optional<Sharer> to) {
    if (to.isPresent()) {
      leave(tx, to.get().userNid());
      tx.run(OWN, to.get().userNid(), server.nid(), address.value());
    } else {
      tx.run(REMOVE, server.nid(), address.value());
    }
  }

  private static Sharer sharer(Row row) {
    return new Sharer(
        row.number("nid"),
        new UserId(row.text("user_id")),
        row.number("user"),
        row.text("name"),
        new Address(row.text("address")),
        row.number("since_ms"));
  }
}
