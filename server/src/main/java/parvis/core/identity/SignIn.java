package parvis.core.identity;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Shape;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The proofs that an account is one's own, for who is not signed in: a name or an address with a
/// password, a code that was mailed, or the word of somebody who is believed, and a second factor
/// where it is asked for; or a login token, which comes of both.
public final class SignIn {
  static final String SECRET = "fr.parvis.secret";

  /// Characters of the secret that a browser makes up: at least as many as nobody guesses.
  public static final int SECRET_CHARS_MIN = 32;

  public static final int SECRET_CHARS_MAX = 255;

  /// Characters of a code of an app, or on paper.
  public static final int CODE_CHARS_MAX = 64;

  /// The fields of a login.
  public static final List<Shape.Part> LOGIN = Shapes.LOGIN;

  /// The fields of a code that was mailed, beside the address and the secret.
  public static final List<Shape.Part> MAILED = Shapes.MAILED;

  static final int TOKEN_CHARS_MAX = 512;

  /// What is asked of somebody beyond a first proof, before a session begins.
  public interface SecondFactor {
    /// Where nobody is asked for anything.
    SecondFactor NONE =
        new SecondFactor() {
          @Override
          public void ask(Account account, Optional<String> secret) {}

          @Override
          public boolean asks(Account account) {
            return false;
          }

          @Override
          public boolean isMissing(Account account) {
            return false;
          }

          @Override
          public boolean shutsOut(Account account) {
            return false;
          }

          @Override
          public String rule() {
            return "";
          }

          @Override
          public List<String> ways(long user) {
            return List.of();
          }

          @Override
          public boolean proves(Actor actor, Body told) {
            return false;
          }
        };

    /// Lets by whoever needs none.
    ///
    /// @param secret of the browser; absent in programs that know nothing of second factors
    /// @throws Refused secondFactor with what the browser goes on with, or forbidden
    void ask(Account account, Optional<String> secret);

    /// Whether somebody must give one, or set one up.
    boolean asks(Account account);

    /// Whether somebody must have one and has none: they administer nothing, and their sessions are
    /// not prolonged.
    boolean isMissing(Account account);

    /// Whether their organisation asks one of them and they have none: no session of theirs goes
    /// on.
    boolean shutsOut(Account account);

    /// What organisations ask, as one text: another one where that changed.
    String rule();

    /// By what somebody may prove who they are, beside a first proof.
    List<String> ways(long user);

    /// Whether what is told in a session proves that it is its owner still.
    ///
    /// @throws Refused limitExceeded after too many wrong ones
    boolean proves(Actor actor, Body told);
  }

  /// What becomes of a right code that was mailed to an address whose mails several people read.
  @FunctionalInterface
  public interface SharedDoor {
    /// Lets a browser on, which says next who of the people it is.
    ///
    /// @param secret of the browser
    /// @param use uses the code up, in the transaction in which the browser is let on
    /// @return what tells the browser how it goes on
    Refused begun(Server server, Address address, String secret, Consumer<Tx> use);
  }

  /// An account that one of the people of a shared mailbox wants.
  ///
  /// @param password absent: they come in by something else of their own
  /// @param accepts whether the terms of use are accepted, where there are any
  public record Sharing(String name, Optional<String> password, boolean accepts) {}

  /// What happens in the transaction in which somebody comes in: both or none.
  @FunctionalInterface
  public interface Together {
    void with(Tx tx, Account account);
  }

  /// Who came in.
  ///
  /// @param proposed the name of an account that was made just now
  /// @param locked whether its owner cannot change it
  public record Entered(Account account, Optional<String> proposed, boolean locked) {
    public static Entered known(Account account) {
      return new Entered(account, Optional.empty(), false);
    }

    /// What is told of an account that was made just now.
    Optional<JsonObject> json() {
      return proposed.map(name -> JsonObject.of("displayname", name, "name_locked", locked));
    }

    static Entered made(Account account, String name, boolean locked) {
      return new Entered(account, Optional.of(name), locked);
    }
  }

  private final Servers servers;
  private final Accounts accounts;
  private final Addresses addresses;
  private final LoginTokens tokens;
  private final RateLimits limits;
  private final AddressSignIn byAddress;
  private final boolean mails;
  private volatile SecondFactor second = SecondFactor.NONE;

  SignIn(
      Servers servers,
      Accounts accounts,
      Addresses addresses,
      LoginTokens tokens,
      RateLimits limits,
      AddressSignIn byAddress,
      boolean mails) {
    this.byAddress = byAddress;
    this.mails = mails;
    this.servers = servers;
    this.accounts = accounts;
    this.addresses = addresses;
    this.tokens = tokens;
    this.limits = limits;
  }

  /// From here on a second factor is asked for.
  void ask(SecondFactor second) {
    this.second = second;
  }

  /// Asks somebody for it whose first proof was right, where they must give one.
  ///
  /// @param secret of the browser in which they are
  public void pass(Account account, Optional<String> secret) {
    second.ask(account, secret);
  }

  /// The same for who came in by other fields than those of a password.
  public void pass(Entered entered, Body body) {
    try {
      pass(entered.account(), secret(body));
    } catch (Refused asked) {
      throw entered.json().map(made -> asked.with("made", made)).orElse(asked);
    }
  }

  /// By what somebody may prove who they are, beside a first proof.
  List<String> ways(long user) {
    return second.ways(user);
  }

