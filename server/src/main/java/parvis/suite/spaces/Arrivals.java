package parvis.suite.spaces;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Bars;
import parvis.core.identity.EntryWord;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.identity.Users;
import parvis.core.organisations.Enrolment;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Space;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.protocol.id.UserId;
import parvis.protocol.room.Membership;
import parvis.suite.spaces.CodeStore.Code;

/// People who come into spaces by the words of entry codes: as who they are already, with an
/// account that a word makes them, or as an agent whom it makes of them.
final class Arrivals {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  private final Db db;
  private final CodeStore store = new CodeStore();
  private final EntryCodes codes;
  private final Mailings mailings;
  private final Coming coming;
  private final Roles roles;
  private final Settings settings;
  private final Rights rights;
  private final Writing writing;
  private final Users users;
  private final Bars bars;
  private final Enrolment enrolment;
  private final Secrets secrets;
  private final Clock clock;

  Arrivals(
      SpacesFeature.Needs needs,
      EntryCodes codes,
      Mailings mailings,
      Coming coming,
      Roles roles,
      Settings settings) {
    this.db = needs.db();
    this.codes = codes;
    this.mailings = mailings;
    this.coming = coming;
    this.roles = roles;
    this.settings = settings;
    this.rights = needs.rights();
    this.writing = needs.writing();
    this.users = needs.users();
    this.bars = needs.bars();
    this.enrolment = needs.enrolment();
    this.secrets = needs.secrets();
    this.clock = needs.clock();
  }

  /// What a word is to who has no account yet.
  Optional<EntryWord> find(Servers.Server server, String word) {
    return found(word)
        .filter(code -> code.usesLeft() > 0 && codes.admits(code) && !mailings.leadsToDoor(code))
        .filter(code -> codes.space(code).filter(space -> !isForAgents(code, space)).isPresent())
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

  /// Who made a code, for which organisation.
  private record Decided(long by, long organisation) {}

  /// How many codes on paper of some spaces let somebody in now, by the space's room; those without
  /// one are left out. Where people from outside are shut out they let agents in.
  Map<String, Long> lettingIn(List<String> spaces) {
    var valid =
        db.read(
            tx -> {
              var decided = new HashMap<Decided, Boolean>();
              return store.valid(tx, spaces, clock.millis()).stream()
                  .filter(
                      code ->
                          code.of()
                              .map(of -> new Decided(code.by(), of.nid()))
                              .map(it -> decided.computeIfAbsent(it, _ -> isAttested(tx, code)))
                              .orElse(true))
                  .toList();
            });
    var acting = bars.acting(valid.stream().map(Arrivals::maker).collect(Collectors.toSet()));
    return valid.stream()
        .filter(code -> acting.contains(maker(code)) && codes.animated(code).isPresent())
        .collect(Collectors.groupingBy(Code::space, Collectors.counting()));
  }

  private static UserId maker(Code code) {
    return new UserId(code.maker());
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
    var code = found(word).filter(it -> it.usesLeft() > 0).orElseThrow(Arrivals::worthless);
    var space = codes.space(code).orElseThrow(Arrivals::worthless);
    var atDoor = mailings.leadsToDoor(code);
    var forAgents = !atDoor && isForAgents(code, space);
    return new EntryDoor(
        space,
        EntryCodes.called(space, code.maker()),
        codes.admits(code) && !forAgents && !atDoor,
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

  /// Comes into a space by the word of a code. Who came by it before uses nothing up. Who has
  /// become an agent is one from now on, whether or not the space takes them in.
  ///
  /// @throws Refused notFound when the code lets nobody in, whatever the reason
  Space enter(Actor actor, String word) {
    var code = found(word).orElseThrow(Arrivals::worthless);
    var space = codes.space(code).orElseThrow(Arrivals::worthless);
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
    return rights.find(code.space()).orElseThrow(Arrivals::worthless);
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
