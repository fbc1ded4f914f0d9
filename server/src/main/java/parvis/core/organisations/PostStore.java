package parvis.core.organisations;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Profiles;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// Posts in the database: those that are, and those that were.
final class PostStore {
  /// In the place of a number that was not taken before the transaction: the statement takes one.
  static final long FRESH = 0;

  /// Administrators who are told of something at once.
  private static final int RULERS_MAX = 100;

  /// People of one page.
  static final int PAGE_MAX = 500;

  private static final String COLUMNS =
      """
      select p.nid, p."user", p.organisation, p.role, p.sponsor, p.ends_ms, p.extended from post p\
      """;

  private static final String OF = COLUMNS + " where p.\"user\" = ? and p.until_ms is null";

  static final String PEOPLE =
      """
      select u.user_id, f.display_name, f.avatar_url, p.role, p.ground, p.function, p.since_ms,
             p.ends_ms, p.extended, p.over, p.longer_asked_ms,
             case p.wish when 'open' then p.wish_ms end as wished_ms, s.user_id as sponsor,
             g.display_name as sponsor_name, o.id as organisation, a.suspended
        from post p join matrix_user u on u.nid = p."user"
        join account a on a."user" = p."user"
        join organisation o on o.nid = p.organisation
        left join profile f on f."user" = p."user"
        left join matrix_user s on s.nid = p.sponsor
        left join profile g on g."user" = p.sponsor\
      """;

  private static final String SPONSORED =
      PEOPLE + " where p.sponsor = ? and p.until_ms is null order by p.ends_ms, u.user_id limit ?";

  private static final String SPONSORS =
      "select 1 from post where sponsor = ? and until_ms is null limit 1";

  private static final String MEMBERS =
      PEOPLE
          + """
       where p.organisation = ? and p.until_ms is null and (p.sponsor is not null) = ?
         and u.user_id > ?
         and strpos(lower(coalesce(f.display_name, '') || ' ' || u.user_id), lower(?)) > 0
       order by u.user_id limit ?\
      """;

  private static final String OF_MANY =
      """
      select u.user_id, o.label, p.sponsor is not null as external
        from matrix_user u
        join post p on p."user" = u.nid and p.until_ms is null
        join organisation o on o.nid = p.organisation
       where u.user_id = any(?) and o.server = ?
         and (exists (select 1 from post r
                       where r."user" = ? and r.until_ms is null and r.sponsor is null)
              or exists (select 1 from membership a
                           join membership b on b.room = a.room and b.membership = 2
                          where a."user" = ? and a.membership = 2 and b."user" = u.nid))\
      """;

  private static final String BEGIN =
      """
      insert into post (nid, "user", organisation, role, ground, "by", sponsor, since_ms, ends_ms)
      values (coalesce(nullif(?, 0), nextval('nid')), ?, ?, ?, ?, ?, ?, ?,
              coalesce(?, (select ?::bigint + nullif(validity_days, 0)::bigint * 86400000
                             from organisation where nid = ?)))\
      """;

  private static final String END =
      "update post set until_ms = ? where \"user\" = ? and until_ms is null";

  private static final String ROLE =
      "update post set role = ? where \"user\" = ? and until_ms is null";

  /// Lets those who begin posts there wait for each other, where their number is bounded.
  private static final String SEATS =
      """
      select o.people_max - (select count(*) from post p
                              where p.organisation = o.nid and p.until_ms is null
                                and p.sponsor is null) as n
        from organisation o where o.nid = ? and o.people_max is not null for no key update of o\
      """;

  private static final String SAY =
      "update post set function = ? where \"user\" = ? and until_ms is null";

  private static final String EXTEND =
      """
      update post
         set ends_ms = ?, extended = true, over = false, reminded = 0, longer_asked_ms = null
       where nid = ? and until_ms is null\
      """;

