package parvis.suite.scim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// The groups of an organisation in the database, and who is of them.
final class GroupStore {
  private static final String COLUMNS =
      """
      select g.id, g.nid, g.organisation, g.name, g.external_id, g.created_ms, g.changed_ms,
             g.space, g.reader, u.user_id as "by"
        from scim_group g left join matrix_user u on u.nid = g."by"\
      """;

  private static final String FIND = COLUMNS + " where g.organisation = ? and g.id = ?";
  private static final String ALL = COLUMNS + " where g.organisation = ? order by g.nid limit ?";
  private static final String PAGE =
      COLUMNS + " where g.organisation = ? order by g.nid offset ? limit ?";

  private static final String COUNT = "select count(*) as n from scim_group where organisation = ?";

  private static final String OF_MEMBERS =
      """

       from scim_group_member m join scim_group g on g.nid = m."group"
       join matrix_user u on u.nid = m."user"
       join post p on p."user" = m."user" and p.organisation = g.organisation
        and p.until_ms is null and p.sponsor is null
      where m."group" = any(?) and m.wanted\
      """;

  private static final String MEMBERS =
      "select m.\"group\", u.user_id" + OF_MEMBERS + " order by m.\"group\", m.\"user\"";

  private static final String SIZES =
      "select m.\"group\", count(*) as n" + OF_MEMBERS + " group by m.\"group\"";

  private static final String HOLD = "select from scim_group where nid = ? for update";

  private static final String ADD =
      """
      insert into scim_group
        (id, nid, organisation, name, external_id, created_ms, changed_ms)
      values (?, ?, ?, ?, ?, ?, ?)\
      """;

  private static final String CHANGE =
      "update scim_group set name = ?, external_id = ?, changed_ms = ? where nid = ?";

  private static final String REMOVE = "delete from scim_group where nid = ?";

  private static final String WANT =
      """
      insert into scim_group_member ("group", "user")
      select ?, u from unnest(?::bigint[]) as u
      on conflict ("group", "user") do update set wanted = true, tried_ms = 0
       where not scim_group_member.wanted\
      """;

  private static final String LET_GO =
      """
      update scim_group_member set wanted = false, tried_ms = 0
       where "group" = ? and wanted and carried and "user" <> all(?)\
      """;

  private static final String DROP =
      """
      delete from scim_group_member where "group" = ? and not carried and "user" <> all(?)\
      """;

  private static final String LINK =
      "update scim_group set space = ?, reader = ?, \"by\" = ? where nid = ?";

  private static final String UNLINK =
      "update scim_group set space = null, reader = false, \"by\" = null where nid = ?";

  private static final String GONE =
      "delete from scim_group_member where \"group\" = ? and not wanted";

  private static final String AFRESH =
      "update scim_group_member set carried = false, tried_ms = 0 where \"group\" = ?";

  /// Nobody comes in in the name of who is kept out themselves; who is to leave does.
  private static final String DUE =
      """
      select m."group", m."user", m.wanted, g.space, g.reader, b.user_id as "by", u.user_id,
             not m.wanted and exists (
               select from scim_group_member o join scim_group h on h.nid = o."group"
                where o."user" = m."user" and o.wanted and h.space = g.space) as kept
        from scim_group_member m join scim_group g on g.nid = m."group"
        join matrix_user b on b.nid = g."by" join matrix_user u on u.nid = m."user"
       where m.wanted <> m.carried and m.tried_ms <= ?
         and (not m.wanted
              or exists (
                   select from post p where p."user" = m."user" and p.organisation = g.organisation
                      and p.until_ms is null and p.sponsor is null)
                 and exists (
                   select from account a where a."user" = g."by" and a.deactivated_ms is null
                      and not (a.locked or a.withdrawn or a.shut or a.suspended or a.expired)))
       order by m.tried_ms limit ?\
      """;

  private static final String GONE_FROM =
      """
      update scim_group_member m set wanted = false, tried_ms = 0
        from scim_group g
       where g.nid = m."group" and g.space is not null and m.wanted and m.carried
         and not exists (
               select from post p where p."user" = m."user" and p.organisation = g.organisation
                  and p.until_ms is null and p.sponsor is null)\
      """;

  private static final String CARRIED =
      """
      update scim_group_member set carried = true
       where "group" = ? and "user" = ? and wanted\
      """;

  private static final String TO_DISMISS =
      """
      insert into scim_group_member ("group", "user", wanted, carried)
      select nid, ?, false, true from scim_group where nid = ? and space is not null
      on conflict do nothing\
      """;

  private static final String AGAIN =
      """
      update scim_group_member set carried = false, tried_ms = 0
       where "group" = ? and "user" = ? and wanted\
      """;

  private static final String LEFT =
      "delete from scim_group_member where \"group\" = ? and \"user\" = ? and not wanted";

  private static final String TRIED =
      "update scim_group_member set tried_ms = ? where \"group\" = ? and \"user\" = ?";

