package parvis.suite.spaces;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonObject;

/// The spaces that people ask for, in the database.
final class RequestStore {
  /// Requests of one answer, the latest first.
  static final int PAGE_MAX = 200;

  /// Requests of one person that wait.
  static final int WAITING_MAX = 20;

  private static final String COLUMNS =
      """
      select r.id, r."by", a.user_id, r.request, r.organisation, r.wish, r.state, r.reason,
             r.created_ms, r.decided_ms, d.user_id as decided_by, r.space
        from space_request r join matrix_user a on a.nid = r."by"
        left join matrix_user d on d.nid = r.decided_by\
      """;

  private static final String FIND = COLUMNS + " where r.id = ?";
  private static final String ASKED = COLUMNS + " where r.\"by\" = ? and r.request = ?";

  private static final String SEEN =
      COLUMNS
          + " where r.\"by\" = ? or r.organisation = ? or ? order by r.created_ms desc, r.id limit ?";

  private static final String DUE =
      COLUMNS + " where r.state = 'approved' and r.space is null order by r.id limit ?";

  private static final String UNTOLD = COLUMNS + " where r.untold order by r.id limit ?";

  private static final String TOLD =
      "update space_request set untold = false where id = ? and state = ?";

  private static final String ADD =
      """
      insert into space_request (id, "by", request, organisation, wish, state, created_ms, untold)
      values (?, ?, ?, ?, ?, 'waiting', ?, true) on conflict ("by", request) do nothing\
      """;

  private static final String WAITING =
      "select count(*) as n from space_request where \"by\" = ? and state = 'waiting'";

  private static final String TO_DECIDE =
      """
      select count(*) as n from space_request
       where state = 'waiting' and (organisation = ? or ?)\
      """;

  private static final String DECIDE =
      """
      update space_request
         set state = ?, reason = ?, wish = ?, decided_ms = ?, decided_by = ?, untold = ?
       where id = ? and state = 'waiting'\
      """;

  private static final String REOPEN =
      """
      update space_request set state = 'waiting', reason = '', decided_ms = null, decided_by = null
       where id = ? and space is null\
      """;

  private static final String MADE =
      "update space_request set space = ?, untold = true where id = ? and space is null";

  private static final String REMOVE =
      "delete from space_request where id = ? and \"by\" = ? and state = 'waiting'";

  enum State {
    WAITING,
    APPROVED,
    REFUSED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A wish for a space.
  ///
  /// @param by nid of who asks, whose id `asker` is
  /// @param organisation id of the one whose approvers decide
  record Request(
      String id,
      long by,
      String asker,
      String request,
      String organisation,
      JsonObject wish,
      State state,
      String reason,
      long createdMs,
      Optional<Long> decidedMs,
      Optional<String> decidedBy,
      Optional<String> space) {}

  /// What is asked, unless the same was asked before; it as it stands.
  Request add(Tx tx, String id, long by, String request, String of, SpaceWish wish, long now) {
    tx.run(ADD, id, by, request, of, wish.json().toString(), now);
    return tx.first(RequestStore::request, ASKED, by, request).orElseThrow();
  }

  long waiting(Tx tx, long by) {
    return tx.first(row -> row.number("n"), WAITING, by).orElseThrow();
  }

  /// How many wait in an organisation, or in all.
  long toDecide(Tx tx, String organisation, boolean all) {
    return tx.first(row -> row.number("n"), TO_DECIDE, organisation, all).orElseThrow();
  }

  Optional<Request> find(Tx tx, String id) {
    return tx.first(RequestStore::request, FIND, id);
  }

  /// Those of somebody, and those on which they decide.
  ///
  /// @param organisation on whose they decide; empty: on none
  List<Request> seen(Tx tx, long by, String organisation, boolean all) {
    return tx.list(RequestStore::request, SEEN, by, organisation, all, PAGE_MAX);
  }

  /// Those that were approved and are not there yet.
  List<Request> due(Tx tx) {
    return tx.list(RequestStore::request, DUE, PAGE_MAX);
  }

  /// Those of whose state somebody has still to be told.
  List<Request> untold(Tx tx) {
    return tx.list(RequestStore::request, UNTOLD, PAGE_MAX);
  }

  /// Notes that everybody is told of a state, if it is that still.
  void told(Tx tx, Request request) {
    tx.run(TOLD, request.id(), request.state().word());
  }

  /// Decides; false when somebody else did. Of an approved one is told once it is there.
  boolean decide(Tx tx, String id, State state, String reason, SpaceWish wish, long by, long now) {
    boolean tells = state == State.REFUSED;
    return tx.run(DECIDE, state.word(), reason, wish.json().toString(), now, by, tells, id) == 1;
  }

  void reopen(Tx tx, String id) {
    tx.run(REOPEN, id);
  }

  /// Notes the space that was made; false when somebody else did.
  boolean made(Tx tx, String id, String space) {
    return tx.run(MADE, space, id) == 1;
  }

  boolean remove(Tx tx, String id, long by) {
    return tx.run(REMOVE, id, by) == 1;
  }

  private static Request request(Row row) {
    var decided = row.optionalNumber("decided_ms");
    return new Request(
        row.text("id"),
        row.number("by"),
        row.text("user_id"),
        row.text("request"),
        row.text("organisation"),
        SpaceStore.json(row.text("wish")),
        State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
        row.text("reason"),
        row.number("created_ms"),
        decided.isPresent() ? Optional.of(decided.getAsLong()) : Optional.empty(),
        row.optionalText("decided_by"),
        row.optionalText("space"));
  }
}
