package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Secrets;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// People who have become agents of another organisation than the one whose agents they were, or
/// which had invited them. They keep their account; what the organisation before gave them is
/// looked over by who administers that one, and kept or withdrawn.
public final class Moves {
  /// Those of one organisation that wait and are told at once.
  private static final int WAITING_MAX = 200;

  private static final String COLUMNS =
      """
      select m.nid, m.id, m.addresses, m.at_ms, u.user_id, f.display_name, o.id as of, i.id as into_id,
             i.label
        from move m
        join matrix_user u on u.nid = m."user"
        join organisation o on o.nid = m.organisation
        join organisation i on i.nid = m.into_organisation
        left join profile f on f."user" = m."user"\
      """;

  private static final String WAITING =
      COLUMNS + " where m.organisation = ? and m.decided_ms is null order by m.at_ms limit ?";

  private static final String FIND = COLUMNS + " where m.id = ? and m.decided_ms is null";

  private static final String BEGIN =
      """
      insert into move (nid, id, "user", organisation, into_organisation, addresses, at_ms)
      values (nextval('nid'), ?, ?, ?, ?, ?, ?)\
      """;

  private static final String CLOSE =
      """
      update move set decided_ms = ?, decided_by = "user"
       where "user" = ? and organisation = ? and decided_ms is null\
      """;

  private static final String DECIDE =
      "update move set decided_ms = ?, decided_by = ? where nid = ? and decided_ms is null";

  private final Db db;
  private final Organisations organisations;
  private final OrganisationStore store;
  private final Journal journal;
  private final Secrets secrets;
  private final Clock clock;

  Moves(
      Db db,
      Organisations organisations,
      OrganisationStore store,
      Journal journal,
      Secrets secrets,
      Clock clock) {
    this.db = db;
    this.organisations = organisations;
    this.store = store;
    this.journal = journal;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// Somebody who went, and waits to be looked over.
  ///
  /// @param of id of the organisation that they were of
  /// @param intoId id of the one that they are of since
  /// @param into its label
  /// @param addresses those of the one before, which sign nobody in any more
  public record Move(
      long nid,
      String id,
      UserId user,
      Optional<String> name,
      String of,
      String intoId,
      String into,
      List<Address> addresses,
      long atMs) {
    private static Move read(Row row) {
      return new Move(
          row.number("nid"),
          row.text("id"),
          new UserId(row.text("user_id")),
          row.optionalText("display_name"),
          row.text("of"),
          row.text("into_id"),
          row.text("label"),
          row.texts("addresses").stream().map(Address::new).toList(),
          row.number("at_ms"));
    }
  }

  void begin(Tx tx, long user, long from, long into, List<Address> addresses) {
    var texts = addresses.stream().map(Address::value).toArray(String[]::new);
    tx.run(BEGIN, secrets.id(), user, from, into, texts, clock.millis());
  }

  /// Whoever has come back is looked over no longer.
  void close(Tx tx, long user, long organisation) {
    tx.run(CLOSE, clock.millis(), user, organisation);
  }

  /// Those that wait in an organisation, the oldest first.
  ///
  /// @throws Refused for who does not administer it
  public List<Move> waiting(Actor actor, String organisation) {
    return organisations.in(
        actor,
        organisation,
        Right.ADMINISTER,
        (tx, o) -> tx.list(Move::read, WAITING, o.nid(), WAITING_MAX));
  }

  /// One that waits.
  ///
  /// @throws Refused notFound when it is decided, or none of the actor's business
  public Move find(Actor actor, String id) {
    var move = db.read(tx -> tx.first(Move::read, FIND, id)).orElseThrow(Refused::notFound);
    return organisations.in(actor, move.of(), Right.ADMINISTER, (_, _) -> move);
  }

  /// Notes that a move was looked over, and waits on, since not all could be withdrawn.
  public void tried(Actor actor, Move move, String told) {
    long row = journal.next();
    organisations.in(
        actor,
        move.of(),
        Right.ADMINISTER,
        (tx, o) -> {
          note(tx, row, o, actor, move, told + ", waits on");
          return o;
        });
  }

  private void note(Tx tx, long row, Organisation of, Actor actor, Move move, String told) {
    journal.note(tx, row, of, actor, "look over move", move.user().value() + " " + told);
  }

  /// Notes that a move was looked over; of its addresses none is admitted any more if `drops`.
  ///
  /// @param told what was withdrawn, for the journal
  public void decide(Actor actor, Move move, boolean drops, String told) {
    long row = journal.next();
    organisations.in(
        actor,
        move.of(),
        Right.ADMINISTER,
        (tx, o) -> {
          if (tx.run(DECIDE, clock.millis(), actor.userNid(), move.nid()) == 0) {
            throw Refused.conflict("This was looked over already");
          }
          if (drops) {
            move.addresses().forEach(address -> store.drop(tx, o.nid(), address));
          }
          note(tx, row, o, actor, move, told);
          return o;
        });
  }
}
