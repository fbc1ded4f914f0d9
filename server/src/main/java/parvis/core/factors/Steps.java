package parvis.core.factors;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.SecretHash;
import parvis.core.identity.Secrets;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.json.JsonArray;

/// What stands between a first proof and a session: a step, which is good in the browser that began
/// it, for a while and a few tries. Any node takes it.
///
/// Who has somebody's password may begin steps of theirs, so wrong codes of an app are shared out:
/// a browser in which its owner came in before has a part of its own, one network has a part of
/// that of strangers alone, and a passkey or a code on paper, which nobody guesses, is always
/// taken.
final class Steps {
  static final Duration LIFE = Duration.ofMinutes(10);

  /// Wrong codes that are tried in one step.
  static final int TRIES_MAX = 5;

  /// Wrong codes of an app within a day and for one account, in a browser in which its owner came
  /// in, or from one network.
  static final int WRONG_A_DAY = 20;

  /// The same in all other browsers.
  static final int STRANGE_A_DAY = 60;

  /// Browsers that are remembered of an account.
  static final int BROWSERS_MAX = 10;

  private static final Duration DAY = Duration.ofDays(1);
  private static final String PREFIX = "pvf_";

  private final Db db;
  private final Secrets secrets;
  private final Predicate<Account> required;
  private final Clock clock;

  /// @param required whether somebody must have a second factor
  Steps(Db db, Secrets secrets, Predicate<Account> required, Clock clock) {
    this.db = db;
    this.secrets = secrets;
    this.required = required;
    this.clock = clock;
  }

  /// A step as a browser shows it.
  ///
  /// @param secret that the browser made up
  record Shown(String step, String secret) {
    byte[] hash() {
      return SecretHash.of(step).bytes();
    }

    byte[] browser() {
      return SecretHash.of(secret).bytes();
    }
  }

  void ask(Account account, Optional<String> secret) {
    List<String> ways = db.read(tx -> ways(tx, account.userNid()));
    boolean enrols = ways.isEmpty();
    if (enrols && !required.test(account)) return;
    if (secret.isEmpty()) {
      throw Refused.forbidden(
          "This account asks for a second factor: sign in with your browser (SSO or OAuth), not by"
              + " a password alone");
    }
    String step = secrets.token(PREFIX);
    Shown shown = new Shown(step, secret.get());
    long now = clock.millis();
    db.write(
        tx -> {
          StepStore.forget(tx, now - DAY.toMillis());
          return StepStore.add(tx, shown, account.userNid(), enrols, now, now + LIFE.toMillis());
        });
    throw Refused.secondFactor(step)
        .with("set_up", enrols)
        .with("ways", JsonArray.of(ways.toArray()))
        .with("expires_in_ms", LIFE.toMillis());
  }

  List<String> ways(long user) {
    return db.read(tx -> ways(tx, user));
  }

  /// By what somebody may prove who they are, beside the first proof.
  private static List<String> ways(Tx tx, long user) {
    List<String> ways = new ArrayList<>();
    if (TotpStore.since(tx, user).isPresent()) ways.add("totp");
    if (PasskeyStore.any(tx, user)) ways.add("passkey");
    if (!ways.isEmpty() && RecoveryCodes.left(tx, user) > 0) ways.add("recovery_code");
    return ways;
  }

  private sealed interface Verdict {
    record Right(long user) implements Verdict {}

    record Wrong() implements Verdict {}

    record Over() implements Verdict {}

    record TooMany() implements Verdict {}
  }

  /// What is told to end a step.
  ///
  /// @param guessable whether whoever tries often enough finds it
  /// @param network from which it is told
  record Told(boolean guessable, String network) {}

  /// Ends a step by a second factor; whose it was.
  ///
  /// @param proves whether what was told is theirs
  /// @throws Refused forbidden when it is wrong, notFound when one begins anew
  long give(Shown shown, Told told, BiPredicate<Tx, Long> proves) {
    byte[] network = secrets.hashOfWord(told.network());
    return answer(db.write(tx -> verdict(tx, shown, told, network, proves)));
  }

  private static long answer(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Right(long user) -> user;
      case Verdict.Wrong() -> throw wrong();
      case Verdict.Over() -> throw over();
      case Verdict.TooMany() -> throw Refused.limitExceeded(DAY);
    };
  }

  private Verdict verdict(
      Tx tx, Shown shown, Told told, byte[] network, BiPredicate<Tx, Long> proves) {
    Optional<Long> whose = find(tx, shown, false);
    if (whose.isEmpty()) return new Verdict.Over();
    long user = whose.get();
    Accounts.hold(tx, user);
    if (told.guessable() && isSpent(tx, user, shown.browser(), network)) {
      return new Verdict.TooMany();
    }
    if (find(tx, shown, false).isEmpty()) return new Verdict.Over();
    if (proves.test(tx, user)) {
      if (!use(tx, shown)) return new Verdict.Over();
      StepStore.know(tx, user, shown.browser(), clock.millis(), BROWSERS_MAX);
      return new Verdict.Right(user);
    }
    StepStore.count(tx, shown, network);
    return new Verdict.Wrong();
  }

  private boolean isSpent(Tx tx, long user, byte[] browser, byte[] network) {
    long day = clock.millis() - DAY.toMillis();
    StepStore.Wrong wrong = StepStore.wrong(tx, user, browser, network, day);
    return wrong.known()
        ? wrong.here() >= WRONG_A_DAY
        : wrong.near() >= WRONG_A_DAY || wrong.strange() >= STRANGE_A_DAY;
  }

  /// Whether what is told in a session proves that it is its owner still; wrong codes are counted
  /// for the session, as for a browser of theirs.
  ///
  /// @throws Refused limitExceeded when there were too many
  boolean proves(long user, long session, Predicate<Tx> proves) {
    Shown here = new Shown(secrets.token(PREFIX), "session " + session);
    Verdict verdict =
        db.write(
            tx -> {
              Accounts.hold(tx, user);
              long now = clock.millis();
              StepStore.Wrong wrong =
                  StepStore.wrong(tx, user, here.browser(), here.browser(), now - DAY.toMillis());
              if (wrong.here() >= WRONG_A_DAY) return new Verdict.TooMany();
              if (proves.test(tx)) return new Verdict.Right(user);
              StepStore.add(tx, here, user, false, now, now);
              StepStore.count(tx, here, here.browser());
              return new Verdict.Wrong();
            });
    return !(verdict instanceof Verdict.Wrong) && answer(verdict) == user;
  }

  private Optional<Long> find(Tx tx, Shown shown, boolean enrols) {
    return StepStore.find(tx, shown, enrols, clock.millis(), TRIES_MAX);
  }

  /// Who sets up their first factor in a step.
  ///
  /// @throws Refused notFound when one begins anew
  long enrolling(Shown shown) {
    return db.read(tx -> find(tx, shown, true)).orElseThrow(Steps::over);
  }

  /// Ends the step in which a factor was set up.
  void finish(Tx tx, Shown shown, long user) {
    if (!use(tx, shown)) throw over();
    StepStore.know(tx, user, shown.browser(), clock.millis(), BROWSERS_MAX);
  }

  private boolean use(Tx tx, Shown shown) {
    return StepStore.use(tx, shown, clock.millis(), TRIES_MAX);
  }

  static Refused wrong() {
    return Refused.forbidden("This does not prove that it is you");
  }

  private static Refused over() {
    return Refused.notFound("This step is over; begin again");
  }
}
