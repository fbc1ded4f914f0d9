package parvis.core.factors;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.factors.Factors.Had;
import parvis.core.factors.Factors.Whose;
import parvis.core.factors.PasskeyStore.Passkey;
import parvis.core.factors.Steps.Shown;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.LoginTokens;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.SignIn;
import parvis.core.identity.Users;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What people do with their second factors: signed in, after they have proven again who they are;
/// or in the step in which they must set one up before they are let in.
final class FactorRoutes {
  private static final String FACTORS = "/api/v1/factors";
  private static final String APP = FACTORS + "/totp";
  private static final String KEYS = FACTORS + "/passkeys";
  static final int NAME_CHARS_MAX = 100;

  private final Factors factors;
  private final Steps steps;
  private final Passkeys passkeys;
  private final OwnerProof proof;
  private final Accounts accounts;
  private final Users users;
  private final LoginTokens tokens;

  FactorRoutes(
      Factors factors,
      Steps steps,
      Passkeys passkeys,
      OwnerProof proof,
      Accounts accounts,
      Users users,
      LoginTokens tokens) {
    this.factors = factors;
    this.steps = steps;
    this.passkeys = passkeys;
    this.proof = proof;
    this.accounts = accounts;
    this.users = users;
    this.tokens = tokens;
  }

  List<Route> all() {
    return List.of(
        get(FACTORS, "My second factors", this::mine).answers(Shapes.MINE),
        grave(
                post(APP, "Set up an app that shows codes", this::begin)
                    .takes(Shapes.BEGUN)
                    .answers(Shapes.APP))
            .optional(),
        grave(
                put(APP, "Tell the first code of an app", this::confirm)
                    .takes(Shapes.CONFIRMED)
                    .answers(Shapes.DONE))
            .optional(),
        grave(
            post(APP + "/removal", "Do without an app", this::removeApp)
                .takes(Shapes.PROVEN)
                .answers(Shapes.NOTHING)),
        grave(
            post(FACTORS + "/recovery_codes", "Make recovery codes anew", this::renew)
                .takes(Shapes.PROVEN)
                .answers(Shapes.CODES)),
        grave(
                post(KEYS + "/options", "What a new passkey is made of", this::options)
                    .takes(Shapes.OPTIONS)
                    .answers(Shapes.QUESTION))
            .optional(),
        grave(post(KEYS, "Keep a passkey", this::add).takes(Shapes.KEPT).answers(Shapes.DONE))
            .optional(),
        grave(
            put(KEYS + "/{id}", "Name a passkey", this::rename)
                .takes(Shapes.NAMED)
                .answers(Shapes.NOTHING)),
        grave(
            post(KEYS + "/{id}/removal", "Do without a passkey", this::removeKey)
                .takes(Shapes.PROVEN)
                .answers(Shapes.NOTHING)));
  }

  private static Route grave(Route route) {
    return route.costs(RateClass.LOGIN).quiet();
  }

  private Reply mine(Call call) {
    proof.refuseApplications(call.actor());
    Had had = factors.of(account(call.actor()));
    JsonObject.Builder json =
        JsonObject.builder()
            .put(
                "passkeys", JsonArray.of(had.passkeys().stream().map(FactorRoutes::json).toArray()))
            .put("recovery_codes", had.recoveryCodes())
            .put("required", had.required());
    had.totpMs().ifPresent(since -> json.put("totp", since));
    return Reply.json(json.build());
  }

  private static JsonObject json(Passkey key) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("id", Long.toString(key.nid()))
            .put("name", key.name())
            .put("created", key.createdMs());
    key.usedMs().ifPresent(used -> json.put("used", used));
    return json.build();
  }

  private Account account(Actor actor) {
    return accounts.find(actor.user()).orElseThrow(Refused::notFound);
  }

  private Reply begin(Call call) {
    return enrolling(
        call,
        "set up an app",
        whose -> {
          byte[] secret = factors.begin(whose);
          return Reply.fields("secret", Totp.base32(secret), "uri", Totp.uri(secret, whose.user()));
        });
  }

  /// What began under a proof is ended by the code.
  private Reply confirm(Call call) {
    Whose whose = whose(call);
    return done(whose, factors.confirm(whose, call.body().string("code", SignIn.CODE_CHARS_MAX)));
  }

  private Reply options(Call call) {
    return enrolling(
        call,
        "make a passkey",
        whose -> Reply.fields("options", passkeys.options(whose, StepRoutes.secret(call.body()))));
  }

  private Reply add(Call call) {
    Whose whose = whose(call);
    Body body = call.body();
    String name = name(body);
    Passkey key = passkeys.made(whose, StepRoutes.secret(body), name, body.object("credential"));
    return done(whose, factors.add(whose, key));
  }

  /// Whoever set up the factor that they had to have is let in by it.
  private Reply done(Whose whose, Optional<List<String>> codes) {
    JsonObject.Builder json =
        JsonObject.builder().putIf("recovery_codes", codes.map(all -> JsonArray.of(all.toArray())));
    if (whose.step().isPresent()) {
      json.put("login_token", tokens.create(whose.userNid(), Optional.empty()));
    }
    return Reply.json(json.build());
  }

  private Reply renew(Call call) {
    return proven(
        call,
        "make recovery codes",
        whose -> Reply.fields("recovery_codes", JsonArray.of(factors.renew(whose).toArray())));
  }

  private Reply removeApp(Call call) {
    return proven(
        call,
        "remove an app",
        whose -> {
          factors.removeTotp(whose, required(call));
          return Reply.empty();
        });
  }

  private Reply removeKey(Call call) {
    var _ = call.body();
    long key = key(call);
    return proven(
        call,
        "remove passkey " + key,
        whose -> {
          factors.removePasskey(whose, key, required(call));
          return Reply.empty();
        });
  }

  private boolean required(Call call) {
    return factors.of(account(call.actor())).required();
  }

  private Reply rename(Call call) {
    String name = name(call.body());
    factors.rename(whose(call), key(call), name);
    return Reply.empty();
  }

  private static long key(Call call) {
    try {
      return Long.parseLong(call.path("id"));
    } catch (NumberFormatException none) {
      throw Refused.notFound();
    }
  }

  private static String name(Body body) {
    String name = body.string("name", NAME_CHARS_MAX).strip();
    if (name.isEmpty()) throw Refused.invalidParam("\"name\" is empty");
    return name;
  }

  /// Does what is asked for who is in a step, or has proven again who they are.
  private Reply proven(Call call, String operation, Function<Whose, Reply> work) {
    Whose whose = whose(call);
    if (whose.step().isPresent()) return work.apply(whose);
    return proof.asksByFactor(operation, call).orElseGet(() -> work.apply(whose));
  }

  /// The same where that may be their first one.
  private Reply enrolling(Call call, String operation, Function<Whose, Reply> work) {
    Whose whose = whose(call);
    if (whose.step().isPresent()) return work.apply(whose);
    return proof.asksToEnrol(operation, call).orElseGet(() -> work.apply(whose));
  }

  private Whose whose(Call call) {
    Language in = Language.of(call.header("Accept-Language").orElse(""));
    Optional<Actor> actor = call.maybeActor();
    if (actor.isPresent()) {
      proof.refuseApplications(actor.get());
      return new Whose(actor.get().user(), actor.get().userNid(), Optional.empty(), in);
    }
    if (call.body().optionalString("step").isEmpty()) throw Refused.missingToken();
    Shown shown = StepRoutes.shown(call.body());
    long user = steps.enrolling(shown);
    return new Whose(users.id(user), user, Optional.of(shown), in);
  }
}
