package parvis.core.organisations;

import java.time.Clock;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.IdentityFeature;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;

/// The wiring of organisations.
public final class OrganisationsFeature {
  private final Standings standings;
  private final Affiliations affiliations;
  private final Members members;
  private final Externals externals;
  private final Routes routes;

  /// @param nids gives numbers that were never given before
  public OrganisationsFeature(
      Db db, LongSupplier nids, IdentityFeature identity, String publicAddress, Clock clock) {
    var store = new OrganisationStore();
    var posts = new PostStore();
    var journal = new Journal(nids, clock);
    var secrets = identity.secrets();
    this.standings = new Standings(db);
    this.affiliations = new Affiliations(db);
    var organisations =
        new Organisations(
            new Organisations.Needs(
                db, store, posts, journal, standings, identity, secrets, nids, clock));
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
                clock));
    var codes =
        new EntryCodes(
            new EntryCodes.Needs(
                db,
                organisations,
                store,
                new EntryCodeStore(),
                posts,
                journal,
                members,
                secrets,
                clock));
    var rules = new EntryRules(organisations, store, journal);
    identity.admit(codes::find);
    identity.admit(rules);
    identity.addresses().then(members::proven);
    var claims =
        new Claims(
            new Claims.Needs(
                db,
                organisations,
                store,
                new ClaimStore(),
                posts,
                journal,
                members,
                secrets,
                clock));
    this.externals =
        new Externals(
            new Externals.Needs(
                db, organisations, members, posts, journal, standings, identity.bars(), clock));
    var admitting = new Admitting(organisations, store, journal, clock);
    this.routes =
        new OrganisationRoutes(organisations)
            .table()
            .and(new MemberRoutes(members).table())
            .and(new ExternalRoutes(members, externals).table())
            .and(new EntryRuleRoutes(rules).table())
            .and(new EntryRoutes(admitting, codes, claims, publicAddress).table());
  }

  /// How people stand to organisations.
  public Standings standings() {
    return standings;
  }

  /// Of which organisations people are.
  public Affiliations affiliations() {
    return affiliations;
  }

  /// Ends the post of somebody whose account has ended.
  public void gone(Actor actor) {
    members.gone(actor);
  }

  /// Lets those in no more whose invitation from outside is over; to be called now and then.
  public void endExternals() {
    externals.look();
  }

  public Routes routes() {
    return routes;
  }
}