  /// A group.
  ///
  /// @param space that an administrator opened to it
  /// @param reader whether its people only read there
  /// @param by in whose name they come in
  record Group(
      String id,
      long nid,
      long organisation,
      String name,
      Optional<String> externalId,
      long createdMs,
      long changedMs,
      Optional<String> space,
      boolean reader,
      Optional<UserId> by) {}

  /// Somebody who is to be brought into a space, or out of it.
  ///
  /// @param kept whether they stay there by another group
  record Due(
      long group,
      long userNid,
      UserId user,
      boolean wanted,
      boolean kept,
      String space,
      boolean reader,
      UserId by) {}

  Optional<Group> find(Tx tx, long organisation, String id) {
    return tx.first(GroupStore::group, FIND, organisation, id);
  }

  List<Group> all(Tx tx, long organisation, int max) {
    return tx.list(GroupStore::group, ALL, organisation, max);
  }

  long count(Tx tx, long organisation) {
    return tx.first(row -> row.number("n"), COUNT, organisation).orElseThrow();
  }

  /// Who is of some groups, by nid.
  Map<Long, List<UserId>> members(Tx tx, List<Group> groups) {
    var members = new HashMap<Long, List<UserId>>();
    tx.list(
        row ->
            members
                .computeIfAbsent(row.number("group"), _ -> new ArrayList<>())
                .add(new UserId(row.text("user_id"))),
        MEMBERS,
        (Object) groups.stream().mapToLong(Group::nid).toArray());
    return members;
  }

  List<Group> page(Tx tx, long organisation, long offset, int max) {
    return tx.list(GroupStore::group, PAGE, organisation, offset, max);
  }

  /// How many people are of some groups, by nid.
  Map<Long, Long> sizes(Tx tx, List<Group> groups) {
    var sizes = new HashMap<Long, Long>();
    tx.list(
        row -> sizes.put(row.number("group"), row.number("n")),
        SIZES,
        (Object) groups.stream().mapToLong(Group::nid).toArray());
    return sizes;
  }

  void hold(Tx tx, Group group) {
    tx.list(row -> true, HOLD, group.nid());
  }

  void add(Tx tx, Group made) {
    tx.run(
        ADD,
        made.id(),
        made.nid(),
        made.organisation(),
        made.name(),
        made.externalId().orElse(null),
        made.createdMs(),
        made.changedMs());
  }

  void change(Tx tx, Group group, String name, Optional<String> externalId, long now) {
    tx.run(CHANGE, name, externalId.orElse(null), now, group.nid());
  }

  /// Says who is of a group, by nid; who came into a space by it is still to leave that.
  void members(Tx tx, long group, Collection<Long> members) {
    var nids = members.stream().mapToLong(Long::longValue).toArray();
    tx.run(LET_GO, group, nids);
    tx.run(DROP, group, nids);
    tx.run(WANT, group, nids);
  }

  void remove(Tx tx, Group group) {
    tx.run(REMOVE, group.nid());
  }

  void link(Tx tx, Group group, String space, boolean reader, long by) {
    tx.run(GONE, group.nid());
    tx.run(AFRESH, group.nid());
    tx.run(LINK, space, reader, by, group.nid());
  }

  /// Who came in by it stays.
  void unlink(Tx tx, Group group) {
    tx.run(GONE, group.nid());
    tx.run(AFRESH, group.nid());
    tx.run(UNLINK, group.nid());
  }

  /// Has those dismissed who came in by a group and are of its organisation no more.
  void letGo(Tx tx) {
    tx.run(GONE_FROM);
  }

  /// Those that were not tried since a moment.
  List<Due> due(Tx tx, long since, int max) {
    return tx.list(GroupStore::due, DUE, since, max);
  }

  /// Notes what was done. Whoever the directory took off the group or took back meanwhile goes the
  /// other way.
  void done(Tx tx, Due due) {
    tx.list(row -> true, HOLD, due.group());
    if (due.wanted()) {
      if (tx.run(CARRIED, due.group(), due.userNid()) == 0) {
        tx.run(TO_DISMISS, due.userNid(), due.group());
      }
    } else if (tx.run(LEFT, due.group(), due.userNid()) == 0) {
      tx.run(AGAIN, due.group(), due.userNid());
    }
  }

  void tried(Tx tx, Due due, long now) {
    tx.run(TRIED, now, due.group(), due.userNid());
  }

  private static Due due(Row row) {
    return new Due(
        row.number("group"),
        row.number("user"),
        new UserId(row.text("user_id")),
        row.bool("wanted"),
        row.bool("kept"),
        row.text("space"),
        row.bool("reader"),
        new UserId(row.text("by")));
  }

  private static Group group(Row row) {
    return new Group(
        row.text("id"),
        row.number("nid"),
        row.number("organisation"),
        row.text("name"),
        row.optionalText("external_id"),
        row.number("created_ms"),
        row.number("changed_ms"),
        row.optionalText("space"),
        row.bool("reader"),
        row.optionalText("by").map(UserId::new));
  }
}
