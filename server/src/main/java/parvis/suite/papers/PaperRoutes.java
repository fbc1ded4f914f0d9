package parvis.suite.papers;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Servers;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Remits.Remit;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Papers as everybody reads them, and as they are written; the terms of use as they are accepted.
final class PaperRoutes {
  private static final String OPEN = "/api/v1/papers";
  private static final String WRITTEN = "/api/v1/administration/papers";
  private static final String TERMS = "/api/v1/terms";
  static final int TEXT_CHARS_MAX = 50_000;

  private final Papers papers;
  private final Consents consents;
  private final Affiliations affiliations;
  private final Servers servers;

  PaperRoutes(Papers papers, Consents consents, Affiliations affiliations, Servers servers) {
    this.papers = papers;
    this.consents = consents;
    this.affiliations = affiliations;
    this.servers = servers;
  }

  Routes table() {
    return Routes.of(
        get(OPEN, "Which pages this house has", this::kinds).answers(Shapes.KINDS).open(),
        get(OPEN + "/{kind}", "A page that everybody may read", this::read)
            .answers(Shapes.PAPER)
            .open(),
        get(WRITTEN, "The pages of those whom I administer", this::written).answers(Shapes.ALL),
        put(WRITTEN + "/{kind}", "Write a page", this::write)
            .takes(Shapes.WRITTEN)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        get(TERMS, "The terms of use that I am under", this::terms).answers(Shapes.TERMS),
        put(TERMS, "Accept the terms of use", this::accept)
            .takes(Shapes.ACCEPTED)
            .answers(Shapes.NOTHING)
            .quiet());
  }

  /// Where a page is asked for: the server of the address, and an organisation of it that there is.
  private Remit place(Call call) {
    long server = servers.at(call.host()).nid();
    var asked = call.query("organisation").map(Body::name);
    var organisation = asked.flatMap(id -> affiliations.named(List.of(id)).stream().findFirst());
    if (asked.isPresent() && organisation.isEmpty()) {
      throw Refused.notFound();
    }
    return new Remit(
        server,
        organisation.map(Affiliations.Named::nid),
        organisation.map(Affiliations.Named::label));
  }

  private Reply kinds(Call call) {
    var kinds = papers.all(place(call)).stream().map(paper -> paper.kind().word()).toArray();
    return Reply.fields("papers", JsonArray.of(kinds));
  }

  private Reply read(Call call) {
    var place = place(call);
    var paper = papers.find(place, kind(call)).orElseThrow(Refused::notFound);
    return Reply.json(told(paper, place.name()));
  }

  private static Paper.Kind kind(Call call) {
    return Paper.Kind.of(call.path("kind")).orElseThrow(Refused::notFound);
  }

  private static JsonObject told(Paper paper, Optional<String> label) {
    return JsonObject.builder()
        .put("kind", paper.kind().word())
        .put("id", paper.nid())
        .put("version", paper.version())
        .put("french", paper.french())
        .put("english", paper.english())
        .put("at", paper.atMs())
        .putIf("organisation", label.filter(_ -> paper.organisation().isPresent()))
        .build();
  }

  private Reply written(Call call) {
    var all =
        papers.all(call.actor(), call.query("organisation")).stream()
            .map(paper -> told(paper, Optional.empty()).with("by", paper.by()))
            .toArray();
    return Reply.fields("papers", JsonArray.of(all));
  }

  /// A page without a text is none any more.
  private Reply write(Call call) {
    var body = call.body();
    var french = body.string("french", TEXT_CHARS_MAX).strip();
    var english = body.optionalString("english", TEXT_CHARS_MAX).orElse("").strip();
    if (french.isEmpty() && !english.isEmpty()) {
      throw Refused.invalidParam("A page is in French, at least.");
    }
    papers.write(
        call.actor(),
        body.optionalString("organisation", Body.NAME_BYTES_MAX),
        new PaperStore.Written(kind(call), french, english));
    consents.changed();
    return Reply.empty();
  }

  private Reply terms(Call call) {
    var terms = papers.terms(call.actor());
    return Reply.json(
        JsonObject.builder()
            .put("accepted", terms.accepted())
            .putIf("terms", terms.paper().map(paper -> told(paper, Optional.empty())))
            .build());
  }

  private Reply accept(Call call) {
    papers.accept(call.actor(), call.body().integer("id"));
    return Reply.empty();
  }
}
