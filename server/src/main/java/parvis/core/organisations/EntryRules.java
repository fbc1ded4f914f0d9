package parvis.core.organisations;

import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.Belonging;
import parvis.core.identity.Servers;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;

/// What an organisation decides on how its agents come in, and what it says of addresses.
final class EntryRules implements Belonging {
  private static final String OF =
      "select names_locked, functions_locked, second_factor from organisation where nid = ?";

  private static final String CHANGE =
      "update organisation set names_locked = ?, functions_locked = ?, second_factor = ?"
          + " where nid = ?";

  private static final String LOCKED =
      """
      select o.names_locked, o.functions_locked from post p join organisation o on o.nid = p.organisation
       where p."user" = ? and p.until_ms is null and p.sponsor is null\
      """;

  private static final String FIRST_TWO =
      "select name from organisation where server = ? and parent is null order by nid limit 2";

  private static final String SECOND_FACTOR =
      """
      select o.second_factor or (p.role = 'administrator' and ?) as asked
        from post p join organisation o on o.nid = p.organisation
       where p."user" = ? and p.until_ms is null and p.sponsor is null\
      """;

  private static final String RULE =
      """
      select coalesce(string_agg(nid::text, ' ' order by nid), '') as rule
        from organisation where second_factor\
      """;

  private final Organisations organisations;
  private final OrganisationStore store;
  private final Journal journal;

  EntryRules(Organisations organisations, OrganisationStore store, Journal journal) {
    this.organisations = organisations;
    this.store = store;
    this.journal = journal;
  }

  /// @param namesLocked whether agents are called as the organisation says, and not as they wish
  /// @param functionsLocked the same of what they do there
  /// @param secondFactor whether agents must give a second factor to come in
  record Decided(boolean namesLocked, boolean functionsLocked, boolean secondFactor) {
    private static Decided read(Row row) {
      return new Decided(
          row.bool("names_locked"), row.bool("functions_locked"), row.bool("second_factor"));
    }
  }

  Decided of(Actor actor, String id) {
    return organisations.in(
        actor, id, Right.ADMINISTER, (tx, o) -> tx.first(Decided::read, OF, o.nid()).orElseThrow());
  }

  Decided decide(Actor actor, String id, Decided wish) {
    long row = journal.next();
    return organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          tx.run(CHANGE, wish.namesLocked(), wish.functionsLocked(), wish.secondFactor(), o.nid());
          journal.note(tx, row, o, actor, "set entry rules", told(wish));
          return wish;
        });
  }

  private static String told(Decided wish) {
    return (wish.namesLocked() ? "names locked" : "names free")
        + (wish.functionsLocked() ? ", functions locked" : "")
        + (wish.secondFactor() ? ", second factor asked" : "");
  }

  @Override
  public boolean admits(Tx tx, Servers.Server server, Address address) {
    return store.of(tx, server.nid(), address).isPresent();
  }

  @Override
  public Optional<String> house(Tx tx, Servers.Server server) {
    var names = tx.list(row -> row.text("name"), FIRST_TWO, server.nid());
    return names.size() == 1 ? Optional.of(names.getFirst()) : Optional.empty();
  }

  @Override
  public boolean locksName(Tx tx, long user) {
    return tx.first(row -> row.bool("names_locked"), LOCKED, user).orElse(false);
  }

  @Override
  public boolean locksFunction(Tx tx, long user) {
    return tx.first(row -> row.bool("functions_locked"), LOCKED, user).orElse(false);
  }

  @Override
  public boolean asksSecondFactor(Tx tx, long user, boolean ofAdministrators) {
    return tx.first(row -> row.bool("asked"), SECOND_FACTOR, ofAdministrators, user).orElse(false);
  }

  @Override
  public String secondFactorRule(Tx tx) {
    return tx.first(row -> row.text("rule"), RULE).orElse("");
  }
}