  /// Guests with those of their addresses, which are proven, that have become an organisation's.
  /// Whoever has not come in yet and is on a list of another organisation than the one that invited
  /// them stays its guest until they do: it is not told of that list.
  private static final String GUESTS =
      """
      select p."user", u.user_id, a.server, a.address from post p
        join matrix_user u on u.nid = p."user" join address a on a."user" = p."user"
        join account c on c."user" = p."user"
        cross join lateral (select substring(a.address from '[^@]*$') as name) d
        cross join lateral (select string_to_array(d.name, '.') as labels) l
       where p.until_ms is null and p.sponsor is not null
         and exists (select from organisation_address o
                      where o.server = a.server
                        and (o.kind = 'address' and o.value = a.address
                                and (o.organisation = p.organisation or not c.name_unasked)
                             or o.kind = 'domain' and o.value = d.name
                             or o.kind = 'below'
                                and o.value = any(array(
                                      select array_to_string(l.labels[i:], '.')
                                        from generate_series(1, cardinality(l.labels)) i))))
       order by p.nid limit ?\
      """;

  private static final String WAS_AGENT =
      """
      select 1 from post where "user" = ? and organisation = ? and sponsor is null
         and until_ms is not null\
      """;

  private static final String END_NOW =
      """
      update post
         set ends_ms = least(ends_ms, ?), longer_asked_ms = null, wish = null, wish_ms = null
       where nid = ? and until_ms is null\
      """;

  private static final String OVER = "update post set over = true where nid = ?";

  private static final String MADE_FOR =
      """
      select 1 from post p join account a on a."user" = p."user"
       where p.nid = ? and a.created_ms >= p.since_ms - ?
         and not exists (select 1 from post b where b."user" = p."user" and b.nid < p.nid)\
      """;

  private static final String DUE =
      """
      select p.nid, p."user", u.user_id from post p join matrix_user u on u.nid = p."user"
        join account a on a."user" = p."user"
       where p.until_ms is null and p.ends_ms <= ? and not p.over
         and (p.sponsor is not null or not a.admin and p.reminded > 0)
       order by p.ends_ms limit ?\
      """;

  private static final String DECIDES =
      """
      select 1 from account a
       where a."user" = ? and a.deactivated_ms is null
         and not (a.locked or a.withdrawn or a.shut or a.suspended or a.expired)
         and (a.admin or exists (select from post p
                                  where p."user" = a."user" and p.organisation = ?
                                    and p.role = 'administrator' and p.until_ms is null))\
      """;

  private static final String RULERS =
      """
      select u.user_id from account a join matrix_user u on u.nid = a."user"
       where a.server = ? and a.deactivated_ms is null
         and (a.admin or exists (select from post p
                                  where p."user" = a."user" and p.organisation = ?
                                    and p.role = 'administrator' and p.until_ms is null))
       order by u.user_id limit ?\
      """;

  private static final String AGENTS =
      """
      select "user", organisation from post
       where "user" = any(?) and until_ms is null and sponsor is null\
      """;

  private static final String ENROL =
      """
      insert into post
        (nid, "user", organisation, role, ground, "by", since_ms, ends_ms, function)
      select nextval('nid'), p."user", o.nid, 'member', 'administrator', ?, ?,
             ? + nullif(o.validity_days, 0)::bigint * 86400000, p.function
        from organisation o
        cross join unnest(?::bigint[], ?::text[]) as p ("user", function)
       where o.nid = ?\
      """;

  private static final String ADMINISTRATORS =
      """
      select count(*) as n from post
       where organisation = ? and role = 'administrator' and until_ms is null\
      """;

  /// Somebody of an organisation, as its administrators see them.
  record Member(
      String user,
      Optional<String> name,
      Optional<String> picture,
      Role role,
      String ground,
      String function,
      long sinceMs,
      Optional<String> sponsor,
      Optional<String> sponsorName,
      Optional<Long> endsMs,
      boolean extended,
      boolean over,
      Optional<Long> longerAskedMs,
      Optional<Long> wishedMs,
      String organisation,
      boolean suspended) {}

