package parvis.core.openid;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.core.openid.Links.Link;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// By which providers somebody comes in, as they decide in their settings.
final class LinkRoutes {
  static final String SETTINGS = "/settings/security";

  private static final String LINKS = FrontRoutes.OPENID + "/links";

  private final Servers servers;
  private final Providers providers;
  private final Links links;
  private final FrontRoutes front;
  private final OwnerProof proof;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Secrets secrets;
  private final String publicAddress;

  /// What it is built from.
  record Needs(
      Servers servers,
      Providers providers,
      Links links,
      FrontRoutes front,
      OwnerProof proof,
      Accounts accounts,
      Addresses addresses,
      Secrets secrets,
      String publicAddress) {}

  LinkRoutes(Needs needs) {
    this.servers = needs.servers();
    this.providers = needs.providers();
    this.links = needs.links();
    this.front = needs.front();
    this.proof = needs.proof();
    this.accounts = needs.accounts();
    this.addresses = needs.addresses();
    this.secrets = needs.secrets();
    this.publicAddress = needs.publicAddress();
  }

  List<Route> all() {
    return List.of(
        get(LINKS, "The providers by which I come in", this::list).answers(Shapes.LINKS),
        post(LINKS, "Come in by a provider from now on", this::begin)
            .takes(Shapes.LINKED)
            .answers(Shapes.REDIRECT)
            .quiet()
            .costs(RateClass.LOGIN),
        delete(LINKS + "/{link}", "Come in by a provider no more", this::remove)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .quiet());
  }

  private Server server(Actor actor) {
    return servers.find(actor.user().server()).orElseThrow();
  }

  private Reply list(Call call) {
    Actor actor = call.actor();
    Map<String, Provider> known =
        providers.all(server(actor)).stream()
            .collect(Collectors.toMap(one -> one.text("issuer"), Function.identity()));
    Object[] mine =
        links.of(actor.userNid()).stream()
            .map(link -> json(link, Optional.ofNullable(known.get(link.issuer()))))
            .toArray();
    Object[] offered = known.values().stream().map(Provider::shown).toArray();
    return Reply.fields("links", JsonArray.of(mine), "providers", JsonArray.of(offered));
  }

  static JsonObject json(Link link, Optional<Provider> provider) {
    return JsonObject.builder()
        .put("link", Long.toString(link.nid()))
        .put("label", provider.map(Provider::label).orElse(link.issuer()))
        .put("issuer", link.issuer())
        .putIf("address", link.address())
        .putIf("organisation", link.organisation())
        .put("linked_ts", link.linkedMs())
        .build();
  }

  /// Another way into an account is a grave thing: whoever takes a session must not leave one.
  private Reply begin(Call call) {
    Actor actor = call.actor();
    Server server = server(actor);
    Provider provider =
        providers
            .find(server, call.body().string("provider"))
            .orElseThrow(() -> Refused.invalidParam("There is no such provider"));
    Optional<Reply> asked = proof.asksOrMails("provider " + provider.id(), call);
    if (asked.isPresent()) return asked.get();
    Browser browser = Browser.ofOrFresh(call, secrets);
    OptionalLong user = OptionalLong.of(actor.userNid());
    String address = front.address(server, provider, browser, user, SETTINGS);
    return browser.kept(Reply.fields("redirect", address), publicAddress);
  }

  private Reply remove(Call call) {
    Actor actor = call.actor();
    proof.refuseApplications(actor);
    long user = actor.userNid();
    Link mine =
        links.of(user).stream()
            .filter(link -> Long.toString(link.nid()).equals(call.path("link")))
            .findFirst()
            .orElseThrow(Refused::notFound);
    if (!accounts.hasPassword(user) && addresses.of(user).isEmpty()) {
      throw Refused.forbidden("Without a password and an address, this is the only way in");
    }
    if (!links.remove(user, mine.nid())) throw Refused.notFound();
    return Reply.empty();
  }
}
