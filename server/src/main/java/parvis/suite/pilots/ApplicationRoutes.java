package parvis.suite.pilots;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Clock;
import java.time.Duration;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.base.Unseen;
import parvis.core.identity.Servers;
import parvis.core.organisations.Founding;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.pilots.ApplicationStore.Application;
import parvis.suite.pilots.ApplicationStore.Said;

/// Applications of organisations, for strangers and for who runs the server.
final class ApplicationRoutes {
  private static final String ALL = "/api/v1/applications";
  private static final String FOLLOWED = "/api/v1/application_links/{word}";

  /// People that an organisation may say to have, and that a pilot may have.
  static final int HEADCOUNT_MAX = 3_000_000;

  /// What who has no account may send.
  static final int BODY_BYTES_MAX = 16_384;

  static final int PEOPLE_MAX = 100_000;
  static final Duration LIFE_MAX = Duration.ofDays(730);

  static final int SECRET_CHARS_MIN = 32;
  static final int SECRET_CHARS_MAX = 255;
  static final int NAME_CHARS_MAX = 100;
  static final int LABEL_CHARS_MAX = 30;
  static final int TEXT_CHARS_MAX = 2_000;
  static final int SIRET_CHARS_MAX = 20;

  private final Servers servers;
  private final Applications applications;
  private final Clock clock;

  ApplicationRoutes(PilotsFeature.Needs needs, Applications applications) {
    this.servers = needs.servers();
    this.applications = applications;
    this.clock = needs.clock();
  }