  /// A guest, and one of their addresses.
  ///
  /// @param account nid
  record Guest(long account, UserId user, long server, Address address) {}

  /// Which people of an organisation are looked for.
  ///
  /// @param external whether those who were invited from outside, or agents
  /// @param words what their name or id holds
  /// @param after the id of the last one that was told
  record Wanted(boolean external, String words, String after) {}

  /// What others see of somebody's post.
  record Badge(String user, String label, boolean external) {}

  /// Those of whom somebody may know: for who is no agent, people of the rooms they are in.
  List<Badge> badges(Tx tx, long server, long reader, Collection<String> users) {
    return tx.list(
        row -> new Badge(row.text("user_id"), row.text("label"), row.bool("external")),
        OF_MANY,
        users.toArray(String[]::new),
        server,
        reader,
        reader);
  }

  /// What begins a post. Without an end that is said it ends when the organisation says so.
  ///
  /// @param by nid of who attests it; absent: the address does
  record Begun(
      long nid,
      long user,
      long organisation,
      Role role,
      Post.Ground ground,
      Optional<Long> by,
      Optional<Long> sponsor,
      Optional<Long> endsMs) {}

  Optional<Post> of(Tx tx, long user) {
    return tx.first(PostStore::post, OF, user);
  }

  /// The same, and nobody else changes it until the transaction ends.
  Optional<Post> held(Tx tx, long user) {
    Accounts.hold(tx, user);
    return of(tx, user);
  }

  List<Member> members(Tx tx, long organisation, Wanted wanted) {
    return tx.list(
        PostStore::member,
        MEMBERS,
        organisation,
        wanted.external(),
        wanted.after(),
        wanted.words(),
        PAGE_MAX);
  }

  /// Who answers for somebody from outside.
  record Sponsor(String user, Optional<String> name) {}

  Optional<Sponsor> sponsor(Tx tx, Post of) {
    return of.sponsor()
        .flatMap(
            nid ->
                tx.first(
                    row -> new Sponsor(row.text("user_id"), row.optionalText("display_name")),
                    """
                    select u.user_id, f.display_name
                      from matrix_user u left join profile f on f."user" = u.nid where u.nid = ?
                    """,
                    nid));
  }

  /// Those for whom somebody answers.
  List<Member> sponsored(Tx tx, long sponsor) {
    return tx.list(PostStore::member, SPONSORED, sponsor, PAGE_MAX);
  }

  List<Guest> guests(Tx tx, int max) {
    return tx.list(
        row ->
            new Guest(
                row.number("user"),
                new UserId(row.text("user_id")),
                row.number("server"),
                new Address(row.text("address"))),
        GUESTS,
        max);
  }

  /// Whether somebody was an agent of an organisation once, and that has ended.
  boolean wasAgent(Tx tx, long user, long organisation) {
    return tx.first(row -> row, WAS_AGENT, user, organisation).isPresent();
  }

  /// Whether somebody answers for anybody.
  boolean sponsors(Tx tx, long user) {
    return tx.first(row -> true, SPONSORS, user).isPresent();
  }

  long administrators(Tx tx, long organisation) {
    return tx.first(row -> row.number("n"), ADMINISTRATORS, organisation).orElseThrow();
  }

  /// Begins a post, and ends the one before. The account is held.
  void begin(Tx tx, Begun post, long now) {
    tx.run(END, now, post.user());
    if (post.sponsor().isEmpty()) {
      requireSeats(tx, post.organisation(), 1);
    }
    tx.run(
        BEGIN,
        post.nid(),
        post.user(),
        post.organisation(),
        post.role().word(),
        post.ground().word(),
        post.by().orElse(null),
        post.sponsor().orElse(null),
        now,
        post.endsMs().orElse(null),
        now,
        post.organisation());
    Profiles.place(tx, post.organisation(), post.user());
  }

  /// How many more agents an organisation may have; empty when nobody bounds it.
  OptionalLong seats(Tx tx, long organisation) {
    var left = tx.first(row -> row.number("n"), SEATS, organisation);
    return left.isPresent() ? OptionalLong.of(Math.max(0, left.get())) : OptionalLong.empty();
  }

