package parvis.core.identity;

import java.time.Clock;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.config.Config;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;

/// Who comes in by a code that was mailed to their address: to the account that it leads to, or to
/// one that is made for them.
final class AddressSignIn {
  /// Names that are made up until one is nobody's.
  private static final int NAMES_MAX = 10;

  private final Db db;
  private final SignInCodes codes;
  private final Addresses addresses;
  private final Admission admission;
  private final Accounts accounts;
  private final Services services;
  private final Bars bars;
  private final Secrets secrets;
  private final Optional<Config.Terms> terms;
  private final Clock clock;

  /// What it is built from.
  record Needs(
      Db db,
      SignInCodes codes,
      Addresses addresses,
      Admission admission,
      Accounts accounts,
      Services services,
      Bars bars,
      Secrets secrets,
      Optional<Config.Terms> terms,
      Clock clock) {}

  AddressSignIn(Needs needs) {
    this.db = needs.db();
    this.codes = needs.codes();
    this.addresses = needs.addresses();
    this.admission = needs.admission();
    this.accounts = needs.accounts();
    this.services = needs.services();
    this.bars = needs.bars();
    this.secrets = needs.secrets();
    this.terms = needs.terms();
    this.clock = needs.clock();
  }

  /// Who came in.
  ///
  /// @param proposed the name of an account that was made just now
  /// @param locked whether its owner cannot change it
  record Entered(Account account, Optional<String> proposed, boolean locked) {}

  /// Lets in by a right code, which is used up.
  ///
  /// @param accepts whether the terms of use are accepted, where there are any
  Entered enter(Server server, Address address, long code, boolean accepts) {
    Optional<Account> known =
        addresses
            .find(server, address)
            .flatMap(owner -> accounts.find(owner.user()))
            .filter(Account::active);
    return known.isPresent() ? known(known.get(), code) : newcomer(server, address, code, accepts);
  }

  /// Whoever administers may lock them out, and the sponsor's time may be over.
  private Entered known(Account account, long code) {
    Bars.State state = bars.of(account.userNid());
    if (state.locked()) throw Refused.userLocked();
    if (state.expired()) throw Refused.accountExpired();
    db.write(
        tx -> {
          codes.use(tx, code);
          return true;
        });
    return new Entered(account, Optional.empty(), false);
  }

  /// An address that leads nowhere was mailed no code: none is right for it.
  private Entered newcomer(Server server, Address address, long code, boolean accepts) {
    Admission.Rules rules = admission.rules(server);
    if (!db.read(tx -> admission.admits(tx, server, rules, address))) throw SignInCodes.wrong();
    if (terms.isPresent() && !accepts) {
      throw Refused.missingParam("\"accept_terms\" is missing");
    }
    String name = NameOfAddress.of(address);
    Account made =
        accounts.create(
            new NewAccount(unnamed(server), Optional.empty(), false, Optional.of(name)),
            tx -> codes.use(tx, code),
            (tx, account) -> begin(tx, server, account, address));
    boolean locked = admission.locksName(made.userNid());
    return new Entered(made, Optional.of(name), locked);
  }

  private void begin(Tx tx, Server server, Account account, Address address) {
    terms.ifPresent(these -> accounts.accept(tx, these, account));
    addresses.add(tx, server, account.userNid(), address, clock.millis());
  }

  /// An id that says nothing of its owner, so that it may stay theirs for ever.
  private UserId unnamed(Server server) {
    for (int i = 0; i < NAMES_MAX; i++) {
      UserId user = Accounts.wished(secrets.localpart(), server);
      if (!services.isReserved(user) && accounts.find(user).isEmpty()) return user;
    }
    throw new IllegalStateException("no name is free");
  }
}
