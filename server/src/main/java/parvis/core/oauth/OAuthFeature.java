package parvis.core.oauth;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import parvis.core.identity.IdentityFeature;
import parvis.platform.db.Db;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;

/// The wiring of OAuth.
public final class OAuthFeature {
  private final Db db;
  private final Clock clock;
  private final Routes routes;

  /// @param publicAddress what people open in the browser, without a slash at the end
  /// @param others who else signs people in
  public OAuthFeature(
      Db db, IdentityFeature identity, String publicAddress, OtherDoors others, Clock clock) {
    this.db = db;
    this.clock = clock;
    Applications applications = new Applications(db, identity.secrets(), clock);
    Codes codes = new Codes(db, applications, identity.secrets(), clock);
    DeviceCodes deviceCodes = new DeviceCodes(db, applications, identity.secrets(), clock);
    Requests requests = new Requests(identity.servers(), applications);
    GrantStore granted = new GrantStore(db);
    Grants grants =
        new Grants(
            granted,
            identity.users(),
            identity.sessions(),
            identity.devices(),
            codes,
            deviceCodes,
            identity.bars(),
            clock);
    identity
        .devices()
        .takeAlong(
            (tx, user, _) -> {
              Codes.takeBack(tx, user);
              DeviceCodes.takeBack(tx, user);
            });
    List<Route> all = new ArrayList<>();
    all.addAll(new MetadataRoutes(publicAddress).all());
    all.addAll(
        new TokenRoutes(identity.servers(), applications, grants, deviceCodes, publicAddress)
            .all());
    Consenting consenting =
        new Consenting(
            identity.servers(),
            identity.signIn(),
            identity.sessions(),
            identity.devices(),
            granted);
    all.addAll(
        new ConsentRoutes(
                identity.servers(), applications, requests, codes, deviceCodes, consenting)
            .all());
    Rendezvous places = new Rendezvous(db, identity.secrets(), clock);
    all.addAll(new RendezvousRoutes(places, publicAddress).all());
    all.addAll(new SsoRoutes(consenting, identity.loginTokens(), publicAddress, others).all());
    this.routes = new Routes(all);
  }

  public Routes routes() {
    return routes;
  }

  /// Forgets what is over; to be called now and then.
  public void forget() {
    Codes.forget(db, clock.millis());
    Applications.forget(db, clock.millis());
    Rendezvous.forget(db, clock.millis());
  }
}
