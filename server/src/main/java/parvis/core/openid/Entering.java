package parvis.core.openid;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Servers.Server;
import parvis.core.identity.Sessions;
import parvis.core.identity.SignIn;
import parvis.core.identity.SignIn.Entered;
import parvis.core.identity.SignedInReply;
import parvis.core.openid.Tickets.Ticket;
import parvis.platform.db.Db;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonObject;

/// Decides whether somebody comes in of whom a provider told, and as whom: as who they are known to
/// be, as whom they prove to be, or as somebody new.
final class Entering {
  private final Db db;
  private final Providers providers;
  private final Tickets tickets;
  private final Links links;
  private final Accounts accounts;
  private final SignIn signIn;
  private final Sessions sessions;

  /// What it is built from.
  record Needs(
      Db db,
      Providers providers,
      Tickets tickets,
      Links links,
      Accounts accounts,
      SignIn signIn,
      Sessions sessions) {}

  /// What a page is still to ask for.
  private enum Wanted {
    /// Whether an account is to be made.
    CONSENT,
    /// Whose account it is that has the address, or that the address is theirs.
    PROOF
  }

  Entering(Needs needs) {
    this.db = needs.db();
    this.providers = needs.providers();
    this.tickets = needs.tickets();
    this.links = needs.links();
    this.accounts = needs.accounts();
    this.signIn = needs.signIn();
    this.sessions = needs.sessions();
  }

  /// Opens a session, or says what is wanted before.
  Reply enter(Call call, Server server, Ticket ticket) {
    Body body = call.body();
    SignedInReply.check(body);
    Told told = ticket.told();
    Provider provider = providers.find(server, told.provider()).orElseThrow(Tickets::over);
    boolean believed = isBelieved(server, provider, told);
    Optional<Account> known = links.find(server, told).flatMap(accounts::find);
    if (SignIn.isByToken(body)) return again(call, server, ticket, known);
    if (known.isPresent()) return trusted(call, ticket, known(known.get()));
    if (body.has("code")) return open(call, ticket, byCode(server, provider, ticket, body));
    if (body.has("password")) return passed(call, ticket, byPassword(call, server, ticket));
    if (!believed) return wanted(provider, ticket, Wanted.PROOF);
    if (!body.bool("accept_terms", false)) return wanted(provider, ticket, Wanted.CONSENT);
    Address address = told.address().orElseThrow();
    return trusted(call, ticket, newcomer(server, address, ticket));
  }

  /// Whoever the provider's word alone lets in: where they showed it a second factor, none is asked
  /// for here.
  private Reply trusted(Call call, Ticket ticket, Entered entered) {
    return ticket.told().strong()
        ? in(ticket, entered, SignedInReply.strong(call, call.body(), entered.account()))
        : open(call, ticket, entered);
  }

  private Reply open(Call call, Ticket ticket, Entered entered) {
    signIn.pass(entered, call.body());
    return passed(call, ticket, entered);
  }

  private Reply passed(Call call, Ticket ticket, Entered entered) {
    return in(ticket, entered, SignedInReply.login(call, call.body(), entered.account()));
  }

  /// Whoever gave a second factor comes back with what it gave, and with the ticket of before.
  private Reply again(Call call, Server server, Ticket ticket, Optional<Account> known) {
    Account account = signIn.proven(call, call.body(), () -> {});
    signIn.check(account);
    if (known.isEmpty()) links.add(server, ticket.told(), account.userNid());
    if (known.filter(one -> one.userNid() != account.userNid()).isPresent()) {
      throw Refused.forbidden("The provider tells of somebody else");
    }
    return passed(call, ticket, Entered.known(account));
  }

  /// Everybody comes in through here, by whatever proof; the ticket is used up.
  private Reply in(Ticket ticket, Entered entered, Sessions.Login login) {
    db.write(
        tx -> {
          tickets.use(tx, ticket);
          return true;
        });
    Sessions.SignedIn signedIn = sessions.open(login);
    links.keep(entered.account().userNid(), signedIn.deviceId(), ticket.told());
    return SignedInReply.of(signedIn, entered);
  }

  private Entered known(Account account) {
    if (!account.active()) throw Refused.userDeactivated();
    signIn.check(account);
    return Entered.known(account);
  }

  /// Whoever reads the mails of an address is let in as at the door for mailed codes; where the
  /// provider's people get no accounts, to an account that is there alone. Who must prove more than
  /// that is not known by the provider from then on: whoever reads their mails is not they yet.
  private Entered byCode(Server server, Provider provider, Ticket ticket, Body body) {
    Address address =
        Address.parse(body.string("email"))
            .orElseThrow(
                () -> Refused.invalidParam("This is no e-mail address that is taken here"));
    boolean known = signIn.owner(server, address).filter(one -> !signIn.suffices(one)).isEmpty();
    return signIn.byCode(
        server,
        address,
        body,
        (tx, account) -> {
          if (known) links.add(tx, server, ticket.told(), account.userNid());
        },
        provider.is("makes_accounts"));
  }

  private Entered byPassword(Call call, Server server, Ticket ticket) {
    Account account = signIn.proven(call, call.body(), () -> {});
    signIn.check(account);
    links.add(server, ticket.told(), account.userNid());
    return Entered.known(account);
  }

  /// An address that somebody has here is proven by them; one that nobody has, by a provider that
  /// may speak for it. Of one that several people read no provider says who they are.
  private boolean isBelieved(Server server, Provider provider, Told told) {
    return provider.is("makes_accounts")
        && told.verified()
        && told.address()
            .filter(provider::speaksFor)
            .filter(address -> signIn.owner(server, address).isEmpty())
            .filter(address -> !signIn.isShared(server, address))
            .filter(address -> signIn.admits(server, address))
            .isPresent();
  }

  private Entered newcomer(Server server, Address address, Ticket ticket) {
    return signIn.attested(
        server,
        address,
        ticket.told().name(),
        (tx, account) -> links.add(tx, server, ticket.told(), account.userNid()));
  }

  private static Reply wanted(Provider provider, Ticket ticket, Wanted wanted) {
    Told told = ticket.told();
    return Reply.json(
        JsonObject.builder()
            .put("wants", wanted == Wanted.CONSENT ? "consent" : "proof")
            .put("provider", provider.shown())
            .putIf("address", told.address().map(Address::value))
            .putIf("name", told.name())
            .build());
  }
}
