package parvis.suite.spaces;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.EntryWord;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Users;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Enrolment;
import parvis.core.organisations.Remits;
import parvis.core.rights.Action;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;
import parvis.suite.spaces.CodeStore.Code;

/// Words on paper, as a QR code or in a mail, by which one comes into a space, whatever its
/// joining. Where who made one decides for an organisation or runs the server, it makes an account
/// as well, as long as they do; whoever makes an account by it is in the space with it. So does one
/// that is mailed to one person by an agent of an organisation whose agents invite guests.
/// Where who made one administers an organisation of the space, it may make agents of it, too.
final class EntryCodes {
  private static final Logger LOG = LoggerFactory.getLogger(EntryCodes.class);

  static final Duration LIFE_MAX = Duration.ofDays(90);
  static final int USES_MAX = 1_000;

  private final Db db;
  private final CodeStore store = new CodeStore();
  private final Rights rights;
  private final Coming coming;
  private final Roles roles;
  private final Settings settings;
  private final Writing writing;
  private final Users users;
  private final Accounts accounts;
  private final Bars bars;
  private final Affiliations affiliations;
  private final Remits remits;
  private final Enrolment enrolment;
  private final Secrets secrets;
  private final Mailings mailings;
  private final Function<Actor, Consumer<Tx>> opening;
  private final Clock clock;

  EntryCodes(
      SpacesFeature.Needs needs, Coming coming, Roles roles, Settings settings, Mailings mailings) {
    this.db = needs.db();
    this.rights = needs.rights();
    this.coming = coming;
    this.roles = roles;
    this.settings = settings;
    this.writing = needs.writing();
    this.users = needs.users();
    this.accounts = needs.accounts();
    this.bars = needs.bars();
    this.affiliations = needs.affiliations();
    this.remits = needs.remits();
    this.enrolment = needs.enrolment();
    this.secrets = needs.secrets();
    this.mailings = mailings;
    this.opening = needs.opening();
    this.clock = needs.clock();
  }

  /// A code with its word, which is shown this once.
  record Made(Code code, String word) {}

  Made make(Actor actor, String spaceId, CodeWish wish) {
    return make(actor, rights.require(actor, spaceId, Action.MAKE_ENTRY_CODE), wish);
  }

  /// One for a mail, for one person; that of a guest does not outlive their time. What was mailed
  /// to them before is worthless.
  Made mailed(Actor actor, Space space, CodeStore.Mailed to) {
    db.write(
        tx -> {
          store.removeMailed(tx, space.id().value(), to.to());
          return to;
        });
    return make(actor, space, CodeWish.mail(to));
  }

  /// A code that waits to be made.
  ///
  /// @param note makes it, instead of what was mailed there before
  record Ready(String word, Consumer<Tx> note) {}

  /// One for a mail that goes with what makes its reader an account: it makes none itself.
  Ready ready(Actor actor, Space space, CodeStore.Mailed to) {
    var wish = CodeWish.mail(to);
    var code = code(actor, space, wish, false, Optional.empty());
    var word = secrets.code();
    return new Ready(
        word,
        tx -> {
          store.removeMailed(tx, space.id().value(), to.to());
          add(tx, code, word, wish, _ -> {});
        });
  }

  private Made make(Actor actor, Space space, CodeWish wish) {
    var word = secrets.code();
    var opens = opening.apply(actor);
    if (wish.organisation().isEmpty()) {
      var code = code(actor, space, wish, admits(actor, wish.mailed()), Optional.empty());
      var line = remits.line();
      var whose = housed(space);
      return db.write(
          tx -> {
            var made = add(tx, code, word, wish, opens);
            if (wish.mailed().isEmpty() && made.code().id().equals(code.id())) {
              remits.note(tx, line, actor, whose, "make space code", space.name());
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
            enrolment.note(tx, row, in, actor, "make entry code", space.name());
          }
          return made;
        });
  }

  /// The organisation in whose journal stands what is done in a space.
  private Optional<Long> housed(Space space) {
    return affiliations.named(space.organisations()).stream()
        .map(Affiliations.Named::nid)
        .findFirst();
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
        wish.mailed());
  }

