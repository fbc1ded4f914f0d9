package parvis.suite.scim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// The agents of an organisation in the database, and what its directory said of them.
final class PersonStore {
  private static final String AGENTS =
      """
       from post p
       join account a on a."user" = p."user" and a.deactivated_ms is null and not a.guest
       join matrix_user u on u.nid = p."user"
       left join profile f on f."user" = p."user"
       left join scim_person s on s."user" = p."user" and s.organisation = p.organisation
      where p.organisation = ? and p.until_ms is null and p.sponsor is null\
      """;

  private static final String COLUMNS =
      """
      select u.nid, u.user_id, a.admin, a.created_ms, a.locked or a.withdrawn or a.shut as locked,
             a.withdrawn, f.display_name, p.function, s.attributes, s.external_id, s.changed_ms,
             array(select d.address from address d where d."user" = u.nid
                    order by d.added_ms, d.address) as addresses\
      """;

  private static final String COUNT = "select count(*) as n" + AGENTS;
  private static final String PAGE = COLUMNS + AGENTS + " order by u.nid offset ? limit ?";
  private static final String AFTER = COLUMNS + AGENTS + " and u.nid > ? order by u.nid limit ?";
  private static final String BY_ID = COLUMNS + AGENTS + " and u.user_id = ?";
  private static final String BY_NID = COLUMNS + AGENTS + " and u.nid = ?";

  private static final String NIDS = "select u.nid, u.user_id" + AGENTS + " and u.user_id = any(?)";

  private static final String BY_EXTERNAL =
      COLUMNS + AGENTS + " and s.external_id = ? order by u.nid limit ?";

  private static final String GROUPS =
      """
      select m."user", g.id, g.name from scim_group_member m join scim_group g on g.nid = m."group"
       where m."user" = any(?) and m.wanted and g.organisation = ? order by g.nid\
      """;

  private static final String PUT =
      """
      insert into scim_person ("user", organisation, external_id, attributes, changed_ms)
      values (?, ?, ?, ?, ?)
      on conflict ("user") do update set organisation = excluded.organisation,
        external_id = excluded.external_id, attributes = excluded.attributes,
        changed_ms = excluded.changed_ms\
      """;

  private static final String FORGET = "delete from scim_person where \"user\" = ?";
  private static final String LEAVE = "delete from scim_group_member where \"user\" = ?";

  private static final String OWN = "select attributes from scim_person where \"user\" = ?";

  /// An agent.
  ///
  /// @param locked whether nobody lets them in, by whomever that was decided
  /// @param withdrawn whether their directory decided so
  /// @param said what the directory said of them
  record Person(
      long nid,
      UserId user,
      boolean admin,
      long createdMs,
      boolean locked,
      boolean withdrawn,
      String name,
      String function,
      Optional<String> said,
      Optional<String> externalId,
      Optional<Long> changedMs,
      List<Address> addresses) {
    String id() {
      return user.localpart();
    }
  }

  /// A group that somebody is in.
  record In(String id, String name) {}

  long count(Tx tx, long organisation) {
    return tx.first(row -> row.number("n"), COUNT, organisation).orElseThrow();
  }

  List<Person> page(Tx tx, long organisation, long offset, int max) {
    return tx.list(PersonStore::person, PAGE, organisation, offset, max);
  }

  List<Person> after(Tx tx, long organisation, long nid, int max) {
    return tx.list(PersonStore::person, AFTER, organisation, nid, max);
  }

  Optional<Person> find(Tx tx, long organisation, UserId user) {
    return tx.first(PersonStore::person, BY_ID, organisation, user.value());
  }

  Optional<Person> find(Tx tx, long organisation, long nid) {
    return tx.first(PersonStore::person, BY_NID, organisation, nid);
  }

  /// Which of some people are agents there, by their names.
  Map<String, Long> nids(Tx tx, long organisation, List<UserId> users) {
    var nids = new HashMap<String, Long>();
    tx.list(
        row -> nids.put(new UserId(row.text("user_id")).localpart(), row.number("nid")),
        NIDS,
        organisation,
        users.stream().map(UserId::value).toArray(String[]::new));
    return nids;
  }

  List<Person> byExternal(Tx tx, long organisation, String externalId, int max) {
    return tx.list(PersonStore::person, BY_EXTERNAL, organisation, externalId, max);
  }

  /// In which groups some people are, by nid.
  Map<Long, List<In>> groups(Tx tx, long organisation, List<Person> people) {
    var groups = new HashMap<Long, List<In>>();
    var nids = people.stream().mapToLong(Person::nid).toArray();
    tx.list(
        row ->
            groups.merge(
                row.number("user"),
                List.of(new In(row.text("id"), row.text("name"))),
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList()),
        GROUPS,
        nids,
        organisation);
    return groups;
  }

  void put(
      Tx tx, long user, long organisation, Optional<String> externalId, String said, long now) {
    tx.run(PUT, user, organisation, externalId.orElse(null), said, now);
  }

  /// Forgets what was said of somebody whose account ends.
  void forget(Tx tx, long user) {
    tx.run(FORGET, user);
    tx.run(LEAVE, user);
  }

  Optional<String> own(Tx tx, long user) {
    return tx.first(row -> row.text("attributes"), OWN, user);
  }

  private static Person person(Row row) {
    var changed = row.optionalNumber("changed_ms");
    return new Person(
        row.number("nid"),
        new UserId(row.text("user_id")),
        row.bool("admin"),
        row.number("created_ms"),
        row.bool("locked"),
        row.bool("withdrawn"),
        row.optionalText("display_name").orElse(""),
        row.text("function"),
        row.optionalText("attributes"),
        row.optionalText("external_id"),
        changed.isPresent() ? Optional.of(changed.getAsLong()) : Optional.empty(),
        row.texts("addresses").stream().map(Address::new).toList());
  }
}
