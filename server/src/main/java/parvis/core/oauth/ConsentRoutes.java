package parvis.core.oauth;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.core.oauth.DeviceCodes.Waiting;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;

/// What the pages of the web client call on which a person lets an application in, or not.
final class ConsentRoutes {
  private static final String AUTHORIZATION = "/api/v1/oauth/authorization";
  private static final String WORD = TokenRoutes.DEVICE_CODES + "/{word}";

  private final Servers servers;
  private final Applications applications;
  private final Requests requests;
  private final Codes codes;
  private final DeviceCodes deviceCodes;
  private final Consenting consenting;

  ConsentRoutes(
      Servers servers,
      Applications applications,
      Requests requests,
      Codes codes,
      DeviceCodes deviceCodes,
      Consenting consenting) {
    this.servers = servers;
    this.applications = applications;
    this.requests = requests;
    this.codes = codes;
    this.deviceCodes = deviceCodes;
    this.consenting = consenting;
  }

  /// Words are short: trying them is counted as trying passwords is.
  List<Route> all() {
    return List.of(
        get(AUTHORIZATION, "What an application asks for", this::show)
            .answers(Shapes.WISH)
            .optional()
            .costs(RateClass.LOGIN),
        post(AUTHORIZATION, "Let an application in", this::consent)
            .takes(Shapes.CONSENT)
            .answers(Shapes.REDIRECT)
            .optional()
            .quiet()
            .costs(RateClass.LOGIN),
        get(WORD, "What the application asks for that shows a word", this::showWord)
            .answers(Shapes.WISH)
            .optional()
            .costs(RateClass.GUESS),
        post(WORD, "Let the application in that shows a word, or not", this::decide)
            .takes(Shapes.DECIDED)
            .answers(Shapes.NOTHING)
            .optional()
            .quiet()
            .costs(RateClass.GUESS));
  }

  private Reply show(Call call) {
    return Protocol.kept(
        switch (requests.read(call)) {
          case Request.Fit fit ->
              Reply.json(
                  consenting
                      .shown(call, fit.application(), fit.home(), fit.scope())
                      .put("refusal", fit.refusal().toString())
                      .build());
          case Request.Unfit unfit ->
              Reply.json(
                  Consenting.shown(call, unfit.application(), unfit.home())
                      .put("refusal", unfit.refusal().toString())
                      .put("wrong", unfit.error())
                      .build());
        });
  }

  private Reply consent(Call call) {
    if (!(requests.read(call) instanceof Request.Fit fit)) {
      throw Refused.invalidParam("This cannot be granted");
    }
    String code = codes.make(fit, consenting.person(call, fit.application().id(), fit.scope()));
    return Protocol.kept(Reply.fields("redirect", fit.back().with(code).toString()));
  }

  private Reply showWord(Call call) {
    Waiting waiting = waiting(call);
    return Protocol.kept(
        Reply.json(
            consenting
                .shown(call, application(call, waiting), Optional.empty(), waiting.scope())
                .build()));
  }

  private Reply decide(Call call) {
    String word = call.path("word");
    boolean allow = call.body().bool("allow");
    Waiting waiting = waiting(call);
    application(call, waiting);
    boolean decided =
        allow
            ? deviceCodes.agree(
                word, consenting.person(call, waiting.application(), waiting.scope()))
            : deviceCodes.refuse(word);
    if (!decided) throw nothing();
    return Reply.empty();
  }

  private Waiting waiting(Call call) {
    return deviceCodes.find(call.path("word")).orElseThrow(ConsentRoutes::nothing);
  }

  /// An application of another server waits for nothing here.
  private Application application(Call call, Waiting waiting) {
    return applications
        .find(servers.at(call.host()), waiting.application())
        .orElseThrow(ConsentRoutes::nothing);
  }

  private static Refused nothing() {
    return Refused.notFound("No application waits for this word");
  }
}
