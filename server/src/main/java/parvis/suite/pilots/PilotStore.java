package parvis.suite.pilots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.base.Language;
import parvis.core.identity.Accounts;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// Pilots in the database.
final class PilotStore {
  static final int PAGE_MAX = 500;

  /// People who are written to when something becomes of a pilot, beside who applied.
  static final int DECIDERS_MAX = 100;

  private static final String COLUMNS =
      """
      select p.organisation, o.id, o.name, p.server, p.address, p.language, p.goals, p.people_max,
             p.begun_ms, p.ends_ms, p.state, p.reason
        from pilot p join organisation o on o.nid = p.organisation\
      """;

  private static final String ALL = COLUMNS + " where p.server = ? order by p.ends_ms desc limit ?";
  private static final String FIND = COLUMNS + " where p.server = ? and o.id = ? for update of p";
  private static final String OF = COLUMNS + " where p.organisation = ?";

  private static final String DUE =
      COLUMNS + " where p.state = 'running' and p.ends_ms <= ? order by p.ends_ms limit ?";

  private static final String TO_REMIND =
      COLUMNS
          + """

           where p.state = 'running' and not p.reminded and p.ends_ms <= ?
           order by p.ends_ms limit ?\
          """;

  private static final String ADD =
      """
      insert into pilot (organisation, server, address, language, goals, people_max, begun_ms,
                         ends_ms, state)
      values (?, ?, ?, ?, ?, ?, ?, ?, 'running')\
      """;

  private static final String DECIDE =
      """
      update pilot set state = ?, reason = ?, settling = nextval('nid') where organisation = ?\
      """;

  private static final String EXTEND =
      "update pilot set people_max = ?, ends_ms = ?, reminded = false where organisation = ?";

  private static final String SETTLING =
      "select organisation, settling from pilot where settling is not null limit ?";

  private static final String SETTLED =
      """
      update pilot c set settling = null from unnest(?::bigint[], ?::bigint[]) as d (pilot, at)
       where c.organisation = d.pilot and c.settling = d.at\
      """;

  private static final String REMINDED =
      "update pilot set reminded = true where organisation = ? and not reminded";

  /// Of decisions that are not settled, and of whose post began a moment ago. Whoever runs the
  /// server is never kept out.
  private static final String TO_SHUT =
      """
      with due as (
        select p."user" from pilot c
          join post p on p.organisation = c.organisation and p.until_ms is null
         where c.state = 'closed' and c.settling is not null
         union
        select p."user" from post p
          join pilot c on c.organisation = p.organisation and c.state = 'closed'
         where p.since_ms > ? and p.until_ms is null)
      select u.nid, u.user_id from due
        join account a on a."user" = due."user" and a.deactivated_ms is null
         and not a.shut and not a.admin
        join matrix_user u on u.nid = due."user"
       order by u.nid limit ?\
      """;

  /// Likewise, and of whose post ended a moment ago.
  private static final String TO_LET_IN =
      """
      with due as (
        select a."user" from account a
         where a.shut and exists (select from pilot where settling is not null)
         union
        select p."user" from post p where p.since_ms > ?
         union
        select p."user" from post p where p.until_ms > ?)
      select u.nid, u.user_id from due
        join account a on a."user" = due."user" and a.shut
        join matrix_user u on u.nid = a."user"
       where a.admin or not exists (
         select from post p join pilot c on c.organisation = p.organisation
          where p."user" = a."user" and p.until_ms is null and c.state = 'closed')
       order by u.nid limit ?\
      """;

  private static final String IS_SHUT =
      """
      select not a.admin and exists (
           select from post p join pilot c on c.organisation = p.organisation
            where p."user" = a."user" and p.until_ms is null and c.state = 'closed') as shut
        from account a where a."user" = ?\
      """;

  private static final String DECIDERS =
      """
      select p."user" from post p
       where p.organisation = ? and p.until_ms is null
         and p.role in ('administrator', 'approver')
       order by p."user" limit ?\
      """;

  private static final String OF_AGENT =
      COLUMNS
          + """

           join post m on m.organisation = p.organisation
           where m."user" = ? and m.until_ms is null and m.sponsor is null\
          """;

  /// Somebody has come who has a device, or came in by a code once.
  private static final String FIGURES =
      """
      select p.organisation, count(*) as people,
             count(*) filter (where exists (select from device d where d."user" = p."user")
                                 or exists (select from sign_in_browser b
                                              join address a on a.address = b.address
                                               and a.server = b.server
                                             where a."user" = p."user")) as arrived,
             count(*) filter (where exists (select from device d
                                             where d."user" = p."user" and d.seen_ms > ?))
               as active
        from post p where p.organisation = any(?) and p.until_ms is null and p.sponsor is null
       group by p.organisation\
      """;

