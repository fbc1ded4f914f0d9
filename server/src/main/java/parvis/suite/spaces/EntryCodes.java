package parvis.suite.spaces;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Secrets;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Enrolment;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.suite.spaces.CodeStore.Code;

/// Words on paper, as a QR code or in a mail, by which one comes into a space, whatever its
/// joining. Where who made one decides for an organisation or runs the server, it makes an account
/// as well, as long as they do; whoever makes an account by it is in the space with it. So does one
/// that is mailed to one person by an agent of an organisation whose agents invite guests.
/// Where who made one administers an organisation of the space, it may make agents of it, too.
final class EntryCodes {
  static final Duration LIFE_MAX = Duration.ofDays(90);
  static final int USES_MAX = 1_000;

  private final Db db;
  private final CodeStore store = new CodeStore();
  private final Rights rights;
  private final Accounts accounts;
  private final Bars bars;
  private final Affiliations affiliations;
  private final Enrolment enrolment;
  private final Secrets secrets;
  private final Mailings mailings;
  private final SpaceJournal journal;
  private final Function<Actor, Consumer<Tx>> opening;
  private final Clock clock;

  EntryCodes(SpacesFeature.Needs needs, Mailings mailings) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.accounts = needs.accounts();
    this.bars = needs.bars();
    this.affiliations = needs.affiliations();
    this.enrolment = needs.enrolment();
    this.secrets = needs.secrets();
    this.mailings = mailings;
    this.journal = new SpaceJournal(needs);
    this.opening = needs.opening();
    this.clock = needs.clock();
  }

  /// A code with its word, which is shown this once.
  record Made(Code code, String word) {}

  Made make(Actor actor, String spaceId, CodeWish wish) {
    return make(actor, rights.require(actor, spaceId, Action.MAKE_ENTRY_CODE), wish);
  }

  /// A code that waits to be made.
  ///
  /// @param note makes it, instead of what was mailed there before
  record Ready(Code code, String word, Consumer<Tx> note) {}

  /// One for a mail, for one person; that of a guest does not outlive their time.
  Ready mailed(Actor actor, Space space, CodeStore.Mailed to) {
    var wish = CodeWish.mail(to);
    var code = code(actor, space, wish, admits(actor, true), Optional.empty());
    var word = secrets.code();
    var opens = opening.apply(actor);
    return new Ready(
        code,
        word,
        tx -> {
          store.removeMailed(tx, space.id().value(), to.to());
          add(tx, code, word, wish, opens);
        });
  }

  private Made make(Actor actor, Space space, CodeWish wish) {
    var word = secrets.code();
    var opens = opening.apply(actor);
    if (wish.organisation().isEmpty()) {
      var code = code(actor, space, wish, admits(actor, false), Optional.empty());
      var line = journal.in(actor, code.journal());
      return db.write(
          tx -> {
            var made = add(tx, code, word, wish, opens);
            if (made.code().id().equals(code.id())) {
              line.note(tx, "make space code", about(space, code));
            }
            return made;
          });
    }
    var id = wish.organisation().get();
    if (!space.organisations().contains(id)) {
      throw Refused.invalidParam("\"organisation\" is none of this space");
    }
    long row = enrolment.next();
    long server = enrolment.server(actor);
    return enrolment.in(
        actor,
        id,
        (tx, in) -> {
          var of = new CodeStore.Of(in.nid(), id, in.name(), server);
          var code = code(actor, space, wish, true, Optional.of(of));
          var made = add(tx, code, word, wish, opens);
          if (made.code().id().equals(code.id())) {
            enrolment.note(tx, row, in, actor, "make entry code", about(space, code));
          }
          return made;
        });
  }

  private Code code(
      Actor actor, Space space, CodeWish wish, boolean admits, Optional<CodeStore.Of> of) {
    long expires = clock.millis() + wish.life().toMillis();
    var guest = wish.mailed().filter(to -> mailings.knownTo(actor.user(), to.to()).isEmpty());
    return new Code(
        secrets.id(),
        space.id().value(),
        actor.userNid(),
        actor.user().value(),
        wish.role(),
        admits,
        Math.min(expires, guest.map(CodeStore.Mailed::endsMs).orElse(expires)),
        wish.uses(),
        of,
        wish.mailed(),
        wish.name(),
        of.map(CodeStore.Of::nid).or(() -> journal.of(actor.user(), space)));
  }

  private Made add(Tx tx, Code code, String word, CodeWish wish, Consumer<Tx> opens) {
    long now = clock.millis();
    var mailed = wish.mailed().isPresent();
    var max = mailed ? CodeStore.MAILED_MAX : CodeStore.VALID_MAX;
    var hash = secrets.hashOfCode(word);
    var again = wish.request().flatMap(asked -> store.asked(tx, code.space(), code.by(), asked));
    if (again.isPresent()) {
      refuseOther(tx, again.get(), wish);
      // A name is no part of what a code does: whoever asks again says what it is called.
      var named = again.get().named(wish.name());
      store.replace(tx, named, hash);
      return new Made(named, word);
    }
    if (store.count(tx, code.space(), mailed, now) >= max) {
      throw Refused.of(
          Refused.Kind.RESOURCE_LIMIT_EXCEEDED, "There are too many entry codes already.");
    }
    // From then on it lives as long as was wished: what is asked again is compared with that.
    long made = mailed ? now : code.expiresMs() - wish.life().toMillis();
    store.add(tx, code, hash, mailed, made, wish.request());
    opens.accept(tx);
    return new Made(code, word);
  }

  private void refuseOther(Tx tx, Code before, CodeWish wish) {
    var same =
        before.role() == wish.role()
            && before.of().map(CodeStore.Of::id).equals(wish.organisation())
            && before.usesLeft() == wish.uses()
            && before.expiresMs() > clock.millis()
            && store
                .lifeOfUnused(tx, before)
                .filter(life -> life == wish.life().toMillis())
                .isPresent();
    if (!same) {
      throw Refused.conflict("This request made another code, or one that was used already.");
    }
  }

  /// Whether what somebody makes makes accounts, too.
  private boolean admits(Actor actor, boolean mailed) {
    return actor.admin() || decides(actor.user(), mailed);
  }

  /// Whether somebody decides who gets an account: on paper whoever approves, by mail whoever
  /// answers for guests.
  private boolean decides(UserId user, boolean mailed) {
    return Optional.ofNullable(affiliations.of(List.of(user)).get(user))
        .filter(of -> mailed ? of.invitesGuests() : of.approver())
        .isPresent();
  }

  /// Whether a code makes accounts still: who made it may decide for nobody any more.
  boolean admits(Code code) {
    var maker = new UserId(code.maker());
    return code.admits()
        && !bars.isBarred(code.by())
        && accounts
            .find(maker)
            .filter(account -> account.admin() || decides(maker, code.mailed().isPresent()))
            .isPresent();
  }

  /// The space into which a code leads, while who made it animates that and is kept out by nothing.
  Optional<Space> space(Code code) {
    return bars.isBarred(code.by()) ? Optional.empty() : animated(code);
  }

  /// The same, whether or not something keeps out who made it.
  Optional<Space> animated(Code code) {
    return rights
        .find(code.space())
        .filter(space -> !space.archived())
        .filter(space -> rights.preset(new UserId(code.maker()), space) == Preset.ANIMATOR);
  }

  /// The ids of the invitations of a space that were mailed to an address without an account, and
  /// that nobody comes in by any more.
  List<String> worthless(Space space, Address to) {
    var mailed = db.read(tx -> store.mailedTo(tx, space.id().value(), to, clock.millis()));
    return mailed.stream()
        .filter(code -> space(code).isEmpty() || !(admits(code) || mailings.leadsToDoor(code)))
        .map(Code::id)
        .toList();
  }

  List<Code> valid(Actor actor, String spaceId) {
    var space = rights.require(actor, spaceId, Action.MAKE_ENTRY_CODE);
    return db.read(tx -> store.valid(tx, space.id().value(), clock.millis()));
  }

  /// Makes a code worthless. Who came by it stays. The journal that has its making has this, too,
  /// whoever withdraws it.
  void withdraw(Actor actor, String spaceId, String id) {
    var space = rights.require(actor, spaceId, Action.MAKE_ENTRY_CODE);
    var of = space.id().value();
    var code = db.read(tx -> store.one(tx, of, id)).orElseThrow(Refused::notFound);
    var kept = code.journal().or(() -> code.of().map(CodeStore.Of::nid));
    var line = journal.in(actor, kept.or(() -> journal.of(new UserId(code.maker()), space)));
    db.write(
        tx -> {
          if (!store.remove(tx, of, id)) {
            throw Refused.notFound();
          }
          line.note(tx, "withdraw space code", about(space, code));
          return code;
        });
  }

  /// Which code of which space.
  private static String about(Space space, Code code) {
    return space.name() + code.name().map(name -> " (" + name + ")").orElse("");
  }

  static String called(Space space, String user) {
    return space
        .room()
        .published()
        .state()
        .event("m.room.member", user)
        .flatMap(event -> event.pdu().content().string("displayname"))
        .orElse(user);
  }
}
