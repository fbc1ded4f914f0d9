package parvis.core.organisations;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;
import static parvis.platform.http.Shape.count;
import static parvis.platform.http.Shape.line;
import static parvis.platform.http.Shape.list;
import static parvis.platform.http.Shape.needed;
import static parvis.platform.http.Shape.object;
import static parvis.platform.http.Shape.yesOrNo;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.base.Unseen;
import parvis.core.organisations.OrganisationStore.Held;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Organisations, what they are, and which addresses are theirs.
final class OrganisationRoutes {
  static final String ALL = "/api/v1/organisations";
  static final String ONE = ALL + "/{id}";

  static final String DIRECT = "direct";
  static final String REQUEST = "request";
  static final String AGENTS = "agents";
  static final String APPROVERS = "approvers";
  private static final int SPACES_CHARS_MAX = 20;
  private static final int GUESTS_CHARS_MAX = 20;
  static final int NAME_CHARS_MAX = 200;
  static final int LABEL_CHARS_MAX = 30;
  static final int SIRET_CHARS_MAX = 20;

  private static final int DOMAIN_CHARS_MAX = 253;
  private static final Shape DOMAINS =
      object(
          needed(
              "domains",
              list(
                  object(
                          needed("domain", line(DOMAIN_CHARS_MAX)),
                          needed("below", yesOrNo().says("Those below it, too")))
                      .called("AdmittedDomain"),
                  OrganisationStore.DOMAINS_NAMED_MAX)),
          needed("total", count().says("How many there are")));

  private final Organisations organisations;
  private final Validity validity;
  private final Members members;