  Routes table() {
    return Routes.of(
        post(ALL + "/code", "Ask for a code to apply with", this::code)
            .takes(Shapes.ASKED)
            .answers(Shapes.NOTHING)
            .open()
            .costs(RateClass.MAIL)
            .bodyMax(BODY_BYTES_MAX),
        post(ALL, "Apply as an organisation", this::apply)
            .takes(Shapes.APPLIED)
            .answers(Shapes.APPLICATION_STATE)
            .open()
            .costs(RateClass.MAIL)
            .bodyMax(BODY_BYTES_MAX),
        get(FOLLOWED, "What became of an application", this::followed)
            .answers(Shapes.FOLLOWED)
            .open()
            .costs(RateClass.LOGIN),
        put(FOLLOWED, "Answer what was asked back", this::reply)
            .takes(Shapes.REPLIED)
            .answers(Shapes.FOLLOWED)
            .open()
            .costs(RateClass.MAIL)
            .bodyMax(BODY_BYTES_MAX),
        get(ALL, "Which organisations apply", this::all).answers(Shapes.APPLICATIONS),
        put(ALL + "/{application}/decision", "Decide on an application", this::decide)
            .takes(Shapes.DECIDED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private static Address address(Body body) {
    return Address.parse(body.string("email", SECRET_CHARS_MAX).strip())
        .orElseThrow(() -> Refused.invalidParam("\"email\" is no e-mail address"));
  }

  private static String secret(Body body) {
    var secret = body.string("secret", SECRET_CHARS_MAX);
    if (secret.length() < SECRET_CHARS_MIN) {
      throw Refused.invalidParam("\"secret\" has " + SECRET_CHARS_MIN + " characters at least");
    }
    return secret;
  }

  private static Language language(Call call) {
    return Language.of(call.header("Accept-Language").orElse(""));
  }

  private static String network(Call call) {
    return RateLimits.addressKey(call.remoteAddress());
  }

  private Reply code(Call call) {
    var body = call.body();
    applications.ask(
        servers.at(call.host()), address(body), secret(body), network(call), language(call));
    return Reply.empty();
  }

  private Reply apply(Call call) {
    var body = call.body();
    var by =
        new Applications.Applicant(
            servers.at(call.host()),
            address(body),
            secret(body),
            body.string("code", NAME_CHARS_MAX).strip(),
            network(call),
            language(call));
    var state = applications.apply(by, said(body));
    return Reply.fields("state", state.word());
  }

  private static Said said(Body body) {
    var siret =
        body.optionalString("siret", SIRET_CHARS_MAX)
            .filter(text -> !text.isBlank())
            .map(
                text ->
                    Founding.siret(text)
                        .orElseThrow(() -> Refused.invalidParam("\"siret\" is not a SIRET")));
    return new Said(
        applicant(body),
        line(body, "organisation", NAME_CHARS_MAX),
        siret,
        (int) between(body, "headcount", HEADCOUNT_MAX),
        text(body, "need"));
  }

  private static String applicant(Body body) {
    var applicant = line(body, "applicant", NAME_CHARS_MAX);
    if (applicant.startsWith(",")) {
      throw Refused.invalidParam("\"applicant\" begins with a name");
    }
    return applicant;
  }

  private static long between(Body body, String name, long most) {
    long value = body.integer(name);
    if (value < 1 || value > most) {
      throw Refused.invalidParam("\"" + name + "\" is between 1 and " + most);
    }
    return value;
  }

  static String text(Body body, String name) {
    var text = body.string(name, TEXT_CHARS_MAX).strip();
    if (text.isEmpty()) {
      throw Refused.invalidParam("\"" + name + "\" is empty");
    }
    return text;
  }

  private static String line(Body body, String name, int max) {
    var line = body.string(name, max).strip();
    if (line.isEmpty() || Unseen.in(line)) {
      throw Refused.invalidParam("\"" + name + "\" is empty, or holds what nobody sees");
    }
    return line;
  }

  private Reply followed(Call call) {
    return Reply.json(followed(applications.followed(servers.at(call.host()), call.path("word"))));
  }

  private static JsonObject followed(Application of) {
    return JsonObject.of(
        "organisation", of.said().organisation(),
        "state", of.state().word(),
        "question", of.question(),
        "reason", of.reason());
  }

  private Reply reply(Call call) {
    var reply = text(call.body(), "reply");
    return Reply.json(
        followed(applications.reply(servers.at(call.host()), call.path("word"), reply)));
  }

  private Reply all(Call call) {
    var told = applications.all(call.actor()).stream().map(ApplicationRoutes::json).toArray();
    return Reply.fields("applications", JsonArray.of(told));
  }

  private static JsonObject json(Application of) {
    return followed(of).toBuilder()
        .put("id", of.id())
        .put("email", of.address().value())
        .put("applicant", of.said().applicant())
        .putIf("siret", of.said().siret())
        .put("headcount", of.said().headcount())
        .put("need", of.said().need())
        .put("reply", of.reply())
        .put("created", of.createdMs())
        .putIf("decided", of.decidedMs())
        .build();
  }

  private Reply decide(Call call) {
    var body = call.body();
    var id = call.path("application");
    switch (body.string("decision", NAME_CHARS_MAX)) {
      case "ask" -> applications.ask(call.actor(), id, text(body, "reason"));
      case "refuse" -> applications.refuse(call.actor(), id, text(body, "reason"));
      case "approve" -> approve(call, body, id);
      default -> throw Refused.invalidParam("\"decision\" is approve, refuse or ask");
    }
    return Reply.empty();
  }

  /// On which day a pilot ends.
  static long ends(Body body, Clock clock) {
    long ends = body.integer("ends");
    long now = clock.millis();
    if (ends <= now || ends > now + LIFE_MAX.toMillis()) {
      throw Refused.invalidParam("\"ends\" is a day of the next two years");
    }
    return ends;
  }

  /// How many people a pilot may have.
  static int peopleMax(Body body) {
    return (int) between(body, "people_max", PEOPLE_MAX);
  }

  private void approve(Call call, Body body, String id) {
    var ends = ends(body, clock);
    var domain =
        body.optionalString("domain", SECRET_CHARS_MAX)
            .filter(text -> !text.isBlank())
            .map(
                text ->
                    Address.Domain.parse(text.strip())
                        .orElseThrow(() -> Refused.invalidParam("\"domain\" is not a domain")));
    var terms = new Terms(peopleMax(body), ends, text(body, "goals"));
    applications.approve(
        call.actor(),
        id,
        line(body, "label", LABEL_CHARS_MAX),
        domain,
        terms,
        body.optionalString("reason", TEXT_CHARS_MAX).orElse("").strip());
  }
}
