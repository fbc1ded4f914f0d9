package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.platform.config.Config;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;
import parvis.protocol.id.UserId;

/// The pages that stand for a stage of signing in where a client does not know it.
///
/// spec: cs-api#fallback
final class WebStageRoutes {
  private static final String PAGE = "/_matrix/client/v3/auth/{stage}/fallback/web";
  private static final int SESSION_CHARS_MAX = 1_024;

  private final Servers servers;
  private final Accounts accounts;
  private final Admission admission;
  private final WebStages stages;
  private final RateLimits limits;
  private final Optional<Config.Terms> terms;

  WebStageRoutes(
      Servers servers,
      Accounts accounts,
      Admission admission,
      WebStages stages,
      RateLimits limits,
      Optional<Config.Terms> terms) {
    this.servers = servers;
    this.accounts = accounts;
    this.admission = admission;
    this.stages = stages;
    this.limits = limits;
    this.terms = terms;
  }

  List<Route> all() {
    return List.of(
        get(PAGE, "The page of a stage", this::show).open().costs(RateClass.REGISTER),
        post(PAGE, "What was said on the page of a stage", this::say)
            .open()
            .costs(RateClass.REGISTER));
  }

  private Reply show(Call call) {
    return StagePage.asking(language(call), stage(call), session(call.query("session")), terms);
  }

  private static Language language(Call call) {
    return Language.of(call.header("Accept-Language").orElse(""));
  }

  private String stage(Call call) {
    String stage = call.path("stage");
    boolean known =
        switch (stage) {
          case Stages.Dummy.TYPE, Stages.Token.TYPE, Stages.Password.TYPE -> true;
          case Stages.Accepted.TYPE -> terms.isPresent();
          default -> false;
        };
    if (!known) throw Refused.notFound("There is no page for this stage");
    return stage;
  }

  private static String session(Optional<String> session) {
    return session
        .filter(text -> !text.isEmpty() && text.length() <= SESSION_CHARS_MAX)
        .orElseThrow(() -> Refused.missingParam("\"session\" is missing"));
  }

  private Reply say(Call call) {
    String stage = stage(call);
    String session = session(call.form("session"));
    Optional<String> said =
        switch (stage) {
          case Stages.Token.TYPE -> token(call);
          case Stages.Password.TYPE -> password(call);
          default -> Optional.of("");
        };
    if (said.isEmpty()) return StagePage.wrong(language(call), stage, session, terms);
    stages.put(session, stage, said.get());
    return StagePage.done(language(call));
  }

  private Optional<String> token(Call call) {
    return call.form("token")
        .filter(token -> token.length() <= Admission.TOKEN_CHARS_MAX)
        .filter(token -> admission.admits(servers.at(call.host()), token));
  }

  /// Whose account it is, if the password opens it.
  private Optional<String> password(Call call) {
    Optional<UserId> user =
        call.form("user").flatMap(name -> Stages.user(name, servers.at(call.host())));
    user.ifPresent(id -> limits.spend(RateClass.GUESS, Stages.limitKey(id) + call.remoteAddress()));
    return accounts
        .withPassword(user, call.form("password").orElse(""))
        .map(account -> account.user().value());
  }
}
