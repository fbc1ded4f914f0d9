package parvis.core.factors;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.factors.PasskeyStore.Passkey;
import parvis.core.factors.Steps.Shown;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Secrets;
import parvis.core.identity.Sessions;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.platform.secret.MasterKey;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The second factors that people have: made, looked at, taken away. Their owner is told of each
/// change by mail.
public final class Factors {
  private final Db db;
  private final TotpStore totp;
  private final RecoveryCodes codes;
  private final Steps steps;
  private final Secrets secrets;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Outbox outbox;
  private final FactorLetters letters;
  private final Predicate<Account> required;
  private final Sessions sessions;
  private final Clock clock;

  /// What it is built from.
  record Needs(
      Db db,
      MasterKey masterKey,
      Steps steps,
      Secrets secrets,
      Accounts accounts,
      Addresses addresses,
      Outbox outbox,
      FactorLetters letters,
      Predicate<Account> required,
      Sessions sessions,
      Clock clock) {}

  Factors(Needs needs) {
    this.db = needs.db();
    this.totp = new TotpStore(needs.masterKey());
    this.secrets = needs.secrets();
    this.codes = new RecoveryCodes(secrets);
    this.steps = needs.steps();
    this.accounts = needs.accounts();
    this.addresses = needs.addresses();
    this.outbox = needs.outbox();
    this.letters = needs.letters();
    this.required = needs.required();
    this.sessions = needs.sessions();
    this.clock = needs.clock();
  }

  /// Whose factors are changed.
  ///
  /// @param step in which they set up their first one, before they are let in
  /// @param in their language
  record Whose(UserId user, long userNid, Optional<Shown> step, Language in) {}

  /// What somebody has.
  ///
  /// @param totpMs when their app was set up
  /// @param required whether they must have one at least
  record Had(OptionalLong totpMs, List<Passkey> passkeys, long recoveryCodes, boolean required) {
    int count() {
      return passkeys.size() + (totpMs.isPresent() ? 1 : 0);
    }

    JsonObject ownRecord() {
      JsonObject.Builder json = JsonObject.builder();
      totpMs.ifPresent(since -> json.put("app_ts", since));
      return json.put("recovery_codes", recoveryCodes)
          .put("passkeys", JsonArray.of(passkeys.stream().map(Had::told).toArray()))
          .build();
    }

    private static JsonObject told(Passkey key) {
      JsonObject.Builder json =
          JsonObject.builder().put("name", key.name()).put("created_ts", key.createdMs());
      key.usedMs().ifPresent(used -> json.put("used_ts", used));
      return json.build();
    }
  }

  Had of(Account account) {
    boolean must = required.test(account);
    return db.read(tx -> had(tx, account.userNid(), must));
  }

  private static Had had(Tx tx, long user, boolean must) {
    return new Had(
        TotpStore.since(tx, user), PasskeyStore.of(tx, user), RecoveryCodes.left(tx, user), must);
  }

  /// A secret for an app, kept until the app shows its first code.
  ///
  /// @throws Refused conflict where there is one already
  byte[] begin(Whose whose) {
    byte[] secret = secrets.bytes(Totp.SECRET_BYTES);
    boolean begun = db.write(tx -> totp.begin(tx, whose.userNid(), secret, clock.millis()));
    if (!begun) throw Refused.conflict("There is an app already; remove it first");
    return secret;
  }

  /// Takes the app's first code. Recovery codes come with the first factor.
  Optional<List<String>> confirm(Whose whose, String code) {
    return change(
        whose,
        Change.TOTP_ADDED,
        tx -> {
          if (!totp.confirm(tx, whose.userNid(), code, clock.millis())) throw Steps.wrong();
          return added(tx, whose);
        });
  }

  /// What goes with a factor that was just made.
  private Optional<List<String>> added(Tx tx, Whose whose) {
    long user = whose.userNid();
    whose.step().ifPresent(step -> steps.finish(tx, step, user));
    if (whose.step().isPresent() && had(tx, user, false).count() > 1) {
      throw Refused.conflict("There is a second factor already; begin again");
    }
    return RecoveryCodes.left(tx, user) > 0 ? Optional.empty() : Optional.of(codes.renew(tx, user));
  }

  /// Keeps a passkey that was made.
  Optional<List<String>> add(Whose whose, Passkey key) {
    return change(
        whose,
        Change.PASSKEY_ADDED,
        tx -> {
          if (PasskeyStore.of(tx, whose.userNid()).size() >= PasskeyStore.PASSKEYS_MAX) {
            throw Refused.conflict("There are " + PasskeyStore.PASSKEYS_MAX + " passkeys already");
          }
          if (PasskeyStore.find(tx, key.credential()).isPresent()) {
            throw Refused.conflict("This passkey is known already");
          }
          PasskeyStore.add(tx, key);
          return added(tx, whose);
        });
  }

