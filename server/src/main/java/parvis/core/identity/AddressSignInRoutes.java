package parvis.core.identity;

import static parvis.platform.http.Route.post;

import java.util.List;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonObject;

/// Signing in, or up, by a code that is mailed to an address.
final class AddressSignInRoutes {
  private static final String SIGN_IN = "/api/v1/sign_in";

  /// Characters of the secret that a browser makes up: at least as many as nobody guesses.
  private static final int SECRET_CHARS_MIN = 32;

  private static final int SECRET_CHARS_MAX = 255;

  private final Servers servers;
  private final SignInCodes codes;
  private final AddressSignIn signIn;
  private final Sessions sessions;

  AddressSignInRoutes(Servers servers, SignInCodes codes, AddressSignIn signIn, Sessions sessions) {
    this.servers = servers;
    this.codes = codes;
    this.signIn = signIn;
    this.sessions = sessions;
  }

  List<Route> all() {
    return List.of(
        post(SIGN_IN + "/code", "Ask for a code by mail", this::ask).open().costs(RateClass.LOGIN),
        post(SIGN_IN, "Sign in by the code of a mail", this::enter).open().costs(RateClass.LOGIN));
  }

  private Reply ask(Call call) {
    Body body = call.body();
    Address address = ThirdPartyRoutes.address(body.string(ThirdPartyRoutes.EMAIL));
    String secret = secret(body);
    Language in = Language.of(call.header("Accept-Language").orElse(""));
    codes.ask(servers.at(call.host()), address, secret, in);
    return Reply.fields("expires_in_ms", SignInCodes.LIFE.toMillis());
  }

  private Reply enter(Call call) {
    Server server = servers.at(call.host());
    Body body = call.body();
    Address address = ThirdPartyRoutes.address(body.string(ThirdPartyRoutes.EMAIL));
    String secret = secret(body);
    String code = body.string("code", SECRET_CHARS_MAX);
    boolean accepts = body.bool("accept_terms", false);
    if (!Secrets.isDigits(code)) throw Refused.invalidParam("A code has six digits");
    SignedInReply.check(body);
    long right = codes.check(server, address, secret, code);
    AddressSignIn.Entered entered = signIn.enter(server, address, right, accepts);
    JsonObject session =
        SignedInReply.json(sessions.open(SignedInReply.login(call, body, entered.account())));
    return Reply.json(
        entered
            .proposed()
            .map(name -> session.with("made", made(name, entered.locked())))
            .orElse(session));
  }

  private static JsonObject made(String name, boolean locked) {
    return JsonObject.of("displayname", name, "name_locked", locked);
  }

  private static String secret(Body body) {
    String secret = body.string("secret", SECRET_CHARS_MAX);
    if (secret.length() < SECRET_CHARS_MIN) {
      throw Refused.invalidParam(
          "\"secret\" has " + SECRET_CHARS_MIN + " characters at least, which nobody guesses");
    }
    return secret;
  }
}