  OrganisationRoutes(Organisations organisations, Validity validity, Members members) {
    this.organisations = organisations;
    this.validity = validity;
    this.members = members;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "The organisations that I administer", this::all).answers(Shapes.ORGANISATIONS),
        post(ALL, "Make an organisation", this::create)
            .takes(Shapes.MADE)
            .answers(Shapes.ORGANISATION)
            .costs(RateClass.JOIN),
        put(ONE, "Change an organisation", this::change)
            .takes(Shapes.CHANGED)
            .answers(Shapes.ORGANISATION)
            .costs(RateClass.JOIN),
        get(ONE + "/domains", "Which domains are an organisation's", this::domains)
            .answers(Shapes.HELD),
        put(ONE + "/domains", "Say which domains are an organisation's", this::hold)
            .takes(Shapes.DOMAINS)
            .answers(Shapes.HELD)
            .costs(RateClass.JOIN),
        get(
                "/api/v1/administration/domains",
                "The domains whose addresses come in by themselves",
                this::allDomains)
            .answers(DOMAINS),
        get(ONE + "/journal", "What administrators did", this::journal)
            .answers(Shapes.JOURNAL)
            .noted("read journal"),
        get("/api/v1/organisation_of", "Whose an address is", this::of)
            .answers(Shapes.ORGANISATION));
  }

  private Reply all(Call call) {
    var found = organisations.administered(call.actor()).stream().map(this::json).toArray();
    return Reply.fields("organisations", JsonArray.of(found));
  }

  private JsonObject json(Organisation organisation) {
    return JsonObject.builder()
        .put("id", organisation.id())
        .put("name", organisation.name())
        .put("label", organisation.label())
        .putIf("parent", organisations.parent(organisation))
        .putIf("siret", organisation.siret().map(Siret::value))
        .put("access_rules", organisation.rules())
        .put("promotes_all", organisation.promotesAll())
        .put("bypass", organisation.exempting())
        .put("bypass_for_users", JsonArray.of(organisation.exempt().toArray()))
        .put("validity_days", organisation.validityDays())
        .put("spaces", organisation.spacesDirect() ? DIRECT : REQUEST)
        .put("guests", organisation.guestsByAgents() ? AGENTS : APPROVERS)
        .put("open_directory", organisation.openDirectory())
        .build();
  }

  private Reply create(Call call) {
    var body = call.body();
    var joins = body.bool("join", false);
    return Reply.json(json(organisations.create(call.actor(), wish(body), joins)));
  }

  private Reply change(Call call) {
    var body = call.body();
    var decided =
        new Organisations.Decided(
            body.optionalBool("access_rules"),
            body.optionalBool("promotes_all"),
            body.optionalBool("bypass"),
            exempt(body),
            days(body),
            body.optionalString("spaces", SPACES_CHARS_MAX).map(OrganisationRoutes::direct),
            body.optionalString("guests", GUESTS_CHARS_MAX).map(OrganisationRoutes::byAgents),
            body.optionalBool("open_directory"));
    var changed =
        organisations.change(
            call.actor(),
            call.path("id"),
            wish(body),
            decided,
            (tx, change) -> validity.decided(tx, change.before(), change.after()));
    return Reply.json(json(changed));
  }

  /// Those whom access rules do not bind, each once.
  private static Optional<List<String>> exempt(Body body) {
    var named = body.optionalArray("bypass_for_users");
    var ids = named.map(all -> all.strings().stream().distinct().toList());
    if (named.filter(all -> all.size() != all.strings().size()).isPresent()) {
      throw Refused.badJson("\"bypass_for_users\" holds ids of people");
    }
    if (ids.filter(all -> all.size() > Organisation.EXEMPT_MAX).isPresent()) {
      throw Refused.invalidParam(
          "\"bypass_for_users\" names at most " + Organisation.EXEMPT_MAX + " people");
    }
    return ids;
  }

  private static Optional<Integer> days(Body body) {
    var days = body.optionalInteger("validity_days");
    if (days.isEmpty()) {
      return Optional.empty();
    }
    if (days.getAsLong() < 0 || days.getAsLong() > Organisation.VALIDITY_DAYS_MAX) {
      throw Refused.invalidParam(
          "\"validity_days\" is between 0 and " + Organisation.VALIDITY_DAYS_MAX);
    }
    return Optional.of((int) days.getAsLong());
  }

  private static boolean direct(String word) {
    if (!word.equals(DIRECT) && !word.equals(REQUEST)) {
      throw Refused.invalidParam("\"spaces\" is direct or request");
    }
    return word.equals(DIRECT);
  }

  private static boolean byAgents(String word) {
    if (!word.equals(AGENTS) && !word.equals(APPROVERS)) {
      throw Refused.invalidParam("\"guests\" is agents or approvers");
    }
    return word.equals(AGENTS);
  }

  private static Organisations.Wish wish(Body body) {
    var siret =
        body.optionalString("siret", SIRET_CHARS_MAX)
            .map(
                text ->
                    Siret.parse(text)
                        .orElseThrow(() -> Refused.invalidParam("\"siret\" is not a SIRET")));
    return new Organisations.Wish(
        shown(body, "name", NAME_CHARS_MAX),
        shown(body, "label", LABEL_CHARS_MAX),
        body.optionalString("parent", Body.NAME_BYTES_MAX),
        siret);
  }

  /// A text that shows something.
  static String text(Body body, String name, int charsMax) {
    var text = body.string(name, charsMax).strip();
    if (text.isEmpty()) {
      throw Refused.invalidParam("\"" + name + "\" is empty");
    }
    return text;
  }

  /// A text that stands beside people's names: no character of it is unseen or turns others round.
  private static String shown(Body body, String name, int charsMax) {
    var text = text(body, name, charsMax);
    if (Unseen.in(text)) {
      throw Refused.invalidParam("\"" + name + "\" holds characters that nobody sees");
    }
    return text;
  }

  private Reply domains(Call call) {
    return answer(organisations.domains(call.actor(), call.path("id")));
  }

  private Reply allDomains(Call call) {
    var all = organisations.allDomains(call.actor());
    return Reply.fields("domains", JsonArray.of(told(all.named()).toArray()), "total", all.total());
  }

  private Reply hold(Call call) {
    var wanted = call.body().inners("domains", OrganisationStore.DOMAINS_MAX);
    var distinct = wanted.stream().map(OrganisationRoutes::held).distinct().toList();
    var held = organisations.hold(call.actor(), call.path("id"), distinct);
    members.lookAtGuests();
    return answer(held);
  }

  private static Held held(Body body) {
    var text = body.string("domain", Body.NAME_BYTES_MAX);
    var domain =
        Address.Domain.parse(text)
            .orElseThrow(() -> Refused.invalidParam(text + " is not a domain"));
    return new Held(domain, body.bool("below", false));
  }

  private static Reply answer(List<Held> domains) {
    return Reply.fields("domains", JsonArray.of(told(domains).toArray()));
  }

  private static List<JsonObject> told(List<Held> domains) {
    return domains.stream()
        .map(held -> JsonObject.of("domain", held.domain().value(), "below", held.below()))
        .toList();
  }

  private Reply journal(Call call) {
    var before = call.queryLong("before");
    var from = before.isPresent() ? Optional.of(before.getAsLong()) : Optional.<Long>empty();
    var lines =
        organisations.journal(call.actor(), call.path("id"), from).stream()
            .map(
                line ->
                    JsonObject.builder()
                        .put("at", line.atMs())
                        .put("by", line.by())
                        .putIf("name", line.name())
                        .put("deed", line.deed())
                        .put("about", line.about())
                        .build())
            .toArray();
    return Reply.fields("journal", JsonArray.of(lines));
  }

  private Reply of(Call call) {
    var address =
        call.query("address")
            .flatMap(Address::parse)
            .orElseThrow(() -> Refused.invalidParam("\"address\" is not an e-mail address"));
    var found = organisations.of(call.actor(), address).orElseThrow(Refused::notFound);
    return Reply.json(json(found));
  }
}