  private void requireSeats(Tx tx, long organisation, int count) {
    if (seats(tx, organisation).orElse(count) < count) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
          "This organisation has as many people as its pilot allows");
    }
  }

  /// Whether somebody administers an organisation, or the server.
  boolean decides(Tx tx, long user, long organisation) {
    return tx.first(row -> true, DECIDES, user, organisation).isPresent();
  }

  /// Who administers an organisation, and who runs the server.
  List<UserId> rulers(Tx tx, long server, long organisation) {
    return tx.list(
        row -> new UserId(row.text("user_id")), RULERS, server, organisation, RULERS_MAX);
  }

  /// Of which organisations those of some accounts are agents that are.
  Map<Long, Long> agents(Tx tx, Collection<Long> users) {
    var agents = new HashMap<Long, Long>();
    tx.list(
        row -> agents.put(row.number("user"), row.number("organisation")),
        AGENTS,
        (Object) users.stream().mapToLong(Long::longValue).toArray());
    return agents;
  }

  /// Begins the first posts of many accounts.
  void enrol(Tx tx, long organisation, long by, List<Enrolment.Enrolled> people, long now) {
    requireSeats(tx, organisation, people.size());
    var users = people.stream().mapToLong(Enrolment.Enrolled::user).toArray();
    tx.run(
        ENROL,
        by,
        now,
        now,
        users,
        people.stream().map(Enrolment.Enrolled::function).toArray(String[]::new),
        organisation);
    Profiles.place(tx, organisation, users);
  }

  boolean end(Tx tx, long user, long now) {
    Accounts.hold(tx, user);
    Profiles.place(tx, Profiles.NOWHERE, user);
    return tx.run(END, now, user) == 1;
  }

  void change(Tx tx, long user, Role role) {
    tx.run(ROLE, role.word(), user);
  }

  void say(Tx tx, long user, String function) {
    tx.run(SAY, function, user);
  }

  void extend(Tx tx, Post post, long endsMs) {
    tx.run(EXTEND, endsMs, post.nid());
  }

  void endNow(Tx tx, Post post, long now) {
    tx.run(END_NOW, now, post.nid());
  }

  /// A post whose day has come.
  record Due(long nid, String userId, long user) {}

  /// Those that nothing was done about, the oldest first.
  List<Due> due(Tx tx, long now, int max) {
    return tx.list(
        row -> new Due(row.number("nid"), row.text("user_id"), row.number("user")), DUE, now, max);
  }

  /// Whether somebody's account was made just before this post of theirs, and is their first.
  boolean isMadeFor(Tx tx, long nid, Duration freshMax) {
    return tx.first(row -> true, MADE_FOR, nid, freshMax.toMillis()).isPresent();
  }

  void over(Tx tx, long nid) {
    tx.run(OVER, nid);
  }

  private static Post post(Row row) {
    return new Post(
        row.number("nid"),
        row.number("user"),
        row.number("organisation"),
        Role.of(row.text("role")).orElseThrow(),
        optional(row, "sponsor"),
        optional(row, "ends_ms"),
        row.bool("extended"));
  }

  static Member member(Row row) {
    return new Member(
        row.text("user_id"),
        row.optionalText("display_name"),
        row.optionalText("avatar_url"),
        Role.of(row.text("role")).orElseThrow(),
        row.text("ground"),
        row.text("function"),
        row.number("since_ms"),
        row.optionalText("sponsor"),
        row.optionalText("sponsor_name"),
        optional(row, "ends_ms"),
        row.bool("extended"),
        row.bool("over"),
        optional(row, "longer_asked_ms"),
        optional(row, "wished_ms"),
        row.text("organisation"),
        row.bool("suspended"));
  }

  private static Optional<Long> optional(Row row, String column) {
    var number = row.optionalNumber(column);
    return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
  }
}
