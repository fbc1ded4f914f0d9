package parvis.core.factors;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.identity.IdentityFeature;
import parvis.platform.db.Db;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.platform.mail.Outbox;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonObject;

/// The wiring of second factors: from here on every door asks for them.
public final class FactorsFeature {
  private final Accounts accounts;
  private final Factors factors;
  private final OwnKeys ownKeys;
  private final Routes routes;

  public FactorsFeature(
      Db db,
      MasterKey masterKey,
      IdentityFeature identity,
      Outbox outbox,
      String publicAddress,
      Clock clock) {
    this.accounts = identity.accounts();
    Steps steps = new Steps(db, identity.secrets(), identity::asksSecondFactor, clock);
    this.factors =
        new Factors(
            new Factors.Needs(
                db,
                masterKey,
                steps,
                identity.secrets(),
                identity.accounts(),
                identity.addresses(),
                outbox,
                new FactorLetters(publicAddress),
                identity::asksSecondFactor,
                identity.sessions(),
                clock));
    Passkeys passkeys = new Passkeys(db, identity.secrets(), publicAddress, clock);
    this.ownKeys = new OwnKeys(passkeys);
    identity.ask(
        new Proving(
            steps,
            factors,
            passkeys,
            new Proving.Required(
                identity::asksSecondFactor,
                identity::shutsOutWithoutFactor,
                identity::secondFactorRule)));
    List<Route> all =
        new ArrayList<>(new StepRoutes(steps, factors, passkeys, identity.loginTokens()).all());
    all.addAll(
        new FactorRoutes(
                factors,
                steps,
                passkeys,
                identity.ownerProof(),
                identity.accounts(),
                identity.users(),
                identity.loginTokens())
            .all());
    this.routes = new Routes(all);
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return accounts
        .find(actor.user())
        .map(account -> JsonObject.of("second_factors", factors.of(account).ownRecord()))
        .orElse(JsonObject.EMPTY);
  }

  public Factors factors() {
    return factors;
  }

  /// The passkeys of who is to come in by one alone.
  public OwnKeys ownKeys() {
    return ownKeys;
  }

  public Routes routes() {
    return routes;
  }
}
