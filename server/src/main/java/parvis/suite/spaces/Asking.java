package parvis.suite.spaces;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Profiles;
import parvis.core.identity.Secrets;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Affiliation;
import parvis.core.organisations.Remits;
import parvis.core.rights.Rights;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;
import parvis.suite.spaces.RequestStore.Request;
import parvis.suite.spaces.RequestStore.State;

/// Who makes spaces at once, who asks for them, and what is decided on that.
final class Asking {
  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
  private static final String PAGE = "/spaces";

  private final Db db;
  private final RequestStore store = new RequestStore();
  private final Making making;
  private final Telling telling;
  private final Rights rights;
  private final Accounts accounts;
  private final Profiles profiles;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Secrets secrets;
  private final Clock clock;

  Asking(SpacesFeature.Needs needs, Making making, Telling telling) {
    this.db = needs.db();
    this.making = making;
    this.telling = telling;
    this.rights = needs.rights();
    this.accounts = needs.accounts();
    this.profiles = needs.profiles();
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
    this.secrets = needs.secrets();
    this.clock = needs.clock();
  }

  /// Whether the actor makes this at once: who decides on such wishes, the agents of an
  /// organisation that lets them, and everybody in a house without organisations.
  ///
  /// @throws Refused forbidden for who is of no organisation, and for a wish in the name of another
  boolean isDirect(Actor actor, SpaceWish wish) {
    if (!rights.areOrganisations()) {
      return true;
    }
    var post =
        agent(actor)
            .orElseThrow(() -> Refused.forbidden("Who is of no organisation makes no spaces."));
    if (actor.admin()) {
      return true;
    }
    var foreign = wish.organisation().filter(id -> !id.equals(post.organisation().id()));
    if (foreign.isPresent()) {
      throw Refused.forbidden("A space is made in the name of one's own organisation.");
    }
    return makes(post);
  }

  private static boolean makes(Affiliation post) {
    return post.approver() || post.organisation().direct();
  }

  /// What comes of somebody's wish for a space.
  enum Founding {
    AT_ONCE,
    ON_REQUEST,
    NEVER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Founding founding(Actor actor) {
    if (!rights.areOrganisations()) {
      return Founding.AT_ONCE;
    }
    return agent(actor)
        .map(post -> actor.admin() || makes(post) ? Founding.AT_ONCE : Founding.ON_REQUEST)
        .orElse(Founding.NEVER);
  }

  private Optional<Affiliation> agent(Actor actor) {
    return Optional.ofNullable(affiliations.of(List.of(actor.user())).get(actor.user()))
        .filter(post -> !post.external());
  }

  /// Asks the approvers of the actor's organisation for a space.
  Request ask(Actor actor, SpaceWish wish, String request) {
    var of = agent(actor).orElseThrow(Refused::notFound).organisation();
    var id = secrets.id();
    var asked =
        db.write(
            tx -> {
              if (store.waiting(tx, actor.userNid()) >= RequestStore.WAITING_MAX) {
                throw Refused.of(
                    Refused.Kind.RESOURCE_LIMIT_EXCEEDED,
                    "Too many of your requests wait already.");
              }
              return store.add(tx, id, actor.userNid(), request, of.id(), wish, clock.millis());
            });
    if (asked.id().equals(id)) tell(asked);
    return asked;
  }

  /// Tells whom a request concerns what it is now; who was told of that before is told nothing.
  private Request tell(Request request) {
    var waits = request.state() == State.WAITING;
    telling.tell(
        waits ? deciders(request) : List.of(new UserId(request.asker())),
        waits ? asked(request) : decided(request),
        () ->
            db.write(
                tx -> {
                  store.told(tx, request);
                  return request;
                }));
    return request;
  }

  private Collection<UserId> deciders(Request request) {
    return agent(rights.acting(new UserId(request.asker())))
        .map(post -> affiliations.approvers(post.organisation()))
        .orElse(List.of());
  }

  private Telling.Said asked(Request request) {
    var name = request.wish().string("name").orElse("");
    var asker =
        profiles
            .find(new UserId(request.asker()), request.by())
            .flatMap(found -> found.profile().displayName())
            .orElseGet(() -> new UserId(request.asker()).localpart());
    return new Telling.Said(
        name("asked", request),
        new Spoken("Un espace est demandé", "A space is asked for"),
        new Spoken(
            asker + " demande l’espace « " + name + " ».",
            asker + " asks for the space “" + name + "”."),
        about("space_asked", request),
        PAGE);
  }

  private static String name(String what, Request request) {
    return "space-" + what + "-" + request.id().replace('_', '-');
  }

  private static JsonObject about(String kind, Request request) {
    return JsonObject.builder()
        .put("kind", kind)
        .put("request", request.id())
        .put("name", request.wish().string("name").orElse(""))
        .put("reason", request.reason())
        .putIf("space_id", request.space())
        .build();
  }

  /// Mine, and those on which I decide.
  List<Request> seen(Actor actor) {
    var of = deciding(actor).orElse("");
    return db.read(tx -> store.seen(tx, actor.userNid(), of, actor.admin()));
  }