  /// Whether their first proof alone lets somebody in.
  public boolean suffices(Account account) {
    return !second.asks(account);
  }

  /// Refuses to prolong the session of who must have a second factor by now and has none: they sign
  /// in again, and set it up.
  void refuseUnproven(UserId user) {
    accounts
        .find(user)
        .filter(second::isMissing)
        .ifPresent(
            _ -> {
              throw Refused.unknownToken(true);
            });
  }

  /// What the fields of a login say; `checks` refuses other fields before a try is counted.
  ///
  /// @throws Refused forbidden when it is wrong, whatever of it is; secondFactor when it is right
  public Account proven(Call call, Body body, Runnable checks) {
    if (isByToken(body)) {
      return byToken(body, checks);
    }
    Optional<String> secret = secret(body);
    Stages.Named named = Stages.named(body, servers.at(call.host()), addresses);
    String password = body.string("password", Stages.PASSWORD_TEXT_CHARS_MAX);
    checks.run();
    named.address().map(Stages::limitKey).ifPresent(key -> spend(key, call));
    named.user().map(Stages::limitKey).ifPresent(key -> spend(key, call));
    Account account =
        accounts
            .withPassword(named.user(), password)
            .orElseThrow(() -> Refused.forbidden("The name or the password is wrong"));
    refuseToEnrol(account);
    pass(account, secret);
    return account;
  }

  /// Where a mail reaches somebody who must set up their first second factor, a password alone does
  /// not begin that: whoever took it from them could keep them out for good.
  private void refuseToEnrol(Account account) {
    if (mails && second.isMissing(account) && !addresses.of(account.userNid()).isEmpty()) {
      throw Refused.forbidden(
              "A second factor is set up after a code that is mailed to you: sign in by one")
          .with("fr.parvis.by_code", true);
    }
  }

  private Account byToken(Body body, Runnable checks) {
    String token = body.string("token", TOKEN_CHARS_MAX);
    checks.run();
    return tokens
        .take(token)
        .orElseThrow(() -> Refused.forbidden("This token is not known or has expired"));
  }

  /// Whether fields of a login are those of a login token.
  public static boolean isByToken(Body body) {
    return body.optionalString("type").filter(LoginTokens.TYPE::equals).isPresent();
  }

  /// What a browser of ours says that it alone has.
  static Optional<String> secret(Body body) {
    return body.optionalString(SECRET, SECRET_CHARS_MAX)
        .or(() -> body.optionalString("secret", SECRET_CHARS_MAX))
        .filter(secret -> secret.length() >= SECRET_CHARS_MIN);
  }

  /// Lets in by the fields of a code that was mailed to an address, which is used up: to the
  /// account that the address leads to, or to one that is made, where it is admitted.
  ///
  /// @param makesAccounts false: who has none is refused
  /// @throws Refused when the code is wrong, and when nobody is let in by the address
  public Entered byCode(
      Server server, Address address, Body body, Together together, boolean makesAccounts) {
    String secret = AddressSignInRoutes.secret(body);
    String code = body.string("code", SECRET_CHARS_MAX);
    boolean accepts = body.bool("accept_terms", false);
    Optional<String> word = AddressSignInRoutes.word(body);
    if (!Secrets.isDigits(code)) throw Refused.invalidParam("A code has six digits");
    var shown = new AddressSignIn.Shown(secret, code, accepts, makesAccounts, word);
    return byAddress.enter(server, address, shown, together);
  }

  /// The account that an address leads to.
  public Optional<Account> owner(Server server, Address address) {
    return byAddress.owner(server, address);
  }

  /// Whether an address gets an account here.
  public boolean admits(Server server, Address address) {
    return byAddress.admits(server, address);
  }

  /// Whether an invitation, or an entry code, makes accounts.
  boolean admits(Server server, String word) {
    return byAddress.admits(server, word);
  }

  /// Makes an account for an address that somebody attests who is believed; the terms of use, where
  /// there are any, are accepted.
  ///
  /// @param name what they say; empty: what the address proposes
  public Entered attested(
      Server server, Address address, Optional<String> name, Together together) {
    String proposed = name.orElseGet(() -> NameOfAddress.of(address));
    return byAddress.newcomer(server, address, proposed, true, _ -> {}, together);
  }

  /// Whether several people read the mails of an address: nobody is known by it alone.
  public boolean isShared(Server server, Address address) {
    return addresses.isShared(server, address);
  }

  /// From here on a right code of a shared mailbox leads on.
  public void share(SharedDoor door) {
    byAddress.share(door);
  }

  /// Makes the account of one of the people of a shared mailbox.
  ///
  /// @param first looks, in the transaction, whether they may; the mailbox is held by it
  public Account sharer(
      Server server, Address address, Sharing wish, Consumer<Tx> first, Together together) {
    return byAddress.sharer(server, address, wish, first, together);
  }

  /// The account that a password opens of somebody who is known otherwise.
  public Optional<Account> byPassword(UserId user, String password, Call call) {
    spend(Stages.limitKey(user), call);
    return accounts.withPassword(Optional.of(user), password);
  }

  /// Refuses who is locked, or whose time is over.
  public void check(Account account) {
    byAddress.check(account);
  }

  private void spend(String key, Call call) {
    limits.spend(RateClass.GUESS, key + call.remoteAddress());
  }
}
