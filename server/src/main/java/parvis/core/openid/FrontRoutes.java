package parvis.core.openid;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Servers.Server;
import parvis.core.identity.Sessions;
import parvis.core.openid.Attempts.Attempt;
import parvis.core.openid.Tickets.Ticket;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What browsers ask for that come in by a provider: to be sent there, to come back from there, and
/// to be let in; and where they go to be signed out there.
///
/// Whatever goes wrong on the way is told by a page of ours, with a way back.
final class FrontRoutes {
  static final String OPENID = "/api/v1/openid";
  static final String CALLBACK = OPENID + "/callback";
  static final String BEGIN = OPENID + "/begin/";

  private static final Logger LOG = LoggerFactory.getLogger(FrontRoutes.class);
  private static final int NEXT_CHARS_MAX = 4_096;
  static final int TICKET_CHARS_MAX = 255;

  /// Bytes of what a provider says when it has signed somebody out.
  static final int LOGOUT_BYTES_MAX = 16 * 1024;

  /// Characters of what comes back from a provider.
  private static final int ANSWER_CHARS_MAX = 4_096;

  /// A path of this house, which leads to no other one.
  private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e]*");

  private final Servers servers;
  private final Providers providers;
  private final Attempts attempts;
  private final Tickets tickets;
  private final Exchange exchange;
  private final Entering entering;
  private final Links links;
  private final Sessions sessions;
  private final Secrets secrets;
  private final String publicAddress;

  /// What it is built from.
  record Needs(
      Servers servers,
      Providers providers,
      Attempts attempts,
      Tickets tickets,
      Exchange exchange,
      Entering entering,
      Links links,
      Sessions sessions,
      Secrets secrets,
      String publicAddress) {}

  FrontRoutes(Needs needs) {
    this.servers = needs.servers();
    this.providers = needs.providers();
    this.attempts = needs.attempts();
    this.tickets = needs.tickets();
    this.exchange = needs.exchange();
    this.entering = needs.entering();
    this.links = needs.links();
    this.sessions = needs.sessions();
    this.secrets = needs.secrets();
    this.publicAddress = needs.publicAddress();
  }

  List<Route> all() {
    return List.of(
        get(OPENID, "The providers by which people come in", this::list)
            .answers(Shapes.BUTTONS)
            .open(),
        get(BEGIN + "{provider}", "Be sent to a provider", this::begin)
            .open()
            .costs(RateClass.LOGIN),
        get(CALLBACK, "Come back from a provider", this::back).open().costs(RateClass.LOGIN),
        post(OPENID + "/entry", "Come in by what a provider told", this::enter)
            .takes(Shapes.ENTERED)
            .answers(Shapes.COME_IN)
            .open()
            .costs(RateClass.LOGIN),
        post(OPENID + "/logout/{provider}", "Hear that a provider signed somebody out", this::over)
            .takesForm(Shapes.SIGNED_OUT)
            .answers(Shapes.NOTHING)
            .open()
            .bodyMax(LOGOUT_BYTES_MAX)
            .costs(RateClass.LOGIN),
        get(OPENID + "/session", "Where one is signed out at the provider, too", this::session)
            .answers(Shapes.END));
  }

  private Reply list(Call call) {
    Object[] all = providers.all(servers.at(call.host())).stream().map(Provider::shown).toArray();
    return Reply.fields("providers", JsonArray.of(all));
  }

  private Reply begin(Call call) {
    String next = call.query("next").orElse("/");
    if (next.length() > NEXT_CHARS_MAX || !PATH.matcher(next).matches()) {
      throw Refused.invalidParam("\"next\" is no path of this house");
    }
    Server server = servers.at(call.host());
    Provider provider =
        providers.find(server, call.path("provider")).orElseThrow(Refused::notFound);
    Browser browser = Browser.ofOrFresh(call, secrets);
    return browser.kept(
        to(address(server, provider, browser, OptionalLong.empty(), next)), publicAddress);
  }

  /// Where a browser is sent: to the provider, or to our page that says why not.
  String address(
      Server server, Provider provider, Browser browser, OptionalLong user, String next) {
    try {
      return exchange
          .address(provider, attempts.begin(server, provider, browser, user, next))
          .toString();
    } catch (Trouble trouble) {
      return told(provider.id(), user, trouble);
    }
  }

  private Reply back(Call call) {
    Server server = servers.at(call.host());
    String state = answer(call, "state").orElse("");
    Optional<Attempt> attempt =
        Browser.of(call).flatMap(browser -> attempts.take(server, browser, state));
    if (attempt.isEmpty()) return to(publicAddress + "/entering?problem=over");
    String provider = attempt.get().provider();
    try {
      return to(publicAddress + arrived(call, server, attempt.get()));
    } catch (Trouble trouble) {
      return to(told(provider, attempt.get().user(), trouble));
    }
  }

  /// The page of ours where somebody goes on who is back.
  private String arrived(Call call, Server server, Attempt attempt) throws Trouble {
    Provider provider =
        providers
            .find(server, attempt.provider())
            .orElseThrow(() -> Trouble.of(Trouble.Kind.OVER, "the provider is taken away"));
    if (!exchange.isFrom(provider, answer(call, "iss"))) {
      throw Trouble.of(Trouble.Kind.WRONG, "another provider answers");
    }
    Optional<String> error = answer(call, "error");
    if (error.isPresent()) throw refused(error.get());
    String code =
        answer(call, "code").orElseThrow(() -> Trouble.of(Trouble.Kind.WRONG, "there is no code"));
    Told told = exchange.told(provider, providers.secret(server, provider), attempt, code);
    if (attempt.user().isPresent()) {
      link(server, told, attempt.user().getAsLong());
      return attempt.next();
    }
    Browser browser = Browser.of(call).orElseThrow();
    String ticket = tickets.create(server, browser, told, attempt.next());
    return "/entering?next="
        + URLEncoder.encode(attempt.next(), StandardCharsets.UTF_8)
        + "#"
        + ticket;
  }

  private static Trouble refused(String error) {
    return switch (error) {
      case "access_denied", "login_required", "interaction_required", "consent_required" ->
          Trouble.of(Trouble.Kind.DENIED, "the person is not let in");
      case "temporarily_unavailable", "server_error" ->
          Trouble.of(Trouble.Kind.AWAY, "the provider cannot now");
      default -> Trouble.of(Trouble.Kind.REFUSED, "the provider refuses what we ask");
    };
  }

  private void link(Server server, Told told, long user) throws Trouble {
    try {
      links.add(server, told, user);
    } catch (Refused taken) {
      throw Trouble.of(Trouble.Kind.TAKEN, taken.sentence());
    }
  }

  private static Optional<String> answer(Call call, String name) {
    return call.query(name).filter(text -> !text.isEmpty() && text.length() <= ANSWER_CHARS_MAX);
  }

  /// What people read is a sentence of ours; who runs the house finds in the log what happened.
  private String told(String provider, OptionalLong user, Trouble trouble) {
    LOG.warn("Nobody comes in by the provider {}: {}", provider, trouble.getMessage());
    String page = user.isPresent() ? LinkRoutes.SETTINGS : "/entering";
    return publicAddress + page + "?problem=" + trouble.word() + "&provider=" + provider;
  }

  private static Reply to(String address) {
    return Reply.bytes(302, "", List.of())
        .header("Location", address)
        .header("Cache-Control", "no-store")
        .header("Referrer-Policy", "no-referrer");
  }

  private Reply enter(Call call) {
    Body body = call.body();
    Server server = servers.at(call.host());
    String shown = body.string("ticket", TICKET_CHARS_MAX);
    Ticket ticket =
        Browser.of(call)
            .flatMap(browser -> tickets.find(server, browser, shown))
            .orElseThrow(Tickets::over);
    return entering.enter(call, server, ticket).header("Cache-Control", "no-store");
  }

  /// A session that is over at the provider is over here; its device stays, with what is kept on
  /// it, until its person comes in again.
  ///
  /// spec: OpenID Connect Back-Channel Logout 1.0 §2.5, 2.8
  private Reply over(Call call) {
    Server server = servers.at(call.host());
    String token =
        call.form("logout_token")
            .orElseThrow(() -> Refused.missingParam("\"logout_token\" is missing"));
    Provider provider =
        providers.find(server, call.path("provider")).orElseThrow(Refused::notFound);
    try {
      links
          .signedOut(server, provider, exchange.signedOut(provider, token), this::end)
          .forEach(Runnable::run);
    } catch (Trouble trouble) {
      LOG.warn("The provider {} signs nobody out: {}", provider.id(), trouble.getMessage());
      throw Refused.invalidParam("\"logout_token\" is not believed");
    }
    return Reply.empty().header("Cache-Control", "no-store");
  }

  private Runnable end(Tx tx, Links.SignedOut one) {
    return sessions.expire(tx, one.user(), one.userNid(), List.of(one.deviceId()));
  }

  private Reply session(Call call) {
    Actor actor = call.actor();
    Server server = servers.find(actor.user().server()).orElseThrow();
    Optional<URI> end =
        links
            .session(actor.userNid(), actor.deviceId())
            .flatMap(
                session ->
                    providers
                        .find(server, session.provider())
                        .flatMap(provider -> end(provider, session.token())));
    return Reply.json(JsonObject.builder().putIf("end", end.map(URI::toString)).build())
        .header("Cache-Control", "no-store");
  }

  /// Where the provider does not answer, one is signed out here alone.
  private Optional<URI> end(Provider provider, String token) {
    try {
      return exchange.end(provider, token, secrets.token(""));
    } catch (Trouble trouble) {
      LOG.warn("Nobody is signed out at the provider {}: {}", provider.id(), trouble.getMessage());
      return Optional.empty();
    }
  }
}
