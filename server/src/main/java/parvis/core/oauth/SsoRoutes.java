package parvis.core.oauth;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import parvis.base.Refused;
import parvis.core.identity.LoginTokens;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;

/// Signing in on a page of ours, for clients that know `m.login.sso` and nothing of OAuth: they
/// send their person's browser here, and it comes back with a token that signs in.
///
/// The one address to which a browser is sent unasked is that of our own page.
///
/// spec: cs-api#client-login-via-sso
final class SsoRoutes {
  private static final String REDIRECT = "/_matrix/client/v3/login/sso/redirect";
  private static final String AUTHORIZATION = "/api/v1/sso/authorization";

  private final Consenting consenting;
  private final LoginTokens tokens;
  private final String publicAddress;
  private final OtherDoors others;

  SsoRoutes(Consenting consenting, LoginTokens tokens, String publicAddress, OtherDoors others) {
    this.consenting = consenting;
    this.tokens = tokens;
    this.publicAddress = publicAddress;
    this.others = others;
  }

  List<Route> all() {
    return List.of(
        get(REDIRECT, "Sign in on a page", this::redirect).open(),
        get(REDIRECT + "/{idpId}", "Sign in on a page of somebody's", this::redirectTo).open(),
        get(AUTHORIZATION, "Who wants a person to be signed in", this::show)
            .answers(Shapes.ELSEWHERE)
            .open()
            .costs(RateClass.LOGIN),
        post(AUTHORIZATION, "Sign in elsewhere", this::consent)
            .takes(Shapes.CONSENT)
            .answers(Shapes.REDIRECT)
            .optional()
            .quiet()
            .costs(RateClass.LOGIN));
  }

  private Reply redirect(Call call) {
    return to(publicAddress + page(call));
  }

  /// Our own page, as a path, which asks whether the person wants to be signed in there.
  private static String page(Call call) {
    String address = SsoAddress.read(call).uri().toString();
    String page = "/sso?redirectUrl=" + URLEncoder.encode(address, StandardCharsets.UTF_8);
    boolean newcomer = call.query("action").filter("register"::equals).isPresent();
    return newcomer ? page + "&action=register" : page;
  }

  private static Reply to(String address) {
    return Reply.bytes(302, "", List.of())
        .header("Location", address)
        .header("Cache-Control", "no-store");
  }

  private Reply redirectTo(Call call) {
    String who = call.path("idpId");
    if (who.equals(LoginTokens.PROVIDER)) return redirect(call);
    String page = page(call);
    return others
        .address(call.host(), who, page)
        .map(SsoRoutes::to)
        .orElseThrow(() -> Refused.notFound("Nobody of this name signs people in here"));
  }

  private Reply show(Call call) {
    return Protocol.kept(Reply.fields("application", SsoAddress.read(call).shown()));
  }

  private Reply consent(Call call) {
    SsoAddress address = SsoAddress.read(call);
    Consenting.Person person = consenting.person(call);
    String token = tokens.create(person.userNid(), person.deviceId());
    return Protocol.kept(Reply.fields("redirect", address.with(token)));
  }
}
