package parvis.core.factors;

import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.factors.Steps.Shown;
import parvis.core.factors.Steps.Told;
import parvis.core.identity.LoginTokens;
import parvis.core.identity.SignIn;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;

/// The step between a password or a code by mail, and a session.
final class StepRoutes {
  static final String STEP = "/api/v1/sign_in/step";
  private static final String PASSKEY = "/api/v1/sign_in/passkey";

  private final Steps steps;
  private final Factors factors;
  private final Passkeys passkeys;
  private final LoginTokens tokens;

  StepRoutes(Steps steps, Factors factors, Passkeys passkeys, LoginTokens tokens) {
    this.steps = steps;
    this.factors = factors;
    this.passkeys = passkeys;
    this.tokens = tokens;
  }

  List<Route> all() {
    return List.of(
        post(STEP, "Give a second factor", this::give)
            .takes(Shapes.GIVEN)
            .answers(Shapes.LET_IN)
            .open()
            .costs(RateClass.LOGIN),
        post(PASSKEY + "/options", "What a passkey signs to let in", this::question)
            .takes(Shapes.ASKED)
            .answers(Shapes.QUESTION)
            .open()
            .costs(RateClass.LOGIN),
        post(PASSKEY, "Sign in by a passkey", this::sign)
            .takes(Shapes.SIGN_IN)
            .answers(Shapes.LET_IN)
            .open()
            .costs(RateClass.LOGIN));
  }

  /// Answers a login token: the door at which one stands is opened by it.
  private Reply give(Call call) {
    Body body = call.body();
    Shown shown = shown(body);
    Optional<String> code = body.optionalString("code", SignIn.CODE_CHARS_MAX);
    Optional<String> recovery = body.optionalString("recovery_code", SignIn.CODE_CHARS_MAX);
    if (code.isPresent() == recovery.isPresent()) {
      throw Refused.missingParam("\"code\" or \"recovery_code\" is missing");
    }
    Told told = new Told(code.isPresent(), call.remoteAddress());
    long user = steps.give(shown, told, (tx, whose) -> factors.proves(tx, whose, code, recovery));
    return Reply.fields("login_token", tokens.create(user, Optional.empty()));
  }

  private Reply question(Call call) {
    return Reply.fields("options", passkeys.question(secret(call.body())));
  }

  /// A passkey is both factors: it lets in by itself, and ends a step of its owner's.
  private Reply sign(Call call) {
    Body body = call.body();
    String secret = secret(body);
    Optional<Shown> shown = body.optionalString("step").map(step -> new Shown(step, secret));
    long user = passkeys.signed(secret, body.object("credential"));
    Told told = new Told(false, call.remoteAddress());
    if (shown.isPresent()) steps.give(shown.get(), told, (_, whose) -> whose == user);
    return Reply.fields("login_token", tokens.create(user, Optional.empty()));
  }

  static Shown shown(Body body) {
    return new Shown(body.string("step", SignIn.SECRET_CHARS_MAX), secret(body));
  }

  static String secret(Body body) {
    String secret = body.string("secret", SignIn.SECRET_CHARS_MAX);
    if (secret.length() < SignIn.SECRET_CHARS_MIN) {
      throw Refused.invalidParam("\"secret\" is too short to be one");
    }
    return secret;
  }
}
