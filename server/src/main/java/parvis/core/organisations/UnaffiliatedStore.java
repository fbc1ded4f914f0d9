package parvis.core.organisations;

import java.util.List;
import java.util.Optional;
import parvis.core.identity.Accounts;
import parvis.core.identity.Profiles;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.platform.log.LogRow;

/// Accounts that are of no organisation, or could become of one, in the database.
final class UnaffiliatedStore {
  /// People of one page.
  static final int PAGE_MAX = 500;

  /// People of whom one search tells.
  static final int FOUND_MAX = 8;

  /// What somebody notes for themselves who is found by their full id or address alone.
  private static final String RED_LIST = "im.vector.hide_profile";

  private static final String HIDDEN = "\"hide_profile\":true";

  /// A name has words that begin with each of those that are searched.
  private static final String NAMED =
      """
      (cardinality(s.words) > 0
         and not exists (select from unnest(s.words) w
                          where strpos(' ' || f.words, ' ' || w) = 0))\
      """;

  private static final String ALL =
      """
      with s (words, typed) as (select ?::text[], ?::text)
      select u.user_id, f.display_name, f.avatar_url, a.admin, a.suspended, a.created_ms
        from s cross join account a
        join matrix_user u on u.nid = a."user"
        join profile f on f."user" = a."user"
       where a.server = ? and a.deactivated_ms is null and not a.guest and a.localpart <> ?
         and u.user_id > ?
         and not exists (select from post p where p."user" = a."user" and p.until_ms is null)
         and (s.typed = '' or strpos(u.user_id, s.typed) > 0
              or exists (select from address m
                          where m."user" = a."user" and strpos(m.address, s.typed) > 0)
              or exists (select from mailbox_person m
                          where m."user" = a."user" and strpos(m.address, s.typed) > 0)
              or %s)
       order by u.user_id limit ?\
      """
          .formatted(NAMED);

  private static final String FOUND =
      """
      with s (words, typed, organisation, house) as (
        select ?::text[], ?::text, ?::bigint, ?::boolean)
      select u.user_id, f.display_name, f.avatar_url, o.label
        from s cross join account a
        join matrix_user u on u.nid = a."user"
        join profile f on f."user" = a."user"
        left join post p on p."user" = a."user" and p.until_ms is null
        left join organisation o on o.nid = p.organisation
       where a.server = ? and a.deactivated_ms is null and not a.guest and a.localpart <> ?
         and (p.nid is null or p.sponsor is not null or p.organisation <> s.organisation)
         and (s.house or not a.admin and (p.nid is null or p.organisation = s.organisation))
         and (u.user_id = s.typed
              or exists (select from address m
                          where m."user" = a."user" and m.address = s.typed)
              or exists (select from mailbox_person m
                          where m."user" = a."user" and m.address = s.typed)
              or %s
                 and (s.house or not exists (
                   select from syncable h
                    where h."user" = a."user" and h.kind = ? and h.room = 0 and h.key = ?
                      and not h.tombstone
                      and position(convert_to(?, 'UTF8') in h.value) > 0)))
       order by lower(f.display_name), u.user_id limit ?\
      """
          .formatted(NAMED);

  /// Somebody of no organisation.
  ///
  /// @param runs whether they run the server
  record Alone(
      String user,
      Optional<String> name,
      Optional<String> picture,
      boolean runs,
      boolean suspended,
      long createdMs) {}

  /// Somebody who could become an agent.
  ///
  /// @param label of the organisation that they are of until then
  record Candidate(
      String user, Optional<String> name, Optional<String> picture, Optional<String> label) {}

  /// The next of them, by id.
  List<Alone> all(Tx tx, long server, String typed, String after) {
    return tx.list(
        UnaffiliatedStore::alone,
        ALL,
        words(typed),
        typed,
        server,
        Accounts.SERVER_ITSELF,
        after,
        PAGE_MAX);
  }

  /// Who could become an agent of an organisation, by a part of their name, or by their whole id or
  /// address.
  ///
  /// @param house whether those of others are looked at, too, and whom nobody finds by their name
  List<Candidate> candidates(Tx tx, Organisation of, String typed, boolean house) {
    return tx.list(
        UnaffiliatedStore::candidate,
        FOUND,
        words(typed),
        typed,
        of.nid(),
        house,
        of.server(),
        Accounts.SERVER_ITSELF,
        LogRow.ACCOUNT_DATA,
        RED_LIST,
        HIDDEN,
        FOUND_MAX);
  }

  private static String[] words(String typed) {
    return Profiles.words(typed).toArray(String[]::new);
  }

  private static Alone alone(Row row) {
    return new Alone(
        row.text("user_id"),
        row.optionalText("display_name"),
        row.optionalText("avatar_url"),
        row.bool("admin"),
        row.bool("suspended"),
        row.number("created_ms"));
  }

  private static Candidate candidate(Row row) {
    return new Candidate(
        row.text("user_id"),
        row.optionalText("display_name"),
        row.optionalText("avatar_url"),
        row.optionalText("label"));
  }
}