  enum State {
    RUNNING,
    OPEN,
    CLOSED;

    String word() {
      return Words.of(this);
    }
  }

  /// A pilot.
  ///
  /// @param address of who applied, who is written to
  record Pilot(
      long organisation,
      String id,
      String name,
      ServerName server,
      Address address,
      Language language,
      Terms terms,
      long begunMs,
      State state,
      String reason) {}

  /// A decision on a pilot whose people are not all kept out or let in again.
  record Settling(long organisation, long decision) {}

  /// Somebody who is to be kept out or let in again.
  record Due(long userNid, UserId user) {}

  /// How many people there are, how many came at least once, and how many within a week.
  record Figures(long people, long arrived, long active) {
    static final Figures NONE = new Figures(0, 0, 0);
  }

  void add(Tx tx, Pilot pilot) {
    tx.run(
        ADD,
        pilot.organisation(),
        pilot.server().value(),
        pilot.address().value(),
        pilot.language().code(),
        pilot.terms().goals(),
        pilot.terms().peopleMax(),
        pilot.begunMs(),
        pilot.terms().endsMs());
  }

  List<Pilot> all(Tx tx, ServerName server) {
    return tx.list(PilotStore::pilot, ALL, server.value(), PAGE_MAX);
  }

  Optional<Pilot> of(Tx tx, long organisation) {
    return tx.first(PilotStore::pilot, OF, organisation);
  }

  Optional<Pilot> find(Tx tx, ServerName server, String id) {
    return tx.first(PilotStore::pilot, FIND, server.value(), id);
  }

  List<Pilot> due(Tx tx, long now) {
    return tx.list(PilotStore::pilot, DUE, now, PAGE_MAX);
  }

  List<Pilot> toRemind(Tx tx, long before) {
    return tx.list(PilotStore::pilot, TO_REMIND, before, PAGE_MAX);
  }

  boolean reminded(Tx tx, Pilot pilot) {
    return tx.run(REMINDED, pilot.organisation()) == 1;
  }

  void decide(Tx tx, Pilot pilot, State state, String reason) {
    tx.run(DECIDE, state.word(), reason, pilot.organisation());
  }

  void extend(Tx tx, Pilot pilot, Terms terms) {
    tx.run(EXTEND, terms.peopleMax(), terms.endsMs(), pilot.organisation());
  }

  /// Decisions on pilots, by nid, whose people are not all kept out or let in again.
  List<Settling> settling(Tx tx) {
    return tx.list(
        row -> new Settling(row.number("organisation"), row.number("settling")),
        SETTLING,
        PAGE_MAX);
  }

  void settled(Tx tx, List<Settling> decisions) {
    tx.run(
        SETTLED,
        decisions.stream().mapToLong(Settling::organisation).toArray(),
        decisions.stream().mapToLong(Settling::decision).toArray());
  }

  /// @param since when a post began that is looked at whatever was decided
  List<Due> toShut(Tx tx, long since, int max) {
    return tx.list(PilotStore::due, TO_SHUT, since, max);
  }

  List<Due> toLetIn(Tx tx, long since, int max) {
    return tx.list(PilotStore::due, TO_LET_IN, since, since, max);
  }

  /// Whether somebody is kept out because of a pilot that is closed. The account is held.
  boolean isShut(Tx tx, long user) {
    Accounts.hold(tx, user);
    return tx.first(row -> row.bool("shut"), IS_SHUT, user).orElse(false);
  }

  /// Who decides in an organisation, by nid.
  List<Long> deciders(Tx tx, long organisation) {
    return tx.list(row -> row.number("user"), DECIDERS, organisation, DECIDERS_MAX);
  }

  /// What the organisation of an agent tries out, or tried.
  Optional<Pilot> ofAgent(Tx tx, long user) {
    return tx.first(PilotStore::pilot, OF_AGENT, user);
  }

  Map<Long, Figures> figures(Tx tx, long[] organisations, long since) {
    var figures = new HashMap<Long, Figures>();
    tx.list(
        row ->
            figures.put(
                row.number("organisation"),
                new Figures(row.number("people"), row.number("arrived"), row.number("active"))),
        FIGURES,
        since,
        organisations);
    return figures;
  }

  private static Due due(Row row) {
    return new Due(row.number("nid"), new UserId(row.text("user_id")));
  }

  private static Pilot pilot(Row row) {
    return new Pilot(
        row.number("organisation"),
        row.text("id"),
        row.text("name"),
        new ServerName(row.text("server")),
        new Address(row.text("address")),
        Language.of(row.text("language")),
        new Terms((int) row.number("people_max"), row.number("ends_ms"), row.text("goals")),
        row.number("begun_ms"),
        Words.read(State.class, row.text("state")),
        row.text("reason"));
  }
}
