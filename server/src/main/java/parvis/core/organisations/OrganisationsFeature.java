package parvis.core.organisations;

import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.factors.Factors;
import parvis.core.identity.Account;
import parvis.core.identity.Addresses;
import parvis.core.identity.Bars;
import parvis.core.identity.IdentityFeature;
import parvis.core.identity.Newcomers;
import parvis.core.identity.Secrets;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Call;
import parvis.platform.http.Routes;
import parvis.platform.mail.Outbox;
import parvis.platform.watch.Collector;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The wiring of organisations.
public final class OrganisationsFeature {
  private final Organisations organisations;
  private final Moves moves;
  private final Standings standings;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Statistics statistics;
  private final Accesses accesses;
  private final Members members;
  private final Claims claims;
  private final MoreTime moreTime;
  private final Externals externals;
  private final Validity validity;
  private final Enrolment enrolment;
  private final Founding founding;
  private final MemberAccounts memberAccounts;
  private final OwnRecord ownRecord;
  private final Routes routes;

  /// @param nids gives numbers that were never given before
  public OrganisationsFeature(
      Db db,
      LongSupplier nids,
      IdentityFeature identity,
      Factors factors,
      Outbox outbox,
      String publicAddress,
      Collector collector,
      Clock clock) {
    var store = new OrganisationStore();
    var posts = new PostStore();
    var journal = new Journal(nids, collector, clock);
    var secrets = identity.secrets();
    this.standings = new Standings(db);
    this.affiliations = new Affiliations(db);
    this.ownRecord = new OwnRecord(db);
    this.organisations =
        new Organisations(
            new Organisations.Needs(
                db, store, posts, journal, standings, identity, secrets, nids, clock));
    this.remits = new Remits(db, organisations, store, posts, journal);
    this.statistics = new Statistics(remits, db, clock);
    this.accesses = new Accesses(db, nids, remits, store, collector, clock);
    this.moves = new Moves(db, organisations, store, journal, secrets, clock);
    this.members =
        new Members(
            new Members.Needs(
                db,
                organisations,
                store,
                posts,
                journal,
                standings,
                identity.users(),
                identity.accounts(),
                identity.services(),
                identity.bars(),
                identity.addresses(),
                identity.profiles(),
                moves,
                factors,
                clock));
    var ways = new Ways(db, organisations, store, posts, journal, members, secrets, clock);
    this.memberAccounts = ways.memberAccounts(identity);
    var codes = ways.codes();
    var rules = new EntryRules(organisations, store, journal);
    this.enrolment = new Enrolment(organisations, store, posts, journal, members, clock);
    this.founding = ways.founding(standings, identity.newcomers(), nids);
    identity.admit(codes::find);
    identity.admit(rules);
    identity.addresses().then(members::proven);
    this.claims = ways.claims();
    this.moreTime = ways.moreTime(identity.addresses(), outbox, publicAddress);
    this.externals = ways.externals(standings, identity.bars(), moreTime);
    this.validity = ways.validity(standings, identity, outbox, publicAddress);
    var admitting = new Admitting(organisations, store, journal, clock);
    var mailed = ways.mailed(externals, identity, outbox, publicAddress);
    this.routes =
        new OrganisationRoutes(organisations, validity, members)
            .table()
            .and(new JournalRoutes(db, remits, journal, accesses).table())
            .and(new ValidityRoutes(validity, identity.servers()).table())
            .and(new StatisticsRoutes(statistics).table())
            .and(new MemberRoutes(members).table())
            .and(ways.accounts(identity, memberAccounts))
            .and(new ExternalRoutes(members, externals, mailed, moreTime).table())
            .and(new EntryRuleRoutes(rules).table())
            .and(new EntryRoutes(admitting, codes, claims, members, publicAddress).table());
  }