  private Made add(Tx tx, Code code, String word, CodeWish wish, Consumer<Tx> opens) {
    long now = clock.millis();
    var mailed = wish.mailed().isPresent();
    var max = mailed ? CodeStore.MAILED_MAX : CodeStore.VALID_MAX;
    var hash = secrets.hashOfCode(word);
    var again = wish.request().flatMap(asked -> store.asked(tx, code.space(), code.by(), asked));
    if (again.isPresent()) {
      refuseOther(tx, again.get(), wish);
      store.replace(tx, again.get(), hash);
      return new Made(again.get(), word);
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
  private boolean admits(Actor actor, Optional<CodeStore.Mailed> mailed) {
    return actor.admin() || decides(actor.user(), mailed.isPresent());
  }

  /// Whether somebody decides who gets an account: on paper whoever approves, by mail whoever
  /// answers for guests.
  private boolean decides(UserId user, boolean mailed) {
    return Optional.ofNullable(affiliations.of(List.of(user)).get(user))
        .filter(of -> mailed ? of.invitesGuests() : of.approver())
        .isPresent();
  }

  /// Whether a code makes accounts still: who made it may decide for nobody any more.
  private boolean admits(Code code) {
    var maker = new UserId(code.maker());
    return code.admits()
        && !bars.isBarred(code.by())
        && accounts
            .find(maker)
            .filter(account -> account.admin() || decides(maker, code.mailed().isPresent()))
            .isPresent();
  }

  List<Code> valid(Actor actor, String spaceId) {
    var space = rights.require(actor, spaceId, Action.MAKE_ENTRY_CODE);
    return db.read(tx -> store.valid(tx, space.id().value(), clock.millis()));
  }

  /// Makes a code worthless. Who came by it stays.
  void withdraw(Actor actor, String spaceId, String code) {
    var space = rights.require(actor, spaceId, Action.MAKE_ENTRY_CODE);
    var line = remits.line();
    var whose = housed(space);
    db.write(
        tx -> {
          if (!store.remove(tx, space.id().value(), code)) {
            throw Refused.notFound();
          }
          remits.note(tx, line, actor, whose, "withdraw space code", space.name());
          return line;
        });
  }

  /// What a word is to who has no account yet.
  Optional<EntryWord> find(Servers.Server server, String word) {
    return found(word)
        .filter(code -> code.usesLeft() > 0 && admits(code) && !mailings.leadsToDoor(code))
        .filter(code -> space(code).filter(space -> !isForAgents(code, space)).isPresent())
        .filter(code -> code.of().filter(of -> of.server() != server.nid()).isEmpty())
        .map(
            code -> {
              long row = enrolment.next();
              return new EntryWord(
                  new UserId(code.maker()),
                  code.expiresMs(),
                  (tx, account) -> {
                    if (!isAttested(tx, code) || !store.use(tx, code, account, clock.millis())) {
                      throw worthless();
                    }
                    if (!enrol(tx, row, code, account)) {
                      var ends = code.mailed().map(CodeStore.Mailed::endsMs);
                      enrolment.receive(tx, row, code.by(), account, ends);
                    }
                  });
            });
  }

  /// A code that has not expired. One that makes agents is good while who made it administers their
  /// organisation.
  private Optional<Code> found(String word) {
    var hash = secrets.hashOfCode(word);
    return db.read(tx -> store.find(tx, hash, clock.millis()).filter(code -> isAttested(tx, code)))
        .filter(code -> !mailings.isReadByOthers(code));
  }

  private boolean isAttested(Tx tx, Code code) {
    return code.of().map(of -> enrolment.isDecidedBy(tx, code.by(), of.nid())).orElse(true);
  }

  /// Whether somebody has become an agent.
  private boolean enrol(Tx tx, long row, Code code, long account) {
    return code.of()
        .filter(of -> enrolment.enter(tx, row, of.nid(), code.by(), account))
        .isPresent();
  }

  /// Whether access rules keep out who is of no organisation, and the code makes no agents: an
  /// account that is made by it would lead nowhere.
  private boolean isForAgents(Code code, Space space) {
    return code.of().isEmpty() && settings.isClosedToExternals(space);
  }

  /// @throws Refused notFound when the code lets nobody in, whatever the reason
  EntryDoor door(String word) {
    var code = found(word).filter(it -> it.usesLeft() > 0).orElseThrow(EntryCodes::worthless);
    var space = space(code).orElseThrow(EntryCodes::worthless);
    var atDoor = mailings.leadsToDoor(code);
    var forAgents = !atDoor && isForAgents(code, space);
    return new EntryDoor(
        space,
        called(space, code.maker()),
        admits(code) && !forAgents && !atDoor,
        agentsOf(code),
        code.of().isPresent() || atDoor
            ? Optional.empty()
            : db.read(tx -> enrolment.host(tx, code.by())),
        forAgents,
        code.mailed().map(CodeStore.Mailed::to),
        atDoor,
        code.expiresMs());
  }

  /// The name of the organisation whose agent becomes who comes by a code.
  private Optional<String> agentsOf(Code code) {
    return code.of()
        .map(CodeStore.Of::name)
        .or(
            () ->
                code.mailed()
                    .flatMap(to -> mailings.houseOf(new UserId(code.maker()), to.to()))
                    .map(Enrolment.Place::name));
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

  /// The space into which a code leads, while who made it animates that and is kept out by nothing.
  private Optional<Space> space(Code code) {
    return rights
        .find(code.space())
        .filter(space -> !space.archived() && !bars.isBarred(code.by()))
        .filter(space -> rights.preset(new UserId(code.maker()), space) == Preset.ANIMATOR);
  }

  /// Comes into a space by the word of a code. Who came by it before uses nothing up. Who has
  /// become an agent is one from now on, whether or not the space takes them in.
  ///
  /// @throws Refused notFound when the code lets nobody in, whatever the reason
  Space enter(Actor actor, String word) {
    var code = found(word).orElseThrow(EntryCodes::worthless);
    var space = space(code).orElseThrow(EntryCodes::worthless);
    if (space.has(actor.user(), Membership.BAN) || !mailings.isFor(actor, code)) {
      throw worthless();
    }
    var use = used(actor, code);
    if (use == Use.ENROLLED) {
      enrolment.became(actor.user(), actor.userNid());
    }
    try {
      arriveOnce(actor, code, space);
    } catch (Refused refused) {
      if (use == Use.FRESH || code.of().isEmpty()) {
        db.write(
            tx -> {
              store.giveBack(tx, code, actor.userNid());
              return code;
            });
      }
      throw refused;
    }
    return rights.find(code.space()).orElseThrow(EntryCodes::worthless);
  }

  /// What a code has done for somebody.
  private enum Use {
    /// They had used it before.
    AGAIN,
    FRESH,
    /// They have become an agent.
    ENROLLED
  }

  /// Uses a code up for somebody, who may become an agent by it, once: whoever was taken off since
  /// does not come back by it.
  private Use used(Actor actor, Code code) {
    long row = enrolment.next();
    long server = enrolment.server(actor);
    return db.write(
        tx -> {
          var before = store.isUsed(tx, code, actor.userNid());
          var here = code.of().filter(of -> of.server() != server).isEmpty();
          if (!here
              || !isAttested(tx, code)
              || !store.use(tx, code, actor.userNid(), clock.millis())) {
            throw worthless();
          }
          if (before) {
            return Use.AGAIN;
          }
          return enrol(tx, row, code, actor.userNid()) ? Use.ENROLLED : Use.FRESH;
        });
  }

  private void arrive(Actor actor, String code, Space space, UserId maker, Preset role) {
    var fresh = !space.has(actor.user(), Membership.JOIN);
    var by = rights.acting(maker);
    if (fresh && !space.has(actor.user(), Membership.INVITE)) {
      writing.invite(by, space.id(), actor.user(), OptionalLong.empty());
    }
    coming.enter(actor, space);
    if (fresh && role == Preset.READER) {
      roles.set(by, space.id().value(), actor.user(), role);
    }
    db.write(
        tx -> {
          store.arrived(tx, code, actor.userNid());
          return code;
        });
  }

  /// Brings those in whose account was made by a code, or who took up a letter; to be called now
  /// and then.
  void look() {
    for (var due : db.read(store::due)) {
      var user = new UserId(due.user());
      try {
        var space = rights.find(due.space()).filter(one -> mayLetIn(due, one));
        if (space.isPresent()) {
          var maker = new UserId(due.maker());
          arrive(rights.acting(user), due.code(), space.get(), maker, due.role());
        } else {
          over(due, user);
        }
      } catch (Refused refused) {
        LOG.warn("A space does not take in whose account was made by its code", refused);
        over(due, user);
      } catch (RuntimeException fault) {
        LOG.warn("Who has an account by a code comes into its space at the next look", fault);
      }
    }
  }

  private void over(CodeStore.Due due, UserId user) {
    db.write(
        tx -> {
          store.arrived(tx, due.code(), users.nid(user));
          return due;
        });
  }

  private boolean mayLetIn(CodeStore.Due due, Space space) {
    return !space.archived()
        && !bars.isBarred(due.by())
        && rights.preset(new UserId(due.maker()), space) == Preset.ANIMATOR;
  }

  /// Whoever has just made an account by the code is carried into the space meanwhile, too: of two
  /// who bring them in, the second is refused what the first has done.
  private void arriveOnce(Actor actor, Code code, Space space) {
    var maker = new UserId(code.maker());
    try {
      arrive(actor, code.id(), space, maker, code.role());
    } catch (Refused _) {
      var now = rights.find(code.space()).orElse(space);
      if (!now.has(actor.user(), Membership.JOIN)) {
        arrive(actor, code.id(), now, maker, code.role());
      }
    }
  }

  private static Refused worthless() {
    return Refused.notFound("This code is not known, has expired or was used");
  }
}
