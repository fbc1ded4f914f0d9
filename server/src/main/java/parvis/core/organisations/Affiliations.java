package parvis.core.organisations;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.core.identity.Accounts;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.protocol.id.UserId;

/// Of which organisations people are, told to other parts of the house. Who may be told so is for
/// the caller to decide.
public final class Affiliations {
  /// Approvers of one organisation that are told.
  private static final int APPROVERS_MAX = 200;

  private static final String COLUMNS =
      "select o.nid, o.id, o.label, o.spaces_direct, o.guests_by_agents from organisation o";

  private static final String NAMED = COLUMNS + " where o.id = any(?) order by o.label, o.nid";

  private static final String OF =
      """
      select u.user_id, o.nid, o.id, o.label, o.spaces_direct, o.guests_by_agents, p.role <> 'member' as approver,
             s.user_id as sponsor, p.ends_ms
        from matrix_user u
        join post p on p."user" = u.nid and p.until_ms is null
        join organisation o on o.nid = p.organisation
        left join matrix_user s on s.nid = p.sponsor
       where u.user_id = any(?)\
      """;

  private static final String APPROVERS =
      """
      select u.user_id from post p join matrix_user u on u.nid = p."user"
       where p.organisation = ? and p.until_ms is null and p.role <> 'member'
       order by p.nid limit ?\
      """;

  private static final String EXTERNALS =
      """
      select m.room, count(*) as n
        from membership m left join post p on p."user" = m."user" and p.until_ms is null
       where m.room = any(?) and m.membership = 2 and (p.nid is null or p.sponsor is not null)
         and exists (select from organisation)
         and not exists (
           select from account a where a."user" = m."user" and a.localpart = ?)
       group by m.room\
      """;

  private static final String COUNTS =
      """
      select o.label, count(*) as n
        from membership m
        join post p on p."user" = m."user" and p.until_ms is null and p.sponsor is null
        join organisation o on o.nid = p.organisation
       where m.room = ? and m.membership = 2
       group by o.label order by n desc, o.label limit ?\
      """;

  /// Organisations of one audience that are told, the largest first.
  private static final int COUNTED_MAX = 100;

  private final Db db;

  Affiliations(Db db) {
    this.db = db;
  }

  /// An organisation, as others name it.
  ///
  /// @param direct whether its agents make spaces without asking
  /// @param guests whether its agents invite people from outside by mail, not its approvers alone
  public record Named(long nid, String id, String label, boolean direct, boolean guests) {}

  /// Of which organisation somebody is, and how.
  ///
  /// @param approver whether they decide what its people ask for
  /// @param sponsor who answers for them; absent for agents
  /// @param untilMs the day on which who answers for them ends that
  public record Affiliation(
      Named organisation, boolean approver, Optional<String> sponsor, Optional<Long> untilMs) {
    public boolean external() {
      return sponsor.isPresent();
    }

    /// Whether they invite people from outside by mail, for whom they answer.
    public boolean invitesGuests() {
      return approver || (!external() && organisation.guests());
    }
  }

  /// Those of some people who are of one.
  public Map<UserId, Affiliation> of(Collection<UserId> people) {
    var ids = people.stream().map(UserId::value).toArray(String[]::new);
    var found = new HashMap<UserId, Affiliation>();
    db.read(
        tx ->
            tx.list(
                row -> found.put(new UserId(row.text("user_id")), affiliation(row)),
                OF,
                (Object) ids));
    return found;
  }

  /// Those of some ids that there are.
  public List<Named> named(Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : db.read(tx -> tx.list(Affiliations::named, NAMED, (Object) ids.toArray(String[]::new)));
  }

  /// The labels of some, by nid.
  public Map<Long, String> labels(Collection<Long> organisations) {
    var labels = new HashMap<Long, String>();
    if (organisations.isEmpty()) return labels;
    long[] nids = organisations.stream().mapToLong(Long::longValue).toArray();
    db.read(
        tx ->
            tx.list(
                row -> labels.put(row.number("nid"), row.text("label")),
                "select nid, label from organisation where nid = any(?)",
                (Object) nids));
    return labels;
  }

  /// Who decides in an organisation what its people ask for; some of them, when they are many.
  public List<UserId> approvers(Named organisation) {
    return db.read(
        tx ->
            tx.list(
                row -> new UserId(row.text("user_id")),
                APPROVERS,
                organisation.nid(),
                APPROVERS_MAX));
  }

  /// How many externals are in each of some rooms, by nid; rooms without any are not among them.
  /// The server itself, which tells people what happens, is no external.
  public Map<Long, Long> externals(long... rooms) {
    var counts = new HashMap<Long, Long>();
    db.read(
        tx ->
            tx.list(
                row -> counts.put(row.number("room"), row.number("n")),
                EXTERNALS,
                rooms,
                Accounts.SERVER_ITSELF));
    return counts;
  }

  /// How many agents of an organisation, by its label.
  public record Count(String label, long people) {}

  /// The organisations of a room's people, the largest first.
  public List<Count> counts(long room) {
    return db.read(
        tx ->
            tx.list(
                row -> new Count(row.text("label"), row.number("n")), COUNTS, room, COUNTED_MAX));
  }

  private static Named named(Row row) {
    return new Named(
        row.number("nid"),
        row.text("id"),
        row.text("label"),
        row.bool("spaces_direct"),
        row.bool("guests_by_agents"));
  }

  private static Affiliation affiliation(Row row) {
    var ends = row.optionalNumber("ends_ms");
    return new Affiliation(
        named(row),
        row.bool("approver"),
        row.optionalText("sponsor"),
        ends.isPresent() ? Optional.of(ends.getAsLong()) : Optional.empty());
  }
}
