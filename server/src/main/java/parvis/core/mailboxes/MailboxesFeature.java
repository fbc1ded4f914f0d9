package parvis.core.mailboxes;

import java.time.Clock;
import parvis.core.factors.FactorsFeature;
import parvis.core.identity.IdentityFeature;
import parvis.core.organisations.OrganisationsFeature;
import parvis.platform.db.Db;
import parvis.platform.http.Routes;
import parvis.platform.mail.Outbox;

/// The wiring of shared mailboxes: from here on a right code of one leads to its people.
public final class MailboxesFeature {
  private final Routes routes;

  public MailboxesFeature(
      Db db,
      IdentityFeature identity,
      FactorsFeature factors,
      OrganisationsFeature organisations,
      Outbox outbox,
      String publicAddress,
      Clock clock) {
    var store = new MailboxStore();
    var letters = new MailboxLetters(publicAddress);
    var addresses = identity.addresses();
    var accounts = identity.accounts();
    var mailboxes =
        new Mailboxes(db, store, addresses, accounts, identity.signIn(), identity.secrets(), clock);
    identity.signIn().share(mailboxes::begun);
    var resets =
        new Resets(
            new Resets.Needs(
                db,
                store,
                mailboxes,
                addresses,
                accounts,
                organisations,
                identity.secrets(),
                outbox,
                letters,
                clock));
    var marking =
        new Marking(
            new Marking.Needs(
                store,
                resets,
                addresses,
                accounts,
                organisations,
                organisations.enrolment(),
                identity.servers(),
                outbox,
                letters,
                clock));
    this.routes =
        new MailboxRoutes(
                mailboxes,
                resets,
                factors.ownKeys(),
                identity.servers(),
                identity.signIn(),
                identity.sessions())
            .table()
            .and(new MarkingRoutes(marking, resets, identity.ownerProof()).table());
  }

  public Routes routes() {
    return routes;
  }
}
