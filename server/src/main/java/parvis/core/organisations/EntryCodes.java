package parvis.core.organisations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.EntryWord;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.EntryCodeStore.Code;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;

/// Words on paper, printed or as a QR code, that make people agents of an organisation: the
/// volunteers of a fire station, for whom an administrator answers by making the code.
final class EntryCodes {
  static final Duration LIFE_MAX = Duration.ofDays(90);
  static final int USES_MAX = 1_000;

  private final Db db;
  private final Organisations organisations;
  private final OrganisationStore store;
  private final EntryCodeStore codes;
  private final PostStore posts;
  private final Journal journal;
  private final Members members;
  private final Secrets secrets;
  private final Clock clock;

  /// What entry codes are built from.
  record Needs(
      Db db,
      Organisations organisations,
      OrganisationStore store,
      EntryCodeStore codes,
      PostStore posts,
      Journal journal,
      Members members,
      Secrets secrets,
      Clock clock) {}

  EntryCodes(Needs needs) {
    this.db = needs.db();
    this.organisations = needs.organisations();
    this.store = needs.store();
    this.codes = needs.codes();
    this.posts = needs.posts();
    this.journal = needs.journal();
    this.members = needs.members();
    this.secrets = needs.secrets();
    this.clock = needs.clock();
  }

  /// A code with its word, which is shown this once.
  record Made(Code code, String word) {}

  /// What a code is to be.
  ///
  /// @param request its maker's name for this one wish: asked for again, the same code has another
  ///     word, and the one before is worthless
  record Wish(String purpose, Duration life, int uses, Optional<String> request) {
    private boolean isFor(EntryCodeStore.Asked before) {
      return before.code().purpose().equals(purpose)
          && before.lifeMs() == life.toMillis()
          && before.uses() == uses
          && before.code().usesLeft() == uses;
    }
  }

  /// @throws Refused conflict when its request named another wish before, or somebody came by that
  ///     already
  Made create(Actor actor, String id, Wish wish) {
    var word = secrets.code();
    var code = secrets.id();
    long row = journal.next();
    long now = clock.millis();
    var opening = organisations.opening(actor);
    return organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          store.hold(tx, o.nid());
          codes.forgetOver(tx, o.nid(), now);
          var hash = secrets.hashOfCode(word);
          var again =
              wish.request().flatMap(asked -> codes.asked(tx, o.nid(), actor.userNid(), asked));
          if (again.isPresent()) {
            return new Made(replaced(tx, again.get(), wish, hash), word);
          }
          if (codes.valid(tx, o.nid(), now).size() >= EntryCodeStore.VALID_MAX) {
            throw Refused.of(
                Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "There are too many entry codes already");
          }
          var made =
              new Code(
                  code,
                  o.nid(),
                  wish.purpose(),
                  actor.userNid(),
                  actor.user().value(),
                  now + wish.life().toMillis(),
                  wish.uses());
          codes.add(tx, made, hash, now, wish.request());
          opening.accept(tx);
          journal.note(tx, row, o, actor, "make entry code", wish.purpose());
          return new Made(made, word);
        });
  }

  private Code replaced(Tx tx, EntryCodeStore.Asked before, Wish wish, byte[] hash) {
    if (!wish.isFor(before)) {
      throw Refused.conflict("This request made another code, or one that was used already");
    }
    codes.replace(tx, before.code().id(), hash);
    return before.code();
  }

  List<Code> valid(Actor actor, String id) {
    return organisations.in(
        actor, id, Right.ADMINISTER, (tx, o) -> codes.valid(tx, o.nid(), clock.millis()));
  }

  /// Makes a code worthless. Who came by it stays.
  void withdraw(Actor actor, String id, String code) {
    long row = journal.next();
    organisations.in(
        actor,
        id,
        Right.ADMINISTER,
        (tx, o) -> {
          if (!codes.remove(tx, o.nid(), code)) {
            throw Refused.notFound();
          }
          journal.note(tx, row, o, actor, "withdraw entry code", code);
          return o;
        });
  }

  /// What a word is to who has no account yet: it makes them an agent with the account, or makes
  /// none.
  Optional<EntryWord> find(Servers.Server server, String word) {
    var hash = secrets.hashOfCode(word);
    return db.read(tx -> codes.find(tx, server.nid(), hash, clock.millis()))
        .map(
            code -> {
              long nid = journal.next();
              return new EntryWord(
                  new UserId(code.attestedBy()),
                  code.expiresMs(),
                  (tx, account) -> begin(tx, nid, account, used(tx, hash)));
            });
  }

  private Code used(Tx tx, byte[] hash) {
    return codes.use(tx, hash, clock.millis()).orElseThrow(EntryCodes::worthless);
  }

  private void begin(Tx tx, long nid, long account, Code code) {
    posts.begin(
        tx,
        new PostStore.Begun(
            nid,
            account,
            code.organisation(),
            Role.MEMBER,
            Post.Ground.CODE,
            Optional.of(code.by()),
            Optional.empty(),
            Optional.empty()),
        clock.millis());
    store
        .find(tx, code.organisation())
        .ifPresent(of -> journal.noteOwn(tx, of, account, "come by entry code"));
  }

  /// Makes somebody an agent by the word of a code. Who is an agent of that organisation already
  /// uses nothing up; who is one of another must leave it first, or a slip of paper would move
  /// them.
  ///
  /// @throws Refused notFound when the code lets nobody in, whatever the reason
  Organisation enter(Actor actor, String word) {
    var hash = secrets.hashOfCode(word);
    long server = organisations.server(actor);
    long nid = journal.next();
    var entered =
        db.write(
            tx -> {
              var post = posts.held(tx, actor.userNid());
              var code = used(tx, hash);
              var to =
                  store
                      .find(tx, code.organisation())
                      .filter(o -> o.server() == server)
                      .orElseThrow(EntryCodes::worthless);
              refuse(post, to);
              begin(tx, nid, actor.userNid(), code);
              return to;
            });
    members.became(actor.user(), actor.userNid());
    return entered;
  }

  private static void refuse(Optional<Post> post, Organisation to) {
    if (post.filter(now -> !now.external()).isPresent()) {
      var here = post.get().organisation() == to.nid();
      throw Refused.conflict(
          here ? "You are of this organisation already" : "You are of another organisation");
    }
  }

  private static Refused worthless() {
    return Refused.notFound("This code is not known, has expired or was used");
  }
}
