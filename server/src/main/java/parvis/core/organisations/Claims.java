package parvis.core.organisations;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Secrets;
import parvis.core.organisations.ClaimStore.Claim;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// What people say who are of no organisation: of which one they are. Whoever runs the server
/// answers, by naming one or by a reason why not.
final class Claims {
  static final int WISH_CHARS_MAX = 1_000;
  static final int REASON_CHARS_MAX = 1_000;

  private final Db db;
  private final Organisations organisations;
  private final OrganisationStore store;
  private final ClaimStore claims;
  private final PostStore posts;
  private final Journal journal;
  private final Members members;
  private final Secrets secrets;
  private final Clock clock;

  /// What claims are built from.
  record Needs(
      Db db,
      Organisations organisations,
      OrganisationStore store,
      ClaimStore claims,
      PostStore posts,
      Journal journal,
      Members members,
      Secrets secrets,
      Clock clock) {}

  Claims(Needs needs) {
    this.db = needs.db();
    this.organisations = needs.organisations();
    this.store = needs.store();
    this.claims = needs.claims();
    this.posts = needs.posts();
    this.journal = needs.journal();
    this.members = needs.members();
    this.secrets = needs.secrets();
    this.clock = needs.clock();
  }

  /// Claims, in the place of what one claimed before and nobody has answered.
  void claim(Actor actor, String wish) {
    long server = organisations.server(actor);
    var id = secrets.id();
    db.write(
        tx -> {
          if (posts.held(tx, actor.userNid()).filter(now -> !now.external()).isPresent()) {
            throw Refused.conflict("You are of an organisation already");
          }
          claims.put(tx, id, server, actor.userNid(), wish, clock.millis());
          return id;
        });
  }

  /// What became of one's last claim.
  Optional<Claim> mine(Actor actor) {
    return db.read(tx -> claims.last(tx, actor.userNid()));
  }

  /// Those that wait for an answer.
  List<Claim> open(Actor actor) {
    administrator(actor);
    long server = organisations.server(actor);
    return db.read(tx -> claims.open(tx, server));
  }

  /// How many wait for somebody to answer them, a number alone, which no journal notes; empty for
  /// who answers none.
  Optional<Long> waiting(Actor actor) {
    if (!actor.admin()) {
      return Optional.empty();
    }
    long server = organisations.server(actor);
    return Optional.of(db.read(tx -> claims.count(tx, server)));
  }

  /// Answers by an organisation, or by a reason why not.
  ///
  /// @param organisation id of it; absent: none
  void answer(Actor actor, String id, Optional<String> organisation, String reason) {
    administrator(actor);
    long server = organisations.server(actor);
    long nid = journal.next();
    long row = journal.next();
    var granted =
        db.write(
            tx -> {
              var claim = claims.find(tx, server, id).orElseThrow(Refused::notFound);
              var to = organisation.map(named -> named(tx, server, named));
              to.ifPresent(o -> grant(tx, nid, row, claim, o, actor));
              var nids = to.map(Organisation::nid);
              claims.decide(tx, id, actor.userNid(), nids, reason, clock.millis());
              return to.map(_ -> claim);
            });
    granted.ifPresent(of -> members.became(new UserId(of.userId()), of.user()));
  }

  private Organisation named(Tx tx, long server, String id) {
    return store
        .find(tx, server, id)
        .orElseThrow(() -> Refused.invalidParam("There is no such organisation"));
  }

  private void grant(Tx tx, long nid, long row, Claim claim, Organisation to, Actor by) {
    var before = posts.held(tx, claim.user());
    var begun =
        new PostStore.Begun(
            nid,
            claim.user(),
            to.nid(),
            Role.MEMBER,
            Post.Ground.CLAIM,
            Optional.of(by.userNid()),
            Optional.empty(),
            Optional.empty());
    posts.begin(tx, begun, clock.millis());
    members.moved(tx, claim.user(), before, to.nid(), List.of());
    journal.note(tx, row, to, by, "grant claim", claim.userId());
  }

  private static void administrator(Actor actor) {
    if (!actor.admin()) {
      throw Refused.forbidden("Only an administrator may do this");
    }
  }
}
