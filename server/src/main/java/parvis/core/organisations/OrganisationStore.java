package parvis.core.organisations;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.Address.Domain;

/// Organisations in the database, and which addresses are theirs.
final class OrganisationStore {
  /// Organisations of one server.
  static final int ALL_MAX = 10_000;

  /// Domains of one organisation, and addresses that are its own one by one.
  static final int DOMAINS_MAX = 500;

  /// Domains of all organisations that are named; of the others it is told how many they are.
  static final int DOMAINS_NAMED_MAX = 5;

  static final int ADDRESSES_MAX = 100_000;

  /// Addresses of one page.
  static final int PAGE_MAX = 500;

  private static final String COLUMNS =
      """
      select nid, id, server, name, label, parent, siret, access_rules, promotes_all,
             bypass, bypass_for, validity_days, spaces_direct, guests_by_agents, open_directory
        from organisation\
      """;

  private static final String FIND = COLUMNS + " where server = ? and id = ?";
  private static final String BY_NID = COLUMNS + " where nid = ?";
  private static final String ALL = COLUMNS + " where server = ? order by name, nid limit ?";

  private static final String ADD =
      """
      insert into organisation (nid, id, server, name, label, parent, siret, created_ms)
      values (?, ?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String CHANGE =
      """
      update organisation set name = ?, label = ?, parent = ?, siret = ?, access_rules = ?,
             promotes_all = ?, bypass = ?, bypass_for = ?, validity_days = ?, spaces_direct = ?, guests_by_agents = ?, open_directory = ?
       where nid = ?\
      """;

  private static final String ACCOUNTS =
      """
      select u.user_id, a.deactivated_ms is null as active,
             exists (select from post p
                      where p."user" = a."user" and p.organisation = ? and p.sponsor is null
                        and p.until_ms is null) as agent
        from account a join matrix_user u on u.nid = a."user"
       where a.server = ? and u.user_id = any(?)\
      """;

  private static final String ABOVE =
      """
      with recursive above (nid) as (
        select ?::bigint union select o.parent from above join organisation o using (nid)
         where o.parent is not null)
      select 1 from above where nid = ?\
      """;

  /// The address itself before its domain, and a longer domain before a shorter one.
  private static final String OF =
      """
      select organisation from organisation_address
       where server = ? and (kind = 'address' and value = ?
          or kind = 'domain' and value = ? or kind = 'below' and value = any(?))
       order by kind = 'address' desc, kind = 'domain' desc, length(value) desc limit 1\
      """;

  private static final String DOMAINS =
      """
      select value, kind = 'below' as below from organisation_address
       where organisation = ? and kind <> 'address' order by value, kind limit ?\
      """;

  private static final String ALL_DOMAINS =
      """
      select value, kind = 'below' as below, count(*) over () as total from organisation_address
       where server = ? and kind <> 'address' order by value, kind limit ?\
      """;

  private static final String TAKE_DOMAIN =
      """
      insert into organisation_address (server, kind, value, organisation, "by", since_ms)
      values (?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String DROP_DOMAINS =
      "delete from organisation_address where organisation = ? and kind <> 'address'";

  private static final String ADDRESSES =
      """
      select value from organisation_address
       where organisation = ? and kind = 'address' and value > ? order by value limit ?\
      """;

  private static final String COUNT =
      """
      select count(*) as n from organisation_address where organisation = ? and kind = 'address'\
      """;

  private static final String DROP_ADDRESS =
      """
      delete from organisation_address where organisation = ? and kind = 'address' and value = ?\
      """;

  private static final String OWNERS =
      """
      select value, organisation from organisation_address
       where server = ? and kind = 'address' and value = any(?)\
      """;

  private static final String TAKE_ADDRESSES =
      """
      insert into organisation_address (server, kind, value, organisation, "by", since_ms)
      select ?, 'address', value, ?, ?, ? from unnest(?::text[]) as value on conflict do nothing\
      """;

  private static final String BOUND = "update organisation set people_max = ? where nid = ?";

  private static final String HOLD = "select 1 from organisation where nid = ? for no key update";

  /// @param below whether the domains below it count, too
  record Held(Domain domain, boolean below) {}

  /// Some of the domains of a server.
  ///
  /// @param total how many there are
  record Domains(List<Held> named, long total) {}

  Optional<Organisation> find(Tx tx, long server, String id) {
    return tx.first(OrganisationStore::organisation, FIND, server, id);
  }

  Optional<Organisation> find(Tx tx, long nid) {
    return tx.first(OrganisationStore::organisation, BY_NID, nid);
  }

  List<Organisation> all(Tx tx, long server) {
    return tx.list(OrganisationStore::organisation, ALL, server, ALL_MAX);
  }

  void add(Tx tx, Organisation made, long now) {
    tx.run(
        ADD,
        made.nid(),
        made.id(),
        made.server(),
        made.name(),
        made.label(),
        made.parent().orElse(null),
        made.siret().map(Siret::value).orElse(null),
        now);
  }

  void change(Tx tx, Organisation to) {
    tx.run(
        CHANGE,
        to.name(),
        to.label(),
        to.parent().orElse(null),
        to.siret().map(Siret::value).orElse(null),
        to.rules(),
        to.promotesAll(),
        to.exempting(),
        to.exempt().toArray(String[]::new),
        to.validityDays(),
        to.spacesDirect(),
        to.guestsByAgents(),
        to.openDirectory(),
        to.nid());
  }

  /// An account of a server.
  ///
  /// @param active whether it has not ended
  /// @param agent whether it is an agent's of the organisation in question
  record Known(String user, boolean active, boolean agent) {}

  /// Those of these people who have, or had, an account on an organisation's server.
  List<Known> known(Tx tx, Organisation of, List<String> people) {
    return tx.list(
        row -> new Known(row.text("user_id"), row.bool("active"), row.bool("agent")),
        ACCOUNTS,
        of.nid(),
        of.server(),
        people.toArray(String[]::new));
  }

  /// Whether `above` is, or stands above, an organisation.
  boolean isAbove(Tx tx, long above, long organisation) {
    return tx.first(row -> true, ABOVE, organisation, above).isPresent();
  }

  /// Lets who changes what an organisation has wait for each other.
  void hold(Tx tx, long organisation) {
    tx.list(row -> true, HOLD, organisation);
  }

  /// Bounds how many agents an organisation has, or does not any more.
  void bound(Tx tx, long organisation, OptionalInt people) {
    tx.run(BOUND, people.isPresent() ? people.getAsInt() : null, organisation);
  }

  /// Whose address this is.
  Optional<Long> of(Tx tx, long server, Address address) {
    return of(tx, server, address.value(), address.domain());
  }

  /// Whose the addresses of a domain are.
  Optional<Long> of(Tx tx, long server, Domain domain) {
    return of(tx, server, "", domain);
  }

  private static Optional<Long> of(Tx tx, long server, String address, Domain domain) {
    var value = domain.value();
    var names = new ArrayList<String>();
    for (int at = 0; at > 0 || names.isEmpty(); at = value.indexOf('.', at) + 1) {
      names.add(value.substring(at));
    }
    return tx.first(
        row -> row.number("organisation"),
        OF,
        server,
        address,
        value,
        names.toArray(String[]::new));
  }

  List<Held> domains(Tx tx, long organisation) {
    return tx.list(OrganisationStore::held, DOMAINS, organisation, DOMAINS_MAX);
  }

  /// The first domains of all organisations of a server, and how many there are.
  Domains allDomains(Tx tx, long server) {
    var rows =
        tx.list(
            row -> new Domains(List.of(held(row)), row.number("total")),
            ALL_DOMAINS,
            server,
            DOMAINS_NAMED_MAX);
    var named = rows.stream().flatMap(row -> row.named().stream()).toList();
    return new Domains(named, rows.isEmpty() ? 0 : rows.getFirst().total());
  }

  private static Held held(Row row) {
    return new Held(new Domain(row.text("value")), row.bool("below"));
  }

  void dropDomains(Tx tx, long organisation) {
    tx.run(DROP_DOMAINS, organisation);
  }

  /// Gives a domain to an organisation; false when it is another's.
  boolean take(Tx tx, Organisation to, Held held, long by, long now) {
    var kind = held.below() ? "below" : "domain";
    return take(tx, to, kind, held.domain().value(), by, now);
  }

  /// Gives to an organisation those of some addresses that are nobody's.
  void take(Tx tx, Organisation to, Collection<Address> addresses, long by, long now) {
    tx.run(TAKE_ADDRESSES, to.server(), to.nid(), by, now, values(addresses));
  }

  private static String[] values(Collection<Address> addresses) {
    return addresses.stream().map(Address::value).toArray(String[]::new);
  }

  private static boolean take(
      Tx tx, Organisation to, String kind, String value, long by, long now) {
    return tx.run(TAKE_DOMAIN, to.server(), kind, value, to.nid(), by, now) == 1;
  }

  /// Whose those of some addresses are that are somebody's one by one.
  Map<Address, Long> owners(Tx tx, long server, Collection<Address> addresses) {
    var owners = new HashMap<Address, Long>();
    tx.list(
        row -> owners.put(new Address(row.text("value")), row.number("organisation")),
        OWNERS,
        server,
        values(addresses));
    return owners;
  }

  List<String> addresses(Tx tx, long organisation, String after) {
    return tx.list(row -> row.text("value"), ADDRESSES, organisation, after, PAGE_MAX);
  }

  long count(Tx tx, long organisation) {
    return tx.first(row -> row.number("n"), COUNT, organisation).orElseThrow();
  }

  boolean drop(Tx tx, long organisation, Address address) {
    return tx.run(DROP_ADDRESS, organisation, address.value()) == 1;
  }

  private static Organisation organisation(Row row) {
    var parent = row.optionalNumber("parent");
    return new Organisation(
        row.number("nid"),
        row.text("id"),
        row.number("server"),
        row.text("name"),
        row.text("label"),
        parent.isPresent() ? Optional.of(parent.getAsLong()) : Optional.empty(),
        row.optionalText("siret").map(Siret::new),
        row.bool("access_rules"),
        row.bool("promotes_all"),
        row.bool("bypass"),
        row.texts("bypass_for"),
        (int) row.number("validity_days"),
        row.bool("spaces_direct"),
        row.bool("guests_by_agents"),
        row.bool("open_directory"));
  }
}