  /// What the ways into an organisation, and out of it, have in common.
  private record Ways(
      Db db,
      Organisations organisations,
      OrganisationStore store,
      PostStore posts,
      Journal journal,
      Members members,
      Secrets secrets,
      Clock clock) {

    Founding founding(Standings standings, Newcomers newcomers, LongSupplier nids) {
      return new Founding(
          new Founding.Needs(
              organisations,
              store,
              posts,
              journal,
              standings,
              newcomers,
              members,
              secrets,
              nids,
              clock));
    }

    EntryCodes codes() {
      var codes = new EntryCodeStore();
      return new EntryCodes(
          new EntryCodes.Needs(
              db, organisations, store, codes, posts, journal, members, secrets, clock));
    }

    MemberAccounts memberAccounts(IdentityFeature identity) {
      return new MemberAccounts(
          db,
          organisations,
          posts,
          journal,
          members,
          identity.accounts(),
          identity.bars(),
          identity.devices());
    }

    /// What is done with accounts, of agents or of nobody's people.
    Routes accounts(IdentityFeature identity, MemberAccounts accounts) {
      var unaffiliated = new Unaffiliated(db, organisations, identity.services());
      return new MemberAccountRoutes(accounts, members, identity.ownerProof())
          .table()
          .and(new UnaffiliatedRoutes(unaffiliated).table());
    }

    Externals externals(Standings standings, Bars bars, MoreTime moreTime) {
      return new Externals(
          new Externals.Needs(
              db, organisations, members, posts, journal, standings, bars, moreTime, clock));
    }

    MoreTime moreTime(Addresses addresses, Outbox outbox, String publicAddress) {
      return new MoreTime(
          new MoreTime.Needs(
              db,
              organisations,
              members,
              store,
              posts,
              journal,
              addresses,
              outbox,
              publicAddress,
              clock));
    }

    MailedGuests mailed(
        Externals externals, IdentityFeature identity, Outbox outbox, String publicAddress) {
      return new MailedGuests(
          new MailedGuests.Needs(
              organisations,
              store,
              posts,
              externals,
              journal,
              identity.newcomers(),
              identity.addresses(),
              identity.servers(),
              outbox,
              publicAddress,
              clock));
    }

    Validity validity(
        Standings standings, IdentityFeature identity, Outbox outbox, String publicAddress) {
      return new Validity(
          new Validity.Needs(
              db,
              organisations,
              members,
              posts,
              journal,
              standings,
              identity.addresses(),
              identity.bars(),
              secrets,
              outbox,
              publicAddress,
              clock));
    }

    Claims claims() {
      var claims = new ClaimStore();
      return new Claims(
          new Claims.Needs(
              db, organisations, store, claims, posts, journal, members, secrets, clock));
    }
  }

  /// How people stand to organisations.
  public Standings standings() {
    return standings;
  }

  /// Of which organisations people are.
  public Affiliations affiliations() {
    return affiliations;
  }

  /// What must happen together with the making of a word that lets people in.
  public Consumer<Tx> opening(Actor actor) {
    return organisations.opening(actor);
  }

  /// Lets spaces be counted, which are made in a layer above.
  public void countsSpaces(Statistics.Places spaces) {
    statistics.counts(spaces);
  }

  /// Lets people from outside be invited into a space together with the house.
  public void leadsInto(FirstSpaces spaces) {
    externals.leadsInto(spaces);
  }

  /// How far people decide.
  public Remits remits() {
    return remits;
  }

  /// Who has gone to another organisation, and is to be looked over by the one before.
  public Moves moves() {
    return moves;
  }

  /// How people become agents many at a time.
  public Enrolment enrolment() {
    return enrolment;
  }

  /// Notes that somebody asked after more people than one may in a day.
  ///
  /// @return who administers their organisation, or the server, and is to be told
  public Collection<UserId> spent(Actor actor) {
    return members.spent(actor);
  }

  /// How many people who say of which organisation they are wait for somebody to answer; empty for
  /// who answers none.
  public Optional<Long> claimsWaiting(Actor actor) {
    return claims.waiting(actor);
  }

  /// For how many guests more time is asked of somebody; empty for who decides on none.
  public Optional<Long> moreTimeWaiting(Actor actor) {
    return moreTime.count(actor);
  }

  /// How organisations are made for who asked for one.
  public Founding founding() {
    return founding;
  }

  /// Refuses who may not decide on the account of one of their agents, or of who is of no
  /// organisation.
  public void requireDeciding(Actor actor, Optional<String> organisation, UserId member) {
    memberAccounts.require(actor, organisation, member);
  }

  /// Does something with such an account, which the journal notes in the same transaction.
  ///
  /// @param deed by which the journal calls it
  public void decide(
      Actor actor,
      Optional<String> organisation,
      UserId member,
      String deed,
      BiConsumer<Tx, Account> work) {
    memberAccounts.decide(actor, organisation, member, deed, work);
  }

  /// Ends the post of somebody whose account has ended.
  public void gone(Actor actor) {
    members.gone(actor);
  }

  /// Lets those in no more whose time is over, and tells those whose time ends; to be called now
  /// and then.
  public void lookAtEnds() {
    validity.look();
    externals.look();
    accesses.forget();
    members.lookAtGuests();
  }

  /// Notes that somebody looks at what is sensitive.
  ///
  /// @param hourly one line tells of an hour of it
  public void saw(String deed, boolean hourly, Call call) {
    accesses.saw(deed, hourly, call);
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return ownRecord.of(actor.userNid());
  }

  public Routes routes() {
    return routes;
  }
}