  /// New recovery codes.
  ///
  /// @throws Refused conflict where there is nothing that they would stand for
  List<String> renew(Whose whose) {
    return change(
        whose,
        Change.CODES_RENEWED,
        tx -> {
          if (had(tx, whose.userNid(), false).count() == 0) {
            throw Refused.conflict("Recovery codes come with a second factor");
          }
          return codes.renew(tx, whose.userNid());
        });
  }

  void removeTotp(Whose whose, boolean must) {
    change(
        whose,
        Change.TOTP_REMOVED,
        tx -> less(tx, whose, must, TotpStore.remove(tx, whose.userNid())));
  }

  /// @throws Refused forbidden when it is all by which one of the people of a shared mailbox comes
  /// in
  void removePasskey(Whose whose, long nid, boolean must) {
    long user = whose.userNid();
    boolean otherwise = accounts.hasPassword(user) || !isSharerAlone(user);
    change(
        whose,
        Change.PASSKEY_REMOVED,
        tx -> {
          boolean done = less(tx, whose, must, PasskeyStore.remove(tx, user, nid));
          if (!otherwise && !PasskeyStore.any(tx, user)) {
            throw Refused.forbidden("Without a password, this passkey is the only way in");
          }
          return done;
        });
  }

  /// Whether no mail reaches somebody but those that others read, too.
  private boolean isSharerAlone(long user) {
    return addresses.of(user).isEmpty() && addresses.sharer(user).isPresent();
  }

  /// What must hold after one is gone, else it stays.
  private static boolean less(Tx tx, Whose whose, boolean must, boolean was) {
    if (!was) throw Refused.notFound();
    boolean none = had(tx, whose.userNid(), must).count() == 0;
    if (none && must) {
      throw Refused.forbidden("A second factor is required of this account; add another one first");
    }
    if (none) RecoveryCodes.removeAll(tx, whose.userNid());
    return true;
  }

  void rename(Whose whose, long nid, String name) {
    if (!db.write(tx -> PasskeyStore.rename(tx, whose.userNid(), nid, name))) {
      throw Refused.notFound();
    }
  }

  /// What a removal by others is done by, once it is known to be allowed.
  @FunctionalInterface
  public interface Removal {
    void of(Tx tx);
  }

  /// Takes all factors from somebody who has lost them, on the word of who administers.
  ///
  /// @throws Refused notFound, in the transaction, where there are none
  public Removal removal(UserId user, long userNid) {
    var to = addresses.reach(userNid);
    return tx -> {
      require(tx, userNid);
      removeAll(tx, userNid);
      tell(tx, user, to, Language.FRENCH, Change.REMOVED_BY_OTHERS);
    };
  }

  /// Takes all factors from somebody, on the word of who starts the process; whether there were
  /// any.
  public boolean lost(UserId user, long userNid) {
    var removal = removal(user, userNid);
    try {
      return db.write(
          tx -> {
            removal.of(tx);
            return true;
          });
    } catch (Refused none) {
      return false;
    }
  }

  /// Refuses where somebody has none.
  public void require(Tx tx, long userNid) {
    if (had(tx, userNid, false).count() == 0) throw Refused.notFound();
  }

  /// Forgets all factors of an account that has ended.
  public void gone(long userNid) {
    db.write(
        tx -> {
          removeAll(tx, userNid);
          return true;
        });
  }

  /// Takes all factors from somebody, who is told of it otherwise, and ends what was begun to come
  /// in by them or to set one up.
  public static void removeAll(Tx tx, long user) {
    StepStore.end(tx, user);
    TotpStore.remove(tx, user);
    PasskeyStore.removeAll(tx, user);
    RecoveryCodes.removeAll(tx, user);
  }

  /// Uses up a code of an app, or of paper.
  boolean proves(Tx tx, long user, Optional<String> code, Optional<String> recovery) {
    return code.filter(told -> totp.use(tx, user, told, clock.millis())).isPresent()
        || recovery.filter(told -> codes.use(tx, user, told)).isPresent();
  }

  /// What a change gives back, and what is to be said of it.
  private record Changed<T>(T result, Runnable over) {}

  /// Whoever had to set up a factor may not be who began the sessions that are there.
  private Runnable over(Tx tx, Whose whose) {
    return whose.step().isPresent()
        ? sessions.expireAll(tx, whose.user(), whose.userNid())
        : () -> sessions.factorsChanged(whose.userNid());
  }

  private <T> T change(Whose whose, Change what, Function<Tx, T> work) {
    var to = addresses.reach(whose.userNid());
    Changed<T> changed =
        db.write(
            tx -> {
              Accounts.hold(tx, whose.userNid());
              T done = work.apply(tx);
              tell(tx, whose.user(), to, whose.in(), what);
              return new Changed<>(done, over(tx, whose));
            });
    changed.over().run();
    outbox.wake();
    return changed.result();
  }

  private void tell(Tx tx, UserId user, List<Addresses.Reach> to, Language in, Change what) {
    for (var one : to) {
      String id = "factor-" + outbox.fresh();
      var letter = one.carrying(letters.told(in, what), letters.page());
      outbox.put(tx, Mail.of(id, user.server(), one.address(), letter));
    }
  }
}
