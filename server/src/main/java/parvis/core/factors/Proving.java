package parvis.core.factors;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.SignIn;
import parvis.platform.http.Body;

/// What doors and sessions ask of second factors.
final class Proving implements SignIn.SecondFactor {
  private final Steps steps;
  private final Factors factors;
  private final Passkeys passkeys;
  private final Required required;

  /// Who must have a second factor.
  ///
  /// @param any for whatever they do
  /// @param agent to come in at all, as their organisation asks it
  /// @param rule what organisations ask, as one text: another one where it changed
  record Required(Predicate<Account> any, Predicate<Account> agent, Supplier<String> rule) {}

  Proving(Steps steps, Factors factors, Passkeys passkeys, Required required) {
    this.steps = steps;
    this.factors = factors;
    this.passkeys = passkeys;
    this.required = required;
  }

  @Override
  public void ask(Account account, Optional<String> secret) {
    steps.ask(account, secret);
  }

  @Override
  public boolean asks(Account account) {
    return required.any().test(account) || !ways(account.userNid()).isEmpty();
  }

  @Override
  public boolean isMissing(Account account) {
    return required.any().test(account) && ways(account.userNid()).isEmpty();
  }

  @Override
  public boolean shutsOut(Account account) {
    return required.agent().test(account) && ways(account.userNid()).isEmpty();
  }

  @Override
  public String rule() {
    return required.rule().get();
  }

  @Override
  public List<String> ways(long user) {
    return steps.ways(user);
  }

  @Override
  public boolean proves(Actor actor, Body told) {
    long user = actor.userNid();
    if (told.has("credential")) {
      return refused(
          () -> passkeys.signed(StepRoutes.secret(told), told.object("credential")) == user);
    }
    Optional<String> code = told.optionalString("code", SignIn.CODE_CHARS_MAX);
    Optional<String> paper = told.optionalString("recovery_code", SignIn.CODE_CHARS_MAX);
    if (code.isPresent() == paper.isPresent()) {
      throw Refused.missingParam("\"code\", \"recovery_code\" or \"credential\" is missing");
    }
    return steps.proves(user, actor.session(), tx -> factors.proves(tx, user, code, paper));
  }

  /// A passkey that lets nobody in proves nothing here.
  private static boolean refused(BooleanSupplier signed) {
    try {
      return signed.getAsBoolean();
    } catch (Refused wrong) {
      if (wrong.kind() != Refused.Kind.FORBIDDEN) throw wrong;
      return false;
    }
  }
}
