package parvis.core.openid;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.core.identity.IdentityFeature;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Db;
import parvis.platform.egress.Egress;
import parvis.platform.http.Route;
import parvis.platform.http.Routes;
import parvis.platform.secret.MasterKey;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The wiring of OpenID Connect.
public final class OpenIdFeature {
  private final IdentityFeature identity;
  private final Providers providers;
  private final Links links;
  private final String publicAddress;
  private final Routes routes;

  /// What it is built from.
  ///
  /// @param egress a way out of its own: a provider that is slow holds up nothing else
  /// @param publicAddress what people open in the browser, without a slash at the end
  public record Needs(
      Db db,
      IdentityFeature identity,
      MasterKey masterKey,
      Egress egress,
      String publicAddress,
      Clock clock) {}

  public OpenIdFeature(Needs needs) {
    Db db = needs.db();
    MasterKey masterKey = needs.masterKey();
    Clock clock = needs.clock();
    this.identity = needs.identity();
    this.publicAddress = needs.publicAddress();
    this.providers = new Providers(db, masterKey);
    this.links = new Links(db, masterKey, clock);
    Attempts attempts = new Attempts(db, identity.secrets(), masterKey, clock);
    Tickets tickets = new Tickets(db, identity.secrets(), masterKey, clock);
    Wire wire = new Wire(needs.egress());
    Exchange exchange = new Exchange(new Discovery(wire, clock), wire, publicAddress);
    Entering entering =
        new Entering(
            new Entering.Needs(
                db,
                providers,
                tickets,
                links,
                identity.accounts(),
                identity.signIn(),
                identity.sessions()));
    FrontRoutes front =
        new FrontRoutes(
            new FrontRoutes.Needs(
                identity.servers(),
                providers,
                attempts,
                tickets,
                exchange,
                entering,
                links,
                identity.sessions(),
                identity.secrets(),
                publicAddress));
    List<Route> all = new ArrayList<>(front.all());
    all.addAll(links(front));
    all.addAll(new ProviderRoutes(identity.servers(), providers, publicAddress).all());
    this.routes = new Routes(all);
    identity.devices().takeAlong(Links::removeSessions);
    identity.addresses().takeAlong(Links::leave);
    identity.addresses().forsaking(Links::forgetAll);
    identity.tell(this::told);
  }

  private List<Route> links(FrontRoutes front) {
    return new LinkRoutes(
            new LinkRoutes.Needs(
                identity.servers(),
                providers,
                links,
                front,
                identity.ownerProof(),
                identity.accounts(),
                identity.addresses(),
                identity.secrets(),
                publicAddress))
        .all();
  }

  private List<JsonObject> told(Server server) {
    return providers.all(server).stream()
        .map(one -> JsonObject.of("id", one.id(), "name", one.label()))
        .toList();
  }

  /// Where a browser is sent to come in by a provider, and then to a page of ours; empty when there
  /// is no provider of this name.
  ///
  /// @param then a path of the web client
  public Optional<String> address(String host, String id, String then) {
    return providers
        .find(identity.servers().at(host), id)
        .map(
            one ->
                publicAddress
                    + FrontRoutes.BEGIN
                    + one.id()
                    + "?next="
                    + URLEncoder.encode(then, StandardCharsets.UTF_8));
  }

  /// Forgets what providers call somebody who is no more.
  public void gone(Actor actor) {
    links.forget(actor.userNid());
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    Object[] mine =
        links.of(actor.userNid()).stream()
            .map(link -> LinkRoutes.json(link, Optional.empty()))
            .toArray();
    return JsonObject.of("providers", JsonArray.of(mine));
  }

  public Routes routes() {
    return routes;
  }
}
