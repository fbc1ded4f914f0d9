package parvis.core.identity;

import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.core.identity.Servers.Server;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.Address;

/// Signing in, or up, by a code that is mailed to an address.
final class AddressSignInRoutes {
  private static final String SIGN_IN = "/api/v1/sign_in";

  private final Servers servers;
  private final SignInCodes codes;
  private final SignIn signIn;
  private final Sessions sessions;

  AddressSignInRoutes(Servers servers, SignInCodes codes, SignIn signIn, Sessions sessions) {
    this.servers = servers;
    this.codes = codes;
    this.signIn = signIn;
    this.sessions = sessions;
  }

  List<Route> all() {
    return List.of(
        post(SIGN_IN + "/code", "Ask for a code by mail", this::ask)
            .takes(Shapes.ASKED_BY_MAIL)
            .answers(Shapes.CODE_SENT)
            .open()
            .costs(RateClass.LOGIN),
        post(SIGN_IN, "Sign in by the code of a mail", this::enter)
            .takes(Shapes.ENTERED_BY_MAIL)
            .answers(Shapes.SESSION)
            .open()
            .costs(RateClass.LOGIN));
  }

  private Reply ask(Call call) {
    Body body = call.body();
    Address address = ThirdPartyRoutes.address(body.string(ThirdPartyRoutes.EMAIL));
    String secret = secret(body);
    Language in = Language.of(call.header("Accept-Language").orElse(""));
    String network = RateLimits.addressKey(call.remoteAddress());
    Server server = servers.at(call.host());
    boolean invited = word(body).filter(word -> signIn.admits(server, word)).isPresent();
    codes.ask(server, address, secret, network, in, invited);
    return Reply.fields("expires_in_ms", SignInCodes.LIFE.toMillis());
  }

  private Reply enter(Call call) {
    Server server = servers.at(call.host());
    Body body = call.body();
    Address address = ThirdPartyRoutes.address(body.string(ThirdPartyRoutes.EMAIL));
    SignedInReply.check(body);
    SignIn.Entered entered = signIn.byCode(server, address, body, (_, _) -> {}, true);
    signIn.pass(entered, body);
    return SignedInReply.of(
        sessions.open(SignedInReply.login(call, body, entered.account())), entered);
  }

  /// What lets somebody make an account whom their address does not: an invitation, or an entry
  /// code.
  static Optional<String> word(Body body) {
    return body.optionalString("word", Admission.TOKEN_CHARS_MAX);
  }

  /// What a browser made up that asked for a code.
  static String secret(Body body) {
    String secret = body.string("secret", SignIn.SECRET_CHARS_MAX);
    if (secret.length() < SignIn.SECRET_CHARS_MIN) {
      throw Refused.invalidParam(
          "\"secret\" has "
              + SignIn.SECRET_CHARS_MIN
              + " characters at least, which nobody guesses");
    }
    return secret;
  }
}
