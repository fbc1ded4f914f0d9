package parvis.core.identity;

import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

  private static final String ASKED =
      """
      update account a set name_unasked = false
        from (select coalesce(max(display_name), '') as name from profile where "user" = ?) f
       where a."user" = ? and a.name_unasked returning f.name\
      """;

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
  private volatile SignIn.SharedDoor shared =
      (_, _, _, _) -> {
        throw SignInCodes.wrong();
      };

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

  /// What is shown to come in.
  ///
  /// @param secret that the browser made up
  /// @param accepts whether the terms of use are accepted, where there are any
  /// @param makesAccounts whether an account may be made
  /// @param word an invitation, or an entry code, that lets it be made where the address does not
  record Shown(
      String secret, String code, boolean accepts, boolean makesAccounts, Optional<String> word) {}

  /// Lets in by a code that is right in this browser, and uses it up. Where several people read the
  /// mails of the address, that lets nobody in: the browser goes on to say who it is.
  ///
  /// @param together what happens with it or not at all
  SignIn.Entered enter(Server server, Address address, Shown shown, SignIn.Together together) {
    long right = codes.check(server, address, shown.secret(), shown.code());
    if (addresses.isShared(server, address)) {
      throw shared.begun(server, address, shown.secret(), tx -> codes.use(tx, right));
    }
    Optional<Account> known = owner(server, address);
    if (known.isEmpty()) {
      Optional<String> word = shown.word().filter(said -> admission.admits(server, said));
      // An address that leads nowhere was mailed no code: none is right for it.
      if (!shown.makesAccounts() || (word.isEmpty() && !admits(server, address))) {
        throw SignInCodes.wrong();
      }
      String name = NameOfAddress.of(address);
      Invited by = invited(server, word);
      return newcomer(
          server,
          address,
          name,
          shown.accepts(),
          by.before().andThen(tx -> codes.use(tx, right)),
          (tx, account) -> {
            by.after().accept(tx, account);
            together.with(tx, account);
          });
    }
    return known(
        known.get(),
        tx -> {
          // It may have become a shared mailbox a moment ago, from which on it leads to nobody.
          if (!addresses.leads(tx, server, address, known.get().userNid())) {
            throw SignInCodes.wrong();
          }
          codes.use(tx, right);
        },
        together);
  }

  /// What an invitation, or an entry code, does with the making of an account: it is used up, and
  /// says of what its owner becomes a part.
  private record Invited(Consumer<Tx> before, BiConsumer<Tx, Account> after) {}

  /// It is looked at once: an entry word that is used up in between is no other token, and lets
  /// nobody in.
  private Invited invited(Server server, Optional<String> word) {
    Optional<EntryWord> entry = word.flatMap(said -> admission.word(server, said));
    Optional<Consumer<Tx>> own =
        entry.isPresent() ? Optional.empty() : word.map(said -> admission.use(server, said));
    return new Invited(
        own.orElse(_ -> {}),
        (tx, made) -> entry.ifPresent(it -> it.use().accept(tx, made.userNid())));
  }

  /// Whether an invitation, or an entry code, makes accounts.
  boolean admits(Server server, String word) {
    return admission.admits(server, word);
  }

  /// Lets in who has an account. Who was given it for their address alone looks at their name once.
  private SignIn.Entered known(Account account, Consumer<Tx> first, SignIn.Together together) {
    check(account);
    Optional<String> called =
        db.write(
            tx -> {
              first.accept(tx);
              together.with(tx, account);
              return tx.first(row -> row.text("name"), ASKED, account.userNid(), account.userNid());
            });
    return called
        .map(name -> SignIn.Entered.made(account, name, admission.locksName(account.userNid())))
        .orElseGet(() -> SignIn.Entered.known(account));
  }

  /// Whom an address leads to.
  Optional<Account> owner(Server server, Address address) {
    return addresses
        .find(server, address)
        .flatMap(owner -> accounts.find(owner.user()))
        .filter(Account::active);
  }

  /// Whoever administers may lock them out, and the sponsor's time may be over.
  void check(Account account) {
    Bars.State state = bars.of(account.userNid());
    if (state.locked()) throw Refused.userLocked();
    if (state.expired()) throw Refused.accountExpired();
  }

  /// Whether an address gets an account here.
  boolean admits(Server server, Address address) {
    Admission.Rules rules = admission.rules(server);
    return db.read(tx -> admission.admits(tx, server, rules, address));
  }

  /// Makes the account of somebody whose address is proven.
  SignIn.Entered newcomer(
      Server server,
      Address address,
      String name,
      boolean accepts,
      Consumer<Tx> first,
      SignIn.Together together) {
    if (terms.isPresent() && !accepts) {
      throw Refused.missingParam("\"accept_terms\" is missing");
    }
    BiConsumer<Tx, Account> bind =
        (tx, account) -> addresses.add(tx, server, account.userNid(), address, clock.millis());
    Account made =
        make(unnamed(server), Optional.empty(), name, first, bind.andThen(together::with));
    return SignIn.Entered.made(made, name, admission.locksName(made.userNid()));
  }

  private Account make(
      UserId user,
      Optional<String> password,
      String name,
      Consumer<Tx> first,
      BiConsumer<Tx, Account> then) {
    BiConsumer<Tx, Account> accept =
        (tx, account) -> terms.ifPresent(these -> accounts.accept(tx, these, account));
    return accounts.create(
        new NewAccount(user, password, false, Optional.of(name)), first, accept.andThen(then));
  }

  /// From here on a right code of a shared mailbox leads on.
  void share(SignIn.SharedDoor shared) {
    this.shared = shared;
  }

  /// Makes the account of one of the people of a shared mailbox, who comes in by something of their
  /// own.
  ///
  /// @param first looks, with the mailbox held, whether they may
  Account sharer(
      Server server,
      Address address,
      SignIn.Sharing wish,
      Consumer<Tx> first,
      SignIn.Together together) {
    if (terms.isPresent() && !wish.accepts()) {
      throw Refused.missingParam("\"accept_terms\" is missing");
    }
    String name = ProfileField.displayName(wish.name());
    UserId user = unnamed(server);
    wish.password().ifPresent(password -> accounts.checkPassword(password, user));
    if (!admits(server, address)) {
      throw Refused.forbidden("This address makes nobody an account any more");
    }
    BiConsumer<Tx, Account> join =
        (tx, account) -> addresses.join(tx, server, account.userNid(), address);
    return make(user, wish.password(), name, first, join.andThen(together::with));
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