  /// How many wait for somebody to decide on them; empty for who decides on none.
  Optional<Long> waiting(Actor actor) {
    var of = deciding(actor);
    return of.isEmpty() && !actor.admin()
        ? Optional.empty()
        : Optional.of(db.read(tx -> store.toDecide(tx, of.orElse(""), actor.admin())));
  }

  private Optional<String> deciding(Actor actor) {
    return agent(actor).filter(Affiliation::approver).map(post -> post.organisation().id());
  }

  /// Whether somebody decides on a request.
  boolean decides(Actor actor, Request request) {
    return actor.admin() || deciding(actor).filter(request.organisation()::equals).isPresent();
  }

  private Request find(Actor actor, String id) {
    var request = db.read(tx -> store.find(tx, id)).orElseThrow(Refused::notFound);
    if (decides(actor, request)) {
      return request;
    }
    throw request.by() == actor.userNid()
        ? Refused.forbidden("Others decide on this.")
        : Refused.notFound();
  }

  /// Makes the space that was asked for in the asker's name, as it was asked for or amended.
  Request approve(Actor actor, String id, JsonObject amended, String reason) {
    var request = find(actor, id);
    var wish = amended(request, amended);
    decide(actor, request, State.APPROVED, reason, wish, _ -> {});
    try {
      return tell(make(db.read(tx -> store.find(tx, id)).orElseThrow()));
    } catch (Refused refused) {
      db.write(
          tx -> {
            store.reopen(tx, id);
            return id;
          });
      throw refused;
    }
  }

  private static SpaceWish amended(Request request, JsonObject amended) {
    var wish = request.wish();
    for (var change : amended.entries()) {
      if (!change.name().equals("organisation")) {
        wish = wish.with(change.name(), change.value());
      }
    }
    return SpaceWish.read(new Body(wish));
  }

  private void decide(
      Actor actor,
      Request request,
      State state,
      String reason,
      SpaceWish wish,
      Consumer<Tx> noted) {
    var decided =
        db.write(
            tx -> {
              long now = clock.millis();
              var first = store.decide(tx, request.id(), state, reason, wish, actor.userNid(), now);
              if (first) {
                noted.accept(tx);
              }
              return first;
            });
    if (!decided) {
      throw Refused.conflict("This was decided already.");
    }
  }

  /// A line for the organisation in whose name it was asked: what came of it.
  private Consumer<Tx> line(Actor actor, Request request, String deed) {
    var organisation =
        affiliations.named(List.of(request.organisation())).stream()
            .map(Affiliations.Named::nid)
            .findFirst();
    long line = remits.line();
    var name = request.wish().string("name").orElse("");
    return tx -> remits.note(tx, line, actor, organisation, deed, name);
  }

  /// Whoever approved it has it noted once it is there, whoever makes it: of an approval that could
  /// not be followed nothing is left.
  private Request make(Request approved) {
    var asker = new UserId(approved.asker());
    if (accounts.find(asker).filter(Account::active).isEmpty()
        || agent(rights.acting(asker)).isEmpty()) {
      throw Refused.conflict("Who asked for it is of no organisation any more.");
    }
    var wish = SpaceWish.read(new Body(approved.wish()));
    var space = making.make(rights.acting(asker), wish, "request " + approved.id());
    var decider = rights.acting(new UserId(approved.decidedBy().orElseThrow()));
    var line = line(decider, approved, "approve space");
    return db.write(
        tx -> {
          if (store.made(tx, approved.id(), space.value())) {
            line.accept(tx);
          }
          return store.find(tx, approved.id()).orElseThrow();
        });
  }

  /// Refuses, with a reason.
  Request refuse(Actor actor, String id, String reason) {
    var request = find(actor, id);
    if (reason.isBlank()) {
      throw Refused.invalidParam("\"reason\" says why not");
    }
    var wish = SpaceWish.read(new Body(request.wish()));
    decide(actor, request, State.REFUSED, reason, wish, line(actor, request, "refuse space"));
    return tell(db.read(tx -> store.find(tx, id)).orElseThrow());
  }

  private static Telling.Said decided(Request decided) {
    var name = decided.wish().string("name").orElse("");
    var approved = decided.state() == State.APPROVED;
    var because = decided.reason().isBlank() ? "" : " " + decided.reason();
    return new Telling.Said(
        name(decided.state().word(), decided),
        approved
            ? new Spoken("Votre espace est ouvert", "Your space is open")
            : new Spoken(
                "Votre demande d’espace est refusée", "Your request for a space is refused"),
        new Spoken(
            "L’espace « " + name + " » est " + (approved ? "ouvert." : "refusé.") + because,
            "The space “" + name + "” is " + (approved ? "open." : "refused.") + because),
        about("space_" + decided.state().word(), decided),
        PAGE);
  }

  /// Takes one's own wish back, while nobody has decided.
  void takeBack(Actor actor, String id) {
    if (!db.write(tx -> store.remove(tx, id, actor.userNid()))) {
      throw Refused.notFound();
    }
  }

  /// Makes what was approved and is not there yet, and tells what nobody was told.
  void resume() {
    for (var due : db.read(store::due)) {
      try {
        tell(make(due));
      } catch (RuntimeException fault) {
        LOG.warn("A space that was approved is not there; trying again later", fault);
      }
    }
    db.read(store::untold).forEach(this::tell);
  }
}
