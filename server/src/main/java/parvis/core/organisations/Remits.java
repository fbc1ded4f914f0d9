package parvis.core.organisations;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.platform.db.Db;
import parvis.platform.db.Row;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// How far somebody decides, told to other parts of the house: on a whole server, in one
/// organisation, or nowhere. And the journal, in which they note what was decided.
public final class Remits {
  private static final String OF_SERVER =
      """
      select u.nid, u.user_id from account a join matrix_user u on u.nid = a."user"
       where a.server = ? and a."user" > ? and a.deactivated_ms is null and not a.guest
         and a.localpart <> ?
       order by a."user" limit ?\
      """;

  private static final String OF_ORGANISATION =
      """
      select u.nid, u.user_id from post p join matrix_user u on u.nid = p."user"
       where p.organisation = ? and p.until_ms is null and p.sponsor is null and p."user" > ?
       order by p."user" limit ?\
      """;

  private static final String DECIDING =
      """
      select u.nid, u.user_id from post p join matrix_user u on u.nid = p."user"
        join account a on a."user" = p."user"
       where p.organisation = ? and p.until_ms is null and p.sponsor is null
         and p.role = 'administrator' and a.deactivated_ms is null
       order by p."user" limit ?\
      """;

  private static final String RUNNING =
      """
      select u.nid, u.user_id from account a join matrix_user u on u.nid = a."user"
       where a.server = ? and a.admin and a.deactivated_ms is null order by a."user" limit ?\
      """;

  private final Db db;
  private final Organisations organisations;
  private final OrganisationStore store;
  private final PostStore posts;
  private final Journal journal;

  Remits(
      Db db,
      Organisations organisations,
      OrganisationStore store,
      PostStore posts,
      Journal journal) {
    this.db = db;
    this.organisations = organisations;
    this.store = store;
    this.posts = posts;
    this.journal = journal;
  }

  /// A whole server, or one organisation of it.
  ///
  /// @param server nid
  /// @param organisation nid of the one that it is bound to; absent: the whole server
  /// @param name of the organisation
  public record Remit(long server, Optional<Long> organisation, Optional<String> name) {
    public boolean isHouse() {
      return organisation.isEmpty();
    }

    /// Whether it reaches what is an organisation's, by nid, or nobody's.
    public boolean reaches(Optional<Long> what) {
      return isHouse() || organisation.equals(what);
    }
  }

  /// The nid of somebody's server.
  long server(Actor actor) {
    return organisations.server(actor);
  }

  /// How far somebody decides.
  ///
  /// @throws Refused forbidden when nowhere
  public Remit of(Actor actor) {
    return find(actor).orElseThrow(() -> Refused.forbidden("Only an administrator may do this"));
  }

  /// The same; empty when nowhere.
  public Optional<Remit> find(Actor actor) {
    long server = organisations.server(actor);
    if (actor.admin()) return Optional.of(new Remit(server, Optional.empty(), Optional.empty()));
    return db.read(
            tx ->
                posts
                    .of(tx, actor.userNid())
                    .filter(post -> post.role() == Role.ADMINISTRATOR)
                    .flatMap(post -> store.find(tx, post.organisation())))
        .filter(_ -> organisations.hindrance(actor).isEmpty())
        .map(o -> new Remit(server, Optional.of(o.nid()), Optional.of(o.name())));
  }

  /// Why somebody decides nothing from where they act, whatever their post: the session is an
  /// application's, or they must have a second factor and have none. Empty when they may.
  public Optional<Refused> hindrance(Actor actor) {
    return organisations.hindrance(actor);
  }

  /// One organisation, or the whole server, for who decides there.
  ///
  /// @param organisation as others call it; absent: the whole server
  /// @throws Refused notFound when it is none that the actor knows of, forbidden when others decide
  public Remit in(Actor actor, Optional<String> organisation) {
    if (organisation.isEmpty()) {
      if (!actor.admin()) throw Refused.forbidden("Only an administrator may do this");
      return of(actor);
    }
    var right = Organisations.Right.ADMINISTER;
    return organisations.in(
        actor,
        organisation.get(),
        right,
        (_, o) -> new Remit(o.server(), Optional.of(o.nid()), Optional.of(o.name())));
  }

  /// The same for who decides there on somebody.
  ///
  /// @throws Refused notFound, too, when they are no agents of the organisation; or, where none is
  ///     named, of one
  public Remit over(Actor actor, Optional<String> organisation, Actor member) {
    var remit = in(actor, organisation);
    var post = db.read(tx -> posts.of(tx, member.userNid()));
    var theirs =
        remit
            .organisation()
            .map(nid -> post.filter(now -> now.isAgentOf(nid)).isPresent())
            .orElse(post.isEmpty());
    if (!theirs || !member.user().server().equals(actor.user().server())) {
      throw Refused.notFound();
    }
    return remit;
  }

  /// Who decides in a remit, by nid.
  public List<Person> administrators(Tx tx, Remit of, int max) {
    return of.organisation().isPresent()
        ? tx.list(Remits::person, DECIDING, of.organisation().get(), max)
        : tx.list(Remits::person, RUNNING, of.server(), max);
  }

  /// Somebody whom a remit reaches.
  public record Person(long nid, UserId user) {}

  /// The next people, by nid; of an organisation its agents.
  ///
  /// @param after nid of the last one before
  public List<Person> people(Tx tx, Remit of, long after, int max) {
    return of.organisation().isPresent()
        ? tx.list(Remits::person, OF_ORGANISATION, of.organisation().get(), after, max)
        : tx.list(Remits::person, OF_SERVER, of.server(), after, Accounts.SERVER_ITSELF, max);
  }

  private static Person person(Row row) {
    return new Person(row.number("nid"), new UserId(row.text("user_id")));
  }

  /// Of which server somebody is, and of which organisation, if of one, by nid.
  public Remit belonging(Actor actor) {
    return belonging(actor, _ -> true);
  }

  /// The same of agents; guests are of the server alone.
  public Remit belongingAsAgent(Actor actor) {
    return belonging(actor, post -> !post.external());
  }

  private Remit belonging(Actor actor, Predicate<Post> counts) {
    long server = organisations.server(actor);
    return db.read(
        tx ->
            posts
                .of(tx, actor.userNid())
                .filter(counts)
                .flatMap(post -> store.find(tx, post.organisation()))
                .map(o -> new Remit(server, Optional.of(o.nid()), Optional.of(o.name())))
                .orElse(new Remit(server, Optional.empty(), Optional.empty())));
  }

  /// A number for a line of the journal, to be taken before a transaction begins.
  public long line() {
    return journal.next();
  }

  /// Notes what somebody did, in the transaction that does it.
  ///
  /// @param line from [#line]
  /// @param organisation nid of whose it is; absent: the whole server's
  public void note(
      Tx tx, long line, Actor by, Optional<Long> organisation, String deed, String about) {
    journal.note(tx, line, organisations.server(by), organisation, by, deed, about);
  }
}
